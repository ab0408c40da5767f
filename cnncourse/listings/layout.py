"""How a listing is laid out: values as source, calls on lines, shapes in a column."""

import re
from typing import NamedTuple

from cnncourse.architecture import Architecture
from cnncourse.architecture.base import Shape

WIDTH = 88
"""Columns of the longest line, but for a header with a long name."""

# What would end a comment, hide in it, or keep the text from being saved as UTF-8.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Call(NamedTuple):
    """One entry of a model: what is called, with what, and the shape that leaves it.

    An empty ``shape`` writes no comment: the layer keeps the shape it receives.
    """

    name: str
    arguments: list[str]
    shape: Shape = ()


def check(architecture: Architecture) -> None:
    """Raise a TypeError for what is no architecture."""
    if not isinstance(architecture, Architecture):
        raise TypeError(
            f"a listing needs an Architecture, got {type(architecture).__name__}; "
            'take one from the zoo, as zoo.find("lenet-5")'
        )


def source(value) -> str:
    """Return a value as source: whole numbers that are all equal as one, 1.0 as 1.

    Examples
    --------
    >>> source((3, 3)), source((3, 5)), source("same"), source(1e-05), source(1.0)
    ('3', '(3, 5)', '"same"', '1e-5', '1')
    """
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return repr(value[0] if len(set(value)) == 1 else value)
    return repr(value).removesuffix(".0").replace("e-0", "e-")


def given(**values) -> list[str]:
    """Return ``name=value`` for every name whose (value, default) differ as source.

    Examples
    --------
    >>> given(strides=((2, 2), 1), padding=("valid", "valid"))
    ['strides=2']
    """
    return [
        f"{name}={source(value)}"
        for name, (value, default) in values.items()
        if source(value) != source(default)
    ]


def header(architecture: Architecture) -> str:
    """Return the comment that names the network and counts its parameters."""
    counts = architecture.parameters()
    trained = f" ({counts.trainable:,} trainable)" if counts.fixed else ""
    name = UNPRINTABLE.sub(" ", architecture.name)
    return f"# {name}: {counts.total:,} parameters{trained}"


def entries(calls: list[Call | str], indent: str) -> list[str]:
    """Return the lines of a model's entries; a text among them is a comment of its own."""
    comments = [_comment(entry) for entry in calls]
    room = WIDTH - 2 - max(map(len, comments))
    blocks = [_lines(entry, indent, room) for entry in calls]
    column = max(
        (len(block[-1]) for block, comment in zip(blocks, comments, strict=True) if comment),
        default=0,
    )
    for block, comment in zip(blocks, comments, strict=True):
        if comment:
            block[-1] = f"{block[-1]:{column}}  {comment}"
    return [line for block in blocks for line in block]


def _comment(entry):
    shape = () if isinstance(entry, str) else entry.shape
    return f"# {' x '.join(map(str, shape))}" if shape else ""


def _lines(entry, indent, room):
    """One line where it fits, else the arguments on a line of their own, else on one each."""
    if isinstance(entry, str):
        return [f"{indent}# {entry}"]
    arguments = ", ".join(entry.arguments)
    line = f"{indent}{entry.name}({arguments}),"
    if len(line) <= room:
        return [line]
    inner = f"{indent}    "
    if len(inner + arguments) <= WIDTH:
        body = [inner + arguments]
    else:
        body = [f"{inner}{argument}," for argument in entry.arguments]
    return [f"{indent}{entry.name}(", *body, f"{indent}),"]


def module(imports: list[str], classes: list[str], model: list[str]) -> str:
    """Return the text of a module: imports, the classes it needs, and the model."""
    gap = "\n\n\n" if classes else "\n\n"
    return gap.join(["\n".join(imports), *classes, "\n".join(model)]) + "\n"
