"""The backward passes of batch normalisation: with kept statistics, and with the batch's own."""

import numpy as np

from cnncourse.gradients.arriving import need_gradient, sum_over_batch, with_gradient
from cnncourse.ops.normalization import batch_statistics, check_batch_norm, root


def batch_norm_backward(grad_output, images, scale, shift, mean, variance, *, epsilon=1e-3):
    """Return the gradients of `cnncourse.ops.batch_norm`, whose statistics are given numbers.

    Parameters
    ----------
    grad_output : array_like of the images' shape
    images, scale, shift, mean, variance, epsilon
        As in the forward pass.

    Returns
    -------
    grad_images : ndarray of the images' shape
    grad_scale, grad_shift, grad_mean, grad_variance : ndarray (C,)
        A network learns the first two; the statistics are kept by other means.

    Raises
    ------
    ValueError
        As `cnncourse.ops.batch_norm`, and if ``grad_output`` has not the images' shape.

    Examples
    --------
    >>> images, arriving = [[5.0], [9.0]], [[1.0], [10.0]]
    >>> for grad in batch_norm_backward(arriving, images, [4], [1], [5], [4], epsilon=0):
    ...     print(grad.ravel().tolist())
    [2.0, 20.0]
    [20.0]
    [11.0]
    [-22.0]
    [-10.0]
    """
    grad_output, images, scale, shift, mean, variance = with_gradient(
        grad_output, images=images, scale=scale, shift=shift, mean=mean, variance=variance
    )
    check_batch_norm(images, scale=scale, shift=shift, mean=mean, variance=variance)
    need_gradient(grad_output, images.shape)
    deviation = root(variance, epsilon)
    grad_scale = sum_over_batch(grad_output * ((images - mean) / deviation))
    grad_shift = sum_over_batch(grad_output)
    grad_mean = -grad_shift * scale / deviation
    grad_variance = -grad_scale * scale / (2 * np.square(deviation))
    return grad_output * (scale / deviation), grad_scale, grad_shift, grad_mean, grad_variance


def batch_norm_training_backward(grad_output, images, scale, shift, *, epsilon=1e-3):
    """Return the gradients of `cnncourse.ops.batch_norm_training` for images, scale and shift.

    The batch's mean and variance depend on every image, so that an image's gradient loses
    its share of the mean of what arrives, and its share along the normalised image.

    Parameters
    ----------
    grad_output : array_like of the images' shape
        Of the first of the three results; the statistics are not differentiated.
    images, scale, shift, epsilon
        As in the forward pass.

    Returns
    -------
    grad_images : ndarray of the images' shape
    grad_scale, grad_shift : ndarray (C,)

    Raises
    ------
    ValueError
        As `cnncourse.ops.batch_norm_training`, and if ``grad_output`` has not the images' shape.

    Examples
    --------
    >>> images, arriving = [[1.0], [1.0], [4.0]], [[1.0], [4.0], [1.0]]
    >>> for grad in batch_norm_training_backward(arriving, images, [1], [0], epsilon=2):
    ...     print(grad.ravel().tolist())
    [-0.625, 0.875, -0.25]
    [-1.5]
    [6.0]
    """
    grad_output, images, scale, shift = with_gradient(
        grad_output, images=images, scale=scale, shift=shift
    )
    check_batch_norm(images, scale=scale, shift=shift)
    need_gradient(grad_output, images.shape)
    mean, variance = batch_statistics(images)
    deviation = root(variance, epsilon)
    normalised = (images - mean) / deviation
    grad_scale = sum_over_batch(grad_output * normalised)
    grad_shift = sum_over_batch(grad_output)
    count = images.size // max(images.shape[-1], 1)
    centred = grad_output - grad_shift / count - normalised * (grad_scale / count)
    return centred * (scale / deviation), grad_scale, grad_shift
