"""Initial weights, drawn by NumPy from a seed so that every build starts equal."""

import math

import numpy as np

from cnncourse.arguments import count


def _glorot_uniform(rng, shape, fan_in):
    # Keras counts by the array's last two axes, for a depthwise kernel too.
    area = math.prod(shape[:-2])
    limit = math.sqrt(6 / (area * shape[-2] + area * shape[-1]))
    return rng.uniform(-limit, limit, shape)


def _fan_in_uniform(rng, shape, fan_in):
    limit = 1 / math.sqrt(fan_in)
    return rng.uniform(-limit, limit, shape)


def _he_normal(rng, shape, fan_in):
    return rng.normal(0, math.sqrt(2 / fan_in), shape)


INITIALIZERS = {
    "glorot_uniform": _glorot_uniform,
    "fan_in_uniform": _fan_in_uniform,
    "he_normal": _he_normal,
}
"""Keras's default (Glorot & Bengio, 2010), PyTorch's, and He's (2015, not truncated)."""

CONSTANTS = {"bias": 0.0, "scale": 1.0, "shift": 0.0, "mean": 0.0, "variance": 1.0}


def check(name: str) -> None:
    """Raise unless ``name`` is a known initializer: a TypeError for what is no name."""
    rule = f"initializer must be one of {', '.join(INITIALIZERS)}, got {name!r}"
    if not isinstance(name, str):
        raise TypeError(rule)
    if name not in INITIALIZERS:
        raise ValueError(rule)


def _floating(dtype):
    try:
        floating = np.issubdtype(np.dtype(dtype), np.floating)
    except TypeError:
        floating = False
    if dtype is None or not floating:
        raise ValueError(f'dtype must be a floating type such as "float32", got {dtype!r}')
    return np.dtype(dtype)


def draw(architecture, seed, dtype):
    """Return the initial weight dictionary of an architecture.

    Each array has a random stream of its own, so that a layer added at the end changes
    none of the others. PyTorch's way draws the biases too; the other two set them to 0.
    """
    seed = count(seed, "seed", 0)
    dtype, drawer = _floating(dtype), INITIALIZERS[architecture.initializer]
    owned = [(step, key) for step in architecture.walk() for key in step.arrays()]
    streams, arrays = np.random.SeedSequence(seed).spawn(len(owned)), {}
    for (step, key), stream in zip(owned, streams, strict=True):
        shape, random_bias = step.arrays()[key], architecture.initializer == "fan_in_uniform"
        if key in CONSTANTS and not (key == "bias" and random_bias):
            array = np.full(shape, CONSTANTS[key])
        else:
            fan_in = step.layer.fan_in(step.input_shape)
            array = drawer(np.random.default_rng(stream), shape, fan_in)
        arrays[f"{step.name}/{key}"] = array.astype(dtype)
    return arrays
