"""Arrays as a page draws them: a few maps of numbers, or of colours, small enough to send."""

import numpy as np

MOST_MAPS = 16
LARGEST = 256  # pixels along a side


def plain(array):
    """Return what a page needs to draw an array, as plain values.

    Two axes are one map. Of three, a last axis of three is colour where the numbers are colours;
    otherwise each place of it is a map. Of four, the first counts images and the last their
    channels: the first image that is left after a colour is one map for each.
    """
    array = np.asarray(array)
    if array.dtype == bool:
        array = array.astype(np.uint8)
    if array.dtype.kind not in "uif":
        raise TypeError(f"show draws arrays of numbers; this one's dtype is {array.dtype}")
    if not 1 <= array.ndim <= 4 or array.size == 0:
        raise ValueError(
            f"show draws arrays of one to four axes that are not empty; "
            f"this one's shape is {array.shape}"
        )
    maps, colour = _maps(array)
    finite = array[np.isfinite(array)]
    bounds = [float(finite.min()), float(finite.max())] if finite.size else [0.0, 0.0]
    kept = [one[:LARGEST, :LARGEST] for one in maps[:MOST_MAPS]]
    return {
        "shape": list(array.shape),
        "dtype": str(array.dtype),
        "bounds": bounds,
        "colour": colour,
        "left": len(maps) - len(kept),
        "cut": any(one.shape[:2] != part.shape[:2] for one, part in zip(maps, kept, strict=False)),
        "maps": [
            {"height": one.shape[0], "width": one.shape[1], "values": _numbers(one, colour)}
            for one in kept
        ],
    }


def _maps(array):
    """Return the maps of an array, and whether they are colours."""
    if array.ndim == 1:
        return [array[np.newaxis]], False
    if array.ndim == 2:
        return [array], False
    images = array[np.newaxis] if array.ndim == 3 else array
    if array.shape[-1] == 3 and _is_colour(array):
        return list(images), True
    return [image[..., channel] for image in images for channel in range(image.shape[-1])], False


def _is_colour(array):
    return array.dtype == np.uint8 or bool(np.all((array >= 0) & (array <= 1)))


def _numbers(one, colour):
    """Return the numbers in a row: bytes for colours, four digits for the others."""
    if colour:
        whole = one if one.dtype == np.uint8 else np.rint(one * 255)
        return whole.astype(int).reshape(-1).tolist()
    row = one.astype(float).reshape(-1)
    return [float(f"{value:.4g}") if np.isfinite(value) else None for value in row.tolist()]
