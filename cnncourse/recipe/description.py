"""The `Recipe`: all that decides a training run, and the order of its batches."""

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np

from cnncourse.arguments import count, real, switch
from cnncourse.recipe import augmentation

OPTIMIZERS = ("sgd", "adam", "adamw")
FLOAT32_END = float(np.finfo(np.float32).max)
SCHEDULES = ("constant", "linear", "cosine")
PRECISIONS = ("auto", "float32", "bfloat16")


def _choice(name, value, known):
    rule = f"{name} must be one of {', '.join(known)}, got {value!r}"
    if not isinstance(value, str):
        raise TypeError(rule)
    if value not in known:
        raise ValueError(rule)


def _single(value, name, low, high=math.inf, *, low_open=False):
    """Return the value as a float, or say what it must be; in float32 it must be that too."""
    number = real(value, name, low, high, low_open=low_open)
    rounded = float(np.float32(number)) if number < FLOAT32_END else math.inf
    if not low <= rounded < high or (low_open and rounded == low):
        opening = "(" if low_open else "["
        raise ValueError(f"{name} must be a number in {opening}{low}, {high}), got {value!r}")
    return number


@dataclass(frozen=True)
class Recipe:
    """Everything a training run is decided by, apart from network and data.

    Parameters
    ----------
    optimizer : {"adam", "adamw", "sgd"}
        Adam as Keras writes it in both frameworks: epsilon outside the bias correction.
    learning_rate : float
        The rate of the first step.
    batch_size, epochs : int
        Images a step; passes over the training images. A last, smaller batch is used too.
    schedule : {"constant", "linear", "cosine"}
        The learning rate's way over all steps: kept, or brought down towards 0.
    seed : int
        Decides the batch order, the augmentation and the dropout masks, and nothing else.
    shuffle : bool
        Whether each epoch sees the images in a new order.
    momentum : float
        For SGD, the share of the last step that is kept, in [0, 1).
    nesterov : bool
        For SGD with momentum, whether the gradient is taken ahead (Nesterov's way).
    weight_decay : float
        For AdamW, the share of each weight taken away per step, times the rate.
    beta_1, beta_2, epsilon : float
        Adam's decay of both moments, and what is added to the root of the second.
    patience : int or None
        Stop once the validation loss has not fallen for this many epochs.
    restore_best : bool
        With validation images, end on the weights of the lowest validation loss.
    warmup : float
        The share of all steps, in [0, 1), over which the rate first rises from 0 to
        ``learning_rate``; the schedule takes the rest.
    label_smoothing : float
        The share of the wanted probability, in [0, 1), that is spread evenly over all classes.
    flip : bool
        Mirror each training image left to right with probability one half, anew each epoch.
    shift : int
        Move each training image by up to this many pixels in both directions, anew each epoch;
        black comes in.
    precision : {"auto", "float32", "bfloat16"}
        What a float32 model's training step multiplies in. With ``"bfloat16"`` convolutions
        and matrix products take their factors rounded to 8 significant bits and sum in
        float32; weights, losses and the optimiser stay in float32, and so does evaluation.
        ``"auto"`` is bfloat16 where that was measured faster: the twin's `device.precision`
        has the rule.

    Raises
    ------
    ValueError, TypeError
        For a value outside its range, or one the optimizer has no use for.

    Examples
    --------
    >>> recipe = Recipe("sgd", learning_rate=0.04, batch_size=2, epochs=15)
    >>> [batch.tolist() for batch in recipe.batches(5, epoch=0)]
    [[2, 4], [3, 0], [1]]
    """

    optimizer: str = "adam"
    learning_rate: float = 1e-3
    batch_size: int = 32
    epochs: int = 10
    schedule: str = "constant"
    seed: int = 0
    shuffle: bool = True
    momentum: float = 0.0
    nesterov: bool = False
    weight_decay: float = 0.0
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7
    patience: int | None = None
    restore_best: bool = True
    warmup: float = 0.0
    label_smoothing: float = 0.0
    flip: bool = False
    shift: int = 0
    precision: str = "auto"

    def __post_init__(self):
        _choice("optimizer", self.optimizer, OPTIMIZERS)
        _choice("schedule", self.schedule, SCHEDULES)
        _choice("precision", self.precision, PRECISIONS)
        self._keep(_single, 0, "weight_decay")
        self._keep(_single, 0, "learning_rate", "epsilon", low_open=True)
        self._keep(_single, 0, "momentum", "beta_1", "beta_2", high=1)
        self._keep(_single, 0, "warmup", "label_smoothing", high=1)
        self._keep(count, 1, "batch_size", "epochs")
        self._keep(count, 0, "seed", "shift")
        if self.patience is not None:
            self._keep(count, 1, "patience")
        for name in ("shuffle", "nesterov", "restore_best", "flip"):
            switch(getattr(self, name), name)
        if self.momentum and self.optimizer != "sgd":
            raise ValueError(
                f"momentum (={self.momentum}) belongs to sgd; {self.optimizer} has beta_1"
            )
        if self.nesterov and not self.momentum:
            raise ValueError("nesterov needs momentum above 0, got momentum=0.0")
        if self.weight_decay and self.optimizer != "adamw":
            raise ValueError(
                f"weight_decay (={self.weight_decay}) belongs to adamw; "
                f'use optimizer="adamw" instead of {self.optimizer!r}'
            )

    def _keep(self, checked, least, *names, **limits):
        """Keep fields as plain numbers, which JSON takes and equality compares."""
        for name in names:
            object.__setattr__(self, name, checked(getattr(self, name), name, least, **limits))

    def in_float32(self) -> "Recipe":
        """Return the recipe with its real numbers rounded to float32.

        Keras computes the powers of beta in float32, whatever the weights are kept in; with
        0.999 that alone is 1e-5 of the first steps. Both twins take the rounded numbers.
        """
        names = ("learning_rate", "momentum", "weight_decay", "beta_1", "beta_2", "epsilon")
        return replace(self, **{name: float(np.float32(getattr(self, name))) for name in names})

    def steps(self, n: int) -> int:
        """Return the batches in one epoch of ``n`` images."""
        count(n, "n")
        return -(-n // self.batch_size)

    def batches(self, n: int, epoch: int) -> Iterator[np.ndarray]:
        """Yield the indices of each batch of one epoch, in the order both twins use.

        Parameters
        ----------
        n : int
            Training images.
        epoch : int
            Counted from 0; each epoch has an order of its own.

        Yields
        ------
        ndarray of int64, (batch_size,) or fewer in the last
        """
        count(n, "n")
        count(epoch, "epoch", 0)
        order = np.arange(n)
        if self.shuffle:
            order = np.random.default_rng([self.seed, epoch]).permutation(n)
        for start in range(0, n, self.batch_size):
            yield order[start : start + self.batch_size]

    def moves(self, n: int, epoch: int) -> np.ndarray | None:
        """Return how each image is moved in one epoch, the same in both twins.

        Returns
        -------
        ndarray of int64, (n, 3), or None where the recipe moves nothing
            Of each image, as `augmentation.move` takes them: pixels downwards, pixels to the
            right, and 1 where it is mirrored.
        """
        return augmentation.draw(self, count(n, "n"), count(epoch, "epoch", 0))

    def rates(self, n: int, epoch: int) -> np.ndarray:
        """Return the learning rate of each step of one epoch, (steps,) float64."""
        steps = self.steps(n)
        total = self.epochs * steps
        rising = self.warmup * total
        done = epoch * steps + np.arange(steps)
        rest = np.maximum(done - rising, 0) / (total - rising)
        share = {
            "constant": np.ones(steps),
            "linear": 1 - rest,
            "cosine": (1 + np.cos(np.pi * rest)) / 2,
        }[self.schedule]
        risen = np.minimum((done + 1) / max(rising, 1), 1)
        return self.learning_rate * share * risen

    def as_dict(self) -> dict:
        """Return the recipe as plain values, for JSON."""
        return asdict(self)
