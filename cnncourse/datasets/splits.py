"""Images with their labels: `Split`, checked when made."""

from dataclasses import dataclass

import numpy as np

from cnncourse.arguments import whole
from cnncourse.checks import images as image_checks
from cnncourse.checks import labels as label_checks

from .framing import paste

KINDS = tuple(map(np.dtype, ("uint8", "float32", "float64")))


@dataclass(frozen=True, eq=False, repr=False)
class Split:
    """Images and their labels, one label for each image.

    Parameters
    ----------
    images : np.ndarray
        Shape (N, H, W, C), N >= 1: uint8 in 0..255, or float32/float64 in [0, 1].
        Stored C-contiguous; nothing is copied that already is.
    labels : np.ndarray
        Shape (N,), whole numbers from 0. Stored as int64.

    Raises
    ------
    TypeError
        For another dtype than these.
    ValueError
        For a wrong shape, an empty split, NaN, or values out of range.

    Examples
    --------
    >>> split = Split(np.zeros((4, 28, 28, 1), np.uint8), [0, 1, 0, 1])
    >>> len(split), split.image_shape
    (4, (28, 28, 1))
    """

    images: np.ndarray
    labels: np.ndarray

    def __post_init__(self):
        images = image_checks.check_any(self.images, _count(self.labels), kinds=KINDS)
        labels = label_checks.check(self.labels, len(images))
        images, labels = map(np.ascontiguousarray, (images, labels.astype(np.int64, copy=False)))
        object.__setattr__(self, "images", images)
        object.__setattr__(self, "labels", labels)

    def __len__(self):
        return len(self.labels)

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """Height, width and channels of one image."""
        return self.images.shape[1:]

    def select(self, indices) -> "Split":
        """Return the split that holds the images at ``indices`` (whole numbers), in that order."""
        indices = np.asarray(indices)
        if indices.ndim != 1 or indices.dtype.kind not in "iu":
            raise TypeError(
                f"indices must be a sequence of whole numbers, got shape {indices.shape} "
                f"and dtype {indices.dtype}"
            )
        return Split(self.images[indices], self.labels[indices])

    def take(self, count: int, *, seed: int = 0) -> "Split":
        """Return ``count`` images drawn at random, as many of each class as can be.

        Where ``count`` is no multiple of the number of classes present, some classes,
        drawn by the seed, give one image more. The images keep their order.

        Parameters
        ----------
        count : int
            How many images in all.
        seed : int
            Draws the images.

        Raises
        ------
        ValueError
            If ``count`` is out of range or a class has too few images for a balanced draw.
        """
        count = whole(count, "count", 1)
        rng = np.random.default_rng(whole(seed, "seed", 0))
        present = np.unique(self.labels)
        share, rest = divmod(count, len(present))
        quotas = np.full(len(present), share)
        quotas[rng.permutation(len(present))[:rest]] += 1
        chosen = []
        for label, quota in zip(present, quotas, strict=True):
            candidates = np.flatnonzero(self.labels == label)
            if quota > len(candidates):
                raise ValueError(
                    f"count (={count}) over {len(present)} classes asks for {quota} images of "
                    f"label {label}, which has {len(candidates)}; take fewer"
                )
            chosen.append(rng.choice(candidates, quota, replace=False))
        return self.select(np.sort(np.concatenate(chosen)))

    def in_frame(self, frame, offset=None) -> "Split":
        """Return the split with its images on larger, black frames.

        Parameters
        ----------
        frame : int or (int, int)
            Height and width in pixels, or the side of a square frame.
        offset : (int, int), optional
            Row and column at which the images' first pixel lies; in the middle where left out.

        Raises
        ------
        ValueError, TypeError
            If the images do not lie wholly within the frame.

        Examples
        --------
        >>> split = Split(np.full((1, 2, 2, 1), 9, np.uint8), [0])
        >>> split.in_frame(4, (2, 1)).images[0, ..., 0].tolist()
        [[0, 0, 0, 0], [0, 0, 0, 0], [0, 9, 9, 0], [0, 9, 9, 0]]
        """
        return Split(paste(self.images, frame, offset), self.labels)

    def __repr__(self):
        return f"Split({describe(self)}, labels {self.labels.min()} to {self.labels.max()})"


def describe(split: Split) -> str:
    """Return how many images a split has, and of which size and dtype."""
    height, width, channels = split.image_shape
    noun = "image" if len(split) == 1 else "images"
    return f"{len(split)} {noun} of {height}×{width}×{channels}, {split.images.dtype}"


def _count(labels):
    """Return how many labels there are, which tells one image from a batch of grey ones."""
    try:
        return len(labels)
    except TypeError:
        return 1
