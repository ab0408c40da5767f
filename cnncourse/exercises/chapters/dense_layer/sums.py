"""Weighted sums and counts, as the exercises of "What a dense layer sees" compute them."""

import numpy as np

from cnncourse import ops
from cnncourse.architecture import Architecture, Dense, Flatten

CHAPTER = "dense_layer"
PIXELS = np.array([[5, 2, 0], [4, 3, 1]])
WEIGHTS = np.array([[2, -1, 3], [1, 0, -2]])
BIAS = -3
SMALL = (28, 28, 1)


def one_sum(pixels=PIXELS, weights=WEIGHTS, bias=BIAS):
    """Return the output of a dense layer with one output."""
    column = np.asarray(weights, float).reshape(-1, 1)
    return ops.dense(np.asarray(pixels, float).reshape(1, -1), column, np.array([bias])).item()


def parameters(outputs, shape=SMALL, *, bias=True):
    """Return how many parameters dense layers with so many outputs have, one after another."""
    layers = [Flatten(), *(Dense(count, use_bias=bias) for count in outputs)]
    return Architecture("counted", shape, layers).parameters().total


def weight_shape(shape, outputs):
    """Return the shape of a dense layer's weights, (inputs, outputs)."""
    layers = Architecture("weighed", shape, [Flatten(), Dense(outputs)])
    return (layers.parameters().total - outputs) // outputs, outputs


def rows_of(images):
    """Return images (N, H, W, C) as rows of floats."""
    images = np.asarray(images, np.float64)
    return images.reshape(len(images), -1)


def layer(images, weights, bias):
    """Return a dense layer's outputs for images (N, H, W, C)."""
    return ops.dense(rows_of(images), np.asarray(weights, np.float64), bias)


def shuffled_rows(weights, order):
    """Return the weights that give shuffled pixels the old outputs."""
    pixels = np.eye(len(order))[:, order]  # shuffled images that each have one pixel lit
    return ops.dense(pixels.T, np.asarray(weights, np.float64))


def own_shuffles():
    """Return which statement holds where every image is shuffled in its own way."""
    rng = np.random.default_rng(0)
    images = rng.random((200, 6))
    means = [rng.permuted(np.tile(image, (400, 1)), axis=1).mean(axis=0) for image in images[:5]]
    alike = all(np.ptp(one) < 0.15 for one in means)  # every pixel has the same mean
    totals = np.allclose(rng.permuted(images, axis=1).sum(axis=1), images.sum(axis=1))
    return 1 if alike and totals else 0
