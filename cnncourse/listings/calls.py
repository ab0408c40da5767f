"""What a model is made of, as values: classes called with arguments, printed or carried out."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from cnncourse.architecture import Architecture
from cnncourse.architecture.base import Shape

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Call(NamedTuple):
    """One call: what is called and with what; a whole model is one call with calls in it.

    Attributes
    ----------
    name : str
        As it is written: ``"nn.Conv2d"``, or the bare name of a helper class.
    arguments : tuple
        Numbers, tuples, strings; or calls, or one list of calls.
    options : mapping
        What is given by name; what the framework would take anyway is left out.
    shape : tuple of int
        What leaves it for one image, in the framework's order; empty where the shape stays.
    part : str
        The name of the layer in the built model (``"conv1_pad"``); a model's own is empty.
    note : str
        A comment to print before it.
    """

    name: str
    arguments: tuple = ()
    options: Mapping[str, Any] = NOTHING
    shape: Shape = ()
    part: str = ""
    note: str = ""

    def inner(self) -> tuple["Call", ...]:
        """Return the calls among the arguments, those in a list included."""
        values = [*self.arguments, *self.options.values()]
        flat = [v for value in values for v in (value if isinstance(value, list) else [value])]
        return tuple(value for value in flat if isinstance(value, Call))

    def walk(self) -> Iterator["Call"]:
        """Yield the call and every call in it, outer ones first."""
        yield self
        for call in self.inner():
            yield from call.walk()


def compact(value):
    """Return a (3, 3) as 3, as it is usually written; what is no tuple stays.

    Examples
    --------
    >>> compact((3, 3)), compact((3, 5)), compact((1, 1, 1, 1)), compact("same")
    (3, (3, 5), 1, 'same')
    """
    return value[0] if isinstance(value, tuple) and len(set(value)) == 1 else value


def given(**values) -> dict:
    """Return, by name, every value that is not its default, from (value, default) pairs.

    Examples
    --------
    >>> given(strides=((2, 2), 1), padding=("valid", "valid"))
    {'strides': 2}
    """
    short = {name: (compact(value), compact(default)) for name, (value, default) in values.items()}
    return {name: value for name, (value, default) in short.items() if value != default}


def check(architecture: Architecture) -> None:
    """Raise a TypeError for what is no architecture."""
    if not isinstance(architecture, Architecture):
        raise TypeError(
            f"a listing needs an Architecture, got {type(architecture).__name__}; "
            'take one from the zoo, as zoo.find("lenet-5")'
        )


def unknown(layer, framework: str) -> TypeError:
    """Return the error for a layer that has no call."""
    return TypeError(
        f"cnncourse cannot write {layer!r}: it is not a layer of the course, and {framework} "
        "has no call for it here"
    )
