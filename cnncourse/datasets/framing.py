"""Images pasted into a larger black frame, in its middle or wherever one says."""

import numpy as np

from cnncourse.arguments import is_whole


def paste(images, frame, offset=None) -> np.ndarray:
    """Return images on black frames, each at the same place.

    Parameters
    ----------
    images : np.ndarray
        (N, H, W, C), of any type.
    frame : int or (int, int)
        Height and width of the frame in pixels, or the side of a square one.
    offset : (int, int), optional
        Row and column of the frame at which the images' first pixel lies. In the middle where
        left out; half a pixel up and left of it where the margins cannot be equal.

    Returns
    -------
    np.ndarray
        (N, frame height, frame width, C), of the images' type.

    Raises
    ------
    ValueError, TypeError
        If the frame is smaller than the images, or the offset takes them out of it.
    """
    height, width = images.shape[1:3]
    rows, columns = _pair(frame, "frame", "a whole number or (height, width)")
    if rows < height or columns < width:
        raise ValueError(
            f"frame (={rows}×{columns}) is smaller than the images (={height}×{width}); "
            "use a larger frame"
        )
    spare = (rows - height, columns - width)
    if offset is None:
        top, left = spare[0] // 2, spare[1] // 2
    else:
        top, left = _pair(offset, "offset", "(row, column)")
        if not (0 <= top <= spare[0] and 0 <= left <= spare[1]):
            raise ValueError(
                f"offset (={top}, {left}) takes the images out of the frame; rows go from 0 to "
                f"{spare[0]}, columns from 0 to {spare[1]}"
            )
    framed = np.zeros((len(images), rows, columns, images.shape[3]), images.dtype)
    framed[:, top : top + height, left : left + width] = images
    return framed


def _pair(value, name, rule):
    """Return two whole numbers; a single one, for a frame, stands for both."""
    given = (value, value) if name == "frame" and is_whole(value) else value
    parts = tuple(given) if isinstance(given, tuple | list | np.ndarray) else ()
    if len(parts) != 2 or not all(map(is_whole, parts)):
        raise TypeError(f"{name} must be {rule}, in pixels, got {value!r}")
    return int(parts[0]), int(parts[1])
