"""conv2d: by hand, then against PyTorch, Keras and SciPy, then its memory and its errors."""

import contextlib
import re
import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import ops
from cnncourse.gradients import conv2d_backward
from cnncourse.ops import windows
from tests.comparison import TOLERANCE, assert_close
from tests.strategies_arrays import convolution_cases, normal

keras = pytest.importorskip("keras")
signal = pytest.importorskip("scipy.signal")

GREY = np.array(
    [
        [1, 2, 0, 1, 3, 2],
        [0, 1, 2, 3, 1, 0],
        [2, 1, 0, 2, 1, 1],
        [3, 0, 1, 0, 2, 4],
        [1, 1, 2, 1, 0, 3],
        [0, 2, 1, 1, 3, 1],
    ]
)
EDGE = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])


def grey(image):
    return np.asarray(image)[None, ..., None]


def single(kernel):
    return np.asarray(kernel)[..., None, None]


def by_torch(images, kernels, bias, sides, stride, dilation):
    """PyTorch's answer, in this package's layout, from padding resolved to numbers."""
    top, bottom, left, right = sides
    x = torch.from_numpy(images).permute(0, 3, 1, 2)
    padded = torch.nn.functional.pad(x, (left, right, top, bottom))
    k = torch.from_numpy(kernels).permute(3, 2, 0, 1)
    b = None if bias is None else torch.from_numpy(bias)
    out = torch.nn.functional.conv2d(padded, k, b, stride, 0, dilation)
    return out.permute(0, 2, 3, 1).numpy()


def test_a_six_by_six_image_by_hand():
    # Top left: (1 + 2*0 + 2) - (0 + 2*2 + 0) = -1; its right neighbour: (2+2+1) - (1+6+2) = -4.
    out = ops.conv2d(grey(GREY), single(EDGE))[0, ..., 0]
    assert out.shape == (4, 4)
    assert out[0, :2].tolist() == [-1, -4]
    assert out[3, 3] == (0 + 2 * 1 + 1) - (4 + 2 * 3 + 1)


def test_bias_stride_and_padding_by_hand():
    image = grey([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    out = ops.conv2d(image, np.ones((2, 2, 1, 1)), [10], stride=2, padding=1)
    assert out[0, ..., 0].tolist() == [[11, 15], [21, 38]]


def test_dilation_by_hand():
    image = grey(np.arange(25).reshape(5, 5))
    out = ops.conv2d(image, single([[1, 10], [100, 1000]]), dilation=(2, 3))
    # Under the first window lie pixels 0, 3, 10 and 13.
    assert out[0, ..., 0].tolist()[0] == [0 + 30 + 1000 + 13000, 1 + 40 + 1100 + 14000]
    assert out.shape == (1, 3, 2, 1)


def test_channels_are_summed_and_filters_are_not():
    image = np.array([[[[1, 10, 100]]]])
    kernels = np.array([[[[1, 0], [0, 1], [1, 1]]]])
    assert ops.conv2d(image, kernels).ravel().tolist() == [101, 110]


def test_same_padding_with_a_stride_is_asymmetric():
    image = grey([[1, 2, 3, 4]])
    out = ops.conv2d(image, np.ones((1, 3, 1, 1)), stride=2, padding="same")
    assert out.ravel().tolist() == [1 + 2 + 3, 3 + 4]


def test_four_numbers_are_top_bottom_left_right():
    out = ops.conv2d(grey([[7]]), single([[1]]), padding=(1, 0, 2, 1))
    assert out[0, ..., 0].tolist() == [[0, 0, 0, 0], [0, 0, 7, 0]]


def test_cross_correlation_keeps_the_kernel_and_convolution_turns_it():
    impulse, kernel = np.zeros((3, 3)), np.arange(9).reshape(3, 3)
    impulse[1, 1] = 1
    same = {"padding": 1}
    crossed = ops.conv2d(grey(impulse), single(kernel), **same)[0, ..., 0]
    convolved = ops.true_convolve2d(grey(impulse), single(kernel), **same)[0, ..., 0]
    # An impulse shows a convolution's kernel as it is, and a cross-correlation's turned.
    assert convolved.tolist() == kernel.tolist()
    assert crossed.tolist() == kernel[::-1, ::-1].tolist()


@settings(max_examples=150)
@given(convolution_cases(), st.integers(1, 4), st.booleans(), st.integers(0, 2**32))
def test_conv2d_is_torchs(case, filters, with_bias, seed):
    images = case.images
    kernels = normal(seed, *case.size, images.shape[3], filters, dtype=images.dtype)
    bias = normal(seed + 1, filters, dtype=images.dtype) if with_bias else None
    out = ops.conv2d(images, kernels, bias, **case.settings)
    stride, dilation = case.settings["stride"], case.settings["dilation"]
    assert out.dtype == images.dtype
    expected = by_torch(images, kernels, bias, case.sides, stride, dilation)
    assert_close(out, expected, TOLERANCE[str(images.dtype)])


@settings(max_examples=60)
@given(convolution_cases(), st.integers(1, 3), st.sampled_from(("valid", "same")))
def test_conv2d_is_kerass(case, filters, padding):
    images = case.images
    stride, dilation = case.settings["stride"], case.settings["dilation"]
    if np.max(stride) > 1:  # Keras has either one or the other.
        dilation = 1
    kernels = normal(0, *case.size, images.shape[3], filters, dtype=images.dtype)
    try:
        out = ops.conv2d(images, kernels, stride=stride, padding=padding, dilation=dilation)
    except ValueError:
        padding = "same"
        out = ops.conv2d(images, kernels, stride=stride, padding=padding, dilation=dilation)
    strides = (stride, stride) if isinstance(stride, int) else stride
    expected = keras.ops.conv(images, kernels, strides, padding, dilation_rate=dilation)
    assert_close(out, keras.ops.convert_to_numpy(expected), TOLERANCE[str(images.dtype)])


@settings(max_examples=60)
@given(
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.tuples(st.integers(1, 5), st.integers(1, 5)),
    st.sampled_from(("full", "valid")),
    st.integers(0, 2**32),
)
def test_one_channel_is_scipys(size, kernel_size, mode, seed):
    if mode == "valid" and (kernel_size[0] > size[0] or kernel_size[1] > size[1]):
        return
    image, kernel = normal(seed, *size), normal(seed + 1, *kernel_size)
    padding = "valid" if mode == "valid" else (kernel_size[0] - 1, kernel_size[1] - 1)
    for ours, theirs in (
        (ops.conv2d, signal.correlate2d),
        (ops.true_convolve2d, signal.convolve2d),
    ):
        out = ours(grey(image), single(kernel), padding=padding)[0, ..., 0]
        assert_close(out, theirs(image, kernel, mode), 1e-10)


@settings(max_examples=30)
@given(convolution_cases(batch=(1, 2)), st.integers(0, 2**32))
def test_true_convolution_is_cross_correlation_with_the_kernel_turned(case, seed):
    kernels = normal(seed, *case.size, case.images.shape[3], 2)
    out = ops.true_convolve2d(case.images, kernels, [1, 2], **case.settings)
    turned = np.rot90(kernels, 2)
    assert_close(out, ops.conv2d(case.images, turned, [1, 2], **case.settings), 1e-10)


@pytest.mark.parametrize(
    ("images", "kernels", "bias", "result"),
    [
        ("float32", "float32", "float32", "float32"),
        ("float64", "float64", "float64", "float64"),
        ("float32", "float64", "float32", "float64"),
        ("float32", "float32", "float64", "float64"),
        ("float16", "float16", "float16", "float32"),
        ("uint8", "float32", "float32", "float32"),
        ("uint8", "float16", "float16", "float32"),
        ("uint8", "int8", "int64", "float64"),
        ("bool", "bool", "bool", "float64"),
        ("int64", "float32", "float32", "float64"),
        (">f4", ">f4", ">f4", "float32"),
    ],
)
def test_types_are_promoted(images, kernels, bias, result):
    out = ops.conv2d(
        np.ones((1, 2, 2, 1), images), np.ones((2, 2, 1, 1), kernels), np.ones(1, bias)
    )
    assert out.dtype == np.dtype(result)
    assert out.item() == 5


def test_bytes_never_wrap():
    images = np.full((1, 3, 3, 5), 255, "uint8")
    kernels = np.full((3, 3, 5, 1), -1, "int8")
    assert ops.conv2d(images, kernels).item() == -255 * 45
    assert ops.conv2d(images, np.full((3, 3, 5, 1), 255, "uint8")).item() == 255 * 255 * 45


def test_nan_spreads_as_far_as_the_kernel_reaches_and_no_further():
    image = np.ones((1, 5, 5, 1))
    image[0, 2, 1] = np.nan
    out = np.isnan(ops.conv2d(image, np.ones((3, 3, 1, 2)), padding="same"))[0, ..., 1]
    assert out.astype(int).tolist() == [[0] * 5] + [[1, 1, 1, 0, 0]] * 3 + [[0] * 5]


def test_an_empty_batch_gives_an_empty_result():
    out = ops.conv2d(np.zeros((0, 7, 7, 3), "float32"), np.zeros((3, 3, 3, 8), "float32"), stride=2)
    assert out.shape == (0, 3, 3, 8)
    assert out.dtype == np.float32


def test_arguments_are_left_alone_whatever_their_strides():
    images = normal(0, 2, 9, 8, 3)[::-1, ::2, ::-1]
    kernels, bias = normal(1, 3, 2, 4, 3).swapaxes(2, 3), np.ones(4)
    kept = images.copy(), kernels.copy(), bias.copy()
    out = ops.conv2d(images, kernels, bias, padding="same")
    assert_close(out, ops.conv2d(*kept, padding="same"), 1e-14)
    for before, after in zip(kept, (images, kernels, bias), strict=True):
        assert (before == after).all()
    assert out.flags.writeable


def test_lists_are_arrays_too():
    assert ops.conv2d([[[[1], [2]]]], [[[[3]]]], [1], stride=[1, 2]).ravel().tolist() == [4]


@settings(max_examples=40)
@given(convolution_cases(), st.integers(1, 30))
def test_blocks_of_any_size_give_the_same_numbers(case, block):
    kernels = normal(0, *case.size, case.images.shape[3], 2)
    whole = ops.conv2d(case.images, kernels, [3, 4], **case.settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "BLOCK_BYTES", 0)
        patch.setattr(windows, "BLOCK_WINDOWS", block)
        parts = ops.conv2d(case.images, kernels, [3, 4], **case.settings)
    assert_close(parts, whole, 1e-12)


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize("channels", [3, 8])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_memory_is_bounded_by_a_block_whatever_the_batch(dtype, channels, padding):
    images = np.ones((8, 200, 200, channels), dtype)
    kernels = np.ones((5, 5, channels, 4), "float32")
    image_bytes = 204 * 204 * channels * 4
    tracemalloc.start()
    try:
        out = ops.conv2d(images, kernels, padding=padding)
        peak = tracemalloc.get_traced_memory()[1] - out.nbytes
    finally:
        tracemalloc.stop()
    unrolled = 8 * 200 * 200 * 25 * channels * 4
    assert peak < image_bytes + 3 * windows.BLOCK_BYTES < unrolled / 10


IMAGES, KERNELS = np.zeros((2, 8, 8, 3)), np.zeros((3, 3, 3, 4))


@pytest.mark.parametrize(
    ("images", "kernels", "settings", "message"),
    [
        (
            IMAGES[0, ..., 0],
            KERNELS,
            {},
            "images must have shape (N, H, W, C), got (8, 8); add the batch and channel axes: "
            "images[None, ..., None]",
        ),
        (IMAGES[0], KERNELS, {}, "got (8, 8, 3); add the batch axis to one image, images[None]"),
        (IMAGES[None], KERNELS, {}, "(N, H, W, C), got (1, 2, 8, 8, 3); one axis each for batch"),
        (
            IMAGES,
            KERNELS[..., 0, 0],
            {},
            "got (3, 3); add the channel axes: kernels[..., None, None]",
        ),
        (IMAGES, KERNELS[0], {}, "kernels must have shape (kernel height, kernel width, channels"),
        (
            IMAGES,
            KERNELS[:, :, :2],
            {},
            "kernels of shape (3, 3, 2, 4) take 2 channels but images of shape (2, 8, 8, 3) have 3",
        ),
        (
            IMAGES.transpose(0, 3, 1, 2),
            KERNELS,
            {},
            "have 8; if the channels come first, np.moveaxis(images, 1, -1) puts them last",
        ),
        (
            IMAGES,
            KERNELS,
            {"bias": np.zeros(3)},
            "bias must have shape (4,), one number per filter, got (3,)",
        ),
        (
            IMAGES,
            KERNELS,
            {"bias": np.zeros((1, 4))},
            "got (1, 4); use bias.reshape((4,))",
        ),
        (
            IMAGES,
            np.zeros((9, 3, 3, 4)),
            {},
            "kernel_size (=9) is larger than the padded input (=8); "
            'use padding="same" or a smaller kernel',
        ),
        (IMAGES, KERNELS, {"dilation": 4}, "kernel_size (=3 spread over 9 pixels by dilation 4)"),
        (IMAGES, KERNELS, {"stride": 0}, "stride must be at least 1, got 0"),
        (IMAGES, KERNELS, {"dilation": (1, -1)}, "dilation must be at least 1, got -1"),
        (IMAGES, KERNELS, {"padding": -1}, "got -1"),
        (IMAGES, KERNELS, {"padding": "full"}, 'padding must be "valid", "same", a whole number'),
        (IMAGES, np.zeros((0, 3, 3, 4)), {}, "at least 1, got 0"),
    ],
)
def test_a_wrong_value_is_named_with_its_cure(images, kernels, settings, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        ops.conv2d(images, kernels, **settings)
    with pytest.raises(ValueError, match=re.escape(message)):
        ops.true_convolve2d(images, kernels, **settings)


@pytest.mark.parametrize(
    ("images", "settings", "message"),
    [
        (IMAGES, {"stride": 1.5}, "stride must be a whole number, got 1.5"),
        (IMAGES, {"stride": True}, "stride must be a whole number, got True"),
        (IMAGES, {"padding": 0.5}, "got 0.5"),
        (IMAGES.astype(complex), {}, "images must hold real numbers, got dtype complex128"),
        (IMAGES.astype(object), {}, "images must hold real numbers, got dtype object"),
    ],
)
def test_a_wrong_type_is_named(images, settings, message):
    with pytest.raises(TypeError, match=message):
        ops.conv2d(images, KERNELS, **settings)


@pytest.mark.parametrize("setting", ["stride", "dilation", "padding"])
@pytest.mark.parametrize(
    ("good", "wrong"),
    [
        ((2, 1), (2.0, 1.0)),
        ((2, 1), (2, True)),
        (1, True),
        (1, 1.0),
        (1, np.True_),
        (2, np.float64(2)),
        ([1, 1], [1.0, 1.0]),
        ([1, 1], [[1, 1], [1, 1]]),
        ((1, 1), [[0, 0], [1, 1], [1, 1], [0, 0]]),
    ],
)
def test_a_setting_is_refused_whatever_was_asked_before(setting, good, wrong):
    images, kernels = np.ones((1, 7, 7, 1)), np.ones((2, 2, 1, 1))
    for operation in (
        lambda **settings: ops.conv2d(images, kernels, **settings),
        lambda **settings: conv2d_backward(np.ones(1), images, kernels, **settings),
    ):
        for _ in range(2):
            with pytest.raises((TypeError, ValueError), match=f"{setting} must be"):
                operation(**{setting: wrong})
            with contextlib.suppress(ValueError):
                operation(**{setting: good})  # the backward pass then asks for another gradient


def test_lists_and_arrays_are_settings_like_tuples():
    images, kernels = np.random.default_rng(0).random((1, 7, 7, 1)), np.ones((2, 2, 1, 1))
    expected = ops.conv2d(images, kernels, stride=(2, 1), padding=(1, 0, 2, 1), dilation=(1, 2))
    for form in (list, np.array):
        found = ops.conv2d(
            images,
            kernels,
            stride=form([2, 1]),
            padding=form([1, 0, 2, 1]),
            dilation=form([1, 2]),
        )
        assert (found == expected).all()
