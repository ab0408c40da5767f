"""The layers a network is described with: frozen, checked, and free of any framework.

A layer knows the shape that leaves it, the arrays it owns and the multiplications it
costs. It holds no numbers that are learned: those are in a weight dictionary.

Shapes are ``(height, width, channels)`` for maps and ``(features,)`` for vectors, without
the batch. Sizes are kept as (height, width) pairs, paddings as a name or as
(top, bottom, left, right).
"""

import math
from dataclasses import dataclass
from numbers import Integral
from typing import ClassVar

from cnncourse.architecture.activations import ACTIVATIONS
from cnncourse.architecture.base import Layer, Window
from cnncourse.geometry import check_padding, check_pool_padding, pair, window_grid


def _need_map(layer, shape):
    if len(shape) != 3:
        raise ValueError(
            f"{type(layer).__name__} needs a (height, width, channels) map but receives a "
            f"vector of {shape[0]} features; move it before Flatten()"
        )


@dataclass(frozen=True, repr=False)
class _Weighted(Layer):
    """What a convolution and a dense layer share: an activation and an optional bias."""

    def _check_weighted(self, name):
        count = getattr(self, name)
        if isinstance(count, bool) or not isinstance(count, Integral) or count < 1:
            raise ValueError(
                f"{type(self).__name__}: {name} must be a whole number of at least 1, got {count!r}"
            )
        self._set(**{name: int(count)})
        if self.activation is not None and self.activation not in ACTIVATIONS:
            raise ValueError(
                f"{type(self).__name__}: activation must be None or one of "
                f"{', '.join(ACTIVATIONS)}, got {self.activation!r}"
            )
        if not isinstance(self.use_bias, bool):
            raise TypeError(f"{type(self).__name__}: use_bias must be a bool: {self.use_bias!r}")


def _set_window(layer, **names):
    """Check and keep a layer's sizes and padding; ``names`` holds what may be a pair."""
    try:
        layer._set(**{name: pair(value, name) for name, value in names.items()})
        layer._set(padding=check_padding(layer.padding))
    except (TypeError, ValueError) as error:
        raise type(error)(f"{type(layer).__name__}: {error}") from None


@dataclass(frozen=True, repr=False)
class Conv2D(_Weighted):
    """A convolution: every filter slides over the map and sums what it sees, weighted.

    Parameters
    ----------
    filters : int
        Channels that leave the layer.
    kernel_size, stride, dilation : int or (int, int)
        In pixels, as one number or (height, width).
    padding : str, int or tuple
        ``"valid"``, ``"same"`` (TensorFlow's rule), a number, a (height, width) pair or
        (top, bottom, left, right).
    activation : str or None
        One of `ACTIVATIONS`, applied to the output.
    use_bias : bool
        Whether each filter adds a learned number.
    """

    kind: ClassVar[str] = "conv"

    filters: int
    kernel_size: int | tuple[int, int]
    stride: int | tuple[int, int] = 1
    padding: str | int | tuple[int, ...] = "valid"
    dilation: int | tuple[int, int] = 1
    activation: str | None = None
    use_bias: bool = True

    def __post_init__(self):
        self._check_weighted("filters")
        _set_window(self, kernel_size=self.kernel_size, stride=self.stride, dilation=self.dilation)

    def output_shape(self, shape):
        """Return (height, width, filters); raises if the kernel does not fit."""
        _need_map(self, shape)
        size, _ = window_grid(shape[:2], self.kernel_size, self.stride, self.padding, self.dilation)
        return (*size, self.filters)

    def weight_shapes(self, shape):
        """Kernels ``(kernel height, kernel width, channels in, filters)`` and bias."""
        shapes = {"kernels": (*self.kernel_size, shape[2], self.filters)}
        return shapes | ({"bias": (self.filters,)} if self.use_bias else {})

    def multiply_adds(self, shape):
        """One for every kernel number at every output pixel."""
        return math.prod(self.output_shape(shape)) * math.prod(self.kernel_size) * shape[2]

    def window(self, shape):
        """Return kernel, stride, resolved padding and dilation."""
        _, sides = window_grid(
            shape[:2], self.kernel_size, self.stride, self.padding, self.dilation
        )
        return Window(self.kernel_size, self.stride, sides, self.dilation)


@dataclass(frozen=True, repr=False)
class _Pool2D(Layer):
    kind: ClassVar[str] = "pool"

    size: int | tuple[int, int] = 2
    stride: int | tuple[int, int] | None = None
    padding: str | int | tuple[int, ...] = "valid"

    def __post_init__(self):
        stride = self.size if self.stride is None else self.stride
        _set_window(self, size=self.size, stride=stride)

    def output_shape(self, shape):
        """Return the smaller (height, width, channels); raises if the window does not fit."""
        _need_map(self, shape)
        size, sides = window_grid(shape[:2], self.size, self.stride, self.padding)
        check_pool_padding(sides, self.size)
        return (*size, shape[2])

    def window(self, shape):
        """Return window, stride and resolved padding."""
        _, sides = window_grid(shape[:2], self.size, self.stride, self.padding)
        return Window(self.size, self.stride, sides, (1, 1))


@dataclass(frozen=True, repr=False)
class MaxPool2D(_Pool2D):
    """The largest value in each window; padding never wins.

    Parameters
    ----------
    size, stride : int or (int, int)
        The window and its step in pixels; the stride is the size where None.
    padding : str, int or tuple
        As for `Conv2D`, but smaller than the window on every side.
    """


@dataclass(frozen=True, repr=False)
class AvgPool2D(_Pool2D):
    """The mean of each window; padding is not counted.

    Parameters
    ----------
    size, stride, padding
        As for `MaxPool2D`.
    """


@dataclass(frozen=True, repr=False)
class GlobalAvgPool2D(Layer):
    """The mean of each channel over the whole map: a vector of (channels,)."""

    kind: ClassVar[str] = "globalpool"

    def output_shape(self, shape):
        """Return (channels,)."""
        _need_map(self, shape)
        return (shape[2],)

    def window(self, shape):
        """Return one window as large as the map."""
        return Window(shape[:2], (1, 1), (0, 0, 0, 0), (1, 1))


@dataclass(frozen=True, repr=False)
class BatchNorm(Layer):
    """Normalise each channel over the batch, then scale and shift it (Ioffe, 2015).

    Parameters
    ----------
    epsilon : float
        Added to the variance under the root. Keras's default is 1e-3, PyTorch's 1e-5.
    momentum : float
        The share of the old running mean that is *kept* at each step, Keras's meaning;
        PyTorch's momentum is one minus this.
    """

    kind: ClassVar[str] = "norm"
    fixed: ClassVar[tuple[str, ...]] = ("mean", "variance")

    epsilon: float = 1e-3
    momentum: float = 0.99

    def __post_init__(self):
        self._number("epsilon", 0, low_open=True)
        self._number("momentum", 0, 1)

    def weight_shapes(self, shape):
        """Learned scale and shift, running mean and variance, each (channels,)."""
        return dict.fromkeys(("scale", "shift", "mean", "variance"), shape[-1:])


@dataclass(frozen=True, repr=False)
class Dropout(Layer):
    """In training, set each number to zero with probability ``rate`` and scale the rest up.

    Parameters
    ----------
    rate : float
        The share dropped, in [0, 1).
    """

    kind: ClassVar[str] = "dropout"

    rate: float

    def __post_init__(self):
        self._number("rate", 0, 1)


@dataclass(frozen=True, repr=False)
class Flatten(Layer):
    """A map laid out as one vector, in the order height, width, channel."""

    kind: ClassVar[str] = "flatten"

    def output_shape(self, shape):
        """Return (height * width * channels,)."""
        return (math.prod(shape),)


@dataclass(frozen=True, repr=False)
class Dense(_Weighted):
    """A fully connected layer: every output is a weighted sum of every input.

    Parameters
    ----------
    units : int
        Features that leave the layer.
    activation : str or None
        One of `ACTIVATIONS`. The last layer of a classifier has none: it gives logits.
    use_bias : bool
        Whether each unit adds a learned number.
    """

    kind: ClassVar[str] = "dense"

    units: int
    activation: str | None = None
    use_bias: bool = True

    def __post_init__(self):
        self._check_weighted("units")

    def output_shape(self, shape):
        """Return (units,); raises on a map."""
        if len(shape) != 1:
            raise ValueError(
                f"Dense needs a vector but receives a map of {_times(shape)}; "
                "put Flatten() or GlobalAvgPool2D() before it"
            )
        return (self.units,)

    def weight_shapes(self, shape):
        """Weights ``(features in, units)`` and bias."""
        shapes = {"weights": (shape[0], self.units)}
        return shapes | ({"bias": (self.units,)} if self.use_bias else {})

    def multiply_adds(self, shape):
        """One for every weight."""
        return shape[0] * self.units


def _times(shape):
    return " x ".join(map(str, shape))
