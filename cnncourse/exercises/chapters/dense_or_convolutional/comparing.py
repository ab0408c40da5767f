"""What the exercises of "Dense or convolutional" compute their answers with."""

from functools import cache

import numpy as np

from cnncourse import reference
from cnncourse.architecture import Architecture, Conv2D, Dense, Flatten, GlobalAvgPool2D, MaxPool2D


def dense(pixels, widths, classes):
    """Return how many parameters dense layers on an image have."""
    sides = [pixels, *widths, classes]
    return sum((before + 1) * now for before, now in zip(sides, sides[1:], strict=False))


def units_that_fit(pixels, classes, budget):
    """Return the most units of one hidden layer within a number of parameters."""
    return int((budget - classes) // (pixels + 1 + classes))


C_SMALL = Architecture(
    "two-conv-small",
    (28, 28, 1),
    [
        Conv2D(8, 3, padding="same", activation="relu"),
        MaxPool2D(2),
        Conv2D(16, 3, padding="same", activation="relu"),
        MaxPool2D(2),
        Flatten(),
        Dense(32, activation="relu"),
        Dense(10),
    ],
)
"""The experiments' C-cnn-small: a test holds the two together."""

BEFORE_THE_HEAD = (
    (Flatten(),),
    (Conv2D(3, 1, activation="relu"), Flatten()),
    (Conv2D(3, 3, activation="relu"), Flatten()),
    (Conv2D(3, 1, activation="relu"), MaxPool2D(2), Flatten()),
    (Conv2D(3, 1, activation="relu"), GlobalAvgPool2D()),
)
"""What stands before a dense head, in the order of the options."""


@cache
def those_that_do_not_mind():
    """Return which networks give their head the same numbers, in some order, for scrambled pixels.

    The order must be one for all images, so that the head's rows could be sorted once.
    """
    rng = np.random.default_rng(0)
    images = rng.random((12, 6, 6, 1))
    order = rng.permutation(36)
    mixed = images.reshape(12, 36)[:, order].reshape(images.shape)
    found = []
    for place, layers in enumerate(BEFORE_THE_HEAD):
        network = Architecture("trial", (6, 6, 1), list(layers))
        weights = network.initial_weights(seed=3, dtype="float64")
        seen = [reference.forward(network, weights, one) for one in (images, mixed)]
        columns = [sorted(map(tuple, one.reshape(12, -1).T.round(9))) for one in seen]
        if columns[0] == columns[1]:
            found.append(place)
    return tuple(found)


PAIRS = (  # network, filters, pooled, epochs, images of two runs
    (("C-cnn-small", 8, True, 10, 60_000), ("C-cnn-small", 8, False, 20, 60_000)),
    (("C-cnn-small", 8, True, 10, 60_000), ("C-cnn-small", 8, False, 10, 60_000)),
    (("C-cnn-small", 8, True, 10, 60_000), ("C-cnn-small", 32, False, 10, 60_000)),
    (("C-cnn-small", 8, True, 10, 60_000), ("C-cnn-small", 8, False, 10, 5_000)),
)


def differ_only_in_pooling():
    """Return the place of the pair whose two runs differ in the pooling and nothing else."""
    found = [
        [n for n, (a, b) in enumerate(zip(*pair, strict=True)) if a != b] == [2] for pair in PAIRS
    ]
    return found.index(True)


def what_two_gaps_say(first=(97.5, 91.4), second=(92.1, 88.6)):
    """Return which statement holds of two networks' training and test accuracies.

    0: the larger gap goes with the worse test accuracy; 1: with the better one; 2: gaps equal.
    """
    gaps = first[0] - first[1], second[0] - second[1]
    if gaps[0] == gaps[1]:
        return 2
    return int((gaps[0] > gaps[1]) == (first[1] > second[1]))


def scrambled(images, order):
    """Return images whose pixel k is the one at place ``order[k]``, counted row by row."""
    images = np.asarray(images)
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)
