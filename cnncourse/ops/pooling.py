"""Pooling: one number for each window of each channel."""

import numpy as np

from cnncourse.geometry import check_pool_padding, window_inside, window_starts
from cnncourse.ops.arrays import need_images, result_dtype
from cnncourse.ops.windows import Plan, plan, surround, tap_slice


def pool_plan(images, size, stride, padding) -> Plan:
    """Return where the pooling windows fall, each holding at least one pixel."""
    need_images(images)
    place = plan(images, size, size if stride is None else stride, padding, what="window")
    check_pool_padding(place.sides, place.kernel)
    return place


def along(axis: int, tap: int, place: Plan) -> tuple[slice, ...]:
    """Return the index of the ``tap``-th pixel of every window, along axis 1 or 2."""
    own = tap_slice(tap, place.out[axis - 1], place.stride[axis - 1])
    return (slice(None),) * axis + (own,)


def _slide(padded, place, combine):
    """Combine the pixels of every window: first down the rows, then along them."""
    for axis in (1, 2):
        result = padded[along(axis, 0, place)].copy()
        for tap in range(1, place.kernel[axis - 1]):
            combine(result, padded[along(axis, tap, place)], out=result)
        padded = result
    return padded


def pixel_counts(images, place: Plan) -> np.ndarray:
    """Return how many pixels, padding left out, each window holds: (height, width, 1)."""
    counts = []
    for axis in (0, 1):
        starts = window_starts(place.out[axis], place.stride[axis], place.sides[2 * axis])
        kernel, size = place.kernel[axis], images.shape[axis + 1]
        counts.append([len(window_inside(start, kernel, size)) for start in starts])
    return np.multiply.outer(*counts)[..., None]


def max_pool2d(images, size=2, *, stride=None, padding="valid"):
    """Keep the largest value of each window; padding never wins.

    Parameters
    ----------
    images : array_like (N, H, W, C)
    size, stride : int or (int, int)
        The window and its step in pixels; the stride is the size where None.
    padding : str, int or tuple
        As for `conv2d`, but smaller than the window on every side.

    Returns
    -------
    ndarray (N, output height, output width, C)
        Floating point. A window that holds a NaN gives NaN.

    Raises
    ------
    ValueError
        If the window is larger than the padded input, or a window could hold padding alone.

    Examples
    --------
    >>> image = np.array([[1, 0, 4], [8, 2, 5], [20, 13, 25]])
    >>> max_pool2d(image[None, ..., None], 3).ravel().tolist()
    [25.0]
    >>> max_pool2d(image[None, ..., None] - 30, 2, padding="same")[0, ..., 0].tolist()
    [[-22.0, -25.0], [-10.0, -5.0]]
    """
    images = np.asarray(images)
    place = pool_plan(images, size, stride, padding)
    dtype = result_dtype(images=images)
    return _slide(surround(images, place.sides, dtype, -np.inf), place, np.maximum)


def avg_pool2d(images, size=2, *, stride=None, padding="valid"):
    """Take the mean of each window; padding is not counted.

    Parameters
    ----------
    images, size, stride, padding
        As for `max_pool2d`.

    Returns
    -------
    ndarray (N, output height, output width, C)
        Floating point.

    Raises
    ------
    ValueError
        As `max_pool2d`.

    Examples
    --------
    >>> image = np.array([[1, 3, 5], [5, 7, 9]])
    >>> avg_pool2d(image[None, ..., None], padding="same").ravel().tolist()
    [4.0, 7.0]
    """
    images = np.asarray(images)
    place = pool_plan(images, size, stride, padding)
    dtype = result_dtype(images=images)
    sums = _slide(surround(images, place.sides, dtype), place, np.add)
    sums /= pixel_counts(images, place).astype(dtype)
    return sums


def global_avg_pool2d(images):
    """Take the mean of each channel over the whole image.

    Parameters
    ----------
    images : array_like (N, H, W, C)

    Returns
    -------
    ndarray (N, C)
        Floating point; summed in float64, so that large float32 maps lose nothing.

    Raises
    ------
    ValueError
        If the images have no pixels.

    Examples
    --------
    >>> global_avg_pool2d(np.arange(8).reshape(1, 2, 2, 2)).tolist()
    [[3.0, 4.0]]
    """
    images = np.asarray(images)
    check_global(images)
    dtype = result_dtype(images=images)
    total = images.sum(axis=(1, 2), dtype=np.result_type(dtype, np.float64))
    return (total / (images.shape[1] * images.shape[2])).astype(dtype)


def check_global(images) -> None:
    """Raise ValueError unless there is at least one pixel to take a mean of."""
    need_images(images)
    if 0 in images.shape[1:3]:
        raise ValueError(f"images need at least one pixel for a mean, got shape {images.shape}")
