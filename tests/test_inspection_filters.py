"""Filters by what they do: by hand, then against NumPy's own, then against nudged pixels."""

import numpy as np
import pytest

from cnncourse import inspection, pretrained, reference
from cnncourse.architecture import Architecture, Conv2D, MaxPool2D


@pytest.fixture(scope="module")
def padded():
    """Two layers that see 8×8 pixels, a stride of 2 apart, over the edge."""
    layers = [Conv2D(2, 3, padding="same"), MaxPool2D(2), Conv2D(3, 3, padding="same")]
    network = Architecture("padded", (8, 10, 2), layers)
    return network, network.initial_weights(0)


def test_the_strongest_windows_by_hand():
    field = Architecture("one", (2, 3, 1), [Conv2D(1, 2)]).receptive_field()["conv1"]
    images = np.array([[[1, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 1, 1]]], np.float32)[..., None]
    maps = np.array([[[1, 0]], [[1, 2]]], np.float32)[..., None]  # sums of four pixels
    found = inspection.strongest_windows(maps, images, field, 0, count=2)
    assert found.values.tolist() == [2, 1]
    assert found.images.tolist() == [1, 0]
    assert found.starts.tolist() == [[0, 1], [0, 0]]
    assert found.windows[..., 0].tolist() == [[[0, 0], [1, 1]], [[1, 0], [0, 0]]]


def test_a_window_gives_the_value_that_its_image_gave(padded):
    network, weights = padded
    images = np.random.default_rng(0).random((6, 8, 10, 2))
    maps = reference.forward(network, weights, images)
    field = network.receptive_field()["conv2"]
    for unit in range(3):
        found = inspection.strongest_windows(maps, images, field, unit)
        assert found.values.tolist() == sorted(maps[..., unit].max(axis=(1, 2)).tolist())[::-1]
        for window, value, (top, left), number in zip(
            found.windows, found.values, found.starts, found.images, strict=True
        ):
            # Nothing outside of the window matters.
            only = np.zeros((24, 26, 2))
            only[top + 8 : top + 16, left + 8 : left + 16] = window
            inside = np.zeros((24, 26), bool)
            inside[top + 8 : top + 16, left + 8 : left + 16] = True
            inside = inside[8:16, 8:18, None]
            noise = np.random.default_rng(1).random((8, 10, 2))
            np.testing.assert_array_equal(only[8:16, 8:18], np.where(inside, images[number], 0))
            other = np.where(inside, only[8:16, 8:18], noise)
            again = reference.forward(network, weights, other[None])
            place = (np.array([top, left]) + 3) // 2
            assert again[0, place[0], place[1], unit] == pytest.approx(value, rel=1e-5)


def test_windows_over_the_edge_are_black_outside():
    field = Architecture("one", (1, 1, 1), [Conv2D(1, 3, padding="same")]).receptive_field()
    one = np.ones((1, 1, 1, 1))
    found = inspection.strongest_windows(one, one, field["conv1"], 0)
    assert found.windows[0, :, :, 0].tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert found.starts.tolist() == [[-1, -1]]


def test_silent_filters_by_hand():
    maps = np.zeros((2, 3, 3, 4))
    maps[..., 1], maps[1, 2, 0, 2], maps[0, 0, 0, 3] = 5, 1e-9, -1
    assert inspection.silent_filters(maps).tolist() == [0, 1]


def test_alike_filters_are_those_that_numpy_correlates():
    rng = np.random.default_rng(0)
    maps = rng.normal(size=(5, 4, 3, 6))
    maps[..., 4] = 2 * maps[..., 1] + 0.3 * maps[..., 0]
    maps[..., 2], maps[..., 5] = 7, 3 - maps[..., 3]
    found = inspection.alike_filters(maps, 0.1)
    theirs = np.corrcoef(np.delete(maps, 2, axis=3).reshape(-1, 5).T)
    assert found[0][:2] == (1, 4)
    assert found[0][2] == pytest.approx(theirs[1, 3], abs=1e-6)
    named = np.delete(np.arange(6), 2)
    over = {(named[i], named[j]) for i in range(5) for j in range(i + 1, 5) if theirs[i, j] >= 0.1}
    assert {pair[:2] for pair in found} == over


def test_a_copied_filter_is_found_in_a_trained_network():
    network, weights = pretrained.load("B")
    weights = dict(weights) | {"conv1/kernels": weights["conv1/kernels"].copy()}
    weights["conv1/kernels"][..., 5] = 3 * weights["conv1/kernels"][..., 2]
    images = np.random.default_rng(0).random((4, 28, 28, 1), np.float32)
    maps = reference.activations(network, weights, images, ["conv1"])["conv1"]
    (pair,) = inspection.alike_filters(maps, 0.99)
    assert pair[:2] == (2, 5)


@pytest.mark.parametrize("maps", [np.zeros((2, 3, 3, 4)), np.full((2, 3, 3, 1), 0.1)])
def test_where_no_filter_speaks_none_are_alike(maps):
    assert inspection.alike_filters(maps) == []


@pytest.mark.parametrize("factor", [1e-25, 1e-3, 1e25])
def test_alike_is_the_same_in_any_unit(factor):
    drawn = np.random.default_rng(0).random((3, 8, 8, 3)).astype("float32")
    maps = np.concatenate([drawn, drawn + 100], axis=3) * np.float32(factor)
    found = inspection.alike_filters(maps, 0.9)
    assert [pair[:2] for pair in found] == [(0, 3), (1, 4), (2, 5)]
    assert max(pair[2] for pair in found) <= 1
    halves = np.concatenate([drawn, drawn], axis=3).astype("float16") * np.float16(100)
    assert len(inspection.alike_filters(halves)) == 3


ONE = np.ones((1, 2, 2, 1))
WIDE = Architecture("wide", (6, 6, 1), [Conv2D(1, 1, stride=3)]).receptive_field()["conv1"]
FIELD = Architecture("one", (2, 2, 1), [Conv2D(1, 1)]).receptive_field()["conv1"]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: inspection.strongest_windows(ONE, ONE[[0, 0]], FIELD, 0), ValueError, "same im"),
        (lambda: inspection.strongest_windows(ONE, ONE, FIELD, 1), ValueError, "unit .=1. must"),
        (lambda: inspection.strongest_windows(ONE, ONE, FIELD, 0, 0), ValueError, "count"),
        (lambda: inspection.strongest_windows(ONE[0], ONE, FIELD, 0), ValueError, "maps"),
        (
            lambda: inspection.strongest_windows(ONE, ONE, None, 0),
            TypeError,
            "a NoneType; pass arch",
        ),
        (
            lambda: inspection.strongest_windows(ONE, ONE, {"conv1": FIELD}, 0),
            TypeError,
            "a dict; p",
        ),
        (lambda: inspection.strongest_windows(ONE, ONE, WIDE, 0), ValueError, "not of the layer"),
        (lambda: inspection.silent_filters(np.ones((1, 2))), ValueError, "maps must have shape"),
        (lambda: inspection.alike_filters(ONE, 1.5), ValueError, "least"),
        (lambda: inspection.alike_filters(ONE, "x"), TypeError, "least"),
        (lambda: inspection.alike_filters(ONE * np.nan), ValueError, "finite"),
    ],
)
def test_faults_are_named(call, error, words):
    with pytest.raises(error, match=words):
        call()
