"""What the exercises of "A first network" compute their answers with."""

import math
from functools import cache

import numpy as np

from cnncourse import ops


def running_mean(losses):
    """Return the running mean of losses after the last of them."""
    mean = 0.0
    for count, loss in enumerate(losses, start=1):
        mean += (loss - mean) / count
    return mean


def written(losses):
    """Return the epochs, from 0, after which a checkpoint is written."""
    return [n for n, loss in enumerate(losses) if loss < min(losses[:n], default=math.inf)]


def stop_epoch(losses, patience):
    """Return how many epochs are run and which is the best, both counted from 1."""
    best = 0
    for n, loss in enumerate(losses):
        if loss < losses[best]:
            best = n
        elif n - best >= patience:
            return n + 1, best + 1
    return len(losses), best + 1


def best_weights(weights, changes, losses):
    """Return the weights after the epoch with the lowest loss."""
    return after(weights, changes, int(np.argmin(losses)))


def after(weights, changes, epoch):
    """Return the weights after an epoch counted from 0; after -1 they are those of the start."""
    start, changes = np.asarray(weights, float), np.asarray(changes, float)
    return start + changes[: epoch + 1].sum(axis=0)


def spread(share, images):
    """Return the standard deviation of an accuracy over samples of so many images."""
    return math.sqrt(share * (1 - share) / images)


@cache
def what_rose():
    """Return which statement fits a validation loss that rises while the accuracy stays.

    0: more images are named wrongly; 1: the same, and surer of them; 2: nothing has changed.
    """
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, 500)
    before = rng.normal(size=(500, 10)) + 2 * np.eye(10)[labels]
    later = 6 * before  # surer everywhere, and the largest logit is the same
    losses = [ops.cross_entropy(one, labels) for one in (before, later)]
    wrong = [np.mean(one.argmax(axis=1) != labels) for one in (before, later)]
    rose, same = losses[1] > losses[0], wrong[0] == wrong[1]
    return {(True, False): 0, (True, True): 1}.get((rose, same), 2)


@cache
def of_the_best(networks=40, images=100, trials=400):
    """Return where the accuracy of the best of many lies on new images.

    0: where it was found; 1: between that and the mean of all; 2: at the mean of all; 3: below.
    """
    rng = np.random.default_rng(0)
    shares = np.clip(rng.normal(0.82, 0.03, (trials, networks)), 0, 1)
    found = rng.binomial(images, shares) / images
    best = found.argmax(axis=1)
    rows = np.arange(trials)
    there, truly, mean = found[rows, best].mean(), shares[rows, best].mean(), shares.mean()
    close = 0.003
    places = [truly > there - close, mean + close < truly < there - close, truly > mean - close]
    return [*places, True].index(True)
