"""The backward passes of softmax and of the loss."""

import numpy as np

from cnncourse.gradients.arriving import elementwise
from cnncourse.ops.arrays import as_floats
from cnncourse.ops.classification import check_cross_entropy, softmax


def softmax_backward(grad_output, x, axis=-1):
    """Return the gradient of `cnncourse.ops.softmax`: ``s * (g - sum(g * s))``.

    Parameters
    ----------
    grad_output, x : array_like, of one shape
    axis : int

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> softmax_backward([8, 0], [0, 0]).tolist()
    [2.0, -2.0]
    """
    grad_output, x = elementwise(grad_output, x)
    shares = softmax(x, axis)
    return shares * (grad_output - (grad_output * shares).sum(axis=axis, keepdims=True))


def log_softmax_backward(grad_output, x, axis=-1):
    """Return the gradient of `cnncourse.ops.log_softmax`: ``g - softmax * sum(g)``.

    Parameters
    ----------
    grad_output, x : array_like, of one shape
    axis : int

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> log_softmax_backward([8, 0], [0, 0]).tolist()
    [4.0, -4.0]
    """
    grad_output, x = elementwise(grad_output, x)
    return grad_output - softmax(x, axis) * grad_output.sum(axis=axis, keepdims=True)


def cross_entropy_backward(grad_output, logits, labels):
    """Return the gradient of `cnncourse.ops.cross_entropy` for its logits.

    It is (probabilities - the right answer as 0s and a 1) / N: what was predicted minus what
    should have been.

    Parameters
    ----------
    grad_output : float
        The gradient of what is minimised with respect to this loss: 1.0 where it is the loss.
    logits : array_like (N, classes)
    labels : array_like of int (N,)

    Returns
    -------
    ndarray (N, classes)
        In the logits' floating type.

    Raises
    ------
    ValueError, TypeError
        As `cnncourse.ops.cross_entropy`, and if ``grad_output`` is not a single number.

    Examples
    --------
    >>> cross_entropy_backward(1.0, [[0, 0]], [1]).tolist()
    [[0.5, -0.5]]
    """
    (logits,) = as_floats(logits=logits)
    labels = check_cross_entropy(logits, labels)
    if np.ndim(grad_output):
        raise ValueError(
            "grad_output must be a single number, the loss being one, "
            f"got shape {np.shape(grad_output)}"
        )
    grad_logits = softmax(logits)
    grad_logits[np.arange(len(labels)), labels] -= 1
    return grad_logits * logits.dtype.type(grad_output / len(labels))
