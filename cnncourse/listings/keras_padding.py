"""What Keras's layers can say of a padding, and what is a layer of its own."""

from cnncourse.architecture.base import Shape, Window
from cnncourse.geometry import extent, resolve_padding, window_count


def word(padding, shape: Shape, window: Window, out: tuple[int, int]) -> str | None:
    """Return the name of the padding that puts the windows in the same places, if any.

    Where the windows start and how many there are is all that counts: what is padded beyond
    the last of them is seen by none.

    Parameters
    ----------
    padding : str or tuple
        As the description gives it; a name stays.
    shape : tuple of int
        (height, width, channels) of what enters.
    window : Window
    out : (int, int)
        How many windows there are, (height, width).
    """
    if isinstance(padding, str):
        return padding
    for name in ("valid", "same"):
        sides = resolve_padding(name, shape[:2], *window[:2], window.dilation)
        named = window._replace(sides=sides)
        if (sides[::2], fitting(shape, named)) == (window.sides[::2], tuple(out)):
            return name
    return None


def fitting(shape: Shape, window: Window) -> tuple[int, int]:
    """Return how many windows fit on the padded map, (height, width)."""
    padded = padded_shape(shape, window.sides)
    return tuple(
        window_count(padded[i], extent(window.kernel[i], window.dilation[i]), window.stride[i])
        for i in range(2)
    )


def nested(sides) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return (top, bottom, left, right) as Keras takes it."""
    return sides[:2], sides[2:]


def shortest(sides):
    """Return a padding in the shortest form that Keras takes."""
    top, bottom, left, right = sides
    if (top, left) != (bottom, right):
        return nested(sides)
    return top if top == left else (top, left)


def padded_shape(shape: Shape, sides) -> Shape:
    """Return (height, width, channels) of a padded map."""
    top, bottom, left, right = sides
    return shape[0] + top + bottom, shape[1] + left + right, shape[2]
