"""Rows of features drawn on few axes: principal components."""

from dataclasses import dataclass

import numpy as np

from cnncourse import arguments
from cnncourse.inspection.arrays import as_numbers, level_of


@dataclass(frozen=True)
class Components:
    """The directions in which rows differ most, and how much of their variance each has.

    Attributes
    ----------
    middle : ndarray, (features,)
        The mean row.
    directions : ndarray, (count, features)
        Each of length 1 and at a right angle to the others; the sign is such that the entry
        farthest from 0 is positive.
    shares : ndarray, (count,)
        The share of the whole variance along each, from the largest: *explained variance*.
    """

    middle: np.ndarray
    directions: np.ndarray
    shares: np.ndarray

    def project(self, rows) -> np.ndarray:
        """Return rows (N, features) as places (N, count) along the directions.

        Raises
        ------
        TypeError, ValueError
            If rows are no finite real numbers, or not as long as those that gave the directions.
        """
        rows = as_numbers(rows, "rows")
        if rows.ndim == 0 or rows.shape[-1] != len(self.middle):
            raise ValueError(
                f"rows must have {len(self.middle)} features, as those that gave the directions, "
                f"got {rows.shape}; take them from the same layer"
            )
        return (rows - self.middle) @ self.directions.T


def principal_components(rows, count: int | None = None) -> Components:
    """Return the principal components of rows, by singular values.

    (Chapter "Features as a map".)

    Parameters
    ----------
    rows : array_like, (N, features)
        At least two, and not all equal.
    count : int, optional
        How many directions; where left out, as many as there are: the smaller of N - 1 and
        features.

    Raises
    ------
    TypeError, ValueError
        If rows are no such array, have numbers that are not finite, or more directions are
        wanted than there are.

    Examples
    --------
    >>> found = principal_components([[0, 0], [3, 4], [6, 8]])
    >>> found.middle.tolist(), found.directions.round(2).tolist()
    ([3.0, 4.0], [[0.6, 0.8], [0.8, -0.6]])
    >>> found.shares.round(2).tolist()
    [1.0, 0.0]
    """
    rows = as_numbers(rows, "rows")
    if rows.ndim != 2 or len(rows) < 2 or rows.shape[1] == 0:
        raise ValueError(
            f"rows must be (images, features), two images at least; received {rows.shape}; "
            "lay maps out as rows: maps.reshape(len(maps), -1)"
        )
    if (rows == rows[0]).all():
        raise ValueError(
            "all rows are equal: they have no variance to divide among directions; pass other "
            "images, or look whether the layer is dead"
        )
    rows = rows.astype(np.result_type(np.float32, rows), copy=False)
    most = min(len(rows) - 1, rows.shape[1])
    count = most if count is None else arguments.count(count, "count")
    if count > most:
        raise ValueError(
            f"count (={count}) is more than {most}: {len(rows)} rows of {rows.shape[1]} features "
            f"differ in no more directions; take at most {most}"
        )
    middle = rows.mean(axis=0)
    centred = rows - middle
    _, values, directions = np.linalg.svd(centred / level_of(centred), full_matrices=False)
    variances = values**2
    farthest = np.abs(directions).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), farthest])
    shares = variances / variances.sum()
    return Components(middle, (directions * signs[:, None])[:count], shares[:count])
