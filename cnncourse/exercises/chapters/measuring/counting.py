"""Precision, pairs of networks and calibration, as the exercises of "Measuring" compute them."""

from math import comb

import numpy as np

SHIRTS = 100
RIGHT = 60  # of the shirts
OTHERS = 9900
TAKEN = 198  # of the others, for shirts


def recalls(counts):
    """Return the share of each class's images that is right: true classes are rows."""
    return np.diag(counts) / counts.sum(axis=1)


def precisions(counts):
    """Return for each class the share that is right of what was taken for it."""
    return np.diag(counts) / counts.sum(axis=0)


def tail(one, other, short=0):
    """Return how often fair coins fall at most as often on the rarer side, less ``short``."""
    total = one + other
    return sum(comb(total, k) for k in range(min(one, other) + 1 - short)) / 2**total


def fair_coins(one, other):
    """Return how often fair coins part at least as unevenly, both ways counted."""
    return min(1.0, 2 * tail(one, other))


def parts(sure, right, bins):
    """Return of each part with images how many, how sure and how often right."""
    at = np.minimum((sure * bins).astype(int), bins - 1)
    here = [at == part for part in range(bins) if (at == part).any()]
    rows = [(one.sum(), sure[one].mean(), right[one].mean()) for one in here]
    return np.array(rows, float).T


def calibration_error(sure, right, bins):
    """Return the expected calibration error."""
    counts, confidence, accuracy = parts(sure, right, bins)
    return float((counts * np.abs(confidence - accuracy)).sum() / counts.sum())


def images_for(width, narrower, images):
    """Return how many images make an interval as narrow: its width goes with one over a root."""
    return images * (width / narrower) ** 2
