"""What the exercises of "Flattening" compute."""

import numpy as np

from cnncourse import ops
from cnncourse.architecture import (
    Architecture,
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
)
from cnncourse.exercises import understood

CHAPTER = "flattening"
SMALL = (3, 4, 5)
STACKS = ((28, 28, 1), (1, 1, 64), (7, 7, 64), (1, 6, 3), (5, 1, 2))
COUNT = 36


def places(shape):
    """Return each number's place in Keras's row, laid out as the stack: (H, W, C)."""
    return np.arange(np.prod(shape)).reshape(shape)


def there(shape):
    """Return whole numbers p with ``torch_row = keras_row[p]``."""
    return places(shape).transpose(2, 0, 1).ravel()


def back(shape):
    """Return whole numbers q with ``keras_row = torch_row[q]``."""
    return np.argsort(there(shape))


def in_keras(cell, shape=SMALL):
    """Return a cell's place in Keras's row."""
    return int(places(shape)[cell])


def in_torch(cell, shape=SMALL):
    """Return a cell's place in PyTorch's row."""
    return int(back(shape)[in_keras(cell, shape)])


def cell_at(place, shape, order=there):
    """Return the (row, column, channel) that stands at a place of a row."""
    return np.array(np.unravel_index(order(shape)[place], shape))


def identity(shape):
    """Return the order of Keras's own row."""
    return np.arange(np.prod(shape))


def same_order(also=()):
    """Return the places of the stacks that both frameworks lay out alike, and some more."""
    alike = [n for n, one in enumerate(STACKS) if np.array_equal(there(one), identity(one))]
    return sorted({*alike, *also})


def features(padding="valid", size=32, last=32):
    """Return how many numbers two convolutions and poolings leave of an image."""
    layers = [Conv2D(16, 3, padding=padding), MaxPool2D(2), Conv2D(last, 5, padding=padding)]
    stack = Architecture("stack", (size, size, 3), [*layers, MaxPool2D(2), Flatten()])
    return stack.output_shape[0]


def head(between, use_bias=True):
    """Return the parameters of a dense layer of 100 behind maps of 5×5 with 40 channels."""
    layers = [between, Dense(100, use_bias=use_bias)]
    return Architecture("head", (5, 5, 40), layers).parameters().total


def to_torch(weights, shape):
    """Return the matrix of PyTorch's layer for Keras's weights."""
    return np.asarray(weights)[there(shape)].T


def torch_row(images):
    """Return images (N, H, W, C) laid out in PyTorch's order."""
    return ops.flatten(np.asarray(images).transpose(0, 3, 1, 2))


def stack_of(row, shape):
    """Return the stack (H, W, C) of a row in PyTorch's order."""
    return np.asarray(row)[back(shape)].reshape(shape)


def hidden_reason():
    """Return why a test with 2×2 maps of 4 channels takes either list: the place among four."""
    shape = (2, 2, 4)
    reasons = [
        np.array_equal(there(shape), identity(shape)),
        np.array_equal(there(shape), back(shape)),
        all(np.array_equal(there((n, n, c)), back((n, n, c))) for n in (2, 3) for c in (2, 3)),
        False,
    ]
    return reasons.index(True)


def shape_of(answer):
    """Return an answer as (H, W, C), or say what is wanted."""
    readings = [one for one in understood.shapes(answer) if len(one) == 3 and min(one) > 0]
    if not readings:
        raise ValueError("give height, width and channels, such as (2, 9, 2)")
    if np.prod(readings[0]) > 10_000:
        raise ValueError("give a smaller stack; it should hold 36 numbers")
    return readings[0]
