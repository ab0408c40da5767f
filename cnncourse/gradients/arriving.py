"""What every backward pass asks of the gradient that arrives."""

import numpy as np

from cnncourse.ops.arrays import as_floats


def with_gradient(grad_output, **arrays) -> list[np.ndarray]:
    """Return the gradient and the named arrays in one common floating type.

    Raises
    ------
    TypeError
        If one of them does not hold real numbers.
    """
    return as_floats(grad_output=grad_output, **arrays)


def need_gradient(grad_output, shape) -> None:
    """Raise ValueError unless the gradient has the shape of the forward pass's output.

    NumPy would stretch a wrong one to fit, and give wrong numbers without a word.
    """
    if grad_output.shape != tuple(shape):
        raise ValueError(
            f"grad_output must have the shape of the output, {tuple(shape)}, "
            f"got {grad_output.shape}; were the forward pass's arguments the same?"
        )


def elementwise(grad_output, x) -> list[np.ndarray]:
    """Return both as floats, for an operation that keeps the shape."""
    grad_output, x = with_gradient(grad_output, x=x)
    need_gradient(grad_output, x.shape)
    return [grad_output, x]


def sum_over_batch(array) -> np.ndarray:
    """Return the sum over all axes but the last, added up in float64 and in array's type."""
    axes = tuple(range(array.ndim - 1))
    wide = np.result_type(array.dtype, np.float64)
    return array.sum(axis=axes, dtype=wide).astype(array.dtype)
