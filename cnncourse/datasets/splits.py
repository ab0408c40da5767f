"""Images with their labels: `Split`, and the `Dataset` that holds a training and a test split."""

from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np

FLOATS = (np.dtype("float32"), np.dtype("float64"))


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
        images, labels = _checked_images(self.images), _checked_labels(self.labels)
        if len(images) != len(labels):
            raise ValueError(
                f"a split needs one label for each image, got {len(images)} images "
                f"and {len(labels)} labels"
            )
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
        count = whole(count, "count", least=1)
        rng = np.random.default_rng(whole(seed, "seed", least=0))
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

    def __repr__(self):
        return f"Split({describe(self)}, labels {self.labels.min()} to {self.labels.max()})"


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """A named set: training and test images, the names of the classes, perhaps a validation split.

    Parameters
    ----------
    name : str
        What to call the set.
    train, test : Split
        Images to learn from, and images kept apart to judge the final model.
    classes : sequence of str
        The name of each class; a label is a position in it. Stored as a tuple.
    validation : Split, optional
        Images to choose by while training (when to stop, which epoch to keep).

    Raises
    ------
    TypeError, ValueError
        If the splits do not fit one another or a label has no class.

    Examples
    --------
    >>> images = np.zeros((4, 8, 8, 3), np.uint8)
    >>> print(Dataset("tiny", Split(images, [0, 1, 0, 1]), Split(images, [0, 0, 1, 1]), ["a", "b"]))
    Dataset 'tiny'
      train: 4 images of 8×8×3, uint8
      test: 4 images of 8×8×3, uint8
      2 classes: a, b
    """

    name: str
    train: Split
    test: Split
    classes: tuple[str, ...]
    validation: Split | None = None

    def __post_init__(self):
        if not isinstance(self.name, str) or not self.name:
            raise TypeError(f"name must be a non-empty string, got {self.name!r}")
        object.__setattr__(self, "classes", _checked_classes(self.classes))
        for part, split in self._parts():
            if not isinstance(split, Split):
                raise TypeError(
                    f"{part} must be a Split, got {type(split).__name__}; "
                    "make one with Split(images, labels)"
                )
            _check_part(part, split, self)

    def _parts(self):
        """Yield (name, split); a missing validation split is left out."""
        yield "train", self.train
        if self.validation is not None:
            yield "validation", self.validation
        yield "test", self.test

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """Height, width and channels of one image."""
        return self.train.image_shape

    def with_validation(self, validation, *, seed: int = 0, stratified: bool = False) -> "Dataset":
        """Return this set with part of the training images set apart for validation.

        Parameters
        ----------
        validation : int or float
            How many training images, or which fraction of them (between 0 and 1).
        seed : int
            Draws them. The order of the images is kept in both parts.
        stratified : bool
            Whether each class gives the same share, to the nearest image.

        Raises
        ------
        ValueError
            If nothing, or everything, would be set apart, or the set already has a
            validation split.
        """
        if self.validation is not None:
            raise ValueError(
                f"{self.name!r} already has a validation split of {len(self.validation)} images"
            )
        count = _validation_count(validation, len(self.train))
        rng = np.random.default_rng(whole(seed, "seed", least=0))
        if stratified:
            apart = _draw_stratified(self.train.labels, count, rng)
        else:
            apart = rng.permutation(len(self.train))[:count]
        mask = np.zeros(len(self.train), bool)
        mask[apart] = True
        train, held = np.flatnonzero(~mask), np.flatnonzero(mask)
        return Dataset(
            self.name, self.train.select(train), self.test, self.classes, self.train.select(held)
        )

    def __repr__(self):
        lines = [f"  {part}: {describe(split)}" for part, split in self._parts()]
        names = ", ".join(self.classes)
        return "\n".join(
            [f"Dataset {self.name!r}", *lines, f"  {len(self.classes)} classes: {names}"]
        )


def describe(split: Split) -> str:
    """Return how many images a split has, and of which size and dtype."""
    height, width, channels = split.image_shape
    noun = "image" if len(split) == 1 else "images"
    return f"{len(split)} {noun} of {height}×{width}×{channels}, {split.images.dtype}"


def whole(value, name: str, *, least: int) -> int:
    """Return ``value`` as an int of at least ``least``, or say what ``name`` must be."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name} must be a whole number, got {value!r}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, got {value}")
    return int(value)


def _checked_images(images):
    images = np.asarray(images)
    if images.dtype != np.uint8 and images.dtype.newbyteorder("=") not in FLOATS:
        raise TypeError(
            f"images must be uint8 in 0..255, or float32 or float64 in [0, 1], got {images.dtype}"
        )
    if images.ndim != 4:
        cure = "; add the channel axis with images[..., None]" if images.ndim == 3 else ""
        raise ValueError(f"images must have shape (N, H, W, C), got {images.shape}{cure}")
    if images.size == 0:
        raise ValueError(f"a split needs at least one image, got shape {images.shape}")
    if images.dtype != np.uint8:
        images = images.astype(images.dtype.newbyteorder("="), copy=False)
        _check_range(images)
    return np.ascontiguousarray(images)


def _check_range(images):
    """Raise unless every value lies in [0, 1]; the minimum of an array with NaN is NaN."""
    least, most = images.min(), images.max()
    if np.isnan(least):
        bad = np.isnan(images).reshape(len(images), -1).any(axis=1)
        raise ValueError(
            f"images must not contain NaN, found it in {bad.sum()} of {len(images)} images, "
            f"the first at index {bad.argmax()}"
        )
    if least < 0 or most > 1:
        raise ValueError(
            f"float images must lie in [0, 1], got values from {least:g} to {most:g}; "
            "divide by 255, or pass uint8"
        )


def _checked_labels(labels):
    labels = np.asarray(labels)
    if labels.ndim != 1:
        cure = (
            "; turn one-hot rows into labels with labels.argmax(axis=1)" if labels.ndim == 2 else ""
        )
        raise ValueError(f"labels must have shape (N,), got {labels.shape}{cure}")
    if len(labels) and labels.dtype.kind not in "iu":
        raise TypeError(f"labels must be whole numbers, got dtype {labels.dtype}")
    if len(labels) and labels.min() < 0:
        raise ValueError(f"labels must be at least 0, got {labels.min()}")
    return np.ascontiguousarray(labels, dtype=np.int64)


def _checked_classes(classes):
    if isinstance(classes, str) or not all(isinstance(name, str) for name in classes):
        raise TypeError(f"classes must be a sequence of names, got {classes!r}")
    if len(set(classes)) != len(classes) or not classes:
        raise ValueError(f"classes must be one or more different names, got {tuple(classes)!r}")
    return tuple(classes)


def _check_part(part, split, dataset):
    """Raise unless ``split`` fits the training split and the classes of ``dataset``."""
    if split.image_shape != dataset.train.image_shape:
        raise ValueError(
            f"all images of a set must have one shape: train has {dataset.train.image_shape}, "
            f"{part} has {split.image_shape}"
        )
    if split.images.dtype != dataset.train.images.dtype:
        raise ValueError(
            f"all images of a set must have one dtype: train has {dataset.train.images.dtype}, "
            f"{part} has {split.images.dtype}"
        )
    if split.labels.max() >= len(dataset.classes):
        at = split.labels.argmax()
        raise ValueError(
            f"label {split.labels[at]} ({part}, index {at}) has no class: "
            f"{len(dataset.classes)} classes take labels 0 to {len(dataset.classes) - 1}"
        )


def _validation_count(validation, available):
    """Return how many of ``available`` images an int count or a fraction asks for."""
    rule = (
        f"validation must be a number of images from 1 to {available - 1}, "
        f"or a fraction between 0 and 1, got {validation!r}"
    )
    if isinstance(validation, bool) or not isinstance(validation, Real):
        raise TypeError(rule)
    if isinstance(validation, Integral):
        count = int(validation)
    elif 0 < validation < 1:
        count = round(available * float(validation))
    else:
        raise ValueError(rule)
    if not 0 < count < available:
        raise ValueError(rule)
    return count


def _draw_stratified(labels, count, rng):
    """Return ``count`` indices, each class giving its share; the largest remainders round up."""
    present, sizes = np.unique(labels, return_counts=True)
    # Whole-number arithmetic, so that equal shares stay exactly equal.
    quotas, remainders = np.divmod(sizes * count, len(labels))
    most = np.argsort(-remainders, kind="stable")[: count - quotas.sum()]
    quotas[most] += 1
    return np.concatenate(
        [
            rng.permutation(np.flatnonzero(labels == label))[:quota]
            for label, quota in zip(present, quotas, strict=True)
        ]
    )
