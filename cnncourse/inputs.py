"""What enters a network, held against its description before any framework sees it."""

import hashlib
import math

import numpy as np

from cnncourse.architecture import Architecture
from cnncourse.recipe import Recipe

# Of this machine's byte order, as both frameworks want them.
KINDS = tuple(map(np.dtype, ("uint8", "float16", "float32", "float64")))


def check_build(architecture: Architecture, dtype: str) -> None:
    """Raise unless both can be built from.

    Raises
    ------
    TypeError, ValueError
        For what is no architecture, or no type that both frameworks train in.
    """
    if not isinstance(architecture, Architecture):
        raise TypeError(
            f"build needs an Architecture, got {type(architecture).__name__}; "
            'take one from the zoo, as zoo.find("lenet-5")'
        )
    if dtype not in ("float32", "float64"):
        raise ValueError(f'dtype must be "float32" or "float64", got {dtype!r}')


def check_images(images, architecture: Architecture, what: str = "images") -> np.ndarray:
    """Return images as an array that fits the architecture's input.

    Raises
    ------
    ValueError, TypeError
        For another shape or dtype, no image, or numbers that are not finite.
    """
    images, shape = np.asarray(images), architecture.input_shape
    if images.shape == shape:
        raise ValueError(
            f"{what} must be a batch (N, {', '.join(map(str, shape))}), got one image of shape "
            f"{images.shape}; pass images[None]"
        )
    if images.shape[1:] != shape:
        raise ValueError(
            f"{what} must have shape (N, {', '.join(map(str, shape))}) for "
            f"{architecture.name!r}, got {images.shape}"
        )
    if len(images) == 0:
        raise ValueError(f"{what} must hold at least one image, got none; add some")
    if images.dtype not in KINDS:
        raise TypeError(
            f"{what} must be uint8 (0 to 255) or float16, float32 or float64 (0 to 1), got "
            f"{images.dtype}; convert with astype"
        )
    if images.dtype != np.uint8 and not np.isfinite(images).all():
        bad = int((~np.isfinite(images).reshape(len(images), -1).all(axis=1)).argmax())
        raise ValueError(
            f"{what} must be finite, but image {bad} holds NaN or infinity; mend it or leave it out"
        )
    return images


def check_split(split, architecture: Architecture, what: str = "split") -> None:
    """Raise unless a split's images and labels fit the architecture.

    Raises
    ------
    ValueError, TypeError
        For wrong images (as `check_images`), a wrong number of labels, or a label that is
        not a class.
    """
    if not hasattr(split, "images") or not hasattr(split, "labels"):
        raise TypeError(f"{what} must have images and labels, got {type(split).__name__}")
    images, labels = check_images(split.images, architecture, f"{what} images"), split.labels
    labels = np.asarray(labels)
    if len(architecture.output_shape) != 1:
        raise ValueError(
            f"{architecture.name!r} ends in a map {architecture.output_shape}, not in logits; "
            "end it with Dense(classes)"
        )
    if labels.shape != (len(images),):
        raise ValueError(
            f"{what} labels must have shape ({len(images)},), one class number an image, "
            f"got {labels.shape}"
        )
    if not np.issubdtype(labels.dtype, np.integer):
        raise TypeError(f"{what} labels must be whole numbers, got {labels.dtype}")
    classes = architecture.output_shape[0]
    if labels.min() < 0 or labels.max() >= classes:
        bad = int(((labels < 0) | (labels >= classes)).argmax())
        raise ValueError(
            f"{what} labels must be in 0..{classes - 1}, got {labels[bad]} (image {bad}); mend it, "
            f"or end {architecture.name!r} with a Dense of as many units as there are classes"
        )


def check_data(data, architecture: Architecture, recipe: Recipe) -> None:
    """Raise unless a data set's training (and validation) split can be trained on.

    Raises
    ------
    ValueError, TypeError
        As `check_split`; also where a batch is larger than the training split or too small
        for a `BatchNorm`, nothing can be trained, or patience has nothing to go by.
    """
    if not isinstance(recipe, Recipe):
        raise TypeError(f"recipe must be a Recipe, got {type(recipe).__name__}")
    if not hasattr(data, "train"):
        raise TypeError(
            f"data must be a Dataset with a train split, got {type(data).__name__}; "
            "make one with datasets.Dataset(name, train, test, classes)"
        )
    check_split(data.train, architecture, "training")
    if getattr(data, "validation", None) is not None:
        check_split(data.validation, architecture, "validation")
    if recipe.batch_size > len(data.train.images):
        raise ValueError(
            f"batch_size (={recipe.batch_size}) is larger than the training split "
            f"(={len(data.train.images)} images); use a smaller batch or more images"
        )
    if recipe.patience is not None and getattr(data, "validation", None) is None:
        raise ValueError(
            f"patience (={recipe.patience}) goes by the validation loss, but the data have no "
            "validation split; make one with with_validation(), or leave patience out"
        )
    if not architecture.trainable_names():
        raise ValueError(f"{architecture.name!r} has no weights to train; add a Conv2D or Dense")
    _check_norms(len(data.train.images), architecture, recipe.batch_size)


def _check_norms(count, architecture, batch_size):
    """Raise where a `BatchNorm` would meet a single number a channel, which has no variance."""
    alone = min(batch_size, count % batch_size or batch_size) == 1
    for step in architecture.named_layers():
        if alone and step.layer.kind == "norm" and math.prod(step.input_shape[:-1]) == 1:
            raise ValueError(
                f"{step.name} of {architecture.name!r} cannot normalise a batch of one image, "
                f"which batch_size (={batch_size}) makes of {count} training images; use "
                "another batch_size or drop an image"
            )


def fingerprint(data) -> str:
    """Return the SHA-256 of what a run sees: training and validation images and labels."""
    digest = hashlib.sha256()
    for split in (data.train, getattr(data, "validation", None)):
        for array in (split.images, split.labels) if split is not None else ():
            array = np.ascontiguousarray(array)
            digest.update(f"{array.shape} {array.dtype}".encode())
            digest.update(array.data)
    return digest.hexdigest()
