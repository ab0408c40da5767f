"""Which rows of features lie nearest to another, and how many of them are what was looked for."""

import numpy as np

from cnncourse import arguments
from cnncourse.inspection.arrays import as_numbers, level_of

BLOCK = 2**24
"""Distances held at once, at most; more queries are taken block after block."""


def cosine_distances(queries, rows) -> np.ndarray:
    """Return 1 less the cosine of the angle between each query and each row.

    It is 0 for one direction, 1 for a right angle and 2 for opposite directions; how long a row
    is makes no difference. (Chapter "Similar images".)

    Parameters
    ----------
    queries : array_like, (Q, features)
    rows : array_like, (N, features)

    Returns
    -------
    ndarray of float, (Q, N)

    Raises
    ------
    TypeError, ValueError
        If the two are no arrays of real numbers, have other shapes, numbers that are not finite,
        or a row of zeros.

    Examples
    --------
    >>> cosine_distances([[2, 0]], [[3, 0], [0, 1], [-1, 0]]).tolist()
    [[0.0, 1.0, 2.0]]
    """
    queries, rows = _pair(queries, rows)
    return _apart(_directions(queries, "queries"), _directions(rows, "rows"))


def nearest(queries, rows, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of the rows nearest to each query by cosine distance, nearest first.

    Every row is compared: the search is exact. Of rows equally near the first comes first.

    Parameters
    ----------
    queries : array_like, (Q, features)
    rows : array_like, (N, features)
    count : int
        How many are wanted, at most N.

    Returns
    -------
    places : ndarray of int, (Q, count)
    distances : ndarray of float, (Q, count)

    Raises
    ------
    TypeError, ValueError
        As `cosine_distances`, or if more rows are wanted than there are.

    Examples
    --------
    >>> places, distances = nearest([[2, 0]], [[0, 1], [3, 0], [-1, 0]], 2)
    >>> places.tolist(), distances.tolist()
    ([[1, 0]], [[0.0, 1.0]])
    """
    queries, rows = _pair(queries, rows)
    count = arguments.count(count, "count")
    if count > len(rows):
        raise ValueError(
            f"count (={count}) is more than the {len(rows)} rows there are; take at most as many"
        )
    queries, rows = _directions(queries, "queries"), _directions(rows, "rows")
    found = [], []
    step = max(1, BLOCK // len(rows))
    for start in range(0, len(queries), step):
        block = queries[start : start + step]
        for one, apart in zip(block, _apart(block, rows), strict=True):
            for kept, new in zip(found, _ordered(one, rows, apart, count), strict=True):
                kept.append(new)
    return np.array(found[0]), np.array(found[1], float)


def _ordered(query, rows, apart, count):
    """Return places and distances of the nearest rows, equal ones in the order of their places.

    A product of matrices adds up the last rows otherwise than those before them, so that copies
    of a row differ by rounding. Those that come into question are compared anew, each alike.
    """
    rounding = len(query) * np.finfo(apart.dtype).eps
    near = np.flatnonzero(apart <= np.partition(apart, count - 1)[count - 1] + 2 * rounding)
    again = np.clip(1 - (rows[near] * query).sum(axis=1), 0, 2)
    order = np.argsort(again, kind="stable")[:count]
    return near[order], again[order]


def precision_at(places, labels, wanted) -> float:
    """Return the share of the images found that have the query's class, a mean over the queries.

    Parameters
    ----------
    places : array_like of int, (Q, count)
        What `nearest` found for each query: "precision at 5" where count is 5.
    labels : array_like of int, (N,)
        The classes of the rows that were searched.
    wanted : array_like of int, (Q,)
        The classes of the queries.

    Raises
    ------
    TypeError, ValueError
        If places are no whole numbers, the shapes do not fit, or a place is none of the labels'.

    Examples
    --------
    >>> precision_at([[0, 1], [2, 1]], [7, 7, 8], [7, 8])
    0.75
    """
    places, labels, wanted = map(np.asarray, (places, labels, wanted))
    if places.ndim != 2 or places.size == 0 or labels.ndim != 1 or wanted.shape != places.shape[:1]:
        raise ValueError(
            "places must be (queries, count), labels (rows,) and wanted (queries,); received "
            f"{places.shape}, {labels.shape} and {wanted.shape}"
        )
    _need_places(places, "places")
    if (labels.dtype.kind in "US") != (wanted.dtype.kind in "US"):
        raise TypeError(
            f"labels and wanted must be of one kind, got {labels.dtype} and {wanted.dtype}; name "
            "the classes in both, or number them in both"
        )
    if places.min() < 0 or places.max() >= len(labels):
        raise ValueError(
            f"places run from {places.min()} to {places.max()}, but there are {len(labels)} "
            "labels; give the labels of the rows that were searched"
        )
    return float(np.mean(labels[places] == wanted[:, None]))


def recall_at(places, exact) -> float:
    """Return the share of the truly nearest that an approximate search found.

    Parameters
    ----------
    places : array_like of int, (Q, count)
        What the approximate search found, in any order; -1 where it found nothing.
    exact : array_like of int, (Q, count)
        What `nearest` finds.

    Raises
    ------
    TypeError, ValueError
        If the shapes differ, or either holds no whole numbers.

    Examples
    --------
    >>> recall_at([[3, 1], [4, -1]], [[1, 2], [4, 5]])
    0.5
    """
    places, exact = np.asarray(places), np.asarray(exact)
    if places.ndim != 2 or places.shape != exact.shape or places.size == 0:
        raise ValueError(
            "places and exact must be (queries, count), both alike; received "
            f"{places.shape} and {exact.shape}"
        )
    _need_places(places, "places")
    _need_places(exact, "exact")
    if exact.min() < 0:
        raise ValueError(
            f"exact must be places from 0 on, got {exact.min()}; pass what nearest finds"
        )
    return float(np.mean((exact[:, :, None] == places[:, None]).any(axis=2)))


def _need_places(places, name):
    """Raise TypeError unless places are whole numbers."""
    if places.dtype.kind not in "iu":
        raise TypeError(
            f"{name} must be whole numbers, places in the rows, got {places.dtype}; pass what "
            "nearest returns first"
        )


def _pair(queries, rows):
    """Return both as floats, checked."""
    arrays = [as_numbers(queries, "queries"), as_numbers(rows, "rows")]
    shapes = " and ".join(str(one.shape) for one in arrays)
    if any(one.ndim != 2 or 0 in one.shape for one in arrays):
        raise ValueError(
            f"queries and rows must be (images, features), neither empty; received {shapes}; "
            "lay maps out as rows: maps.reshape(len(maps), -1)"
        )
    if arrays[0].shape[1] != arrays[1].shape[1]:
        raise ValueError(f"queries and rows must have equally many features; received {shapes}")
    kind = np.result_type(np.float32, *arrays)
    return [one.astype(kind, copy=False) for one in arrays]


def _directions(rows, name):
    """Return rows divided by their length."""
    if not rows.any(axis=1).all():
        place = int(np.flatnonzero(~rows.any(axis=1))[0])
        raise ValueError(
            f"{name}[{place}] is all zeros and points nowhere: it has no cosine distance; leave it "
            "out, or take features of an earlier layer"
        )
    rows = rows / level_of(rows, axis=1)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _apart(queries, rows):
    """Return the cosine distances of directions, which rounding leaves within 0 and 2."""
    return np.clip(1 - queries @ rows.T, 0, 2)
