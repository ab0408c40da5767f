"""The backward pass of padding: what arrives at a copy goes to the pixel it shows."""

import numpy as np

from cnncourse.gradients.arriving import need_gradient, with_gradient
from cnncourse.ops.arrays import need_images
from cnncourse.ops.padding import check_mode, pad_sides, source_pixels


def pad2d_backward(grad_output, images, padding, *, mode="zero"):
    """Return the gradient of `cnncourse.ops.pad2d` for its images.

    Parameters
    ----------
    grad_output : array_like (N, top + H + bottom, left + W + right, C)
    images, padding, mode
        As in the forward pass.

    Returns
    -------
    ndarray (N, H, W, C)
        Under "zero" the middle of what arrives; else every copy's share added to its pixel.

    Raises
    ------
    ValueError, TypeError
        As `cnncourse.ops.pad2d`, and if ``grad_output`` has not its output's shape.

    Examples
    --------
    >>> row, arriving = np.ones((1, 1, 3, 1)), np.array([1, 10, 100, 1000])[None, None, :, None]
    >>> for mode in ("zero", "reflect", "replicate"):
    ...     print(pad2d_backward(arriving, row, (0, 0, 1, 0), mode=mode).ravel().tolist())
    [10.0, 100.0, 1000.0]
    [10.0, 101.0, 1000.0]
    [11.0, 100.0, 1000.0]
    """
    grad_output, images = with_gradient(grad_output, images=images)
    need_images(images)
    check_mode(mode)
    top, bottom, left, right = pad_sides(padding)
    n, height, width, channels = images.shape
    need_gradient(grad_output, (n, top + height + bottom, left + width + right, channels))
    if mode == "zero":
        return grad_output[:, top : top + height, left : left + width].copy()
    rows = source_pixels(height, top, bottom, mode, "height")
    columns = source_pixels(width, left, right, mode, "width")
    grad_images = np.zeros_like(images)
    np.add.at(grad_images, (slice(None), rows[:, None], columns), grad_output)
    return grad_images
