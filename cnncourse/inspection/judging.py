"""Maps judged by numbers: how much lies on a thing, and how alike two of them are."""

import numpy as np

from cnncourse.inspection.arrays import as_maps, check_alike


def share_inside(maps, masks) -> np.ndarray:
    """Return the share of each map's sum that lies inside a mask.

    An even map has the mask's share of the area: compare with ``masks.mean(axis=(1, 2))``.

    Parameters
    ----------
    maps : ndarray, (N, H, W)
        Not negative, in the size of the images (`upsample`).
    masks : ndarray of bool, (N, H, W)
        True on the thing.

    Returns
    -------
    ndarray, (N,)
        From 0 to 1; NaN where a map is zero everywhere and so says nothing.

    Raises
    ------
    TypeError, ValueError
        For maps below 0, masks that are not booleans, and two shapes.

    Examples
    --------
    >>> share_inside(np.array([[[3.0, 1.0]]]), np.array([[[True, False]]])).tolist()
    [0.75]
    """
    maps, masks = as_maps(maps, "maps", 3), np.asarray(masks)
    if masks.dtype != bool:
        raise TypeError(f"masks must be booleans, got {masks.dtype}; as brightness > 0.5")
    check_alike(maps, masks, ("maps", "masks"), "bring maps to the images' size with upsample")
    if maps.min() < 0:
        raise ValueError(
            f"maps must not be negative, got {maps.min():.3g}; take np.maximum(maps, 0), or np.abs"
        )
    maps = maps.astype(np.float64)
    inside, whole = (maps * masks).sum(axis=(1, 2)), maps.sum(axis=(1, 2))
    return np.divide(inside, whole, out=np.full(len(maps), np.nan), where=whole > 0)


def rank_correlation(some, others) -> np.ndarray:
    """Return how alike the *order* of the pixels is in two maps (Spearman's rank correlation).

    Ranks do not ask how large a map's numbers are, so maps of two methods or two networks can be
    compared. Equal numbers share the mean of their ranks.

    Parameters
    ----------
    some, others : ndarray, (N, H, W)

    Returns
    -------
    ndarray, (N,)
        1: the same order. 0: orders that have nothing to do with one another. -1: reversed.
        NaN where a map is constant and so has no order.

    Raises
    ------
    TypeError, ValueError
        For maps of other shapes or kinds.

    Examples
    --------
    >>> rank_correlation(np.array([[[1.0, 2.0, 9.0]]]), np.array([[[5.0, 6.0, 7.0]]])).tolist()
    [1.0]
    """
    some, others = as_maps(some, "some", 3), as_maps(others, "others", 3)
    check_alike(some, others, ("some", "others"), "bring both to one size with upsample")
    found = np.full(len(some), np.nan)
    for place, pair in enumerate(zip(some, others, strict=True)):
        a, b = (_ranks(one) - (one.size - 1) / 2 for one in pair)
        spread = np.sqrt((a @ a) * (b @ b))
        if spread > 0:
            found[place] = a @ b / spread
    return found


def _ranks(one):
    """Return each number's rank from 0, equal numbers at the mean of theirs."""
    _, at, counts = np.unique(one, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts + 1) / 2)[at.reshape(-1)]
