"""An answer that is a function: it is called on drawn cases and its values are judged.

Running and judging are apart. `Function.run` calls what a learner wrote, here or in a sandbox;
`Function.judge_outcomes` needs only the values that came back.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from cnncourse.exercises import guard, shown, understood
from cnncourse.exercises.comparison import TOLERANCE, difference
from cnncourse.exercises.kinds import is_missing
from cnncourse.exercises.misconceptions import says
from cnncourse.exercises.verdict import MISSING, RIGHT, UNJUDGED, WRONG, Verdict

Case = dict[str, Any]
FEWEST = 6  # numbers that are off, before what they have in common is called a mistake


@dataclass(frozen=True, eq=False)
class Function:
    """A function to write.

    Parameters
    ----------
    signature : str
        How it is to be called: ``"max_pool(image, size)"``.
    cases : function
        From a `numpy.random.Generator`, a list of cases: dictionaries of arguments in their
        order. Non-square sizes, strides above 1, several channels, several types.
    expected : function
        Takes a case's arguments by name and returns the right value, by `cnncourse.ops`.
    wrong : mapping of str to function
        For each misconception, what a function that shows it returns, called as ``expected``.
    also : sequence of (str, function)
        Further functions that show a mistake of ``wrong``.
    tolerance : float
        As `comparison.difference`.
    stub : str
        What the learner starts from; by default the signature and ``...``. Code that is to be
        changed counts as not attempted while it is as it was given.
    """

    kind: ClassVar[str] = "function"
    signature: str
    cases: Callable[[np.random.Generator], Sequence[Case]]
    expected: Callable[..., Any]
    wrong: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    also: Sequence[tuple[str, Callable[..., Any]]] = ()
    tolerance: float = TOLERANCE
    stub: str = ""

    def drawn(self, seed: int = 0) -> list[Case]:
        """Return the cases of a seed, the smallest first."""
        return sorted(self.cases(np.random.default_rng(seed)), key=_size)

    def run(self, function, cases: Sequence[Case], *, seconds: float = guard.SECONDS):
        """Call a function on a copy of each case; return (outcome, whether it changed the copy).

        The call that is no stub but ends in an error or without end is the last.
        """
        found = []
        for case in cases:
            given = copy.deepcopy(case)
            outcome = guard.call(function, tuple(given.values()), seconds=seconds)
            found.append((outcome, _changed(case, given)))
            if outcome.missing or outcome.error:
                break
        return found

    def judge(self, answer, seed: int = 0) -> Verdict:
        """Return the verdict on a function."""
        if is_missing(answer):
            return Verdict(MISSING, "nothing is answered yet")
        if not callable(answer):
            words = f"this is not a function; it is to be called as {self.signature}"
            return Verdict(UNJUDGED, words, came=shown.short(shown.written(answer)))
        if self.stub and guard.same_code(answer, self.stub):
            return Verdict(MISSING, "the code is still as it was given")
        cases = self.drawn(seed)
        return self.judge_outcomes(cases, self.run(answer, cases))

    def right_on(self, case, functions):
        """Return for each function, by name, whether it gives on a case what is expected."""
        wanted = self.expected(**case)
        right = {}
        for name, function in functions.items():
            try:
                with np.errstate(all="ignore"):
                    right[name] = not difference(wanted, function(**case), self.tolerance)
            except (ValueError, ZeroDivisionError, IndexError):
                right[name] = False
        return right

    def judge_outcomes(self, cases, outcomes) -> Verdict:
        """Return the verdict on what the calls on ``cases`` came to."""
        known = [(case, *found) for case, found in zip(cases, outcomes, strict=False)]
        for case, outcome, changed in known:
            if outcome.missing:
                return Verdict(MISSING, f"{self.signature} is still empty")
            if outcome.error:
                return Verdict(UNJUDGED, outcome.error, tried=shown.case(case))
            wanted = self.expected(**case)
            found = difference(wanted, outcome.value, self.tolerance)
            if found:
                return self._wrong(case, wanted, outcome.value, found, known)
            if changed:
                name = "input changed in place"
                return Verdict(WRONG, says(name), name, tried=shown.case(case))
        return Verdict(RIGHT, f"{len(known)} cases, drawn at random, all right")

    def _wrong(self, case, wanted, came, found, known):
        known = [one for one in known if not (one[1].error or one[1].missing)]
        first = next(place for place, one in enumerate(known) if one[0] is case)
        pairs = [(self.expected(**one), outcome.value) for one, outcome, _ in known[first:]]
        changed = any(changed for _, _, changed in known)
        name = self._misconception(known) or _general(pairs, changed)
        return Verdict(
            WRONG,
            says(name) if name else found.words,
            name,
            tried=shown.case(case),
            expected=shown.value(wanted),
            came=shown.value(came),
            picture=shown.picture(wanted, came, found.where),
        )

    def _misconception(self, known):
        """Return the mistake whose values are those that came, on every case it can compute."""
        for name, wrong in (*self.wrong.items(), *self.also):
            told = False
            for case, outcome, _ in known:
                try:
                    with np.errstate(all="ignore"):
                        value = wrong(**case)
                except (ValueError, ZeroDivisionError, IndexError):
                    continue  # the mistake has no value where it does not apply
                if difference(value, outcome.value, self.tolerance):
                    break
                told = told or bool(difference(self.expected(**case), value, self.tolerance))
            else:
                if told:
                    return name
        return ""


def _general(pairs, changed):
    """Return a mistake that any function can show, or nothing.

    ``pairs`` are the expected values and those that came, from the first that is wrong on. What
    one small case shows by chance is no mistake with a name: every wrong value has to show it.
    """
    read = []
    for wanted, came in pairs:
        try:
            wanted, came = np.asarray(wanted, float), understood.array(came)
        except (TypeError, ValueError):
            return ""
        if came is None:
            return ""
        came = came.astype(float)
        if came.shape != wanted.shape or not np.allclose(came, wanted):
            read.append((wanted, came))
        elif not read:
            return ""  # the numbers are right: what is wrong is what holds them
    if changed:
        return "input changed in place"
    wanted, came = read[0]
    if came.size and not np.isfinite(came).all() and np.isfinite(wanted).all():
        return "not a number"
    read = [pair for pair in read if pair[0].size > 1]
    enough = sum(wanted.size for wanted, _ in read) >= FEWEST
    with np.errstate(all="ignore"):
        for name, shows in _SHOWN_BY_ALL.items():
            if enough and all(shows(*pair) for pair in read):
                return name
    return ""


def _transposed(wanted, came):
    return wanted.ndim == 2 and came.shape == wanted.T.shape and np.allclose(came, wanted.T)


def _mirrored(wanted, came):
    axes = [axis for axis in range(wanted.ndim) if wanted.shape[axis] > 1]
    return any(np.allclose(np.flip(wanted, axis), came) for axis in axes)


def _scaled(wanted, came):
    largest = np.abs(wanted).argmax()
    return np.allclose(came, wanted * (came.flat[largest] / wanted.flat[largest]))


def _of_one_shape(shows):
    return lambda wanted, came: wanted.shape == came.shape and bool(shows(wanted, came))


_SHOWN_BY_ALL = {
    "transposed": _transposed,
    "zero everywhere": _of_one_shape(lambda wanted, came: not came.any()),
    "sign forgotten": _of_one_shape(lambda wanted, came: np.allclose(abs(came), abs(wanted))),
    "mirrored": _of_one_shape(_mirrored),
    "a constant away": _of_one_shape(
        lambda wanted, came: np.allclose(came - wanted, (came - wanted).flat[0])
    ),
    "scaled": _of_one_shape(_scaled),
}


def _size(case):
    return sum(np.size(one) for one in case.values())


def _changed(case, given):
    """Return whether an array or a list of a case is no longer what it was."""
    return any(
        not np.array_equal(np.asarray(case[name]), np.asarray(given[name]))
        for name in case
        if isinstance(case[name], np.ndarray | list)
    )
