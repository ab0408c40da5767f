"""Keras told to put the channels first, as a keras.json can: nothing of the course changes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("keras")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the run says, by the order that its keras.json asks for."""
    found = {}
    for order in ("channels_first", "channels_last"):
        home = tmp_path_factory.mktemp(order)
        settings = {"image_data_format": order, "backend": "tensorflow", "floatx": "float32"}
        (home / "keras.json").write_text(json.dumps(settings), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "tests.channel_order_run"],
            cwd=ROOT,
            env=os.environ | {"KERAS_HOME": str(home)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        found[order] = json.loads(done.stdout.splitlines()[-1])
    return found


def close(found, expected):
    """Whether two nested results are the same: numbers to float32's digits."""
    if isinstance(expected, dict):
        return found.keys() == expected.keys() and all(close(found[k], expected[k]) for k in found)
    if isinstance(expected, str | bool) or expected is None:
        return found == expected
    if isinstance(expected, list) and any(isinstance(one, dict | list) for one in expected):
        pairs = zip(found, expected, strict=True)
        return len(found) == len(expected) and all(close(*pair) for pair in pairs)
    return np.shape(found) == np.shape(expected) and np.allclose(found, expected, 1e-5, 1e-6)


def test_the_order_was_asked_for(told):
    for order, found in told.items():
        assert (found["format"], found["still"]) == (order, order)


def test_answers_maps_and_gradients_are_the_same(told):
    first, last = (told[order]["networks"] for order in ("channels_first", "channels_last"))
    assert len(first) > 15
    for found, expected in zip(first, last, strict=True):
        assert found["held"]
        assert close(found, expected)


@pytest.mark.parametrize("key", ["trained", "pretrained"])
def test_training_and_trained_weights_are_the_same(told, key):
    assert close(told["channels_first"][key], told["channels_last"][key])


def test_every_layer_is_told_its_order(told):
    for found in told.values():
        assert found["orders"] == ["channels_last"]


def test_a_listing_says_it_too(told):
    for found in told.values():
        assert found["differ"] == []
