"""What sizes and paddings may be, in their plain form."""

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
