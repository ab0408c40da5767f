"""What the exercises of "The corner" compute: fields, windows, shifts, a mean over places."""

import numpy as np

from cnncourse import zoo
from cnncourse.architecture import (
    Architecture,
    Conv2D,
    Dense,
    Flatten,
    GlobalAvgPool2D,
    MaxPool2D,
)
from cnncourse.reference import forward

CHAPTER = "the_corner"
SIDE = 40  # pixels of the frame
ITEM = 28  # pixels of an item
FRAME = (SIDE, SIDE, 1)
B = zoo.SOURCES["B"].with_input(FRAME)
C_CNN = zoo.SOURCES["C-cnn"].with_input(FRAME)
UNITS = zoo.SOURCES["C-dense"].layers[1].units


def last_maps(side=SIDE):
    """Return the shape of B's last maps for a frame of this side."""
    network = zoo.SOURCES["B"].with_input((side, side, 1))
    return network.shapes()[3]


def field(network=C_CNN, layer="pool2"):
    """Return how many pixels a number of a layer's maps sees, along a side."""
    return network.receptive_field()[layer].size[0]


def unpooled_field():
    """Return the field of the same kernels with nothing between them."""
    layers = [layer for layer in C_CNN.layers if isinstance(layer, Conv2D)]
    return Architecture("two", FRAME, layers).receptive_field()["conv2"].size[0]


def period(size=3):
    """Return how many pixels one step of the last maps is, with poolings of this size."""
    layers = [Conv2D(1, 3), MaxPool2D(size), Conv2D(1, 3), MaxPool2D(size)]
    network = Architecture("pooled", (SIDE, SIDE, 1), layers)
    return network.receptive_field()["pool2"].stride[0]


def windows_over(pixel, network=B):
    """Return how many numbers of B's last map see a pixel of a column, counted one by one."""
    seen = network.receptive_field()["pool2"]
    first = int(seen.centre[0] - (seen.size[0] - 1) / 2)
    starts = [first + place * seen.stride[0] for place in range(last_maps()[0])]
    return sum(start <= pixel < start + seen.size[0] for start in starts)


def places():
    """Return at how many places an item stays whole."""
    return (SIDE - ITEM + 1) ** 2


def small(*layers):
    """Return a network on a frame of 24×24."""
    return Architecture("small", (24, 24, 1), [*layers, Dense(3)])


def _pooled(end):
    convolved = [Conv2D(2, 3, padding="same", activation="relu"), MaxPool2D(2)] * 2
    return small(*convolved, end)


BLIND = (
    small(Flatten(), Dense(8, activation="relu")),
    _pooled(Flatten()),
    _pooled(GlobalAvgPool2D()),
)


def same_answer(network, pixels=4):
    """Return whether a network with random weights answers alike to a spot that has moved."""
    rng = np.random.default_rng(0)
    weights = {name: rng.normal(size=shape) for name, shape in network.weight_shapes().items()}
    image = np.zeros((1, *network.input_shape))
    image[:, 8:12, 8:12] = rng.random((4, 4, 1))
    moved = np.roll(image, (pixels, pixels), axis=(1, 2))
    before, after = (forward(network, weights, one) for one in (image, moved))
    return bool(np.allclose(before, after))


def blind_one():
    """Return the place of the network that answers alike."""
    return [same_answer(network) for network in BLIND].index(True)


def whole(table, stride):
    """Return the mean over the places that are whole strides from the middle."""
    table = np.asarray(table, float)
    down, right = (abs(np.arange(n) - n // 2) % stride == 0 for n in table.shape)
    return float(table[np.ix_(down, right)].mean())
