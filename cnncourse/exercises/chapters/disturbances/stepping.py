"""Steps of images, as the exercises of "Disturbances" compute with."""

import numpy as np


def step(image, slope, size):
    """Return an image one step up its loss, from 0 to 1."""
    return np.clip(image + size * np.sign(slope), 0, 1)


def to_the_steepest(image, slope, size):
    """Return what comes of slopes scaled so that the steepest moves by the size."""
    return np.clip(image + size * slope / np.abs(slope).max(), 0, 1).astype(image.dtype)


def flat_moved(image, slope, size):
    """Return what comes of a sign that is never 0."""
    signs = np.where(slope >= 0, 1, -1).astype(image.dtype)
    return np.clip(image + size * signs, 0, 1)


def back(moved, image, size):
    """Return pixels no further than the size from where they started, from 0 to 1."""
    return np.clip(np.clip(moved, image - size, image + size), 0, 1)


def all_shortened(moved, image, size):
    """Return the image with its whole change shortened until its longest part fits."""
    change = moved - image
    share = min(1.0, size / np.abs(change).max())
    return np.clip(image + share * change, 0, 1).astype(image.dtype)


def far_ones_reset(moved, image, size):
    """Return pixels that went too far as they were at the start."""
    return np.clip(np.where(np.abs(moved - image) > size, image, moved), 0, 1)


def rise(slopes, change):
    """Return by how much a loss rises by its slopes."""
    return float(np.dot(slopes, change))


def share_of_noise(pixels=784, images=2000, seed=0):
    """Return the most that noise reached of what the same change gives along all signs."""
    rng = np.random.default_rng(seed)
    slopes = rng.standard_normal(pixels)
    signs = rng.choice([-1, 1], (images, pixels))
    return float(np.abs(signs @ slopes).max() / np.abs(slopes).sum())
