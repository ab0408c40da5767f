"""How often a network is right, with which classes, and whether another is better."""

from dataclasses import dataclass
from math import comb, sqrt
from statistics import NormalDist

import numpy as np

from cnncourse import arguments
from cnncourse.checks import labels as label_checks
from cnncourse.inspection.arrays import as_labels, as_numbers


def confusion_matrix(labels, predictions, classes: int) -> np.ndarray:
    """Return how often each class was taken for each.

    Parameters
    ----------
    labels : array_like of int, (N,)
        The right classes, from 0.
    predictions : array_like of int, (N,)
        The classes that a network named.
    classes : int
        How many there are.

    Returns
    -------
    ndarray of int, (classes, classes)
        At ``[i, j]`` the number of images of class ``i`` that were taken for ``j``.

    Raises
    ------
    TypeError, ValueError
        If the two are not class numbers of equally many images, one at least.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1, 2], [0, 1, 1, 0], 3).tolist()
    [[1, 1, 0], [0, 1, 0], [1, 0, 0]]
    """
    classes = arguments.count(classes, "classes")
    labels, predictions = _pair(labels, predictions, classes)
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (labels, predictions), 1)
    return counts


@dataclass(frozen=True)
class ByClass:
    """What is right of each class.

    Parameters
    ----------
    precision : ndarray of float, (classes,)
        Of the images that were taken for a class, the share that are of it; NaN where there are
        none.
    recall : ndarray of float, (classes,)
        Of a class's images, the share that were taken for it; NaN where there are none.
    f1 : ndarray of float, (classes,)
        The harmonic mean of the two, 2·precision·recall / (precision + recall): twice what is
        right, by the class's images and those taken for it together.
    """

    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray


def by_class(counts) -> ByClass:
    """Return precision, recall and F1 of each class.

    Parameters
    ----------
    counts : array_like of int, (classes, classes)
        As `confusion_matrix` returns them: true classes down, predicted ones across.

    Raises
    ------
    TypeError, ValueError
        If they are no square of whole numbers from 0 on.

    Examples
    --------
    >>> found = by_class([[6, 2], [2, 10]])
    >>> found.precision.round(3).tolist(), found.recall.round(3).tolist()
    ([0.75, 0.833], [0.75, 0.833])
    """
    counts = as_numbers(counts, "counts")
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or not counts.size:
        raise ValueError(
            f"counts must be a square, (classes, classes), got {counts.shape}; "
            "confusion_matrix(labels, predictions, classes) makes it"
        )
    if counts.dtype.kind not in "iu" or counts.min() < 0:
        kind = ValueError if counts.dtype.kind in "iu" else TypeError
        raise kind(
            f"counts must be whole numbers from 0 on, got dtype {counts.dtype} and "
            f"{counts.min()}; pass counts of images, not shares"
        )
    counts = counts.astype(np.int64)  # bytes run over where two are added
    right, there, taken = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    with np.errstate(invalid="ignore"):  # 0 of 0 images is no share
        return ByClass(right / taken, right / there, 2 * right / (there + taken))


def accuracy_interval(right: int, images: int, level: float = 0.95) -> tuple[float, float]:
    """Return the Wilson interval of an accuracy: which shares could well have given it.

    Parameters
    ----------
    right : int
        How many images are right.
    images : int
        Of how many.
    level : float
        In how many of all samples such an interval holds the true share, about.

    Returns
    -------
    tuple of float
        Lower and upper end, fractions.

    Raises
    ------
    TypeError, ValueError
        If there are no images, more are right than there are, or ``level`` is not in (0, 1).

    Examples
    --------
    >>> [round(end, 3) for end in accuracy_interval(917, 1000)]
    [0.898, 0.933]
    >>> [round(end, 3) for end in accuracy_interval(100, 100)]
    [0.963, 1.0]
    """
    images = arguments.count(images, "images")
    right = arguments.count(right, "right", 0)
    if right > images:
        raise ValueError(
            f"right must be at most the number of images, {images}, got {right}; the order is "
            "accuracy_interval(right, images)"
        )
    level = arguments.real(level, "level", 0, 1, low_open=True, cure="0.95 for 95 %")
    z = -NormalDist().inv_cdf((1 - level) / 2)
    share, squared = right / images, z * z / images
    middle = (share + squared / 2) / (1 + squared)
    half = z * sqrt(share * (1 - share) / images + squared / images / 4) / (1 + squared)
    # With none or all right, an end is 0 or 1 but for rounding.
    return (middle - half if right else 0.0, middle + half if right < images else 1.0)


@dataclass(frozen=True)
class Paired:
    """Two networks on the same images.

    Parameters
    ----------
    both : int
        How many images both have right.
    first_alone, second_alone : int
        How many only one of them has right.
    neither : int
    p_value : float
        How often two equally good networks would part at least as unevenly on as many images: by
        the exact binomial test of McNemar.
    """

    both: int
    first_alone: int
    second_alone: int
    neither: int
    p_value: float


def mcnemar(labels, first, second) -> Paired:
    """Compare two networks by the images that only one of them has right.

    Parameters
    ----------
    labels : array_like of int, (N,)
    first, second : array_like of int, (N,)
        The classes that the two networks named.

    Raises
    ------
    TypeError, ValueError
        If the three are not class numbers of equally many images, one at least.

    Examples
    --------
    >>> mcnemar([0, 0, 1, 1], [0, 0, 1, 0], [0, 1, 0, 1])
    Paired(both=1, first_alone=2, second_alone=1, neither=0, p_value=1.0)
    """
    labels, first = _pair(labels, first, None, "first")
    second = _pair(labels, second, None, "second")[1]
    one, other = first == labels, second == labels
    alone = int((one & ~other).sum()), int((other & ~one).sum())
    both, neither = int((one & other).sum()), int((~one & ~other).sum())
    return Paired(both, *alone, neither, _p_value(*alone))


def _p_value(one, other):
    """Return how often fair coins fall at least as unevenly, both ways counted."""
    total, fewer = one + other, min(one, other)
    tail = sum(comb(total, number) for number in range(fewer + 1))
    return min(1.0, 2 * tail / 2**total)


def _pair(labels, predictions, classes, name="predictions"):
    """Return labels and predictions as arrays (N,), or raise."""
    labels = as_labels(labels, classes)
    if np.ndim(predictions) == 2 and np.shape(predictions)[1] > 1:
        raise ValueError(
            f"{name} must have shape ({len(labels)},), one class number an image, got "
            f"{np.shape(predictions)}, scores of all classes; the highest of each is "
            f"{name}.argmax(axis=1)"
        )
    return labels, label_checks.check(predictions, len(labels), name, classes)
