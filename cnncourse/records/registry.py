"""The one list of what pages show by name: numbers, tables and drawings.

A function is put on it by a decorator, and a page then has it by the directive of that kind:

    @number("accuracy")                  {number}`accuracy C-cnn keras`
    def accuracy(name, framework): ...

Words after the name are the function's arguments, and options of a directive those keyword-only
ones that are annotated as ``str``; all of them are text. A number returns text, a table a
`Table`, a drawing a `Shown` (`cnncourse.plots.recorded`).
"""

import inspect

from cnncourse.records.names import pick

_FUNCTIONS = {"number": {}, "table": {}, "drawing": {}}


def number(name: str):
    """Put a function on the list that returns a number, or a few words, for a sentence."""
    return _register("number", name)


def table(name: str):
    """Put a function on the list that returns a `Table`."""
    return _register("table", name)


def drawing(name: str):
    """Put a function on the list that returns a `Shown`."""
    return _register("drawing", name)


def names(kind: str) -> list[str]:
    """Return the names of a kind, ``"number"``, ``"table"`` or ``"drawing"``."""
    return [*pick("kind", kind, _FUNCTIONS)]


def make(kind: str, text: str, **options: str):
    """Return what a page asks for: ``make("number", "accuracy C-cnn keras")``.

    Raises
    ------
    UnknownName
        For a name that there is not; the message has the nearest.
    ValueError
        For too few or too many words, or an option that the function does not take.
    """
    name, *words = text.split() or [""]
    function = pick(kind, name, pick("kind", kind, _FUNCTIONS))
    for option in options:
        pick(f"option of {kind} {name!r}", option, dict.fromkeys(_options(function)))
    try:
        inspect.signature(function).bind(*words, **options)
    except TypeError as error:
        usage = _usage(name, function)
        raise ValueError(f"{kind} {text!r} must be written {usage} ({error})") from None
    return function(*words, **options)


def _register(kind, name):
    def put(function):
        known = _FUNCTIONS[kind].get(name)
        # A module that is loaded anew, as notebooks do, puts its own functions in their place.
        if known is not None and known.__module__ != function.__module__:
            raise ValueError(f"two functions for {kind} {name!r}: {known}, {function}")
        _FUNCTIONS[kind][name] = function
        return function

    return put


def _options(function):
    """Return the names of what a function takes as options of a directive."""
    return [
        one.name
        for one in inspect.signature(function).parameters.values()
        if one.kind is one.KEYWORD_ONLY and one.annotation is str
    ]


def _usage(name, function):
    """Return how a page writes what a function takes: ``accuracy NAME FRAMEWORK [SEEDS]``."""
    words = [name]
    for one in inspect.signature(function).parameters.values():
        if one.kind is one.POSITIONAL_OR_KEYWORD:
            word = one.name.upper()
            words.append(word if one.default is one.empty else f"[{word}]")
    return " ".join(words)
