"""Padding resolved to numbers."""

from cnncourse.arguments import whole
from cnncourse.geometry.checks import Padding, Pair, check_padding
from cnncourse.geometry.windows import extent


def same_padding(size: int, kernel: int, stride: int = 1, dilation: int = 1) -> Pair:
    """Return TensorFlow's ``"same"`` padding in one direction as (before, after).

    The output is ceil(size / stride) long; when the padding is odd, the extra pixel
    goes after, which is why ``"same"`` with a stride can be asymmetric.

    Examples
    --------
    >>> same_padding(28, 3), same_padding(28, 3, stride=2), same_padding(5, 2, stride=2)
    ((1, 1), (0, 1), (0, 1))
    """
    out = -(-size // stride)
    total = max((out - 1) * stride + extent(kernel, dilation) - size, 0)
    return total // 2, total - total // 2


def resolve_padding(
    padding: Padding, size: Pair, kernel: Pair, stride: Pair = (1, 1), dilation: Pair = (1, 1)
) -> tuple[int, int, int, int]:
    """Turn any form of padding into numbers (top, bottom, left, right), in pixels.

    Parameters
    ----------
    padding : str, int or tuple
        ``"valid"`` (none), ``"same"`` (TensorFlow's rule, `same_padding`), a number for all
        four sides, a (height, width) pair, or (top, bottom, left, right).
    size, kernel, stride, dilation : (int, int)
        Height and width of the input, and the window's numbers.

    Raises
    ------
    ValueError, TypeError
        If ``padding`` has none of these forms.

    Examples
    --------
    >>> resolve_padding("same", (28, 28), (5, 5))
    (2, 2, 2, 2)
    >>> resolve_padding("same", (28, 28), (3, 3), stride=(2, 2))
    (0, 1, 0, 1)
    """
    padding = check_padding(padding)
    if padding == "valid":
        return 0, 0, 0, 0
    if padding == "same":
        return same_padding(size[0], kernel[0], stride[0], dilation[0]) + same_padding(
            size[1], kernel[1], stride[1], dilation[1]
        )
    return padding


def padding_along(size, kernel, stride, padding, dilation):
    """One direction's (before, after), from a form of padding that both directions share."""
    if isinstance(padding, (tuple, list)):
        if len(padding) != 2:
            raise ValueError(
                f"padding along one direction must be a number or (before, after), got {padding!r}"
            )
        return tuple(whole(p, "padding", 0) for p in padding)
    padding = check_padding(padding)
    if padding == "same":
        return same_padding(size, kernel, stride, dilation)
    return (0, 0) if padding == "valid" else padding[:2]
