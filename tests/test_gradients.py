"""Every backward pass: by hand, against PyTorch's in float64, and by finite differences."""

import inspect
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import gradients, ops
from tests import far_out
from tests.comparison import assert_close
from tests.differentiation import differences, first, tensors, torch_gradients
from tests.strategies_arrays import normal

functional = torch.nn.functional

ACTIVATIONS = {
    "relu": torch.relu,
    "relu6": functional.relu6,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "gelu": functional.gelu,
    "silu": functional.silu,
    "softplus": lambda x: functional.softplus(x, threshold=60),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": lambda x: torch.softmax(x, -1),
    "log_softmax": lambda x: torch.log_softmax(x, -1),
}


def test_every_operation_has_a_backward_pass_in_the_same_mould():
    without = {"output_size", "dropout_mask"}
    assert {f"{name}_backward" for name in set(ops.__all__) - without} == set(gradients.__all__)
    for name in set(ops.__all__) - without - {"dropout"}:
        forward = inspect.signature(getattr(ops, name)).parameters
        backward = inspect.signature(getattr(gradients, f"{name}_backward")).parameters
        assert list(backward) == ["grad_output", *forward], name
        for argument in forward:
            assert backward[argument] == forward[argument], (name, argument)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@settings(max_examples=20)
@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=4),
    st.sampled_from((0.1, 1, 5)),
    st.integers(0, 2**32),
)
def test_activations_are_torchs(name, shape, spread, seed):
    x, arriving = normal(seed, *shape) * spread, normal(seed + 1, *shape)
    inputs = tensors(x)
    (expected,) = torch_gradients(ACTIVATIONS[name](*inputs), arriving, inputs)
    found = getattr(gradients, f"{name}_backward")(arriving, x)
    # Against what arrives: a softmax over one number has a gradient of nothing.
    assert np.abs(found - expected).max() <= 1e-10 * np.abs(arriving).max()


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_activations_by_differences(name):
    x, arriving = normal(0, 3, 4), normal(1, 3, 4)
    found = getattr(gradients, f"{name}_backward")(arriving, x)
    expected = differences(getattr(ops, name), arriving, [x], 0)
    assert_close(found, expected, 1e-8)


@pytest.mark.parametrize("name", ["relu", "relu6", "leaky_relu", "elu"])
def test_the_kink_is_torchs(name):
    inputs = tensors(np.array([0.0, -0.0]))
    (expected,) = torch_gradients(ACTIVATIONS[name](*inputs), np.array([3.0, 3.0]), inputs)
    found = getattr(gradients, f"{name}_backward")([3, 3], [0.0, -0.0])
    assert found.tolist() == expected.tolist()


def test_the_upper_kink_of_relu6_is_torchs_and_kerass():
    inputs = tensors(np.array([5.5, 6.0, 6.5]))
    (expected,) = torch_gradients(functional.relu6(*inputs), np.array([3.0, 3.0, 3.0]), inputs)
    assert gradients.relu6_backward([3, 3, 3], [5.5, 6, 6.5]).tolist() == expected.tolist()
    assert expected.tolist() == [3, 0, 0]


def test_slopes_depths_and_axes_are_passed_on():
    x, arriving = normal(0, 3, 4), normal(1, 3, 4)
    for name, function, options in (
        ("leaky_relu", lambda x: functional.leaky_relu(x, 0.3), {"negative_slope": 0.3}),
        ("elu", lambda x: functional.elu(x, 0.7), {"alpha": 0.7}),
        ("softmax", lambda x: torch.softmax(x, 0), {"axis": 0}),
        ("log_softmax", lambda x: torch.log_softmax(x, 0), {"axis": 0}),
    ):
        inputs = tensors(x)
        (expected,) = torch_gradients(function(*inputs), arriving, inputs)
        found = getattr(gradients, f"{name}_backward")(arriving, x, **options)
        assert_close(found, expected, 1e-10)


def test_nothing_overflows_far_out():
    # Warnings are errors here.
    for name in ACTIVATIONS:
        found = getattr(gradients, f"{name}_backward")([1.0, 1.0], [-1e4, 1e4])
        assert np.isfinite(found).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", far_out.NAMES)
def test_slopes_at_the_ends_of_what_a_number_can_be(name, dtype):
    x = far_out.numbers(dtype)
    for arriving in (1.0, -3.0, 1e30):
        found = getattr(gradients, f"{name}_backward")(np.full_like(x, arriving), x)
        assert_close(found / found.dtype.type(arriving), far_out.slopes(name, x), 1e-6)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_softmax_of_the_largest_numbers_has_gradients(name):
    most = np.finfo(float).max
    backward = getattr(gradients, f"{name}_backward")
    assert backward([8, 0], [most, most]).tolist() == {"softmax": [2, -2]}.get(name, [4, -4])
    assert np.isfinite(backward([1, 2, 3], [-most, most, 0])).all()
    assert gradients.cross_entropy_backward(1.0, [[-most, most]], [0]).tolist() == [[-1, 1]]


def test_cross_entropy_by_hand_and_by_torch():
    logits, labels = np.log([[1, 3], [1, 1]]), [0, 1]
    found = gradients.cross_entropy_backward(2, logits, labels)
    assert_close(found, [[-0.75, 0.75], [0.5, -0.5]], 1e-15)
    logits, labels = normal(0, 6, 4), np.array([0, 3, 1, 1, 2, 0])
    (x,) = inputs = tensors(logits)
    out = functional.cross_entropy(x, torch.tensor(labels))
    (expected,) = torch_gradients(out, np.float64(1.5), inputs)
    assert_close(gradients.cross_entropy_backward(1.5, logits, labels), expected, 1e-10)
    assert gradients.cross_entropy_backward(1.0, logits.astype("f"), labels).dtype == np.float32


def test_cross_entropy_by_differences():
    logits, labels = normal(0, 4, 3), [0, 2, 1, 1]
    found = gradients.cross_entropy_backward(1.0, logits, labels)
    expected = differences(lambda x: ops.cross_entropy(x, labels), 1.0, [logits], 0)
    assert_close(found, expected, 1e-8)


def test_dense_is_torchs():
    arrays = normal(0, 5, 3), normal(1, 3, 4), normal(2, 4)
    arriving = normal(3, 5, 4)
    inputs = x, weights, bias = tensors(*arrays)
    expected = torch_gradients(x @ weights + bias, arriving, inputs)
    for ours, theirs in zip(gradients.dense_backward(arriving, *arrays), expected, strict=True):
        assert_close(ours, theirs, 1e-10)


def test_flatten_puts_everything_back():
    images = normal(0, 2, 3, 4, 2)
    assert (gradients.flatten_backward(ops.flatten(images), images) == images).all()


def test_dropout_passes_only_through_what_was_kept():
    x, arriving = np.full((3, 50), 2.0), normal(0, 3, 50)
    mask = ops.dropout_mask(x.shape, 0.3, rng=1)
    found = gradients.dropout_backward(arriving, mask)
    assert_close(found, arriving * ops.dropout(x, 0.3, rng=1) / 2, 1e-15)
    assert gradients.dropout_backward(arriving.astype("float32"), mask).dtype == np.float32


@pytest.mark.parametrize("shape", [(6, 3), (2, 4, 3, 2), (5, 1, 1, 4)])
@pytest.mark.parametrize("epsilon", [1e-3, 0.5])
def test_batch_norm_is_torchs(shape, epsilon):
    images, arriving = normal(0, *shape), normal(1, *shape)
    scale, shift, mean = (normal(seed, shape[-1]) for seed in (2, 3, 4))
    variance = normal(5, shape[-1]) ** 2
    inputs = x, a, b, m, v = tensors(images, scale, shift, mean, variance)
    out = (x - m) / (v + epsilon).sqrt() * a + b
    expected = torch_gradients(out, arriving, inputs)
    found = gradients.batch_norm_backward(
        arriving, images, scale, shift, mean, variance, epsilon=epsilon
    )
    for ours, theirs in zip(found, expected, strict=True):
        assert_close(ours, theirs, 1e-10)

    inputs = x, a, b = tensors(images, scale, shift)
    out = functional.batch_norm(first(x), None, None, a, b, training=True, eps=epsilon)
    expected = torch_gradients(out.movedim(1, -1), arriving, inputs)
    found = gradients.batch_norm_training_backward(arriving, images, scale, shift, epsilon=epsilon)
    for ours, theirs in zip(found, expected, strict=True):
        assert_close(ours, theirs, 1e-10)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_batch_norm_in_training_by_differences(which):
    arrays, arriving = [normal(0, 5, 3), normal(1, 3), normal(2, 3)], normal(3, 5, 3)
    found = gradients.batch_norm_training_backward(arriving, *arrays)[which]
    expected = differences(lambda *a: ops.batch_norm_training(*a)[0], arriving, arrays, which)
    assert_close(found, expected, 1e-7)


CALLS = {
    "conv2d": ((1, 2, 2, 2), np.ones((1, 3, 3, 1)), np.ones((2, 2, 1, 2))),
    "true_convolve2d": ((1, 2, 2, 2), np.ones((1, 3, 3, 1)), np.ones((2, 2, 1, 2))),
    "pad2d": ((1, 5, 5, 1), np.ones((1, 3, 3, 1)), 1),
    "max_pool2d": ((1, 2, 2, 1), np.ones((1, 4, 4, 1))),
    "avg_pool2d": ((1, 2, 2, 1), np.ones((1, 4, 4, 1))),
    "global_avg_pool2d": ((1, 2), np.ones((1, 4, 4, 2))),
    "flatten": ((1, 8), np.ones((1, 2, 2, 2))),
    "dense": ((2, 3), np.ones((2, 4)), np.ones((4, 3))),
    "dropout": ((2, 3), np.ones((2, 3))),
    "batch_norm": ((2, 3), np.ones((2, 3)), *np.ones((4, 3))),
    "batch_norm_training": ((2, 3), np.ones((2, 3)), *np.ones((2, 3))),
    **{name: ((2, 3), np.ones((2, 3))) for name in ACTIVATIONS},
}


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_gradient_of_another_shape_is_refused_not_stretched(name):
    shape, *arguments = CALLS[name]
    backward = getattr(gradients, f"{name}_backward")
    backward(np.ones(shape), *arguments)
    wrong = (1,) * len(shape)
    message = f"grad_output must have the shape of the output, {shape}, got {wrong}; were the"
    with pytest.raises(ValueError, match=re.escape(message)):
        backward(np.ones(wrong), *arguments)


def test_the_losss_gradient_is_one_number():
    with pytest.raises(
        ValueError, match=re.escape("a single number, the loss being one, got shape")
    ):
        gradients.cross_entropy_backward(np.ones((1, 2)), np.zeros((1, 2)), [0])
    with pytest.raises(ValueError, match="from 0 to 1 for logits of 2 classes, got 2"):
        gradients.cross_entropy_backward(1.0, np.zeros((1, 2)), [2])


@pytest.mark.parametrize("name", sorted(set(CALLS) - {"cross_entropy"}))
@pytest.mark.parametrize(("given", "result"), [("float32", "float32"), ("uint8", "float64")])
def test_gradients_have_the_promoted_type(name, given, result):
    shape, *arguments = CALLS[name]
    arguments = [a.astype(given) if isinstance(a, np.ndarray) else a for a in arguments]
    kept = [np.copy(a) for a in arguments]
    found = getattr(gradients, f"{name}_backward")(np.ones(shape, given), *arguments)
    for array in found if isinstance(found, tuple) else (found,):
        assert array.dtype == result
    for before, after in zip(kept, arguments, strict=True):
        assert (before == after).all()


@pytest.mark.parametrize("name", ["conv2d", "max_pool2d", "avg_pool2d", "global_avg_pool2d"])
def test_empty_batches_have_empty_gradients(name):
    shape, images, *arguments = CALLS[name]
    found = getattr(gradients, f"{name}_backward")(np.ones((0, *shape[1:])), images[:0], *arguments)
    found = found if isinstance(found, tuple) else (found,)
    assert found[0].shape == images[:0].shape
    assert all(not array.any() for array in found)
