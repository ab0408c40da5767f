"""The networks of the course, number for number as their sources have them."""

import ast
import inspect
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from cnncourse import zoo
from cnncourse.architecture import Architecture, BatchNorm, Conv2D, Dense, Dropout, Flatten


@pytest.mark.parametrize(
    ("letter", "name", "input_shape", "parameters"),
    [
        ("A", "three-conv", (32, 32, 3), (124_810, 124_810, 0)),
        ("B", "two-small-conv", (28, 28, 1), (11_252, 11_252, 0)),
        ("B-sigmoid", "two-small-conv-sigmoid", (28, 28, 1), (11_252, 11_252, 0)),
        ("C-dense", "dense-baseline", (28, 28, 1), (101_770, 101_770, 0)),
        ("C-cnn", "two-conv", (28, 28, 1), (421_642, 421_642, 0)),
        ("D", "regularized-conv", (32, 32, 3), (393_962, 393_322, 640)),
        ("E", "one-conv", (32, 32, 3), (296_130, 296_130, 0)),
        ("lenet-5", "lenet-5", (28, 28, 1), (61_706, 61_706, 0)),
        ("six-conv", "six-conv", (32, 32, 3), (798_314, 796_842, 1_472)),
        ("small-resnet", "small-resnet", (32, 32, 3), (909_290, 907_306, 1_984)),
    ],
)
def test_parameter_totals(letter, name, input_shape, parameters):
    network = zoo.find(letter)
    assert network is zoo.find(name) is zoo.NETWORKS[name]
    assert network.name == name
    assert network.input_shape == input_shape
    assert network.output_shape == (10,)
    assert network.parameters()[:3] == parameters


@pytest.mark.parametrize(
    ("network", "per_layer"),
    [
        (
            zoo.THREE_CONV,
            {
                "conv1": 3 * 3 * 3 * 32 + 32,
                "conv2": 3 * 3 * 32 * 64 + 64,
                "conv3": 3 * 3 * 64 * 64 + 64,
                "dense1": 256 * 128 + 128,
                "dense2": 128 * 256 + 256,
                "dense3": 256 * 10 + 10,
            },
        ),
        (
            zoo.TWO_SMALL_CONV,
            {
                "conv1": 5 * 5 * 6 + 6,
                "conv2": 5 * 5 * 6 * 10 + 10,
                "dense1": 160 * 56 + 56,
                "dense2": 56 * 10 + 10,
            },
        ),
        (zoo.DENSE_BASELINE, {"dense1": 784 * 128 + 128, "dense2": 1290}),
        (
            zoo.TWO_CONV,
            {"conv1": 320, "conv2": 18_496, "dense1": 3136 * 128 + 128, "dense2": 1290},
        ),
        (
            zoo.REGULARIZED_CONV,
            {
                "conv1": 896,
                "norm1": 4 * 32,
                "conv2": 18_496,
                "norm2": 4 * 64,
                "conv3": 36_928,
                "norm3": 4 * 64,
                "conv4": 73_856,
                "norm4": 4 * 128,
                "dense1": 8192 * 32 + 32,
                "norm5": 4 * 32,
                "dense2": 330,
            },
        ),
        (zoo.ONE_CONV, {"conv1": 504, "dense1": 4608 * 64 + 64, "dense2": 650}),
        (
            zoo.LENET_5,
            {"conv1": 156, "conv2": 2416, "dense1": 48_120, "dense2": 10_164, "dense3": 850},
        ),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_parameters_layer_by_layer(network, per_layer):
    counts = network.parameters().layers
    assert {name: count.total for name, count in counts.items() if count.total} == per_layer


@pytest.mark.parametrize(
    ("network", "multiply_adds"),
    [
        (
            zoo.THREE_CONV,
            30 * 30 * 32 * 27 + 13 * 13 * 64 * 288 + 4 * 4 * 64 * 576 + 256 * 128 * 2 + 2560,
        ),
        (zoo.TWO_SMALL_CONV, 24 * 24 * 6 * 25 + 8 * 8 * 10 * 150 + 160 * 56 + 560),
        (zoo.DENSE_BASELINE, 784 * 128 + 1280),
        (zoo.TWO_CONV, 28 * 28 * 32 * 9 + 14 * 14 * 64 * 288 + 3136 * 128 + 1280),
        (
            zoo.REGULARIZED_CONV,
            32 * 32 * 32 * 27
            + 32 * 32 * 64 * 288
            + 16 * 16 * 64 * 576
            + 8 * 8 * 128 * 576
            + 8192 * 32
            + 320,
        ),
        (zoo.ONE_CONV, 32 * 32 * 18 * 27 + 4608 * 64 + 640),
        (zoo.LENET_5, 28 * 28 * 6 * 25 + 10 * 10 * 16 * 150 + 400 * 120 + 120 * 84 + 840),
        (
            zoo.SIX_CONV,
            32 * 32 * 32 * 27
            + 16 * 16 * 64 * 288
            + 16 * 16 * 128 * 576
            + 8 * 8 * 128 * 1152
            + 8 * 8 * 192 * 1152
            + 4 * 4 * 192 * 1728
            + 1920,
        ),
        (
            zoo.SMALL_RESNET,
            32 * 32 * 32 * 27
            + 32 * 32 * 64 * 288
            + 2 * 16 * 16 * 64 * 576
            + 16 * 16 * 128 * 576
            + 2 * 8 * 8 * 128 * 1152
            + 8 * 8 * 128 * 1152
            + 2 * 4 * 4 * 128 * 1152
            + 1280,
        ),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_multiply_adds_by_hand(network, multiply_adds):
    assert network.multiply_adds() == multiply_adds


def test_shapes_are_the_sources_own():
    sides = [shape[0] for shape in zoo.THREE_CONV.shapes()]
    assert sides == [30, 15, 13, 6, 4, 2, 256, 128, 256, 10]
    sides = [shape[0] for shape in zoo.TWO_SMALL_CONV.shapes()]
    assert sides == [24, 12, 8, 4, 160, 56, 10]
    assert zoo.ONE_CONV.shapes() == [(32, 32, 18), (16, 16, 18), (4608,), (64,), (10,)]
    assert zoo.TWO_CONV.shapes()[:5] == [
        (28, 28, 32),
        (14, 14, 32),
        (14, 14, 64),
        (7, 7, 64),
        (3136,),
    ]


def test_the_residual_network_layer_by_layer():
    counts = {name: one.total for name, one in zoo.SMALL_RESNET.parameters().layers.items()}
    # A kernel of 3 x 3 without bias for each pair of maps; four numbers a map to normalise.
    expected = {"conv1": 9 * 3 * 32, "conv2": 9 * 32 * 64}
    expected |= {"conv3": 9 * 64 * 128, "conv4": 9 * 128 * 128, "dense1": 128 * 10 + 10}
    expected |= {f"norm{i}": 4 * maps for i, maps in enumerate((32, 64, 128, 128), 1)}
    for number, maps in enumerate((64, 128, 128), 1):
        expected |= {f"residual{number}/conv{i}": 9 * maps**2 for i in (1, 2)}
        expected |= {f"residual{number}/norm{i}": 4 * maps for i in (1, 2)}
    assert {name: count for name, count in counts.items() if count} == expected
    assert sum(expected.values()) == 909_290
    sums = [step.output_shape for step in zoo.SMALL_RESNET.walk() if step.layer.kind == "residual"]
    assert sums == [(16, 16, 64), (8, 8, 128), (4, 4, 128)]


def test_only_the_network_as_written_keeps_the_sigmoid():
    as_written, mended = zoo.find("B-sigmoid"), zoo.find("B")
    assert as_written.layers[:-1] == mended.layers[:-1]
    assert as_written.layers[-1] == Dense(10, activation="sigmoid")
    for network in zoo.NETWORKS.values():
        if network is not as_written:
            assert network.layers[-1] == Dense(10)


def test_source_b_has_no_activation_after_its_convolutions():
    convolutions = [layer for layer in zoo.TWO_SMALL_CONV.layers if isinstance(layer, Conv2D)]
    assert convolutions == [Conv2D(6, 5), Conv2D(10, 5)]


def test_source_d_regularises_after_every_layer():
    layers = zoo.REGULARIZED_CONV.layers
    rates = [layer.rate for layer in layers if isinstance(layer, Dropout)]
    assert rates == [0.2, 0.2, 0.2, 0.2, 0.2, 0.3]
    norms = [number for number, layer in enumerate(layers) if layer == BatchNorm()]
    assert len(norms) == 5
    assert all(isinstance(layers[number - 1], Dropout) for number in norms)


def test_three_dense_layers_do_not_reach_two_million():
    # Source D says 2.3 million for dense layers of 128, 64 and 32 units.
    source = zoo.REGULARIZED_CONV
    flat = source.layers.index(Flatten())
    head = [
        layer
        for units in (128, 64, 32)
        for layer in (Dense(units, activation="relu"), Dropout(0.3), BatchNorm())
    ]
    variant = replace(
        source, name="three-dense", layers=[*source.layers[: flat + 2], *head, Dense(10)]
    )
    assert variant.parameters().total == 1_191_594


def test_initial_weights_are_drawn_as_each_source_did():
    drawn = {name: network.initializer for name, network in zoo.SOURCES.items()}
    assert drawn == {
        "A": "glorot_uniform",
        "B": "fan_in_uniform",
        "B-sigmoid": "fan_in_uniform",
        "C-dense": "glorot_uniform",
        "C-cnn": "glorot_uniform",
        "D": "glorot_uniform",
        "E": "fan_in_uniform",
    }


def test_every_network_is_a_constant_with_its_own_name():
    constants = {name: v for name, v in vars(zoo).items() if isinstance(v, Architecture)}
    every = zoo.NETWORKS | zoo.LARGE
    named = {name.upper().replace("-", "_"): v for name, v in every.items()}
    assert constants == named
    assert not set(zoo.LARGE) & set(zoo.NETWORKS)
    assert set(zoo.SOURCES.values()) < set(named.values())


def test_the_figures_in_the_docstrings_are_true():
    checked = 0
    for node, after in pairwise(ast.parse(inspect.getsource(zoo)).body):
        name = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
        network = getattr(zoo, name, None)
        if isinstance(network, Architecture):
            figures = re.findall(r"\d+,\d+", after.value.value)
            counts = [f"{count:,}" for count in network.parameters()[:3]]
            assert set(figures) <= set(counts)
            checked += counts[0] in figures
    # The network as written refers to its mended twin and repeats no figure.
    assert checked == len(zoo.NETWORKS) - 1


def test_letters_and_names_are_found_in_any_case():
    assert zoo.find("a") is zoo.find("THREE-CONV") is zoo.THREE_CONV
    assert zoo.find("c-CNN") is zoo.TWO_CONV


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("C_cnn", "did you mean 'C-cnn'? "),
        ("LeNet5", "did you mean 'lenet-5'? "),
        ("two-convs", "did you mean 'two-conv'? "),
        ("transformer", ""),
        (3, ""),
        (None, ""),
    ],
)
def test_an_unknown_name_suggests_the_near_one(name, hint):
    with pytest.raises(KeyError) as error:
        zoo.find(name)
    assert error.value.args[0].startswith(f"no network {name!r}; {hint}known: three-conv, two-")
    assert error.value.args[0].endswith("efficientnet-lite0, A, B, B-sigmoid, C-dense, C-cnn, D, E")
