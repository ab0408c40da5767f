"""What an architecture refuses, and in which words."""

import pytest

from cnncourse.architecture import (
    Architecture,
    AvgPool2D,
    Conv2D,
    Dense,
    Flatten,
    GlobalAvgPool2D,
    MaxPool2D,
)
from cnncourse.architecture.activations import Activation
from cnncourse.architecture.base import Layer


def network(*layers, shape=(8, 8, 1), name="small"):
    return Architecture(name, shape, layers)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        (
            [Conv2D(3, 9)],
            "layer 1 (conv1, Conv2D(3, 9)) of 'small': kernel_size (=9) is larger than the "
            'padded input (=8); use padding="same" or a smaller kernel',
        ),
        (
            [MaxPool2D(2), Conv2D(3, 3, dilation=2)],
            "layer 2 (conv1, Conv2D(3, 3, dilation=2)) of 'small': kernel_size (=3 spread over "
            '5 pixels by dilation 2) is larger than the padded input (=4); use padding="same" '
            "or a smaller kernel",
        ),
        (
            [Conv2D(3, 3), Conv2D(3, (1, 11), padding=2)],
            "layer 2 (conv2, Conv2D(3, (1, 11), padding=2)) of 'small': kernel_size (=11) is "
            'larger than the padded input (=10); use padding="same" or a smaller kernel',
        ),
        (
            [MaxPool2D(2, padding=2)],
            "layer 1 (pool1, MaxPool2D(2, padding=2)) of 'small': padding (=2) must be smaller "
            "than the pooling window (=2) in height, or a window would hold no pixel; use a "
            "larger size or less padding",
        ),
        (
            [AvgPool2D((4, 2), 1, (3, 3, 0, 2))],
            "layer 1 (pool1, AvgPool2D((4, 2), stride=1, padding=(3, 3, 0, 2))) of 'small': "
            "padding (=2) must be smaller than the pooling window (=2) in width, or a window "
            "would hold no pixel; use a larger size or less padding",
        ),
        (
            [Conv2D(3, 3), Dense(10)],
            "layer 2 (dense1, Dense(10)) of 'small': Dense needs a vector but receives a map of "
            "6 x 6 x 3; put Flatten() or GlobalAvgPool2D() before it",
        ),
        *(
            (
                [Flatten(), layer],
                f"layer 2 ({name}, {layer!r}) of 'small': {type(layer).__name__} needs a (height, "
                "width, channels) map but receives a vector of 64 features; move it before "
                "Flatten() or GlobalAvgPool2D()",
            )
            for name, layer in (
                ("conv1", Conv2D(3, 3)),
                ("pool1", AvgPool2D(2)),
                ("globalpool1", GlobalAvgPool2D()),
            )
        ),
    ],
)
def test_a_layer_that_does_not_fit_is_named(layers, message):
    with pytest.raises(ValueError, match="layer") as error:
        network(*layers)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("layers", "kind", "message"),
    [
        ([], ValueError, "architecture 'small' needs at least one layer, got none"),
        (None, TypeError, "layers must be a list of layers, in order, got None"),
        (Flatten(), TypeError, "layers must be a list of layers, in order, got Flatten()"),
        ({Flatten()}, TypeError, "layers must be a list of layers, in order, got {Flatten()}"),
        ({"a": Flatten()}, TypeError, "layers must be a list of layers, in order"),
        ("conv", TypeError, "layers must be a list of layers, in order, got 'conv'"),
        ([Flatten], TypeError, "make one of it: Flatten(...)"),
        ([[Flatten()], Dense(2)], TypeError, "write all layers in one flat list"),
        ([Flatten(), "relu"], TypeError, "layer 2 of 'small' must be a layer such as"),
        ([Layer()], TypeError, "layer 1 of 'small' must be a layer such as Conv2D(32, 3)"),
        ([Activation()], TypeError, "layer 1 of 'small' must be a layer such as"),
    ],
)
def test_layers_are_a_flat_ordered_list(layers, kind, message):
    with pytest.raises(kind) as error:
        Architecture("small", (8, 8, 1), layers)
    assert message in str(error.value)


def test_layers_may_come_from_any_iterable():
    made = Architecture("small", [8, 8, 1], (layer for layer in [Flatten(), Dense(2)]))
    assert made.layers == (Flatten(), Dense(2))
    assert made.input_shape == (8, 8, 1)


@pytest.mark.parametrize(
    ("shape", "cure"),
    [
        ((28, 28), "; grey images have one channel: (28, 28, 1)"),
        ((None, 28, 28, 1), "; leave the batch out"),
        ((28, 28, 0), ""),
        ((28.0, 28, 1), ""),
        ((28, True, 1), ""),
        ((28, -28, 1), ""),
        (784, ""),
        ("abc", ""),
    ],
)
def test_an_input_shape_is_height_width_channels(shape, cure):
    with pytest.raises(ValueError, match="input_shape must be") as error:
        network(Flatten(), shape=shape)
    assert str(error.value) == (
        f"input_shape must be (height, width, channels), whole numbers >= 1, got {shape!r}{cure}"
    )


def test_a_name_and_an_initializer_are_needed():
    for name in ("", None, 3):
        with pytest.raises(ValueError, match="name must be a non-empty string, got"):
            network(Flatten(), name=name)
    for initializer in ("glorot", None, ["he_normal"]):
        with pytest.raises(ValueError, match="initializer must be one of glorot_uniform, "):
            Architecture("small", (8, 8, 1), [Flatten()], initializer)
