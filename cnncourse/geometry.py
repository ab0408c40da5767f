"""Where windows fall: padding resolved to numbers, and the size of what comes out.

Both sides of the package stand on these few functions: the descriptions in
``architecture`` and the arithmetic in ``ops``. They need no array library.
"""

from cnncourse.arguments import is_whole, whole

Pair = tuple[int, int]
Padding = str | int | tuple[int, ...]

PADDING_RULE = (
    'padding must be "valid", "same", a whole number >= 0, a (height, width) pair '
    "or (top, bottom, left, right)"
)


def pair(value: int | Pair, name: str = "size", *, least: int = 1) -> Pair:
    """Return ``value`` as a (height, width) pair of whole numbers.

    Parameters
    ----------
    value : int or (int, int)
        One number for both directions, or (height, width).
    name : str
        What to call the value in an error.
    least : int
        The smallest number allowed.

    Raises
    ------
    TypeError, ValueError
        For anything but whole numbers of at least ``least``.

    Examples
    --------
    >>> pair(3)
    (3, 3)
    >>> pair((3, 5))
    (3, 5)
    """
    value = _plain(value)
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise ValueError(f"{name} must be a number or a (height, width) pair, got {value!r}")
        return whole(value[0], name, least), whole(value[1], name, least)
    number = whole(value, name, least)
    return number, number


def _plain(value):
    """Return an array, or a number of an array library, as lists and Python's own numbers."""
    return value.tolist() if hasattr(value, "tolist") else value


def check_padding(padding: Padding) -> Padding:
    """Return ``padding`` in its plain form: a name, or a tuple (top, bottom, left, right).

    Raises
    ------
    ValueError, TypeError
        If it is none of the forms that `resolve_padding` takes.

    Examples
    --------
    >>> check_padding(1), check_padding((1, 2)), check_padding("SAME")
    ((1, 1, 1, 1), (1, 1, 2, 2), 'same')
    """
    padding = _plain(padding)
    rule, cure = PADDING_RULE, _padding_cure(padding)
    if isinstance(padding, str):
        if padding.lower() not in ("valid", "same"):
            raise ValueError(f"{rule}, got {padding!r}")
        return padding.lower()
    if isinstance(padding, (tuple, list)):
        if len(padding) not in (2, 4):
            raise ValueError(f"{rule}, got {padding!r}")
        numbers = tuple(padding)
        if not all(is_whole(number) and number >= 0 for number in numbers):
            kind = ValueError if all(map(is_whole, numbers)) else TypeError
            raise kind(f"{rule}, got {padding!r}" + (f"; {cure}" if cure else ""))
        numbers = tuple(map(int, numbers))
        return numbers if len(numbers) == 4 else (numbers[0],) * 2 + (numbers[1],) * 2
    return (whole(padding, "padding", 0, rule=rule),) * 4


def _padding_cure(padding):
    """Return how to write what TensorFlow and Keras write as pairs (before, after)."""
    if not isinstance(padding, (tuple, list)) or not all(
        isinstance(pair, (tuple, list)) and len(pair) == 2 and all(map(is_whole, pair))
        for pair in padding
    ):
        return ""
    pairs = list(map(tuple, padding))
    if len(pairs) == 4 and pairs[::3] == [(0, 0), (0, 0)]:
        pairs = pairs[1:3]  # TensorFlow's four: batch, height, width, channels
    elif len(pairs) == 4 and pairs[:2] == [(0, 0), (0, 0)]:
        pairs = pairs[2:]  # with the channels first
    return f"write padding={pairs[0] + pairs[1]}" if len(pairs) == 2 else ""


def extent(kernel: int, dilation: int = 1) -> int:
    """Return how many pixels a dilated kernel spans in one direction.

    Examples
    --------
    >>> extent(3), extent(3, dilation=2)
    (3, 5)
    """
    return (kernel - 1) * dilation + 1


def window_count(length: int, span: int, stride: int = 1) -> int:
    """Return how many windows of ``span`` pixels fit in ``length``, each a stride on.

    Examples
    --------
    >>> window_count(28, 5), window_count(7, 3, 2), window_count(2, 3)
    (24, 3, 0)
    """
    return max((length - span) // stride + 1, 0)


def window_starts(count: int, stride: int = 1, before: int = 0) -> range:
    """Return the position of every window's first pixel in one direction.

    Parameters
    ----------
    count, stride : int
        How many windows there are, and the step between them in pixels.
    before : int
        Padding before the first pixel, which is position 0: padding is at negative ones.

    Examples
    --------
    >>> [*window_starts(3, stride=2, before=1)]
    [-1, 1, 3]
    """
    return range(-before, count * stride - before, stride)


def window_taps(start: int, kernel: int, dilation: int = 1) -> range:
    """Return the positions of the pixels that a window starting at ``start`` reads.

    Examples
    --------
    >>> [*window_taps(-1, 3)], [*window_taps(4, 3, dilation=2)]
    ([-1, 0, 1], [4, 6, 8])
    """
    return range(start, start + kernel * dilation, dilation)


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
        ``"valid"`` (none), ``"same"`` (TensorFlow's rule), a number for all four
        sides, a (height, width) pair, or (top, bottom, left, right).
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


def _padding_along(size, kernel, stride, padding, dilation):
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
    before, after = _padding_along(size, kernel, stride, padding, dilation)
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


def check_pool_padding(sides: tuple[int, int, int, int], window: Pair) -> None:
    """Raise if a pooling window could fall on padding alone.

    Raises
    ------
    ValueError
        If the padding on a side is as large as the window in that direction.

    Examples
    --------
    >>> check_pool_padding((1, 1, 0, 0), (2, 2))
    >>> check_pool_padding((2, 0, 0, 0), (2, 2))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: padding (=2) must be smaller than the pooling window (=2) in height, ...
    """
    for direction, (low, high) in enumerate((sides[:2], sides[2:])):
        if max(low, high) >= window[direction]:
            name = ("height", "width")[direction]
            raise ValueError(
                f"padding (={max(low, high)}) must be smaller than the pooling window "
                f"(={window[direction]}) in {name}, or a window would hold no pixel; "
                "use a larger size or less padding"
            )
