"""Values and cases as a learner sees them: short, and within a phone's width."""

import numpy as np

from cnncourse.exercises.verdict import WIDTH

MOST = 36  # numbers that are shown one by one


def value(one) -> str:
    """Return a value in a few lines: small arrays whole, larger ones by their shape.

    Examples
    --------
    >>> print(value(np.array([[1.0, 2.5], [3.0, 4.0]])))
    [[1.  2.5]
     [3.  4. ]]
    >>> print(value(np.zeros((32, 28, 28, 1))))
    zeros of shape (32, 28, 28, 1)
    """
    if type(one) in (tuple, list):
        if len(one) > MOST:
            return f"a {type(one).__name__} of {len(one)}"
        inside = ", ".join(value(each) for each in one)
        brackets = "()" if isinstance(one, tuple) else "[]"
        return f"{brackets[0]}{inside}{brackets[1]}" if len(inside) < WIDTH else short(inside)
    if isinstance(one, np.ndarray | np.generic) or hasattr(one, "__array__"):
        try:
            return _array(np.array(one, subok=False))
        except Exception:
            return f"<{type(one).__name__}>"
    return short(written(one))


def written(one) -> str:
    """Return an object's own words for itself, or its type's name where it has none."""
    try:
        return " ".join(str(repr(one)).split())
    except Exception:
        return f"<{type(one).__name__}>"


def short(text, most=WIDTH - 12):
    """Return a text cut to the width of a line."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _array(array):
    if array.dtype.kind not in "biufc":
        return f"an array of {array.dtype}"
    if array.ndim == 0:
        return f"{array[()]:.6g}" if array.dtype.kind == "f" else str(array[()])
    if array.size == 0:
        return f"an empty array of shape {array.shape}"
    flat = np.squeeze(array)
    if array.size > MOST or flat.ndim > 2:
        if not array.any():
            return f"zeros of shape {array.shape}"
        low, high = array.min(), array.max()
        return f"numbers from {low:.4g} to {high:.4g},\nshape {array.shape}"
    with np.printoptions(precision=3, suppress=True, linewidth=WIDTH - 12):
        text = str(flat) if flat.ndim else f"{flat[()]:.6g}"
    return text if flat.shape == array.shape else f"{text}\nshape {array.shape}"


def case(arguments: dict) -> str:
    """Return a case's arguments, one a line."""
    lines = []
    for name, one in arguments.items():
        first, *rest = value(one).splitlines()
        indent = " " * (len(name) + 3)
        lines += [f"{name} = {first}", *(indent + line for line in rest)]
    return "\n".join(lines)


def picture(expected, came, off) -> str:
    """Return which numbers of a small map are off: ``·`` is right, ``x`` is not.

    Examples
    --------
    >>> print(picture(np.eye(2), np.ones((2, 2)), np.eye(2) == 0))
    · right, x off:
    · x
    x ·
    """
    if off is None or off.size < 2 or off.size > 400 or off.all():
        return ""
    flat = np.squeeze(off)
    if flat.ndim != 2 or flat.shape[1] > 24:
        return ""
    rows = [" ".join("x" if one else "·" for one in row) for row in flat]
    return "\n".join(["· right, x off:", *rows])
