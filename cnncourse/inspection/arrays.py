"""What the functions of this room take: numbers, logits, maps, images, one class an image."""

from collections.abc import Callable

import numpy as np

from cnncourse.checks import images as image_checks
from cnncourse.checks import labels as label_checks
from cnncourse.checks.others import tensor_cure

AXES = {3: "(N, H, W)", 4: "(N, H, W, C)"}


def _as_array(given, what: str) -> np.ndarray:
    """Return what is given as one array, or say why it is none."""
    try:
        return np.asarray(given)
    except ValueError as error:
        raise ValueError(
            f"{what} must be one array, got lists of several lengths; give every row equally many "
            "numbers"
        ) from error
    except (TypeError, RuntimeError) as error:
        # A tensor on a card, or one that remembers how it came about.
        raise TypeError(
            f"{what} must be an array of NumPy, got a {type(given).__name__}; "
            f"{tensor_cure(given, what)}"
        ) from error


def _need_finite(array: np.ndarray, what: str) -> None:
    if not np.isfinite(array).all():
        raise ValueError(f"{what} must be finite, got NaN or infinity; look at the model's weights")


def as_numbers(given, what: str) -> np.ndarray:
    """Return an array of finite real numbers, of float32 at least where they are no whole ones.

    Raises
    ------
    TypeError, ValueError
        For what is no array, holds no real numbers, or is not finite.
    """
    array = _as_array(given, what)
    if array.dtype.kind not in "fiub":
        raise TypeError(
            f"{what} must be real numbers, got {array.dtype}; pass what a twin returns, as "
            "predict(model, images)"
        )
    _need_finite(array, what)
    return array.astype(np.float32) if array.dtype == np.float16 else array


def as_logits(given, labels) -> tuple[np.ndarray, np.ndarray]:
    """Return logits (N, classes) as float64, and the label of each row.

    Raises
    ------
    TypeError, ValueError
        For logits of another shape, not finite or of no image, and for labels that do not fit.
    """
    logits = as_numbers(given, "logits")
    if logits.ndim != 2 or not logits.size:
        raise ValueError(
            f"logits must have shape (N, classes), got {logits.shape}; give every image a row, "
            "also if it is one alone"
        )
    return logits.astype(float), label_checks.check(labels, len(logits), classes=logits.shape[1])


def as_labels(labels, classes: int | None = None) -> np.ndarray:
    """Return labels (N,) of one image at least; raises as `cnncourse.checks.labels.check`."""
    if not np.size(labels):
        raise ValueError("labels must hold at least one, got none; add images")
    return label_checks.check(labels, np.size(labels), classes=classes)


def as_maps(given, what: str, axes: int = 4) -> np.ndarray:
    """Return maps as a finite floating-point array with as many axes as they must have.

    Raises
    ------
    TypeError, ValueError
        For what holds no floating-point numbers, has other axes, or is not finite.
    """
    array = _as_array(given, what)
    if array.dtype.kind != "f":
        raise TypeError(
            f"{what} must be floating-point numbers, got {array.dtype}; pass what a twin's "
            "activations or map_gradients returns"
        )
    if array.ndim != axes:
        cure = "ask for a layer that gives maps, before any Flatten"
        if array.ndim == axes - 1:
            cure = f"of one image, pass {what}[None]"
        raise ValueError(f"{what} must have shape {AXES[axes]}, got {array.shape}; {cure}")
    if not array.size:
        raise ValueError(f"{what} must hold at least one number, got {array.shape}; add images")
    _need_finite(array, what)
    return array.astype(np.float32) if array.dtype == np.float16 else array


def check_alike(one: np.ndarray, other: np.ndarray, names: tuple[str, str], cure: str) -> None:
    """Raise ValueError unless two arrays have the same shape."""
    if one.shape != other.shape:
        raise ValueError(
            f"{names[0]} and {names[1]} must have one shape, got {one.shape} and {other.shape}; "
            f"{cure}"
        )


def check_function(given: Callable, what: str, cure: str) -> None:
    """Raise TypeError for what cannot be called."""
    if not callable(given):
        raise TypeError(f"{what} must be a function, got a {type(given).__name__}; {cure}")


def as_fractions(images) -> np.ndarray:
    """Return images (N, H, W, C) as floating-point numbers in [0, 1].

    Raises
    ------
    TypeError, ValueError
        As `cnncourse.checks.images.check_any`.
    """
    images = image_checks.check_any(images)
    if images.dtype == np.uint8:
        return images.astype(np.float32) / np.float32(255)
    return images if images.dtype.itemsize > 2 else images.astype(np.float32)


def level_of(array: np.ndarray, axis: int | None = None) -> np.ndarray:
    """Return the power of 2 next above the largest number, 1 where all are 0.

    Divided by it, numbers keep every digit, and their squares neither run over nor vanish.
    """
    largest = np.abs(array).max(axis=axis, keepdims=True)
    return np.ldexp(np.ones_like(largest), np.frexp(largest)[1])
