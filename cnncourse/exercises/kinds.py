"""The kinds of answer: a number, a shape, a choice, an array, a design, a function.

Each knows the right answer and each misconception as a *wrong answer that it can compute*. Right
and wrong are given as functions, so that no expected value is typed in: they are computed with
`cnncourse.ops`, `cnncourse.geometry` or `cnncourse.reference` when they are asked for.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from cnncourse.exercises import shown, understood
from cnncourse.exercises.comparison import TOLERANCE, apart
from cnncourse.exercises.misconceptions import says
from cnncourse.exercises.verdict import MISSING, RIGHT, UNJUDGED, WRONG, Verdict

Wrong = Mapping[str, Callable[[], Any]]


def is_missing(answer) -> bool:
    """Return whether nothing has been answered yet: None, ``...`` or an empty text."""
    return answer is None or answer is Ellipsis or (isinstance(answer, str) and not answer.strip())


@dataclass(frozen=True, eq=False)
class Number:
    """One number.

    Parameters
    ----------
    right : function
        Returns it.
    wrong : mapping of str to function
        For each misconception, what it gives.
    tolerance : float
        How far an answer may be off, in the number's own unit.
    share : float
        How far it may be off beside that, as a share of the right number.
    unit : str
        What is counted or measured.
    """

    kind: ClassVar[str] = "number"
    right: Callable[[], float]
    wrong: Wrong = field(default_factory=dict)
    tolerance: float = 0.0
    unit: str = ""
    share: float = 0.0

    def judge(self, answer) -> Verdict:
        """Return the verdict on an answer."""
        if is_missing(answer):
            return Verdict(MISSING, "nothing is answered yet")
        readings = understood.numbers(answer)
        if not readings:
            return Verdict(UNJUDGED, "this is no number", came=shown.short(shown.written(answer)))
        right = self.right()
        for reading in readings:
            if self.near(reading, right):
                return Verdict(RIGHT, came=self.told(reading))
        for name, compute in self.wrong.items():
            for reading in readings:
                if self.shows(reading, compute()):
                    return Verdict(WRONG, says(name), name, came=self.told(reading))
        return Verdict(WRONG, "not this number", came=self.told(readings[0]))

    def told(self, number) -> str:
        """Return a number with its unit."""
        return f"{number:.10g} {self.unit}".rstrip()

    def near(self, reading, number) -> bool:
        """Return whether two numbers are the same within the tolerance and float's rounding."""
        return abs(reading - number) <= self.tolerance + (1e-9 + self.share) * abs(number)

    def shows(self, reading, number) -> bool:
        """Return whether a number is that of a mistake: never off by more than its tenth."""
        return self.near(reading, number) and abs(reading - number) <= 0.1 * abs(number)


@dataclass(frozen=True, eq=False)
class Shape:
    """The sides of an array, without the batch.

    Parameters
    ----------
    right : function
        Returns a tuple of int.
    wrong : mapping of str to function
    """

    kind: ClassVar[str] = "shape"
    right: Callable[[], tuple[int, ...]]
    wrong: Wrong = field(default_factory=dict)

    def judge(self, answer) -> Verdict:
        """Return the verdict on an answer."""
        if is_missing(answer):
            return Verdict(MISSING, "nothing is answered yet")
        readings = understood.shapes(answer)
        if not readings:
            words = "this is no shape; write it as 26 x 26 x 32"
            return Verdict(UNJUDGED, words, came=shown.short(shown.written(answer)))
        right, came = tuple(self.right()), str(readings[0])
        if right in readings:
            return Verdict(RIGHT, came=came)
        for name, compute in self.wrong.items():
            if tuple(compute()) in readings:
                return Verdict(WRONG, says(name), name, came=came)
        sides = {len(reading) for reading in readings}
        if len(right) not in sides:
            return Verdict(WRONG, f"it has {len(right)} sides, not {min(sides)}", came=came)
        return Verdict(WRONG, "not this shape", came=came)


@dataclass(frozen=True, eq=False)
class Choice:
    """One of several statements, or all that hold.

    Parameters
    ----------
    options : sequence of str
        In the order in which they are shown: a, b, c ...
    right : function
        Returns the place of the right one, or the places of all right ones, from 0.
    because : mapping of int to str
        For a wrong option, why it does not hold: shown to who chooses it.
    wrong : mapping of str to function
        For a misconception, the place (or places) that show it.
    """

    kind: ClassVar[str] = "choice"
    options: Sequence[str]
    right: Callable[[], int | Sequence[int]]
    because: Mapping[int, str] = field(default_factory=dict)
    wrong: Wrong = field(default_factory=dict)

    @property
    def several(self) -> bool:
        """Whether more than one may be chosen."""
        return not isinstance(self.right(), int | np.integer)

    def places(self, answer) -> frozenset[int] | None:
        """Return which options an answer names, or None if it names none.

        Understood are letters, numbers from 1 in text, whole options, and lists of these; a
        Python number counts from 0 as in an index.
        """
        if hasattr(answer, "__array__") and not isinstance(answer, str):
            array = understood.array(answer)
            answer = None if array is None else array.tolist()
        if isinstance(answer, str):
            found = self._places_of_text(answer)
        elif isinstance(answer, int) and not isinstance(answer, bool):
            found = [answer]
        elif isinstance(answer, float):
            found = [place for place, one in enumerate(self.options) if one == str(answer)]
        elif isinstance(answer, list | tuple | set | frozenset):
            parts = [self.places(one) for one in answer]
            found = [p for part in parts for p in part] if None not in parts else []
        else:
            found = []
        fits = found and all(p is not None and 0 <= p < len(self.options) for p in found)
        return frozenset(found) if fits else None

    def _places_of_text(self, text):
        text = understood.without_lead(" ".join(text.split()).casefold()).strip("\"'.! ")
        letter = re.match(r"\(?([a-z])(?:[).:] ?| ?[-–—] ?| )", text)
        options = [one.casefold().strip("\"'.! ") for one in self.options]
        whole = [place for place, one in enumerate(options) if one == text]
        if letter and not whole:
            place, rest = ord(letter[1]) - ord("a"), text[letter.end() :]
            whole = [place] if place < len(options) and options[place] == rest else []
        if whole:
            return whole
        reason = re.match(r"\(?([a-z])\)?[.,:;]? (?:because|since)\b", text)
        if reason and not self.several:
            return [self._place(reason[1])]
        text = re.sub(r"^(?:the )?(?:options?|answers?|choices?) ?[:=]? ?", "", text)
        if self.several and re.fullmatch(r"[a-z]{2,26}", text) and len(set(text)) == len(text):
            text = " ".join(text)
        pieces = [one for one in re.split(r"[\s,;&+/]+", text) if one not in ("", "and")]
        return [self._place(piece.strip("().:[]{}*\"'")) for piece in pieces]

    @staticmethod
    def _place(text):
        if re.fullmatch("[0-9]{1,2}", text):
            return int(text) - 1
        return ord(text) - ord("a") if re.fullmatch("[a-z]", text) else None

    def judge(self, answer) -> Verdict:
        """Return the verdict on an answer."""
        if is_missing(answer):
            return Verdict(MISSING, "nothing is answered yet")
        chosen, right = self.places(answer), self.right()
        last = chr(ord("a") + len(self.options) - 1)
        if chosen is None:
            words = f"answer with a letter from a to {last}"
            return Verdict(UNJUDGED, words, came=shown.short(shown.written(answer)))
        if len(chosen) > 1 and not self.several:
            words = f"choose one: answer with a letter from a to {last}"
            return Verdict(UNJUDGED, words, came=shown.short(shown.written(answer)))
        right = frozenset(right if self.several else [right])
        came = ", ".join(chr(ord("a") + place) for place in sorted(chosen))
        if chosen == right:
            return Verdict(RIGHT, came=came)
        for name, compute in self.wrong.items():
            shows = compute()
            if chosen == frozenset([shows] if isinstance(shows, int) else shows):
                return Verdict(WRONG, says(name), name, came=came)
        reasons = [self.because[p] for p in sorted(chosen - right) if p in self.because]
        if not reasons and chosen < right:
            reasons = ["these hold, but they are not all"]
        return Verdict(WRONG, " ".join(reasons) or "this does not hold", came=came)


@dataclass(frozen=True, eq=False)
class Array:
    """A few numbers in a row or a table, as a pencil gives them.

    Where a row is asked for, a table of one row or one column is read as a row.

    Parameters
    ----------
    right : function
        Returns an array.
    wrong : mapping of str to function
    tolerance : float
        How far each number may be off.
    """

    kind: ClassVar[str] = "array"
    right: Callable[[], np.ndarray]
    wrong: Wrong = field(default_factory=dict)
    tolerance: float = 0.0

    def judge(self, answer) -> Verdict:
        """Return the verdict on an answer."""
        if is_missing(answer):
            return Verdict(MISSING, "nothing is answered yet")
        readings, right = understood.arrays(answer), np.asarray(self.right())
        if not readings:
            like = "1, 2, 3" if right.ndim == 1 else "[[1, 2], [3, 4]]"
            words = f"these are no numbers in rows; write them as {like}"
            return Verdict(UNJUDGED, words, came=shown.short(shown.written(answer)))
        for found in readings:
            if self.same(right, found):
                return Verdict(RIGHT, came=shown.value(found))
        for name, compute in self.wrong.items():
            for found in readings:
                if self.same(np.asarray(compute()), found):
                    return Verdict(WRONG, says(name), name, came=shown.value(found))
        laid = [understood.laid(found, right.shape) for found in readings]
        found = next((one for one in laid if one.shape == right.shape), laid[0])
        came = shown.value(found)
        if found.shape != right.shape:
            words = f"expected shape {right.shape}, got {found.shape}"
            return Verdict(WRONG, words, came=came)
        off = np.abs(found.astype(float) - right) > self.tolerance + 1e-9 * np.abs(right)
        words = f"{off.sum()} of {off.size} numbers are off"
        return Verdict(WRONG, words, came=came, picture=shown.picture(right, found, off))

    def same(self, wanted, found) -> bool:
        """Return whether two arrays hold the same numbers in the same places."""
        found = understood.laid(found, wanted.shape)
        if wanted.shape != found.shape:
            return False
        off = np.abs(found.astype(float) - wanted)
        return bool((off <= self.tolerance + 1e-9 * np.abs(wanted)).all())


@dataclass(frozen=True, eq=False)
class Design:
    """Something to be made that meets requirements: a kernel, an architecture, numbers.

    Parameters
    ----------
    accept : function
        Makes of the answer what the requirements are asked about, or raises a ValueError or
        TypeError whose words say what is wanted.
    requirements : sequence of (str, function)
        What must hold, in words, and whether it does.
    example : function
        Returns an answer that is right.
    wrong : mapping of str to function
        For a misconception, an answer that shows it.
    """

    kind: ClassVar[str] = "design"
    accept: Callable[[Any], Any]
    requirements: Sequence[tuple[str, Callable[[Any], bool]]]
    example: Callable[[], Any]
    wrong: Wrong = field(default_factory=dict)

    def judge(self, answer) -> Verdict:
        """Return the verdict on an answer."""
        if is_missing(answer):
            return Verdict(MISSING, "nothing is answered yet")
        try:
            made = self.accept(answer)
        except (TypeError, ValueError) as error:
            return Verdict(UNJUDGED, str(error), came=shown.short(shown.written(answer)))
        unmet = [words for words, holds in self.requirements if not holds(made)]
        if not unmet:
            return Verdict(RIGHT, came=shown.value(answer))
        for name, compute in self.wrong.items():
            if _alike(self.accept(compute()), made):
                return Verdict(WRONG, says(name), name, came=shown.value(answer))
        return Verdict(WRONG, f"not met: {'; '.join(unmet)}", came=shown.value(answer))


def _alike(one, other):
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.shape == other.shape and not apart(one, other, TOLERANCE).any()
    return type(one) is type(other) and repr(one) == repr(other)
