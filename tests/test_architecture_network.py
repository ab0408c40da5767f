"""A network's shapes and cost, by hand and beside PyTorch; and what it refuses."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from hypothesis import given, settings

from cnncourse.architecture import (
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    MaxPool2D,
    ReLU,
    Softmax,
)
from tests.strategies_architecture import architectures


def network(*layers, shape=(8, 8, 1), name="small"):
    return Architecture(name, shape, layers)


@pytest.mark.parametrize(
    ("layer", "output"),
    [
        (Conv2D(4, 3), (5, 8)),  # 7 - 3 + 1 and 10 - 3 + 1
        (Conv2D(4, (3, 5)), (5, 6)),
        (Conv2D(4, 3, padding="same"), (7, 10)),
        (Conv2D(4, 3, padding=1), (7, 10)),
        (Conv2D(4, 4, padding="same"), (7, 10)),
        (Conv2D(4, 3, padding=(0, 2)), (5, 12)),
        (Conv2D(4, 3, padding=(1, 0, 2, 3)), (6, 13)),
        (Conv2D(4, 3, stride=2), (3, 4)),  # floor(4 / 2) + 1 and floor(7 / 2) + 1
        (Conv2D(4, 3, stride=2, padding="same"), (4, 5)),  # ceil(7 / 2), ceil(10 / 2)
        (Conv2D(4, 3, stride=3, padding="same"), (3, 4)),
        (Conv2D(4, 1, stride=4, padding="same"), (2, 3)),
        (Conv2D(4, 3, stride=(1, 3)), (5, 3)),
        (Conv2D(4, 3, dilation=2), (3, 6)),  # the kernel spans 5
        (Conv2D(4, (2, 3), dilation=(3, 1)), (4, 8)),
        (Conv2D(4, 3, stride=2, dilation=3, padding=1), (2, 3)),  # spans 7 of 9 and of 12
        (Conv2D(4, 7), (1, 4)),
        (Conv2D(4, 9, padding=1), (1, 4)),
        (MaxPool2D(2), (3, 5)),
        (MaxPool2D(2, 1), (6, 9)),
        (MaxPool2D(2, padding="same"), (4, 5)),
        (MaxPool2D(3, 2, 1), (4, 5)),
        (MaxPool2D(3, 2, (1, 0, 2, 2)), (3, 6)),
        (AvgPool2D((7, 10)), (1, 1)),
        (AvgPool2D(9, padding="same"), (1, 2)),
    ],
)
def test_shapes_of_windows_by_hand(layer, output):
    channels = 4 if isinstance(layer, Conv2D) else 3
    assert network(layer, shape=(7, 10, 3)).shapes() == [(*output, channels)]


def test_shapes_of_the_other_layers():
    body = [BatchNorm(), Dropout(0.5), ReLU()]
    small = network(*body, Flatten(), *body, Dense(7), Softmax(), shape=(2, 3, 4))
    assert small.shapes() == [(2, 3, 4)] * 3 + [(24,)] * 4 + [(7,)] * 2
    assert small.output_shape == (7,)
    assert network(GlobalAvgPool2D(), Dense(2), shape=(5, 6, 3)).shapes() == [(3,), (2,)]


def test_names_count_each_kind_from_one():
    small = network(
        Conv2D(2, 3), BatchNorm(), ReLU(), MaxPool2D(2), Conv2D(2, 1), AvgPool2D(3), Dropout(0.1),
        BatchNorm(), GlobalAvgPool2D(), Flatten(), Dense(3), Softmax(),
    )  # fmt: skip
    names = [step.name for step in small.named_layers()]
    assert names == [
        "conv1", "norm1", "relu1", "pool1", "conv2", "pool2", "dropout1",
        "norm2", "globalpool1", "flatten1", "dense1", "softmax1",
    ]  # fmt: skip
    first = small.named_layers()[0]
    assert first[:4] == ("conv1", Conv2D(2, 3), (8, 8, 1), (6, 6, 2))


def test_flattened_features_remember_their_map():
    flat = network(Conv2D(2, 3), Flatten(), Dropout(0.1), BatchNorm(), Dense(3), Dense(2))
    assert [step.flattened_from for step in flat.named_layers()] == (
        [None, None, (6, 6, 2), (6, 6, 2), (6, 6, 2), None]
    )
    pooled = network(GlobalAvgPool2D(), Flatten(), Dense(3))
    assert [step.flattened_from for step in pooled.named_layers()] == [None] * 3


def test_parameters_per_layer_by_hand():
    small = network(
        Conv2D(4, (3, 2)), BatchNorm(), Flatten(), Dense(5, use_bias=False), Dense(2),
        shape=(4, 4, 3),
    )  # fmt: skip
    counts = small.parameters()
    # 3 x 2 x 3 kernels of 4 filters and a bias each; the map is then 2 x 3 x 4.
    assert counts.layers["conv1"] == (72 + 4, 76, 0, None)
    assert counts.layers["norm1"] == (16, 8, 8, None)
    assert counts.layers["flatten1"] == (0, 0, 0, None)
    assert counts.layers["dense1"] == (24 * 5, 120, 0, None)
    assert counts.layers["dense2"] == (5 * 2 + 2, 12, 0, None)
    assert (counts.total, counts.trainable, counts.fixed) == (224, 216, 8)
    assert small.weight_shapes() == {
        "conv1/kernels": (3, 2, 3, 4),
        "conv1/bias": (4,),
        "norm1/scale": (4,),
        "norm1/shift": (4,),
        "norm1/mean": (4,),
        "norm1/variance": (4,),
        "dense1/weights": (24, 5),
        "dense2/weights": (5, 2),
        "dense2/bias": (2,),
    }
    fixed = {"norm1/mean", "norm1/variance"}
    assert small.trainable_names() == [n for n in small.weight_shapes() if n not in fixed]


def test_dilation_costs_nothing_and_stride_saves():
    assert network(Conv2D(2, 3, dilation=3)).parameters().total == 20
    assert network(Conv2D(2, 3)).multiply_adds() == 6 * 6 * 2 * 9
    assert network(Conv2D(2, 3, dilation=2)).multiply_adds() == 4 * 4 * 2 * 9
    assert network(Conv2D(2, 3, stride=2)).multiply_adds() == 3 * 3 * 2 * 9
    assert network(MaxPool2D(2), BatchNorm(), Flatten()).multiply_adds() == 0


def test_a_dense_layer_on_a_photograph():
    # The sources' argument for convolutions: 64 units on a full-HD image.
    photo = Architecture("photo", (1080, 1920, 1), [Flatten(), Dense(64, use_bias=False)])
    assert photo.shapes()[0] == (2_073_600,)
    assert photo.parameters().total == photo.multiply_adds() == 132_710_400
    shared = Architecture("shared", (1080, 1920, 1), [Conv2D(64, 3)])
    assert shared.parameters().total == 640


def test_counts_stay_exact_beyond_64_bits():
    huge = Architecture("huge", (10**8, 10**8, 10**4), [Flatten(), Dense(10)])
    assert huge.parameters().total == 10**21 + 10
    assert huge.activation_bytes(10) == 4 * 10 * (2 * 10**20 + 10)


def test_activation_bytes_by_hand():
    small = network(Conv2D(4, 3), MaxPool2D(2), Flatten(), Dense(10))
    numbers = 8 * 8 + 6 * 6 * 4 + 3 * 3 * 4 + 36 + 10
    assert small.activation_bytes() == 4 * numbers
    assert small.activation_bytes(np.int64(32)) == 32 * 4 * numbers
    with pytest.raises(ValueError, match="batch_size must be at least 1, got 0"):
        small.activation_bytes(0)
    with pytest.raises(TypeError, match="batch_size must be a whole number, got 2.0"):
        small.activation_bytes(2.0)


def test_a_stride_with_a_dilation_is_described():
    assert network(Conv2D(2, 3, stride=2, dilation=2)).shapes() == [(2, 2, 2)]


def test_flattening_twice_changes_nothing():
    assert network(Flatten(), Flatten(), Dense(3)).shapes() == [(64,), (64,), (3,)]


def test_architectures_compare_by_what_they_describe():
    one, other = network(Conv2D(2, 3), Flatten()), network(Conv2D(2, (3, 3)), Flatten())
    assert one == other
    assert hash(one) == hash(other)
    assert one != replace(one, name="other")
    assert one != replace(one, initializer="he_normal")
    assert one != replace(one, input_shape=(9, 9, 1))
    assert replace(one, input_shape=(9, 9, 1)).shapes() == [(7, 7, 2), (98,)]


def test_an_architecture_is_frozen():
    made = network(Flatten())
    with pytest.raises(FrozenInstanceError):
        made.layers = ()
    with pytest.raises(FrozenInstanceError):
        made.name = "other"
    with pytest.raises(TypeError):
        made.layers[0] = Dense(3)


@settings(max_examples=60, deadline=None)
@given(architectures(depthwise=True, residual=True))
def test_counts_are_sums_of_the_arrays(drawn):
    counts, shapes = drawn.parameters(), drawn.weight_shapes()
    sizes = {name: int(np.prod(shape)) for name, shape in shapes.items()}
    assert counts.total == sum(sizes.values())
    assert counts.trainable == sum(sizes[name] for name in drawn.trainable_names())
    assert counts.fixed == counts.total - counts.trainable
    assert list(counts.layers) == [step.name for step in drawn.walk()]
    assert sum(layer.total for layer in counts.layers.values()) == counts.total


def test_the_same_layers_on_larger_images_have_a_larger_dense_layer():
    small = network(Conv2D(6, 5), MaxPool2D(2), Flatten(), Dense(10), shape=(28, 28, 1))
    large = small.with_input((40, 40, 1), name="large")
    assert (large.name, large.layers) == ("large", small.layers)
    assert large.shapes() == [(36, 36, 6), (18, 18, 6), (1944,), (10,)]
    assert large.parameters().total == 6 * 25 + 6 + 1944 * 10 + 10
    assert large.with_input((28, 28, 1), name="small") == small
    assert small.with_input((40, 40, 1)).name == "small"


def test_layers_that_do_not_fit_the_new_images_are_named():
    small = network(Conv2D(6, 5), Flatten(), Dense(10), shape=(28, 28, 1))
    with pytest.raises(ValueError, match=r"layer 1 \(conv1, .*kernel_size \(=5\) is larger"):
        small.with_input((4, 4, 1))
    with pytest.raises(ValueError, match="input_shape must be"):
        small.with_input((4, 0, 1))
