"""Gradient ascent: images that a unit answers more and more strongly."""

from collections.abc import Callable

import numpy as np

from cnncourse.arguments import real, whole
from cnncourse.inspection.arrays import as_fractions, as_maps, check_alike, check_function

GRADIENTS = 'as lambda x: in_torch.map_gradients(front, x, "input", unit)'
SAME_IMAGES = "return the gradient of every image, in its own shape"


def climb(
    gradients_of: Callable[[np.ndarray], np.ndarray],
    images,
    *,
    rate: float = 0.2,
    steps: int = 60,
) -> np.ndarray:
    """Return images after steps up a gradient, each of one length (activation maximisation).

    After each step every number is cut off at 0 and 1. Where the gradient of an image is 0
    everywhere, as behind a ReLU that does not fire, the image stays: climb from several starts,
    and look at what they have in common. (Chapter "Kernels and maps".)

    Parameters
    ----------
    gradients_of : function
        From images (N, H, W, C), floating point, to the gradients of what is to grow. For one
        unit of a convolution take a network that ends there in `Flatten`: its "classes" are the
        units, and ``lambda x: in_torch.map_gradients(front, x, "input", unit)`` gives them.
    images : ndarray, (N, H, W, C)
        Where to start: uint8 (0 to 255) or floating point (0 to 1).
    rate : float
        The length of a step: the root of the sum of all squared changes of an image.
    steps : int

    Returns
    -------
    ndarray, (N, H, W, C)
        Floating point, 0 to 1.

    Raises
    ------
    TypeError, ValueError
        For images, a rate or steps out of range, and for gradients of another shape.

    References
    ----------
    Erhan, Bengio, Courville, Vincent, "Visualizing higher-layer features of a deep network", 2009.

    Examples
    --------
    A unit that adds up three pixels, the last of them negatively:

    >>> kernel = np.array([2.0, 0.0, -1.0]).reshape(1, 1, 3, 1)
    >>> start = np.full((1, 1, 3, 1), 0.5)
    >>> climb(lambda x: kernel, start, steps=20).round(6).ravel().tolist()
    [1.0, 0.5, 0.0]
    """
    images = as_fractions(images)
    check_function(gradients_of, "gradients_of", GRADIENTS)
    rate = real(rate, "rate", 0, cure="0.2 moves one pixel by a fifth of the way to white")
    for _ in range(whole(steps, "steps", 0)):
        slope = as_maps(gradients_of(images), "gradients")
        check_alike(slope, images, ("gradients", "images"), SAME_IMAGES)
        length = np.sqrt((slope**2).sum(axis=(1, 2, 3), keepdims=True))
        step = rate * slope / np.where(length > 0, length, 1)
        images = np.clip(images + step, 0, 1).astype(images.dtype)
    return images
