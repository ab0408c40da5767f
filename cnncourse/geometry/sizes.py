"""The size of what comes out: how many windows fit on padded images."""

from cnncourse.arguments import whole
from cnncourse.geometry.checks import Padding, Pair
from cnncourse.geometry.padding import padding_along, resolve_padding
from cnncourse.geometry.windows import extent, window_count


def output_size(
    size: int,
    kernel: int,
    stride: int = 1,
    padding: str | int | Pair = "valid",
    dilation: int = 1,
    *,
    what: str = "kernel",
) -> int:
    """Return how many windows fit in one direction.

    The formula is floor((size + before + after - dilation * (kernel - 1) - 1) / stride) + 1.

    Parameters
    ----------
    size, kernel, stride, dilation : int
        In pixels along one direction.
    padding : "valid", "same", int or (before, after)
        A pair is the padding at the two ends of this one direction.
    what : {"kernel", "window"}
        What slides, as an error calls it: a convolution's kernel or a pooling's window.

    Raises
    ------
    ValueError
        If the kernel, dilated, is larger than the padded input.

    Examples
    --------
    >>> output_size(28, 5), output_size(28, 3, 2, "same"), output_size(4, 3, 2, 1)
    (24, 14, 2)
    """
    size = whole(size, "size", 1)
    kernel, stride = whole(kernel, "kernel", 1), whole(stride, "stride", 1)
    dilation = whole(dilation, "dilation", 1)
    before, after = padding_along(size, kernel, stride, padding, dilation)
    padded, span = size + before + after, extent(kernel, dilation)
    if span > padded:
        spread = f" spread over {span} pixels by dilation {dilation}" if dilation > 1 else ""
        raise ValueError(
            f"{'size' if what == 'window' else 'kernel_size'} (={kernel}{spread}) is larger than "
            f'the padded input (={padded}); use padding="same" or a smaller {what}'
        )
    return window_count(padded, span, stride)


def window_grid(
    size: Pair,
    kernel: Pair,
    stride: Pair,
    padding: Padding,
    dilation: Pair = (1, 1),
    *,
    what: str = "kernel",
) -> tuple[Pair, tuple[int, int, int, int]]:
    """Return the output's (height, width) and the padding (top, bottom, left, right).

    Raises
    ------
    ValueError
        If the kernel is larger than the padded input, in either direction.

    Examples
    --------
    >>> window_grid((28, 28), (3, 3), (2, 2), "same")
    ((14, 14), (0, 1, 0, 1))
    """
    sides = resolve_padding(padding, size, kernel, stride, dilation)
    out = tuple(
        output_size(size[i], kernel[i], stride[i], sides[2 * i : 2 * i + 2], dilation[i], what=what)
        for i in range(2)
    )
    return out, sides
