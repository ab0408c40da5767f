"""What every operation asks of its arrays: real numbers, promoted, in the right shape."""

import math

import numpy as np


def result_dtype(**arrays) -> np.dtype:
    """Return the floating type in which the named arrays are to be computed.

    Raises
    ------
    TypeError
        If one of them does not hold real numbers.

    Examples
    --------
    >>> pixels, kernels = np.zeros(2, "uint8"), np.zeros(2, "float32")
    >>> result_dtype(images=pixels), result_dtype(images=pixels, kernels=kernels)
    (dtype('float64'), dtype('float32'))
    """
    for name, array in arrays.items():
        if array.dtype.kind not in "fiub":
            raise TypeError(
                f"{name} must hold real numbers, got dtype {array.dtype}; "
                "convert it to float32 or float64 first"
            )
    dtype = np.result_type(*arrays.values())
    if dtype.kind != "f":
        return np.dtype("float64")
    return np.dtype("float32") if dtype.itemsize < 4 else dtype


def as_floats(**arrays) -> list[np.ndarray]:
    """Return the named arrays in one common floating type, copied only where it differs.

    Raises
    ------
    TypeError
        If one of them does not hold real numbers.
    """
    arrays = {name: np.asarray(array) for name, array in arrays.items()}
    dtype = result_dtype(**arrays)
    return [array.astype(dtype, copy=False) for array in arrays.values()]


def need_images(images: np.ndarray) -> None:
    """Raise ValueError unless ``images`` has the four axes (N, H, W, C)."""
    if images.ndim == 4:
        return
    cure = {
        2: "add the batch and channel axes: images[None, ..., None]",
        3: "add the batch axis to one image, images[None], "
        "or the channel axis to a batch of grey images, images[..., None]",
    }.get(images.ndim, "one axis each for batch, height, width and channels")
    raise ValueError(f"images must have shape (N, H, W, C), got {images.shape}; {cure}")


def need_shape(name: str, array: np.ndarray, shape: tuple[int, ...], meaning: str) -> None:
    """Raise ValueError unless ``array`` has exactly ``shape``, which means ``meaning``."""
    if array.shape != shape:
        cure = ""
        if array.size == math.prod(shape):
            cure = f"; use {name}.reshape({shape})"
        raise ValueError(f"{name} must have shape {shape}, {meaning}, got {array.shape}{cure}")
