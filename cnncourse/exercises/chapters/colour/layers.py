"""Dropout and normalisation as the exercises of "Colour" compute with them, right and wrong."""

import numpy as np

from cnncourse import ops
from cnncourse.architecture import Architecture, BatchNorm, Dense, Dropout, Flatten


def dropped(numbers, draws, rate, training):
    """Return numbers after dropout, kept where their draw is ``rate`` or more."""
    numbers = np.asarray(numbers, np.float64)
    return numbers * (np.asarray(draws) >= rate) / (1 - rate) if training else numbers


def normalised(images, scale, shift, epsilon, *, axes=(0, 1, 2), ddof=0):
    """Return images normalised by mean and variance over some axes, then scaled and shifted."""
    images = np.asarray(images, np.float64)
    mean = images.mean(axis=axes, keepdims=True)
    variance = images.var(axis=axes, keepdims=True, ddof=ddof)
    return (images - mean) / np.sqrt(variance + epsilon) * scale + shift


def by_ops(images, scale, shift, epsilon):
    """Return what `ops.batch_norm_training` makes of images."""
    floats = [np.asarray(one, np.float64) for one in (images, scale, shift)]
    return ops.batch_norm_training(*floats, epsilon=epsilon)[0]


def as_line(scale, shift, mean, variance, epsilon):
    """Return factor and constant of each channel when the statistics are kept ones, (2, C)."""
    at_0, at_1 = (
        ops.batch_norm(np.full((1, len(mean)), x), scale, shift, mean, variance, epsilon=epsilon)[0]
        for x in (0.0, 1.0)
    )
    return np.stack([at_1 - at_0, at_0])


def running(start, seen, kept, steps):
    """Return a running statistic after steps that all saw the same."""
    for _ in range(steps):
        start = kept * start + (1 - kept) * seen
    return start


def not_trained(channels):
    """Return how many numbers normalisation after layers of so many units keeps untrained."""
    layers = [Flatten()]
    for count in channels:
        layers += [Dense(count), BatchNorm()]
    return Architecture("counted", (1, 1, 1), layers).parameters().fixed


def head_parameters(widths, features, classes=10):
    """Return the parameters of dense layers with dropout and normalisation, and of the last."""
    layers = [Flatten()]
    for width in widths:
        layers += [Dense(width, activation="relu"), Dropout(0.3), BatchNorm()]
    network = Architecture("head", (1, 1, features), [*layers, Dense(classes)])
    return network.parameters().total


def in_company():
    """Return which changes change what training mode makes of one image, the first of a batch.

    0: another image beside it; 1: the others in another order; 2: other running statistics;
    3: every image twice; 4: the image alone.
    """
    rng = np.random.default_rng(0)
    batch = rng.normal(size=(4, 2, 2, 3))
    other = batch.copy()
    other[2] = rng.normal(size=(2, 2, 3))
    ones, zeros = np.ones(3), np.zeros(3)

    def first(images):
        return ops.batch_norm_training(images, ones, zeros)[0][0]

    # Running statistics are no argument of what is computed in training.
    changed = [other, batch[[0, 3, 2, 1]], batch, np.concatenate([batch, batch]), batch[:1]]
    found = [np.abs(first(one) - first(batch)).max() > 1e-6 for one in changed]
    return tuple(place for place, differs in enumerate(found) if differs)
