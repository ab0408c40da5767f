"""What filters make of several channels, and axes in other orders, rightly and wrongly."""

import numpy as np

from cnncourse import ops
from cnncourse.architecture import Architecture, Conv2D

CHAPTER = "channels"
# Two channels of a window of 2×2, and the two slices of a filter.
WINDOW = np.stack([[[4, 1], [0, 2]], [[3, 5], [1, 0]]], axis=2)
SLICES = np.stack([[[1, 2], [-3, 1]], [[-1, 1], [2, 4]]], axis=2)
BIAS = 1


def one_sum(window=WINDOW, slices=SLICES, bias=BIAS):
    """Return the number that one filter makes of one window."""
    images, filters = np.asarray(window)[None], np.asarray(slices)[..., None]
    return ops.conv2d(images.astype(float), filters.astype(float), np.array([bias])).item()


def parameters(shape, *layers):
    """Return how many parameters convolutions have, one after another."""
    return Architecture("counted", shape, [*layers]).parameters().total


def maps_shape(shape, filters, size):
    """Return the shape of what so many filters of a size make of an image."""
    return Architecture("mapped", shape, [Conv2D(filters, size)]).output_shape


def layer(image, filters, bias):
    """Return the maps (H, W, F) of one image (H, W, C)."""
    floats = [np.asarray(one, np.float64) for one in (image, filters, bias)]
    return ops.conv2d(floats[0][None], *floats[1:])[0]


def axes(*order):
    """Return a function of one array that takes its axes in an order."""
    return lambda *given, **case: np.transpose(*given, *case.values(), axes=order)


def refilled(*order):
    """Return a function of one array that fills the same shape with the numbers as they lie."""

    def wrong(*given, **case):
        (array,) = (*given, *case.values())
        return np.reshape(array, np.transpose(array, order).shape)

    return wrong


def protected():
    """Return which property of the boots makes reshape and transpose agree, by trying each."""
    agree = {}
    for shape in [(3, 4, 4, 3), (3, 4, 4, 1), (3, 4, 5, 1), (1, 4, 4, 3)]:
        images = np.arange(np.prod(shape)).reshape(shape)
        agree[shape] = np.array_equal(axes(0, 3, 1, 2)(images), refilled(0, 3, 1, 2)(images))
    one_channel = agree[3, 4, 4, 1] and agree[3, 4, 5, 1] and not agree[3, 4, 4, 3]
    return 1 if one_channel and not agree[1, 4, 4, 3] else 0
