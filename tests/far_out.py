"""Every activation and its slope at the ends of what a number can be, worked out by hand."""

import numpy as np


def numbers(dtype) -> np.ndarray:
    """Return minus infinity, the most negative number, ... the smallest above 0, ... infinity."""
    most, least = np.finfo(dtype).max, np.finfo(dtype).smallest_subnormal
    right = np.array([least, 1e9, most / 2, most, np.inf], dtype)
    return np.concatenate([-right[::-1], right])


def values(name, x) -> np.ndarray:
    """Return what an activation gives at `numbers`, in their type."""
    right, near, step = np.maximum(x, 0), np.abs(x) < 1, _step(x)
    found = {
        "relu": right,
        "relu6": np.clip(x, 0, 6),
        "leaky_relu": np.where(x > 0, x, x * x.dtype.type(0.01)),
        "elu": np.where(near, x, np.maximum(x, -1)),
        "gelu": np.where(near, 0, right),  # half of the smallest number rounds to 0
        "silu": np.where(near, 0, right),
        "softplus": np.where(near, np.log(2), right),
        "sigmoid": step,
        "tanh": np.where(near, x, np.sign(x)),
    }
    return found[name].astype(x.dtype)


def slopes(name, x) -> np.ndarray:
    """Return the slope of an activation at `numbers`, in their type."""
    near, step = np.abs(x) < 1, _step(x)
    found = {
        "relu": x > 0,
        "relu6": (x > 0) & (x < 6),
        "leaky_relu": np.where(x > 0, 1, 0.01),
        "elu": (x > 0) | near,
        "gelu": step,
        "silu": step,
        "softplus": step,
        "sigmoid": near / 4,
        "tanh": near,
    }
    return found[name].astype(x.dtype)


def _step(x):
    return np.where(np.abs(x) < 1, 0.5, x > 0)


NAMES = ("relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "softplus", "sigmoid", "tanh")
