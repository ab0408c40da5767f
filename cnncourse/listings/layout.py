"""How a listing is laid out: values as source, calls on lines, shapes in a column."""

import math
import re
import textwrap
from collections.abc import Container, Iterator

from cnncourse.architecture import Architecture
from cnncourse.listings.calls import Call

WIDTH = 88
"""Columns of the longest line, but for a header with a long name."""

NARROWEST = 20
"""Columns of a note, however deep it stands."""

# What would end a comment, hide in it, or keep the text from being saved as UTF-8.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def source(value) -> str:
    """Return a plain value as source, 1.0 as 1.

    Examples
    --------
    >>> [source(value) for value in ((3, 5), "same", 1e-05, 1.0, -math.inf)]
    ['(3, 5)', '"same"', '1e-5', '1', 'float("-inf")']
    """
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, float) and math.isinf(value):
        return f'float("{value}")'
    return repr(value).removesuffix(".0").replace("e-0", "e-")


def header(architecture: Architecture) -> str:
    """Return the comment that names the network and counts its parameters."""
    counts = architecture.parameters()
    trained = f" ({counts.trainable:,} trainable)" if counts.fixed else ""
    name = UNPRINTABLE.sub(" ", architecture.name)
    return f"# {name}: {counts.total:,} parameters{trained}"


def assignment(model: Call, *, left_out: Container[str] = ()) -> list[str]:
    """Return the lines of ``model = ...``, every call in it on lines of its own.

    Parameters
    ----------
    model : Call
    left_out : container of str
        Options that the module says once for all calls.
    """
    room = WIDTH - 2 - max(len(_comment(call)) for call in model.walk())
    lines = [*_lines(model, "", room, left_out, before="model = ", after="")]
    column = max((len(code) for code, comment in lines if comment), default=0)
    return [f"{code:{column}}  {comment}" if comment else code for code, comment in lines]


def _comment(call):
    return f"# {' x '.join(map(str, call.shape))}" if call.shape else ""


def _lines(call, indent, room, left_out, *, before="", after=",") -> Iterator[tuple[str, str]]:
    """Yield (code, comment): one line where it fits, else the arguments on lines of their own."""
    options = {name: value for name, value in call.options.items() if name not in left_out}
    named = [("", value) for value in call.arguments]
    named += [(f"{name}=", value) for name, value in options.items()]
    comment, start, inner = _comment(call), f"{indent}{before}{call.name}(", f"{indent}    "
    for line in textwrap.wrap(call.note, max(WIDTH - len(indent) - 2, NARROWEST)):
        yield f"{indent}# {line}", ""
    if call.inner():
        yield start, ""
        for name, value in named:
            yield from _nested(value, inner, room, left_out, name)
        yield f"{indent}){after}", comment
        return
    texts = [f"{name}{source(value)}" for name, value in named]
    together = ", ".join(texts)
    if len(f"{start}{together}){after}") <= room:
        yield f"{start}{together}){after}", comment
        return
    yield start, ""
    fits = len(inner + together) <= WIDTH
    yield from ((inner + t, "") for t in ([together] if fits else [f"{t}," for t in texts]))
    yield f"{indent}){after}", comment


def _nested(value, indent, room, left_out, name):
    """Yield the lines of an argument of a call that holds calls."""
    if isinstance(value, Call):
        yield from _lines(value, indent, room, left_out, before=name)
    elif isinstance(value, list):
        yield f"{indent}{name}[", ""
        for call in value:
            yield from _lines(call, f"{indent}    ", room, left_out)
        yield f"{indent}],", ""
    else:
        yield f"{indent}{name}{source(value)},", ""


def module(imports: list[str], classes: list[str], model: list[str]) -> str:
    """Return the text of a module: imports, the classes it needs, and the model."""
    gap = "\n\n\n" if classes else "\n\n"
    return gap.join(["\n".join(imports), *classes, "\n".join(model)]) + "\n"
