"""What the exercises of "Transfer" compute their answers with."""

from functools import cache

import numpy as np

MEAN, SPREAD = 127, 128
"""Of EfficientNet-Lite0: its images enter as ``(x - MEAN) / SPREAD`` of bytes x."""

SIDE, MILLISECONDS = 96, 8
"""An image of so many pixels a side takes a body so long."""

FEATURES, BYTES = 1280, 4


def prepared(images):
    """Return images of bytes as a body wants them that takes blue, green, red, around 0."""
    return (np.asarray(images)[..., ::-1].astype(float) - MEAN) / SPREAD


def means(rows, labels):
    """Return the mean row of each class, from 0 to the highest label."""
    return np.array([rows[labels == one].mean(axis=0) for one in range(labels.max() + 1)])


def distances(new, places):
    """Return the distance of each new row to each place."""
    return np.linalg.norm(new[:, None] - places[None], axis=2)


def nearest_mean(rows, labels, new):
    """Return the class of each new row: that whose mean lies nearest."""
    return distances(new, means(rows, labels)).argmin(axis=1)


def pixels_off(layers, stride=2):
    """Return how far a map is off in the image, each layer starting one of its pixels early."""
    return sum(stride**number for number in range(layers))


@cache
def what_moves():
    """Return what one batch changes in a frozen layer that still runs as in training.

    0: the kernel; 1: scale and shift; 2: the running statistics; 3: what an image gives later.
    """
    rng = np.random.default_rng(0)
    kept = {"kernel": 2.0, "scale": 1.5, "mean": 0.0, "variance": 1.0}
    layer = dict(kept)

    def later(layer, image=0.7):
        normal = (layer["kernel"] * image - layer["mean"]) / np.sqrt(layer["variance"])
        return layer["scale"] * normal

    sums = layer["kernel"] * rng.normal(3, 2, 64)
    for name, value in {"mean": sums.mean(), "variance": sums.var()}.items():
        layer[name] = 0.9 * layer[name] + 0.1 * value
    changed = [
        layer["kernel"] != kept["kernel"],
        layer["scale"] != kept["scale"],
        layer["mean"] != kept["mean"],
        later(layer) != later(kept),
    ]
    return tuple(np.flatnonzero(changed).tolist())


def seconds(side, images):
    """Return how long the features of so many images take, in proportion to their pixels."""
    return images * MILLISECONDS / 1000 * (side / SIDE) ** 2


def megabytes(images):
    """Return how large a file of their features is, in millions of bytes."""
    return images * FEATURES * BYTES / 1e6
