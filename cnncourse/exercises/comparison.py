"""Is a value the expected one? First its type, then shape, dtype, and values."""

import types
from dataclasses import dataclass

import numpy as np

from cnncourse.exercises import understood

TOLERANCE = 1e-5
"""How far a number may be off: this share of the largest expected one, and of 1 at least.

A sum of nine products in float32 is off by about a millionth; a mistake is off by far more.
"""


@dataclass(frozen=True)
class Difference:
    """The first thing that is wrong with a value.

    Parameters
    ----------
    what : str
        ``"type"``, ``"shape"``, ``"dtype"`` or ``"values"``.
    words : str
        What was expected and what came, in a sentence.
    where : ndarray of bool or None
        Which numbers are off, where the shapes agree.
    """

    what: str
    words: str
    where: np.ndarray | None = None


def difference(expected, came, tolerance: float = TOLERANCE) -> Difference | None:
    """Return what is wrong with ``came``, or None if it is what was expected.

    A list for an array, float64 for float32, and whole numbers where they are exact are right.

    Parameters
    ----------
    expected : array, number, or tuple of these
    came : anything
        What a learner's function gave; no method of it decides.
    tolerance : float
        A share of the largest expected number, or of 1 where that is larger.

    Examples
    --------
    >>> difference(np.ones((2, 2)), [[1, 1], [1, 1]]) is None
    True
    >>> difference(np.ones((2, 2)), np.ones((2, 1))).words
    'expected shape (2, 2), got (2, 1)'
    """
    if isinstance(expected, tuple):
        return _of_tuple(expected, came, tolerance)
    wanted, found = np.asarray(expected), understood.array(came)
    if wanted.dtype.kind == "b" and found is None:
        found = _booleans(came)
    if found is None or isinstance(came, str):
        kind = "a number" if wanted.ndim == 0 else "an array of numbers"
        return Difference("type", f"expected {kind}, got {name_of(came)}")
    if wanted.shape != found.shape:
        if wanted.ndim == 0 and found.size == 1:
            found = found.reshape(())
        else:
            return Difference("shape", f"expected shape {wanted.shape}, got {found.shape}")
    off = apart(wanted, found, tolerance)
    if not off.any():
        return None
    lost = wanted.dtype.kind == "f" and found.dtype.kind in "iu"
    if lost and not apart(np.trunc(wanted), found, tolerance).any():
        return Difference(
            "dtype", f"expected numbers with a fraction, got whole ones ({found.dtype})", off
        )
    count, total = int(off.sum()), off.size
    words = f"{count} of {total} numbers differ" if total > 1 else "the number differs"
    return Difference("values", words, off)


def _booleans(came):
    """Return booleans as an array of NumPy's own class; None for anything else."""
    if not isinstance(came, bool | np.bool_ | list | tuple | np.ndarray):
        return None
    try:
        found = np.array(came, subok=False)
    except ValueError:
        return None
    return found if found.dtype.kind == "b" else None


def _of_tuple(expected, came, tolerance):
    got = name_of(came)
    if hasattr(came, "__array__"):
        array = understood.array(came)
        came = None if array is None or array.ndim == 0 else list(array)
    came = list(came) if isinstance(came, tuple | list) else None
    if came is None or len(came) != len(expected):
        got = got if came is None else f"{len(came)}"
        return Difference("type", f"expected {len(expected)} values, got {got}")
    for number, (one, other) in enumerate(zip(expected, came, strict=True), start=1):
        found = difference(one, other, tolerance)
        if found:
            return Difference(found.what, f"value {number}: {found.words}", found.where)
    return None


def apart(wanted: np.ndarray, found: np.ndarray, tolerance: float = TOLERANCE) -> np.ndarray:
    """Return where two arrays of one shape differ; NaN agrees with NaN alone."""
    wanted, found = wanted.astype(np.float64), found.astype(np.float64)
    size = np.abs(wanted[np.isfinite(wanted)])
    allowed = tolerance * max(1.0, size.max(initial=0.0))
    with np.errstate(invalid="ignore"):
        near = np.abs(wanted - found) <= allowed
    same = (wanted == found) | (np.isnan(wanted) & np.isnan(found))
    return ~(near | same)


def name_of(value) -> str:
    """Return what a value is, in words that a learner knows."""
    if value is None:
        return "None (a function without return gives that)"
    if isinstance(value, str):
        return f"the text {value[:20]!r}"
    if isinstance(value, types.GeneratorType):
        return "a generator (yield where return is meant?)"
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}"
    if type(value) in (list, tuple):
        return f"a {type(value).__name__} of {len(value)}"
    return f"{'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}"
