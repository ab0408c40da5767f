"""Class maps: the maps of a layer, added up by what they are worth to a class.

``maps`` are what leaves a convolutional layer after its activation, A of shape (N, h, w, K), and
``gradients`` those of one logit an image with respect to them. A twin gives both:
``activations(model, images, [layer])[layer]`` and ``map_gradients(model, images, layer, classes)``.
"""

import numpy as np

from cnncourse.arguments import is_whole
from cnncourse.checks.layers import check_chosen
from cnncourse.inspection.arrays import as_maps, as_numbers, check_alike

SAME_LAYER = "take both of the same images and the same layer"


def class_activation_map(maps, weights, classes) -> np.ndarray:
    """Return the class activation map (CAM): the maps, weighed by the last dense layer.

    For a network that ends in those maps, their mean over height and width, and one dense layer.
    There the mean of this map over its places, plus the bias, *is* the logit.

    Parameters
    ----------
    maps : ndarray, (N, h, w, K)
        What enters the mean.
    weights : ndarray, (K, classes)
        Of the dense layer, in the neutral layout.
    classes : int or array of int, (N,)
        The class of each image that is asked about; one number is taken for all.

    Returns
    -------
    ndarray, (N, h, w)
        Signed, in logits.

    Raises
    ------
    TypeError, ValueError
        For maps or weights of other shapes or kinds, and for classes that are none.

    References
    ----------
    Zhou, Khosla, Lapedriza, Oliva, Torralba, "Learning deep features for discriminative
    localization", 2016.

    Examples
    --------
    >>> maps = np.array([[[[1.0, 0.0], [0.0, 2.0]]]])  # two maps of 1×2
    >>> class_activation_map(maps, np.array([[3.0, 0.0], [-1.0, 5.0]]), 0).tolist()
    [[[3.0, -2.0]]]
    """
    maps, weights = as_maps(maps, "maps"), as_numbers(weights, "weights")
    if weights.ndim != 2 or len(weights) != maps.shape[3] or not weights.size:
        cure = "a network with Flatten before its dense layer has no CAM: take grad_cam"
        if weights.ndim == 2 and weights.shape[1] == maps.shape[3]:
            cure = "PyTorch keeps them the other way round: pass weights.T"
        raise ValueError(
            f"weights must have shape ({maps.shape[3]}, classes), one row for each map, got "
            f"{weights.shape}; {cure}"
        )
    chosen = weights[:, check_chosen(classes, len(maps), weights.shape[1], "as logits.argmax(1)")]
    return np.einsum("nhwk,kn->nhw", maps, chosen)


def grad_cam(maps, gradients) -> np.ndarray:
    """Return the Grad-CAM map: the maps, each weighed by its mean gradient, where positive.

    The weight of map k is the mean of the gradient over its places; what is negative in the sum
    is cut off. Of a network that ends in a mean and one dense layer this is the positive part
    of `class_activation_map`, divided by the number of places h·w.

    Parameters
    ----------
    maps, gradients : ndarray, (N, h, w, K)
        Of one layer.

    Returns
    -------
    ndarray, (N, h, w)
        Not negative; zero everywhere where nothing speaks for the class.

    Raises
    ------
    TypeError, ValueError
        For maps or gradients of other shapes or kinds.

    References
    ----------
    Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based
    localization", 2017, equations 1 and 2.

    Examples
    --------
    >>> maps = np.array([[[[1.0, 0.0], [0.0, 2.0]]]])
    >>> slopes = np.array([[[[4.0, -1.0], [2.0, 0.0]]]])
    >>> grad_cam(maps, slopes).tolist()
    [[[3.0, 0.0]]]
    """
    maps, gradients = as_maps(maps, "maps"), as_maps(gradients, "gradients")
    check_alike(maps, gradients, ("maps", "gradients"), SAME_LAYER)
    return np.maximum(np.einsum("nhwk,nk->nhw", maps, gradients.mean(axis=(1, 2))), 0)


def grad_cam_plus_plus(maps, gradients) -> np.ndarray:
    """Return the Grad-CAM++ map, by the closed form of its paper.

    The class's score is Y = exp(S), with S the logit. Then, as the network is linear in the maps
    piece by piece, the second and third derivatives of Y are Y·g² and Y·g³, where g is the
    gradient of S; Y cancels, and the coefficient of a place is

        alpha = g² / (2·g² + g³·ΣA) = 1 / (2 + g·ΣA)

    with ΣA the sum of its map (equation 19). The weight of a map is the sum over its places of
    alpha·max(g, 0); the factor Y before it, one number an image, is left out: it would only
    scale the whole map. Places with g ≤ 0 add nothing, so nothing is divided by zero.

    Parameters
    ----------
    maps : ndarray, (N, h, w, K)
        Not negative, as after ReLU.
    gradients : ndarray, (N, h, w, K)
        Of the same layer.

    Returns
    -------
    ndarray, (N, h, w)
        Not negative.

    Raises
    ------
    TypeError, ValueError
        For maps or gradients of other shapes or kinds, and for maps below 0.

    References
    ----------
    Chattopadhay, Sarkar, Howlader, Balasubramanian, "Grad-CAM++: generalized gradient-based
    visual explanations for deep convolutional networks", 2018, equations 8, 15 and 19.

    Examples
    --------
    >>> maps = np.array([[[[1.0, 0.0], [0.0, 2.0]]]])
    >>> slopes = np.array([[[[2.0, -1.0], [2.0, 1.0]]]])
    >>> grad_cam_plus_plus(maps, slopes).tolist()  # weights 2/4 + 2/4 and 1/4
    [[[1.0, 0.5]]]
    """
    maps, gradients = as_maps(maps, "maps"), as_maps(gradients, "gradients")
    check_alike(maps, gradients, ("maps", "gradients"), SAME_LAYER)
    if maps.min() < 0:
        raise ValueError(
            f"maps must not be negative for Grad-CAM++, got {maps.min():.3g}; take a layer with "
            'activation="relu", or grad_cam, which takes any'
        )
    up = np.maximum(gradients, 0)
    weights = (up / (2 + up * maps.sum(axis=(1, 2), keepdims=True))).sum(axis=(1, 2))
    return np.einsum("nhwk,nk->nhw", maps, weights)


def upsample(maps, size: tuple[int, int]) -> np.ndarray:
    """Return maps in the size of their images, by bilinear interpolation.

    Pixels are squares with their values at their middles, and the outermost values go on to the
    edge: PyTorch's ``interpolate(mode="bilinear", align_corners=False)``. The result is smooth
    and no finer than the map was.

    Parameters
    ----------
    maps : ndarray, (N, h, w)
    size : (int, int)
        Height and width of the images, pixels, at least those of the maps.

    Returns
    -------
    ndarray, (N, height, width)

    Raises
    ------
    TypeError, ValueError
        For maps of another shape or kind, and for a size that is smaller than theirs.

    Examples
    --------
    >>> upsample(np.array([[[0.0, 4.0]]]), (1, 4)).tolist()
    [[[0.0, 1.0, 3.0, 4.0]]]
    """
    maps = as_maps(maps, "maps", 3)
    if np.shape(size) != (2,) or not all(map(is_whole, size)):
        raise TypeError(
            f"size must be two whole numbers, height and width, got {size!r}; as (28, 28)"
        )
    if any(new < old for new, old in zip(size, maps.shape[1:], strict=True)):
        raise ValueError(
            f"size must be at least that of the maps, {maps.shape[1:]}, got {tuple(size)}; "
            "pass images.shape[1:3]"
        )
    for axis, new in enumerate(size, 1):
        maps = _stretched(maps, axis, int(new))
    return maps


def _stretched(maps, axis, new):
    """Return maps with another number of places along one axis."""
    old = maps.shape[axis]
    at = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
    before = np.floor(at).astype(int)
    after = np.minimum(before + 1, old - 1)
    share = (at - before).astype(maps.dtype).reshape(-1, 1 if axis == 1 else new)
    return maps.take(before, axis) * (1 - share) + maps.take(after, axis) * share
