"""The layers that slide kernels over a map: over all its channels at once, or over each alone."""

import math
from dataclasses import dataclass
from typing import ClassVar

from cnncourse.architecture.base import Window
from cnncourse.architecture.layers import Weighted
from cnncourse.geometry import window_grid


@dataclass(frozen=True, repr=False)
class _Convolution(Weighted):
    """A window of weights that slides over a map; a kind says how many channels leave it."""

    settings: ClassVar[tuple[str, ...]] = ("stride", "padding", "dilation")

    def _check(self, count):
        self._check_weighted(count)
        self._set_window(kernel_size=self.kernel_size, stride=self.stride, dilation=self.dilation)

    def _grid(self, shape):
        return window_grid(shape[:2], self.kernel_size, self.stride, self.padding, self.dilation)

    def output_shape(self, shape):
        """Return (height, width, channels out); raises if the kernel does not fit."""
        self._need_map(shape)
        size, _ = self._grid(shape)
        return (*size, self.channels_out(shape))

    def channels_out(self, shape) -> int:
        """Return the channels that leave the layer."""
        raise NotImplementedError

    def weight_shapes(self, shape):
        """Kernels and bias, one number for each channel that leaves the layer."""
        shapes = {"kernels": self._kernels(shape)}
        return shapes | ({"bias": (self.channels_out(shape),)} if self.use_bias else {})

    def multiply_adds(self, shape):
        """One for every number that a unit takes in, at every unit."""
        return math.prod(self.output_shape(shape)) * self.fan_in(shape)

    def window(self, shape):
        """Return kernel, stride, resolved padding and dilation."""
        _, sides = self._grid(shape)
        return Window(self.kernel_size, self.stride, sides, self.dilation)


@dataclass(frozen=True, repr=False)
class Conv2D(_Convolution):
    """A convolution: every filter slides over the map and sums what it sees, weighted.

    Parameters
    ----------
    filters : int
        Channels that leave the layer.
    kernel_size, stride, dilation : int or (int, int)
        In pixels, as one number or (height, width).
    padding : str, int or tuple
        ``"valid"``, ``"same"``, a number, a (height, width) pair or
        (top, bottom, left, right), as `cnncourse.geometry.resolve_padding` reads them.
    activation : str or None
        One of `ACTIVATIONS`, applied to the output.
    use_bias : bool
        Whether each filter adds a learned number.
    """

    kind: ClassVar[str] = "conv"
    operation: ClassVar[str] = "conv2d"

    filters: int
    kernel_size: int | tuple[int, int]
    stride: int | tuple[int, int] = 1
    padding: str | int | tuple[int, ...] = "valid"
    dilation: int | tuple[int, int] = 1
    activation: str | None = None
    use_bias: bool = True

    def __post_init__(self):
        self._check("filters")

    def channels_out(self, shape):
        """Return the number of filters."""
        return self.filters

    def fan_in(self, shape):
        """A unit takes in the kernel's pixels in every channel."""
        return math.prod(self.kernel_size) * shape[2]

    def _kernels(self, shape):
        """``(kernel height, kernel width, channels in, filters)``."""
        return (*self.kernel_size, shape[2], self.filters)


@dataclass(frozen=True, repr=False)
class DepthwiseConv2D(_Convolution):
    """A convolution of each channel by itself, with kernels of its own.

    Channels are not mixed: a 1 x 1 `Conv2D` after it does that, and the two together cost a
    fraction of one `Conv2D` (Howard et al., "MobileNets", 2017).

    Parameters
    ----------
    kernel_size, stride, padding, dilation
        As for `Conv2D`.
    multiplier : int
        Kernels for each channel. Channel c gives the channels from ``c * multiplier`` on.
    activation : str or None
        One of `ACTIVATIONS`, applied to the output.
    use_bias : bool
        Whether each channel that leaves the layer adds a learned number.
    """

    kind: ClassVar[str] = "depthwise"
    operation: ClassVar[str] = "depthwise_conv2d"

    kernel_size: int | tuple[int, int]
    stride: int | tuple[int, int] = 1
    padding: str | int | tuple[int, ...] = "valid"
    dilation: int | tuple[int, int] = 1
    multiplier: int = 1
    activation: str | None = None
    use_bias: bool = True

    def __post_init__(self):
        self._check("multiplier")

    def channels_out(self, shape):
        """Return the channels that enter, each ``multiplier`` times."""
        return shape[2] * self.multiplier

    def fan_in(self, shape):
        """A unit takes in the kernel's pixels in one channel."""
        return math.prod(self.kernel_size)

    def _kernels(self, shape):
        """``(kernel height, kernel width, channels in, multiplier)``."""
        return (*self.kernel_size, shape[2], self.multiplier)
