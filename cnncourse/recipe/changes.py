"""What a recipe does to training images beyond moving them: drawn and carried out here.

Each epoch's images are made once, at its beginning, by the rules of `augmentation`, and both twins
train on the arrays it returns: turned, cropped and mixed images are equal in both to the byte.
One busy core turned 15,000 images of 28×28 pixels a second, cropped 50,000, and did 200,000 or
more of the other kinds; in colour and with 32×32 pixels, 6,000, 15,000 and 40,000. A second set
of images is held in memory.
"""

from dataclasses import dataclass

import numpy as np

from cnncourse.recipe.augmentation import brighten, cut_out, mix, move, places, sample

CHUNK = 256
"""Images changed at once: what is computed on the way then stays in the processor's cache."""
STREAMS = {"rotation": 2, "crop": 3, "brightness": 4, "cutout": 5, "mixup": 6}
"""Each kind's own stream of random numbers, beside [seed, epoch, 1] of the moves: one kind more
leaves the draws of the others as they are."""


@dataclass(frozen=True)
class Changes:
    """How one epoch changes each of n images, in this order; None where the recipe leaves it out.

    Parameters
    ----------
    moves : ndarray of int64, (n, 3)
        As `augmentation.move` takes them.
    angles : ndarray of float64, (n,)
        Degrees, counter-clockwise.
    windows : ndarray of float64, (n, 3)
        The share of the side that is kept; how far down and how far to the right the window
        lies, each as a share of the room there is.
    factors : ndarray of float64, (n,)
        What each pixel is multiplied by.
    cutouts : ndarray of float64, (n, 2)
        The pixel in the middle of the black square: its row and column as shares of the sides.
    side : int
        Of that square, in pixels.
    partners : ndarray of int64, (n,)
        The image that each is mixed with, which is changed as its own row says.
    weights : ndarray of float64, (n,)
        What each image weighs in the mixture; its partner weighs the rest.
    """

    moves: np.ndarray | None = None
    angles: np.ndarray | None = None
    windows: np.ndarray | None = None
    factors: np.ndarray | None = None
    cutouts: np.ndarray | None = None
    side: int = 0
    partners: np.ndarray | None = None
    weights: np.ndarray | None = None


def draw_changes(recipe, n: int, epoch: int) -> Changes | None:
    """Return how one epoch changes each of ``n`` images; see `Recipe.changes`."""
    streams = {
        name: np.random.default_rng([recipe.seed, epoch, number])
        for name, number in STREAMS.items()
        if getattr(recipe, name) != (1 if name == "crop" else 0)
    }
    if not streams:
        return None
    found = {"moves": recipe.moves(n, epoch)}
    if rng := streams.get("rotation"):
        found["angles"] = rng.uniform(-recipe.rotation, recipe.rotation, n)
    if rng := streams.get("crop"):
        low = [recipe.crop, 0, 0]
        found["windows"] = rng.uniform(low, 1, (n, 3))
    if rng := streams.get("brightness"):
        found["factors"] = rng.uniform(1 - recipe.brightness, 1 + recipe.brightness, n)
    if rng := streams.get("cutout"):
        found |= {"cutouts": rng.uniform(0, 1, (n, 2)), "side": recipe.cutout}
    if rng := streams.get("mixup"):
        found["partners"] = rng.integers(0, n, n)
        found["weights"] = rng.beta(recipe.mixup, recipe.mixup, n)
    return Changes(**found)


def change(images: np.ndarray, changes: Changes) -> np.ndarray:
    """Return the images as one epoch sees them.

    Parameters
    ----------
    images : ndarray, (n, H, W, C)
        uint8 (0 to 255) or floating point (0 to 1).
    changes : Changes
        Of all n.

    Returns
    -------
    ndarray, (n, H, W, C), of the images' type
        Bytes are rounded to the nearest, once before images are mixed and once after.
    """
    done = np.empty_like(images)
    for start in range(0, len(images), CHUNK):
        part = slice(start, start + CHUNK)
        done[part] = _changed(images[part], changes, part)
    if changes.partners is None:
        return done
    mixed = np.empty_like(images)
    for start in range(0, len(images), CHUNK):
        part = slice(start, start + CHUNK)
        others = done[changes.partners[part]]
        mixed[part] = mix(done[part], others, changes.weights[part])
    return mixed


def _changed(images, changes, part):
    """Return some of the images changed one by one, by their rows ``part``."""
    if changes.moves is not None:
        images = move(images, changes.moves[part])
    angles, windows = (
        None if rows is None else rows[part] for rows in (changes.angles, changes.windows)
    )
    if angles is not None or windows is not None:
        images = sample(images, *places(images.shape, angles, windows))
    if changes.factors is not None:
        images = brighten(images, changes.factors[part])
    if changes.cutouts is not None:
        images = cut_out(images, changes.cutouts[part], changes.side)
    return images


def targets(labels: np.ndarray, changes: Changes, classes: int) -> np.ndarray:
    """Return what is wanted of mixed images: each of the two labels with its weight.

    Returns
    -------
    ndarray of float64, (n, classes)
        Rows add up to 1. The cross-entropy with such a row is the weighted sum of the
        cross-entropies with the two labels.

    Examples
    --------
    >>> pair = Changes(partners=np.array([1, 1]), weights=np.array([0.75, 0.5]))
    >>> targets(np.array([0, 2]), pair, 3).tolist()
    [[0.75, 0.0, 0.25], [0.0, 0.0, 1.0]]
    """
    single, weights = np.eye(classes)[labels], changes.weights[:, None]
    return weights * single + (1 - weights) * single[changes.partners]
