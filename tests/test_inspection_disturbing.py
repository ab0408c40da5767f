"""Small changes of images: by hand, by finite differences, and equal in both frameworks."""

import re

import numpy as np
import pytest

from cnncourse import datasets, gradients, inspection, pretrained, reference
from cnncourse.architecture import Architecture, Conv2D, Dense, Flatten, MaxPool2D, Softmax
from cnncourse.inputs import LogitsWarning
from tests import twins
from tests.comparison import assert_close
from tests.networks import drawn_batch, drawn_weights

pytest.importorskip("keras")

SMALL = Architecture(
    "small", (7, 6, 2), [Conv2D(4, 3, activation="elu"), MaxPool2D(2), Flatten(), Dense(3)]
)
TWINS = [*map(twins.twin, twins.NAMES)]


def built(twin, network, weights):
    model = twin.build(network, dtype=next(iter(weights.values())).dtype.name)
    twin.weights.set(model, weights)
    return model


def by_numpy(network, weights, images, labels):
    """Return the gradients of the losses by the reference's own way back, with no framework."""
    traced = [*reference.trace(network, weights, images)]
    count = images.dtype.type(len(images))  # each image's own loss, not their mean
    grad = gradients.cross_entropy_backward(1.0, traced[-1].output, labels) * count
    for step in reversed(traced):
        grad, _ = step.back(grad)
    return grad


def losses(network, weights, images, labels):
    logits = reference.forward(network, weights, images)
    top = logits.max(axis=1)
    whole = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
    return whole - logits[np.arange(len(labels)), labels]


@pytest.mark.parametrize("twin", TWINS, ids=twins.NAMES)
def test_gradients_of_the_loss_are_finite_differences(twin):
    weights = drawn_weights(SMALL)
    images, labels = drawn_batch(SMALL, 3)
    found = twin.loss_gradients(built(twin, SMALL, weights), images, labels, batch_size=2)
    slopes, step = np.empty_like(images), 1e-6
    for place in np.ndindex(images.shape[1:]):
        moved = np.zeros_like(images)
        moved[(slice(None), *place)] = step
        up, down = (losses(SMALL, weights, images + s * moved, labels) for s in (1, -1))
        slopes[(slice(None), *place)] = (up - down) / (2 * step)
    assert_close(found, slopes, 1e-7)
    assert np.abs(found).max() > 0.01


def test_gradients_of_the_loss_by_hand():
    """Two logits 0 and ln 3 · x of one pixel x = 1: shares 1/4 and 3/4."""
    network = Architecture("one", (1, 1, 1), [Flatten(), Dense(2, use_bias=False)])
    weights = {"dense1/weights": np.array([[0.0, np.log(3)]])}
    for twin in TWINS:
        model = built(twin, network, weights)
        both = twin.loss_gradients(model, np.ones((2, 1, 1, 1)), [0, 1])
        assert both.ravel() == pytest.approx([0.75 * np.log(3), -0.25 * np.log(3)])
        assert twin.loss_gradients(model, np.ones((2, 1, 1, 1)), 1).ravel() == pytest.approx(
            [-0.25 * np.log(3)] * 2
        )


@pytest.fixture(scope="module")
def fashion():
    """Forty images, their labels, and source B's network in each framework."""
    test = datasets.load("fashion-mnist-mini").test
    models = [(twin, twin.weights.pretrained("B")) for twin in TWINS]
    return test.images[:40], test.labels[:40].astype(int), models


def test_both_frameworks_and_numpy_go_the_same_way(fashion):
    images, labels, models = fashion
    network, weights = pretrained.load("B")
    one, other = (twin.loss_gradients(model, images, labels) for twin, model in models)
    third = by_numpy(network, weights, images / np.float32(255), labels)
    largest = max(1, np.abs(one).max())
    assert np.abs(one - other).max() <= 1e-5 * largest
    assert np.abs(one - third).max() <= 1e-5 * largest
    right = []
    for twin, model in models:
        moved = inspection.sign_step(images, twin.loss_gradients(model, images, labels), 8 / 255)
        right.append((twin.predict(model, moved).argmax(1) == labels).sum())
    coins = inspection.random_sign_step(images, 8 / 255)
    unharmed = (models[0][0].predict(models[0][1], coins).argmax(1) == labels).sum()
    assert right[0] == right[1]
    assert right[0] < unharmed - 5


def test_a_target_is_reached(fashion):
    images, _, ((twin, model), _) = fashion
    asked = inspection.sign_steps(
        lambda moved: twin.loss_gradients(model, moved, 8), images, 0.15, targeted=True
    )
    found = [(twin.predict(model, some).argmax(1) == 8).mean() for some in (images, asked)]
    assert found[0] < 0.3
    assert found[1] > 0.9


def test_a_step_by_hand():
    image = np.array([[[[0.0], [1.0], [0.5], [0.95], [0.25]]]])
    slopes = np.array([[[[-2.0], [1.0], [0.5], [3.0], [0.0]]]])
    found = inspection.sign_step(image, slopes, 0.1)
    assert found.ravel() == pytest.approx([0.0, 1.0, 0.6, 1.0, 0.25])
    found = inspection.sign_step(image, slopes, 0.1, targeted=True)
    assert found.ravel() == pytest.approx([0.1, 0.9, 0.4, 0.85, 0.25])
    levels = np.array([[[[100], [250]]]], dtype=np.uint8)
    found = inspection.sign_step(levels, np.ones((1, 1, 2, 1), np.float32), 8 / 255)
    assert found.dtype == np.float32
    assert np.rint(found * 255).ravel().tolist() == [108, 255]


def test_many_steps_stay_near_and_one_is_the_sign_step(fashion):
    images, labels, ((twin, model), _) = fashion
    start = images / np.float32(255)

    def slopes(moved):
        return twin.loss_gradients(model, moved, labels)

    one = inspection.sign_steps(slopes, images, 0.05, steps=1)
    assert np.abs(one - inspection.sign_step(images, slopes(images), 0.05)).max() < 1e-6
    many = inspection.sign_steps(slopes, images, 0.05, steps=4)
    assert np.abs(many - start).max() <= 0.05 + 1e-6
    assert many.min() >= 0
    assert many.max() <= 1
    network, weights = pretrained.load("B")
    gains = [losses(network, weights, moved, labels).mean() for moved in (start, one, many)]
    assert gains[0] < gains[1] < gains[2]


def test_coins_are_fair_and_repeat():
    grey = np.full((1, 100, 100, 1), 0.5)
    moved = inspection.random_sign_step(grey, 0.25, seed=3)
    assert np.unique(moved).tolist() == [0.25, 0.75]
    assert moved.mean() == pytest.approx(0.5, abs=0.01)
    assert (moved == inspection.random_sign_step(grey, 0.25, seed=3)).all()
    assert (moved != inspection.random_sign_step(grey, 0.25, seed=4)).any()


IMAGE, SLOPES = np.full((1, 2, 2, 1), 0.5), np.ones((1, 2, 2, 1))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: inspection.sign_step(IMAGE, SLOPES, -0.1), ValueError, "8 grey levels of 255"),
        (lambda: inspection.sign_step(IMAGE, SLOPES, "8"), TypeError, "size must be a number"),
        (
            lambda: inspection.sign_step(IMAGE, SLOPES[:, :1], 0.1),
            ValueError,
            "loss_gradients(model, images, labels)",
        ),
        (lambda: inspection.sign_step(IMAGE, SLOPES.astype(int), 0.1), TypeError, "gradients"),
        (lambda: inspection.sign_step(IMAGE, SLOPES, 0.1, targeted=1), TypeError, "targeted"),
        (lambda: inspection.sign_steps(np.sign, IMAGE, 0.1, steps=0), ValueError, "steps"),
        (
            lambda: inspection.sign_steps(SLOPES, IMAGE, 0.1),
            TypeError,
            "gradients_of must be a fun",
        ),
        (lambda: inspection.random_sign_step(IMAGE, 0.1, seed=-1), ValueError, "seed"),
    ],
)
def test_errors_say_what_is_wanted(call, error, words):
    with pytest.raises(error, match=re.escape(words)):
        call()


@pytest.mark.parametrize("twin", TWINS, ids=twins.NAMES)
def test_faults_of_loss_gradients(twin):
    model = built(twin, SMALL, drawn_weights(SMALL))
    images, labels = drawn_batch(SMALL, 2)
    with pytest.raises(ValueError, match=re.escape("0..2")):
        twin.loss_gradients(model, images, labels + 3)
    with pytest.raises(ValueError, match="input"):
        twin.loss_gradients(model, images[:, 1:], labels)
    soft = Architecture("soft", (1, 1, 2), [Flatten(), Dense(2), Softmax()])
    with pytest.warns(LogitsWarning):
        twin.loss_gradients(twin.build(soft), np.ones((1, 1, 1, 2)), 0)
