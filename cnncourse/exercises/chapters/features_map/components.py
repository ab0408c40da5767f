"""What the exercises of "Features as a map" compute their answers with."""

import numpy as np

ROWS, FEATURES = 10_000, 128
BYTES = 4


def shares(values):
    """Return each singular value's share of the variance."""
    squares = np.asarray(values, float) ** 2
    return squares / squares.sum()


def first_share(rows):
    """Return the share of the variance along the first principal component."""
    centred = rows - rows.mean(axis=0)
    return shares(np.linalg.svd(centred, compute_uv=False))[0]


def needed(parts, wanted):
    """Return how many of the shares, from the first on, make up at least what is wanted."""
    return int(np.argmax(np.cumsum(parts) >= wanted)) + 1


def places(rows, count):
    """Return the lengths of the rows' places along each of the first components."""
    centred = rows - rows.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    return centred @ directions[:count].T


def halving(count):
    """Return the share of the first directions, where each has half of what was left."""
    return 1 - 0.5**count


def kilobytes(count):
    """Return the size of places, directions and the mean, in thousands of bytes."""
    return (ROWS * count + FEATURES * count + FEATURES) * BYTES / 1000
