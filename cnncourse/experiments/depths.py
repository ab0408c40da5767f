"""Depth with and without sums: four networks, two of a depth the same but for the additions."""

from cnncourse.architecture import (
    Architecture,
    BatchNorm,
    Conv2D,
    Dense,
    GlobalAvgPool2D,
    MaxPool2D,
    ReLU,
    Residual,
)
from cnncourse.experiments.experiment import Claim, Experiment
from cnncourse.recipe import Recipe

DEPTHS, FILTERS, IMAGES, VALIDATION, EPOCHS = (8, 32), 16, 10_000, 1_000, 6
"""Layers with weights, the last, dense one among them; then what all four share."""

_RULE = (
    "Set before the first run: seeds 0, 1 and 2 in PyTorch and seed 0 in Keras, judged by the "
    "training loss of the last epoch. Depth spoils the plain networks if all three losses of "
    "plain-32 lie above the three of plain-8; the sums cure it if the three of residual-32 lie "
    "below those of plain-32 and of residual-8; and if Keras's lie the same way. Rate, epochs "
    "and the two depths were chosen with seed 7 and 2,000 training images set apart."
)


def network(depth: int, *, sums: bool) -> Architecture:
    """Return the network with so many layers with weights, an even number from 4 on.

    A convolution and two poolings, then pairs of convolutions on maps of 7 x 7, each normalised.
    With ``sums``, what enters a pair is added to what leaves it, before the last ReLU.

    Examples
    --------
    >>> [network(8, sums=sums).parameters().total for sums in (False, True)]
    [14586, 14586]
    """
    layers = [*_normalised(), ReLU(), MaxPool2D(2), MaxPool2D(2)]
    for _ in range((depth - 2) // 2):
        pair = [*_normalised(), ReLU(), *_normalised()]
        layers += [Residual(pair)] if sums else pair
        layers.append(ReLU())
    name = f"{'residual' if sums else 'plain'}-{depth}"
    return Architecture(name, (28, 28, 1), [*layers, GlobalAvgPool2D(), Dense(10)])


def made() -> dict[str, Experiment]:
    """Return the four by name: plain and residual, shallow and deep."""
    networks = [network(depth, sums=sums) for depth in DEPTHS for sums in (False, True)]
    return {one.name: _experiment(one) for one in networks}


def _normalised():
    return [Conv2D(FILTERS, 3, padding="same", use_bias=False), BatchNorm(momentum=0.9)]


def _experiment(one):
    return Experiment(
        one.name,
        one,
        "fashion-mnist",
        Recipe(
            "adam",
            2e-3,
            batch_size=64,
            epochs=EPOCHS,
            schedule="linear",
            restore_best=False,
            precision="float32",
        ),
        Claim("this course's own, after He et al. (2015)"),
        validation=VALIDATION,
        note=f"On {IMAGES:,} training images, {VALIDATION:,} others set apart to draw a curve. "
        + _RULE,
        images=IMAGES,
    )
