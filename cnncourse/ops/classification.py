"""From logits to probabilities, and to the loss."""

import numpy as np

from cnncourse.checks import labels as label_checks
from cnncourse.ops.arrays import as_floats


def _below_the_largest(x, axis):
    """Return x less its largest, so that no exponential overflows."""
    with np.errstate(over="ignore"):  # what is that far below has no share
        return x - x.max(axis=axis, keepdims=True)


def softmax(x, axis=-1):
    """Return exp(x) divided by its sum along ``axis``: positive numbers that sum to 1.

    Parameters
    ----------
    x : array_like, any shape
        Logits; any size, the largest is subtracted first.
    axis : int

    Returns
    -------
    ndarray of the same shape, floating point

    Examples
    --------
    >>> softmax([0, np.log(3)]).round(4).tolist()
    [0.25, 0.75]
    >>> softmax([1000, 1000]).tolist()
    [0.5, 0.5]
    """
    (x,) = as_floats(x=x)
    powers = np.exp(_below_the_largest(x, axis))
    return powers / powers.sum(axis=axis, keepdims=True)


def log_softmax(x, axis=-1):
    """Return the natural logarithm of `softmax`, exact where a probability rounds to 0.

    Parameters
    ----------
    x : array_like, any shape
    axis : int

    Returns
    -------
    ndarray of the same shape, floating point, at most 0

    Examples
    --------
    >>> log_softmax([0.0, 1000.0]).tolist()
    [-1000.0, 0.0]
    """
    (x,) = as_floats(x=x)
    shifted = _below_the_largest(x, axis)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def check_cross_entropy(logits, labels) -> np.ndarray:
    """Return the labels as an array; raises unless every row of logits has one good label."""
    if logits.ndim != 2:
        raise ValueError(f"logits must have shape (N, classes), got {logits.shape}")
    n, classes = logits.shape
    if n == 0:
        raise ValueError("cross_entropy is a mean over the batch, and this batch is empty")
    labels = label_checks.check_form(labels, n)
    if labels.min() < 0 or labels.max() >= classes:
        wrong = labels[(labels < 0) | (labels >= classes)][0]
        raise ValueError(
            f"labels must lie from 0 to {classes - 1} for logits of {classes} classes, got {wrong}"
        )
    return labels


def cross_entropy(logits, labels):
    """Return the mean of -log(probability given to the right class), in natural units.

    It takes *logits*: a softmax before it would be applied twice.

    Parameters
    ----------
    logits : array_like (N, classes)
    labels : array_like of int (N,)
        The number of the right class, from 0.

    Returns
    -------
    NumPy floating scalar
        Zero for certain and right; log(classes) for no opinion.

    Raises
    ------
    ValueError
        If the shapes do not fit, a label is no class, or the batch is empty.
    TypeError
        If the labels are not whole numbers.

    Examples
    --------
    >>> float(cross_entropy(np.zeros((5, 10)), [0, 1, 2, 3, 4]).round(4))
    2.3026
    """
    logits = np.asarray(logits)
    labels = check_cross_entropy(logits, labels)
    return -log_softmax(logits)[np.arange(len(labels)), labels].mean()
