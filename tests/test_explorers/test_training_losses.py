"""The page's first ten losses are those of NumPy, PyTorch and Keras, from equal weights."""

import warnings
from typing import NamedTuple

import numpy as np
import pytest

from cnncourse import datasets, in_torch, reference
from cnncourse.inputs import LogitsWarning
from cnncourse.recipe import Recipe, augmentation
from tests.test_explorers.training import NETWORKS, decode, encode, node, plain

torch = pytest.importorskip("torch")
keras = pytest.importorskip("keras")

from cnncourse import in_keras  # noqa: E402

STEPS, BATCH = 10, 20
RECIPES = {
    "sgd": {"optimizer": "sgd", "learning_rate": 0.04},
    "momentum": {"optimizer": "sgd", "learning_rate": 0.01, "momentum": 0.9},
    "adam": {"optimizer": "adam", "learning_rate": 1e-3},
    "adamw": {"optimizer": "adamw", "learning_rate": 1e-3, "weight_decay": 0.1, "shift": 2},
}
"""What is common to a recipe and the page's settings, except that AdamW is Adam with decay."""
SEED = 3
NUMPY, FRAMEWORK = 1e-6, 1e-5
"""The most that a loss of about 2.3 may differ: NumPy is in float64, the frameworks in float32."""
WEIGHTS = 2e-5
"""The same for a weight after the ten steps; Adam's first steps magnify what is next to 0."""


class Case(NamedTuple):
    network: str
    kind: str

    @property
    def architecture(self):
        return NETWORKS[self.network]

    @property
    def recipe(self):
        common = {"batch_size": BATCH, "epochs": 1, "seed": SEED, "precision": "float32"}
        return Recipe(**RECIPES[self.kind], **common)


CASES = [Case(network, kind) for network in NETWORKS for kind in RECIPES]
cases = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.network}-{case.kind}")


@pytest.fixture(scope="module")
def data():
    mini = datasets.load("fashion-mnist-mini")
    few = datasets.Split(mini.train.images[: STEPS * BATCH], mini.train.labels[: STEPS * BATCH])
    return datasets.Dataset("few", few, mini.test, mini.classes)


def asked(case, split, **changes):
    settings = {"batch_size": BATCH} | RECIPES[case.kind]
    if settings["optimizer"] == "adamw":
        settings["optimizer"] = "adam"
    training = {"images": encode(split.images, "u1"), "labels": split.labels.tolist()}
    weights = case.architecture.initial_weights(SEED)
    opened = {
        "architecture": plain(case.architecture),
        "seed": SEED,
        "weights": {name: encode(array) for name, array in weights.items()},
        "training": training,
        "settings": settings,
    }
    return {"open": opened, "steps": STEPS} | changes


@pytest.fixture(scope="module")
def page(data, tmp_path_factory):
    """What the page's engine gives for every case."""
    runs = [asked(case, data.train) for case in CASES]
    found = node(tmp_path_factory.mktemp("node"), runs=runs)["runs"]
    return dict(zip(CASES, found, strict=True))


def in_numpy(case, split):
    """The recipe's steps in float64, written out."""
    recipe, network = case.recipe.in_float32(), case.architecture
    weights = {k: a.astype(float) for k, a in network.initial_weights(SEED).items()}
    first = {name: np.zeros_like(array) for name, array in weights.items()}
    second = {name: np.zeros_like(array) for name, array in weights.items()}
    images = split.images
    moves = recipe.moves(len(images), 0)
    if moves is not None:
        images = augmentation.move(images, moves)
    losses, rate = [], recipe.learning_rate
    for step, batch in enumerate(recipe.batches(len(images), 0), 1):
        pixels = images[batch].astype(float) / 255
        loss, found = reference.loss_and_gradients(network, weights, pixels, split.labels[batch])
        losses.append(loss)
        for name, gradient in found.items():
            if recipe.optimizer == "sgd":
                first[name] = recipe.momentum * first[name] - rate * gradient
                weights[name] = weights[name] + first[name]
                continue
            first[name] += (gradient - first[name]) * (1 - recipe.beta_1)
            second[name] += (gradient**2 - second[name]) * (1 - recipe.beta_2)
            corrected = rate * np.sqrt(1 - recipe.beta_2**step) / (1 - recipe.beta_1**step)
            change = corrected * first[name] / (np.sqrt(second[name]) + recipe.epsilon)
            weights[name] = weights[name] * (1 - rate * recipe.weight_decay) - change
    return losses, weights


def in_framework(twin, case, data):
    model = twin.build(case.architecture)
    twin.weights.set(model, case.architecture.initial_weights(SEED))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LogitsWarning)
        history = twin.train(model, data, case.recipe, progress=False, batch_losses=True)
    return history.batch_losses, twin.weights.get(model)


def compare(found, expected, tolerance):
    losses, weights = expected
    assert len(losses) == len(found["losses"]) == STEPS
    assert np.ptp(losses) > 1e-3, "losses that stand still prove nothing"
    np.testing.assert_allclose(found["losses"], losses, rtol=0, atol=tolerance)
    for name, array in weights.items():
        ours = decode(found["weights"][name], array.shape)
        np.testing.assert_allclose(ours, array, rtol=0, atol=WEIGHTS, err_msg=name)


@cases
def test_the_losses_are_those_of_numpy(case, page, data):
    compare(page[case], in_numpy(case, data.train), NUMPY)


@cases
def test_the_losses_are_those_of_pytorch(case, page, data):
    compare(page[case], in_framework(in_torch, case, data), FRAMEWORK)


@cases
def test_the_losses_are_those_of_keras(case, page, data):
    compare(page[case], in_framework(in_keras, case, data), FRAMEWORK)


@pytest.mark.parametrize("case", [Case("B", "momentum"), Case("dense", "adamw")], ids=str)
def test_the_range_test_is_that_of_the_twins_and_leaves_the_run_alone(case, data, tmp_path):
    given = {"low": 1e-4, "high": 3.0, "steps": 40}
    opened = asked(case, data.train)["open"]
    del opened["weights"]  # those of the seed, which are the same
    at_start = {"open": opened, "after": 0, "asked": given}
    first, later = node(tmp_path, ranges=[at_start, at_start | {"after": 5}])["ranges"]
    expected = in_torch.lr_range_test(
        in_torch.build(case.architecture, seed=SEED), data, case.recipe, **given
    )
    np.testing.assert_allclose(first["rates"], expected.rates, rtol=1e-12)
    near = expected.smoothed < 3  # beyond, rounding grows with the weights
    assert near.sum() > 20
    np.testing.assert_allclose(
        np.array(first["losses"])[near], expected.losses[near], rtol=0, atol=1e-3
    )
    assert first["best"] == pytest.approx(expected.steepest, rel=1e-9)
    assert f"lowest at {expected.lowest:.2g}" in first["words"]
    assert not first["moved"]
    assert not later["moved"]
    assert later["losses"][0] != first["losses"][0]


@pytest.mark.parametrize("spoil", ["a loss", "a weight"])
def test_a_spoilt_run_is_noticed(spoil, page, data):
    case = CASES[4]
    expected, found = in_numpy(case, data.train), dict(page[case])
    if spoil == "a loss":
        found["losses"] = [*found["losses"][:-1], found["losses"][-1] + 3e-5]
    else:
        name = "conv1/bias"
        found["weights"] = found["weights"] | {name: encode(expected[1][name] + 3e-4)}
    with pytest.raises(AssertionError):
        compare(found, expected, NUMPY)
