"""Pixels put around images: zeros, a mirror, or the edge repeated."""

import numpy as np

from cnncourse.geometry import check_padding
from cnncourse.ops.arrays import need_images, result_dtype
from cnncourse.ops.windows import surround

MODES = ("zero", "reflect", "replicate")


def pad_sides(padding) -> tuple[int, int, int, int]:
    """Return ``padding`` as (top, bottom, left, right); "same" alone says nothing."""
    padding = check_padding(padding)
    if padding == "same":
        raise ValueError(
            'padding "same" depends on a kernel, which pad2d does not have; give numbers, '
            "for instance those of cnncourse.geometry.resolve_padding"
        )
    return (0, 0, 0, 0) if padding == "valid" else padding


def source_pixels(size: int, before: int, after: int, mode: str, name: str) -> np.ndarray:
    """Return, for every padded position in one direction, the index of the pixel it shows.

    Raises
    ------
    ValueError
        If there is no pixel to show.
    """
    positions = np.arange(-before, size + after)
    if mode == "replicate":
        if not size and (before or after):
            raise ValueError(f'mode "replicate" needs at least one pixel in {name}, got none')
        return np.clip(positions, 0, max(size - 1, 0))
    if max(before, after) >= max(size, 1):
        raise ValueError(
            f"padding (={max(before, after)}) must be smaller than the image (={size}) in {name} "
            'for mode "reflect", which does not repeat the edge; use less padding or '
            'mode="replicate"'
        )
    return size - 1 - np.abs(size - 1 - np.abs(positions))


def check_mode(mode) -> None:
    """Raise ValueError unless ``mode`` is one of `MODES`."""
    if mode not in MODES:
        raise ValueError(f'mode must be "zero", "reflect" or "replicate", got {mode!r}')


def pad2d(images, padding, *, mode="zero"):
    """Put pixels around images.

    Parameters
    ----------
    images : array_like (N, H, W, C)
    padding : int or tuple
        A number for all four sides, (height, width) or (top, bottom, left, right), in
        pixels; ``"valid"`` is none.
    mode : {"zero", "reflect", "replicate"}
        What the new pixels show: nothing; the image mirrored at its edge, the edge itself
        not repeated (NumPy's and PyTorch's "reflect"); or the nearest edge pixel.

    Returns
    -------
    ndarray (N, top + H + bottom, left + W + right, C)
        Always a new array, floating point.

    Raises
    ------
    ValueError
        If the padding is negative or ``"same"``, the mode unknown, or the padding as large
        as the image under ``"reflect"``.

    Examples
    --------
    >>> row = np.array([1, 2, 3])[None, None, :, None]
    >>> for mode in ("zero", "reflect", "replicate"):
    ...     print(pad2d(row, (0, 0, 2, 1), mode=mode).ravel().tolist())
    [0.0, 0.0, 1.0, 2.0, 3.0, 0.0]
    [3.0, 2.0, 1.0, 2.0, 3.0, 2.0]
    [1.0, 1.0, 1.0, 2.0, 3.0, 3.0]
    """
    images = np.asarray(images)
    need_images(images)
    check_mode(mode)
    top, bottom, left, right = sides = pad_sides(padding)
    dtype = result_dtype(images=images)
    if mode == "zero":
        padded = surround(images, sides, dtype)
        return padded if any(sides) else padded.copy()
    rows = source_pixels(images.shape[1], top, bottom, mode, "height")
    columns = source_pixels(images.shape[2], left, right, mode, "width")
    return images[:, rows[:, None], columns].astype(dtype, copy=False)
