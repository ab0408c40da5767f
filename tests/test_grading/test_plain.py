"""What passes between a sandbox and the grader: plain values, and nothing that lies."""

import base64
import json

import numpy as np
import pytest

from cnncourse.grading.sandbox import plain

VALUES = [
    None,
    True,
    3,
    -(10**400),
    2.5,
    float("inf"),
    "text",
    (1, (2, 3)),
    [1, [2.5, "x"]],
    {"a": [1], "b": None},
]
ARRAYS = [
    np.arange(6, dtype=np.int16).reshape(2, 3),
    np.zeros((0, 3), np.float32),
    np.array(3.5),
    np.ones((2, 3, 4), ">f4"),
    np.array([True, False]),
    np.array([1 + 2j]),
    np.arange(12.0).reshape(3, 4)[:, ::2],
]


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_a_plain_value_comes_out_as_it_went_in(value):
    found = plain.loads(plain.dumps(value))
    assert type(found) is type(value)
    assert found == value


def test_nan_passes():
    assert np.isnan(plain.loads(plain.dumps(float("nan"))))


@pytest.mark.parametrize("array", ARRAYS, ids=range(len(ARRAYS)))
def test_an_array_keeps_shape_numbers_and_kind(array):
    found = plain.loads(plain.dumps(array))
    assert (found.shape, found.dtype.kind, found.itemsize) == (
        array.shape,
        array.dtype.kind,
        array.itemsize,
    )
    assert np.array_equal(found, array)


class Liar(float):
    """A float that is equal to everything."""

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


def test_a_subclass_passes_as_what_it_is_made_from():
    assert type(plain.loads(plain.dumps(Liar(2.0)))) is float

    class Table(np.ndarray):
        pass

    found = plain.loads(plain.dumps(np.ones(2).view(Table)))
    assert type(found) is np.ndarray


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (object(), "of type object cannot be handed in"),
        (len, "of type builtin_function_or_method"),
        (np.array([object()]), "an array of object"),
        (np.array(["a"]), "an array of <U1"),
        ({1: 2}, "a dictionary's keys must be text"),
        ([0] * (plain.MOST_PARTS + 1), "too many parts"),
        (np.zeros(plain.MOST_BYTES // 8 + 1), "may not pass"),
    ],
    ids=["object", "function", "objects", "texts", "keys", "long", "large"],
)
def test_what_is_not_plain_does_not_pass(value, words):
    with pytest.raises(plain.PlainError, match=words):
        plain.dumps(value)


def test_what_holds_itself_does_not_pass():
    loop = []
    loop.append(loop)
    with pytest.raises(plain.PlainError, match="nested too deeply"):
        plain.dumps(loop)


def message(*parts):
    return json.dumps(list(parts)).encode()


EIGHT = base64.b64encode(bytes(8)).decode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"{}",
        b"[" * 100_000,
        b"[1, 2]",
        message("array", "<f8", [1]),
        message("array", "<f8", [2], EIGHT),
        message("array", "<f8", [2**40, 2**40], EIGHT),
        message("array", "<f8", [-1, -1], EIGHT),
        message("array", "<f8", [1.0], EIGHT),
        message("array", "|O", [1], EIGHT),
        message("array", "O", [1], EIGHT),
        message("array", "<U2", [1], EIGHT),
        message("array", "<M8", [1], EIGHT),
        message("array", "f8,f8", [1], EIGHT),
        message("array", "zzz", [1], EIGHT),
        message("array", "<f8", [1], "!!!"),
        message("array", "<f8", "1", EIGHT),
        message("int", "zz"),
        message("int", 5),
        message("float", "one"),
        message("dict", [[1, 2]]),
        message("dict", [["a"]]),
        message("list", {"a": 1}),
        message("call", ["os.system"]),
    ],
    ids=range(25),
)
def test_a_message_that_lies_is_refused(data):
    with pytest.raises(plain.PlainError):
        plain.loads(data)
