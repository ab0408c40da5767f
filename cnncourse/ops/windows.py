"""Sliding windows as arrays: where they fall, cut out block by block, unrolled for a product.

Convolution and its backward pass share this file. A block is a few whole images, or a few
output rows of one image when it is large: only one block's windows are copied at a time, and
they stay in the processor's cache, which is worth a factor of two.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from cnncourse.geometry import check_padding, pair, window_grid, window_starts

BLOCK_BYTES = 2**19
"""Unrolled windows of one block, in bytes: 512 KiB measured fastest from 256 KiB to 32 MiB."""

BLOCK_WINDOWS = 256
"""No fewer windows than this in a block, or the matrix product would be too thin to be fast."""

TAPS_FIRST_CHANNELS = 4
"""Up to so many channels the unrolled matrix is laid out tap by tap, which copies long rows."""


class Plan(NamedTuple):
    """Where the windows of one call fall, each entry (height, width) in pixels."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    dilation: tuple[int, int]
    sides: tuple[int, int, int, int]
    out: tuple[int, int]


@lru_cache(maxsize=1024)
def _plan(height, width, kernel, stride, padding, dilation, what):
    out, sides = window_grid((height, width), kernel, stride, padding, dilation, what=what)
    return Plan(kernel, stride, dilation, sides, out)


def plan(images, kernel, stride, padding, dilation=1, *, what="kernel") -> Plan:
    """Return the `Plan` for images ``(N, H, W, C)``, from any form of the four settings.

    Raises
    ------
    ValueError, TypeError
        As `cnncourse.geometry.window_grid`.
    """
    # Checked first, then cached: to a cache 2.0 is the 2 and True the 1 that it has seen.
    kernel, stride = pair(kernel, "size"), pair(stride, "stride")
    padding, dilation = check_padding(padding), pair(dilation, "dilation")
    return _plan(*images.shape[1:3], kernel, stride, padding, dilation, what)


def surround(images, sides, dtype, value=0):
    """Return ``images`` as ``dtype`` with ``value`` around them; no copy where none is needed."""
    top, bottom, left, right = sides
    if not any(sides):
        return images.astype(dtype, copy=False)
    n, height, width, channels = images.shape
    shape = (n, height + top + bottom, width + left + right, channels)
    padded = np.full(shape, value, dtype) if value else np.zeros(shape, dtype)
    padded[:, top : top + height, left : left + width] = images
    return padded


def image_blocks(place: Plan, n: int, taps: int, itemsize: int) -> Iterator[tuple[slice, list]]:
    """Yield the slice of images in each block, and the slices of output rows to take at once.

    Parameters
    ----------
    place : Plan
    n : int
        Images in the batch.
    taps, itemsize : int
        Numbers in a window, and bytes in a number.
    """
    windows = max(BLOCK_BYTES // max(taps * itemsize, 1), BLOCK_WINDOWS)
    height, width = place.out
    images, rows = max(windows // (height * width), 1), max(windows // width, 1)
    strips = [slice(row, min(row + rows, height)) for row in range(0, height, rows)]
    for first in range(0, n, images):
        yield slice(first, min(first + images, n)), strips


def windows_of(padded, place: Plan):
    """Return every window of padded images as a view, taps first where channels are few.

    Returns
    -------
    ndarray
        (kernel height, kernel width, C, n, output height, output width) where taps are
        first, else (n, output height, output width, kernel height, kernel width, C).
    """
    n, _, _, channels = padded.shape
    (kh, kw), (sh, sw), (dh, dw) = place.kernel, place.stride, place.dilation
    batch, down, right, deep = padded.strides
    taps, tap_strides = (kh, kw, channels), (dh * down, dw * right, deep)
    grid, grid_strides = (n, *place.out), (batch, sh * down, sw * right)
    # The plan was checked against the image's size: no window leaves the array.
    if channels <= TAPS_FIRST_CHANNELS:
        return as_strided(padded, taps + grid, tap_strides + grid_strides, writeable=False)
    return as_strided(padded, grid + taps, grid_strides + tap_strides, writeable=False)


def under_taps(place: Plan) -> Iterator[tuple[tuple[int, int], slice, slice]]:
    """Yield each tap (i, j) of the window, and the padded rows and columns it falls on."""
    (sh, sw), (dh, dw), (height, width) = place.stride, place.dilation, place.out
    for i, j in np.ndindex(*place.kernel):
        rows = slice(i * dh, i * dh + (height - 1) * sh + 1, sh)
        yield (i, j), rows, slice(j * dw, j * dw + (width - 1) * sw + 1, sw)


def unroll(windows, rows: slice, channels: int):
    """Copy the windows of some output rows into a matrix, one window a row of it.

    Returns
    -------
    ndarray (n * rows * output width, kernel height * kernel width * C)
    """
    if channels <= TAPS_FIRST_CHANNELS:
        some = windows[..., rows, :]
        return some.reshape(math.prod(some.shape[:3]), math.prod(some.shape[3:])).T
    some = windows[:, rows]
    return some.reshape(math.prod(some.shape[:3]), math.prod(some.shape[3:]))


def fold(matrix, padded, place: Plan, rows: slice) -> None:
    """Add a matrix like `unroll`'s back onto ``padded``, where its windows came from.

    Pixels under several windows receive the sum.
    """
    n, _, _, channels = padded.shape
    width, count = place.out[1], rows.stop - rows.start
    (kh, kw), (sh, sw), (dh, dw) = place.kernel, place.stride, place.dilation
    windows = matrix.reshape(n, count, width, kh, kw, channels)
    for i, j in np.ndindex(kh, kw):
        top, left = rows.start * sh + i * dh, j * dw
        down, right = tap_slice(top, count, sh), tap_slice(left, width, sw)
        padded[:, down, right] += windows[:, :, :, i, j]


def tap_slice(tap: int, count: int, stride: int) -> slice:
    """Return where the ``tap``-th pixel of ``count`` windows lies, along one direction."""
    places = window_starts(count, stride, -tap)
    return slice(places.start, places[-1] + 1, stride)
