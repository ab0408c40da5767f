"""What the functions of this room take: maps, gradients, images as floats, one class an image."""

import numpy as np

from cnncourse.checks import images as image_checks

AXES = {3: "(N, H, W)", 4: "(N, H, W, C)"}


def as_maps(given, what: str, axes: int = 4) -> np.ndarray:
    """Return maps as a finite floating-point array with as many axes as they must have.

    Raises
    ------
    TypeError, ValueError
        For what holds no floating-point numbers, has other axes, or is not finite.
    """
    array = np.asarray(given)
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
    if not np.isfinite(array).all():
        raise ValueError(f"{what} must be finite, got NaN or infinity; look at the model's weights")
    return array


def check_alike(one: np.ndarray, other: np.ndarray, names: tuple[str, str], cure: str) -> None:
    """Raise ValueError unless two arrays have the same shape."""
    if one.shape != other.shape:
        raise ValueError(
            f"{names[0]} and {names[1]} must have one shape, got {one.shape} and {other.shape}; "
            f"{cure}"
        )


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
