"""Images made larger or smaller by cubic interpolation, to the bit as Pillow does it."""

import math

import numpy as np

from cnncourse.arguments import whole

SHARPNESS = -0.5  # the cubic's parameter a: Catmull and Rom's
REACH = 2  # pixels that the cubic sees on either side
BITS = 22  # behind the point of a weight, as Pillow computes bytes
BLOCK = 100  # images at once


def resize(images: np.ndarray, size: int | tuple[int, int]) -> np.ndarray:
    """Return images of another size, by bicubic interpolation.

    Each pixel is a weighted mean of its neighbours at the place that it comes from: of 4 x 4
    where images become larger, of more where they become smaller. The result is that of
    ``PIL.Image.resize(size, PIL.Image.BICUBIC)``, to the bit; where images become lower, of
    Pillow up to version 12, which goes along the rows first, always. Frameworks' own functions
    differ in the parameter of the cubic, in where a pixel's middle lies, and in whether they blur.

    Parameters
    ----------
    images : ndarray of uint8, (N, H, W, C)
    size : int or (int, int)
        Pixels, as one number or (height, width).

    Returns
    -------
    ndarray of uint8, (N, height, width, C)

    Raises
    ------
    TypeError, ValueError
        For images that are no bytes or no batch, and for sizes that are none.

    Examples
    --------
    >>> edge = np.array([0, 0, 255, 255], np.uint8).reshape(1, 1, 4, 1)
    >>> resize(edge, (1, 8)).ravel().tolist()
    [0, 0, 0, 52, 203, 255, 255, 255]
    """
    images = np.asarray(images)
    if images.dtype != np.uint8:
        raise TypeError(
            f"resize takes bytes (uint8, 0 to 255), got {images.dtype}; resize first, scale after"
        )
    if images.ndim != 4:
        raise ValueError(
            f"images must have shape (N, height, width, channels), got {images.shape}; "
            "a single image needs a batch: images[None]"
        )
    height, width = _pair(size)
    if images.shape[1:3] == (height, width):
        return images.copy()
    made = np.empty((len(images), height, width, images.shape[3]), np.uint8)
    for start in range(0, len(images), BLOCK):
        # Along the rows first, and rounded to bytes in between.
        wide = _along(images[start : start + BLOCK], 2, width)
        made[start : start + BLOCK] = _along(wide, 1, height)
    return made


def _pair(size):
    sizes = (size, size) if np.ndim(size) == 0 else tuple(size)
    if len(sizes) != 2:
        raise ValueError(f"size must be one number or (height, width), got {size!r}")
    return tuple(whole(value, "size", 1) for value in sizes)


def _along(images, axis, size):
    """Return images resized along one axis."""
    if images.shape[axis] == size:
        return images
    places, shares = taps(images.shape[axis], size)
    along = tuple(size if number == axis else 1 for number in range(4))
    total = np.int32(2 ** (BITS - 1))  # half of a grey level, so that the shift rounds
    for place, share in zip(places, shares, strict=True):
        total = images.take(place, axis) * share.reshape(along) + total
    return np.clip(total >> BITS, 0, 255).astype(np.uint8)


def taps(before: int, after: int) -> tuple[np.ndarray, np.ndarray]:
    """Return which of ``before`` pixels each of ``after`` is made of, and with which weights.

    Returns
    -------
    places, shares : ndarray of int32, (pixels seen, after)
        The weights are multiples of 1 / 2 ** 22; all of one pixel add up to about 1.
    """
    scale = before / after
    blur = max(scale, 1.0)  # smaller images: the cubic is spread over what is drawn together
    rows, reach = [], REACH * blur
    for place in range(after):
        middle = (place + 0.5) * scale
        first = max(int(middle - reach + 0.5), 0)
        last = min(int(middle + reach + 0.5), before)
        own = [_cubic((pixel + 0.5 - middle) / blur) for pixel in range(first, last)]
        rows.append((first, [_rounded(weight / sum(own) * 2**BITS) for weight in own]))
    seen = max(len(own) for _, own in rows)
    shares = [own + [0] * (seen - len(own)) for _, own in rows]
    places = [[min(first + i, before - 1) for i in range(seen)] for first, _ in rows]
    return np.array(places, np.int32).T, np.array(shares, np.int32).T


def _cubic(distance):
    """Return the weight of a pixel at a distance, in pixels."""
    x, a = abs(distance), SHARPNESS
    if x < 1:
        return ((a + 2) * x - (a + 3)) * x * x + 1
    return ((x - 5) * x + 8) * x * a - 4 * a if x < REACH else 0.0


def _rounded(value):
    """Return the nearest whole number, halves away from 0."""
    return int(math.copysign(math.floor(abs(value) + 0.5), value))
