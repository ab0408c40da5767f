"""Networks in the page compute what `cnncourse.reference` computes, layer by layer."""

import base64
import copy
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from cnncourse import datasets, reference, zoo
from cnncourse.architecture import (
    ACTIVATIONS,
    ELU,
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    LeakyReLU,
    MaxPool2D,
)
from cnncourse.architecture.serial import LAYERS
from cnncourse.explorers import stored
from cnncourse.explorers.making.script import encode
from tests.networks import drawn_weights
from tests.strategies_architecture import architectures

RUNNER = Path(__file__).with_name("network.mjs")
TOLERANCE = 1e-10  # absolute, and relative to what is larger than 1
GENERATED = 120
ONE_PATH = [  # the page computes arrays for no others
    one for one in zoo.NETWORKS.values() if all(layer.kind != "residual" for layer in one.layers)
]
IMAGES = 20
WRONG = 3  # networks at the end that do not run

EVERY_LAYER = Architecture(
    "every-layer",
    (9, 8, 2),
    [
        Conv2D(4, (3, 2), stride=(1, 2), padding=(2, 0, 1, 3), dilation=(2, 1)),
        LeakyReLU(0.3),  # these two while there are negative numbers to tell their slopes by
        ELU(0.7),
        *(layer for layer in ACTIVATIONS.values() if layer.kind not in ("leaky_relu", "elu")),
        Conv2D(5, 3, padding="same", activation="softmax", use_bias=False),
        BatchNorm(epsilon=1e-4),
        MaxPool2D(3, stride=1, padding="same"),
        AvgPool2D(2, padding=1),
        Flatten(),
        *(Dense(6, activation=name) for name in ACTIVATIONS),
        Dropout(0.5),
        Dense(3),
    ],
)
POOLED = Architecture(
    "pooled", (4, 5, 3), [Conv2D(4, 2), GlobalAvgPool2D(), BatchNorm(), Dense(2, use_bias=False)]
)


def generated():
    """Architectures of every kind of layer, always the same."""
    found = []

    @settings(
        max_examples=GENERATED,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(architectures())
    def collect(architecture):
        found.append(architecture)

    collect()
    return found


def case(architecture, seed):
    """A network with drawn weights and two images, as float32, which the files can hold."""
    rng = np.random.default_rng(seed)
    weights = drawn_weights(architecture, seed, "float32")
    images = rng.random((2, *architecture.input_shape), np.float32)
    return architecture, weights, images


def as_json(architecture, weights, images):
    """A case for the runner; a scale of 1 leaves the images as they are."""
    return {
        "architecture": json.loads(architecture.to_json()),
        "weights": {name: encode(np.asarray(array)) for name, array in weights.items()},
        "images": [{"array": encode(image), "scale": 1} for image in images],
    }


def run(cases, images, folder):
    """What the runner prints for cases, and for the stored networks on images of bytes."""
    if shutil.which("node") is None:
        pytest.skip("needs Node")
    path = folder / "networks.json"
    shown = [{"array": encode(image), "scale": 255} for image in images]
    path.write_text(json.dumps({"cases": cases, "stored": shown}), encoding="utf-8")
    command = ["node", str(RUNNER), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def array(encoded):
    return np.frombuffer(base64.b64decode(encoded["base64"]), "<f8").reshape(encoded["shape"])


def encoded(numbers):
    return base64.b64encode(np.ascontiguousarray(numbers, "<f8").tobytes()).decode()


def compare(architecture, weights, images, found):
    """Assert that every layer of every image agrees with the reference in float64."""
    exact = {name: np.asarray(a, np.float64) for name, a in weights.items()}
    expected = reference.activations(architecture, exact, np.asarray(images, np.float64))
    names = [step.name for step in architecture.named_layers()]
    assert len(found) == len(images)
    for i, one in enumerate(found):
        assert [layer["name"] for layer in one["layers"]] == names
        for layer in one["layers"]:
            outputs = expected[layer["name"]]
            np.testing.assert_allclose(
                array(layer),
                outputs[i],
                rtol=TOLERANCE,
                atol=TOLERANCE,
                err_msg=layer["name"],
                strict=True,
            )
        np.testing.assert_array_equal(array(one["logits"]), array(one["layers"][-1]))


@pytest.fixture(scope="module")
def chosen():
    """Every network of the zoo without layers in layers, and generated ones."""
    networks = [EVERY_LAYER, POOLED, *ONE_PATH, *generated()]
    return [case(network, seed) for seed, network in enumerate(networks)]


@pytest.fixture(scope="module")
def mini():
    return datasets.load("fashion-mnist-mini").test


@pytest.fixture(scope="module")
def answers(chosen, mini, tmp_path_factory):
    """Everything from one run of Node."""
    cases = [as_json(*one) for one in chosen]
    lenet = zoo.LENET_5
    weights = dict(list(lenet.initial_weights().items())[1:])
    wrong = [
        as_json(lenet, weights, np.zeros((1, 28, 28, 1), np.float32)),
        as_json(lenet, lenet.initial_weights(), np.zeros((1, 27, 28, 1), np.float32)),
        as_json(lenet, {}, np.zeros((1, 28, 28, 1), np.float32)),
    ]
    wrong[2]["architecture"]["layers"] = [{"layer": "constructor"}]
    assert len(wrong) == WRONG
    return run(cases + wrong, mini.images[:IMAGES], tmp_path_factory.mktemp("node"))


def test_every_kind_of_layer_is_among_the_networks(chosen):
    layers = [layer for network, _, _ in chosen for layer in network.layers]
    # The page computes arrays for the stored networks alone, in which these two are not.
    others = {"DepthwiseConv2D", "Residual"}
    assert {type(layer).__name__ for layer in layers} == set(LAYERS) - others
    assert {getattr(layer, "activation", None) for layer in layers} == {None, *ACTIVATIONS}
    assert len(chosen) >= len(ONE_PATH) + GENERATED


def test_every_layer_agrees_with_the_reference(chosen, answers):
    for asked, found in zip(chosen, answers["cases"][:-WRONG], strict=True):
        compare(*asked, found)


@pytest.mark.parametrize("spoil", ["empty", "one image less", "no layers", "a number", "a shape"])
def test_a_spoilt_answer_is_noticed(spoil, chosen, answers):
    found = copy.deepcopy(answers["cases"][0])
    if spoil == "empty":
        found = []
    elif spoil == "one image less":
        found.pop()
    elif spoil == "no layers":
        found[-1]["layers"] = []
    elif spoil == "a number":
        layer = found[-1]["layers"][0]
        layer["base64"] = encoded(array(layer) + 1e-4)
    else:
        layer = found[-1]["layers"][0]
        layer["shape"] = layer["shape"][::-1]
    with pytest.raises((AssertionError, ValueError)):
        compare(*chosen[0], found)


def test_the_stored_networks_agree_on_real_images(mini, answers):
    assert list(answers["stored"]) == list(stored.networks())
    for name, found in answers["stored"].items():
        network = stored.networks()[name]
        assert len(found) == IMAGES
        compare(network.architecture, network.weights, mini.images[:IMAGES] / 255, found)


def test_the_page_sees_the_images_that_python_sees(answers):
    assert list(answers["images"]) == list(stored.images())
    for name, found in answers["images"].items():
        np.testing.assert_array_equal(array(found), stored.images()[name].values)


def test_half_precision_is_decoded_exactly(answers):
    assert array(answers["half"]).tolist() == [1.0, -2.0, 2.0**-24]


def test_what_does_not_fit_is_named(answers):
    missing, image, unknown = (found[0]["error"] for found in answers["cases"][-WRONG:])
    assert missing == "weights do not fit 'lenet-5': conv1/kernels is missing"
    assert image == "image must have shape (28, 28, 1) for 'lenet-5', got (27, 28, 1)"
    assert "unknown layer 'constructor'; known layers: Conv2D, " in unknown
