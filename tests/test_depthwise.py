"""depthwise_conv2d and its gradients: by hand, then against PyTorch and Keras, then its errors."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import gradients, ops
from tests.comparison import TOLERANCE, assert_close
from tests.differentiation import differences, surrounded, tensors, torch_gradients
from tests.strategies_arrays import convolution_cases, normal

keras = pytest.importorskip("keras")


def test_two_channels_with_two_kernels_each_by_hand():
    first, second = np.array([[1, 2], [3, 4]]), np.array([[10, 20], [30, 40]])
    image = np.stack([first, second], axis=-1)[None]
    kernels = np.zeros((2, 2, 2, 2))
    kernels[..., 0, 0] = [[1, 0], [0, 0]]  # the first channel's: top left,
    kernels[..., 0, 1] = [[0, 0], [0, 1]]  # and bottom right
    kernels[..., 1, 0] = [[1, 1], [1, 1]]  # the second's: the sum,
    kernels[..., 1, 1] = [[-1, 1], [-1, 1]]  # and right minus left
    out = ops.depthwise_conv2d(image, kernels, [0, 0, 0, 1000])
    assert out.tolist() == [[[[1, 4, 100, 1020]]]]
    arriving = np.array([1, 10, 100, 1000]).reshape(1, 1, 1, 4)
    grads = gradients.depthwise_conv2d_backward(arriving, image, kernels)
    assert grads[0][0, ..., 0].tolist() == [[1, 0], [0, 10]]
    assert grads[0][0, ..., 1].tolist() == [[100 - 1000, 1100], [-900, 1100]]
    assert grads[1][..., 0, 1].tolist() == (10 * first).tolist()
    assert grads[1][..., 1, 0].tolist() == (100 * second).tolist()
    assert grads[2].tolist() == [1, 10, 100, 1000]


def by_torch(x, kernels, bias, case):
    """The same by PyTorch's grouped convolution, channels last outside."""
    grouped = kernels.permute(2, 3, 0, 1).flatten(0, 1)[:, None]
    around = surrounded(x, case.sides)
    stride, dilation = case.settings["stride"], case.settings["dilation"]
    groups = kernels.shape[2]
    out = torch.nn.functional.conv2d(around, grouped, bias, stride, 0, dilation, groups)
    return out.movedim(1, -1)


@settings(max_examples=120)
@given(convolution_cases(), st.integers(1, 3), st.booleans(), st.integers(0, 2**32))
def test_it_is_torchs_grouped_convolution(case, multiplier, with_bias, seed):
    channels, dtype = case.images.shape[3], case.images.dtype
    kernels = normal(seed, *case.size, channels, multiplier, dtype=dtype)
    bias = normal(seed + 1, channels * multiplier, dtype=dtype) if with_bias else None
    out = ops.depthwise_conv2d(case.images, kernels, bias, **case.settings)
    assert out.dtype == dtype
    theirs = [None if a is None else torch.from_numpy(a) for a in (case.images, kernels, bias)]
    assert_close(out, by_torch(*theirs, case).numpy(), TOLERANCE[str(dtype)])


@settings(max_examples=60)
@given(convolution_cases(), st.integers(1, 3), st.sampled_from((1, 2, 3)))
def test_it_is_kerass_layer(case, multiplier, stride):
    images = case.images
    kernels = normal(0, *case.size, images.shape[3], multiplier, dtype=images.dtype)
    dilation = case.settings["dilation"] if stride == 1 else 1
    layer = keras.layers.DepthwiseConv2D(
        case.size,
        stride,
        "same",
        depth_multiplier=multiplier,
        dilation_rate=dilation,
        use_bias=False,
        dtype=str(images.dtype),
    )
    layer.build(images.shape)
    layer.set_weights([kernels])
    options = {"stride": stride, "padding": "same", "dilation": dilation}
    out = ops.depthwise_conv2d(images, kernels, **options)
    assert_close(out, keras.ops.convert_to_numpy(layer(images)), TOLERANCE[str(images.dtype)])


@settings(max_examples=80)
@given(convolution_cases(dtypes=st.just("float64")), st.integers(1, 3), st.integers(0, 2**32))
def test_gradients_are_torchs(case, multiplier, seed):
    kernels = normal(seed, *case.size, case.images.shape[3], multiplier)
    bias = normal(seed + 1, case.images.shape[3] * multiplier)
    output = ops.depthwise_conv2d(case.images, kernels, bias, **case.settings)
    arriving = normal(seed + 2, *output.shape)
    inputs = tensors(case.images, kernels, bias)
    expected = torch_gradients(by_torch(*inputs, case), arriving, inputs)
    found = gradients.depthwise_conv2d_backward(
        arriving, case.images, kernels, bias, **case.settings
    )
    for ours, theirs in zip(found, expected, strict=True):
        assert_close(ours, theirs, 1e-10)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_gradients_by_differences(which):
    arrays = [normal(0, 2, 5, 4, 2), normal(1, 3, 2, 2, 3), normal(2, 6)]
    options = {"stride": (2, 1), "padding": (1, 0, 2, 1), "dilation": (1, 2)}
    arriving = normal(3, *ops.depthwise_conv2d(*arrays, **options).shape)
    found = gradients.depthwise_conv2d_backward(arriving, *arrays, **options)[which]
    expected = differences(lambda *a: ops.depthwise_conv2d(*a, **options), arriving, arrays, which)
    assert_close(found, expected, 1e-7)


@settings(max_examples=40)
@given(convolution_cases(dtypes=st.just("float64")), st.integers(0, 2**32))
def test_it_is_the_convolution_whose_kernels_are_zero_between_channels(case, seed):
    channels = case.images.shape[3]
    kernels = normal(seed, *case.size, channels, 1)
    apart = kernels * np.eye(channels)
    out = ops.depthwise_conv2d(case.images, kernels, **case.settings)
    assert_close(out, ops.conv2d(case.images, apart, **case.settings), 1e-12)


def test_types_and_empty_batches_are_conv2ds():
    ones = np.ones((2, 2, 3, 2), "float32")
    for dtype, result in (("uint8", "float32"), ("float16", "float32"), ("float64", "float64")):
        out = ops.depthwise_conv2d(np.full((1, 2, 2, 3), 255, dtype), ones)
        assert out.dtype == result
        assert (out == 4 * 255).all()
    assert ops.depthwise_conv2d(np.ones((0, 4, 4, 3)), ones).shape == (0, 3, 3, 6)
    grads = gradients.depthwise_conv2d_backward(np.ones((0, 3, 3, 6)), np.ones((0, 4, 4, 3)), ones)
    assert [g.shape for g in grads] == [(0, 4, 4, 3), (2, 2, 3, 2), (6,)]


def test_no_argument_is_changed():
    arrays = [normal(0, 1, 4, 4, 2), normal(1, 2, 2, 2, 2), normal(2, 4)]
    kept = [array.copy() for array in arrays]
    out = ops.depthwise_conv2d(*arrays)
    gradients.depthwise_conv2d_backward(out, *arrays)
    for array, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, before)


@pytest.mark.parametrize(
    ("images", "kernels", "bias", "message"),
    [
        ((4, 4, 2), (3, 3, 2, 1), None, "images must have shape (N, H, W, C), got (4, 4, 2); "),
        (
            (1, 4, 4, 2),
            (3, 3, 2),
            None,
            "kernels must have shape (kernel height, kernel width, channels in, multiplier), got "
            "(3, 3, 2); add the axis of the multiplier: kernels[..., None]",
        ),
        (
            (1, 4, 4, 2),
            (3, 3, 3, 1),
            None,
            "kernels of shape (3, 3, 3, 1) take 3 channels, one by one, but images of shape "
            "(1, 4, 4, 2) have 2; kernels are (kernel height, kernel width, channels in, "
            "multiplier)",
        ),
        ((1, 4, 4, 2), (3, 3, 1, 2), None, "np.moveaxis(kernels, 3, 2) swaps the axes"),
        ((1, 3, 8, 8), (3, 3, 3, 1), None, "np.moveaxis(images, 1, -1) puts them last"),
        (
            (1, 4, 4, 2),
            (3, 3, 2, 2),
            (2,),
            "bias must have shape (4,), one number per channel that leaves, got (2,)",
        ),
        ((1, 4, 4, 2), (5, 5, 2, 1), None, "is larger than the padded input (=4); use padding="),
    ],
)
def test_what_does_not_fit_is_named(images, kernels, bias, message):
    arrays = [np.ones(images), np.ones(kernels), None if bias is None else np.ones(bias)]
    with pytest.raises(ValueError, match=re.escape(message)):
        ops.depthwise_conv2d(*arrays)
    with pytest.raises(ValueError, match=re.escape(message)):
        gradients.depthwise_conv2d_backward(np.ones(1), *arrays)


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=re.escape("the output, (1, 3, 3, 4), got (1, 3, 3, 2)")):
        gradients.depthwise_conv2d_backward(
            np.ones((1, 3, 3, 2)), np.ones((1, 4, 4, 2)), np.ones((2, 2, 2, 2))
        )
