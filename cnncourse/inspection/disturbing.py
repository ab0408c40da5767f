"""Disturbances: images changed by little, at random or as badly as a step of that size can be."""

from collections.abc import Callable

import numpy as np

from cnncourse.arguments import real, switch, whole
from cnncourse.inspection.arrays import as_fractions, as_maps, check_alike, check_function

SAME_IMAGES = "take both of the same images: loss_gradients(model, images, labels)"
GRADIENTS = "as lambda moved: in_torch.loss_gradients(model, moved, labels)"
IN_LEVELS = "8 grey levels of 255 are 8 / 255"


def sign_step(images, gradients, size: float, *, targeted: bool = False) -> np.ndarray:
    """Return images one step further up their loss (fast gradient sign method, FGSM).

    Each number of an image moves by ``size``, whichever way its own gradient says; where the
    gradient is 0 it stays. What would leave the range is cut off at 0 and 1.

    Parameters
    ----------
    images : ndarray, (N, H, W, C)
        uint8 (0 to 255) or floating point (0 to 1).
    gradients : ndarray, (N, H, W, C)
        Of each image's loss with respect to the image, as a twin's ``loss_gradients`` gives it.
    size : float
        How far each number moves, at most, as a fraction of the way from black to white.
    targeted : bool
        Go *down* the loss: for gradients of a class that the image is to be taken for.

    Returns
    -------
    ndarray, (N, H, W, C)
        Floating point, 0 to 1.

    Raises
    ------
    TypeError, ValueError
        For images, gradients or a size out of range, and for two shapes.

    References
    ----------
    Goodfellow, Shlens, Szegedy, "Explaining and harnessing adversarial examples", 2015.

    Examples
    --------
    >>> image = np.array([[[[0.5], [0.5], [1.0], [0.25]]]])
    >>> slopes = np.array([[[[2.0], [-0.01], [3.0], [0.0]]]])
    >>> sign_step(image, slopes, 0.125).tolist()
    [[[[0.625], [0.375], [1.0], [0.25]]]]
    """
    images, gradients = as_fractions(images), as_maps(gradients, "gradients")
    check_alike(gradients, images, ("gradients", "images"), SAME_IMAGES)
    size = real(size, "size", 0, cure=IN_LEVELS)
    size = -size if switch(targeted, "targeted") else size
    moved = images + images.dtype.type(size) * np.sign(gradients).astype(images.dtype)
    return np.clip(moved, 0, 1)


def sign_steps(
    gradients_of: Callable[[np.ndarray], np.ndarray],
    images,
    size: float,
    *,
    steps: int = 10,
    targeted: bool = False,
) -> np.ndarray:
    """Return images after several small steps, each up the loss from where the last one ended.

    A step is 2.5 times ``size`` over the number of steps, so that the way suffices to come back;
    no number ends further than ``size`` from where it started. One step is `sign_step`.

    Parameters
    ----------
    gradients_of : function
        From images (N, H, W, C), floating point, to the gradients of their losses, as
        ``lambda moved: in_torch.loss_gradients(model, moved, labels)``.
    images, size, targeted
        As for `sign_step`.
    steps : int

    Returns
    -------
    ndarray, (N, H, W, C)
        Floating point, 0 to 1.

    Raises
    ------
    TypeError, ValueError
        As `sign_step`, and for less than one step.

    References
    ----------
    Madry, Makelov, Schmidt, Tsipras, Vladu, "Towards deep learning models resistant to
    adversarial attacks", 2018 (without its random start).

    Examples
    --------
    Of the loss (x - 0.5)² the gradient turns round on the way, and one step goes too far:

    >>> image = np.array([[[[0.625]]]])
    >>> sign_step(image, 2 * (image - 0.5), 0.25, targeted=True).tolist()
    [[[[0.375]]]]
    >>> found = sign_steps(lambda x: 2 * (x - 0.5), image, 0.25, steps=10, targeted=True)
    >>> bool(abs(found - 0.5).max() <= 0.0625)
    True
    """
    images, size = as_fractions(images), real(size, "size", 0, cure=IN_LEVELS)
    check_function(gradients_of, "gradients_of", GRADIENTS)
    steps, moved = whole(steps, "steps", 1), images
    one = size if steps == 1 else 2.5 * size / steps
    reach = images.dtype.type(size)
    for _ in range(steps):
        moved = sign_step(moved, gradients_of(moved), one, targeted=targeted)
        moved = np.clip(moved, images - reach, images + reach)
    return moved


def random_sign_step(images, size: float, *, seed: int = 0) -> np.ndarray:
    """Return images of which each number has moved by ``size``, up or down by the toss of a coin.

    The control for `sign_step`: as large, and in no direction that matters to a network.

    Parameters
    ----------
    images, size
        As for `sign_step`.
    seed : int
        Tosses the coins; equal seeds give equal images in both frameworks.

    Returns
    -------
    ndarray, (N, H, W, C)
        Floating point, 0 to 1.

    Raises
    ------
    TypeError, ValueError
        For images, a size or a seed out of range.

    Examples
    --------
    >>> moved = random_sign_step(np.full((1, 2, 2, 1), 0.5), 0.25)
    >>> np.abs(moved - 0.5).ravel().tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    images = as_fractions(images)
    coins = np.random.default_rng(whole(seed, "seed", 0)).integers(0, 2, images.shape)
    return sign_step(images, (2 * coins - 1).astype(images.dtype), size)
