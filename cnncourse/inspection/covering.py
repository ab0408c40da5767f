"""Occlusion: what the network says where a part of the image is covered. No gradient is needed."""

from collections.abc import Callable

import numpy as np

from cnncourse.arguments import is_real, whole
from cnncourse.checks.layers import check_chosen
from cnncourse.inspection.arrays import as_fractions, as_numbers, check_function

PREDICT = "as lambda covered: in_torch.predict(model, covered)"


def occlusion(
    logits_of: Callable[[np.ndarray], np.ndarray],
    images,
    classes,
    *,
    size: int = 4,
    stride: int = 2,
    fill: float = 0.0,
) -> np.ndarray:
    """Return how far a class's logit falls where a square covers the image.

    Each pixel gets the mean over the squares that cover it. Where the sides leave a rest, a last
    square stands at the edge, so that every pixel is covered at least once.

    Parameters
    ----------
    logits_of : function
        From images (N, H, W, C), floating point, to their logits (N, classes), as
        ``lambda covered: in_torch.predict(model, covered)``.
    images : ndarray, (N, H, W, C)
        uint8 (0 to 255) or floating point (0 to 1).
    classes : int or array of int, (N,)
        The class of each image whose logit is meant; one number is taken for all.
    size : int
        Side of the square, pixels.
    stride : int
        How far the square moves, pixels; at most ``size``.
    fill : float
        What covers, from 0, black, to 1, white. The map depends on it.

    Returns
    -------
    ndarray, (N, H, W)
        In logits; negative where the class gains by being covered.

    Raises
    ------
    TypeError, ValueError
        For images, classes, a size, a stride or a fill out of range, and for logits that are not
        (N, classes).

    References
    ----------
    Zeiler, Fergus, "Visualizing and understanding convolutional networks", 2014, section 4.2.

    Examples
    --------
    The logit is twice the left pixel:

    >>> image = np.array([[[[0.5], [0.25]]]])
    >>> occlusion(lambda x: 2 * x[:, 0, :1, 0], image, 0, size=1, stride=1).tolist()
    [[[1.0, 0.0]]]
    """
    images = as_fractions(images)
    check_function(logits_of, "logits_of", PREDICT)
    height, width = images.shape[1:3]
    size, stride = whole(size, "size", 1), whole(stride, "stride", 1)
    if not is_real(fill) or not 0 <= fill <= 1:
        kind = ValueError if is_real(fill) else TypeError
        raise kind(f"fill must be a number from 0, black, to 1, white, got {fill!r}")
    if size > min(height, width):
        raise ValueError(f"size (={size}) is larger than the image ({height}×{width}); shrink it")
    if stride > size:
        raise ValueError(
            f"stride (={stride}) is larger than size (={size}), which leaves pixels uncovered; "
            f"take at most stride={size}"
        )
    whole_logits = _logits(logits_of, images.copy())
    rows = np.arange(len(images))
    classes = check_chosen(classes, len(images), whole_logits.shape[1], "as logits.argmax(1)")
    falls, times = np.zeros(images.shape[:3]), np.zeros((height, width))
    for top in _starts(height, size, stride):
        for left in _starts(width, size, stride):
            covered = images.copy()
            covered[:, top : top + size, left : left + size] = fill
            fall = (whole_logits - _logits(logits_of, covered))[rows, classes]
            falls[:, top : top + size, left : left + size] += fall[:, None, None]
            times[top : top + size, left : left + size] += 1
    return (falls / times).astype(whole_logits.dtype)


def _starts(side, size, stride):
    """Return where the squares start along a side, the last one at the edge."""
    return sorted({*range(0, side - size + 1, stride), side - size})


def _logits(logits_of, images):
    found = as_numbers(logits_of(images), "logits")
    if found.ndim != 2 or len(found) != len(images) or not found.size:
        raise ValueError(
            f"logits must be one row for each of the {len(images)} images, got {found.shape}; "
            f"{PREDICT}"
        )
    return found if found.dtype.kind == "f" else found.astype(float)
