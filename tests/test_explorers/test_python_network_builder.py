"""The network builder: hand-computed networks, mistakes, what its setting takes, its code."""

import json
import re

import pytest

from cnncourse import listings, zoo
from cnncourse.architecture import (
    Activation,
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    MaxPool2D,
    Residual,
)
from cnncourse.explorers import NetworkBuilder, SettingError
from cnncourse.explorers.network_layers import LIMITS, plain, presets, read, to_start_from

SMALL = [Conv2D(8, 3), MaxPool2D(2), Flatten(), Dense(10)]
TOTALS = ("parameters", "trainable", "fixed", "multiply_adds", "activation_bytes")


def test_a_small_network_by_hand():
    builder = NetworkBuilder(layers=SMALL, input_size=6)
    found = builder.results
    assert found["names"] == ["conv1", "pool1", "flatten1", "dense1"]
    assert found["calls"] == ["Conv2D(8, 3)", "MaxPool2D(2)", "Flatten()", "Dense(10)"]
    assert builder.shapes == [(4, 4, 8), (2, 2, 8), (32,), (10,)]
    assert found["layer_parameters"] == [8 * (9 + 1), 0, 0, 32 * 10 + 10]
    assert found["layer_multiply_adds"] == [4 * 4 * 8 * 9, 0, 0, 320]
    assert found["layer_activation_bytes"] == [512, 128, 128, 40]
    assert found["layer_receptive_field"] == [(3, 3), (4, 4), (4, 4), (6, 6)]
    assert builder.parameters == found["trainable"] == 410
    assert found["fixed"] == 0
    assert found["multiply_adds"] == 1152 + 320
    assert found["activation_bytes"] == 4 * 36 + 512 + 128 + 128 + 40
    assert (builder.problem, found["mistake"], found["mistake_at"]) == ("", "", -1)


BLOCKS = [
    Conv2D(4, 3, padding="same"),
    Residual([Conv2D(4, 3, padding="same"), Conv2D(4, 3, padding="same")]),
    Residual([Conv2D(6, 3, 2, "same")], shortcut=[Conv2D(6, 1, 2)]),
    Flatten(),
]


def test_residuals_by_hand():
    """A layer in a residual comes before it, and its costs are not counted twice."""
    builder = NetworkBuilder(layers=BLOCKS, input_size=8)
    found = builder.results
    assert found["names"] == [
        "conv1",
        "residual1/conv1",
        "residual1/conv2",
        "residual1",
        "residual2/conv1",
        "residual2/shortcut/conv1",
        "residual2",
        "flatten1",
    ]
    assert found["calls"][2:4] == ["Conv2D(4, 3, padding='same')", "Residual([...])"]
    assert found["calls"][6] == "Residual([...], shortcut=[...])"
    assert builder.shapes == [(8, 8, 4)] * 4 + [(4, 4, 6)] * 3 + [(96,)]
    inner = 4 * (36 + 1)
    assert found["layer_parameters"] == [40, inner, inner, 0, 6 * 37, 6 * 5, 0, 0]
    costs = [64 * 36, 64 * 4 * 36, 64 * 4 * 36, 0, 16 * 6 * 36, 16 * 6 * 4, 0, 0]
    assert found["layer_multiply_adds"] == costs
    assert found["layer_activation_bytes"] == [1024] * 4 + [384] * 4
    assert found["multiply_adds"] == sum(costs)
    assert builder.parameters == sum(found["layer_parameters"])
    assert found["activation_bytes"] == 4 * 64 + sum(found["layer_activation_bytes"])
    # Through the first residual's layers one sees 7 pixels, past them 3: together 7. The second
    # one's window adds 2 pixels; its shortcut sees what enters.
    sides = [3, 5, 7, 7, 8, 7, 8, 8]
    assert found["layer_receptive_field"] == [(side, side) for side in sides]
    assert builder.torch_code == listings.torch(builder.architecture)
    assert eval(repr(builder)).results == found
    assert NetworkBuilder(layers=builder.layers).layers == builder.layers
    for words in ("residual2", "shortcut/conv1", "Residual([...], shortcut=[...])"):
        assert words in builder.drawing()


def test_what_enters_and_what_leaves_a_residual_must_be_alike():
    builder = NetworkBuilder(layers=[Residual([Conv2D(6, 3, 2, "same")])], input_size=8)
    found = builder.results
    mistake = (
        "Residual adds its input, (8, 8, 1), to what leaves its layers, (4, 4, 6), and the two "
        "shapes must be equal; project the input with shortcut=[Conv2D(6, 1, stride=2)]"
    )
    assert (found["mistake"], found["mistake_at"]) == (mistake, 1)
    assert builder.problem == f"layer 1 (residual1, Residual([...])) of 'my-network': {mistake}"
    assert builder.shapes == [(4, 4, 6)]
    cured = {"layer": "Residual", "layers": [Conv2D(6, 3, 2, "same")]}
    builder.layers = [cured | {"shortcut": [Conv2D(6, 1, stride=2)]}]
    assert builder.problem == ""


def test_a_mistake_in_a_residual_is_told_at_its_layer():
    layers = [Conv2D(4, 3, padding="same"), Residual([MaxPool2D(2), Dense(3)], [Conv2D(1, 1)])]
    builder = NetworkBuilder(layers=layers, input_size=8)
    found = builder.results
    assert found["names"][found["mistake_at"]] == "residual1/dense1"
    assert found["mistake"].startswith("Dense needs a vector but receives a map of 4 x 4 x 4")
    assert builder.problem.startswith(
        "layer 2 (residual1, Residual([...], shortcut=[...])) of 'my-network': layer 2 (dense1, "
        "Dense(3)) of its layers: Dense needs a vector"
    )
    assert builder.shapes == [(8, 8, 4), (4, 4, 4)]
    assert found["layer_receptive_field"] == [(3, 3), (4, 4)]
    assert len(found["names"]) == 5


@pytest.mark.parametrize("name", zoo.NETWORKS)
def test_every_network_of_the_zoo_is_a_place_to_start_from(name):
    network, builder = zoo.NETWORKS[name], NetworkBuilder(network=name)
    assert builder.network == name
    assert builder.architecture is network
    assert builder.layers == name
    assert builder.input_shape == network.input_shape
    assert builder.keras_code == listings.keras(network)
    assert builder.torch_code == listings.torch(network)
    found, counts = builder.results, network.parameters()
    assert [found[key] for key in TOTALS] == [
        *counts[:3],
        network.multiply_adds(),
        network.activation_bytes(),
    ]
    assert found["layer_parameters"] == [one.total for one in counts.layers.values()]
    assert builder.shapes == [step.output_shape for step in network.walk()]


def test_it_starts_from_a_name_a_letter_or_a_description():
    builder = NetworkBuilder()
    assert (builder.network, repr(builder)) == ("two-conv", "NetworkBuilder()")
    for given in ("lenet-5", "LeNet-5", zoo.LENET_5):
        assert NetworkBuilder(network=given).network == "lenet-5"
    builder.network = "A"
    assert (builder.network, builder.input_size, builder.input_channels) == ("three-conv", 32, 3)
    assert (builder.sliders.input_size.value, builder.view.input_size) == (32, 32)
    assert builder.view.layers == "three-conv"
    builder.network = Architecture("tiny", (9, 9, 2), SMALL)
    assert (builder.network, builder.input_shape) == ("my-network", (9, 9, 2))
    assert builder.architecture == Architecture("my-network", (9, 9, 2), SMALL)
    assert NetworkBuilder(network="lenet-5", input_size=32).network == "my-network"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("lenet", "no network 'lenet'; did you mean 'lenet-5'? known: three-conv"),
        (SMALL, "network must be a name of the zoo or an Architecture, got [Conv2D(8, 3)"),
        (
            Architecture("a", (9, 8, 1), SMALL),
            "network must take square images, got (9, 8, 1); one slider sets both sides",
        ),
        (Architecture("a", (300, 300, 1), SMALL), "input_size must be a whole number from 1 to"),
    ],
)
def test_what_it_cannot_start_from(given, message):
    builder = NetworkBuilder()
    with pytest.raises(SettingError, match=re.escape(message)):
        builder.network = given
    with pytest.raises(SettingError, match=re.escape(message)):
        NetworkBuilder(network=given)
    assert builder.changed() == {}


def test_layers_are_kept_in_the_shortest_plain_form():
    layers = [
        Conv2D(8, (3, 3), stride=(2, 2), padding=(1, 1, 1, 1)),
        {"layer": "Conv2D", "filters": 4, "kernel_size": [3, 5], "padding": [0, 0, 2, 2]},
        {"layer": "MaxPool2D", "size": [3, 3], "stride": 3, "padding": "VALID"},
        AvgPool2D(2, 1, (1, 0, 1, 0)),
        BatchNorm(1e-5),
    ]
    builder = NetworkBuilder(layers=layers)
    assert builder.layers == (
        {"layer": "Conv2D", "filters": 8, "kernel_size": 3, "stride": 2, "padding": 1},
        {"layer": "Conv2D", "filters": 4, "kernel_size": (3, 5), "padding": (0, 2)},
        {"layer": "MaxPool2D", "size": 3},
        {"layer": "AvgPool2D", "stride": 1, "padding": (1, 0, 1, 0)},
        {"layer": "BatchNorm", "epsilon": 1e-5},
    )
    assert builder.layers == NetworkBuilder(layers=builder.layers).layers
    assert json.loads(json.dumps(builder.view.layers)) == builder.view.layers
    assert eval(repr(builder)).results == builder.results


@pytest.mark.parametrize("name", zoo.NETWORKS)
def test_the_layers_of_a_network_of_the_zoo_are_its_name(name):
    assert NetworkBuilder(layers=zoo.NETWORKS[name].layers).layers == name
    assert read(presets()[name]) == zoo.NETWORKS[name].layers
    assert [plain(layer) for layer in zoo.NETWORKS[name].layers] == list(presets()[name])


class Cubed(Activation):
    """A layer that no page knows."""

    kind = "cubed"


def nested(depth):
    """Return a residual in a residual and so on, in plain form."""
    return {"layer": "Residual", "layers": [nested(depth - 1)]} if depth else {"layer": "ReLU"}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (3, "layers must be the name of a network of the zoo or a list of layers, got 3"),
        ("two", "the zoo or a list of layers: three-conv, two-small-conv"),
        ("lenet", "(did you mean 'lenet-5'?), got 'lenet'"),
        ({"layer": "Flatten"}, "a list of layers, got {'layer': 'Flatten'}"),
        (["Flatten"], "layer 1 must be an object with a \"layer\" name, got 'Flatten'"),
        ([{"layer": "Lambda"}], "layer 1 is an unknown layer 'Lambda'"),
        ([{"layer": "Dense"}], "layer 1: Dense lacks its field 'units'"),
        ([{"layer": "Dense", "units": 0}], "units must be a whole number of at least 1, got 0"),
        ([Flatten(), {"layer": "Dropout", "rate": 1}], "layer 2: Dropout: rate must be a number"),
        ([Cubed()], "each possible (Cubed() is not a layer of the course)"),
        ([Dense(4097)], "layers whose units is at most 4096, got Dense(4097)"),
        ([{1, 2}], "a list of layers, each possible"),
        ([Conv2D(1, (1, 16))], "layers whose kernel_size is at most 15"),
        ([Conv2D(1, 1, padding=(0, 0, 0, 16))], "layers whose padding is at most 15"),
        ([Flatten()] * 41, "layers must be at most 40 layers, got '41 layers'"),
        ([Residual([Cubed()])], "each possible (Cubed() is not a layer of the course)"),
        (
            [{"layer": "Residual", "layers": []}],
            "layer 1: Residual's layers must be at least one layer, got none",
        ),
        ([{"layer": "Residual"}], "layer 1: Residual lacks its field 'layers'"),
        ([{"layer": "Residual", "layers": 3}], "Residual: layers must be a list of layers, in or"),
        (
            [{"layer": "Residual", "layers": [Flatten(), {"layer": "Dense", "units": 0}]}],
            "layer 1, layers 2: Dense: units must be a whole number of at least 1, got 0",
        ),
        ([Residual([Dense(4)], [Dense(4097)])], "layers whose units is at most 4096, got Dense("),
        ([Residual([Flatten()] * 40)], "layers must be at most 40 layers, got '41 layers'"),
        ([nested(41)], "layers are nested more than 40 deep"),
        ([DepthwiseConv2D(3, multiplier=17)], "layers whose multiplier is at most 16"),
    ],
)
def test_what_is_no_list_of_layers(value, message):
    builder = NetworkBuilder()
    with pytest.raises(SettingError, match=re.escape(message)):
        builder.layers = value
    assert builder.layers == "two-conv"


def test_the_limits_are_those_of_the_page():
    assert LIMITS["layers"] == 40
    sizes = NetworkBuilder.settings()
    assert sizes["input_size"].high == LIMITS["input_side"]
    assert sizes["input_channels"].high == LIMITS["input_channels"]


def test_a_mistake_is_named_at_its_layer_and_nothing_breaks():
    builder = NetworkBuilder(layers=[MaxPool2D(9), Conv2D(4, 5), Dropout(0.5), Conv2D(2, 1)])
    found = builder.results
    mistake = (
        'kernel_size (=5) is larger than the padded input (=3); use padding="same" or a '
        "smaller kernel"
    )
    assert builder.problem == f"layer 2 (conv1, Conv2D(4, 5)) of 'my-network': {mistake}"
    assert (found["mistake"], found["mistake_at"]) == (mistake, 1)
    assert found["names"] == ["pool1", "conv1", "dropout1", "conv2"]
    assert builder.shapes == [(3, 3, 1)]
    assert len(found["layer_parameters"]) == len(found["layer_receptive_field"]) == 1
    assert [found[key] for key in TOTALS] == [0] * 5
    assert builder.keras_code == builder.torch_code == f"# No code: {builder.problem}\n"
    compile(builder.keras_code, "listing.py", "exec")
    with pytest.raises(ValueError, match=re.escape(mistake)):
        builder.architecture  # noqa: B018
    assert "does not fit" in builder.drawing()
    builder.layers = [MaxPool2D(9), Conv2D(4, 5, padding="same")]
    assert builder.problem == ""


def test_a_network_without_layers_is_a_mistake_of_the_whole():
    builder = NetworkBuilder(layers=[])
    found = builder.results
    assert builder.problem.startswith("architecture 'my-network' needs at least one layer")
    assert (found["mistake_at"], found["shapes"], found["names"]) == (-1, [], [])
    assert "has a mistake" in builder.drawing()


def test_the_input_alone_can_be_the_mistake():
    builder = NetworkBuilder(network="two-small-conv", input_size=10)
    assert "layer 3 (conv2, Conv2D(10, 5))" in builder.problem
    builder.input_size = 16
    assert (builder.problem, builder.shapes[4]) == ("", (10,))


def test_the_page_sends_layers_and_nonsense():
    builder = NetworkBuilder()
    builder.view.set_state({"layers": [{"layer": "Flatten"}, {"layer": "Dense", "units": 10}]})
    assert builder.parameters == 7850
    builder.view.set_state({"layers": [{"layer": "Dense", "units": -1}]})
    assert builder.parameters == 7850
    assert builder.view.layers == [{"layer": "Flatten"}, {"layer": "Dense", "units": 10}]


def test_the_drawing_says_what_the_network_costs():
    drawing = NetworkBuilder(network="regularized-conv").drawing()
    for words in ("regularized-conv: 393,962 parameters", "8 × 8 × 128", "norm5", "262,176"):
        assert words in drawing
    assert len(NetworkBuilder(layers=[Conv2D(8, 1, padding=(1, 0, 2, 3))] * 40).html()) < 30_000


def test_forty_layers_in_one_another_are_drawn_and_listed():
    builder = NetworkBuilder(layers=[nested(39)])
    assert builder.problem == ""
    assert builder.torch_code.count("Residual(") == 39 + 1
    drawing = builder.drawing()
    assert max(float(x) for x in re.findall(r'<text x="([\d.]+)"', drawing)) <= 640
    assert drawing.count(">Residual([...])<") == 39


def test_the_page_is_told_the_networks():
    told = to_start_from()
    assert [one["name"] for one in told] == list(zoo.NETWORKS)
    assert told[4]["label"] == "two-conv (source C-cnn)"
    assert told[0]["input_shape"] == [32, 32, 3]
