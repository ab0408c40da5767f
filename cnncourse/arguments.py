"""What an argument may be: a whole number, a number in a range, True or False.

One rule for the whole package: a value of a wrong *kind* is a TypeError, one out of range a
ValueError, and True is no number. NumPy's whole numbers are whole numbers; 2.0 is not one.
"""

import math
from numbers import Integral, Real


def is_whole(value) -> bool:
    """Return whether a value is a whole number, NumPy's included, True and False not."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def is_real(value) -> bool:
    """Return whether a value is a number, whole or not, NumPy's included, True and False not."""
    return isinstance(value, Real) and not isinstance(value, bool)


def whole(value, name: str, least: int | None = None, *, rule: str = "", cure: str = "") -> int:
    """Return ``value`` as an int, or say what it must be.

    Parameters
    ----------
    value : int
    name : str
        What to call the value in an error.
    least : int, optional
        The smallest number allowed.
    rule : str
        What the value must be, where the usual words do not say it all.
    cure : str
        What to do about it.

    Raises
    ------
    TypeError
        If it is no whole number.
    ValueError
        If it is less than ``least``.

    Examples
    --------
    >>> whole(3, "stride", 1)
    3
    >>> whole(2.0, "stride", 1)
    Traceback (most recent call last):
    TypeError: stride must be a whole number, got 2.0
    """
    end = f", got {value!r}" + (f"; {cure}" if cure else "")
    if not is_whole(value):
        raise TypeError((rule or f"{name} must be a whole number") + end)
    if least is not None and value < least:
        raise ValueError((rule or f"{name} must be at least {least}") + end)
    return int(value)


def count(value, name: str, least: int = 1, *, cure: str = "") -> int:
    """Return ``value`` as an int, or say in one sentence of which kind and size it must be.

    Raises
    ------
    TypeError, ValueError
        As `whole`.
    """
    rule = f"{name} must be a whole number of at least {least}"
    return whole(value, name, least, rule=rule, cure=cure)


def real(
    value, name: str, low: float, high: float = math.inf, *, low_open: bool = False, cure: str = ""
) -> float:
    """Return ``value`` as a float of [low, high), or (low, high), or say what it must be.

    Raises
    ------
    TypeError
        If it is no number.
    ValueError
        If it is out of the range, or NaN.

    Examples
    --------
    >>> real(0, "rate", 0, 1)
    0.0
    >>> real(1.5, "rate", 0, 1)
    Traceback (most recent call last):
    ValueError: rate must be a number in [0, 1), got 1.5
    """
    rule = f"{name} must be a number in {'(' if low_open else '['}{low}, {high}), got {value!r}"
    rule += f"; {cure}" if cure else ""
    if not is_real(value):
        raise TypeError(rule)
    if not low <= value < high or (low_open and value == low):
        raise ValueError(rule)
    return float(value)


def switch(value, name: str) -> bool:
    """Return ``value`` if it is True or False; raises a TypeError if it is not."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return value
