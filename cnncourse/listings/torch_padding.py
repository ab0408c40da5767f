"""What PyTorch's modules can say of a padding, and what is a module of its own."""

from typing import NamedTuple

from cnncourse.architecture.base import Shape, Window
from cnncourse.geometry import extent, window_count


class Own(NamedTuple):
    """A module's own ``padding=``, in (height, width) pixels, and its ``ceil_mode=``."""

    padding: tuple[int, int]
    ceil_mode: bool = False


def convolution(shape: Shape, window: Window, out: Shape) -> Own | None:
    """Return how ``nn.Conv2d`` itself says a padding, or None where it cannot.

    It pads both ends alike. That is right where the windows start in the same places and
    are as many: what is padded beyond the last of them is seen by none.

    Parameters
    ----------
    shape, out : tuple of int
        (height, width, channels) of what enters and of what leaves.
    window : Window
    """
    return Own(window.sides[::2]) if _windows(shape, window) == out[:2] else None


def pooling(shape: Shape, window: Window, out: Shape) -> Own | None:
    """Return how ``nn.MaxPool2d`` or ``nn.AvgPool2d`` itself says a padding, or None.

    PyTorch pads a pooling by half a window at most. With ``ceil_mode`` the last window may
    hang over the edge, as TensorFlow's "same" with a stride lets it.
    """
    before = window.sides[::2]
    if any(2 * before[i] > window.kernel[i] for i in range(2)):
        return None
    if _windows(shape, window) == out[:2]:
        return Own(before)
    return Own(before, True) if _windows(shape, window, ceil_mode=True) == out[:2] else None


def torch_sides(sides):
    """Bring (top, bottom, left, right) to PyTorch's order (left, right, top, bottom)."""
    return (*sides[2:], *sides[:2])


def padded_shape(shape: Shape, sides) -> Shape:
    """Return (channels, height, width) of a padded map."""
    top, bottom, left, right = sides
    return shape[2], shape[0] + top + bottom, shape[1] + left + right


def _windows(shape, window, *, ceil_mode=False):
    """How many windows PyTorch fits in when it pads both ends as much as the first."""
    counts = []
    for i in range(2):
        before, stride = window.sides[2 * i], window.stride[i]
        span = extent(window.kernel[i], window.dilation[i])
        count = window_count(shape[i] + 2 * before + (stride - 1) * ceil_mode, span, stride)
        # A window that would start beyond the image is left out.
        starting = window_count(shape[i] + before, 1, stride)
        counts.append(min(count, starting) if ceil_mode else count)
    return tuple(counts)
