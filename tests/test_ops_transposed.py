"""conv2d_transpose: by hand, then against PyTorch and Keras, then its errors."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import gradients, ops
from cnncourse.ops.transposed import transposed_grid
from tests.comparison import TOLERANCE, assert_close
from tests.differentiation import differences, tensors, torch_gradients
from tests.strategies_arrays import convolution_cases, normal

KERNEL = np.array([[1, 2], [3, 4]])


def grey(table):
    """Return a table as a batch of one grey image."""
    return np.asarray(table)[None, ..., None]


def by_hand(image, **options):
    """Return the output of one grey image and one kernel as a table."""
    return ops.conv2d_transpose(grey(image), KERNEL[..., None, None], **options)[0, ..., 0].tolist()


def test_copies_stand_beside_each_other_where_the_stride_is_the_kernels_size():
    assert by_hand([[1, 10]], stride=2) == [[1, 2, 10, 20], [3, 4, 30, 40]]


def test_copies_that_overlap_add_up():
    assert by_hand([[1, 10]]) == [[1, 2 + 10, 20], [3, 4 + 30, 40]]


def test_padding_cuts_and_dilation_spreads():
    assert by_hand([[1, 10]], padding=(0, 1, 1, 0)) == [[12, 20]]
    assert by_hand([[5]], dilation=2) == [[5, 0, 10], [0, 0, 0], [15, 0, 20]]
    assert by_hand([[5]], dilation=2, padding=1) == [[0]]


def test_same_gives_stride_times_the_size_with_zeros_where_no_copy_reaches():
    assert by_hand([[1, 10]], padding="same") == [[1, 12]]
    assert by_hand([[1]], stride=3, padding="same") == [[1, 2, 0], [3, 4, 0], [0, 0, 0]]


def test_channels_add_up_and_filters_do_not():
    image = np.array([1, 10]).reshape(1, 1, 1, 2)
    kernels = np.array([[1, 2], [3, 4], [5, 6]]).reshape(1, 1, 3, 2)
    assert ops.conv2d_transpose(image, kernels, [0, 0, 1000]).ravel().tolist() == [21, 43, 1065]


@settings(max_examples=120)
@given(convolution_cases(), st.integers(1, 3), st.booleans(), st.integers(0, 2**32))
def test_it_is_pytorchs(case, filters, with_bias, seed):
    channels, dtype = case.images.shape[3], case.images.dtype
    kernels = normal(seed, *case.size, filters, channels, dtype=dtype)
    bias = normal(seed + 1, filters, dtype=dtype) if with_bias else None
    options = {name: case.settings[name] for name in ("stride", "dilation")}
    out = ops.conv2d_transpose(case.images, kernels, bias, **options)
    assert out.dtype == dtype
    theirs = torch.nn.functional.conv_transpose2d(
        torch.from_numpy(case.images).movedim(-1, 1),
        torch.from_numpy(kernels).permute(3, 2, 0, 1),
        None if bias is None else torch.from_numpy(bias),
        **options,
    )
    assert_close(out, theirs.movedim(1, -1).numpy(), TOLERANCE[str(dtype)])
    if out.shape[1] > 2:
        cut = ops.conv2d_transpose(case.images, kernels, bias, padding=(1, 0), **options)
        assert cut.tolist() == out[:, 1:-1].tolist()


@settings(max_examples=80)
@given(convolution_cases(), st.integers(1, 3), st.integers(1, 4), st.booleans())
def test_it_is_kerass_with_same_and_valid(case, filters, stride, is_same):
    keras = pytest.importorskip("keras")
    kernels = normal(0, *case.size, filters, case.images.shape[3], dtype=case.images.dtype)
    padding = "same" if is_same else "valid"
    theirs = keras.ops.conv_transpose(case.images, kernels, strides=stride, padding=padding)
    theirs = keras.ops.convert_to_numpy(theirs)
    out = ops.conv2d_transpose(case.images, kernels, stride=stride, padding=padding)
    # With a kernel smaller than the stride, Keras's "valid" ends in rows that no copy reaches.
    rest = theirs[:, out.shape[1] :].any() or theirs[:, :, out.shape[2] :].any()
    assert not rest
    theirs = theirs[:, : out.shape[1], : out.shape[2]]
    assert_close(out, theirs, TOLERANCE[str(case.images.dtype)])
    if is_same:
        assert out.shape[1:3] == tuple(stride * n for n in case.images.shape[1:3])


@settings(max_examples=80)
@given(convolution_cases(), st.integers(1, 3))
def test_it_is_the_gradient_of_a_convolution(case, filters):
    kernels = normal(1, *case.size, case.images.shape[3], filters, dtype=case.images.dtype)
    forward = ops.conv2d(case.images, kernels, **case.settings)
    arriving = normal(2, *forward.shape, dtype=forward.dtype)
    back = gradients.conv2d_backward(arriving, case.images, kernels, **case.settings)[0]
    options = {name: case.settings[name] for name in ("stride", "dilation")}
    out = ops.conv2d_transpose(arriving, kernels, **options)
    top, _, left, _ = case.sides
    reached = out[:, top : top + back.shape[1], left : left + back.shape[2]]
    height, width = reached.shape[1:3]
    assert_close(reached, back[:, :height, :width], TOLERANCE[str(forward.dtype)])
    assert not back[:, height:].any()


@settings(max_examples=60)
@given(
    convolution_cases(dtypes=st.just("float64")),
    st.integers(1, 3),
    st.integers(0, 1),
    st.integers(0, 2**32),
)
def test_its_gradients_are_pytorchs(case, filters, padding, seed):
    options = {name: case.settings[name] for name in ("stride", "dilation")}
    kernels = normal(seed, *case.size, filters, case.images.shape[3])
    arrays = case.images, kernels, normal(seed + 1, filters)
    out = ops.conv2d_transpose(*arrays, **options)
    if min(out.shape[1:3]) < 3:
        padding = 0
    arriving = normal(seed + 2, *ops.conv2d_transpose(*arrays, padding=padding, **options).shape)
    inputs = tensors(*arrays)
    theirs = torch.nn.functional.conv_transpose2d(
        inputs[0].movedim(-1, 1),
        inputs[1].permute(3, 2, 0, 1).contiguous(),
        inputs[2],
        padding=padding,
        **options,
    )
    expected = torch_gradients(theirs.movedim(1, -1), arriving, inputs)
    found = gradients.conv2d_transpose_backward(arriving, *arrays, padding=padding, **options)
    for ours, wanted in zip(found, expected, strict=True):
        assert_close(ours, wanted, 1e-10)


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("padding", ["same", (1, 0, 2, 1)])
def test_its_gradients_by_differences(which, padding):
    arrays = [normal(0, 2, 3, 4, 2), normal(1, 3, 2, 3, 2), normal(2, 3)]
    options = {"stride": (2, 1), "padding": padding, "dilation": (1, 2)}
    arriving = normal(3, *ops.conv2d_transpose(*arrays, **options).shape)
    found = gradients.conv2d_transpose_backward(arriving, *arrays, **options)[which]
    expected = differences(lambda *a: ops.conv2d_transpose(*a, **options), arriving, arrays, which)
    assert_close(found, expected, 1e-7)


@pytest.mark.parametrize(
    ("images", "kernels", "options", "message"),
    [
        ((2, 2), (3, 3, 1, 1), {}, "images must have shape (N, H, W, C), got (2, 2)"),
        ((1, 2, 2, 1), (3, 3), {}, "(kernel height, kernel width, filters, channels in), got"),
        ((1, 2, 2, 3), (2, 2, 3, 4), {}, "np.moveaxis(kernels, 2, 3) swaps the axes"),
        ((1, 2, 2, 3), (2, 2, 1, 1), {}, "take 1 channels but images of shape (1, 2, 2, 3) have 3"),
        ((1, 2, 2, 1), (2, 2, 1, 1), {"padding": 2}, "padding (=2 and 2) cuts off all of the 3"),
        ((1, 2, 2, 1), (2, 2, 1, 1), {"stride": 0}, "stride must be at least 1, got 0"),
        ((1, 2, 2, 1), (2, 2, 1, 1), {"padding": -1}, "padding must be"),
    ],
)
def test_what_does_not_fit_is_said(images, kernels, options, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        ops.conv2d_transpose(np.zeros(images), np.zeros(kernels), **options)
    with pytest.raises(ValueError, match=re.escape("bias must have shape (1,), one number")):
        ops.conv2d_transpose(np.zeros((1, 2, 2, 1)), np.zeros((2, 2, 1, 1)), np.zeros(2))


def test_its_arguments_stay_as_they_are_and_bytes_do_not_wrap():
    images, kernels = np.full((1, 2, 2, 1), 200, "uint8"), np.full((2, 2, 1, 1), 2, "uint8")
    out = ops.conv2d_transpose(images, kernels)
    assert (out.dtype, out.max(), images.max(), kernels.max()) == (np.float64, 1600, 200, 2)
    assert ops.conv2d_transpose(np.zeros((0, 2, 3, 1)), kernels).shape == (0, 3, 4, 1)
    assert transposed_grid((5, 7), (3, 4), (2, 1), 1) == ((9, 8), (1, 1, 1, 1))
