"""Activations, softmax and the cross-entropy: by hand, against PyTorch and Keras, far out."""

import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from cnncourse import ops
from tests import far_out
from tests.comparison import TOLERANCE, assert_close
from tests.strategies_arrays import DTYPES, normal

keras = pytest.importorskip("keras")
functional = torch.nn.functional

TORCH = {
    "relu": torch.relu,
    "relu6": functional.relu6,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "gelu": functional.gelu,
    "silu": functional.silu,
    "softplus": lambda x: functional.softplus(x, threshold=50),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": lambda x: torch.softmax(x, -1),
    "log_softmax": lambda x: torch.log_softmax(x, -1),
}
KERAS = {
    **{name: getattr(keras.ops, name) for name in TORCH},
    "leaky_relu": lambda x: keras.ops.leaky_relu(x, 0.01),
    "gelu": lambda x: keras.ops.gelu(x, approximate=False),
}
# TensorFlow keeps leaky_relu's slope, and a constant of gelu, in float32 even for float64.
ROUNDED_IN_TENSORFLOW = {"leaky_relu", "gelu"}
# A softmax over one number is the constant 1, of which Keras warns.
SHAPES = st.tuples(st.lists(st.integers(1, 5), max_size=3), st.integers(2, 5)).map(
    lambda drawn: (*drawn[0], drawn[1])
)


@pytest.mark.parametrize(
    ("name", "x", "expected"),
    [
        ("relu", [-1.5, 0, 2], [0, 0, 2]),
        ("relu6", [-1.5, 0, 2, 6, 7], [0, 0, 2, 6, 6]),
        ("leaky_relu", [-1.5, 0, 2], [-0.015, 0, 2]),
        ("elu", [-1, 0, 2], [math.exp(-1) - 1, 0, 2]),
        ("gelu", [-2, 0, 2], [-2 * 0.022750131948179, 0, 2 * 0.977249868051821]),
        ("silu", [-1, 0, 1], [-1 / (1 + math.e), 0, 1 / (1 + math.exp(-1))]),
        ("softplus", [-1, 0, 1], [math.log1p(math.exp(-1)), math.log(2), math.log(1 + math.e)]),
        ("sigmoid", [-math.log(3), 0, math.log(3)], [0.25, 0.5, 0.75]),
        ("tanh", [-math.log(2), 0, math.log(2)], [-0.6, 0, 0.6]),
        ("softmax", [0, math.log(2), math.log(5)], [1 / 8, 2 / 8, 5 / 8]),
        ("log_softmax", [0, math.log(2), math.log(5)], np.log([1 / 8, 2 / 8, 5 / 8])),
    ],
)
def test_by_hand(name, x, expected):
    assert_close(getattr(ops, name)(x), expected, 1e-14)


@pytest.mark.parametrize("name", sorted(TORCH))
@settings(max_examples=25)
@given(SHAPES, DTYPES, st.sampled_from((0.1, 1, 10)), st.integers(0, 2**32))
def test_against_torch_and_keras(name, shape, dtype, spread, seed):
    x = (normal(seed, *shape) * spread).astype(dtype)
    out = getattr(ops, name)(x)
    assert out.dtype == dtype
    assert_close(out, TORCH[name](torch.from_numpy(x)).numpy(), TOLERANCE[dtype])
    rounded = name in ROUNDED_IN_TENSORFLOW
    expected = keras.ops.convert_to_numpy(KERAS[name](keras.ops.convert_to_tensor(x)))
    assert_close(out, expected, 1e-7 if rounded and dtype == "float64" else TOLERANCE[dtype])


@pytest.mark.parametrize("name", sorted(TORCH))
def test_types_nan_and_empty(name):
    function = getattr(ops, name)
    for dtype, result in (("uint8", "float64"), ("bool", "float64"), ("float16", "float32")):
        x = np.array([1, 0, 1], dtype)
        assert function(x).dtype == result
        assert_close(function(x), function(x.astype(result)), 0)
    assert np.isnan(function(np.array([np.nan, 1.0]))[0])
    assert function(np.zeros((0, 3), "float32")).shape == (0, 3)
    with pytest.raises(TypeError, match="x must hold real numbers, got dtype complex128"):
        function([1j])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nothing_overflows_far_out(dtype):
    # Warnings are errors here, so that an overflow on the way would show.
    far = np.array([-1e4, 1e4], dtype)
    for name, expected in {
        "relu": [0, 1e4],
        "relu6": [0, 6],
        "leaky_relu": [-100, 1e4],
        "elu": [-1, 1e4],
        "gelu": [0, 1e4],
        "silu": [0, 1e4],
        "softplus": [0, 1e4],
        "sigmoid": [0, 1],
        "tanh": [-1, 1],
        "softmax": [0, 1],
        "log_softmax": [-2e4, 0],
    }.items():
        assert_close(getattr(ops, name)(far), np.array(expected, dtype), 1e-7)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", far_out.NAMES)
def test_at_the_ends_of_what_a_number_can_be(name, dtype):
    # Warnings are errors here.
    x = far_out.numbers(dtype)
    assert_allclose(getattr(ops, name)(x), far_out.values(name, x), rtol=1e-6, strict=True)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_softmax_of_the_largest_numbers(dtype):
    most = np.finfo(dtype).max
    assert ops.softmax(np.array([-most, most, 0], dtype)).tolist() == [0, 1, 0]
    assert ops.softmax(np.array([most, most], dtype)).tolist() == [0.5, 0.5]
    assert ops.log_softmax(np.array([-most, most / 2], dtype))[1] == 0
    assert ops.cross_entropy(np.array([[-most, most]], dtype), [1]) == 0


def test_gelu_is_exact_far_to_the_left():
    # There 1 + erf has cancelled to nothing; the tail is -x times the normal's, by its series.
    x = -10.0
    tail = math.exp(-50) / math.sqrt(2 * math.pi) * (1 - 1 / 100 + 3 / 10**4 - 15 / 10**6)
    assert ops.gelu(x) == pytest.approx(-tail, rel=1e-6)


def test_slopes_and_depths_are_arguments():
    assert ops.leaky_relu([-2.0, 2.0], negative_slope=0.25).tolist() == [-0.5, 2]
    assert_close(ops.elu([-1.0, 2.0], alpha=3.0), [3 * (math.exp(-1) - 1), 2], 1e-15)
    assert ops.leaky_relu([-np.inf, np.inf], 0.5).tolist() == [-np.inf, np.inf]


@settings(max_examples=40)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.sampled_from((0, 1, 2, -1, -2)))
def test_softmax_runs_along_any_axis(a, b, c, axis):
    x = normal(a + 10 * b, a, b, c)
    assert_close(ops.softmax(x, axis).sum(axis), np.ones_like(x.sum(axis)), 1e-12)
    assert_close(ops.softmax(x, axis=axis), torch.softmax(torch.from_numpy(x), axis), 1e-12)
    assert_close(ops.log_softmax(x, axis), torch.log_softmax(torch.from_numpy(x), axis), 1e-10)


def test_adding_a_number_to_all_logits_changes_nothing():
    x = normal(0, 4, 3)
    assert_close(ops.softmax(x + 1000), ops.softmax(x), 1e-12)


def test_cross_entropy_by_hand():
    logits = np.log([[1, 2, 5], [4, 2, 2]])
    assert_close(ops.cross_entropy(logits, [2, 0]), -(np.log(5 / 8) + np.log(4 / 8)) / 2, 1e-15)
    assert ops.cross_entropy([[0, 1000]], [0]) == 1000


@settings(max_examples=40)
@given(st.integers(1, 6), st.integers(2, 5), DTYPES, st.sampled_from(("int64", "uint8")))
def test_cross_entropy_is_torchs_and_kerass(n, classes, dtype, label_dtype):
    logits = normal(n, n, classes, dtype=dtype)
    labels = np.random.default_rng(n).integers(classes, size=n).astype(label_dtype)
    out = ops.cross_entropy(logits, labels)
    assert out.dtype == dtype
    targets = torch.from_numpy(labels.astype("int64"))
    expected = functional.cross_entropy(torch.from_numpy(logits), targets).numpy()
    assert_close(out, expected, TOLERANCE[dtype])
    each = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
    assert_close(out, keras.ops.convert_to_numpy(each).mean(), 1e-5)


@pytest.mark.parametrize(
    ("logits", "labels", "error", "message"),
    [
        (np.zeros(3), [0], ValueError, "logits must have shape (N, classes), got (3,)"),
        (
            np.zeros((2, 3)),
            [0],
            ValueError,
            "got 2 images and 1 labels; leave out what has no partner",
        ),
        (
            np.zeros((2, 3)),
            np.eye(3)[:2],
            ValueError,
            "turn one-hot rows into labels with labels.argmax(axis=1)",
        ),
        (
            np.zeros((2, 3)),
            [[0], [1]],
            ValueError,
            "got (2, 1); take the only column: np.asarray(labels)[:, 0]",
        ),
        (
            np.zeros((1, 3)),
            [1.0],
            TypeError,
            "got dtype float64; make them so with np.asarray(labels).astype(int)",
        ),
        (
            np.zeros((1, 2)),
            [True],
            TypeError,
            "got dtype bool; make them so with np.asarray(labels).astype(int)",
        ),
        (np.zeros((2, 3)), [0, 3], ValueError, "from 0 to 2 for logits of 3 classes, got 3"),
        (np.zeros((2, 3)), [-1, 0], ValueError, "from 0 to 2 for logits of 3 classes, got -1"),
        (np.zeros((0, 3)), np.zeros(0, int), ValueError, "this batch is empty"),
    ],
)
def test_wrong_labels_are_named(logits, labels, error, message):
    with pytest.raises(error, match=re.escape(message)):
        ops.cross_entropy(logits, labels)
