"""What enters a network is held against its description: the fingerprint and odd arrays."""

from types import SimpleNamespace

import numpy as np
import pytest

from cnncourse import inputs
from cnncourse.datasets import Dataset, Split
from tests import twins

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (6, 4, 5, 1), dtype=np.uint8)
LABELS = np.arange(6) % 2


def data(images=IMAGES, labels=LABELS, validation=None):
    return Dataset("some", Split(images, labels), Split(images, labels), ["a", "b"], validation)


def test_a_fingerprint_is_of_every_number_seen():
    prints = {
        inputs.fingerprint(made)
        for made in (
            data(),
            data(images=IMAGES[::-1]),
            data(images=IMAGES / 255),
            data(labels=1 - LABELS),
            data(validation=Split(IMAGES, LABELS)),
            data(validation=Split(IMAGES, 1 - LABELS)),
        )
    }
    assert len(prints) == 6
    assert inputs.fingerprint(data()) == inputs.fingerprint(data(images=IMAGES.copy()))
    turned = SimpleNamespace(images=IMAGES.transpose(0, 2, 1, 3), labels=LABELS)
    same = SimpleNamespace(images=np.ascontiguousarray(turned.images), labels=LABELS)
    assert inputs.fingerprint(SimpleNamespace(train=turned)) == inputs.fingerprint(
        SimpleNamespace(train=same)
    )


@pytest.mark.parametrize("dtype", ["uint8", "float16", "float32", "float64"])
def test_images_of_the_four_kinds_are_taken(dtype):
    images = np.zeros((2, 8, 8, 2), dtype)
    assert inputs.check_images(images, twins.NORMED) is images


@pytest.mark.parametrize("dtype", ["int64", "bool", ">f4", "complex64", "longdouble", "O"])
def test_images_of_other_kinds_are_refused(dtype):
    with pytest.raises(TypeError, match="must be uint8 .*float16, float32 or float64.*got"):
        inputs.check_images(np.zeros((2, 8, 8, 2), dtype), twins.NORMED)


def test_infinity_is_found_where_it_is():
    images = np.zeros((3, 8, 8, 2))
    images[2, 1, 1, 0] = -np.inf
    with pytest.raises(ValueError, match="batch must be finite, but image 2 holds NaN or infinity"):
        inputs.check_images(images, twins.NORMED, "batch")


def test_nested_lists_are_images_too():
    images = np.zeros((1, 8, 8, 2)).tolist()
    assert inputs.check_images(images, twins.NORMED).shape == (1, 8, 8, 2)
