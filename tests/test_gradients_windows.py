"""Backward passes of convolution, padding and pooling: by hand, by PyTorch, by differences."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import gradients, ops
from cnncourse.ops import windows
from tests.comparison import assert_close
from tests.differentiation import differences, first, surrounded, tensors, torch_gradients
from tests.strategies_arrays import convolution_cases, normal, pooling_cases
from tests.strategies_arrays import images as image_batches

functional = torch.nn.functional
DOUBLES = st.just("float64")


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
