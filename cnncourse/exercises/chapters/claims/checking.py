"""What the exercises of "The claims" compute: sides, shortfalls, memory, the cost of a plan."""

import numpy as np

from cnncourse import zoo
from cnncourse.ops import softmax

CLAIMED, TRAINING, TESTING = 0.91, 10, 1  # minutes: of a run; of 1,000 images in one run
ORDER_TELLS = 2  # the place, among the options, of the observation about order


def sides(pixels, network=None):
    """Return the sides of the maps that source A's convolutions and poolings leave."""
    network = zoo.find("A") if network is None else network
    walked = network.with_input((pixels, pixels, 3)).walk()
    return tuple(one.output_shape[0] for one in walked if one.layer.kind in ("conv", "pool"))


def lowest(percent, decimals):
    """Return the lowest percentage that rounds to one written with so many decimals."""
    return percent - 0.5 / 10**decimals


def short(percent, decimals, shares):
    """Return by how many points the mean falls short of a claim; 0 where it does not."""
    return max(lowest(percent, decimals) - 100 * np.mean(shares), 0.0)


def handed_on(x, a, b, *, start=0.0, bend=np.tanh, mix=None):
    """Return the states of a recurrent layer, one row for each input.

    ``mix(inputs, state)`` makes the next state of an input's row times ``a`` and the state before.
    """
    mix = mix or (lambda row, state: bend(row + state @ b))
    state, found = np.full(a.shape[1], start), []
    for row in x @ a:
        state = mix(row, state)
        found.append(state)
    return np.array(found)


def attention(x):
    """Return each row of ``x`` as the mean of all rows, weighed by softmax of their products."""
    return softmax(x @ x.T) @ x


def forbidden():
    """Return the place of what an RNN forbids and attention does: order that does not count."""
    x = np.arange(8.0).reshape(4, 2) / 8
    order, weights = [2, 0, 3, 1], np.eye(2)
    kept = [
        np.allclose(layer(x[order]), layer(x)[order])
        for layer in (attention, lambda rows: handed_on(rows, weights, weights))
    ]
    return ORDER_TELLS if kept == [True, False] else -1


def error(images):
    """Return the standard error of one accuracy, in points, if the claim is right."""
    return 100 * np.sqrt(CLAIMED * (1 - CLAIMED) / images)


def minutes(images, runs):
    """Return how long so many runs take, each tested on so many images."""
    return runs * (TRAINING + TESTING * images / 1000)
