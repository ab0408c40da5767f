"""Each layer's own form: what is kept, what is refused and in which words."""

import copy
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given, settings

from cnncourse import ops
from cnncourse.architecture import (
    ACTIVATIONS,
    ELU,
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    LeakyReLU,
    MaxPool2D,
    ReLU,
    ReLU6,
    Residual,
    Softmax,
)
from tests.strategies_architecture import architectures

PADDING_RULE = (
    'padding must be "valid", "same", a whole number >= 0, a (height, width) pair or '
    "(top, bottom, left, right), got "
)


def test_the_signatures_are_those_of_the_course():
    conv = Conv2D(32, 3)
    assert (conv.stride, conv.padding, conv.dilation) == ((1, 1), "valid", (1, 1))
    assert (conv.activation, conv.use_bias) == (None, True)
    assert Conv2D(8, 3, 2, "same", 1, "relu", False) == Conv2D(
        filters=8, kernel_size=3, stride=2, padding="same", activation="relu", use_bias=False
    )
    assert (MaxPool2D().size, MaxPool2D().stride, MaxPool2D().padding) == ((2, 2), (2, 2), "valid")
    assert AvgPool2D((3, 2)).stride == (3, 2)
    assert (BatchNorm().epsilon, BatchNorm().momentum) == (1e-3, 0.99)
    assert (Dense(10).activation, Dense(10).use_bias) == (None, True)


def test_an_int_and_its_pair_are_the_same_layer():
    assert Conv2D(4, 3, stride=2, padding=1, dilation=2) == Conv2D(
        4, (3, 3), stride=(2, 2), padding=(1, 1), dilation=[2, 2]
    )
    assert Conv2D(4, 3, padding=(1, 2)) == Conv2D(4, 3, padding=(1, 1, 2, 2))
    assert Conv2D(4, 3, padding="SAME") == Conv2D(4, 3, padding="same")
    assert MaxPool2D(2) == MaxPool2D((2, 2), 2)
    assert hash(MaxPool2D(2)) == hash(MaxPool2D((2, 2), (2, 2)))


def test_different_layers_differ():
    assert MaxPool2D(2) != AvgPool2D(2)
    assert Conv2D(4, 3) != Conv2D(4, 3, use_bias=False)
    assert ReLU() != Softmax()
    assert len({Conv2D(4, 3), Conv2D(4, (3, 3)), Conv2D(4, (3, 1)), Flatten(), Flatten()}) == 3


@pytest.mark.parametrize(
    ("layer", "field"),
    [(Conv2D(4, 3), "filters"), (Dropout(0.5), "rate"), (MaxPool2D(), "size"), (Dense(2), "units")],
)
def test_layers_are_frozen(layer, field):
    with pytest.raises(FrozenInstanceError):
        setattr(layer, field, 7)
    assert copy.deepcopy(layer) == layer


def test_replace_checks_again():
    assert replace(Dropout(0.5), rate=0.25) == Dropout(0.25)
    with pytest.raises(ValueError, match="rate must be a number"):
        replace(Dropout(0.5), rate=1)


def test_numpy_numbers_become_plain_ones():
    conv = Conv2D(np.int64(4), np.int32(3), stride=(np.uint8(2), 1), padding=np.int16(1))
    kept = [conv.filters, *conv.kernel_size, *conv.stride, *conv.padding]
    assert kept == [4, 3, 3, 2, 1, 1, 1, 1, 1]
    assert {type(number) for number in kept} == {int}
    assert type(Dropout(np.float32(0.5)).rate) is float
    assert type(Dense(np.int64(3)).units) is int


@pytest.mark.parametrize("rate", [-0.1, 1, 1.0, 50, float("nan"), float("inf"), False, "0.5"])
def test_a_dropout_rate_is_a_share_below_one(rate):
    kind = TypeError if isinstance(rate, (str, bool)) else ValueError
    with pytest.raises(kind, match="Dropout: rate must be a number in") as error:
        Dropout(rate)
    assert str(error.value) == (
        f"Dropout: rate must be a number in [0, 1), got {rate!r}; "
        "it is the share dropped: 0.25 drops a quarter"
    )
    assert Dropout(0).rate == 0
    assert Dropout(0.999).rate == 0.999


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: BatchNorm(0), "BatchNorm: epsilon must be a number in (0, inf), got 0"),
        (lambda: BatchNorm(momentum=1), "BatchNorm: momentum must be a number in [0, 1), got 1"),
        (lambda: LeakyReLU(-1), "LeakyReLU: negative_slope must be a number in [0, inf), got -1"),
        (lambda: ELU(None), "ELU: alpha must be a number in [0, inf), got None"),
        (lambda: BatchNorm("1"), "BatchNorm: epsilon must be a number in (0, inf), got '1'"),
    ],
)
def test_other_numbers_have_their_ranges(make, message):
    kind = TypeError if message.endswith(("None", "'")) else ValueError
    with pytest.raises(kind, match="must be a number") as error:
        make()
    assert str(error.value) == message


@pytest.mark.parametrize("name", ["filters", "units"])
@pytest.mark.parametrize(
    ("count", "kind"),
    [(0, ValueError), (-3, ValueError), (32.0, TypeError), ("32", TypeError), (True, TypeError)],
)
def test_counts_are_whole_and_positive(name, count, kind):
    with pytest.raises(kind, match=f"{name} must be a whole number of at least 1, got") as error:
        Conv2D(count, 3) if name == "filters" else Dense(count)
    assert str(error.value).endswith(repr(count))


@pytest.mark.parametrize("name", ["kernel_size", "stride", "dilation"])
@pytest.mark.parametrize(
    ("value", "kind", "rule"),
    [
        (0, ValueError, "must be at least 1, got 0"),
        ((2, -1), ValueError, "must be at least 1, got -1"),
        ((3,), ValueError, "must be a number or a (height, width) pair, got (3,)"),
        ((1, 2, 3), ValueError, "must be a number or a (height, width) pair, got (1, 2, 3)"),
        (1.5, TypeError, "must be a whole number, got 1.5"),
        (None, TypeError, "must be a whole number, got None"),
        (False, TypeError, "must be a whole number, got False"),
    ],
)
def test_sizes_are_whole_numbers_or_pairs(name, value, kind, rule):
    with pytest.raises(kind) as error:
        Conv2D(4, **({"kernel_size": 3} | {name: value}))
    assert str(error.value) == f"Conv2D: {name} {rule}"


@pytest.mark.parametrize("layer", [MaxPool2D, AvgPool2D])
@pytest.mark.parametrize("sizes", [{"size": 0}, {"stride": 0}, {"stride": (1, 2, 3)}])
def test_pools_check_their_sizes(layer, sizes):
    with pytest.raises(ValueError, match=f"{layer.__name__}: {next(iter(sizes))} must be"):
        layer(**sizes)


@pytest.mark.parametrize(
    "make", [lambda p: Conv2D(4, 3, padding=p), lambda p: AvgPool2D(padding=p)]
)
@pytest.mark.parametrize(
    "padding",
    [-1, (1, -1), (1,), (1, 1, 1), (1, 1, 1, 1, 1), "full", "", None, 1.0, True, ((1, 1), (1, 1))],
)
def test_no_other_form_of_padding_is_taken(make, padding):
    with pytest.raises((TypeError, ValueError)) as error:
        make(padding)
    cure = "; write padding=(1, 1, 1, 1)" if padding == ((1, 1), (1, 1)) else ""
    assert str(error.value).split(": ", 1)[1] == f"{PADDING_RULE}{padding!r}{cure}"
    whole = padding in (-1, (1, -1), (1,), (1, 1, 1), (1, 1, 1, 1, 1)) and padding is not True
    assert error.type is (ValueError if whole or isinstance(padding, str) else TypeError)


@pytest.mark.parametrize(
    ("activation", "cure"),
    [
        ("Relu", "; did you mean 'relu'?"),
        ("leakyrelu", "; did you mean 'leaky_relu'?"),
        ("banana", ""),
        (ReLU(), "; write 'relu', or add the activation as a layer after it"),
        (ReLU, "; write 'relu', or add the activation as a layer after it"),
        ("swish", "; did you mean 'silu'?"),
        (type("LeakyReLU", (), {})(), "; write 'leaky_relu', or add the activation as a layer"),
        (ops.silu, "; write 'silu', or add the activation as a layer after it"),
        (["relu"], ""),
        (max, ""),
    ],
)
def test_an_activation_is_one_of_the_names(activation, cure):
    for make in (lambda: Conv2D(4, 3, activation=activation), lambda: Dense(4, activation)):
        kind = ValueError if isinstance(activation, str) else TypeError
        with pytest.raises(kind, match="activation must be None or one of relu, ") as error:
            make()
        assert f"softmax, got {activation!r}{cure}" in str(error.value)
        assert ("; " in str(error.value)) == bool(cure)


def test_every_activation_is_taken_by_name_and_as_a_layer():
    for name, layer in ACTIVATIONS.items():
        network = Architecture("n", (4, 4, 2), [Conv2D(2, 3, activation=name), layer])
        assert network.named_layers()[1].name == f"{name.removesuffix('6')}1"
        assert network.shapes() == [(2, 2, 2), (2, 2, 2)]


def test_a_digit_in_a_kind_is_not_taken_for_the_number_of_a_layer():
    network = Architecture("n", (4, 4, 2), [ReLU(), ReLU6(), *[ReLU()] * 60, ReLU6()])
    names = [step.name for step in network.walk()]
    assert names == [f"relu{number}" for number in range(1, 64)]


def test_use_bias_is_a_bool():
    with pytest.raises(TypeError, match="Dense: use_bias must be True or False, got 1"):
        Dense(4, use_bias=1)


@pytest.mark.parametrize(
    "text",
    [
        "Conv2D(32, 3)",
        "Conv2D(8, (3, 5), stride=(2, 1), padding=(1, 1, 2, 2), dilation=2, use_bias=False)",
        "MaxPool2D(2)",
        "MaxPool2D(3, stride=2, padding=1)",
        "AvgPool2D((2, 3), padding='same')",
        "GlobalAvgPool2D()",
        "BatchNorm()",
        "BatchNorm(epsilon=1e-05, momentum=0.9)",
        "Dropout(0.5)",
        "DepthwiseConv2D(3, stride=2, padding='same', multiplier=2, activation='silu')",
        "Residual([Conv2D(4, 3, padding='same'), BatchNorm()])",
        "Residual([Residual([ReLU()])], shortcut=[Conv2D(4, 1, stride=2), BatchNorm()])",
        "LeakyReLU(negative_slope=0.2)",
        "Dense(10, activation='relu')",
    ],
)
def test_a_layer_shows_itself_as_it_is_written(text):
    layer = eval(text, LAYER_NAMES)
    assert repr(layer) == text


LAYER_NAMES = {
    layer.__name__: layer
    for layer in (
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
        Residual,
        *map(type, ACTIVATIONS.values()),
    )
}


@settings(max_examples=60, deadline=None)
@given(architectures(depthwise=True, residual=True))
def test_what_is_shown_makes_the_same_again(network):
    assert eval(repr(network), LAYER_NAMES) == network
