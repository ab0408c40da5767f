"""What people write for a number or a shape, and every way in which it can be read.

A text can be ambiguous: ``1,024`` is a thousand and a bit, or one and a bit. Nothing is guessed:
each function returns all readings, and a judge is content if one of them is right. The page
reads by the same rules in JavaScript (`explorers/page/questions/understood.js`).
"""

import re
from fractions import Fraction

import numpy as np

_PLAIN = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_NUMBER = r"[-+]?(?:\d+(?:[., ]\d+)*|[.,]\d+)(?:e[-+]?\d+)?"
_GROUPS = re.compile(r"\d{1,3}(?:([, .])\d{3})(?:\1\d{3})*")
_BATCH = {"none", "n", "batch", "?", "-1"}
_BETWEEN = re.compile(r"[\s,;x×*()\[\]{}|/]+|by|and|mal|por|per")


def numbers(answer) -> list[float]:
    """Return every number that an answer can be read as; none if it is no number.

    Understood are Python's and NumPy's numbers, and text: ``2,073,600``, ``2 073 600``,
    ``0,5``, ``1/9``, ``87 %`` (which is read as 87 and as 0.87), ``6.5e-3``, a unit behind it.

    Examples
    --------
    >>> numbers("2,073,600"), numbers("1/8"), numbers("0,5"), numbers("nothing")
    ([2073600.0], [0.125], [0.5], [])
    >>> numbers("1,024")
    [1024.0, 1.024]
    """
    if isinstance(answer, str):
        return _numbers_of_text(answer)
    array = _plain_array(answer)
    if array is None or array.size != 1 or array.dtype.kind not in "iuf":
        return []
    return [float(array.reshape(()))]


def _numbers_of_text(text):
    text = text.translate(_PLAIN).strip().casefold().removeprefix("=").removeprefix("≈").strip()
    found = re.fullmatch(rf"({_NUMBER})\s*(?:/\s*({_NUMBER}))?\s*(%)?\s*([^\d]*)", text)
    if not found:
        return []
    above, below, percent, unit = found.groups()
    if unit and not re.fullmatch(r"[^\W\d_][\w\s.²³-]*", unit):
        return []
    readings = _decimals(above)
    if below:
        readings = [a / b for a in readings for b in _decimals(below) if b]
    if percent:
        readings += [reading / 100 for reading in readings]
    return list(dict.fromkeys(readings))


def _decimals(text):
    """Return the readings of one number: signs between digits group thousands or start decimals."""
    sign = -1.0 if text.startswith("-") else 1.0
    body, _, power = text.lstrip("+-").partition("e")
    readings = []
    if _GROUPS.fullmatch(body) and not body.startswith("0"):
        readings.append(re.sub(r"[, .]", "", body))
    mixed = re.fullmatch(r"(\d{1,3}(?:([, .])\d{3})(?:\2\d{3})*)([.,])(\d+)", body)
    if mixed and mixed[2] != mixed[3]:
        readings.append(re.sub(r"[, .]", "", mixed[1]) + "." + mixed[4])
    if re.fullmatch(r"\d*[.,]?\d+", body):
        readings.append(body.replace(",", "."))
    scale = f"e{power}" if power else ""
    return list(dict.fromkeys(sign * float(Fraction(one + scale)) for one in readings))


def shapes(answer) -> list[tuple[int, ...]]:
    """Return every shape that an answer can be read as; none if it is no shape.

    Understood are tuples, lists, arrays and what frameworks call a shape, and text:
    ``(26, 26, 32)``, ``26x26x32``, ``26 by 26 by 32``. A batch in front (``None``, ``N``) is
    left out.

    Examples
    --------
    >>> shapes("26x26x32"), shapes([26, 26, 32]), shapes("26 by 26 by 32")
    ([(26, 26, 32)], [(26, 26, 32)], [(26, 26, 32)])
    >>> shapes((None, 26, 26, 32)), shapes("a boot")
    ([(26, 26, 32)], [])
    """
    if isinstance(answer, str):
        return _shapes_of_text(answer)
    if hasattr(answer, "as_list"):  # TensorFlow's TensorShape
        answer = answer.as_list()
    if isinstance(answer, np.ndarray):
        answer = answer.reshape(-1).tolist() if answer.ndim < 2 else None
    try:
        sides = list(answer)
    except TypeError:
        sides = [answer]
    if sides and sides[0] is None:
        sides = sides[1:]
    whole = [side for side in sides if isinstance(side, int | np.integer | float | np.floating)]
    if not sides or len(whole) != len(sides) or any(isinstance(s, bool) for s in sides):
        return []
    if any(side != int(side) for side in sides if abs(side) < 1e15):
        return []
    return [tuple(int(side) for side in sides)]


def _shapes_of_text(text):
    text = text.translate(_PLAIN).strip().casefold()
    pieces = [piece for piece in _BETWEEN.split(text) if piece]
    if pieces and pieces[0] in _BATCH:
        pieces = pieces[1:]
    readings = []
    if pieces and all(re.fullmatch(r"\d{1,15}", piece) for piece in pieces):
        readings.append(tuple(map(int, pieces)))
    alone = numbers(re.sub(r"[()\[\]]|,\s*[)\]]?$", "", text)) if len(pieces) > 1 else []
    readings += [(int(one),) for one in alone if one == int(one) and one >= 0]
    return list(dict.fromkeys(readings))


def array(answer) -> np.ndarray | None:
    """Return an answer as an array of numbers, or None if it is none.

    Lists, tuples, arrays, tensors of either framework and text such as ``[[1, 2], [3, 4]]`` are
    understood; booleans, complex numbers, objects and ragged lists are not.

    Examples
    --------
    >>> array([[1, 2], [3, 4]]).shape, array("1 2; 3 4").tolist(), array("boot")
    ((2, 2), [[1.0, 2.0], [3.0, 4.0]], None)
    """
    if isinstance(answer, str):
        return _array_of_text(answer)
    found = _plain_array(answer)
    return found if found is not None and found.dtype.kind in "iuf" else None


def _array_of_text(text):
    text = text.translate(_PLAIN).strip()
    rows = [row for row in re.split(r"[;\n\]]+\s*,?", re.sub(r"\[", " ", text)) if row.strip(" ,")]
    values = []
    for row in rows:
        pieces = [piece for piece in re.split(r"[,\s]+", row.strip(" ,")) if piece]
        if not all(re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", p.lower()) for p in pieces):
            return None
        values.append([float(piece) for piece in pieces])
    if not values or len({len(row) for row in values}) != 1:
        return None
    return np.array(values[0] if len(values) == 1 and text.count("[") < 2 else values)


def _plain_array(answer):
    """Return an answer's numbers in an array of NumPy's own class, or None.

    A subclass may claim to be equal to everything; its numbers may not.
    """
    if isinstance(answer, dict | set | bytes | str) or answer is None or callable(answer):
        return None
    if hasattr(answer, "detach"):  # a PyTorch tensor
        answer = answer.detach().cpu()
    try:
        found = np.array(answer, subok=False, copy=True)
    except Exception:  # ragged lists; an object whose own conversion fails
        return None
    return found if found.dtype.kind in "biufc" else None
