"""Batch normalisation: with kept statistics to predict, with the batch's own to train."""

import numpy as np

from cnncourse.ops.arrays import as_floats, need_shape


def check_batch_norm(images, **per_channel) -> None:
    """Raise ValueError unless every named array has one number for each channel of images."""
    if images.ndim < 2:
        raise ValueError(
            f"images must have shape (N, H, W, C) or (N, C), channels last, got {images.shape}"
        )
    for name, array in per_channel.items():
        need_shape(name, array, images.shape[-1:], "one number per channel")


def batch_norm(images, scale, shift, mean, variance, *, epsilon=1e-3):
    """Normalise each channel by given statistics, then scale and shift it.

    ``(images - mean) / sqrt(variance + epsilon) * scale + shift``: what a trained network
    does when it predicts. `batch_norm_training` takes the statistics from the batch.

    Parameters
    ----------
    images : array_like (N, H, W, C) or (N, C)
    scale, shift, mean, variance : array_like (C,)
    epsilon : float
        Added to the variance under the root. Keras's default is 1e-3, PyTorch's 1e-5.

    Returns
    -------
    ndarray of the images' shape, floating point

    Raises
    ------
    ValueError
        If a shape does not fit.

    Examples
    --------
    >>> batch_norm([[5.0], [9.0]], [10], [1], mean=[5], variance=[4], epsilon=0).tolist()
    [[1.0], [21.0]]
    """
    images, scale, shift, mean, variance = as_floats(
        images=images, scale=scale, shift=shift, mean=mean, variance=variance
    )
    check_batch_norm(images, scale=scale, shift=shift, mean=mean, variance=variance)
    return (images - mean) / root(variance, epsilon) * scale + shift


def root(variance, epsilon):
    """Return the standard deviation with epsilon under the root, in the variance's type."""
    return np.sqrt(variance + variance.dtype.type(epsilon))


def batch_statistics(images):
    """Return the mean and the biased variance of each channel, summed in float64."""
    if not images.size and images.shape[-1]:
        raise ValueError(
            f"batch statistics need at least one value per channel, got shape {images.shape}; "
            "use batch_norm with kept statistics"
        )
    axes = tuple(range(images.ndim - 1))
    wide = np.result_type(images.dtype, np.float64)
    mean = images.mean(axis=axes, dtype=wide)
    variance = np.square(images - mean, dtype=wide).mean(axis=axes)
    return mean.astype(images.dtype), variance.astype(images.dtype)


def batch_norm_training(images, scale, shift, *, epsilon=1e-3):
    """Normalise each channel by the batch's own mean and variance, then scale and shift it.

    Parameters
    ----------
    images : array_like (N, H, W, C) or (N, C)
    scale, shift : array_like (C,)
    epsilon : float
        As for `batch_norm`.

    Returns
    -------
    output : ndarray of the images' shape
    mean, variance : ndarray (C,)
        Of the batch. The variance is the biased one, divided by the number of values n.
        Keras keeps a running mean of it; PyTorch of n / (n - 1) times it.

    Raises
    ------
    ValueError
        If a shape does not fit, or there is no value to take a mean of.

    Examples
    --------
    >>> output, mean, variance = batch_norm_training([[5.0], [9.0]], [1], [0], epsilon=0)
    >>> output.tolist(), mean.tolist(), variance.tolist()
    ([[-1.0], [1.0]], [7.0], [4.0])
    """
    images, scale, shift = as_floats(images=images, scale=scale, shift=shift)
    check_batch_norm(images, scale=scale, shift=shift)
    mean, variance = batch_statistics(images)
    output = batch_norm(images, scale, shift, mean, variance, epsilon=epsilon)
    return output, mean, variance
