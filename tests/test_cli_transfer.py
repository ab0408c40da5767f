"""``cnncourse reproduce`` with a pretrained network, on shapes in the place of CIFAR-10."""

import importlib.metadata
import json
from pathlib import Path

import numpy as np
import pytest

from cnncourse import datasets, in_torch, pretrained, transfer, weightfile
from cnncourse.experiments import EXPERIMENTS
from tests.command import FRAMEWORKS
from tests.lite0 import needs_lite0, own_folder  # noqa: F401

pytestmark = [
    needs_lite0,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

FEW = ("--data", "shapes", "--limit", 70, "--no-progress")


def written(pattern):
    (path,) = Path("records").glob(pattern)
    return json.loads(path.read_text())


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_linear_classifier_is_trained_on_features_that_are_kept(run, own_folder, framework):  # noqa: F811
    words = ("reproduce", "transfer-100", "--framework", framework, *FEW)
    assert run(*words)[0] == 0
    record = written("*.json")
    assert record["parameters"] == {"total": 12_810, "trainable": 12_810, "fixed": 0}
    assert record["architecture"]["input_shape"] == [1, 1, 1280]
    assert record["data"]["images"] == {"train": 70, "test": 70}
    assert record["note"] == EXPERIMENTS["transfer-100"].note
    assert record["train_accuracy"] == 1
    assert not [*Path("records").glob("*.safetensors")]
    kept = [*(own_folder / "features").iterdir()]
    assert len(kept) == 2
    # A second run reads them: with another network's weights in their place it would not.
    assert run(*words, "--overwrite")[0] == 0
    again = written("*.json")
    assert (again["test_loss"], again["data"]) == (record["test_loss"], record["data"])
    assert [*(own_folder / "features").iterdir()] == kept


def test_the_record_names_the_images_and_not_their_features(run, own_folder):  # noqa: F811
    run("reproduce", "transfer-100", "--framework", "torch", *FEW)
    run("reproduce", "D-100", "--framework", "torch", *FEW, "--epochs", 1)
    made, same = written("transfer*.json"), written("D-100*.json")
    assert made["data"]["sha256"] == same["data"]["sha256"]


def test_a_mistake_changes_the_features_of_whom_it_says(own_folder):  # noqa: F811
    from cnncourse.cli import transferring

    data = datasets.load("shapes")
    items = datasets.Dataset("shapes", data.train.take(10), data.test.take(10), data.classes)
    made = {}
    for name in ("transfer-1000", "transfer-1000-channels", "transfer-1000-test-channels"):
        chosen = EXPERIMENTS[name]
        made[name], start = transferring.prepare(chosen, in_torch, items, 0, progress=False)
        assert start is None
    right, wrong, half = made.values()
    assert np.array_equal(half.train.images, right.train.images)
    assert np.array_equal(half.test.images, wrong.test.images)
    assert np.abs(wrong.train.images - right.train.images).max() > 0.05
    assert np.abs(wrong.test.images - right.test.images).max() > 0.05


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_tuning_starts_from_the_pretrained_body_and_the_trained_head(own_folder, framework):  # noqa: F811
    from cnncourse.cli import transferring

    twin, chosen = importlib.import_module(f"cnncourse.in_{framework}"), EXPERIMENTS["finetune"]
    data = datasets.load("shapes")
    items = datasets.Dataset("shapes", data.train.take(20), data.test.take(10), data.classes)
    large, start = transferring.prepare(chosen, twin, items, 0, progress=False)
    assert large.train.image_shape == large.test.image_shape == (96, 96, 3)
    assert np.array_equal(large.test.images, transfer.resize(items.test.images, 96))
    _, arrays = pretrained.load("efficientnet-lite0")
    body = [name for name in start if not name.startswith("dense1/")]
    assert all(np.array_equal(start[name], arrays[name]) for name in body)
    model = twin.build(chosen.architecture)
    twin.weights.set(model, start)
    assert twin.evaluate(model, large.train).accuracy == 1  # the head knows the twenty already


def test_tuning_goes_on_where_it_was_stopped(run, own_folder, monkeypatch):  # noqa: F811
    words = ["reproduce", "finetune", "--framework", "torch", *FEW, "--epochs", 2]
    assert run(*words, "--output", "whole.json", "--weights")[0] == 0
    record = json.loads(Path("whole.json").read_text())
    assert record["claim"]["test_accuracy"] == 0.94
    assert len(record["history"]["loss"]) == 2
    architecture, arrays = weightfile.load_weights("whole.safetensors")
    assert architecture == EXPERIMENTS["finetune"].architecture

    from cnncourse import checkpoint

    save, kept = checkpoint.save, []

    def stopping(path, identity, state):
        save(path, identity, state)
        kept.append(state.history.epochs)
        if state.history.epochs == 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(checkpoint, "save", stopping)
        code, _, told = run(*words, "--output", "half.json", "--weights")
    assert (code, kept) == (130, [0, 1])
    assert "go on with: cnncourse reproduce finetune" in told
    assert run(*words, "--output", "half.json", "--weights", "--resume")[0] == 0
    _, again = weightfile.load_weights("half.safetensors")
    assert all(np.array_equal(arrays[name], again[name]) for name in arrays)


def test_without_the_weights_the_command_says_what_installs_them(run, own_folder, monkeypatch):  # noqa: F811
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    code, _, told = run("reproduce", "transfer-100", "--framework", "torch", *FEW)
    assert code != 0
    assert "cnncourse[transfer]" in told
    assert "Traceback" not in told
