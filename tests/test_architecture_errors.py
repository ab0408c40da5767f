"""What an architecture refuses, and in which words."""

import pytest

from cnncourse.architecture import (
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
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
    ("shape", "kind", "cure"),
    [
        ((28, 28), ValueError, "; grey images have one channel: (28, 28, 1)"),
        ((None, 28, 28, 1), ValueError, "; leave the batch out"),
        ((28, 28, 0), ValueError, ""),
        ((28, -28, 1), ValueError, ""),
        ((1, 128, 128), ValueError, "; the channels come last: (128, 128, 1)"),
        ((3, 32, 32), ValueError, "; the channels come last: (32, 32, 3)"),
        ((4, 8, 8), ValueError, "; the channels come last: (8, 8, 4)"),
        ((28.0, 28, 1), TypeError, ""),
        ((28, True, 1), TypeError, ""),
        (784, TypeError, ""),
        ("abc", TypeError, ""),
        (None, TypeError, ""),
    ],
)
def test_an_input_shape_is_height_width_channels(shape, kind, cure):
    with pytest.raises(kind, match="input_shape must be") as error:
        network(Flatten(), shape=shape)
    assert str(error.value) == (
        f"input_shape must be (height, width, channels), whole numbers >= 1, got {shape!r}{cure}"
    )


def test_a_name_and_an_initializer_are_needed():
    for name, kind in (("", ValueError), (None, TypeError), (3, TypeError)):
        with pytest.raises(kind, match="name must be a non-empty string, got"):
            network(Flatten(), name=name)
    for initializer in ("glorot", None, ["he_normal"]):
        kind = ValueError if isinstance(initializer, str) else TypeError
        with pytest.raises(kind, match="initializer must be one of glorot_uniform, "):
            Architecture("small", (8, 8, 1), [Flatten()], initializer)


def test_where_a_layer_does_not_fit_channels_that_stand_first_are_named():
    with pytest.raises(ValueError, match="larger than the padded input") as error:
        network(Conv2D(8, 3, padding=(0, 1)), shape=(1, 48, 64))
    assert str(error.value).endswith(
        "; if the images are 48 x 64 pixels, their channels come last: (48, 64, 1)"
    )
    # A strip of few rows is an image like others.
    assert network(Conv2D(8, (3, 5)), shape=(3, 48, 64)).output_shape == (1, 44, 8)
    assert network(Flatten(), shape=(1, 4, 4)).output_shape == (16,)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Conv2D(8, 3, strides=2), "Conv2D has no argument 'strides'; write stride=2"),
        (lambda: Conv2D(8, kernel=3), "Conv2D has no argument 'kernel'; write kernel_size=3"),
        (
            lambda: Conv2D(out_channels=8, kernel_size=3),
            "Conv2D has no argument 'out_channels'; write filters=8",
        ),
        (
            lambda: Conv2D(8, 3, dilation_rate=2),
            "Conv2D has no argument 'dilation_rate'; write dilation=2",
        ),
        (lambda: Conv2D(8, 3, bias=False), "Conv2D has no argument 'bias'; write use_bias=False"),
        (
            lambda: Conv2D(8, 3, in_channels=3),
            "Conv2D has no argument 'in_channels'; leave it out: the layer before it says how "
            "many channels enter",
        ),
        (
            lambda: Conv2D(8, 3, input_shape=(8, 8, 1)),
            "Conv2D has no argument 'input_shape'; leave it out: Architecture takes the "
            "input_shape",
        ),
        (
            lambda: MaxPool2D(pool_size=(2, 2)),
            "MaxPool2D has no argument 'pool_size'; write size=(2, 2)",
        ),
        (
            lambda: AvgPool2D(kernel_size=2),
            "AvgPool2D has no argument 'kernel_size'; write size=2",
        ),
        (lambda: Dense(out_features=10), "Dense has no argument 'out_features'; write units=10"),
        (lambda: Dropout(p=0.5), "Dropout has no argument 'p'; write rate=0.5"),
        (lambda: BatchNorm(eps=1e-5), "BatchNorm has no argument 'eps'; write epsilon=1e-05"),
        (lambda: Conv2D(8, 3, padings=1), "Conv2D has no argument 'padings'; write padding=1"),
        (
            lambda: MaxPool2D(2, banana=1),
            "MaxPool2D has no argument 'banana'; it takes size, stride, padding",
        ),
        (
            lambda: Conv2D(8, 3, groups=8),
            "Conv2D has no argument 'groups'; leave it out: DepthwiseConv2D convolves each channel "
            "by itself",
        ),
        (
            lambda: DepthwiseConv2D(filters=8, kernel_size=3),
            "DepthwiseConv2D has no argument 'filters'; leave it out: as many channels leave as "
            "enter, times the multiplier",
        ),
        (
            lambda: Dropout(0.5, seed=1),
            "Dropout has no argument 'seed'; leave it out: a recipe's seed decides what is dropped",
        ),
        (lambda: Flatten(banana=1), "Flatten has no argument 'banana'; it takes none"),
        (lambda: Flatten(1), "Flatten takes no argument, got 1 values; leave the last out"),
        (
            lambda: Conv2D(8),
            "Conv2D needs its kernel_size; write Conv2D(filters, kernel_size, ...)",
        ),
        (
            lambda: Conv2D(8, 3, filters=4),
            "Conv2D is given filters twice, by its place and by its name",
        ),
    ],
)
def test_an_argument_by_another_name_is_told_its_own(make, message):
    with pytest.raises(TypeError) as error:
        make()
    assert str(error.value) == message
