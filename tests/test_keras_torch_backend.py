"""Keras on its PyTorch backend: the plain path, in a process of its own, beside in_torch."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("keras")

ROOT = Path(__file__).resolve().parents[1]

PROGRAM = """
import json, sys, tempfile
import numpy as np
import keras
import torch
from cnncourse import in_keras, in_torch
from cnncourse.architecture import *
from cnncourse.recipe import Recipe
from tests import twins

def far(a, b):
    return float(np.abs(np.subtract(a, b)).max() / np.abs(b).max())

padded = Architecture("padded", (9, 8, 2), [
    Conv2D(4, 3, stride=2, padding="same", activation="leaky_relu"),
    AvgPool2D(2, 1, "same"), MaxPool2D(3, 2, (1, 0, 1, 1)), BatchNorm(), Flatten(), Dense(4)])
# The convolution gives negative numbers too, which a zero of padding would be larger than.
pooled = [Architecture("pooled", (*size, 2), [
              Conv2D(3, 1), kind(kernel, stride, "same"), Flatten(), Dense(4)])
          for kind in (AvgPool2D, MaxPool2D) for kernel in (2, 3, 4) for stride in (1, 2, 3)
          for size in ((7, 8), (8, 9))]
told = {"backend": keras.backend.backend(), "tensorflow": "tensorflow" in sys.modules}
told["outputs"], told["gradients"] = {}, {}
images = np.random.default_rng(0).uniform(0, 1, (4, 9, 8, 2)).astype("float32")
for number, network in enumerate([padded, *pooled]):
    ours, theirs = in_keras.build(network), in_torch.build(network)
    some = images[:, :network.input_shape[0]]
    if some.shape[1:] != network.input_shape:
        some = np.random.default_rng(1).uniform(0, 1, (4, *network.input_shape))
    found, wanted = in_keras.activations(ours, some), in_torch.activations(theirs, some)
    told["outputs"][number] = max(far(found[name], wanted[name]) for name in wanted)
    with torch.no_grad():
        for name in ("input", *wanted):
            pair = [t.map_gradients(m, some, name, [0, 3, 1, 1], batch_size=3)
                    for t, m in ((in_keras, ours), (in_torch, theirs))]
            told["gradients"][f"{number} {name}"] = far(*pair)
    told["outputs"][f"{number} logits"] = far(
        in_keras.predict(ours, some), in_torch.predict(theirs, some))

network = twins.without_dropout(twins.NORMED)
data = twins.drawn_data(network, 80, validation=12)
told["losses"], told["weights"], told["evaluations"] = {}, {}, {}
for name, (dtype, recipe) in {
    "sgd": ("float64", Recipe("sgd", 1e-2, batch_size=8, epochs=1)),
    "momentum": (
        "float64",
        Recipe("sgd", 1e-2, momentum=0.9, schedule="cosine", batch_size=8, epochs=1),
    ),
    "adam": ("float32", Recipe("adam", 1e-3, batch_size=8, epochs=1)),
    "adamw": ("float64", Recipe("adamw", 1e-3, weight_decay=0.1, batch_size=8, epochs=1)),
}.items():
    runs = []
    for twin in (in_keras, in_torch):
        model = twin.build(network, dtype=dtype)
        history = twin.train(model, data, recipe, progress=False, batch_losses=True)
        untrained = twin.evaluate(twin.build(network), data.test)
        runs.append((history, twin.weights.get(model), untrained))
    (ours, weights, found), (theirs, others, wanted) = runs
    told["losses"][name] = np.abs(np.subtract(ours.batch_losses, theirs.batch_losses)).max()
    told["accuracy"] = [ours.accuracy, theirs.accuracy]
    told["weights"][name] = max(far(weights[k], others[k]) for k in weights if "var" not in k)
    told["evaluations"][name] = abs(found.loss - wanted.loss)

with tempfile.TemporaryDirectory() as folder:
    recipe = Recipe("adam", 1e-2, batch_size=8, epochs=3)
    model = in_keras.build(twins.NORMED)
    whole = in_keras.train(model, data, recipe, progress=False)
    path = folder + "/run"
    for resume in (False, True):
        other = in_keras.build(twins.NORMED)
        stop = [] if resume else [lambda history: history.epochs == 2]
        history = in_keras.train(
            other, data, recipe, progress=False, checkpoint=path, resume=resume, callbacks=stop)
    told["resumed"] = history.loss == whole.loss
    in_keras.weights.save(other, folder + "/model")
    loaded = in_torch.weights.load(folder + "/model")
    told["loaded"] = far(
        in_torch.predict(loaded, data.test.images), in_keras.predict(other, data.test.images))
told["device"] = str(in_keras.device.describe())
told["versions"] = in_keras.device.versions()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=os.environ | {"KERAS_BACKEND": "torch"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_tensorflow_is_not_even_imported(told):
    assert told["backend"] == "torch"
    assert not told["tensorflow"]


def test_outputs_of_every_layer(told):
    assert len(told["outputs"]) == 2 * 37
    assert max(told["outputs"].values()) <= 1e-5


def test_gradients_at_every_layer(told):
    assert len(told["gradients"]) == 7 + 36 * 5
    assert max(told["gradients"].values()) <= 1e-5


def test_ten_steps_beside_pytorch_itself(told):
    assert set(told["losses"]) == {"sgd", "momentum", "adam", "adamw"}
    assert max(told["losses"].values()) <= 1e-4
    assert max(told["weights"].values()) <= 1e-3
    assert max(told["evaluations"].values()) <= 1e-5
    assert np.diff(told["accuracy"], axis=0).max() == 0


def test_a_run_resumes_and_its_weights_load_elsewhere(told):
    assert told["resumed"]
    assert told["loaded"] <= 1e-5


def test_device_names_the_backend(told):
    assert "on PyTorch 2." in told["device"]
    assert set(told["versions"]) == {"python", "keras", "torch"}
