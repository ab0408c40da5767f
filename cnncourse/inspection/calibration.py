"""How sure a network is, beside how often it is right."""

from dataclasses import dataclass

import numpy as np

from cnncourse import arguments, ops
from cnncourse.checks import labels as label_checks
from cnncourse.inspection.arrays import as_logits, as_numbers

FARTHEST = 1e12
"""How far from the logits' own spread a temperature is looked for, as a factor."""
ROUNDING = 1e-3


@dataclass(frozen=True)
class Reliability:
    """How sure a network was and how often it was right, in equal parts from 0 to 1.

    Parameters
    ----------
    counts : ndarray of int, (bins,)
        How many images have their largest probability in each part.
    confidence : ndarray of float, (bins,)
        The mean of these probabilities; NaN where there are no images.
    accuracy : ndarray of float, (bins,)
        The share that is right; NaN where there are no images.
    """

    counts: np.ndarray
    confidence: np.ndarray
    accuracy: np.ndarray

    @property
    def error(self) -> float:
        """The expected calibration error: by how much the two differ, the mean over images."""
        apart = np.abs(self.confidence - self.accuracy)
        return float(np.nansum(self.counts * apart) / self.counts.sum())


def reliability(probabilities, labels, bins: int = 10) -> Reliability:
    """Return how sure a network was and how often it was right, in equal parts.

    Parameters
    ----------
    probabilities : array_like (N, classes)
        Each row adds up to 1: ``ops.softmax(logits)``.
    labels : array_like of int, (N,)
    bins : int
        How many parts from 0 to 1. A probability on a border belongs to the part above it.

    Raises
    ------
    TypeError, ValueError
        If the rows are no probabilities, or the labels no classes of theirs.

    Examples
    --------
    >>> found = reliability([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]], [0, 0, 0], bins=2)
    >>> found.counts.tolist(), found.accuracy[1].round(3), round(found.error, 3)
    ([0, 3], np.float64(0.667), 0.133)
    """
    bins = arguments.count(bins, "bins")
    shares = as_numbers(probabilities, "probabilities").astype(float)
    if shares.ndim != 2 or not shares.size:
        raise ValueError(
            f"probabilities must have shape (N, classes), got {shares.shape}; give every image a "
            "row, also if it is one alone"
        )
    off = np.abs(shares.sum(axis=1) - 1).max()
    if not (off < ROUNDING and shares.min() >= 0):
        raise ValueError(
            "probabilities must be at least 0 and add up to 1 in each row, got "
            f"{shares.min():g} as the smallest and rows off by up to {off:g}; for logits pass "
            "ops.softmax(logits)"
        )
    labels = label_checks.check(labels, len(shares), classes=shares.shape[1])
    sure, right = shares.max(axis=1), shares.argmax(axis=1) == labels
    part = np.searchsorted(np.arange(1, bins) / bins, sure, side="right")
    counts = np.bincount(part, minlength=bins)
    with np.errstate(invalid="ignore"):  # a part without images has no mean
        means = [np.bincount(part, weights=one, minlength=bins) / counts for one in (sure, right)]
    return Reliability(counts, *means)


def fit_temperature(logits, labels) -> float:
    """Return the temperature at which the cross-entropy is lowest.

    Fit it on images that neither taught the network nor judge it. The loss has one lowest point
    in 1/T, where the mean logit by the network's own shares is the right class's.

    Parameters
    ----------
    logits : array_like (N, classes)
    labels : array_like of int, (N,)

    Returns
    -------
    float
        Above 1 for a network that is surer than it has reason to be.

    Raises
    ------
    TypeError, ValueError
        If logits and labels do not fit, or no temperature is best: every image is right, the
        logits say nothing about the labels, or all of an image are alike.

    Examples
    --------
    >>> z = np.log(9) * np.array([[1, 0]] * 4)
    >>> round(fit_temperature(z, [0, 0, 0, 1]), 3)  # 90 % sure, 75 % right: ln 9 / ln 3
    2.0
    """
    logits, labels = as_logits(logits, labels)
    below = logits - logits.max(axis=1, keepdims=True)
    spread = -below.min(axis=1).mean()
    if spread == 0:
        raise ValueError(
            f"logits must differ between the {logits.shape[1]} classes, but each image's are all "
            "alike, and no temperature changes that; look at the model's last layer"
        )
    below /= spread
    own = below[np.arange(len(labels)), labels]
    if not own.any():
        raise ValueError(
            f"some image must be wrong, but all of the {len(labels)} are right, and the loss "
            "falls for ever as the temperature does; pass more images, not those that it learned"
        )

    def slope(inverse):
        shares = ops.softmax(inverse * below)
        return float(np.mean((shares * below).sum(axis=1) - own))

    low = high = 1.0
    while slope(low) >= 0 and low > 1 / FARTHEST:
        low /= 10
    if slope(low) >= 0:
        raise ValueError(
            "the logits must say something about the labels, but their loss is lowest where all "
            "classes share equally; look whether images and labels are in the same order"
        )
    while slope(high) <= 0 and high < FARTHEST:
        high *= 10
    for _ in range(100):  # halves of the way, by factors
        middle = (low * high) ** 0.5
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return float(spread / middle)
