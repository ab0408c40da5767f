"""Padding before the input alone, as one-dimensional convolutions along time have it."""

import numpy as np
import pytest

from cnncourse.explorers import OutputSize

CASES = [(8, 3, 1, 1), (9, 4, 1, 3), (10, 5, 2, 1), (7, 2, 3, 1), (5, 1, 2, 1), (3, 7, 1, 2)]


def explorer(case):
    """Return an explorer of a (size, kernel, stride, dilation)."""
    size, kernel, stride, dilation = case
    settings = {"kernel_size": kernel, "stride": stride, "dilation": dilation}
    return OutputSize(size=size, padding_kind="causal", **settings)


@pytest.mark.parametrize("case", CASES)
def test_each_window_ends_on_the_pixel_it_belongs_to(case):
    made, stride = explorer(case), case[2]
    ends = made.results["starts"] + made.results["span"] - 1
    assert ends.tolist() == [stride * i for i in range(-(-case[0] // stride))]
    assert (made.after, made.problem) == (0, "")


@pytest.mark.parametrize("case", CASES)
def test_it_is_what_keras_calls_causal(case):
    keras = pytest.importorskip("keras")
    size, kernel, stride, dilation = case
    settings = {"strides": stride, "dilation_rate": dilation, "use_bias": False}
    layer = keras.layers.Conv1D(1, kernel, padding="causal", kernel_initializer="ones", **settings)
    row = np.arange(1.0, size + 1)
    found = np.asarray(layer(row[None, :, None].astype("float32")))[0, :, 0]
    made = explorer(case)
    seen = made.results["starts"][:, None] + np.arange(kernel) * dilation
    expected = np.where(seen >= 0, row[np.maximum(seen, 0)], 0).sum(axis=1)
    assert found.tolist() == expected.tolist()


@pytest.mark.parametrize("kind", ["same", "number", "valid"])
def test_others_pad_as_they_did(kind):
    assert OutputSize(size=8, kernel_size=3, stride=1, padding_kind=kind, padding=1).after == (
        0 if kind == "valid" else 1
    )
