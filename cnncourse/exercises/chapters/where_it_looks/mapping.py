"""Class maps of one image, as the exercises of "Where does it look?" compute them."""

import numpy as np

MAPS = np.array([[[1.0, 3.0], [2.0, 0.0]], [[0.0, 4.0], [5.0, 1.0]]])  # (2, 2, 2): two maps
SLOPES = np.array([[[2.0, -4.0], [0.0, 0.0]], [[4.0, 0.0], [2.0, 0.0]]])


def weighed(maps, weights, cut=True):
    """Return maps (h, w, K) added up by one weight each, without what is negative."""
    total = maps @ weights
    return np.maximum(total, 0) if cut else total


def grad_cam(maps, gradients):
    """Return the Grad-CAM map of one image."""
    return weighed(maps, gradients.mean(axis=(0, 1)))


def plus_plus(maps, gradients):
    """Return the Grad-CAM++ map of one image."""
    return weighed(maps, coefficients(maps, gradients).sum(axis=(0, 1)))


def coefficients(maps, gradients, total=None):
    """Return what each place adds to its map's weight in Grad-CAM++."""
    up = np.maximum(gradients, 0)
    total = maps.sum(axis=(0, 1)) if total is None else total
    return up / (2 + up * total)


def share(map, mask):
    """Return the share of a map's sum that lies where the mask is True."""
    return float(map[mask].sum() / map.sum())


def fall(logit, covered):
    """Return by how much a logit falls: of an image and of the image that was covered."""
    return logit - covered


def passes(size, stride, side=28):
    """Return how many squares an image of this side is covered by, one after another."""
    return ((side - size) // stride + 1) ** 2
