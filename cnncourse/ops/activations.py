"""Activations: a function applied to every number by itself, whatever the shape."""

import math

import numpy as np

from cnncourse.ops.arrays import as_floats

_ERFC = np.vectorize(math.erfc, otypes=[np.float64])


def relu(x):
    """Return max(0, x).

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray of the same shape, floating point

    Examples
    --------
    >>> relu([-2, 0, 3]).tolist()
    [0.0, 0.0, 3.0]
    """
    (x,) = as_floats(x=x)
    return np.maximum(x, 0)


def relu6(x):
    """Return min(max(0, x), 6).

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray of the same shape, floating point

    Examples
    --------
    >>> relu6([-2, 3, 7]).tolist()
    [0.0, 3.0, 6.0]
    """
    (x,) = as_floats(x=x)
    return np.clip(x, 0, 6)


def leaky_relu(x, negative_slope=0.01):
    """Return x where it is positive and ``negative_slope * x`` elsewhere.

    Parameters
    ----------
    x : array_like, any shape
    negative_slope : float
        PyTorch's default, 0.01; Keras's layer has 0.3.

    Returns
    -------
    ndarray of the same shape, floating point

    Examples
    --------
    >>> leaky_relu([-2, 0, 3], 0.5).tolist()
    [-1.0, 0.0, 3.0]
    """
    (x,) = as_floats(x=x)
    return np.where(x > 0, x, np.minimum(x, 0) * x.dtype.type(negative_slope))


def elu(x, alpha=1.0):
    """Return x where it is positive and ``alpha * (exp(x) - 1)`` elsewhere.

    Parameters
    ----------
    x : array_like, any shape
    alpha : float
        Minus this is approached far to the left.

    Returns
    -------
    ndarray of the same shape, floating point

    Examples
    --------
    >>> elu([-np.inf, 0, 3], alpha=2).tolist()
    [-2.0, 0.0, 3.0]
    """
    (x,) = as_floats(x=x)
    # expm1 only sees what is not positive, so that it cannot overflow.
    return np.where(x > 0, x, x.dtype.type(alpha) * np.expm1(np.minimum(x, 0)))


def normal_cdf(x):
    """Return the share of the standard normal distribution below ``x``, in x's own type."""
    return (_ERFC(x * -math.sqrt(0.5)) / 2).astype(x.dtype)


def far_left_is_zero(x, share):
    """Return ``x * share``; where the share has vanished it is 0, also for minus infinity."""
    return np.maximum(x, np.finfo(x.dtype).min) * share


def gelu(x):
    """Return x times the share of the standard normal distribution below x.

    This is the exact form, by the error function; some libraries approximate it by tanh.

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray of the same shape, floating point

    Examples
    --------
    >>> gelu([-1, 0, 1]).round(4).tolist()
    [-0.1587, 0.0, 0.8413]
    """
    (x,) = as_floats(x=x)
    return far_left_is_zero(x, normal_cdf(x))


def silu(x):
    """Return ``x * sigmoid(x)``, also known as swish.

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray of the same shape, floating point

    Examples
    --------
    >>> silu([-1, 0, 1]).round(4).tolist()
    [-0.2689, 0.0, 0.7311]
    """
    (x,) = as_floats(x=x)
    return far_left_is_zero(x, sigmoid(x))


def softplus(x):
    """Return log(1 + exp(x)), a smooth `relu`, without overflow.

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray of the same shape, floating point

    Examples
    --------
    >>> softplus([-1000, 0, 1000]).round(4).tolist()
    [0.0, 0.6931, 1000.0]
    """
    (x,) = as_floats(x=x)
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def sigmoid(x):
    """Return 1 / (1 + exp(-x)), without overflow at either end.

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray of the same shape, floating point, in [0, 1]

    Examples
    --------
    >>> sigmoid([-1000, 0, 1000]).tolist()
    [0.0, 0.5, 1.0]
    """
    (x,) = as_floats(x=x)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)


def tanh(x):
    """Return the hyperbolic tangent.

    Parameters
    ----------
    x : array_like, any shape

    Returns
    -------
    ndarray of the same shape, floating point, in [-1, 1]

    Examples
    --------
    >>> tanh([-1000, 0, 1000]).tolist()
    [-1.0, 0.0, 1.0]
    """
    (x,) = as_floats(x=x)
    return np.tanh(x)
