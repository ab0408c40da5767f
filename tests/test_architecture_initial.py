"""Initial weights: the same from the same seed, spread as each rule says."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from cnncourse import zoo
from cnncourse.architecture import Architecture, BatchNorm, Conv2D, Dense, Flatten, MaxPool2D
from tests.strategies_architecture import INITIALIZERS, architectures


def golden(initializer="glorot_uniform"):
    layers = [Conv2D(2, 3, padding="same"), BatchNorm(), MaxPool2D(2), Flatten(), Dense(3)]
    return Architecture("golden", (6, 6, 1), layers, initializer)


def wide(initializer):
    """A network with enough numbers in each array to measure how they are spread."""
    layers = [Conv2D(96, (3, 5)), Flatten(), Dense(50)]
    return Architecture("wide", (6, 9, 32), layers, initializer)


@pytest.mark.parametrize(
    ("initializer", "kernels", "bias", "weights"),
    [
        (
            "glorot_uniform",
            [0.280824334474, -0.421347127604, 0.086126659472],
            [0.0, 0.0, 0.0],
            [-0.477282878316, 0.399044523002, 0.02864214707],
        ),
        (
            "fan_in_uniform",
            [0.198572791229, -0.297937411162, 0.060900744953],
            [0.04047289969, -0.17823289446, -0.1044170585],
            [-0.210461966842, 0.175962094984, 0.012629999694],
        ),
        (
            "he_normal",
            [-0.297016868052, 0.690647520008, -0.207084530881],
            [0.0, 0.0, 0.0],
            [0.243105044817, 0.445174641278, 0.037859965638],
        ),
    ],
)
def test_seed_7_gives_these_numbers(initializer, kernels, bias, weights):
    drawn = golden(initializer).initial_weights(7, "float64")
    np.testing.assert_allclose(drawn["conv1/kernels"].ravel()[:3], kernels, rtol=1e-10)
    np.testing.assert_allclose(drawn["dense1/bias"], bias, rtol=1e-9)
    np.testing.assert_allclose(drawn["dense1/weights"].ravel()[:3], weights, rtol=1e-9)


def test_normalisation_starts_neutral():
    for initializer in INITIALIZERS:
        drawn = golden(initializer).initial_weights(3)
        for key, value in (("scale", 1), ("shift", 0), ("mean", 0), ("variance", 1)):
            np.testing.assert_array_equal(drawn[f"norm1/{key}"], np.full(2, value))


@settings(max_examples=40, deadline=None)
@given(architectures(depthwise=True, residual=True))
def test_names_shapes_and_dtypes_are_those_described(drawn):
    weights = drawn.initial_weights(0)
    assert list(weights) == list(drawn.weight_shapes())
    assert {name: array.shape for name, array in weights.items()} == drawn.weight_shapes()
    assert {array.dtype for array in weights.values()} == {np.dtype("float32")}
    exact = drawn.initial_weights(0, "float64")
    for name, array in weights.items():
        np.testing.assert_array_equal(array, exact[name].astype("float32"))


def test_the_seed_decides():
    first, again, other = (golden().initial_weights(seed) for seed in (1, np.int64(1), 2))
    for name in ("conv1/kernels", "dense1/weights"):
        np.testing.assert_array_equal(first[name], again[name])
        assert np.abs(first[name] - other[name]).max() > 0.01
    assert not np.shares_memory(first["conv1/kernels"], again["conv1/kernels"])


def test_a_layer_added_at_the_end_changes_no_other():
    short = Architecture("short", (6, 6, 1), [Conv2D(2, 3), Flatten(), Dense(4)], "he_normal")
    longer = Architecture("longer", (6, 6, 1), [*short.layers, Dense(2)], "he_normal")
    weights = longer.initial_weights(5)
    for name, array in short.initial_weights(5).items():
        np.testing.assert_array_equal(array, weights[name])


@pytest.mark.parametrize("array", ["conv1/kernels", "dense1/weights"])
@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_the_spread_follows_the_fans(initializer, array):
    # The convolution's fans are 3 x 5 pixels times its channels; its map is 4 x 5 x 96.
    fan_in, fan_out = {"conv1/kernels": (480, 1440), "dense1/weights": (1920, 50)}[array]
    numbers = wide(initializer).initial_weights(0, "float64")[array]
    assert abs(numbers.mean()) < 0.02 * numbers.std()
    if initializer == "he_normal":
        assert numbers.std() == pytest.approx(math.sqrt(2 / fan_in), rel=0.01)
        # Not truncated: 0.27 % of a normal distribution lies beyond three deviations.
        beyond = np.mean(np.abs(numbers) > 3 * math.sqrt(2 / fan_in))
        assert beyond == pytest.approx(0.0027, rel=0.25)
        return
    limit = {
        "glorot_uniform": math.sqrt(6 / (fan_in + fan_out)),
        "fan_in_uniform": 1 / math.sqrt(fan_in),
    }[initializer]
    assert 0.999 * limit < np.abs(numbers).max() <= limit
    assert numbers.std() == pytest.approx(limit / math.sqrt(3), rel=0.01)


def test_fan_in_draws_biases_and_the_others_do_not():
    for name, fan_in in (("conv1/bias", 480), ("dense1/bias", 1920)):
        bias = wide("fan_in_uniform").initial_weights(0, "float64")[name]
        assert 0.8 / math.sqrt(fan_in) < np.abs(bias).max() <= 1 / math.sqrt(fan_in)
        for initializer in ("glorot_uniform", "he_normal"):
            assert not wide(initializer).initial_weights(0)[name].any()


def test_the_limits_are_those_of_the_frameworks():
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    for layer, array in (
        (torch.nn.Conv2d(32, 96, (3, 5)), "conv1/kernels"),
        (torch.nn.Linear(1920, 50), "dense1/weights"),
    ):
        ours = wide("fan_in_uniform").initial_weights(0)[array]
        theirs = layer.weight.detach().numpy()
        assert ours.max() == pytest.approx(theirs.max(), rel=1e-3)
        assert ours.std() == pytest.approx(theirs.std(), rel=0.01)


def test_seeds_and_dtypes_are_checked():
    for seed in (None, 1.5, True, "7"):
        with pytest.raises(TypeError, match="seed must be a whole number of at least 0, got"):
            zoo.LENET_5.initial_weights(seed)
    with pytest.raises(ValueError, match="seed must be a whole number of at least 0, got -1"):
        zoo.LENET_5.initial_weights(-1)
    for dtype in ("int32", "float31", "complex64", None, 3):
        with pytest.raises(ValueError, match="dtype must be a floating type such as"):
            zoo.LENET_5.initial_weights(0, dtype)
    assert zoo.LENET_5.initial_weights(0, np.float64)["dense1/bias"].dtype == np.float64
