"""Windows along one direction: how many fit, where they start, what they read."""


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


def window_start(window: int, stride: int = 1, before: int = 0) -> int:
    """Return the position of one window's first pixel in one direction.

    Parameters
    ----------
    window : int
        Which one, from 0.
    stride : int
        The step from one window to the next, in pixels.
    before : int
        Padding before the first pixel, which is position 0: padding is at negative ones.

    Examples
    --------
    >>> window_start(2, stride=2, before=1)
    3
    """
    return window * stride - before


def window_starts(count: int, stride: int = 1, before: int = 0) -> range:
    """Return the position of every window's first pixel, as `window_start` does of one.

    Examples
    --------
    >>> [*window_starts(3, stride=2, before=1)]
    [-1, 1, 3]
    """
    return range(window_start(0, stride, before), window_start(count, stride, before), stride)


def window_taps(start: int, kernel: int, dilation: int = 1) -> range:
    """Return the positions of the pixels that a window starting at ``start`` reads.

    Examples
    --------
    >>> [*window_taps(-1, 3)], [*window_taps(4, 3, dilation=2)]
    ([-1, 0, 1], [4, 6, 8])
    """
    return range(start, start + kernel * dilation, dilation)


def tap_places(tap: int, starts: range, dilation: int = 1) -> range:
    """Return the position that one tap of every window reads.

    Parameters
    ----------
    tap : int
        Which one, from 0.
    starts : range
        Of the windows, as `window_starts` gives them.

    Examples
    --------
    >>> [*tap_places(0, window_starts(3, stride=2, before=1))]
    [-1, 1, 3]
    >>> [*tap_places(2, window_starts(3, stride=2, before=1), dilation=2)]
    [3, 5, 7]
    """
    offset = tap * dilation
    return range(starts.start + offset, starts.stop + offset, starts.step)


def window_inside(start: int, kernel: int, size: int, dilation: int = 1) -> range:
    """Return the positions that a window reads of ``size`` pixels, padding left out.

    Examples
    --------
    >>> [*window_inside(-1, 3, 28)], [*window_inside(-3, 3, 28, dilation=2)]
    ([0, 1], [1])
    """
    taps = window_taps(start, kernel, dilation)
    padding = window_count(-start, 1, dilation)
    return range(start + padding * dilation, min(taps.stop, size), dilation)


def window_coverage(size: int, starts: range, kernel: int, dilation: int = 1) -> list[int]:
    """Return in how many windows each of ``size`` pixels takes part.

    Examples
    --------
    >>> window_coverage(5, window_starts(3, stride=2, before=1), 3)
    [1, 2, 1, 2, 1]
    """
    counts = [0] * size
    for start in starts:
        for pixel in window_inside(start, kernel, size, dilation):
            counts[pixel] += 1
    return counts
