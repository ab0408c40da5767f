"""Every backward pass: by hand, against PyTorch's in float64, and by finite differences."""

import inspect
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import gradients, ops
from cnncourse.ops import windows
from tests.comparison import assert_close
from tests.strategies_arrays import convolution_cases, normal, pooling_cases
from tests.strategies_arrays import images as image_batches

functional = torch.nn.functional
DOUBLES = st.just("float64")

ACTIVATIONS = {
    "relu": torch.relu,
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


def tensors(*arrays):
    return [torch.tensor(array, requires_grad=True) for array in arrays]


def torch_gradients(output, grad_output, inputs):
    """What PyTorch's own differentiation gives for NumPy's grad_output."""
    output.backward(torch.tensor(grad_output))
    return [x.grad.numpy() for x in inputs]


def first(x):
    """Channels first, as a differentiable step."""
    return x.movedim(-1, 1)


def surrounded(x, sides, value=0.0):
    top, bottom, left, right = sides
    return functional.pad(first(x), (left, right, top, bottom), value=value)


def differences(function, grad_output, arrays, which, step=1e-6):
    """Return the gradient of sum(function * grad_output) by central differences."""
    arrays = [array.copy() for array in arrays]
    target = arrays[which]
    result = np.zeros_like(target)
    for place in np.ndindex(target.shape):
        kept, ends = target[place], []
        for shift in (step, -step):
            target[place] = kept + shift
            ends.append((function(*arrays) * grad_output).sum())
        target[place] = kept
        result[place] = (ends[0] - ends[1]) / (2 * step)
    return result


def test_every_operation_has_a_backward_pass_in_the_same_mould():
    without = {"output_size", "dropout_mask"}
    assert {f"{name}_backward" for name in set(ops.__all__) - without} == set(gradients.__all__)
    for name in set(ops.__all__) - without - {"dropout"}:
        forward = inspect.signature(getattr(ops, name)).parameters
        backward = inspect.signature(getattr(gradients, f"{name}_backward")).parameters
        assert list(backward) == ["grad_output", *forward], name
        for argument in forward:
            assert backward[argument] == forward[argument], (name, argument)


def test_convolution_by_hand():
    image = np.array([[1, 2], [3, 4]])[None, ..., None]
    kernel = np.array([[10, 20]])[..., None, None]
    arriving = np.array([[1], [100]])[None, ..., None]
    grad_image, grad_kernel, grad_bias = gradients.conv2d_backward(arriving, image, kernel)
    assert grad_image[0, ..., 0].tolist() == [[10, 20], [1000, 2000]]
    assert grad_kernel[..., 0, 0].tolist() == [[1 + 300, 2 + 400]]
    assert grad_bias.tolist() == [101]


@pytest.mark.parametrize("flipped", [False, True])
@settings(max_examples=80)
@given(convolution_cases(dtypes=DOUBLES), st.integers(1, 3), st.integers(0, 2**32))
def test_convolution_is_torchs(flipped, case, filters, seed):
    kernels = normal(seed, *case.size, case.images.shape[3], filters)
    bias = normal(seed + 1, filters)
    forward, backward = ops.conv2d, gradients.conv2d_backward
    if flipped:
        forward, backward = ops.true_convolve2d, gradients.true_convolve2d_backward
    output = forward(case.images, kernels, bias, **case.settings)
    arriving = normal(seed + 2, *output.shape)
    inputs = x, k, b = tensors(case.images, kernels, bias)
    laid = k.flip(0, 1) if flipped else k
    out = functional.conv2d(
        surrounded(x, case.sides),
        laid.permute(3, 2, 0, 1).contiguous(),
        b,
        case.settings["stride"],
        0,
        case.settings["dilation"],
    )
    expected = torch_gradients(out.movedim(1, -1), arriving, inputs)
    found = backward(arriving, case.images, kernels, bias, **case.settings)
    for ours, theirs in zip(found, expected, strict=True):
        assert_close(ours, theirs, 1e-10)


@settings(max_examples=30)
@given(convolution_cases(dtypes=DOUBLES), st.integers(1, 20))
def test_blocks_of_any_size_give_the_same_gradients(case, block):
    kernels = normal(0, *case.size, case.images.shape[3], 2)
    arriving = np.ones_like(ops.conv2d(case.images, kernels, **case.settings))
    whole = gradients.conv2d_backward(arriving, case.images, kernels, **case.settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "BLOCK_BYTES", 0)
        patch.setattr(windows, "BLOCK_WINDOWS", block)
        parts = gradients.conv2d_backward(arriving, case.images, kernels, **case.settings)
    for a, b in zip(parts, whole, strict=True):
        assert_close(a, b, 1e-12)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_convolution_by_differences(which):
    arrays = [normal(0, 2, 5, 4, 2), normal(1, 3, 2, 2, 3), normal(2, 3)]
    options = {"stride": (2, 1), "padding": (1, 0, 2, 1), "dilation": (1, 2)}
    output = ops.conv2d(*arrays, **options)
    arriving = normal(3, *output.shape)
    found = gradients.conv2d_backward(arriving, *arrays, **options)[which]
    expected = differences(lambda *a: ops.conv2d(*a, **options), arriving, arrays, which)
    assert_close(found, expected, 1e-7)


@settings(max_examples=60)
@given(image_batches(dtypes=DOUBLES), st.sampled_from(("zero", "reflect", "replicate")), st.data())
def test_padding_is_torchs(images, mode, data):
    reach = [size - 1 if mode == "reflect" else 4 for size in images.shape[1:3]]
    top, bottom, left, right = sides = tuple(
        data.draw(st.integers(0, reach[i // 2])) for i in range(4)
    )
    arriving = normal(0, *ops.pad2d(images, sides, mode=mode).shape)
    (x,) = inputs = tensors(images)
    name = "constant" if mode == "zero" else mode
    out = functional.pad(first(x), (left, right, top, bottom), mode=name).movedim(1, -1)
    (expected,) = torch_gradients(out, arriving, inputs)
    assert_close(gradients.pad2d_backward(arriving, images, sides, mode=mode), expected, 1e-10)


@settings(max_examples=80)
@given(pooling_cases(dtypes=DOUBLES), st.booleans())
def test_max_pooling_is_torchs_with_and_without_ties(case, tied):
    # Rounded to whole numbers, almost every window has several largest pixels.
    images = case.images.round() if tied else case.images
    arriving = normal(1, *ops.max_pool2d(images, case.size, **case.settings).shape)
    (x,) = inputs = tensors(images)
    out = functional.max_pool2d(
        surrounded(x, case.sides, -torch.inf), case.size, case.settings["stride"]
    )
    (expected,) = torch_gradients(out.movedim(1, -1), arriving, inputs)
    found = gradients.max_pool2d_backward(arriving, images, case.size, **case.settings)
    assert_close(found, expected, 1e-10)


def test_ties_go_to_the_first_pixel_as_in_tensorflow_on_a_cpu():
    tf = pytest.importorskip("tensorflow")
    images = np.random.default_rng(0).integers(0, 3, (2, 6, 6, 2)).astype("float32")
    arriving = normal(1, 2, 3, 3, 2, dtype="float32")
    with tf.device("CPU"), tf.GradientTape() as tape:
        x = tf.Variable(images)
        loss = tf.reduce_sum(tf.nn.max_pool2d(x, 2, 2, "VALID") * arriving)
    found = gradients.max_pool2d_backward(arriving, images)
    assert_close(found, tape.gradient(loss, x).numpy(), 0)


def test_padding_gets_no_gradient_even_beside_minus_infinity():
    image = np.full((1, 1, 1, 1), -np.inf)
    found = gradients.max_pool2d_backward(np.ones((1, 2, 2, 1)), image, 2, stride=1, padding=1)
    assert found.item() == 4


def test_a_nan_wins_the_gradient():
    image = np.array([[5, np.nan], [7, 1]])[None, ..., None]
    found = gradients.max_pool2d_backward([[[[3]]]], image)[0, ..., 0]
    assert found.tolist() == [[0, 3], [0, 0]]


@settings(max_examples=60)
@given(pooling_cases(dtypes=DOUBLES))
def test_average_pooling_is_torchs(case):
    stride = case.settings["stride"]
    arriving = normal(1, *ops.avg_pool2d(case.images, case.size, **case.settings).shape)
    (x,) = inputs = tensors(case.images)
    sums = functional.avg_pool2d(surrounded(x, case.sides), case.size, stride)
    ones = torch.ones_like(x).detach()
    counts = functional.avg_pool2d(surrounded(ones, case.sides), case.size, stride)
    (expected,) = torch_gradients((sums / counts).movedim(1, -1), arriving, inputs)
    found = gradients.avg_pool2d_backward(arriving, case.images, case.size, **case.settings)
    assert_close(found, expected, 1e-10)


def test_global_average_is_torchs():
    images, arriving = normal(0, 3, 4, 5, 2), normal(1, 3, 2)
    (x,) = inputs = tensors(images)
    (expected,) = torch_gradients(x.mean((1, 2)), arriving, inputs)
    assert_close(gradients.global_avg_pool2d_backward(arriving, images), expected, 1e-10)


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


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "elu"])
def test_the_kink_is_torchs(name):
    inputs = tensors(np.array([0.0, -0.0]))
    (expected,) = torch_gradients(ACTIVATIONS[name](*inputs), np.array([3.0, 3.0]), inputs)
    found = getattr(gradients, f"{name}_backward")([3, 3], [0.0, -0.0])
    assert found.tolist() == expected.tolist()


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
