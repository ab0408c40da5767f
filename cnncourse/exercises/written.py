"""An answer as source text, as a page has it: run in a namespace of its own, then judged.

A notebook runs a learner's cell itself and calls `cnncourse.exercises.check` on what it made; a
page has no cell, only what was typed. The judge and its words are the same.
"""

import builtins
import contextlib
import io
import re
import textwrap
import types
from dataclasses import asdict, replace

import numpy as np

from cnncourse.exercises import attempted, check, find, guard, hint, judge, solution
from cnncourse.exercises.verdict import MISSING, UNJUDGED, Verdict

FILE = "<your code>"
_LINE = re.compile(r"\(line (\d+)\)$")


def judged(name: str, source: str, chapter: str = "", seed: int = 0) -> dict:
    """Run what a learner wrote and return the verdict on it, in values that JSON has.

    Parameters
    ----------
    name : str
        The exercise's.
    source : str
        Python that defines what is asked for: the function, or else ``answer``. ``np`` is there,
        as it is in the chapters.
    chapter : str
        The exercise's, if it is known: the judge is found sooner.
    seed : int
        Draws the cases that a function is tried on.

    Returns
    -------
    dict
        The fields of a `Verdict`; ``shown``, what a notebook shows below the words; ``printed``,
        what the code printed; ``line``, from 1, where it ended in an error, or None;
        ``attempted``, whether an answer has been judged, now or before.

    Raises
    ------
    KeyError
        For a name that no exercise has.

    Examples
    --------
    >>> judged("window-sum", "answer = ...")["status"]
    'not attempted'
    """
    exercise, printed = find(name, chapter), io.StringIO()
    with contextlib.redirect_stdout(printed):
        found = _made(exercise, source)
        verdict = found if isinstance(found, Verdict) else judge(exercise, found[0], seed)
    line = _LINE.search(verdict.words) if verdict.status == UNJUDGED else None
    text = printed.getvalue()
    return asdict(verdict) | {
        "shown": _below_the_words(verdict),
        "printed": text[: guard.MOST_PRINTED],
        "line": int(line[1]) if line else None,
        "attempted": attempted(name),
    }


def _below_the_words(verdict):
    _, *lines = repr(replace(verdict, words="")).splitlines()
    return textwrap.dedent("\n".join(lines))


def _made(exercise, source):
    """Return what a source defines for an exercise, alone in a tuple, or why there is nothing."""
    space = {"__name__": "__main__", "__builtins__": builtins, "np": np}
    space |= {"check": check, "hint": hint, "solution": solution}
    try:
        code = compile(source, FILE, "exec")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        at = getattr(error, "lineno", None)
        words = f"{type(error).__name__}: {getattr(error, 'msg', error)}"
        words += f" (line {at})" if at else ""
        return Verdict(UNJUDGED, words, exercise=exercise.name)
    outcome = guard.call(types.FunctionType(code, space), ())
    if outcome.error:
        return Verdict(UNJUDGED, outcome.error, exercise=exercise.name)
    if outcome.missing:
        return Verdict(MISSING, "nothing is answered yet", exercise=exercise.name)
    if exercise.defines not in space:
        like = exercise.start.strip().splitlines()[0]
        words = f"nothing here is called {exercise.defines}; begin with {like}"
        return Verdict(UNJUDGED, words, exercise=exercise.name)
    return (space[exercise.defines],)
