"""Gradient ascent: by hand, by PyTorch's own words, and the same way up in both frameworks."""

import re

import numpy as np
import pytest
import torch

from cnncourse import inspection, pretrained, reference
from cnncourse.architecture import Architecture, Flatten
from tests import twins

pytest.importorskip("keras")

UNIT = (4, 4, 0)


@pytest.fixture(scope="module")
def front():
    """Source B's network up to its second convolution, its weights, and one of its units."""
    network, weights = pretrained.load("B")
    cut = Architecture("front", network.input_shape, [*network.layers[:3], Flatten()])
    return cut, {name: weights[name] for name in cut.weight_shapes()}


@pytest.fixture(scope="module")
def starts():
    return np.random.default_rng(0).random((3, 28, 28, 1), np.float32)


def test_every_framework_goes_the_same_way_up(front, starts):
    cut, weights = front
    unit = int(np.ravel_multi_index(UNIT, (8, 8, 10)))

    def by_numpy(x):
        traced = [*reference.trace(cut, weights, x)]
        slope = np.zeros_like(traced[-1].output)
        slope[:, unit] = 1
        for step in reversed(traced):
            slope, _ = step.back(slope)
        return slope

    ends = [inspection.climb(by_numpy, starts, steps=20)]
    for twin in map(twins.twin, twins.NAMES):
        model = twin.build(cut)
        twin.weights.set(model, weights)

        def slopes(x, twin=twin, model=model):
            return twin.map_gradients(model, x, "input", unit)

        ends.append(inspection.climb(slopes, starts, steps=20))
    for one in ends[1:]:
        assert np.abs(one - ends[0]).max() < 1e-5
    before, after = (reference.forward(cut, weights, x)[:, unit] for x in (starts, ends[0]))
    assert (after > before + 3).all()
    moved = np.nonzero(np.abs(ends[0] - starts).max(axis=(0, 3)))
    assert [(one.min(), one.max()) for one in moved] == [(8, 21), (8, 21)]  # its receptive field


def test_the_way_is_that_of_pytorchs_own_words(starts):
    """Of a kernel over the whole image and a ReLU behind it, by autograd."""
    kernel = torch.from_numpy(np.random.default_rng(1).normal(size=starts.shape[1:]))

    def gradients(x):
        tensor = torch.from_numpy(x).requires_grad_()
        (tensor * kernel).sum(dim=(1, 2, 3)).relu().sum().backward()
        return tensor.grad.numpy()

    start = starts.astype("float64")
    wanted = torch.from_numpy(start.copy())
    for _ in range(5):
        slope = torch.from_numpy(gradients(wanted.numpy()))
        norm = slope.flatten(1).norm(dim=1).clamp_min(1e-30)[:, None, None, None]
        wanted = (wanted + 0.3 * slope / norm).clamp(0, 1)
    found = inspection.climb(gradients, start, rate=0.3, steps=5)
    np.testing.assert_allclose(found, wanted.numpy(), atol=1e-14)


def test_an_image_without_a_slope_stays_and_bytes_are_fractions():
    grey = np.full((2, 4, 4, 1), 51, np.uint8)
    flat = np.zeros((2, 4, 4, 1), np.float32)
    flat[1, 0, 0] = 7
    found = inspection.climb(lambda x: flat, grey, rate=0.25, steps=2)
    assert found.dtype == np.float32
    assert (found[0] == np.float32(0.2)).all()
    assert found[1, 0, 0, 0] == pytest.approx(0.7)
    assert (found[1].ravel()[1:] == np.float32(0.2)).all()
    assert (inspection.climb(lambda x: flat, grey, steps=0) == np.float32(0.2)).all()
    assert grey.max() == 51


ONE = np.full((1, 2, 2, 1), 0.5)


@pytest.mark.parametrize(
    ("named", "kind", "words"),
    [
        ({"gradients_of": ONE}, TypeError, "gradients_of must be a function, got a ndarray; as la"),
        ({"gradients_of": lambda x: x[:, :1]}, ValueError, "one shape, got (1, 1, 2, 1) and (1, 2"),
        ({"gradients_of": lambda x: x * np.nan}, ValueError, "gradients must be finite"),
        ({"gradients_of": lambda x: None}, TypeError, "gradients must be floating-point numbers"),
        ({"images": ONE[0]}, ValueError, "images[None]"),
        ({"images": 300 * ONE}, ValueError, "must lie in [0, 1]"),
        ({"rate": -1}, ValueError, "rate must be a number in [0, inf), got -1; 0.2 moves"),
        ({"steps": 1.5}, TypeError, "steps must be a whole number, got 1.5"),
        ({"steps": -1}, ValueError, "steps must be at least 0, got -1"),
    ],
)
def test_what_cannot_climb_is_named(named, kind, words):
    with pytest.raises(kind, match=re.escape(words)):
        inspection.climb(**({"gradients_of": lambda x: x, "images": ONE} | named))
