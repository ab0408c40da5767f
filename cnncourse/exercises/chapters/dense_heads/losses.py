"""Shares, losses and counts, as the exercises of "Dense heads" compute them."""

import numpy as np

from cnncourse import ops
from cnncourse.architecture import Architecture, Dense, Flatten

CHAPTER = "dense_heads"
MAPS = (8, 8, 128)
WIDTHS = (128, 64, 32, 10)


def shares(scores):
    """Return the softmax of one row of scores."""
    return ops.softmax(np.asarray(scores, float))


def selected(scores):
    """Return 1 for the largest of each row and 0 elsewhere."""
    scores = np.asarray(scores)
    return np.eye(scores.shape[-1])[scores.argmax(axis=-1)]


def loss_of(share):
    """Return the cross-entropy of one image whose right class has a share."""
    return float(ops.cross_entropy(np.log([[share, 1 - share]]), [0]))


def no_opinion(classes):
    """Return the loss where all logits are equal."""
    return float(ops.cross_entropy(np.full((1, classes), 7.0), [0]))


def what_a_temperature_changes():
    """Return which statement holds of logits divided by 5, by trying it on drawn ones."""
    rng = np.random.default_rng(0)
    logits, labels = 5 * rng.normal(size=(200, 10)), rng.integers(0, 10, 200)
    labels[:150] = logits[:150].argmax(axis=1)
    order = np.array_equal(logits.argmax(axis=1), (logits / 5).argmax(axis=1))
    before, after = (ops.cross_entropy(one, labels) for one in (logits, logits / 5))
    return {(False, False): 0, (True, False): 1, (True, True): 2}[order, bool(before == after)]


def head(maps=MAPS, widths=WIDTHS):
    """Return how many parameters the dense layers behind flattened maps have."""
    layers = [Flatten(), *(Dense(width) for width in widths)]
    return Architecture("head", maps, layers).parameters().total
