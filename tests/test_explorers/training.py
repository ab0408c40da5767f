"""How tests reach the training engine in Node, and the networks that it is asked to train."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnncourse.architecture import (
    Architecture,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    MaxPool2D,
    ReLU,
    Sigmoid,
    Tanh,
)
from cnncourse.explorers import training_networks

RUNNER = Path(__file__).with_name("training.mjs")

NETWORKS = {name: network for name, (network, _) in training_networks.NETWORKS.items()}
"""Those that the explorer offers."""


def encode(array, kind="<f4"):
    return base64.b64encode(np.ascontiguousarray(array, kind).tobytes()).decode("ascii")


def decode(text, shape=(-1,)):
    return np.frombuffer(base64.b64decode(text), "<f4").reshape(shape)


def plain(architecture):
    return json.loads(architecture.to_json())


def node(folder, runner=RUNNER, **asked):
    """Return what a runner answers."""
    if shutil.which("node") is None:
        pytest.skip("needs Node")
    path = folder / "asked.json"
    path.write_text(json.dumps(asked), encoding="utf-8")
    command = ["node", "--expose-gc", str(runner), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def some_layers(rng, shape, *, straight=False):
    """Draw the layers of a small network that the engine can train, for images of a shape.

    With ``straight``, only those whose arithmetic on short fractions is exact.
    """
    layers, now = [], tuple(shape)
    named = [None, "relu"] if straight else [None, "relu", "relu", "sigmoid", "tanh"]
    for _ in range(rng.integers(0, 4)):
        kind = rng.integers(4)
        if kind < 2:
            layer = _convolution(rng, now, named)
        elif kind == 2:
            size = tuple(int(rng.integers(1, min(3, one) + 1)) for one in now[:2])
            layer = MaxPool2D(size, tuple(rng.integers(1, 4, 2).tolist()))
        else:
            layer = ReLU() if straight else [ReLU(), Sigmoid(), Tanh()][rng.integers(3)]
        layers.append(layer)
        now = layer.output_shape(now)
    layers.append(Flatten() if straight or rng.random() < 0.6 else GlobalAvgPool2D())
    for _ in range(rng.integers(0, 2)):
        layers.append(Dense(int(rng.integers(1, 7)), rng.choice(named), bool(rng.integers(2))))
    if not straight and rng.random() < 0.3:
        layers.append(Dropout(float(rng.uniform(0.1, 0.7))))
    classes, last = int(rng.integers(2, 11)), rng.choice([None, None, None, *named])
    return [*layers, Dense(classes, last, bool(rng.integers(2)))]


def _convolution(rng, shape, named):
    kernel = tuple(int(rng.integers(1, min(4, one) + 1)) for one in shape[:2])
    sides = rng.integers(0, 3, 4).tolist()
    padding = ["valid", "same", sides[0], tuple(sides[:2]), tuple(sides)][rng.integers(5)]
    filters, bias = int(rng.integers(1, 6)), bool(rng.integers(2))
    return Conv2D(filters, kernel, padding=padding, activation=rng.choice(named), use_bias=bias)


def some_network(rng, name, **options):
    """Draw a small network with its input."""
    shape = (*rng.integers(3, 11, 2).tolist(), int(rng.integers(1, 4)))
    return Architecture(name, shape, some_layers(rng, shape, **options))
