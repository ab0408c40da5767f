"""Where a network is wrong: how surely, by how little, where a label is, and who else is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnncourse import arguments, ops
from cnncourse.checks import labels as label_checks
from cnncourse.datasets import Split
from cnncourse.inspection.arrays import as_labels, as_logits, as_numbers, check_function

TAUGHT = (
    "write def taught(split): train on it, and return lambda images: twin.predict(model, images)"
)


def losses(logits, labels) -> np.ndarray:
    """Return the cross-entropy of every image, in nats; `ops.cross_entropy` is their mean.

    Parameters
    ----------
    logits : array_like (N, classes)
    labels : array_like of int, (N,)

    Returns
    -------
    ndarray of float, (N,)

    Raises
    ------
    TypeError, ValueError
        If logits and labels do not fit.

    Examples
    --------
    >>> losses([[0, 0], [0, np.log(3)]], [0, 1]).round(3).tolist()
    [0.693, 0.288]
    """
    logits, labels = as_logits(logits, labels)
    return -ops.log_softmax(logits)[np.arange(len(labels)), labels]


def margins(logits, labels) -> np.ndarray:
    """Return by how much the right class's logit leads the best other: below 0 where wrong.

    Near 0 lie the near misses, far below the surest mistakes.

    Parameters
    ----------
    logits : array_like (N, classes)
        Of two classes or more.
    labels : array_like of int, (N,)

    Returns
    -------
    ndarray of float, (N,)

    Raises
    ------
    TypeError, ValueError
        If logits and labels do not fit.

    Examples
    --------
    >>> margins([[3, 1, 0], [0, 1, 5]], [0, 1]).tolist()
    [2.0, -4.0]
    """
    logits, labels = as_logits(logits, labels)
    if logits.shape[1] < 2:
        raise ValueError(
            f"logits must have two classes or more, got {logits.shape}; one alone has no other "
            "to lead"
        )
    at = np.arange(len(labels))
    own = logits[at, labels]
    logits[at, labels] = -np.inf
    return own - logits.max(axis=1)


def cross_validated(
    taught: Callable[[Split], Callable], split: Split, folds: int = 5, seed: int = 0
) -> np.ndarray:
    """Return logits of every image from a network that has not learned from it.

    The images are parted into folds at random. For each fold a network learns from the others.

    Parameters
    ----------
    taught : function
        Takes a `Split` to learn from; returns a function from images to logits.
    split : Split
        All images, with the labels that are doubted.
    folds : int
        At least 2.
    seed : int
        Of the folds.

    Returns
    -------
    ndarray (N, classes)

    Raises
    ------
    TypeError, ValueError
        If there are fewer images than folds, fewer folds than 2, or ``taught`` does not return a
        function that gives each image of a fold a row of logits.
    """
    folds, seed = arguments.count(folds, "folds", 2), arguments.whole(seed, "seed", 0)
    if not isinstance(split, Split):
        raise TypeError(
            f"split must be a Split, got a {type(split).__name__}; as dataset.train, or "
            "Split(images, labels)"
        )
    if len(split) < folds:
        raise ValueError(
            f"every fold must have an image, but {len(split)} images are parted into {folds} "
            "folds; take fewer folds"
        )
    check_function(taught, "taught", TAUGHT)
    parts = np.array_split(np.random.default_rng(seed).permutation(len(split)), folds)
    found = [_unseen(taught, split, part) for part in parts]
    widths = sorted({rows.shape[1] for rows in found})
    if len(widths) > 1:
        raise ValueError(
            f"logits must be of equally many classes in every fold, got {widths}; build the "
            "network for all classes, also those that a fold lacks"
        )
    logits = np.empty((len(split), *widths), found[0].dtype)
    logits[np.concatenate(parts)] = np.concatenate(found)
    return logits


def _unseen(taught, split, part):
    """Return the logits of some images by a network that learned from all others."""
    learned = taught(split.select(np.setdiff1d(range(len(split)), part)))
    check_function(learned, "what taught returns", TAUGHT)
    rows = as_numbers(learned(split.images[part]), "logits")
    if rows.ndim != 2 or len(rows) != len(part) or not rows.size:
        raise ValueError(
            f"logits must be one row for each of the {len(part)} images of a fold, got "
            f"{rows.shape}; {TAUGHT}"
        )
    return rows


def plant_noise(labels, share: float, classes: int, seed: int = 0):
    """Return labels of which a share is replaced by another class, and where.

    Parameters
    ----------
    labels : array_like of int, (N,)
    share : float
        In [0, 1), of all labels.
    classes : int
        At least 2; each other class is as likely.
    seed : int

    Returns
    -------
    tuple of ndarray
        The labels (N,), and the places of the wrong ones in rising order.

    Raises
    ------
    TypeError, ValueError
        If there are no labels, they are no classes, or ``share`` lies outside [0, 1).

    Examples
    --------
    >>> noisy, places = plant_noise([0, 1, 2, 0], 0.5, 3)
    >>> len(places), int((noisy != [0, 1, 2, 0]).sum())
    (2, 2)
    """
    classes = arguments.count(classes, "classes", 2)
    share = arguments.real(share, "share", 0, 1, cure="0.05 for 5 %")
    labels = as_labels(labels, classes)
    # A copy, of numbers that hold every class.
    labels = labels.astype(np.result_type(labels, np.min_scalar_type(classes - 1)))
    rng = np.random.default_rng(arguments.whole(seed, "seed", 0))
    places = np.sort(rng.choice(len(labels), round(share * len(labels)), replace=False))
    moved = labels[places].astype(int) + rng.integers(1, classes, len(places))
    labels[places] = moved % classes
    return labels, places


@dataclass(frozen=True)
class Shared:
    """Images that two networks both have wrong.

    Parameters
    ----------
    both : int
        How many there are.
    by_chance : float
        How many there would be if the two were wrong on images of a class independently of one
        another, each as often as it is.
    """

    both: int
    by_chance: float


def shared(labels, first, second) -> Shared:
    """Compare the mistakes of two networks with what chance would share.

    Parameters
    ----------
    labels : array_like of int, (N,)
    first, second : array_like of int, (N,)
        The classes that the two networks named.

    Raises
    ------
    TypeError, ValueError
        If the three are not class numbers of equally many images, one at least.

    Examples
    --------
    >>> shared([0, 0, 1, 1], [1, 0, 1, 1], [1, 1, 1, 0])
    Shared(both=1, by_chance=1.0)
    """
    labels = as_labels(labels)
    one, other = (
        label_checks.check(said, len(labels), name) != labels
        for said, name in ((first, "first"), (second, "second"))
    )
    there = [labels == k for k in np.unique(labels)]
    expected = sum(one[k].sum() * other[k].sum() / k.sum() for k in there)
    return Shared(int((one & other).sum()), float(expected))
