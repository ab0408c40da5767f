"""Flattening, dense layers, dropout and batch normalisation: by hand and against others."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import ops
from tests.comparison import TOLERANCE, assert_close
from tests.strategies_arrays import DTYPES, normal

keras = pytest.importorskip("keras")


def test_flatten_goes_by_height_width_channel():
    images = np.arange(2 * 2 * 3 * 2).reshape(2, 2, 3, 2)
    assert ops.flatten(images).tolist() == [list(range(12)), list(range(12, 24))]
    layer = keras.layers.Flatten()(images.astype("float32"))
    assert (ops.flatten(images) == keras.ops.convert_to_numpy(layer)).all()
    assert ops.flatten(np.zeros((0, 2, 3, 4))).shape == (0, 24)
    assert ops.flatten(np.zeros((2, 5), "float32")).dtype == np.float32
    with pytest.raises(ValueError, match="must have a batch axis"):
        ops.flatten(3)


def test_dense_by_hand():
    weights = [[1, 0], [0, 2], [1, 1]]
    assert ops.dense([[1, 2, 3]], weights, [10, 20]).tolist() == [[14, 27]]
    assert ops.dense([[1, 2, 3]], weights).tolist() == [[4, 7]]


@settings(max_examples=40)
@given(st.integers(0, 5), st.integers(1, 6), st.integers(1, 6), DTYPES, st.booleans())
def test_dense_is_torchs(n, features, units, dtype, with_bias):
    x, weights = normal(0, n, features, dtype=dtype), normal(1, features, units, dtype=dtype)
    bias = normal(2, units, dtype=dtype) if with_bias else None
    out = ops.dense(x, weights, bias)
    assert out.dtype == dtype
    expected = torch.nn.functional.linear(
        torch.from_numpy(x),
        torch.from_numpy(weights.T),
        None if bias is None else torch.from_numpy(bias),
    )
    assert_close(out, expected.numpy(), TOLERANCE[dtype])


def test_dense_never_wraps():
    out = ops.dense(np.full((1, 3), 255, "uint8"), np.full((3, 1), 255, "uint8"))
    assert out.tolist() == [[255 * 255 * 3]]


@pytest.mark.parametrize(
    ("features", "weights", "bias", "message"),
    [
        ((2, 3, 3, 1), (9, 4), (4,), "(N, features), got (2, 3, 3, 1); flatten(features) lays"),
        ((9,), (9, 4), (4,), "got (9,); add the batch axis: features[None]"),
        ((2, 9), (8, 4), (4,), "weights must have shape (9, units) for 9 features, got (8, 4)"),
        ((2, 9), (4, 9), (4,), "they look transposed (PyTorch keeps them so): use weights.T"),
        ((2, 9), (9,), (4,), "weights must have shape (9, units) for 9 features, got (9,)"),
        ((2, 9), (9, 4), (3,), "bias must have shape (4,), one number per unit, got (3,)"),
    ],
)
def test_wrong_dense_shapes_are_named(features, weights, bias, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        ops.dense(np.zeros(features), np.zeros(weights), np.zeros(bias))


@settings(max_examples=20)
@given(st.sampled_from((0.0, 0.2, 0.5, 0.9)), st.integers(0, 2**32), DTYPES)
def test_dropout_drops_its_share_and_keeps_the_mean(rate, seed, dtype):
    out = ops.dropout(np.full((100, 400), 3, dtype), rate, rng=seed)
    dropped = (out == 0).mean()
    spread = 5 * np.sqrt(rate * (1 - rate) / out.size)  # five standard deviations
    assert abs(dropped - rate) <= spread
    kept = out[out != 0]
    assert (kept == np.array(3, dtype) * np.array(1 / (1 - rate), dtype)).all()
    assert out.dtype == dtype


def test_the_generator_decides_what_is_dropped():
    ones = np.ones((4, 50))
    rng = np.random.default_rng(7)
    first, second = ops.dropout(ones, 0.5, rng), ops.dropout(ones, 0.5, rng=rng)
    assert (first != second).any()
    assert (first == ops.dropout(ones, 0.5, rng=7)).all()
    assert (first == ops.dropout(ones.astype("float32"), 0.5, rng=7)).all()
    assert (first == ops.dropout_mask(ones.shape, 0.5, rng=7)).all()
    assert (first == ops.dropout(ones.astype("uint8"), 0.5, rng=7)).all()


@pytest.mark.parametrize("rate", [1, 1.0, -0.1, 2, True, "0.5", np.nan, None])
def test_a_wrong_rate_is_named(rate):
    kind = ValueError if isinstance(rate, (int, float)) and rate is not True else TypeError
    with pytest.raises(kind, match=re.escape(f"in [0, 1), got {rate!r}; it is the share dropped")):
        ops.dropout(np.ones(3), rate, rng=0)


def test_dropout_wants_a_generator():
    with pytest.raises(TypeError, match="rng must be a generator or a seed, got None"):
        ops.dropout(np.ones(3), 0.5, None)
    with pytest.raises(TypeError, match="rng"):
        ops.dropout(np.ones(3), 0.5)


def test_batch_norm_by_hand():
    out = ops.batch_norm(
        [[[[1, 10], [3, 30]]]],
        scale=[1, 2],
        shift=[0, 5],
        mean=[1, 10],
        variance=[3, 99],
        epsilon=1,
    )
    assert out.tolist() == [[[[0, 5], [1, 9]]]]


def test_training_statistics_by_hand():
    images = [[[[1, 0], [3, 0]]], [[[5, 0], [7, 8]]]]
    output, mean, variance = ops.batch_norm_training(images, [1, 1], [0, 0], epsilon=0)
    assert mean.tolist() == [4, 2]
    assert variance.tolist() == [(9 + 1 + 1 + 9) / 4, (4 + 4 + 4 + 36) / 4]
    assert_close(output[..., 1].ravel(), np.array([-2, -2, -2, 6]) / np.sqrt(12), 1e-15)


@settings(max_examples=40)
@given(
    st.sampled_from(((6, 3), (2, 4, 3, 2), (5, 1, 1, 4))),
    st.sampled_from((1e-3, 1e-5, 0.5)),
    DTYPES,
    st.booleans(),
)
def test_batch_norm_is_torchs(shape, epsilon, dtype, training):
    images = normal(0, *shape, dtype=dtype)
    scale, shift, mean = (normal(seed, shape[-1], dtype=dtype) for seed in (1, 2, 3))
    variance = normal(4, shape[-1], dtype=dtype) ** 2
    first = torch.from_numpy(np.moveaxis(images, -1, 1).copy())
    arrays = [torch.from_numpy(a.copy()) for a in (mean, variance, scale, shift)]
    expected = torch.nn.functional.batch_norm(first, *arrays, training, momentum=1, eps=epsilon)
    if training:
        out, batch_mean, batch_variance = ops.batch_norm_training(
            images, scale, shift, epsilon=epsilon
        )
        n = images[..., 0].size  # PyTorch keeps the unbiased variance
        assert_close(batch_mean, arrays[0].numpy(), TOLERANCE[dtype])
        assert_close(batch_variance * n / (n - 1), arrays[1].numpy(), TOLERANCE[dtype])
    else:
        out = ops.batch_norm(images, scale, shift, mean, variance, epsilon=epsilon)
    assert out.dtype == dtype
    assert_close(out, np.moveaxis(expected.numpy(), 1, -1), TOLERANCE[dtype])


@pytest.mark.parametrize("training", [False, True])
def test_batch_norm_is_kerass(training):
    layer = keras.layers.BatchNormalization(dtype="float64")
    images = normal(0, 4, 3, 3, 2)
    layer.build(images.shape)
    scale, shift, mean, variance = (np.abs(normal(seed, 2)) for seed in range(1, 5))
    layer.set_weights([scale, shift, mean, variance])
    expected = keras.ops.convert_to_numpy(layer(images, training=training))
    out = ops.batch_norm(images, scale, shift, mean, variance)
    if training:
        out, _, batch_variance = ops.batch_norm_training(images, scale, shift)
        # Keras keeps 0.99 of the old variance and 0.01 of the batch's biased one.
        kept = 0.99 * variance + 0.01 * batch_variance
        assert_close(layer.get_weights()[3], kept, 1e-10)
    assert_close(out, expected, 1e-10)


def test_statistics_of_a_large_float32_batch_lose_nothing():
    images = np.full((4, 512, 512, 1), np.float32(0.1))
    _, mean, variance = ops.batch_norm_training(images, [1], [0])
    assert mean[0] == np.float32(0.1)
    assert variance[0] < 1e-16


def test_batch_norm_types_and_empty_batches():
    one = [1, 1]
    assert ops.batch_norm(np.full((1, 2), 255, "uint8"), one, one, [0, 0], one).max() > 255
    pixels = np.array([[0, 0], [200, 200]], "uint8")
    assert ops.batch_norm_training(pixels, one, one)[1].tolist() == [100, 100]
    empty = np.zeros((0, 3, 3, 2), "float32")
    ones = np.ones(2, "float32")
    assert ops.batch_norm(empty, ones, ones, ones, ones).shape == empty.shape
    with pytest.raises(ValueError, match="at least one value per channel"):
        ops.batch_norm_training(empty, ones, ones)


@pytest.mark.parametrize("name", ["scale", "shift", "mean", "variance"])
def test_wrong_batch_norm_shapes_are_named(name):
    arrays = {key: np.ones(3) for key in ("scale", "shift", "mean", "variance")}
    arrays[name] = np.ones((1, 3))
    message = f"{name} must have shape (3,), one number per channel, got (1, 3); use {name}.resh"
    with pytest.raises(ValueError, match=re.escape(message)):
        ops.batch_norm(np.ones((2, 4, 4, 3)), **arrays)
    if name in ("scale", "shift"):
        with pytest.raises(ValueError, match=re.escape(message)):
            ops.batch_norm_training(np.ones((2, 4, 4, 3)), arrays["scale"], arrays["shift"])


def test_batch_norm_wants_channels_last():
    with pytest.raises(ValueError, match=re.escape("(N, H, W, C) or (N, C), channels last")):
        ops.batch_norm(np.ones(3), *np.ones((4, 3)))
