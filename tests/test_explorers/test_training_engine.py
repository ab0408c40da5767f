"""What the page trains with is what Python computes: gradients, weights, order and moves."""

import copy

import numpy as np
import pytest

from cnncourse import datasets, ops, reference
from cnncourse.recipe import Recipe
from tests.test_explorers.training import (
    NETWORKS,
    decode,
    encode,
    node,
    plain,
    some_network,
)

SEED = 20261128
DRAWN, EXACT = 2000, 600
TOLERANCE = 1e-5  # of every gradient: absolute up to 1, beyond it of its size
KINK = 1e-6  # by so much of itself each weight is changed, to see whether a gradient jumps
SEEDS = (0, 7, 2**40 + 5)
EPOCH, COUNT, SHIFT = 3, 500, 2


def wanted(architecture, weights, images, labels, seed):
    """Loss and gradients of the reference, in float64."""
    exact = {name: np.asarray(array, np.float64) for name, array in weights.items()}
    images = np.asarray(images, np.float64)
    return reference.loss_and_gradients(architecture, exact, images, labels, rng=seed)


def smooth(rng, architecture, weights, images, labels, seed, found):
    """Whether no gradient jumps close by: on a kink float32 may stand on the other side."""
    noise = {k: a * (1 + KINK * rng.uniform(-1, 1, a.shape)) for k, a in weights.items()}
    near = wanted(architecture, noise, images, labels, seed)[1]
    return all(np.abs(near[name] - found[1][name]).max() < 1e-4 for name in near)


def drawn_case(rng, number):
    """A network with weights and a batch, away from kinks, and what the reference finds."""
    while True:
        architecture = some_network(rng, f"drawn-{number}")
        weights = {
            name: rng.normal(0, 0.5, shape).astype(np.float32)
            for name, shape in architecture.weight_shapes().items()
        }
        n = int(rng.integers(1, 10))
        images = rng.random((n, *architecture.input_shape), np.float32)
        labels = rng.integers(0, architecture.output_shape[0], n)
        case = (architecture, weights, images, labels, number)
        found = wanted(*case)
        if smooth(rng, *case, found):
            return case, found


def exact_case(rng, number):
    """A case of short fractions: sums are exact in float32, and ties and zeros are many."""
    architecture = some_network(rng, f"exact-{number}", straight=True)
    weights = {
        name: rng.integers(-2, 3, shape) / np.float32(2)
        for name, shape in architecture.weight_shapes().items()
    }
    n = int(rng.integers(1, 7))
    images = rng.integers(0, 3, (n, *architecture.input_shape)) / np.float32(2)
    labels = rng.integers(0, architecture.output_shape[0], n)
    case = (architecture, weights, images, labels, number)
    return case, wanted(*case)


def real_case(rng, number, network):
    images = datasets.load("fashion-mnist-mini").train
    chosen = rng.integers(0, len(images.images), int(rng.integers(1, 41)))
    weights = {
        name: (array + rng.normal(0, 0.01, array.shape)).astype(np.float32)
        for name, array in network.initial_weights(number).items()
    }
    pixels = images.images[chosen].astype(np.float32) / np.float32(255)
    case = (network, weights, pixels, images.labels[chosen], number)
    return case, wanted(*case)


def as_json(architecture, weights, images, labels, seed):
    return {
        "architecture": plain(architecture),
        "weights": {name: encode(array) for name, array in weights.items()},
        "images": encode(images),
        "labels": np.asarray(labels).tolist(),
        "seed": [seed],
    }


def compare(case, expected, found):
    """Assert that a loss and all gradients are those of the reference."""
    loss, gradients = expected
    assert found["loss"] == pytest.approx(loss, rel=1e-5, abs=1e-6)
    assert list(found["grads"]) == list(gradients)
    for name, array in gradients.items():
        size = np.maximum(1, np.abs(array))
        ours = decode(found["grads"][name], array.shape)
        np.testing.assert_allclose(
            ours / size, array / size, rtol=0, atol=TOLERANCE, err_msg=f"{case[0]!r} {name}"
        )


@pytest.fixture(scope="module")
def cases():
    rng = np.random.default_rng(SEED)
    drawn = [drawn_case(rng, number) for number in range(DRAWN)]
    exact = [exact_case(rng, number) for number in range(EXACT)]
    real = [real_case(rng, i, network) for network in NETWORKS.values() for i in range(4)]
    return drawn + exact + real


@pytest.fixture(scope="module")
def answers(cases, tmp_path_factory):
    gradients = [as_json(*case) for case, _ in cases]
    seeds = [
        {"architecture": plain(network), "seed": seed, "epoch": EPOCH, "count": COUNT}
        | {"shift": SHIFT}
        for network in NETWORKS.values()
        for seed in SEEDS
    ]
    return node(tmp_path_factory.mktemp("node"), gradients=gradients, drawn=seeds)


def test_gradients_are_those_of_the_reference(cases, answers):
    assert len(answers["gradients"]) == len(cases) >= 2000
    for (case, expected), found in zip(cases, answers["gradients"], strict=True):
        compare(case, expected, found)


def test_the_drawn_networks_have_every_layer_and_some_of_everything(cases):
    networks = [case[0] for case, _ in cases]
    kinds = {type(layer).__name__ for network in networks for layer in network.layers}
    assert kinds == {
        *("Conv2D", "MaxPool2D", "Flatten", "Dense", "Dropout", "GlobalAvgPool2D"),
        *("ReLU", "Sigmoid", "Tanh"),
    }
    assert {len(case[3]) for case, _ in cases} >= set(range(1, 10))
    still = [not any(np.any(g) for g in expected[1].values()) for _, expected in cases]
    assert np.mean(still) < 0.1, "gradients that are all 0 prove little"


@pytest.mark.parametrize("spoil", ["a gradient", "the loss", "a name", "an order"])
def test_a_spoilt_answer_is_noticed(spoil, cases, answers):
    (case, expected), found = cases[-1], copy.deepcopy(answers["gradients"][-1])
    name = "conv1/kernels"
    array = decode(found["grads"][name]).copy()
    if spoil == "a gradient":
        array[3] += 3e-5
        found["grads"][name] = encode(array)
    elif spoil == "the loss":
        found["loss"] *= 1.001
    elif spoil == "a name":
        found["grads"].pop(name)
    else:
        found["grads"][name] = encode(array[::-1])
    with pytest.raises(AssertionError):
        compare(case, expected, found)


def test_equal_seeds_draw_equal_weights_orders_moves_and_dropout(answers):
    cases = [(network, seed) for network in NETWORKS.values() for seed in SEEDS]
    for (network, seed), found in zip(cases, answers["drawn"], strict=True):
        for name, array in network.initial_weights(seed).items():
            np.testing.assert_array_equal(decode(found["weights"][name], array.shape), array)
        recipe = Recipe(seed=seed, shift=SHIFT, batch_size=COUNT)
        (order,) = recipe.batches(COUNT, EPOCH)
        assert found["order"] == order.tolist()
        assert found["moves"] == recipe.moves(COUNT, EPOCH)[:, :2].ravel().tolist()
        kept = ops.dropout_mask((5,), 0.5, np.random.default_rng([seed, EPOCH, 2])) > 0
        assert [double >= 0.5 for double in found["doubles"]] == kept.tolist()
