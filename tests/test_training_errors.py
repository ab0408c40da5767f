"""What cannot be trained on or asked about is refused before a framework sees it."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from cnncourse.architecture import Architecture, BatchNorm, Conv2D, Dense, Flatten, MaxPool2D
from tests import twins
from tests.twins import DATA, RECIPE

pytest.importorskip("keras")


@pytest.fixture(params=twins.NAMES)
def twin(request):
    return twins.twin(request.param)


def faulty(**changes):
    """The data with parts of its training split changed, unchecked by `Split`."""
    given = {"images": DATA.train.images, "labels": DATA.train.labels} | changes
    return SimpleNamespace(train=SimpleNamespace(**given), validation=None)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (
            {"recipe": replace(RECIPE, batch_size=31)},
            "batch_size (=31) is larger than .* (=30",
        ),
        (
            {"data": faulty(labels=DATA.train.labels + 1)},
            "training labels must be in 0..3, got 4",
        ),
        ({"data": faulty(labels=DATA.train.labels - 1)}, "must be in 0..3, got -1"),
        ({"data": faulty(labels=DATA.train.labels[:9])}, "must have shape (30,)"),
        ({"data": faulty(labels=DATA.train.labels / 1)}, "labels must be whole numbers"),
        ({"data": faulty(images=DATA.train.images[:0])}, "at least one image"),
        ({"data": faulty(images=DATA.train.images[0])}, "got one image of shape (8, 8, 2)"),
        ({"data": faulty(images=DATA.train.images[:, :7])}, "got (30, 7, 8, 2)"),
        ({"data": faulty(images=DATA.train.images.astype(int))}, "must be uint8"),
        ({"data": faulty(images=DATA.train.images * np.nan)}, "must be finite, but image 0"),
        ({"data": DATA.train}, "must be a Dataset with a train split, got Split"),
        ({"recipe": "adam"}, "recipe must be a Recipe, got str"),
        (
            {
                "recipe": replace(RECIPE, patience=2),
                "data": replace(DATA, validation=None),
            },
            "patience (=2) goes by the validation loss",
        ),
        (
            {"network": Architecture("fixed", (8, 8, 2), [MaxPool2D(4), Flatten()])},
            "'fixed' has no weights to train",
        ),
        (
            {"network": Architecture("map", (8, 8, 2), [Conv2D(2, 3)])},
            "'map' ends in a map (6, 6, 2), not in logits",
        ),
        (
            {"recipe": replace(RECIPE, batch_size=29)},
            "norm2 of 'normed' cannot normalise a batch of one image",
        ),
    ],
)
def test_what_cannot_be_trained_on_is_refused(twin, given, rule):
    pattern = re.escape(rule).replace(r"\.\*", ".*")
    with pytest.raises((TypeError, ValueError), match=pattern):
        twins.train(twin, **given)


def test_a_batch_of_one_where_its_pixels_have_a_variance(twin):
    network = Architecture("map", (8, 8, 2), [BatchNorm(), Flatten(), Dense(4)])
    history, _ = twins.train(twin, replace(RECIPE, batch_size=29, epochs=1), network=network)
    assert history.epochs == 1


def test_questions_about_wrong_images(twin):
    model = twin.build(twins.NORMED)
    images = np.zeros((2, 8, 8, 2), np.float32)
    for ask in (twin.predict, twin.activations):
        with pytest.raises(ValueError, match=r"got one image.*pass images\[None\]"):
            ask(model, images[0])
        with pytest.raises(ValueError, match=r"\(N, 8, 8, 2\) for 'normed', got \(2, 8, 8\)"):
            ask(model, images[..., 0])
        with pytest.raises(ValueError, match="at least one image"):
            ask(model, images[:0])
        with pytest.raises(ValueError, match="image 1 holds NaN"):
            ask(model, images + np.array([0, np.nan]).reshape(2, 1, 1, 1))
    with pytest.raises(ValueError, match=r"labels must be in 0\.\.3, got 7"):
        twin.evaluate(model, SimpleNamespace(images=images, labels=np.array([0, 7])))
    with pytest.raises(TypeError, match="must have images and labels, got ndarray"):
        twin.evaluate(model, images)
