"""Settings changed while a network learns in the page: in force from the next step, no reset."""

from dataclasses import replace

import numpy as np
import pytest

from cnncourse import datasets, reference
from cnncourse.architecture import Dropout
from cnncourse.recipe import Recipe
from tests.test_explorers.training import NETWORKS, decode, encode, node, plain

SEED, IMAGES, STEPS = 5, 90, 14
START = {
    "optimizer": "sgd",
    "learning_rate": 0.03,
    "momentum": 0.0,
    "batch_size": 20,
    "images": IMAGES,
    "shift": 0,
    "weight_decay": 0.0,
    "dropout": 0.0,
}
CHANGES = {
    "rate": {3: {"learning_rate": 0.1}, 7: {"learning_rate": 0.01}},
    "momentum": {2: {"momentum": 0.9}, 5: {"momentum": 0.5, "learning_rate": 0.01}},
    "decay": {1: {"weight_decay": 0.5}, 6: {"weight_decay": 0.0}},
    "batches": {2: {"batch_size": 7}, 4: {"batch_size": 64}, 6: {"batch_size": 1}},
    "images": {2: {"images": 33}, 3: {"images": 60}, 9: {"images": 10}},
    "optimizer": {
        4: {"optimizer": "adam", "learning_rate": 0.003},
        8: {"optimizer": "sgd", "momentum": 0.9},
        11: {"optimizer": "adam", "weight_decay": 0.2},
    },
    "dropout": {2: {"dropout": 0.5}, 9: {"dropout": 0.0}},
    "shift": {1: {"shift": 2}, 4: {"shift": 1}, 7: {"shift": 0}},
}
SPREAD = {step: one for changes in CHANGES.values() for step, one in changes.items()}


@pytest.fixture(scope="module")
def images():
    return datasets.load("fashion-mnist-mini").train


class Steps:
    """The rules of a run with changing settings, written out in float64 with NumPy."""

    def __init__(self, network, images):
        self.network, self.images = network, images
        self.weights = {k: a.astype(float) for k, a in network.initial_weights(SEED).items()}
        self.kind, self.taken, self.first, self.second = None, 0, {}, {}
        self.step, self.epoch, self.place, self.count = 0, 0, 0, IMAGES

    def take(self, given):
        """Take one step and return its loss."""
        if self.place >= self.count or given["images"] != self.count:
            self.epoch += self.place > 0
            self.place, self.count = 0, given["images"]
        recipe = Recipe(seed=SEED, batch_size=self.count, shift=given["shift"])
        (order,) = recipe.batches(self.count, self.epoch)
        batch = order[self.place : self.place + given["batch_size"]]
        pixels = self.images.images[batch].astype(float) / 255
        moves = recipe.moves(self.count, self.epoch)
        if moves is not None:
            pixels = np.stack([moved(p, *moves[i, :2]) for p, i in zip(pixels, batch, strict=True)])
        loss, gradients = self.gradients(pixels, self.images.labels[batch], given["dropout"])
        self.change(gradients, given)
        self.step, self.place = self.step + 1, self.place + len(batch)
        return loss

    def gradients(self, pixels, labels, dropout):
        network = with_dropout(self.network, dropout)
        rng = np.random.default_rng([SEED, self.step, 2])
        return reference.loss_and_gradients(network, self.weights, pixels, labels, rng=rng)

    def change(self, gradients, given):
        if given["optimizer"] != self.kind:
            self.kind, self.taken = given["optimizer"], 0
            self.first = {name: np.zeros_like(a) for name, a in self.weights.items()}
            self.second = {name: np.zeros_like(a) for name, a in self.weights.items()}
        rate = float(np.float32(given["learning_rate"]))
        kept = 1 - rate * float(np.float32(given["weight_decay"]))
        self.taken += 1
        one, two, tiny = (float(np.float32(value)) for value in (0.9, 0.999, 1e-7))
        for name, g in gradients.items():
            if self.kind == "sgd":
                momentum = float(np.float32(given["momentum"]))
                self.first[name] = momentum * self.first[name] - rate * g
                change = self.first[name]
            else:
                self.first[name] = one * self.first[name] + (1 - one) * g
                self.second[name] = two * self.second[name] + (1 - two) * g**2
                root = np.sqrt(self.second[name]) + tiny
                corrected = np.sqrt(1 - two**self.taken) / (1 - one**self.taken)
                change = -rate * corrected * self.first[name] / root
            self.weights[name] = self.weights[name] * kept + change


def with_dropout(network, rate):
    """Return the network with a dropout before its last layer."""
    if not rate:
        return network
    return replace(network, layers=[*network.layers[:-1], Dropout(rate), network.layers[-1]])


def moved(image, down, right):
    """Return an image moved; black comes in."""
    wide = np.pad(image, ((2, 2), (2, 2), (0, 0)))
    return wide[2 - down : 30 - down, 2 - right : 30 - right]


def asked(network, images, changes):
    training = {
        "images": encode(images.images[:IMAGES], "u1"),
        "labels": images.labels[:IMAGES].tolist(),
    }
    opened = {"architecture": plain(network), "seed": SEED, "training": training}
    opened["settings"] = {name: START[name] for name in START}
    return {"open": opened, "steps": STEPS, "changes": {str(k): v for k, v in changes.items()}}


@pytest.mark.parametrize("network", [NETWORKS["B-relu"], NETWORKS["dense"]], ids=lambda n: n.name)
def test_what_is_changed_is_in_force_from_the_next_step(network, images, tmp_path):
    schedules = CHANGES | {"all": SPREAD}
    runs = [asked(network, images, changes) for changes in schedules.values()]
    found = node(tmp_path, runs=runs)["runs"]
    seen = set()
    for (name, changes), page in zip(schedules.items(), found, strict=True):
        ours, given, losses = Steps(network, images), dict(START), []
        for step in range(STEPS):
            given |= changes.get(step, {})
            losses.append(ours.take(given))
        np.testing.assert_allclose(page["losses"], losses, rtol=0, atol=1e-4, err_msg=name)
        for key, array in ours.weights.items():
            mine = decode(page["weights"][key], array.shape)
            np.testing.assert_allclose(mine, array, rtol=0, atol=3e-4, err_msg=f"{name} {key}")
        seen.add(tuple(np.round(losses, 3)))
    assert len(seen) == len(schedules), "every change is seen in the losses"
