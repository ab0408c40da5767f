"""The backward passes of flattening, dense layers and dropout."""

import math

from cnncourse.gradients.arriving import need_gradient, sum_over_batch, with_gradient
from cnncourse.ops.features import check_dense


def flatten_backward(grad_output, images):
    """Return the gradient of `cnncourse.ops.flatten`: the same numbers in the images' shape.

    Parameters
    ----------
    grad_output : array_like (N, features)
    images : array_like (N, ...)

    Returns
    -------
    ndarray of the images' shape

    Raises
    ------
    ValueError
        If ``grad_output`` has not the flattened shape.

    Examples
    --------
    >>> flatten_backward([[1, 2, 3, 4]], [[[[0], [0]], [[0], [0]]]]).tolist()
    [[[[1.0], [2.0]], [[3.0], [4.0]]]]
    """
    grad_output, images = with_gradient(grad_output, images=images)
    need_gradient(grad_output, (len(images), math.prod(images.shape[1:])))
    return grad_output.reshape(images.shape)


def dense_backward(grad_output, features, weights, bias=None):
    """Return the gradients of `cnncourse.ops.dense` for its features, weights and bias.

    Parameters
    ----------
    grad_output : array_like (N, units)
    features, weights, bias
        As in the forward pass.

    Returns
    -------
    grad_features : ndarray (N, features)
    grad_weights : ndarray (features, units)
    grad_bias : ndarray (units,)

    Raises
    ------
    ValueError
        As `cnncourse.ops.dense`, and if ``grad_output`` has not its output's shape.

    Examples
    --------
    >>> for grad in dense_backward([[1, 10]], [[2, 3]], [[1, 0], [0, 1]]):
    ...     print(grad.tolist())
    [[1.0, 10.0]]
    [[2.0, 20.0], [3.0, 30.0]]
    [1.0, 10.0]
    """
    grad_output, features, weights = with_gradient(grad_output, features=features, weights=weights)
    check_dense(features, weights)
    need_gradient(grad_output, (len(features), weights.shape[1]))
    return grad_output @ weights.T, features.T @ grad_output, sum_over_batch(grad_output)


def dropout_backward(grad_output, mask):
    """Return the gradient of `cnncourse.ops.dropout`: only what was kept gets anything.

    Parameters
    ----------
    grad_output : array_like, any shape
    mask : array_like, of the same shape
        What the forward pass multiplied by, from `cnncourse.ops.dropout_mask`.

    Returns
    -------
    ndarray of the same shape, in grad_output's floating type

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> dropout_backward([1, 2, 3], [2.0, 0.0, 2.0]).tolist()
    [2.0, 0.0, 6.0]
    """
    (grad_output,), (mask,) = with_gradient(grad_output), with_gradient(mask)
    need_gradient(grad_output, mask.shape)
    return grad_output * mask.astype(grad_output.dtype, copy=False)
