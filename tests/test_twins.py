"""The twin contract: one description, three builds, the same numbers."""

import inspect

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cnncourse import in_torch, reference, zoo
from cnncourse.architecture import (
    ACTIVATIONS,
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
    Softmax,
    Softplus,
)
from cnncourse.recipe import Recipe
from tests import twins
from tests.comparison import assert_close
from tests.drawn_architectures import COMPOSITES
from tests.networks import drawn_batch, drawn_weights
from tests.strategies_architecture import architectures, tells

in_keras = pytest.importorskip("cnncourse.in_keras")

ZOO = pytest.mark.parametrize("network", zoo.NETWORKS.values(), ids=zoo.NETWORKS.keys())
NETWORKS = [*zoo.NETWORKS.values(), *(n for n in COMPOSITES if n.name.startswith("image"))]
EVERY = pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.name)
NESTED = pytest.mark.parametrize("network", COMPOSITES, ids=lambda network: network.name)
BOTH = pytest.mark.parametrize("name", twins.NAMES)


def images_and_labels(network, n, seed=0):
    data = twins.real_data(network, 20)
    return (data.train.images[:n] / np.float32(255)), data.train.labels[:n]


def test_public_names_are_equal():
    assert in_torch.__all__ == in_keras.__all__
    for module in ("weights", "device", "distributed"):
        names = getattr(in_torch, module).__all__
        assert names == getattr(in_keras, module).__all__
        public = {"weights": {"get", "set", "save", "load"}, "device": {"describe"}}
        assert public.get(module, {"join", "leave", "sharing"}) <= {*names}


def test_signatures_are_equal():
    def signatures(package):
        found = {}
        for place in (package, package.weights, package.device, package.distributed):
            for name in place.__all__:
                value = getattr(place, name)
                if inspect.isfunction(value):
                    given = inspect.signature(value).parameters.values()
                    found[name] = [(p.name, p.kind, p.default) for p in given]
        return found

    assert signatures(in_torch) == signatures(in_keras)
    found = signatures(in_torch).keys()
    assert {"build", "train", "evaluate", "predict", "activations", "map_gradients"} <= found
    assert {"join", "leave", "sharing"} <= found


@BOTH
@EVERY
def test_parameters_are_those_of_the_description(network, name):
    model = twins.twin(name).build(network)
    total, trainable, fixed, _ = network.parameters()
    if name == "torch":
        counts = (
            sum(p.numel() for p in model.parameters()),
            sum(b.numel() for b in model.buffers() if b.is_floating_point()),
        )
    else:
        counts = tuple(
            sum(int(np.prod(v.shape)) for v in group)
            for group in (model.trainable_variables, model.non_trainable_variables)
        )
        counts = counts[0], counts[1] - seeds(model)
    assert counts == (trainable, fixed)
    assert sum(counts) == total


def seeds(model):
    """Numbers of the states that Keras's dropout layers draw from, which are not weights."""
    return sum(int(np.prod(v.shape)) for v in model.non_trainable_variables if "seed" in v.path)


@EVERY
def test_both_start_from_the_same_weights(network):
    for seed in (0, 5):
        drawn = network.initial_weights(seed)
        for name in twins.NAMES:
            found = twins.twin(name).weights.get(twins.twin(name).build(network, seed=seed))
            assert list(found) == list(drawn)
            assert all(found[key].dtype == np.float32 for key in found)
            assert all((found[key] == drawn[key]).all() for key in drawn)


@EVERY
def test_outputs_and_activations_in_float32(network):
    weights = drawn_weights(network, dtype="float32")
    images, _ = images_and_labels(network, 5)
    expected = reference.activations(network, weights, images)
    for name in twins.NAMES:
        package = twins.twin(name)
        model = package.build(network)
        package.weights.set(model, weights)
        assert_close(package.predict(model, images), last(expected), 1e-5)
        found = package.activations(model, images)
        assert list(found) == [step.name for step in network.walk()]
        for layer, ours in found.items():
            assert_close(ours, expected[layer], 1e-5)
    assert np.ptp(last(expected)) > 1e-3


def last(outputs):
    """What leaves the last layer."""
    return [*outputs.values()][-1]


@EVERY
@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-4), ("float64", 1e-10)])
def test_gradients(network, dtype, tolerance):
    # In float32 a batch's own statistics make a network of five normalisations follow the
    # rounding: a ReLU that flips near 0 is worth 1e-2 of a gradient. Float64 has them, and more
    # images: in small-resnet one image passes half a million ReLUs.
    training = dtype == "float64"
    network = twins.without_dropout(network)
    weights = drawn_weights(network, dtype=dtype)
    images, labels = images_and_labels(network, 5 if training else 2)
    loss, expected = reference.loss_and_gradients(
        network, weights, images.astype(dtype), labels, training=training
    )
    for name in twins.NAMES:
        own, found = twins.gradients(name, network, weights, images, labels, training=training)
        assert own == pytest.approx(loss, rel=tolerance)
        assert list(found) == list(expected) == network.trainable_names()
        for key, gradient in expected.items():
            assert_close(found[key], gradient, tolerance)


drawn_networks = architectures(
    idle_biases=False, dropout_rates=(0.0,), depthwise=True, residual=True
)


@settings(max_examples=60)
@given(drawn_networks, st.integers(0, 2**16))
def test_drawn_networks_in_float64(network, seed):
    weights = drawn_weights(network, seed)
    images, labels = drawn_batch(network, 4, seed)
    layers = reference.activations(network, weights, images)
    _, expected = reference.loss_and_gradients(network, weights, images, labels)
    assume(tells(expected))
    for name in twins.NAMES:
        package = twins.twin(name)
        model = package.build(network, dtype="float64")
        package.weights.set(model, weights)
        back = package.weights.get(model)
        assert list(back) == list(weights)
        assert all((back[key] == weights[key]).all() for key in weights)
        found = package.activations(model, images)
        assert list(found) == list(layers)
        for layer, ours in found.items():
            assert_close(ours, layers[layer], 1e-10)
        assert_close(package.predict(model, images), last(layers), 1e-10)
        _, found = twins.gradients(name, network, weights, images, labels, training=True)
        for key, gradient in expected.items():
            assert_close(found[key], gradient, 1e-10)


@pytest.mark.parametrize("stride", [2, 3, (2, 3)])
@pytest.mark.parametrize("size", [(6, 6), (6, 7), (7, 9), (11, 8)])
@pytest.mark.parametrize("kind", [Conv2D, MaxPool2D, AvgPool2D])
def test_same_padding_with_strides_on_even_and_odd_sizes(kind, size, stride):
    kernels = (2, 3, (4, 3), 5)
    for kernel in kernels:
        made = kind(3, kernel) if kind is Conv2D else kind(kernel)
        layer = type(made)(**{**vars(made), "stride": stride, "padding": "same"})
        network = Architecture("same", (*size, 2), [layer, Flatten(), Dense(3)])
        check_everywhere(network)


def check_everywhere(network, tolerance=1e-10, negative=False):
    """Hold both twins' layers and gradients against the reference, in float64."""
    weights = drawn_weights(network)
    images, labels = drawn_batch(network, 4)
    images = -1 - images if negative else images
    expected = reference.activations(network, weights, images)
    _, grads = reference.loss_and_gradients(network, weights, images, labels)
    for name in twins.NAMES:
        package = twins.twin(name)
        model = package.build(network, dtype="float64")
        package.weights.set(model, weights)
        found = package.activations(model, images)
        assert list(found) == list(expected)
        for layer, ours in found.items():
            assert_close(ours, expected[layer], tolerance)
        assert_close(package.predict(model, images), last(expected), tolerance)
        _, found = twins.gradients(name, network, weights, images, labels, training=True)
        for key, gradient in grads.items():
            assert_close(found[key], gradient, tolerance)
    return expected


@pytest.mark.usefixtures("any_numbers")
@pytest.mark.parametrize("padding", ["same", 1, (1, 0), (0, 1, 2, 1)])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("kind", [MaxPool2D, AvgPool2D])
def test_pooling_never_sees_its_padding(kind, stride, padding):
    network = Architecture("cold", (7, 8, 2), [kind(3, stride, padding), Flatten(), Dense(3)])
    pooled = check_everywhere(network, negative=True)["pool1"]
    assert pooled.max() <= -1  # a zero of padding would be the largest, or raise the mean


@pytest.mark.parametrize(
    "layers",
    [
        [Conv2D(3, 2, use_bias=False), Flatten(), BatchNorm(), Dense(4)],
        [MaxPool2D(2, 1), Flatten(), Dropout(0.0), BatchNorm(), Dropout(0.0), Dense(4), Dense(3)],
        [AvgPool2D(2, 1), Flatten(), Flatten(), BatchNorm(), Dense(4), Flatten(), Dense(3)],
        [Conv2D(3, 2, use_bias=False), BatchNorm(), GlobalAvgPool2D()],
        [Conv2D(3, 2), Softmax(), Flatten(), Softmax(), Dense(3)],
        [Conv2D(3, 2, activation="softmax"), GlobalAvgPool2D(), Flatten(), Dense(3)],
        [Conv2D(3, 2, activation="leaky_relu"), Flatten(), Dense(3, "leaky_relu")],
        [Conv2D(3, 2), Softplus(), Flatten(), Dense(3, "gelu")],
        [Conv2D(3, 2), Flatten()],
        [Conv2D(3, 2, use_bias=False), Flatten(), BatchNorm(), Softmax()],
        [MaxPool2D(2), Flatten(), Flatten(), Dropout(0.0), BatchNorm()],
    ],
    ids=lambda layers: "-".join(layer.kind for layer in layers),
)
def test_flattened_features_in_every_place(layers):
    check_everywhere(Architecture("features", (5, 4, 2), layers))


@pytest.mark.usefixtures("any_numbers")
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_far_from_zero(activation):
    layers = [ACTIVATIONS[activation], Conv2D(4, 2, activation=activation), Flatten(), Dense(3)]
    network = Architecture("far", (3, 3, 2), layers)
    images = np.random.default_rng(0).uniform(-60, 60, (8, 3, 3, 2))
    weights = drawn_weights(network)
    expected = reference.activations(network, weights, images)
    for name in twins.NAMES:
        package = twins.twin(name)
        model = package.build(network, dtype="float64")
        package.weights.set(model, weights)
        for layer, ours in package.activations(model, images).items():
            assert_close(ours, expected[layer], 1e-13)


@pytest.mark.filterwarnings("ignore::cnncourse.inputs.LogitsWarning")
@pytest.mark.parametrize("activation", ["sigmoid", "softmax"])
def test_keras_losses_do_not_look_behind_the_last_activation(activation):
    import keras

    split = twins.real_data(zoo.DENSE_BASELINE, 20).train
    for layers in (
        [Flatten(), Dense(10, activation)],
        [Flatten(), Dense(10), ACTIVATIONS[activation]],
    ):
        model = in_keras.build(Architecture("bounded", (28, 28, 1), layers))
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        found = loss(split.labels, model(split.images / np.float32(255)))
        expected = in_torch.evaluate(in_torch.build(model.architecture), split).loss
        assert float(found) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    "layer",
    [
        Conv2D(3, 2, stride=2, dilation=(1, 2), padding="same"),
        DepthwiseConv2D(2, stride=2, dilation=(1, 2), padding="same"),
        DepthwiseConv2D(3, (1, 2), "same", multiplier=2),
        DepthwiseConv2D((3, 2), (3, 1), (1, 0, 2, 1), activation="leaky_relu"),
        DepthwiseConv2D(2, 1, "valid", (2, 1), activation="softmax", use_bias=False),
    ],
    ids=repr,
)
def test_strides_and_dilations_that_keras_itself_does_not_take(layer):
    check_everywhere(Architecture("both", (8, 9, 2), [layer, Flatten(), Dense(3)]))


@NESTED
def test_nested_networks_in_all_three_builds(network):
    check_everywhere(twins.without_dropout(network))


@pytest.mark.parametrize("saved", twins.NAMES)
@EVERY
def test_a_file_of_one_loads_in_the_other(network, saved, tmp_path):
    package, other = twins.twin(saved), twins.twin({"torch": "keras", "keras": "torch"}[saved])
    model = package.build(network, seed=3)
    package.weights.set(model, drawn_weights(network, dtype="float32"))
    package.weights.save(model, tmp_path / "model.safetensors")
    images, _ = images_and_labels(network, 5)
    loaded = other.weights.load(tmp_path / "model.safetensors")
    assert loaded.architecture == network
    assert_close(other.predict(loaded, images), package.predict(model, images), 1e-5)
    again = package.weights.load(tmp_path / "model.safetensors")
    assert (package.predict(again, images) == package.predict(model, images)).all()


@pytest.mark.filterwarnings("ignore::cnncourse.inputs.LogitsWarning")
@EVERY
def test_evaluations_agree(network):
    split = twins.real_data(network, 40).train
    results = [
        twins.twin(name).evaluate(twins.twin(name).build(network, seed=1), split, batch_size=7)
        for name in twins.NAMES
    ]
    logits = in_torch.predict(in_torch.build(network, seed=1), split.images)
    assert results[0].accuracy == results[1].accuracy == (logits.argmax(1) == split.labels).mean()
    assert results[0].loss == pytest.approx(results[1].loss, rel=1e-5)
    by_torch = torch.nn.functional.cross_entropy(
        torch.from_numpy(logits), torch.from_numpy(split.labels)
    )
    assert results[0].loss == pytest.approx(by_torch.item(), rel=1e-5)


def test_an_order_of_batches_is_the_recipes():
    recipe = Recipe(batch_size=3, seed=4)
    orders = [np.concatenate([*recipe.batches(10, epoch)]) for epoch in (0, 1, 0)]
    assert (orders[0] == orders[2]).all()
    assert (orders[0] != orders[1]).any()
    assert (np.sort(orders[1]) == np.arange(10)).all()
