"""Padding and pooling: by hand, then against NumPy, PyTorch and Keras."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import ops
from tests.comparison import TOLERANCE, assert_close
from tests.strategies_arrays import images as image_batches
from tests.strategies_arrays import normal, pooling_cases

keras = pytest.importorskip("keras")

POOLS = (ops.max_pool2d, ops.avg_pool2d)
TORCH_MODES = {"zero": "constant", "reflect": "reflect", "replicate": "replicate"}
NUMPY_MODES = {"zero": "constant", "reflect": "reflect", "replicate": "edge"}


def grey(image):
    return np.asarray(image)[None, ..., None]


def to_torch(images):
    return torch.from_numpy(images).permute(0, 3, 1, 2)


def from_torch(images):
    return images.permute(0, 2, 3, 1).numpy()


@pytest.mark.parametrize(
    ("padding", "expected"),
    [
        (0, [[1, 2], [3, 4]]),
        ("valid", [[1, 2], [3, 4]]),
        (1, [[0] * 4, [0, 1, 2, 0], [0, 3, 4, 0], [0] * 4]),
        ((0, 1), [[0, 1, 2, 0], [0, 3, 4, 0]]),
        ((1, 0, 0, 2), [[0] * 4, [1, 2, 0, 0], [3, 4, 0, 0]]),
    ],
)
def test_zeros_by_hand(padding, expected):
    assert ops.pad2d(grey([[1, 2], [3, 4]]), padding)[0, ..., 0].tolist() == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("reflect", [[6, 5, 4, 5, 6], [3, 2, 1, 2, 3], [6, 5, 4, 5, 6]]),
        ("replicate", [[1, 1, 1, 2, 3], [1, 1, 1, 2, 3], [4, 4, 4, 5, 6]]),
    ],
)
def test_mirrors_and_edges_by_hand(mode, expected):
    image = grey([[1, 2, 3], [4, 5, 6]])
    assert ops.pad2d(image, (1, 0, 2, 0), mode=mode)[0, ..., 0].tolist() == expected


@settings(max_examples=100)
@given(image_batches(), st.sampled_from(sorted(TORCH_MODES)), st.data())
def test_pad2d_is_torchs_and_numpys(images, mode, data):
    reach = [size - 1 if mode == "reflect" else 4 for size in images.shape[1:3]]
    sides = [data.draw(st.integers(0, reach[i // 2])) for i in range(4)]
    top, bottom, left, right = sides
    out = ops.pad2d(images, tuple(sides), mode=mode)
    wanted = torch.nn.functional.pad(
        to_torch(images), (left, right, top, bottom), mode=TORCH_MODES[mode]
    )
    assert (out == from_torch(wanted)).all()
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    assert (out == np.pad(images, around, mode=NUMPY_MODES[mode])).all()
    assert out.dtype == images.dtype


@pytest.mark.parametrize("mode", sorted(TORCH_MODES))
@pytest.mark.parametrize("padding", [0, 1])
def test_padding_gives_a_new_array_and_exact_numbers(mode, padding):
    images = np.full((1, 2, 2, 1), 255, "uint8")
    out = ops.pad2d(images, padding, mode=mode)
    assert out.dtype == np.float64
    assert out.max() == 255
    floats = np.ones((1, 2, 2, 1))
    padded = ops.pad2d(floats, padding, mode=mode)
    padded[...] = 7
    assert (floats == 1).all()


@pytest.mark.parametrize("mode", sorted(TORCH_MODES))
def test_padding_an_empty_batch(mode):
    assert ops.pad2d(np.ones((0, 2, 3, 1)), 1, mode=mode).shape == (0, 4, 5, 1)


@pytest.mark.parametrize(
    ("shape", "padding", "mode", "message"),
    [
        ((1, 3, 3, 1), -1, "zero", "padding must be"),
        ((1, 3, 3, 1), (1, 2, 3), "zero", "got (1, 2, 3)"),
        ((1, 3, 3, 1), "same", "zero", 'padding "same" depends on a kernel'),
        ((1, 3, 3, 1), 1, "edge", 'mode must be "zero", "reflect" or "replicate", got \'edge\''),
        ((1, 3, 3, 1), 3, "reflect", "padding (=3) must be smaller than the image (=3) in height"),
        ((1, 3, 2, 1), (0, 2), "reflect", "(=2) must be smaller than the image (=2) in width"),
        ((1, 0, 2, 1), 1, "replicate", 'mode "replicate" needs at least one pixel in height'),
        ((3, 3), 1, "zero", "add the batch and channel axes"),
    ],
)
def test_wrong_padding_is_named(shape, padding, mode, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        ops.pad2d(np.zeros(shape), padding, mode=mode)


def test_three_by_three_windows_by_hand():
    image = grey([[1, 0, 4, 3], [8, 2, 5, 9], [20, 13, 25, 6]])
    assert ops.max_pool2d(image, 3).ravel().tolist() == [25]
    assert ops.max_pool2d(image, (3, 2)).ravel().tolist() == [20, 25]
    assert ops.max_pool2d(image, 2, stride=1)[0, ..., 0].tolist() == [[8, 5, 9], [20, 25, 25]]
    assert ops.avg_pool2d(image, (1, 4)).ravel().tolist() == [2, 6, 16]
    assert ops.max_pool2d(image).ravel().tolist() == [8, 9]
    assert ops.avg_pool2d(image).ravel().tolist() == [11 / 4, 21 / 4]


def test_padding_never_wins_and_is_never_counted():
    image = grey([[-4, -2], [-8, -6]])
    assert ops.max_pool2d(image, 2, padding=1)[0, ..., 0].tolist() == [[-4, -2], [-8, -6]]
    assert ops.avg_pool2d(image, 2, padding=1)[0, ..., 0].tolist() == [[-4, -2], [-8, -6]]
    assert ops.avg_pool2d(image, (2, 1), padding=(0, 1, 0, 0), stride=1)[0, ..., 0].tolist() == [
        [-6, -4],
        [-8, -6],
    ]


def test_even_minus_infinity_is_a_pixel():
    image = np.full((1, 2, 2, 1), -np.inf)
    assert (ops.max_pool2d(image, 2, padding=1) == -np.inf).all()


@settings(max_examples=120)
@given(pooling_cases())
def test_pools_are_torchs(case):
    images, size, stride = case.images, case.size, case.settings["stride"]
    top, bottom, left, right = case.sides

    def around(value, array):
        sides = (left, right, top, bottom)
        return torch.nn.functional.pad(to_torch(array), sides, value=value)

    largest = torch.nn.functional.max_pool2d(around(-torch.inf, images), size, stride)
    assert (ops.max_pool2d(images, size, **case.settings) == from_torch(largest)).all()
    sums = torch.nn.functional.avg_pool2d(around(0, images), size, stride)
    counts = torch.nn.functional.avg_pool2d(around(0, np.ones_like(images)), size, stride)
    out = ops.avg_pool2d(images, size, **case.settings)
    assert out.dtype == images.dtype
    assert_close(out, from_torch(sums / counts), TOLERANCE[str(images.dtype)])


@settings(max_examples=60)
@given(pooling_cases(), st.sampled_from(("valid", "same")))
def test_pools_are_kerass(case, padding):
    images, size, stride = case.images, case.size, case.settings["stride"]
    if size[0] > images.shape[1] or size[1] > images.shape[2]:
        padding = "same"
    for ours, theirs in zip(POOLS, (keras.ops.max_pool, keras.ops.average_pool), strict=True):
        out = ours(images, size, stride=stride, padding=padding)
        tensor = keras.ops.convert_to_tensor(images)  # or Keras makes float32 of it
        expected = keras.ops.convert_to_numpy(theirs(tensor, size, stride, padding))
        assert_close(out, expected, TOLERANCE[str(images.dtype)])


@pytest.mark.parametrize("pool", POOLS)
def test_pools_promote_and_never_wrap(pool):
    for dtype, result in (("uint8", "float64"), ("bool", "float64"), ("float16", "float32")):
        images = np.full((1, 2, 2, 1), np.array(255).astype(dtype))
        out = pool(images)
        assert out.dtype == result
        assert out.item() == images[0, 0, 0, 0]


@pytest.mark.parametrize("pool", POOLS)
def test_pools_pass_nan_on_and_take_an_empty_batch(pool):
    images = np.ones((1, 4, 4, 1))
    images[0, 1, 2, 0] = np.nan
    assert np.isnan(pool(images)).ravel().tolist() == [False, True, False, False]
    assert pool(np.ones((0, 5, 4, 3), "float32")).shape == (0, 2, 2, 3)


@pytest.mark.parametrize("pool", POOLS)
def test_pools_leave_their_argument_alone(pool):
    images = normal(0, 1, 4, 4, 2)
    kept = images.copy()
    pool(images, 1)[...] = 0
    assert (images == kept).all()


@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize(
    ("shape", "settings", "message"),
    [
        (
            (1, 4, 4, 1),
            {"size": 5},
            'size (=5) is larger than the padded input (=4); use padding="same" or a smaller wi',
        ),
        (
            (1, 4, 4, 1),
            {"padding": 2},
            "padding (=2) must be smaller than the pooling window (=2) in height",
        ),
        ((1, 4, 4, 1), {"size": (3, 2), "padding": (0, 0, 0, 2)}, "window (=2) in width"),
        ((1, 4, 4, 1), {"stride": 0}, "stride must be at least 1, got 0"),
        ((1, 4, 4, 1), {"size": 0}, "size must be at least 1, got 0"),
        ((4, 4), {}, "add the batch and channel axes: images[None, ..., None]"),
    ],
)
def test_wrong_pools_are_named(pool, shape, settings, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        pool(np.zeros(shape), **settings)


def test_global_average_by_hand_and_by_kerass_layer():
    assert ops.global_avg_pool2d([[[[1, 10], [2, 20]], [[3, 30], [6, 60]]]]).tolist() == [[3, 30]]
    images = normal(0, 3, 5, 4, 2, dtype="float32")
    expected = keras.layers.GlobalAveragePooling2D()(images)
    assert_close(ops.global_avg_pool2d(images), keras.ops.convert_to_numpy(expected), 1e-6)
    assert ops.global_avg_pool2d(images[:0]).shape == (0, 2)
    with pytest.raises(ValueError, match=re.escape("at least one pixel for a mean, got shape (1,")):
        ops.global_avg_pool2d(np.zeros((1, 0, 3, 2)))


def test_a_large_float32_map_loses_nothing_in_its_mean():
    images = np.full((1, 1024, 1024, 2), np.float32(0.1))
    assert (ops.global_avg_pool2d(images) == np.float32(0.1)).all()
