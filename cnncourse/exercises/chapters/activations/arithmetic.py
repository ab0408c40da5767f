"""What the exercises of "Activations" compute."""

import numpy as np

from cnncourse import geometry, gradients, ops
from cnncourse.exercises import understood

CHAPTER = "activations"
SUMS = np.array([-2, 3, -0.5, 0, 1])
FIRST = np.array([[1, 2], [0, 1]])
SECOND = np.array([[1, 1], [2, 0]])
LAYERS = {
    "a 3×3 convolution with a bias": lambda x: ops.conv2d(x, np.ones((3, 3, 1, 1)), [5.0]),
    "average pooling": lambda x: ops.avg_pool2d(x, 2),
    "max pooling": lambda x: ops.max_pool2d(x, 2),
    "ReLU": lambda x: ops.relu(x - 0.5),
    "turning the picture upside down": lambda x: x[:, ::-1],
    "counting the pixels above 0.5": lambda x: (x > 0.5).sum(axis=(1, 2)).astype(float),
}
BUMP = np.array([[1, 1, 1], [1, 0, -2], [1, -1, 1]])
GRID = np.linspace(-4, 4, 161)


def mixes(layer):
    """Return whether half of two pictures gives half of both outputs, over drawn pictures."""
    one, other = np.random.default_rng(0).random((2, 1, 6, 6, 1))
    mixed = (layer(one) + layer(other)) / 2
    return np.allclose(layer((one + other) / 2), mixed)


def linear_ones(without=(), also=()):
    """Return the places of the layers that mix, but for some, and some more."""
    names = list(LAYERS)
    holds = [name for name in names if mixes(LAYERS[name]) and name not in without]
    return sorted(names.index(name) for name in {*holds, *also})


def merged_size(first, second):
    """Return how many rows and columns of the image one number of the second map sees."""
    sizes = geometry.output_size
    return tuple(
        40 - sizes(sizes(40, one), other) + 1 for one, other in zip(first, second, strict=True)
    )


def merged(first, first_bias, second, second_bias):
    """Return the weights and the bias of the one layer that does what two do."""
    weights = ops.dense(np.asarray(first, float), np.asarray(second, float))
    bias = ops.dense(np.asarray(first_bias, float)[None], second, second_bias)[0]
    return weights, bias


def changed_merge(change):
    """Return `merged` with its weights or its bias changed."""
    return lambda **case: change(*merged(**case), **case)


def dead(outputs):
    """Return how many units gave 0 for every image."""
    return int((np.asarray(outputs).max(axis=0, initial=0) == 0).sum())


def with_dead(rng, images, units, kind):
    """Return outputs after a ReLU: some units dead, others silent for most images."""
    outputs = ops.relu(rng.normal(-0.5, 1, (images, units)))
    outputs[0], outputs[:, 0] = 0.7, 0  # the first image wakes all units, the first unit is dead
    outputs[0, rng.permutation(units)[: units // 3]] = 0
    outputs[:, rng.permutation(units)[: units // 3]] = 0
    outputs[-1, :] = np.where(outputs[-1] > 0, outputs[-1], 0)
    outputs[1, 1] = 1.5  # one unit at least lives
    outputs[:, -1] = 0
    outputs[-1, -1] = 0.01  # another lives for one image alone, and hardly
    return outputs.astype(kind)


def revivable():
    """Return which change gives a silent unit's weights an effect: the place in the options."""
    sums = np.array([-3.0, -1.0, -0.5])
    slopes = [
        gradients.relu_backward(np.ones(3), sums),
        gradients.relu_backward(np.ones(3), 2 * sums),
        gradients.leaky_relu_backward(np.ones(3), sums),
        gradients.relu_backward(np.ones(6), np.tile(sums, 2)),
    ]
    (place,) = [place for place, slope in enumerate(slopes) if slope.any()]
    return place


def rows_of(answer):
    """Return an answer as rows of three numbers, or say what is wanted."""
    rows = understood.array(answer)
    rows = rows[None] if rows is not None and rows.shape == (3,) else rows
    if rows is None or rows.ndim != 2 or rows.shape[1] != 3 or not 1 <= len(rows) <= 8:
        raise ValueError("give one to eight rows of three numbers, such as [[1, 0, 2], [1, -1, 3]]")
    if not np.isfinite(rows).all():
        raise ValueError("give numbers that are finite")
    return rows.astype(float)


def function_of(rows, x=GRID):
    """Return what the ReLU units give together, at each x."""
    return sum(out * ops.relu(weight * x + bias) for weight, bias, out in rows)


def places(rows, low=-np.inf, high=np.inf):
    """Return places from low to high that decide what the units give there: every bend too."""
    moved = rows[rows[:, 0] != 0]
    bends = -moved[:, 1] / moved[:, 0]
    x = np.concatenate([GRID, bends, bends - 1, bends + 1, [-100, 100]])
    return x[(x >= low) & (x <= high)]


def near(rows, x, wanted):
    """Return whether the units give what is wanted at some places."""
    return np.allclose(function_of(rows, np.asarray(x, float)), wanted, atol=1e-6)
