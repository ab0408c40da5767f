"""Numbers as readers type them: fractions, decimal commas, a true minus sign."""

import math
import re
import unicodedata
from numbers import Real

import numpy as np

NUMBER = r"[-+]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:e[-+]?[0-9]{1,3})?"
TYPED = re.compile(rf"({NUMBER})(?:/({NUMBER}))?", re.IGNORECASE)
GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")
SHARE = re.compile("([-+−]?)([¼-¾⅐-⅞])")


def read_number(text: str) -> float:
    """Return the number that a text says; what is none is refused in words.

    Parameters
    ----------
    text : str
        A number with a point or a comma, or two with a slash between them.

    Raises
    ------
    ValueError
        If it is no number, or if a comma can be read in two ways.

    Examples
    --------
    >>> read_number("0,5"), read_number("−1/8"), read_number("⅓") == 1 / 3
    (0.5, -0.125, True)
    >>> read_number("1,000")
    Traceback (most recent call last):
    ValueError: “1,000” can be read in two ways: write 1.000 or 1000
    """
    plain, shown = text.strip(), f"“{text.strip()[:20]}”"
    if share := SHARE.fullmatch(plain):
        plain = share[1] + unicodedata.normalize("NFKC", share[2])
    plain = re.sub(r"\s*[/⁄∕÷]\s*", "/", re.sub("[−–]", "-", plain))
    if GROUPED.fullmatch(plain):
        both = plain.replace(",", "."), plain.replace(",", "")
        raise ValueError(f"{shown} can be read in two ways: write {both[0]} or {both[1]}")
    found = TYPED.fullmatch(plain)
    if not found:
        raise ValueError(f"{shown} is not a number: write 0.5, 0,5 or 1/2")
    above, below = (float((one or "1").replace(",", ".")) for one in found.groups())
    if not below:
        raise ValueError(f"{shown} divides by 0")
    value = above / below
    if not math.isfinite(value):
        raise ValueError(f"{shown} is too large")
    return value + 0.0


def read_numbers(value):
    """Return nested lists in which every text, and every fraction, is the number it says.

    Raises
    ------
    ValueError
        If a text says no number.

    Examples
    --------
    >>> read_numbers([["1/8", 2], ["0,5", "−1"]])
    [[0.125, 2], [0.5, -1.0]]
    """
    if isinstance(value, str):
        return read_number(value)
    if isinstance(value, np.ndarray) and value.dtype.kind in "OU":
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [read_numbers(one) for one in value]
    whole = isinstance(value, (int, np.generic))  # NumPy's own, and True, are judged elsewhere
    return float(value) if isinstance(value, Real) and not whole else value
