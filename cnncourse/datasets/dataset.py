"""A named set of splits: `Dataset`, and the drawing of its validation split."""

from dataclasses import dataclass
from numbers import Real

import numpy as np

from cnncourse.arguments import is_whole, whole
from cnncourse.checks.labels import counted_from_one

from .splits import Split, describe


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
        rng = np.random.default_rng(whole(seed, "seed", 0))
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

    def in_frame(self, frame) -> "Dataset":
        """Return this set with all images in the middle of larger, black frames.

        Parameters
        ----------
        frame : int or (int, int)
            Height and width in pixels, or the side of a square frame.

        Raises
        ------
        ValueError, TypeError
            If the frame is smaller than the images.
        """
        parts = {name: split.in_frame(frame) for name, split in self._parts()}
        return Dataset(
            self.name, parts["train"], parts["test"], self.classes, parts.get("validation")
        )

    def __repr__(self):
        lines = [f"  {part}: {describe(split)}" for part, split in self._parts()]
        names = ", ".join(self.classes)
        return "\n".join(
            [f"Dataset {self.name!r}", *lines, f"  {len(self.classes)} classes: {names}"]
        )


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
        cure = "add the name of its class, or mend it"
        if counted_from_one(split.labels, len(dataset.classes)):
            cure = "they seem to count the classes from 1: subtract 1, labels - 1"
        raise ValueError(
            f"label {split.labels[at]} ({part}, index {at}) has no class: "
            f"{len(dataset.classes)} classes take labels 0 to {len(dataset.classes) - 1}; {cure}"
        )


def _validation_count(validation, available):
    """Return how many of ``available`` images an int count or a fraction asks for."""
    rule = (
        f"validation must be a number of images from 1 to {available - 1}, "
        f"or a fraction between 0 and 1, got {validation!r}"
    )
    if isinstance(validation, bool) or not isinstance(validation, Real):
        raise TypeError(rule)
    if is_whole(validation):
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
