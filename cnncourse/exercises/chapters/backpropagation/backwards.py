"""Backward passes that the exercises of "Backpropagation" compute their answers with."""

import numpy as np

from cnncourse import gradients, ops
from cnncourse.exercises.understood import array


def both(arriving, image, kernel, stride=1):
    """Return the slopes for a grey image and for its kernel, from those for the map."""
    arriving, image, kernel = (np.asarray(one, float) for one in (arriving, image, kernel))
    for_images, for_kernels, _ = gradients.conv2d_backward(
        arriving[None, ..., None], image[None, ..., None], kernel[..., None, None], stride=stride
    )
    return for_images[0, ..., 0], for_kernels[..., 0, 0]


def for_kernel(arriving, image, sides):
    """Return the slopes for a kernel of a size: they do not depend on its weights."""
    return both(arriving, image, np.zeros(sides))[1]


def for_image(arriving, kernel):
    """Return the slopes for an image, of stride 1 and no padding: they do not depend on it."""
    image = np.zeros(np.array(np.shape(arriving)) + np.shape(kernel) - 1)
    return both(arriving, image, kernel)[0]


def slid(image, kernel):
    """Return the map of a grey image."""
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    return ops.conv2d(image[None, ..., None], kernel[..., None, None])[0, ..., 0]


def through_max_pool(arriving, image, size=2):
    """Return the slopes for an image that was pooled: the first of the largest gets all."""
    arriving, image = np.asarray(arriving, float), np.asarray(image, float)
    given = arriving[None, ..., None], image[None, ..., None]
    return gradients.max_pool2d_backward(*given, size)[0, ..., 0]


def through_average_pool(arriving, image, size=2):
    """Return the slopes for an image whose windows were averaged."""
    arriving, image = np.asarray(arriving, float), np.asarray(image, float)
    given = arriving[None, ..., None], image[None, ..., None]
    return gradients.avg_pool2d_backward(*given, size)[0, ..., 0]


def to_everyone(arriving, image, size=2):
    """Return each window's number at all its pixels."""
    back = np.zeros(np.shape(image))
    grown = np.repeat(np.repeat(np.asarray(arriving, float), size, 0), size, 1)
    back[: grown.shape[0], : grown.shape[1]] = grown
    return back


def to_smallest(arriving, image, size=2):
    """Return each window's number at its smallest pixel."""
    return through_max_pool(arriving, -np.asarray(image, float), size)


def to_largest_in_size(arriving, image, size=2):
    """Return each window's number at the pixel that is largest without its sign."""
    return through_max_pool(arriving, np.abs(np.asarray(image, float)), size)


def to_corner(arriving, image, size=2):
    """Return each window's number at its upper left pixel."""
    return through_max_pool(arriving, np.zeros(np.shape(image)), size)


def times_largest(arriving, image, size=2):
    """Return each window's number times its largest pixel, at that pixel."""
    image = np.asarray(image, float)
    return through_max_pool(arriving, image, size) * image


def untouched(size, kernel, stride):
    """Return how many pixels of a square image get no slope: no window looks at them."""
    reached = both(
        np.ones([(size - kernel) // stride + 1] * 2),
        np.zeros((size, size)),
        np.ones((kernel, kernel)),
        stride,
    )[0]
    return int((reached == 0).sum())


def chain(weight, inside, target):
    """Return the slope of (w · w · x - t)² for w, along both paths."""
    return 2 * (weight * weight * inside - target) * (weight * inside + weight * inside)


def four_by_four(answer):
    """Return an answer as a 4×4 image, or say what is wanted."""
    image = array(answer)
    if image is None or image.shape != (4, 4):
        raise ValueError("give sixteen numbers in four rows of four, such as [[1, 2, 3, 4], ...]")
    return np.asarray(image, float)


def winners(image):
    """Return where the slopes of ones arrive behind a 2×2 max pooling."""
    return through_max_pool(np.ones((2, 2)), image)


def has_no_tie(image):
    """Return whether each 2×2 window has one largest number."""
    windows = image.reshape(2, 2, 2, 2).transpose(0, 2, 1, 3).reshape(4, 4)
    return bool(((windows == windows.max(axis=1, keepdims=True)).sum(axis=1) == 1).all())
