"""What a setting of a recipe may be."""

import math

import numpy as np

from cnncourse.arguments import is_real, real

FLOAT32_END = float(np.finfo(np.float32).max)


def choice(name, value, known):
    """Raise unless the value is one of the names that are known."""
    rule = f"{name} must be one of {', '.join(known)}, got {value!r}"
    if not isinstance(value, str):
        raise TypeError(rule)
    if value not in known:
        raise ValueError(rule)


def single(value, name, low, high=math.inf, *, low_open=False):
    """Return the value as a float, or say what it must be; in float32 it must be that too."""
    number = real(value, name, low, high, low_open=low_open)
    rounded = float(np.float32(number)) if number < FLOAT32_END else math.inf
    if not low <= rounded < high or (low_open and rounded == low):
        opening = "(" if low_open else "["
        raise ValueError(f"{name} must be a number in {opening}{low}, {high}), got {value!r}")
    return number


def up_to(value, name, high, *, low_open=False):
    """Return the value as a float of [0, high] or (0, high], or say what it must be."""
    if is_real(value) and value == high:
        return float(high)
    rule = f"{name} must be a number in {'(' if low_open else '['}0, {high}], got {value!r}"
    try:
        return single(value, name, 0, high, low_open=low_open)
    except (TypeError, ValueError) as error:
        raise type(error)(rule) from None
