"""What the reference says of weights, images and labels that do not fit."""

import inspect
import re
from dataclasses import fields

import numpy as np
import pytest

from cnncourse import gradients, ops, reference
from cnncourse.architecture import Activation, Architecture, serial
from tests.networks import SMALL, drawn_batch, drawn_weights

WEIGHTS = drawn_weights(SMALL)
IMAGES, LABELS = drawn_batch(SMALL)


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        (
            {k: v for k, v in WEIGHTS.items() if k != "conv1/bias"},
            ValueError,
            "weights do not fit 'small': conv1/bias is missing",
        ),
        (
            WEIGHTS | {"conv2/bias": np.zeros(4)},
            ValueError,
            "conv2/bias is not in the architecture",
        ),
        (
            WEIGHTS | {"dense1/bias": np.zeros((1, 5))},
            ValueError,
            "dense1/bias must have shape (5,), got (1, 5)",
        ),
        (
            {"conv9/bias": 1},
            ValueError,
            "conv1/kernels is missing; conv1/bias is missing; norm1/scale is missing",
        ),
        (list(WEIGHTS.values()), TypeError, "initial_weights(seed) draws one"),
    ],
)
def test_wrong_weights_are_named(weights, error, message):
    for call in (
        lambda: reference.forward(SMALL, weights, IMAGES),
        lambda: reference.activations(SMALL, weights, IMAGES),
        lambda: reference.loss_and_gradients(SMALL, weights, IMAGES, LABELS, rng=0),
    ):
        with pytest.raises(error, match=re.escape(message)):
            call()


@pytest.mark.parametrize(
    ("images", "error", "message"),
    [
        (IMAGES[0], ValueError, "got one image of shape (9, 8, 2); pass images[None]"),
        (
            IMAGES[..., :1],
            ValueError,
            "images must have shape (N, 9, 8, 2) for 'small', got (3, 9, 8, 1)",
        ),
        (
            np.zeros((2, 9, 8, 2), int),
            TypeError,
            'got int64; convert with images.astype("float32")',
        ),
    ],
)
def test_wrong_images_are_named(images, error, message):
    with pytest.raises(error, match=re.escape(message)):
        reference.forward(SMALL, WEIGHTS, images)


def test_wrong_labels_and_architectures_are_named():
    with pytest.raises(ValueError, match="from 0 to 4 for logits of 5 classes, got 5"):
        reference.loss_and_gradients(SMALL, WEIGHTS, IMAGES, [0, 5, 1], rng=0)
    with pytest.raises(TypeError, match="architecture must be an Architecture, got 'small'"):
        reference.forward("small", WEIGHTS, IMAGES)


def test_a_layer_without_arithmetic_is_named():
    class Cubed(Activation):
        kind = "cubed"

    network = Architecture("odd", (2, 2, 1), [Cubed()])
    with pytest.raises(TypeError, match=re.escape("no arithmetic for the layer Cubed()")):
        reference.forward(network, {}, np.ones((1, 2, 2, 1)))


def test_every_layer_names_an_operation_and_fields_that_it_takes():
    special = ("BatchNorm", "Dropout", "Residual")
    for name, layer in serial.LAYERS.items():
        if name in special:
            continue
        operation = layer.operation or layer.kind
        forward, backward = getattr(ops, operation), getattr(gradients, f"{operation}_backward")
        for function in (forward, backward):
            assert {*layer.settings} <= {*inspect.signature(function).parameters}
        assert {*layer.settings} <= {field.name for field in fields(layer)}
