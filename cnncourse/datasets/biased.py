"""Shapes whose background goes with their class: a bias built on purpose, to be found.

Four kinds of shapes, dark or light, on four colours of background. In the training images nearly
every disc lies on orange and nearly every square on green: a network may learn the colour in place
of the shape. Three sets of test images hold *the same shapes at the same places* and differ
in their backgrounds alone, so that what a network owes to the background can be counted image by
image.

Equal seeds give equal bytes, for the reasons told in ``shapes``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cnncourse.arguments import is_real, whole

from . import shapes
from .dataset import Dataset
from .registry import SHAPE_CLASSES
from .splits import Split

CLASSES = ("disc", "square", "triangle", "star")
BACKGROUNDS = ("orange", "green", "violet", "blue")
COLOURS = np.array([(0.75, 0.50, 0.25), (0.25, 0.75, 0.50), (0.50, 0.25, 0.75), (0.25, 0.50, 0.75)])
"""The middle of each background's colours: red, green and blue in [0, 1].

The same three numbers in four orders: as light as one another, and alike once channels are mixed.
"""
SPREAD = 0.08  # how far a background's two ends lie from its middle, at most, in each channel
TESTS = ("same", "even", "swapped")
TRAINING, TESTING, PAINTING = range(3)  # streams of random numbers


@dataclass(frozen=True, eq=False, repr=False)
class BiasedShapes:
    """Shapes on backgrounds that go with their class in training, and three kinds of test images.

    Parameters
    ----------
    share : float
        How much of each class's training images has the class's own background.
    dataset : Dataset
        The biased training images, and as test images those of ``tests["even"]``.
    tests : mapping of str to Split
        ``"same"``: as biased as in training. ``"even"``: each background as often for every
        class. ``"swapped"``: the background of the next class, always.
    backgrounds : mapping of str to np.ndarray
        For ``"train"`` and each of ``tests`` the number of every image's background, a position
        in `BACKGROUNDS`, shape (N,), int64. A class's own has the class's number.
    """

    share: float
    dataset: Dataset
    tests: Mapping[str, Split]
    backgrounds: Mapping[str, np.ndarray]

    @property
    def background_names(self) -> tuple[str, ...]:
        """The name of each background's number."""
        return BACKGROUNDS

    def __repr__(self):
        pairs = ", ".join(f"{a}: {b}" for a, b in zip(CLASSES, BACKGROUNDS, strict=True))
        return (
            f"BiasedShapes, {self.share:.0%} of training on the class's background\n  {pairs}\n"
            f"  train: {len(self.dataset.train)} images\n"
            f"  {', '.join(TESTS)}: {len(self.tests['even'])} images each, the same shapes"
        )


def biased_shapes(
    share: float = 0.95, *, train: int = 2000, test: int = 1000, seed: int = 0
) -> BiasedShapes:
    """Return shapes whose background tells their class in a share of the training images.

    Parameters
    ----------
    share : float
        How much of each class's training images lies on the class's own background, from 0.25,
        which is no bias, to 1. The rest is divided among the other three.
    train, test : int
        How many training images, and how many images in each of the three tests.
    seed : int
        Draws shapes and backgrounds. The shapes do not depend on ``share``.

    Returns
    -------
    BiasedShapes

    Raises
    ------
    TypeError, ValueError
        For a share or a number out of range.

    Examples
    --------
    >>> biased = biased_shapes(0.95, train=400, test=40)
    >>> (biased.dataset.train.labels == biased.backgrounds["train"]).mean().item()
    0.95
    >>> (biased.tests["swapped"].labels == biased.backgrounds["swapped"]).any().item()
    False
    """
    share = _checked(share)
    train, test = whole(train, "train", 1), whole(test, "test", 1)
    seed = whole(seed, "seed", 0)
    shares = {"train": share, "same": share, "even": 1 / len(CLASSES), "swapped": None}
    splits, backgrounds = {}, {}
    for number, (part, own) in enumerate(shares.items()):
        stream, count = (TRAINING, train) if part == "train" else (TESTING, test)
        rng = np.random.default_rng([seed, stream])
        labels = rng.permutation(np.arange(count) % len(CLASSES))
        chosen = _choose(labels, own, np.random.default_rng([seed, PAINTING, number]))
        splits[part] = Split(_draw(labels, chosen, rng), labels)
        backgrounds[part] = chosen
    train_split = splits.pop("train")
    dataset = Dataset("biased-shapes", train_split, splits["even"], CLASSES)
    return BiasedShapes(share, dataset, splits, backgrounds)


def _checked(share):
    rule = f"share must be a number from 0.25, no bias, to 1, no exception, got {share!r}"
    if not is_real(share):
        raise TypeError(rule)
    if not 1 / len(CLASSES) <= share <= 1:
        raise ValueError(f"{rule}; 0.95 leaves 1 in 20")
    return float(share)


def _choose(labels, share, rng):
    """Return a background for each label; the same counts for every seed, in random order."""
    kinds = len(CLASSES)
    if share is None:
        return (labels + 1) % kinds
    chosen = np.empty_like(labels)
    for label in range(kinds):
        at = rng.permutation(np.flatnonzero(labels == label))
        own = round(share * len(at))
        others = label + 1 + np.arange(len(at) - own) % (kinds - 1)
        chosen[at] = np.concatenate([np.full(own, label), others % kinds])
    return chosen


def _draw(labels, backgrounds, rng):
    """Return images; the generator gives a label's shape the same numbers on any background."""
    kinds = np.array([SHAPE_CLASSES.index(name) for name in CLASSES])[labels]
    blocks = []
    for start in range(0, len(labels), shapes.BLOCK):
        part = slice(start, start + shapes.BLOCK)
        count = len(kinds[part])
        distances = shapes.place(kinds[part], rng)
        colours = COLOURS[backgrounds[part]]
        first = colours + rng.uniform(-SPREAD, SPREAD, (count, 3))
        second = colours + rng.uniform(-SPREAD, SPREAD, (count, 3))
        # A grey, dark or light: as far from one background as from another.
        ink = np.repeat(rng.choice([0.05, 0.95], (count, 1)), 3, axis=1)
        single = [one.astype(shapes.SINGLE) for one in (first, second, ink)]
        blocks.append(shapes.paint(distances, *single, rng))
    return np.concatenate(blocks)
