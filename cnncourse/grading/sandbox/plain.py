"""Values that pass between the grader and a sandbox: JSON, checked before it is believed.

An array travels as its dtype, shape and bytes. What cannot be said this way (an object, a class, a
function) does not pass, so nothing that a submission makes is ever rebuilt by running code. The
module imports nothing of the course, because a sandbox has little of it.
"""

import base64
import json
import math
import numbers

import numpy as np

MOST_BYTES = 32 * 2**20
"""Of one message."""
DEEPEST = 20
MOST_PARTS = 100_000
KINDS = "biufc"


class PlainError(ValueError):
    """A value that may not pass, or a message that does not say what it claims."""


def dumps(value) -> bytes:
    """Return a value as bytes.

    Parameters
    ----------
    value : None, bool, int, float, str, array, or tuple, list or dict of these
        Subclasses travel as what they are made from; a tensor as its array.

    Raises
    ------
    PlainError
        If it is something else, or too large.
    """
    text = json.dumps(_packed(value, 0, [0])).encode()
    if len(text) > MOST_BYTES:
        raise PlainError(f"the value has {len(text):,} bytes; at most {MOST_BYTES:,} may pass")
    return text


def loads(data: bytes):
    """Return the value that bytes stand for.

    Raises
    ------
    PlainError
        If they are not what `dumps` makes: no JSON, a dtype that is no number, a shape that does
        not fit the bytes.
    """
    if len(data) > MOST_BYTES:
        raise PlainError(f"a message of {len(data):,} bytes; at most {MOST_BYTES:,} may pass")
    try:
        return _unpacked(json.loads(data), 0, [0])
    except PlainError:
        raise
    except (ValueError, RecursionError, MemoryError, UnicodeError) as error:
        raise PlainError(f"a message that cannot be read ({type(error).__name__})") from None


def _count(depth, parts):
    parts[0] += 1
    if depth > DEEPEST or parts[0] > MOST_PARTS:
        raise PlainError("the value is nested too deeply, or has too many parts")


def _packed(value, depth, parts):
    """Return a value in the words of JSON: a list that begins with the kind."""
    _count(depth, parts)
    if value is None or type(value) in (bool, str):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, numbers.Integral) and not isinstance(value, np.generic):
        return ["int", format(int(value), "x")]
    if isinstance(value, numbers.Real) and not isinstance(value, np.generic):
        return ["float", float(value).hex()]
    if isinstance(value, list | tuple):
        kind = "list" if isinstance(value, list) else "tuple"
        return [kind, [_packed(one, depth + 1, parts) for one in list(value)]]
    if isinstance(value, dict):
        pairs = [(k, v) for k, v in dict(value).items() if isinstance(k, str)]
        if len(pairs) < len(value):
            raise PlainError("a dictionary's keys must be text")
        return ["dict", [[str(k), _packed(v, depth + 1, parts)] for k, v in pairs]]
    if type(value).__name__ == "Architecture" and hasattr(value, "to_json"):
        return ["dict", [["architecture", str(value.to_json())]]]
    return _packed_array(value)


def _packed_array(value):
    for name in ("detach", "cpu", "numpy"):  # a tensor of either framework
        if not isinstance(value, np.ndarray | np.generic) and hasattr(value, name):
            value = getattr(value, name)()
    if not isinstance(value, np.ndarray | np.generic):
        raise PlainError(f"a value of type {type(value).__name__[:60]} cannot be handed in")
    array = np.array(value, subok=False)
    if array.dtype.kind not in KINDS or array.nbytes > MOST_BYTES:
        raise PlainError(f"an array of {array.dtype} with {array.nbytes:,} bytes may not pass")
    array = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
    data = base64.b64encode(array.tobytes()).decode()
    return ["array", array.dtype.str, list(np.shape(value)), data]


def _unpacked(found, depth, parts):
    _count(depth, parts)
    if found is None or type(found) in (bool, str):
        return found
    if not isinstance(found, list) or len(found) < 2 or not isinstance(found[0], str):
        raise PlainError("a message whose parts have no kind")
    kind, *rest = found
    if kind == "array" and len(rest) == 3:
        return _unpacked_array(*rest)
    if len(rest) != 1:
        raise PlainError(f"a part of kind {kind[:20]!r} that is not whole")
    if kind in ("int", "float") and isinstance(rest[0], str):
        return _number(kind, rest[0])
    if kind in ("list", "tuple") and isinstance(rest[0], list):
        values = [_unpacked(one, depth + 1, parts) for one in rest[0]]
        return values if kind == "list" else tuple(values)
    if kind == "dict" and isinstance(rest[0], list):
        return _unpacked_dict(rest[0], depth, parts)
    raise PlainError(f"a part of an unknown kind, {kind[:20]!r}")


def _number(kind, text):
    try:
        return int(text, 16) if kind == "int" else float.fromhex(text)
    except (ValueError, OverflowError):
        raise PlainError("a number that is none") from None


def _unpacked_dict(pairs, depth, parts):
    if not all(isinstance(p, list) and len(p) == 2 and isinstance(p[0], str) for p in pairs):
        raise PlainError("a dictionary that is not made of pairs")
    return {key: _unpacked(value, depth + 1, parts) for key, value in pairs}


def _unpacked_array(dtype, shape, data):
    """Return an array once its dtype, shape and bytes agree; nothing is allocated before."""
    whole = isinstance(shape, list) and len(shape) <= 16
    if not whole or not all(type(side) is int and side >= 0 for side in shape):
        raise PlainError("an array whose shape is none")
    if not isinstance(dtype, str) or not isinstance(data, str) or len(dtype) > 6:
        raise PlainError("an array without dtype or bytes")
    try:
        kind = np.dtype(dtype)
    except TypeError:
        raise PlainError(f"an array of an unknown dtype, {dtype!r}") from None
    if kind.kind not in KINDS or kind.hasobject:
        raise PlainError(f"an array of {kind}, which holds no numbers")
    try:
        held = base64.b64decode(data, validate=True)
    except ValueError:
        raise PlainError("an array whose bytes cannot be read") from None
    if math.prod(shape) * kind.itemsize != len(held):
        raise PlainError(f"an array that claims shape {shape} and holds {len(held):,} bytes")
    return np.frombuffer(held, kind).reshape(shape).copy()
