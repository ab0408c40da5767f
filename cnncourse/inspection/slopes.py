"""Slopes at the image: what a small change of a pixel does to a class's logit."""

from collections.abc import Callable

import numpy as np

from cnncourse.arguments import real, whole
from cnncourse.inspection.arrays import as_fractions, as_maps, check_alike, check_function

GRADIENTS = 'as lambda noisy: in_torch.map_gradients(model, noisy, "input", classes)'
SAME_IMAGES = 'take both of the same images: map_gradients(model, images, "input", classes)'


def gradient_map(gradients) -> np.ndarray:
    """Return how steep a class's logit is in each pixel, whatever the channel and the sign.

    Parameters
    ----------
    gradients : ndarray, (N, H, W, C)
        Of one logit an image with respect to the image, logits for a change of 1 (from black to
        white): ``map_gradients(model, images, "input", classes)`` of a twin.

    Returns
    -------
    ndarray, (N, H, W)
        The largest absolute value over the channels.

    Raises
    ------
    TypeError, ValueError
        For what has another shape, is no floating-point number or not finite.

    References
    ----------
    Simonyan, Vedaldi, Zisserman, "Deep inside convolutional networks", 2014, section 3.1.

    Examples
    --------
    >>> gradient_map(np.array([[[[0.5, -2.0], [1.0, 0.0]]]])).tolist()
    [[[2.0, 1.0]]]
    """
    return np.abs(as_maps(gradients, "gradients")).max(axis=3)


def gradient_times_input(gradients, images) -> np.ndarray:
    """Return the gradient times the pixel, summed over the channels.

    It would be what each pixel adds to the logit, were the network linear. Its *absolute value*
    shows the image rather than the network: it is near 0 wherever the image is black.

    Parameters
    ----------
    gradients : ndarray, (N, H, W, C)
        As for `gradient_map`.
    images : ndarray, (N, H, W, C)
        uint8 (0 to 255) or floating point (0 to 1).

    Returns
    -------
    ndarray, (N, H, W)
        Signed, in logits.

    Raises
    ------
    TypeError, ValueError
        For gradients as `gradient_map`, for images that are none, and for two shapes.

    References
    ----------
    Shrikumar, Greenside, Shcherbina, Kundaje, "Not just a black box", 2016.

    Examples
    --------
    >>> gradient_times_input(np.array([[[[2.0], [-4.0]]]]), np.array([[[[0.5], [1.0]]]])).tolist()
    [[[1.0, -4.0]]]
    """
    gradients, images = as_maps(gradients, "gradients"), as_fractions(images)
    check_alike(gradients, images, ("gradients", "images"), SAME_IMAGES)
    return (gradients * images).sum(axis=3)


def smooth_gradient(
    gradients_of: Callable[[np.ndarray], np.ndarray],
    images,
    *,
    noise: float = 0.15,
    samples: int = 25,
    seed: int = 0,
) -> np.ndarray:
    """Return the mean gradient over noisy copies of each image (SmoothGrad).

    The published method adds noise and leaves the image's range; here the copies are cut off at
    0 and 1, since a network of this package takes nothing else. So a black pixel only brightens.

    Parameters
    ----------
    gradients_of : function
        From images (N, H, W, C), floating point, to their gradients of the same shape, as
        ``lambda noisy: in_torch.map_gradients(model, noisy, "input", classes)``.
    images : ndarray, (N, H, W, C)
        uint8 (0 to 255) or floating point (0 to 1).
    noise : float
        Standard deviation of the noise, as a fraction of the range from black to white.
    samples : int
        How many noisy copies.
    seed : int
        Draws the noise; equal seeds give equal noise in both frameworks.

    Returns
    -------
    ndarray, (N, H, W, C)
        For `gradient_map`.

    Raises
    ------
    TypeError, ValueError
        For images, a noise, samples or a seed out of range, and for gradients of another shape.

    References
    ----------
    Smilkov, Thorat, Kim, Viégas, Wattenberg, "SmoothGrad: removing noise by adding noise", 2017.

    Examples
    --------
    >>> smooth_gradient(lambda noisy: 2 * noisy, np.full((1, 1, 1, 1), 0.5), noise=0.0).tolist()
    [[[[1.0]]]]
    """
    images = as_fractions(images)
    check_function(gradients_of, "gradients_of", GRADIENTS)
    noise = real(noise, "noise", 0, cure="0.15 is 15 % of the way from black to white")
    samples, rng = whole(samples, "samples", 1), np.random.default_rng(whole(seed, "seed", 0))
    total = np.zeros(images.shape, np.float64)
    for _ in range(samples):
        moved = images + noise * rng.standard_normal(images.shape)
        found = as_maps(gradients_of(np.clip(moved, 0, 1).astype(images.dtype)), "gradients")
        check_alike(found, images, ("gradients", "images"), SAME_IMAGES)
        total += found
    return (total / samples).astype(found.dtype)
