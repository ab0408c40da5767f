"""What every layer description answers, and how it checks and shows itself."""

import math
from dataclasses import dataclass, fields
from typing import ClassVar, NamedTuple

from cnncourse import arguments
from cnncourse.architecture.naming import check_names
from cnncourse.geometry import check_padding, pair

Shape = tuple[int, ...]

UNNAMED = ("filters", "units", "kernel_size", "rate", "size")
"""The fields that are shown without their name, as they are usually written."""


class Window(NamedTuple):
    """The sliding window of a layer, each entry in pixels of the layer's own input."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    sides: tuple[int, int, int, int]
    dilation: tuple[int, int]


def _compact(value):
    """Return a (3, 3) as 3 and a (1, 1, 1, 1) as 1, as they are usually written."""
    return value[0] if isinstance(value, tuple) and len(set(value)) == 1 else value


class _Described(type):
    """The kind of a layer: what it is called with is held against its fields by name."""

    def __call__(cls, *values, **named):
        check_names(cls, values, named)
        return super().__call__(*values, **named)


@dataclass(frozen=True, repr=False)
class Layer(metaclass=_Described):
    """What every layer answers; the defaults are those of a layer without weights."""

    kind: ClassVar[str] = "layer"
    operation: ClassVar[str] = ""
    """The function of `cnncourse.ops` that computes the layer; its kind names it where empty."""
    settings: ClassVar[tuple[str, ...]] = ()
    """The fields that the operation takes by name."""
    fixed: ClassVar[tuple[str, ...]] = ()
    nested: ClassVar[tuple[str, ...]] = ()
    """The fields that hold layers: a composite has some."""
    flattens: ClassVar[bool] = False
    """Whether a map leaves as a vector of its numbers."""
    mixes: ClassVar[bool] = False
    """Whether the features that leave are in an order of the layer's own."""

    @property
    def stem(self) -> str:
        """What its name in a network begins with: its kind, without a digit at the end.

        The number in a name is the layer's: a first `ReLU6` is ``relu1``, or, after a `ReLU`,
        ``relu2``.
        """
        return self.kind.rstrip("0123456789")

    def output_shape(self, shape: Shape) -> Shape:
        """Return the shape that leaves the layer when ``shape`` enters it."""
        return shape

    def weight_shapes(self, shape: Shape) -> dict[str, Shape]:
        """Return the name and shape of every array the layer owns."""
        return {}

    def fan_in(self, shape: Shape) -> int:
        """Return how many numbers each unit of the layer takes in."""
        return 1

    def multiply_adds(self, shape: Shape) -> int:
        """Return the multiply-add operations for one image, biases left out."""
        return 0

    def window(self, shape: Shape) -> Window | None:
        """Return the layer's sliding window on an input of ``shape``, if it has one."""
        return None

    def paths(self, name: str, shape: Shape) -> tuple:
        """Return the paths inside a composite named ``name``, whose ends are added."""
        return ()

    def brief(self) -> str:
        """Return the layer as text, what is inside a composite left out."""
        return repr(self)

    def __repr__(self):
        shown = []
        for field in fields(self):
            value = _compact(getattr(self, field.name))
            if field.name in UNNAMED:
                shown.append(repr(value))
            elif field.name == "stride" and value == _compact(getattr(self, "size", 1)):
                continue
            elif value != _compact(field.default):
                shown.append(f"{field.name}={value!r}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def _set(self, **values):
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _need_map(self, shape):
        if len(shape) != 3:
            raise ValueError(
                f"{type(self).__name__} needs a (height, width, channels) map but receives a "
                f"vector of {shape[0]} features; move it before Flatten() or GlobalAvgPool2D()"
            )

    def _set_window(self, **sizes):
        """Keep ``sizes`` as (height, width) pairs and the padding in its plain form."""
        try:
            self._set(**{name: pair(value, name) for name, value in sizes.items()})
            self._set(padding=check_padding(self.padding))
        except (TypeError, ValueError) as error:
            raise type(error)(f"{type(self).__name__}: {error}") from None

    def _whole(self, name):
        owner = f"{type(self).__name__}: {name}"
        self._set(**{name: arguments.count(getattr(self, name), owner)})

    def _number(self, name, low, high=math.inf, **rules):
        owner = f"{type(self).__name__}: {name}"
        self._set(**{name: arguments.real(getattr(self, name), owner, low, high, **rules)})
