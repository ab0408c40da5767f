"""What the exercises of "Deeper" compute with: counts of weights and products, a residual pair."""

import numpy as np

from cnncourse import ops
from cnncourse.architecture import Architecture, Conv2D, Dense, DepthwiseConv2D, Residual

SIDE, CHANNELS, FILTERS = 15, 32, 48


def stacked(count, window, channels, *, biases=True):
    """Return the parameters of so many convolutions in a row, with as many maps after as before."""
    side = count * (window - 1) + 1
    layers = [Conv2D(channels, window, use_bias=biases)] * count
    return Architecture("stack", (side, side, channels), layers).parameters().total


def head(side, maps, units, first):
    """Return the parameters of a dense layer behind ``first``, which makes a vector of maps."""
    return Architecture("head", (side, side, maps), [first, Dense(units)]).parameters().total


def full(height, width, channels, filters, window):
    """Return the products of a convolution that keeps the maps' size."""
    layers = [Conv2D(filters, window, padding="same")]
    return Architecture("full", (height, width, channels), layers).multiply_adds()


def split(height, width, channels, filters, window):
    """Return those of a depthwise convolution and the 1×1 convolution after it."""
    layers = [DepthwiseConv2D(window, padding="same"), Conv2D(filters, 1)]
    return Architecture("split", (height, width, channels), layers).multiply_adds()


def pair(x, first, second):
    """Return a residual pair: two dense layers, the sum, and a ReLU after it."""
    return ops.relu(x + ops.relu(x @ first) @ second)


def mixed(images, weights, bias):
    """Return a 1×1 convolution."""
    return ops.conv2d(images, weights[None, None], bias)


def added(shortcut):
    """Return the shape of the sum of a pair that halves the maps, or None if it does not add up.

    Parameters
    ----------
    shortcut : (filters, window, stride)
        Of a convolution without padding.
    """
    filters, window, stride = shortcut
    body = [Conv2D(FILTERS, 3, stride=2, padding="same"), Conv2D(FILTERS, 3, padding="same")]
    around = [Conv2D(filters, window, stride=stride)]
    try:
        return Residual(body, around).output_shape((SIDE, SIDE, CHANNELS))
    except ValueError:
        return None


def weights_of(shortcut):
    """Return the weights of a shortcut's convolution, without its biases."""
    filters, window, _ = shortcut
    return window**2 * CHANNELS * filters


def passes_on(added_up):
    """Return whether a block whose last weights are zero hands on what it gets.

    That is the trial by which a forgotten sum is noticed: shapes and numbers of weights are the
    same with and without it.
    """
    x = np.abs(np.random.default_rng(0).normal(size=(4, 6)))
    first, second = np.eye(6), np.zeros((6, 6))
    out = pair(x, first, second) if added_up else ops.relu(ops.relu(x @ first) @ second)
    return bool(np.allclose(out, x))


def noticed():
    """Return which trial tells a block with its sum from one without: its place.

    0: the shape that leaves; 1: the number of weights; 2: zeros for the last weights.
    """
    x, first, second = np.ones((4, 6)), np.eye(6), np.eye(6)
    shapes = {pair(x, first, second).shape, ops.relu(ops.relu(x @ first) @ second).shape}
    counts = {first.size + second.size}
    tells = [len(shapes) > 1, len(counts) > 1, passes_on(True) and not passes_on(False)]
    return tells.index(True)


def share(channels, filters, window):
    """Return the share of the products that a split convolution needs, as a percentage."""
    return 100 * split(1, 1, channels, filters, window) / full(1, 1, channels, filters, window)
