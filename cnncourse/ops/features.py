"""The head of a network: maps flattened into features, dense layers, dropout."""

import math

import numpy as np

from cnncourse.arguments import real
from cnncourse.ops.arrays import as_floats, need_shape


def flatten(images):
    """Lay out each image as one row of features, in the order height, width, channel.

    PyTorch, whose channels come first, flattens in the order channel, height, width.

    Parameters
    ----------
    images : array_like (N, ...)

    Returns
    -------
    ndarray (N, features)
        Floating point.

    Raises
    ------
    ValueError
        If there is no batch axis.

    Examples
    --------
    >>> flatten([[[[1, 2], [3, 4]]], [[[5, 6], [7, 8]]]]).tolist()
    [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]
    """
    (images,) = as_floats(images=images)
    if images.ndim == 0:
        raise ValueError("images must have a batch axis, got a single number")
    # Not reshape(n, -1), which cannot tell the size of an empty batch.
    return images.reshape(len(images), math.prod(images.shape[1:]))


def check_dense(features, weights, bias=None) -> None:
    """Raise ValueError unless the three shapes fit one another."""
    if features.ndim != 2:
        cure = "; flatten(features) lays out maps" if features.ndim > 2 else ""
        cure = "; add the batch axis: features[None]" if features.ndim == 1 else cure
        raise ValueError(f"features must have shape (N, features), got {features.shape}{cure}")
    if weights.ndim != 2 or len(weights) != features.shape[1]:
        cure = ""
        if weights.ndim == 2 and weights.shape[1] == features.shape[1]:
            cure = "; they look transposed (PyTorch keeps them so): use weights.T"
        raise ValueError(
            f"weights must have shape ({features.shape[1]}, units) for {features.shape[1]} "
            f"features, got {weights.shape}{cure}"
        )
    if bias is not None:
        need_shape("bias", bias, weights.shape[1:], "one number per unit")


def dense(features, weights, bias=None):
    """Return ``features @ weights + bias``: every unit sums every feature, weighted.

    Parameters
    ----------
    features : array_like (N, features)
    weights : array_like (features, units)
    bias : array_like (units,), optional

    Returns
    -------
    ndarray (N, units)
        Floating point.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> dense([[1, 2]], [[1, 0, 1], [0, 1, 1]], bias=[10, 10, 10]).tolist()
    [[11.0, 12.0, 13.0]]
    """
    if bias is None:
        features, weights = as_floats(features=features, weights=weights)
        check_dense(features, weights)
        return features @ weights
    features, weights, bias = as_floats(features=features, weights=weights, bias=bias)
    check_dense(features, weights, bias)
    return features @ weights + bias


def dropout_mask(shape, rate, rng):
    """Draw what `dropout` multiplies by: 0 with probability ``rate``, else 1 / (1 - rate).

    Parameters
    ----------
    shape : tuple of int
    rate : float
        In [0, 1).
    rng : numpy.random.Generator or int
        A generator, which moves on, or a seed.

    Returns
    -------
    ndarray of float64

    Raises
    ------
    ValueError
        If the rate is not in [0, 1).
    TypeError
        If the rate is no number, or ``rng`` is missing: randomness is an argument.

    Examples
    --------
    >>> sorted(set(dropout_mask((10, 10), 0.5, rng=0).ravel().tolist()))
    [0.0, 2.0]
    """
    rate = real(rate, "rate", 0, 1, cure="it is the share dropped: 0.25 drops a quarter")
    if rng is None:
        raise TypeError(
            "rng must be a generator or a seed, got None; use numpy.random.default_rng(0)"
        )
    rng = np.random.default_rng(rng)
    return (rng.random(shape) >= rate) / (1 - rate)


def dropout(features, rate, rng):
    """Set each number to zero with probability ``rate`` and scale the rest up by 1 / (1 - rate).

    The scaling ("inverted" dropout) keeps the expected value, so that nothing need be done
    when predicting.

    Parameters
    ----------
    features : array_like, any shape
    rate : float
        The share dropped, in [0, 1).
    rng : numpy.random.Generator or int
        A generator, which moves on, or a seed. The same state drops the same numbers, in
        float32 as in float64.

    Returns
    -------
    ndarray of the same shape, floating point

    Raises
    ------
    ValueError, TypeError
        As `dropout_mask`.

    Examples
    --------
    >>> kept = dropout(np.ones(1000), 0.2, rng=0)
    >>> sorted(set(kept.tolist())), float(kept.mean().round(1))
    ([0.0, 1.25], 1.0)
    """
    (features,) = as_floats(features=features)
    return features * dropout_mask(features.shape, rate, rng).astype(features.dtype)
