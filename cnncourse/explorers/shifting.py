"""An image moved within its frame."""

import numpy as np


def shifted(image, down, right):
    """Return the image moved by pixels within its frame; zeros come in.

    Parameters
    ----------
    image : ndarray (H, W)
    down, right : int
        Negative ones move up and left.

    Examples
    --------
    >>> shifted(np.array([[1, 2], [3, 4]]), 0, 1)
    array([[0, 1],
           [0, 3]])
    """
    result = np.zeros_like(image)
    kept(result, down, right)[...] = kept(image, -down, -right)
    return result


def kept(image, down, right):
    """Return the part of a moved image that shows what was in the frame before the move."""
    return image[
        tuple(
            slice(max(by, 0), max(n + min(by, 0), 0))
            for by, n in zip((down, right), image.shape, strict=True)
        )
    ]
