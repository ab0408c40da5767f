"""What a teacher must know of an exercise: what marks are for, which mistakes come, what to say.

Nothing is typed here that an exercise knows: the rubric is drawn from its right answer, its cases,
its tolerance and its judge, and what a mistake is worth by computing the mistake.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from cnncourse.exercises import shown
from cnncourse.exercises.comparison import TOLERANCE
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.misconceptions import ask, says

SEEDS = range(5)
"""Whose cases tell what share of a function's cases a mistake gets right."""


@dataclass(frozen=True)
class Rubric:
    """What marks are for, in sentences.

    Parameters
    ----------
    full, part, none : str
    """

    full: str
    part: str
    none: str


@dataclass(frozen=True)
class Mistake:
    """A mistake that an exercise knows.

    Parameters
    ----------
    name : str
        As the gradebook calls it; for an option of a choice its letter.
    words : str
        What the course says to who makes it.
    ask : str
        What a teacher can ask; empty for an option, whose words are enough.
    share : float
        Of a function's cases, how many it gets right.
    """

    name: str
    words: str
    ask: str = ""
    share: float = 0.0


def mistakes(exercise: Exercise) -> list[Mistake]:
    """Return the mistakes that an exercise knows, in its order."""
    answer = exercise.answer
    shares = _shares(answer) if answer.kind == "function" else {}
    found = [Mistake(one, says(one), ask(one), shares.get(one, 0.0)) for one in answer.wrong]
    for place, words in getattr(answer, "because", {}).items():
        found.append(Mistake(f"answers {_letter(place)}", words))
    return found


def rubric(exercise: Exercise) -> Rubric:
    """Return what full, part and no marks are for.

    Examples
    --------
    >>> from cnncourse.exercises import find
    >>> rubric(find("map-size")).full
    'The shape (18, 24), written in any way.'
    """
    answer = exercise.answer
    full = _FULL[answer.kind](answer)
    named = [one for one in mistakes(exercise) if one.ask]
    part = "None, unless the assignment gives a named mistake a share"
    part += f": credit: {{{named[0].name}: 0.5}}." if named else "."
    none = "Another answer, or one that cannot be read; the reason is told."
    if answer.kind == "function":
        part = _part_of_function(answer, named)
        none = (
            "A function that is right on no hidden case, and one that on any of them raises an "
            "error or does not come back in time; an empty one counts as not attempted."
        )
    elif answer.kind == "choice" and answer.several:
        none = "A right option that is missing, or a wrong one beside them, costs all marks."
    elif answer.kind == "design":
        none = "A design that misses one of the requirements; which, is told."
    return Rubric(full, part, none)


def _number(answer):
    right = f"{answer.right():.10g} {answer.unit}".rstrip()
    off = [f"{answer.tolerance:g} {answer.unit}".rstrip()] if answer.tolerance else []
    off += [f"{answer.share:.0%} of it"] if answer.share else []
    return f"The number {right}" + (f", at most {' and '.join(off)} off." if off else ".")


def _shape(answer):
    return f"The shape {tuple(answer.right())}, written in any way."


def _choice(answer):
    right = answer.right()
    places = sorted(int(one) for one in right) if answer.several else [int(right)]
    letters = ", ".join(map(_letter, places))
    return f"Exactly the options {letters}." if answer.several else f"Option {letters}."


def _array(answer):
    right = np.asarray(answer.right())
    off = f", none more than {answer.tolerance:g} off" if answer.tolerance else ""
    shape = " by ".join(map(str, right.shape))
    what = f"row of {shape} numbers" if right.ndim == 1 else f"table of {shape} numbers"
    return f"The {what} {shown.short(str(right.tolist()), 200)}{off}."


def _design(answer):
    return f"All requirements are met: {'; '.join(words for words, _ in answer.requirements)}."


def _function(answer):
    cases = answer.drawn()
    sizes = {np.shape(one) for case in cases for one in case.values() if np.ndim(one)}
    listed = sorted(sizes, key=lambda shape: (np.prod(shape), shape))
    few = [listed[0], listed[-1]] if len(listed) > 1 else listed
    arrays = f", with arrays from {few[0]} to {few[-1]}" if len(few) > 1 else ""
    kinds = sorted({str(v.dtype) for c in cases for v in c.values() if isinstance(v, np.ndarray)})
    types = f" of {', '.join(kinds)}" if kinds and arrays else ""
    off = "" if answer.tolerance == TOLERANCE else f" within {answer.tolerance:g}"
    return (
        f"Right on all {len(cases)} hidden cases, drawn anew for each student{arrays}{types}: "
        f"type, shape and every number{off}, and the input as it was."
    )


def _part_of_function(answer, named):
    """Return what partial credit gives, and what it would give the mistakes."""
    some = [one for one in named if 0 < one.share < 1]
    words = "With partial: true the share of hidden cases that are right"
    if some:
        worth = "; ".join(f"{one.name} about {one.share:.0%}" for one in some)
        words += f": {worth}"
    rest = "the other mistakes below get nothing" if some else "the mistakes below get nothing"
    return f"{words}; {rest}. Otherwise none, unless credit gives a named mistake a share."


_FULL = {
    "number": _number,
    "shape": _shape,
    "choice": _choice,
    "array": _array,
    "design": _design,
    "function": _function,
}


@cache
def _shares(answer) -> dict[str, float]:
    """Return for each mistake the share of cases that it gets right all the same."""
    cases = [case for seed in SEEDS for case in answer.drawn(seed)]
    right = [answer.right_on(case, answer.wrong) for case in cases]
    return {name: sum(one[name] for one in right) / len(cases) for name in answer.wrong}


def _letter(place: int) -> str:
    return chr(ord("a") + place)
