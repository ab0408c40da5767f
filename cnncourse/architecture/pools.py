"""The layers that shrink a map by summarising windows of it."""

from dataclasses import dataclass
from typing import ClassVar

from cnncourse.architecture.base import Layer, Window
from cnncourse.geometry import check_pool_padding, window_grid


@dataclass(frozen=True, repr=False)
class _Pool2D(Layer):
    kind: ClassVar[str] = "pool"
    settings: ClassVar[tuple[str, ...]] = ("size", "stride", "padding")

    size: int | tuple[int, int] = 2
    stride: int | tuple[int, int] | None = None
    padding: str | int | tuple[int, ...] = "valid"

    def __post_init__(self):
        stride = self.size if self.stride is None else self.stride
        self._set_window(size=self.size, stride=stride)

    def output_shape(self, shape):
        """Return the smaller (height, width, channels); raises if the window does not fit."""
        self._need_map(shape)
        size, sides = window_grid(shape[:2], self.size, self.stride, self.padding, what="window")
        check_pool_padding(sides, self.size)
        return (*size, shape[2])

    def window(self, shape):
        """Return window, stride and resolved padding."""
        _, sides = window_grid(shape[:2], self.size, self.stride, self.padding, what="window")
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

    operation: ClassVar[str] = "max_pool2d"


@dataclass(frozen=True, repr=False)
class AvgPool2D(_Pool2D):
    """The mean of each window; padding is not counted.

    Parameters
    ----------
    size, stride, padding
        As for `MaxPool2D`.
    """

    operation: ClassVar[str] = "avg_pool2d"


@dataclass(frozen=True, repr=False)
class GlobalAvgPool2D(Layer):
    """The mean of each channel over the whole map: a vector of (channels,)."""

    kind: ClassVar[str] = "globalpool"
    operation: ClassVar[str] = "global_avg_pool2d"

    def output_shape(self, shape):
        """Return (channels,)."""
        self._need_map(shape)
        return (shape[2],)

    def window(self, shape):
        """Return one window as large as the map."""
        return Window(shape[:2], (1, 1), (0, 0, 0, 0), (1, 1))
