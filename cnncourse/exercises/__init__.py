"""The exercises of the chapters: what is asked, how an answer is judged, hints, solutions.

In a notebook, ``check("max-pool-2", max_pool)`` says how an answer fares: right, wrong (with the
mistake that it shows, if it is a known one), not attempted, or impossible to judge. It never
raises and never shows the solution. `hint` gives three hints, one by one; `solution` answers
after an attempt.

Each chapter has a module here with a tuple ``EXERCISES``. Nothing in this room imports a
framework, and nothing starts a process: the same judge serves a notebook, a page and a grader.
"""

import difflib
import importlib
import pkgutil
from functools import cache
from types import MappingProxyType

from cnncourse.exercises import guard
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.told import Told
from cnncourse.exercises.verdict import RIGHT, UNJUDGED, WRONG, Verdict

__all__ = ["Exercise", "Verdict", "check", "exercises", "find", "hint", "solution"]

LONGEST = 60.0  # seconds, for all the cases of a function together
_attempted: set[str] = set()
_hints_given: dict[str, int] = {}


@cache
def exercises() -> MappingProxyType:
    """Return every exercise by its name, in the order of the chapters.

    Examples
    --------
    >>> exercises()["window-sum"].chapter
    'convolution'
    """
    from cnncourse.exercises import chapters

    found = {}
    for info in sorted(pkgutil.iter_modules(chapters.__path__), key=_reading_order):
        found |= _of_chapter(info.name)
    return MappingProxyType(found)


def _of_chapter(chapter):
    """Return the exercises of one chapter by their names; no other chapter is imported."""
    module = importlib.import_module(f"cnncourse.exercises.chapters.{chapter}")
    return {exercise.name: exercise for exercise in module.EXERCISES}


def _reading_order(info):
    from cnncourse.exercises.chapters import ORDER

    return ORDER.index(info.name) if info.name in ORDER else len(ORDER)


def find(name: str, chapter: str = "") -> Exercise:
    """Return the exercise of a name.

    Parameters
    ----------
    name : str
    chapter : str
        The chapter's, if it is known: the others are not read then, which takes a page long.

    Raises
    ------
    KeyError
        For a name that no exercise has; the nearest one is said.
    """
    if chapter and name in _of_chapter(chapter):
        return _of_chapter(chapter)[name]
    if isinstance(name, str) and name in exercises():
        return exercises()[name]
    near = difflib.get_close_matches(str(name), list(exercises()), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise KeyError(f"no exercise is called {name!r}{hint} (cnncourse exercises list shows all)")


def check(name: str, answer=None, *, seed: int = 0) -> Verdict:
    """Judge an answer and return the verdict, which a notebook shows.

    Parameters
    ----------
    name : str
        The exercise's.
    answer : object
        A number, a shape, a letter, an array or a function, as the exercise asks. ``...`` and
        None count as not attempted.
    seed : int
        Draws the cases that a function is tried on.

    Returns
    -------
    Verdict
        Right, wrong, not attempted or impossible to judge; it is true if right.

    Examples
    --------
    >>> check("window-sum", ...)
    window-sum: not attempted
      nothing is answered yet
    """
    try:
        exercise = find(name if isinstance(name, str) else type(name).__name__)
    except KeyError as error:
        return Verdict(UNJUDGED, error.args[0], exercise="check")
    return judge(exercise, answer, seed)


def judge(exercise: Exercise, answer, seed: int = 0) -> Verdict:
    """Judge an answer to an exercise, whatever it is, and note that one was attempted."""
    # An answer may do anything when it is looked at: raise, leave, or never come back.
    looked = guard.call(exercise.judge, (answer, seed), seconds=LONGEST)
    verdict = looked.value
    if type(verdict) is not Verdict:
        words = f"looking at it ended in {looked.error.partition(' (line')[0] or 'nothing'}"
        verdict = Verdict(UNJUDGED, words, exercise=exercise.name)
    if verdict.status in (RIGHT, WRONG) or (verdict.status == UNJUDGED and callable(answer)):
        _attempted.add(exercise.name)
    return verdict


def hint(name: str) -> Told:
    """Return the next of an exercise's three hints; after the third, all of them.

    Raises
    ------
    KeyError
        For a name that no exercise has.
    """
    exercise = find(name)
    given = min(_hints_given.get(name, 0) + 1, 3)
    _hints_given[name] = given
    told = [f"{i + 1}. {text}" for i, text in enumerate(exercise.hints[:given])]
    return Told("\n".join(told[-1:] if given < 3 else told))


def solution(name: str) -> Told:
    """Return an exercise's solution, once an answer of one's own has been checked.

    Raises
    ------
    KeyError
        For a name that no exercise has.
    """
    exercise = find(name)
    if not attempted(name):
        return Told(f'Try it first: check("{name}", ...) with an answer of your own.')
    return Told(exercise.solution)


def attempted(name: str) -> bool:
    """Return whether an answer of one's own to an exercise has been judged."""
    return name in _attempted
