"""The `Recipe`: all that decides a training run, and the order of its batches."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np

from cnncourse.arguments import count, switch
from cnncourse.recipe import augmentation, schedules
from cnncourse.recipe.changes import Changes, draw_changes
from cnncourse.recipe.limits import choice, single, up_to
from cnncourse.recipe.schedules import SCHEDULES

OPTIMIZERS = ("sgd", "adam", "adamw")
PRECISIONS = ("auto", "float32", "bfloat16")


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
    schedule : {"constant", "step", "linear", "cosine", "one-cycle"}
        The learning rate's way over all steps: kept; multiplied by ``step_factor`` after each
        ``step_epochs``; brought down towards 0 in a line or along half a cosine; or
        PyTorch's `OneCycleLR`, from a 25th of the rate up over the ``warmup``, then down.
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
        The share of all steps, in [0, 1), over which the rate first rises to
        ``learning_rate``, from 0 where the schedule is not ``"one-cycle"``; the schedule takes
        the rest.
    label_smoothing : float
        The share of the wanted probability, in [0, 1), that is spread evenly over all classes.
    flip : bool
        Mirror each training image left to right with probability one half, anew each epoch.
    shift : int
        Move each training image by up to this many pixels in both directions, anew each epoch;
        black comes in.
    rotation : float
        Turn each training image by up to this many degrees either way, in [0, 180].
    crop : float
        Keep a window of each training image whose side is at least this share of the image's,
        in (0, 1], and stretch it to the image's size; 1 keeps all.
    brightness : float
        Multiply each training image by a number that is up to this far from 1, in [0, 1].
    cutout : int
        Black out a square of so many pixels a side somewhere in each training image.
    mixup : float
        Mix each training image, and its label, with those of another one; the shares are drawn
        from the Beta distribution of this number twice. 0 mixes nothing.
    step_epochs : int or None
        For ``schedule="step"``, which needs it: the epochs between two drops of the rate.
    step_factor : float
        For ``schedule="step"``: what each drop multiplies the rate by, in (0, 1).
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
    step_epochs: int | None = None
    step_factor: float = 0.1
    rotation: float = 0.0
    crop: float = 1.0
    brightness: float = 0.0
    cutout: int = 0
    mixup: float = 0.0

    def __post_init__(self):
        choice("optimizer", self.optimizer, OPTIMIZERS)
        choice("schedule", self.schedule, SCHEDULES)
        choice("precision", self.precision, PRECISIONS)
        self._keep(single, 0, "weight_decay")
        self._keep(single, 0, "learning_rate", "epsilon", low_open=True)
        self._keep(single, 0, "momentum", "beta_1", "beta_2", high=1)
        self._keep(single, 0, "warmup", "label_smoothing", high=1)
        self._keep(count, 1, "batch_size", "epochs")
        self._keep(count, 0, "seed", "shift", "cutout")
        self._keep(single, 0, "mixup")
        self._keep(up_to, 180, "rotation")
        self._keep(up_to, 1, "brightness")
        self._keep(up_to, 1, "crop", low_open=True)
        for name in ("patience", "step_epochs"):
            if getattr(self, name) is not None:
                self._keep(count, 1, name)
        self._keep(single, 0, "step_factor", high=1, low_open=True)
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

        self._check_schedule()

    def _check_schedule(self):
        """Raise unless the schedule has what it needs, and nothing that belongs to another."""
        stepped = self.schedule == "step"
        if stepped and self.step_epochs is None:
            raise ValueError(
                'schedule="step" needs step_epochs, the epochs between two drops of the rate; '
                "give step_epochs=5"
            )
        if not stepped and self.step_epochs is not None:
            raise ValueError(
                f'step_epochs (={self.step_epochs}) belongs to the schedule "step"; '
                f'use schedule="step" instead of {self.schedule!r}'
            )
        if self.schedule == "one-cycle" and not self.warmup:
            raise ValueError(
                'schedule="one-cycle" rises over the warmup, which must be above 0, got 0.0; '
                "give warmup=0.3"
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

    def changes(self, n: int, epoch: int) -> Changes | None:
        """Return how each image is changed in one epoch, where the recipe does more than `moves`.

        Returns
        -------
        Changes or None
            The moves are part of it. None for a recipe that at most mirrors and shifts.
        """
        return draw_changes(self, count(n, "n"), count(epoch, "epoch", 0))

    def rates(self, n: int, epoch: int) -> np.ndarray:
        """Return the learning rate of each step of one epoch, (steps,) float64."""
        steps = self.steps(n)
        share = schedules.shares(
            self.schedule,
            epoch * steps + np.arange(steps),
            self.epochs * steps,
            warmup=self.warmup,
            drop=self.step_epochs and self.step_epochs * steps,
            factor=self.step_factor,
        )
        return self.learning_rate * share

    def as_dict(self) -> dict:
        """Return the recipe as plain values, for JSON."""
        return asdict(self)
