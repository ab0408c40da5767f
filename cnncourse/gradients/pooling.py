"""The backward passes of pooling: to the winner, or to everyone alike."""

import numpy as np

from cnncourse.gradients.arriving import need_gradient, with_gradient
from cnncourse.ops.pooling import along, check_global, max_pool2d, pixel_counts, pool_plan
from cnncourse.ops.windows import surround


def _inside(padded, images, place):
    """Return the part of a padded array that lies over the images."""
    top, _, left, _ = place.sides
    return padded[:, top : top + images.shape[1], left : left + images.shape[2]]


def max_pool2d_backward(grad_output, images, size=2, *, stride=None, padding="valid"):
    """Return the gradient of `cnncourse.ops.max_pool2d` for its images.

    What arrives goes to the largest pixel of the window, whole. Among equals it goes to the
    first, row by row from the top left, as in PyTorch and in TensorFlow on a CPU. A NaN
    counts as the largest.

    Parameters
    ----------
    grad_output : array_like (N, output height, output width, C)
    images, size, stride, padding
        As in the forward pass.

    Returns
    -------
    ndarray (N, H, W, C)

    Raises
    ------
    ValueError, TypeError
        As `cnncourse.ops.max_pool2d`, and if ``grad_output`` has not its output's shape.

    Examples
    --------
    >>> image = np.array([[1, 7], [7, 3]])[None, ..., None]
    >>> max_pool2d_backward([[[[5]]]], image)[0, ..., 0].tolist()
    [[0.0, 5.0], [0.0, 0.0]]
    """
    grad_output, images = with_gradient(grad_output, images=images)
    place = pool_plan(images, size, stride, padding)
    largest = max_pool2d(images, size, stride=stride, padding=padding)
    need_gradient(grad_output, largest.shape)
    padded = surround(images, place.sides, images.dtype)
    # Padding must not win even where every pixel is minus infinity, so it is marked.
    pixels = surround(np.ones((1, *images.shape[1:3], 1), bool), place.sides, bool)
    grad_padded, settled = np.zeros_like(padded), np.zeros(largest.shape, bool)
    for i, j in np.ndindex(*place.kernel):
        tap = along(1, i, place) + along(2, j, place)[2:]
        wins = (padded[tap] == largest) | np.isnan(padded[tap])
        wins &= pixels[tap] & ~settled
        grad_padded[tap] += np.where(wins, grad_output, 0)
        settled |= wins
    return _inside(grad_padded, images, place).copy()


def avg_pool2d_backward(grad_output, images, size=2, *, stride=None, padding="valid"):
    """Return the gradient of `cnncourse.ops.avg_pool2d` for its images.

    What arrives is shared alike among the pixels of the window, padding left out.

    Parameters
    ----------
    grad_output : array_like (N, output height, output width, C)
    images, size, stride, padding
        As in the forward pass.

    Returns
    -------
    ndarray (N, H, W, C)

    Raises
    ------
    ValueError, TypeError
        As `cnncourse.ops.avg_pool2d`, and if ``grad_output`` has not its output's shape.

    Examples
    --------
    >>> avg_pool2d_backward([[[[8]]]], np.ones((1, 2, 2, 1)))[0, ..., 0].tolist()
    [[2.0, 2.0], [2.0, 2.0]]
    """
    grad_output, images = with_gradient(grad_output, images=images)
    place = pool_plan(images, size, stride, padding)
    need_gradient(grad_output, (len(images), *place.out, images.shape[3]))
    spread = grad_output / pixel_counts(images, place).astype(images.dtype)
    for axis in (2, 1):
        shape = list(spread.shape)
        shape[axis] = images.shape[axis] + sum(place.sides[2 * axis - 2 : 2 * axis])
        wider = np.zeros(shape, spread.dtype)
        for tap in range(place.kernel[axis - 1]):
            wider[along(axis, tap, place)] += spread
        spread = wider
    return _inside(spread, images, place).copy()


def global_avg_pool2d_backward(grad_output, images):
    """Return the gradient of `cnncourse.ops.global_avg_pool2d` for its images.

    Parameters
    ----------
    grad_output : array_like (N, C)
    images : array_like (N, H, W, C)

    Returns
    -------
    ndarray (N, H, W, C)

    Raises
    ------
    ValueError, TypeError
        As `cnncourse.ops.global_avg_pool2d`, and if ``grad_output`` is not (N, C).

    Examples
    --------
    >>> global_avg_pool2d_backward([[6]], np.ones((1, 1, 3, 1))).ravel().tolist()
    [2.0, 2.0, 2.0]
    """
    grad_output, images = with_gradient(grad_output, images=images)
    check_global(images)
    n, height, width, channels = images.shape
    need_gradient(grad_output, (n, channels))
    share = grad_output / (height * width)
    return np.broadcast_to(share[:, None, None], images.shape).copy()
