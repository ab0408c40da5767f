"""What people write for a number or a shape, and every way in which it can be read.

A text can be ambiguous: ``1,024`` is a thousand and a bit, or one and a bit. Nothing is guessed:
each function returns all readings, and a judge is content if one of them is right. The page
reads by the same rules in JavaScript (`book/static/questions-judge.js`).
"""

import decimal
import itertools
import numbers as abstract
import re
import unicodedata

import numpy as np

MOST = 400  # characters of a text that is read
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SQUARE = str.maketrans("(){}", "[][]")
_PLAIN = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2044": "/", "\u2019": "'"})
_DIGITS = r"[0-9]+(?:[., '_][0-9]+)*[.,]?|[.,][0-9]+"
_NUMBER = rf"[-+]?\s*(?:{_DIGITS})(?:e[-+]?[0-9]{{1,4}})?"
_WHOLE = re.compile(rf"({_NUMBER})\s*(?:/\s*({_NUMBER}))?\s*(%)?\s*([^0-9]*)")
_PREFIX = re.compile(r"(?:[a-z]+\s*[=:]|=|≈|~|about|around|approx(?:imately|\.)?|ca\.?|roughly)\s*")
_LEAD = re.compile(
    r"^(?:(?:it|this|that|(?:the )?(?:answer|shape|size|number|result|output|map))(?: is|'s)"
    r"|i (?:choose|pick|say|think))\s*[:=]?\s+"
)
_SCALAR = re.compile(r"(?:np\.)?(?:u?int|float)[0-9]{1,2}\(([^()]*)\)")
_ASIDE = re.compile(r",\s*(?:dtype=[a-z0-9_.]+|shape=\([0-9, ]*\)|grad_fn=<[a-z0-9]*>)")
_WRAPPED = re.compile(r"^(?:np\.|torch\.|tf\.)?(?:array|tensor|matrix)\s*\((.*)\)$", re.S)
_ROWS_FIRST = re.compile(r"^[^a-z]*rows?[^a-z]+(?:(?:x|by|and)[^a-z]+)?col(?:umn)?s?(?![a-z])")
_ROWS = re.compile(r"\s*(?:rows?|col(?:umn)?s?)(?![a-z])")
_PIXELS = re.compile(r"([0-9])\s*(?:px|pixels?)(?![a-z])")
_ENDS = ["top", "bottom", "left", "right"]
_POWER = re.compile(r"\s*[·*×x]\s*10\s*(?:\^|\*\*)\s*([-+]?[0-9]{1,4})")
_TEN = re.compile(r"^([-+]?)10\s*(?:\^|\*\*)\s*([-+]?[0-9]{1,4})")
_GROUPS = re.compile(r"[0-9]{1,3}([, .'_])[0-9]{3}(?:\1[0-9]{3})*")
_MIXED = re.compile(r"([0-9]{1,3}([, .'_])[0-9]{3}(?:\2[0-9]{3})*)([.,])([0-9]+)")
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_LETTERS = {"k": 1e3, "m": 1e6}
_BATCH = {"none", "n", "b", "batch", "?", "-1"}
_BETWEEN = re.compile(r"[\s,;x×·*()\[\]{}|/]+")
_JOINING = {"by", "and", "mal", "por", "per", "with"}
_NAMED = re.compile(
    r"^(?:torch\.size|(?:tf\.)?tensorshape|shape|(?:\([a-z, ]+\)\s*)?=)\s*[=:]?\s*(?=[(\[0-9])"
)
_COUNTED = re.compile(r"\s*(?:pixels?|px|channels?|filters?|maps?|numbers?|units?|features?)\.?$")


def plain(text: str) -> str:
    """Return a text in small letters and plain signs: no raised digits, no special spaces."""
    text = str.__str__(text)
    raised = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda m: "^" + m[0].translate(_RAISED), text)
    return unicodedata.normalize("NFKC", raised).translate(_PLAIN).strip().lower()


def _bare(text):
    """Return a plain text without what NumPy and the frameworks print around numbers."""
    text = without_lead(plain(text)).strip("*$`\"' ")
    text = _ASIDE.sub("", _SCALAR.sub(r"\1", text))
    return _WRAPPED.sub(r"\1", text)


def without_lead(text: str) -> str:
    """Return a small-lettered text without the words that may stand before an answer."""
    return _LEAD.sub("", text)


def numbers(answer) -> list[float]:
    """Return every number that an answer can be read as; none if it is no number.

    Understood are Python's and NumPy's numbers, and text: ``2,073,600``, ``2 073 600``,
    ``0,5``, ``1/9``, ``87 %`` (which is read as 87 and as 0.87), ``6.5e-3``, ``9·10⁻¹⁴``,
    ``9.9 billion``, a unit behind it.

    Examples
    --------
    >>> numbers("2,073,600"), numbers("1/8"), numbers("0,5"), numbers("nothing")
    ([2073600.0], [0.125], [0.5], [])
    >>> numbers("1,024")
    [1024.0, 1.024]
    """
    if isinstance(answer, str):
        return _numbers_of_text(answer)
    if isinstance(answer, abstract.Rational | decimal.Decimal) and not isinstance(answer, bool):
        try:
            return [float(answer)]
        except OverflowError:
            return []
    array = _plain_array(answer)
    if array is None or array.size != 1 or array.dtype.kind not in "iuf":
        return []
    return [float(array.reshape(()))]


def _numbers_of_text(text):
    if len(text) > MOST:
        return []
    text = _bare(text)
    text = text[found.end() :] if (found := _PREFIX.match(text)) else text
    text = re.sub(r"^minus\s+", "-", re.sub(r"^[\[(]([^\[\]()]*)[\])]$", r"\1", text)).strip()
    text = _TEN.sub(r"\g<1>1e\2", _POWER.sub(r"e\1", text))
    found = _WHOLE.fullmatch(text)
    if not found:
        return []
    above, below, percent, unit = found.groups()
    scale, unit = _scale_of(unit)
    if unit and not re.fullmatch(r"[^\W_][^\W_]*(?:[ .-]+[^\W_]+)*\.?", unit):
        return []
    readings = [one * scale for one in _decimals(above)]
    if below:
        readings = [a / b for a in readings for b in _decimals(below) if b]
    readings += [one * _LETTERS[unit] for one in readings if unit in _LETTERS]
    if percent:
        readings += [reading / 100 for reading in readings]
    return list(dict.fromkeys(one for one in readings if np.isfinite(one)))


def _scale_of(unit):
    """Return what number words multiply by, and the unit behind them."""
    scale, words = 1.0, unit.split()
    while words and words[0] in _SCALES:
        scale *= _SCALES[words.pop(0)]
    return scale, " ".join(words)


def _decimals(text):
    """Return the readings of one number: signs between digits group thousands or start decimals."""
    sign = -1.0 if text.startswith("-") else 1.0
    body, _, power = text.lstrip("+- ").partition("e")
    readings = []
    if _GROUPS.fullmatch(body) and not body.startswith("0"):
        readings.append(re.sub(r"[, .'_]", "", body))
    mixed = _MIXED.fullmatch(body)
    if mixed and mixed[2] != mixed[3]:
        readings.append(re.sub(r"[, .'_]", "", mixed[1]) + "." + mixed[4])
    if re.fullmatch(r"[0-9]*[.,]?[0-9]+|[0-9]+[.,]", body):
        readings.append(body.replace(",", "."))
    scale = f"e{power}" if power else ""
    return list(dict.fromkeys(sign * float(one + scale) for one in readings))


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
    if isinstance(answer, np.ndarray) or hasattr(answer, "__array__"):
        array = _plain_array(answer)
        answer = array.reshape(-1).tolist() if array is not None and array.ndim < 2 else None
    if isinstance(answer, dict | set | frozenset | bytes | bytearray):
        return []
    try:
        sides = list(itertools.islice(answer, 17))
    except TypeError:
        sides = [answer]
    if sides and sides[0] is None or sides[:1] == ["None"]:
        sides = sides[1:]
    whole = [_side(one) for one in sides]
    return [tuple(whole)] if whole and None not in whole and len(whole) < 17 else []


def _side(one):
    """Return a side as a whole number, or None if it is none."""
    if isinstance(one, str) and re.fullmatch(r"\s*[0-9]{1,15}\s*", one):
        one = int(one)
    if hasattr(one, "__array__") and not isinstance(one, np.generic):  # a tensor of one number
        one = next(iter(numbers(one)), None)
    if isinstance(one, bool | np.bool_) or not isinstance(one, abstract.Real):
        return None
    one = float(one) if abs(one) < 1e15 else float("nan")
    return int(one) if one == one // 1 else None


def _shapes_of_text(text):
    if len(text) > MOST:
        return []
    text = _PIXELS.sub(r"\1", _NAMED.sub("", _bare(text)).rstrip(". "))
    text = _COUNTED.sub("", _ROWS.sub(" ", text) if _ROWS_FIRST.match(text) else text)
    pieces = [one for one in _BETWEEN.split(_between_words(text)) if one]
    if pieces and pieces[0] in _BATCH:
        pieces = pieces[1:]
    readings = []
    if pieces and all(re.fullmatch(r"[0-9]{1,15}", piece) for piece in pieces):
        readings.append(tuple(map(int, pieces)))
    if len(pieces) > 1:
        alone = _numbers_of_text(re.sub(r"[()\[\]]|,\s*[)\]]?$", "", text))
        readings += [(int(one),) for one in alone if one == one // 1 and 0 <= one < 1e15]
    return list(dict.fromkeys(readings))[:16]


def _between_words(text):
    """Return a text with the words that join the sides of a shape made spaces."""
    words = re.split(r"(\s+)", text)
    return "".join(" " if word in _JOINING else word for word in words)


def array(answer) -> np.ndarray | None:
    """Return an answer as an array of numbers, or None if it is none.

    Lists, tuples, arrays, tensors of either framework and text such as ``[[1, 2], [3, 4]]`` are
    understood; booleans, complex numbers, other objects and ragged lists are not.

    Examples
    --------
    >>> array([[1, 2], [3, 4]]).shape, array("1 2; 3 4").tolist(), array("boot")
    ((2, 2), [[1.0, 2.0], [3.0, 4.0]], None)
    """
    return next(iter(arrays(answer)), None)


def arrays(answer) -> list[np.ndarray]:
    """Return every array that an answer can be read as; none if it is none.

    A text may have decimal commas, percentages, and its numbers apart by semicolons.

    Examples
    --------
    >>> [one.tolist() for one in arrays("0,5; 1,5")]
    [[[0.0, 5.0], [1.0, 5.0]], [[0.5], [1.5]], [0.5, 1.5]]
    """
    if isinstance(answer, str):
        return _arrays_of_text(answer)
    found = _plain_array(answer)
    return [found] if found is not None and found.dtype.kind in "iuf" else []


def row(answer) -> np.ndarray | None:
    """Return an answer as `array` does; a table of one row as that row.

    Examples
    --------
    >>> row([[1, 2, 4]]).tolist()
    [1, 2, 4]
    """
    found = array(answer)
    return found if found is None or found.ndim != 2 or len(found) != 1 else found[0]


def laid(found: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return an array in another shape, where that is only another way to write it.

    A table of one row or column is a row, and a row is a table of one row; four
    numbers may be two pairs; a framework's result has axes for one image and one channel.
    """
    if found.ndim > 2:
        found = found.reshape([side for side in found.shape if side > 1])
    if (1, *found.shape) == shape or (found.shape, shape) == ((2, 2), (4,)):
        return found.reshape(shape)
    return found.reshape(-1) if len(shape) == 1 and 1 in found.shape else found


def _arrays_of_text(text):
    text = _bare(text) if len(text) <= 10 * MOST else "too long"
    text = re.sub(r"(?<![a-z])and(?![a-z])", " ", text.translate(_SQUARE)).rstrip(". ")
    if re.findall("[a-z]+", text) == _ENDS:
        text = re.sub(r"[a-z]+\s*[=:]?", " ", text)
    if "[[[" in re.sub(r"\s", "", text):
        return []
    if text.count("[") == 1:  # a long row, which NumPy prints in several lines
        text = text.replace("\n", " ")
    text = re.sub(r"\s*/\s*", "/", re.sub(r"\s+%", "%", text))
    spelt = dict.fromkeys([text, re.sub(r"(?<=[0-9]),(?=[0-9])", ".", text)])
    shares = [1, 100] if "%" in text else [1]
    return [one / share for each in spelt for one in _tables(each) for share in shares]


def _tables(text):
    """Return the table or row of a text, and its column as a row too where nothing says which."""
    rows = [row for row in re.split(r"[;|\n\]]", text.replace("[", " ")) if row.strip(" ,")]
    values = []
    for row in rows:
        pieces = [piece for piece in re.split(r"[,\s]+", row.strip(" ,")) if piece]
        read = [_decimal_or_fraction(piece.removesuffix("%")) for piece in pieces]
        if None in read:
            return []
        values.append(read)
    if not values or len({len(row) for row in values}) != 1:
        return []
    found = np.array(values[0] if len(values) == 1 and text.count("[") < 2 else values)
    apart = "[" not in text and len(values) > 1 and found.shape[1] == 1
    return [found, found.reshape(-1)] if apart else [found]


def _decimal_or_fraction(piece):
    number = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]{1,4})?"
    found = re.fullmatch(rf"({number})(?:/({number}))?", piece)
    if not found:
        return None
    above, below = float(found[1]), float(found[2] or 1)
    return above / below if below and np.isfinite(above) and np.isfinite(below) else None


def _plain_array(answer):
    """Return an answer's numbers in an array of NumPy's own class, or None.

    A subclass may claim to be equal to everything; its numbers may not.
    """
    if isinstance(answer, dict | set | bytes | str) or answer is None or callable(answer):
        return None
    try:
        if hasattr(answer, "detach"):  # a PyTorch tensor
            answer = answer.detach().cpu()
            answer = (answer.float() if str(answer.dtype) == "torch.bfloat16" else answer).numpy()
        found = np.array(np.asarray(answer), subok=False, copy=True)
        if found.dtype.name == "bfloat16" or (found.dtype.kind == "O" and _all_exact(found)):
            found = found.astype(np.float64)
    except Exception:  # ragged lists; an object whose own conversion fails
        return None
    return found if found.dtype.kind in "biufc" else None


def _all_exact(found):
    """Return whether an array of objects holds only whole numbers, fractions and decimals."""
    exact = abstract.Rational | decimal.Decimal
    return found.size > 0 and all(
        isinstance(one, exact) and not isinstance(one, bool) for one in found.reshape(-1)
    )
