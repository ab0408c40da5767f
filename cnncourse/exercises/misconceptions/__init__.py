"""The mistakes that learners make, each with the words that name it and a question to ask.

A name is what an exercise, a report and a gradebook call the mistake. Each stands in the module
of the chapter that meets it first; ``general`` has those of no chapter.
"""

import pkgutil
from importlib import import_module
from types import MappingProxyType

from cnncourse.exercises.misconceptions.mistake import Misconception

__all__ = ["NAMED", "Misconception", "ask", "says"]


def _collected():
    found = {}
    for module in sorted(one.name for one in pkgutil.iter_modules(__path__)):
        if module == "mistake":
            continue
        named = import_module(f"{__name__}.{module}").NAMED
        if twice := sorted(found.keys() & named.keys()):
            raise ValueError(f"misconceptions named twice: {', '.join(twice)}")
        found |= named
    return found


NAMED = MappingProxyType(_collected())
"""Every `Misconception` by its name."""


def says(name: str) -> str:
    """Return the words for a mistake.

    Raises
    ------
    KeyError
        For a name that is not in the list.

    Examples
    --------
    >>> says("average for max")
    "This is each window's average."
    """
    return _found(name).says


def ask(name: str) -> str:
    """Return what to ask a learner who shows a mistake.

    Raises
    ------
    KeyError
        For a name that is not in the list.

    Examples
    --------
    >>> ask("average for max")
    'Which number of the window does a maximum keep?'
    """
    return _found(name).asks


def _found(name):
    if name not in NAMED:
        raise KeyError(f"no misconception is called {name!r}; add it to the chapter's NAMED")
    return NAMED[name]
