"""The learning-rate range test (Smith, 2015): how far the rate can be raised before it fails.

A few steps are taken, each at a higher rate than the last, and the losses are kept. A twin's
``lr_range_test`` hands in its engine; the steps and what is read from them stand here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cnncourse.arguments import count, real
from cnncourse.inputs import image_count
from cnncourse.loop import Engine, TrainingError, begin_epoch
from cnncourse.recipe import Recipe

CHUNK = 10
"""Steps between two looks at the losses."""
FAILED = 4.0
"""The test ends where the smoothed loss is this many times its lowest."""
KEPT = 0.9
"""The share of the running mean that each step keeps, when losses are smoothed."""


@dataclass(frozen=True)
class RateRange:
    """What a range test measured.

    Attributes
    ----------
    rates : ndarray of float64, (steps,)
        The learning rate of each step, rising.
    losses : ndarray of float64, (steps,)
        Each step's loss, in nats, before the step was taken.
    ended : str
        Why it ended: ``"finished"`` at the highest rate, or ``"failed"``, as the losses rose.

    Examples
    --------
    >>> found = RateRange(np.array([0.01, 0.1, 1.0]), np.array([2.0, 1.0, 3.0]), "finished")
    >>> found.lowest
    0.1
    """

    rates: np.ndarray
    losses: np.ndarray
    ended: str

    @property
    def smoothed(self) -> np.ndarray:
        """The running mean of the losses, (steps,): each step counts less the older it is."""
        return smooth(self.losses)

    @property
    def lowest(self) -> float:
        """The rate at which the smoothed loss was lowest: too high a rate to train at."""
        return float(self.rates[np.argmin(self.smoothed)])

    @property
    def steepest(self) -> float:
        """The rate at which the smoothed loss fell fastest, before its lowest: a rate to try.

        Falls are measured against the logarithm of the rate. Where the loss never fell, it is
        the lowest rate of the test.
        """
        last = int(np.argmin(self.smoothed)) + 1
        if last < 2:
            return float(self.rates[0])
        slopes = np.gradient(self.smoothed[:last], np.log(self.rates[:last]))
        return float(self.rates[np.argmin(slopes)])


def smooth(losses, kept: float = KEPT) -> np.ndarray:
    """Return the running mean of losses, each weighing less the older it is.

    Parameters
    ----------
    losses : array_like, (steps,)
    kept : float
        The share of the mean that a step keeps, in [0, 1). The mean is divided by the weights
        that it has so far, as Adam's moments are.

    Returns
    -------
    ndarray of float64, (steps,)

    Examples
    --------
    >>> smooth([1.0, 2.0], kept=0.5).round(3).tolist()
    [1.0, 1.667]
    """
    kept = real(kept, "kept", 0, 1)
    means, mean = [], 0.0
    for done, loss in enumerate(np.asarray(losses, np.float64), 1):
        mean = kept * mean + (1 - kept) * loss
        means.append(mean / (1 - kept**done))
    return np.array(means)


def run(engine: Engine, data, recipe: Recipe, *, low, high, steps) -> RateRange:
    """Raise the rate from ``low`` to ``high``; see `in_torch.lr_range_test`.

    Whatever happens, the model is left with the weights that it came with.
    """
    rates = _rates(low, high, steps)
    before, losses = engine.get_weights(), []
    try:
        for batches in _chunks(engine, data, recipe, len(rates)):
            own = rates[len(losses) : len(losses) + len(batches)].astype(np.float32)
            losses.extend(np.asarray(engine.steps(batches, own).losses, np.float64))
            kept = _until_failed(np.array(losses))
            if kept < len(losses):
                break
    finally:
        engine.set_weights(before)
    if kept < 2:
        raise TrainingError(
            f"the loss was {losses[kept]} at the range test's step {kept + 1}, at a rate of "
            f"{rates[kept]:.3g}; start it lower than low (={low})"
        )
    ended = "finished" if kept == len(rates) else "failed"
    return RateRange(rates[:kept], np.array(losses[:kept]), ended)


def _rates(low, high, steps):
    """Return the rates of the test, each the same multiple of the last."""
    low = real(low, "low", 0, low_open=True)
    high = real(high, "high", 0, low_open=True)
    if high <= low:
        raise ValueError(f"high (={high}) must be above low (={low}); exchange the two")
    # A slope needs two points.
    return np.geomspace(low, high, count(steps, "steps", 2))


def _chunks(engine, data, recipe, wanted) -> Iterator[list[np.ndarray]]:
    """Yield the recipe's batches a few at a time, epoch after epoch, until there are enough."""
    images, epoch, done = image_count(data.train), 0, 0
    while done < wanted:
        begin_epoch(engine, recipe, images, epoch)
        batches = [*recipe.batches(images, epoch)][: wanted - done]
        for start in range(0, len(batches), CHUNK):
            yield batches[start : start + CHUNK]
        done, epoch = done + len(batches), epoch + 1


def _until_failed(losses):
    """Return how many losses stand before the first that is no number or far above the lowest."""
    with np.errstate(invalid="ignore", over="ignore"):
        smoothed = smooth(losses)
        bound = FAILED * np.minimum.accumulate(smoothed)
    bad = ~np.isfinite(losses) | ~(smoothed <= bound)
    return int(np.argmax(bad)) if bad.any() else len(losses)
