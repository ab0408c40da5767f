"""The backward passes of the activations: each slope, times what arrives."""

import math

import numpy as np

from cnncourse.gradients.arriving import elementwise
from cnncourse.ops.activations import normal_cdf, sigmoid


def relu_backward(grad_output, x):
    """Return the gradient of `cnncourse.ops.relu`: what arrives where x > 0, else 0.

    At x = 0, where there is a kink, it is 0, as in PyTorch and in TensorFlow.

    Parameters
    ----------
    grad_output, x : array_like, of one shape

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> relu_backward([10, 10, 10], [-2, 0, 3]).tolist()
    [0.0, 0.0, 10.0]
    """
    grad_output, x = elementwise(grad_output, x)
    return np.where(x <= 0, 0, grad_output)


def relu6_backward(grad_output, x):
    """Return the gradient of `cnncourse.ops.relu6`: what arrives where 0 < x < 6, else 0.

    At both kinks it is 0, as in PyTorch and in TensorFlow.

    Parameters
    ----------
    grad_output, x : array_like, of one shape

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> relu6_backward([10, 10, 10, 10], [-2, 3, 6, 7]).tolist()
    [0.0, 10.0, 0.0, 0.0]
    """
    grad_output, x = elementwise(grad_output, x)
    return np.where((x <= 0) | (x >= 6), 0, grad_output)


def leaky_relu_backward(grad_output, x, negative_slope=0.01):
    """Return the gradient of `cnncourse.ops.leaky_relu`; at x = 0 the slope is the negative side's.

    Parameters
    ----------
    grad_output, x : array_like, of one shape
    negative_slope : float

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> leaky_relu_backward([10, 10, 10], [-2, 0, 3], 0.5).tolist()
    [5.0, 5.0, 10.0]
    """
    grad_output, x = elementwise(grad_output, x)
    return np.where(x > 0, grad_output, grad_output * x.dtype.type(negative_slope))


def elu_backward(grad_output, x, alpha=1.0):
    """Return the gradient of `cnncourse.ops.elu`: 1 where x > 0, else ``alpha * exp(x)``.

    Parameters
    ----------
    grad_output, x : array_like, of one shape
    alpha : float

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> elu_backward([10, 10, 10], [-np.inf, 0, 3], alpha=2).tolist()
    [0.0, 20.0, 10.0]
    """
    grad_output, x = elementwise(grad_output, x)
    slope = x.dtype.type(alpha) * np.exp(np.minimum(x, 0))
    return np.where(x > 0, grad_output, grad_output * slope)


def gelu_backward(grad_output, x):
    """Return the gradient of `cnncourse.ops.gelu`: the share below x, plus x times the density.

    Parameters
    ----------
    grad_output, x : array_like, of one shape

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> gelu_backward([1, 1, 1], [-9, 0, 9]).round(4).tolist()
    [-0.0, 0.5, 1.0]
    """
    grad_output, x = elementwise(grad_output, x)
    near = np.clip(x, -40, 40)  # beyond, the density is 0, and a square could overflow
    density = np.exp(-near * near / 2) / math.sqrt(2 * math.pi)
    return grad_output * (normal_cdf(x) + near * density)


def silu_backward(grad_output, x):
    """Return the gradient of `cnncourse.ops.silu`: ``s * (1 + x * (1 - s))`` with s = sigmoid(x).

    Parameters
    ----------
    grad_output, x : array_like, of one shape

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> silu_backward([10, 10], [0, 1000]).tolist()
    [5.0, 10.0]
    """
    grad_output, x = elementwise(grad_output, x)
    near = np.clip(x, -800, 800)  # beyond, one of the two shares is 0
    return grad_output * sigmoid(near) * (1 + near * sigmoid(-near))


def softplus_backward(grad_output, x):
    """Return the gradient of `cnncourse.ops.softplus`, which is the sigmoid.

    Parameters
    ----------
    grad_output, x : array_like, of one shape

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> softplus_backward([10, 10, 10], [-1000, 0, 1000]).tolist()
    [0.0, 5.0, 10.0]
    """
    grad_output, x = elementwise(grad_output, x)
    return grad_output * sigmoid(x)


def sigmoid_backward(grad_output, x):
    """Return the gradient of `cnncourse.ops.sigmoid`: ``s * (1 - s)``, never above a quarter.

    Parameters
    ----------
    grad_output, x : array_like, of one shape

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> sigmoid_backward([10, 10], [0, 1000]).tolist()
    [2.5, 0.0]
    """
    grad_output, x = elementwise(grad_output, x)
    # sigmoid(-x) is 1 - sigmoid(x) without the cancellation.
    return grad_output * sigmoid(x) * sigmoid(-x)


def tanh_backward(grad_output, x):
    """Return the gradient of `cnncourse.ops.tanh`: ``1 - tanh(x) ** 2``.

    Parameters
    ----------
    grad_output, x : array_like, of one shape

    Returns
    -------
    ndarray of the same shape

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> tanh_backward([10, 10], [0, 1000]).tolist()
    [10.0, 0.0]
    """
    grad_output, x = elementwise(grad_output, x)
    return grad_output * (1 - np.tanh(x) ** 2)
