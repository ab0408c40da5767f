"""What the exercises of "One network, two frameworks" compute: orders, paddings, variances."""

import math

import numpy as np

from cnncourse import ops, zoo
from cnncourse.geometry import resolve_padding

CHAPTER = "two_frameworks"
SIDES = (2, 3, 4)  # height, width, channels of the map that is flattened
PLACE = (1, 0, 2)  # row, column, channel


def own_parameters(name="conv2"):
    """Return how many parameters a layer of the network has."""
    return zoo.TWO_CONV.parameters().layers[name].total


def place_of(order):
    """Return the place of a pixel in a map flattened with its axes in an order."""
    axes = np.arange(math.prod(SIDES)).reshape([SIDES[axis] for axis in order])
    return int(axes[tuple(PLACE[axis] for axis in order)])


def orders_agree_after_the_mean():
    """Return 1 if a map of one pixel has one order, else 0."""
    averaged = np.arange(4).reshape(1, 1, 4)
    return int(np.array_equal(averaged.reshape(-1), averaged.transpose(2, 0, 1).reshape(-1)))


def running(batches, *, kept, divisor_less, factor=1.0):
    """Return a running variance that started at 1, after some batches.

    Each batch's variance divides by its size less ``divisor_less``, and counts ``factor`` times.
    """
    value = 1.0
    for batch in batches:
        value = kept * value + (1 - kept) * factor * batch.var(ddof=divisor_less)
    return value


def same(size=8, kernel=3, stride=2):
    """Return the padding of TensorFlow's rule: top, bottom, left, right."""
    return np.array(resolve_padding("same", (size, size), (kernel, kernel), (stride, stride)))


def both_ends(size, kernel, stride):
    """Return what the rule adds before and after one side."""
    return resolve_padding("same", (size, 1), (kernel, 1), (stride, 1))[:2]


def sorted_rows(weights, height, width):
    """Return a dense layer's weights as PyTorch holds them, from Keras's."""
    inside = weights.shape[0] // (height * width)
    stood = weights.reshape(height, width, inside, -1)
    return stood.transpose(3, 2, 0, 1).reshape(weights.shape[1], -1)


def odd_and_even(between=ops.relu):
    """Return which statements hold of two convolutions with a function between them.

    In the order of the options of `BETWEEN`, of a drawn picture and drawn kernels.
    """
    rng = np.random.default_rng(0)
    picture = rng.normal(size=(1, 9, 9, 1))
    first, second = rng.normal(size=(2, 3, 3, 1, 1))

    def both(images):
        return ops.conv2d(between(ops.conv2d(images, first)), second)

    map_ = both(picture)
    return [
        not np.allclose(both(2 * picture), 2 * map_),
        not np.allclose(both(-picture), -map_),
        bool((map_ >= 0).all()),
        map_.shape != ops.conv2d(picture, np.zeros((5, 5, 1, 1))).shape,
    ]
