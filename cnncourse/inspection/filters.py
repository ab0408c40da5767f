"""Filters by what they do: where each fires most, which never change, which say the same."""

from typing import NamedTuple

import numpy as np

from cnncourse.arguments import real, whole
from cnncourse.inspection.arrays import as_fractions, as_maps, level_of

FIELD = 'pass architecture.receptive_field()["conv1"], with the name of the layer of the maps'


class Fired(NamedTuple):
    """The windows in which a filter's output is largest, the largest first.

    ``windows`` (count, h, w, C) are cut from the images, in [0, 1], and black where they reach
    over an edge. ``values`` (count,) are the outputs, ``images`` (count,) the images' numbers and
    ``starts`` (count, 2) the row and column of each window's first pixel, in pixels of its image;
    negative where the window begins outside.
    """

    windows: np.ndarray
    values: np.ndarray
    images: np.ndarray
    starts: np.ndarray


def strongest_windows(maps, images, field, unit: int, count: int = 9) -> Fired:
    """Return what one filter sees where its output is largest, once in each image.

    Parameters
    ----------
    maps : ndarray, (N, H', W', filters)
        What leaves the layer: ``activations(model, images)[layer]`` of a twin.
    images : ndarray, (N, H, W, C)
        uint8 (0 to 255) or floating point (0 to 1).
    field : named tuple
        The layer's own, of ``architecture.receptive_field()``, by the layer's name.
    unit : int
        The filter, from 0.
    count : int
        How many images, at most.

    Returns
    -------
    Fired

    Raises
    ------
    TypeError, ValueError
        For maps, images, a unit or a count that do not fit one another.

    Examples
    --------
    A layer that sees one pixel at a time, in two images:

    >>> from cnncourse.architecture import Architecture, ReLU
    >>> field = Architecture("tiny", (1, 2, 1), [ReLU()]).receptive_field()["relu1"]
    >>> images = np.array([[[[0.25], [0.5]]], [[[0.75], [0.0]]]])
    >>> found = strongest_windows(images, images, field, 0)
    >>> found.values.tolist(), found.images.tolist(), found.starts.tolist()
    ([0.75, 0.5], [1, 0], [[0, 0], [0, 1]])
    """
    maps, images = as_maps(maps, "maps"), as_fractions(images)
    if len(maps) != len(images):
        raise ValueError(f"maps are of {len(maps)} images, got {len(images)}; pass the same images")
    unit, count = whole(unit, "unit", 0), whole(count, "count", 1)
    if unit >= maps.shape[3]:
        raise ValueError(f"unit (={unit}) must be in 0..{maps.shape[3] - 1}; count filters from 0")
    of_unit = maps[..., unit].reshape(len(maps), -1)
    best = of_unit.argmax(axis=1)
    values = of_unit[np.arange(len(maps)), best]
    first = np.argsort(-values, kind="stable")[:count]
    places = np.stack(np.unravel_index(best[first], maps.shape[1:3]), axis=1)
    size, stride, centre = _checked(field, maps, images)
    starts = np.rint(centre + places * stride - (size - 1) / 2).astype(int)
    windows = np.stack([_cut(images[n], *s, *size) for n, s in zip(first, starts, strict=True)])
    return Fired(windows, values[first], first, starts)


def _checked(field, maps, images):
    """Return size, stride and first centre of a layer's windows, or raise if not of these maps."""
    try:
        size, stride, centre = (np.array(entry, float).reshape(2) for entry in field)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"field must be a layer's receptive field, got a {type(field).__name__}; {FIELD}"
        ) from error
    first = centre - (size - 1) / 2
    last = first + stride * (np.array(maps.shape[1:3]) - 1)
    if (first + size <= 0).any() or (last >= images.shape[1:3]).any():
        raise ValueError(
            f"windows must lie on the images, {images.shape[1]}×{images.shape[2]} pixels, but the "
            f"last would start at {tuple(last.tolist())}: field is not of the layer that gave maps "
            f"of {maps.shape[1]}×{maps.shape[2]}; {FIELD}"
        )
    return size.astype(int), stride, centre


def _cut(image, top, left, height, width):
    """Return a window of an image, black where it lies outside."""
    window = np.zeros((height, width, image.shape[2]), image.dtype)
    rows = slice(max(top, 0), min(top + height, image.shape[0]))
    columns = slice(max(left, 0), min(left + width, image.shape[1]))
    inside = image[rows, columns]
    down, right = rows.start - top, columns.start - left
    window[down : down + inside.shape[0], right : right + inside.shape[1]] = inside
    return window


def silent_filters(maps) -> np.ndarray:
    """Return the filters whose output is the same number everywhere, in every image.

    After ReLU these are the dead ones: 0 wherever one looks. Silent over these images is not
    silent over all images that there could be.

    Parameters
    ----------
    maps : ndarray, (N, H, W, filters)

    Returns
    -------
    ndarray of int, (silent filters,)

    Raises
    ------
    TypeError, ValueError
        For what has another shape, is no floating-point number or not finite.

    Examples
    --------
    >>> silent_filters(np.array([[[[0.0, 1.0, 0.0], [0.0, 1.0, 2.0]]]])).tolist()
    [0, 1]
    """
    maps = as_maps(maps, "maps")
    return np.flatnonzero(maps.max(axis=(0, 1, 2)) == maps.min(axis=(0, 1, 2)))


def alike_filters(maps, least: float = 0.9) -> list[tuple[int, int, float]]:
    """Return the pairs of filters whose outputs rise and fall together.

    Parameters
    ----------
    maps : ndarray, (N, H, W, filters)
    least : float
        The correlation over all places of all images from which a pair is named, in (0, 1).

    Returns
    -------
    list of (int, int, float)
        The two filters and their correlation, the most alike first. A silent filter has none.

    Raises
    ------
    TypeError, ValueError
        For maps as in `silent_filters`, and for ``least`` out of range.

    Examples
    --------
    The second filter is twice the first plus one, the third its opposite:

    >>> first = np.array([0.0, 1.0, 3.0])
    >>> alike_filters(np.stack([first, 2 * first + 1, -first], axis=1)[None, None])
    [(0, 1, 1.0)]
    """
    maps = as_maps(maps, "maps")
    least = real(least, "least", 0, 1, low_open=True, cure="0.9 names what is nearly the same")
    speaking = np.setdiff1d(np.arange(maps.shape[3]), silent_filters(maps))
    if len(speaking) < 2:
        return []
    flat = maps[..., speaking].reshape(-1, len(speaking))
    flat = flat / level_of(flat, axis=0)
    flat -= flat.mean(axis=0, dtype=np.float64).astype(flat.dtype)
    together = (flat.T @ flat).astype(np.float64)
    spread = np.sqrt(np.diag(together))
    alike = np.minimum(np.round(together / np.outer(spread, spread), 6), 1)
    pairs = zip(*np.nonzero(np.triu(alike >= least, 1)), strict=True)
    named = [(int(speaking[i]), int(speaking[j]), float(alike[i, j])) for i, j in pairs]
    return sorted(named, key=lambda pair: -pair[2])
