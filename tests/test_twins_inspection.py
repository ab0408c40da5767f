"""Looking into a trained network: layers by name, and a class's gradient at a layer's maps."""

import re

import numpy as np
import pytest
import torch

from cnncourse import in_torch, reference, zoo
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
    Residual,
)
from tests import twins
from tests.comparison import assert_close
from tests.drawn_architectures import COMPOSITES
from tests.networks import drawn_batch, drawn_weights, torch_forward

pytest.importorskip("keras")

BOTH = pytest.mark.parametrize("twin", [*map(twins.twin, twins.NAMES)], ids=twins.NAMES)
NETWORKS = {name: zoo.find(name) for name in ("lenet-5", "A", "C-cnn", "E")}
MIXED = Architecture(
    "mixed",
    (13, 12, 2),
    [
        Conv2D(4, 3, stride=2, padding="same", activation="leaky_relu"),
        BatchNorm(),
        AvgPool2D(2, 1, "same"),
        Dropout(0.5),
        MaxPool2D(3, 2, (1, 0, 1, 1)),
        Conv2D(3, 2, activation="gelu"),
        Flatten(),
        BatchNorm(),
        Dropout(0.3),
        Dense(5, "tanh"),
        Dense(4),
    ],
)
NESTED = COMPOSITES[2]  # paths of all kinds


def built(twin, network, weights):
    dtype = next(iter(weights.values())).dtype.name
    model = twin.build(network, dtype=dtype)
    twin.weights.set(model, weights)
    return model


@BOTH
def test_gradients_by_hand(twin):
    """Two 1×1 kernels 2 and -1 with ReLU; class k weighs the pixels and channels in order."""
    network = Architecture(
        "hand", (1, 2, 1), [Conv2D(2, 1, activation="relu"), Flatten(), Dense(2)]
    )
    weights = {
        "conv1/kernels": np.array([[[[2.0, -1.0]]]]),
        "conv1/bias": np.array([0.0, 0.0]),
        "dense1/weights": np.array([[1.0, 5.0], [2.0, 6.0], [3.0, 7.0], [4.0, 8.0]]),
        "dense1/bias": np.array([0.0, 0.0]),
    }
    model = built(twin, network, weights)
    images = np.array([[[[0.25], [0.5]]], [[[0.75], [1.0]]]])
    maps = [[[[0.5, 0.0], [1.0, 0.0]]], [[[1.5, 0.0], [2.0, 0.0]]]]
    assert twin.activations(model, images, ["conv1"])["conv1"].tolist() == maps
    found = twin.map_gradients(model, images, "conv1", [0, 1])
    assert found.tolist() == [[[[1, 2], [3, 4]]], [[[5, 6], [7, 8]]]]
    # Only the first channel lets anything through, at 2 times its weight.
    found = twin.map_gradients(model, images, "input", [0, 1])
    assert found.tolist() == [[[[2], [6]]], [[[10], [14]]]]
    assert twin.map_gradients(model, images, "flatten1", 1).tolist() == [[5, 6, 7, 8]] * 2
    assert twin.map_gradients(model, images, "dense1", 1).tolist() == [[0, 1]] * 2


def traced_gradients(network, weights, images, classes):
    """Return the same gradients by NumPy: the reference's own backward passes, layer by layer."""
    grad, found = np.eye(network.output_shape[0])[classes].astype(images.dtype), {}
    traced = {one.name: one for one in reference.trace(network, weights, images)}

    def back_along(path, grad):
        for step in reversed(path):
            found[step.name] = grad
            for inside in step.paths():
                back_along(inside, grad)
            grad, _ = traced[step.name].back(grad)
        return grad

    return found | {"input": back_along(network.named_layers(), grad)}


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-5), ("float64", 1e-10)])
@pytest.mark.parametrize(
    "network", [*NETWORKS.values(), MIXED, NESTED], ids=lambda network: network.name
)
def test_gradients_at_every_layer_are_the_references(network, dtype, tolerance):
    weights = drawn_weights(network, dtype=dtype)
    images, classes = drawn_batch(network, 5)
    images = images.astype(dtype)
    expected = traced_gradients(network, weights, images, classes)
    models = [(twin, built(twin, network, weights)) for twin in map(twins.twin, twins.NAMES)]
    for layer, wanted in expected.items():
        both = [
            twin.map_gradients(model, images, layer, classes, batch_size=2)
            for twin, model in models
        ]
        for found in both:
            assert found.dtype == dtype
            assert found.shape == wanted.shape
            assert_close(found, wanted, tolerance)
        assert_close(*both, tolerance)


@pytest.mark.parametrize("idle", [Flatten(), Dropout(0.5), Dropout(0.0)], ids=repr)
def test_what_a_layer_hands_on_untouched_is_its_own(idle):
    """What enters a residual and what leaves its first layer have different gradients."""
    paths = [Residual([idle, Dense(3)], [idle, Residual([idle])]), Residual([idle]), Dense(4)]
    network = Architecture("idle", (1, 2, 2), [Flatten(), Dense(3), *paths])
    weights, (images, classes) = drawn_weights(network), drawn_batch(network, 4)
    expected = traced_gradients(network, weights, images, classes)
    apart = [expected[name] for name in ("dense1", f"residual1/{idle.kind}1")]
    assert np.abs(apart[0] - apart[1]).max() > 0.01
    for twin in map(twins.twin, twins.NAMES):
        model = built(twin, network, weights)
        for layer, wanted in expected.items():
            assert_close(twin.map_gradients(model, images, layer, classes), wanted, 1e-10)


@BOTH
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_network_without_numbers_computes_in_its_type(twin, dtype):
    network = Architecture("idle", (4, 4, 1), [AvgPool2D(3), Flatten()])
    images = np.random.default_rng(0).random((2, 4, 4, 1))
    model = twin.build(network, dtype=dtype)
    found = twin.predict(model, images)
    assert found.dtype == twin.activations(model, images)["pool1"].dtype == dtype
    assert_close(found, images[:, :3, :3].mean((1, 2)), {"float32": 1e-6, "float64": 1e-14}[dtype])


def behind(network, weights, layer):
    """Return what follows a layer as a network of its own, and its weights."""
    steps = network.named_layers()
    first = [step.name for step in steps].index(layer) + 1
    tail = Architecture("tail", steps[first].input_shape, network.layers[first:])
    names = [name for name in weights if name.partition("/")[0] in {s.name for s in steps[first:]}]
    return tail, dict(zip(tail.weight_shapes(), (weights[name] for name in names), strict=True))


@BOTH
@pytest.mark.parametrize("layer", ["input", "conv1", "norm1", "pool1", "conv2"])
def test_gradients_are_finite_differences(twin, layer):
    weights = drawn_weights(MIXED)
    images, classes = drawn_batch(MIXED, 3)
    model = built(twin, MIXED, weights)
    tail, own, maps = MIXED, weights, images
    if layer != "input":
        (tail, own), maps = behind(MIXED, weights, layer), twin.activations(model, images)[layer]
    found = twin.map_gradients(model, images, layer, classes)
    own = {name: torch.from_numpy(array) for name, array in own.items()}
    rows, step = np.arange(3), 1e-6
    slopes = np.empty_like(maps)
    for place in np.ndindex(maps.shape[1:]):
        moved = np.zeros_like(maps)
        moved[(slice(None), *place)] = step
        more, less = (
            torch_forward(tail, own, maps + sign * moved, training=False).numpy()
            for sign in (1, -1)
        )
        slopes[(slice(None), *place)] = (more - less)[rows, classes] / (2 * step)
    assert_close(found, slopes, 1e-7)


@BOTH
def test_layers_asked_for_come_alone_and_in_that_order(twin):
    images, _ = drawn_batch(MIXED, 5)
    model = twin.build(MIXED)
    whole = twin.activations(model, images)
    assert list(whole) == [step.name for step in MIXED.named_layers()]
    found = twin.activations(model, images, ["flatten1", "conv1", "flatten1"], batch_size=2)
    assert list(found) == ["flatten1", "conv1"]
    for name, maps in found.items():
        assert_close(maps, whole[name], 1e-6)
    assert twin.activations(model, images, []) == {}
    (alone,) = twin.activations(model, images, iter(["conv2"])).values()
    assert alone.shape == (5, 2, 2, 3)


def calls_of(name, model, monkeypatch):
    """Return the list in which each call of a layer leaves (its name, how many images)."""
    calls = []
    if name == "torch":
        for layer, module in model.named_children():
            module.register_forward_hook(
                lambda *given, layer=layer: calls.append((layer, len(given[2])))
            )
        return calls
    import keras

    for layer in model.layers:

        def call(*given, real=layer.call, layer=layer, **named):
            calls.append((layer.name, given[0].shape[0]))
            return real(*given, **named)

        monkeypatch.setattr(layer, "call", call)
    assert keras.backend.backend() == "tensorflow"
    return calls


@pytest.mark.parametrize("name", twins.NAMES)
def test_images_go_through_in_batches_and_no_further_than_asked(name, monkeypatch):
    images, _ = drawn_batch(MIXED, 5)
    twin = twins.twin(name)
    model = twin.build(MIXED)
    calls = calls_of(name, model, monkeypatch)
    twin.activations(model, images, ["norm1"], batch_size=2)
    assert [size for layer, size in calls if layer == "conv1"] == [2, 2, 1]
    assert {layer.partition("_")[0] for layer, _ in calls} == {"conv1", "norm1"}
    calls.clear()
    twin.map_gradients(model, images, "conv2", 0, batch_size=3)
    assert [size for layer, size in calls if layer == "dense2"] == [3, 2]


@BOTH
def test_a_look_leaves_the_model_as_it_was(twin):
    images, _ = drawn_batch(MIXED, 4)
    model = twin.build(MIXED)
    before, random = twin.weights.get(model), torch.get_rng_state()
    if twin is in_torch:
        model.train()
        model.get_submodule("norm1").eval()  # as when a part is kept from learning
        modes = [module.training for module in model.modules()]
    first = twin.map_gradients(model, images, "conv1", 1)
    assert (twin.map_gradients(model, images, "conv1", 1) == first).all()  # no dropout
    twin.activations(model, images)
    if twin is in_torch:
        assert [module.training for module in model.modules()] == modes
        assert all(parameter.grad is None for parameter in model.parameters())
        assert all(parameter.requires_grad for parameter in model.parameters())
    after = twin.weights.get(model)
    assert all((after[name] == array).all() for name, array in before.items())
    assert (torch.get_rng_state() == random).all()


@pytest.mark.parametrize("context", [torch.no_grad, torch.inference_mode, torch.enable_grad])
def test_gradients_come_whatever_is_switched_off_outside(context):
    images, classes = drawn_batch(MIXED, 4)
    model = in_torch.build(MIXED)
    expected = in_torch.map_gradients(model, images, "conv1", classes)
    seen = in_torch.activations(model, images)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    with context():
        assert (in_torch.map_gradients(model, images, "conv1", classes) == expected).all()
        assert all((in_torch.activations(model, images)[k] == v).all() for k, v in seen.items())
    assert not any(parameter.requires_grad for parameter in model.parameters())


def test_gradients_of_frozen_weights_in_keras():
    twin = twins.twin("keras")
    images, classes = drawn_batch(MIXED, 4)
    model = twin.build(MIXED)
    expected = twin.map_gradients(model, images, "conv2", classes)
    model.trainable = False
    assert (twin.map_gradients(model, images, "conv2", classes) == expected).all()


@BOTH
def test_bytes_and_fractions_are_the_same_images(twin):
    images = np.random.default_rng(0).integers(0, 256, (3, 13, 12, 2), dtype=np.uint8)
    model = twin.build(MIXED)
    for layer in ("input", "conv1"):
        of_bytes = twin.map_gradients(model, images, layer, 2)
        assert_close(twin.map_gradients(model, images / 255, layer, 2), of_bytes, 1e-6)


WRONG = [
    ({"layers": ["conv3"]}, ValueError, "'mixed' has no layer 'conv3'; did you mean 'conv"),
    ({"layers": ["conv1", "Conv2"]}, ValueError, "no layer 'Conv2'; did you mean 'conv2'? its"),
    ({"layers": ["xyz"]}, ValueError, "no layer 'xyz'; its layers are conv1, norm1, pool1"),
    ({"layers": "conv1"}, TypeError, "layers must be a list of names, got 'conv1'; pass layers=['"),
    ({"layers": 3}, TypeError, "layers must be a list of names, got 3; pass layers=['conv1']"),
    ({"layers": [0]}, TypeError, 'a layer is asked for by its name, as "conv1", got 0'),
    ({"layers": ["input"]}, ValueError, "no layer 'input'"),
    ({"layer": "pool9"}, ValueError, "no layer 'pool9'; did you mean 'pool"),
    ({"layer": None}, TypeError, 'a layer is asked for by its name, as "conv1", got None'),
    (
        {"layer": ["conv1"]},
        TypeError,
        "a layer is asked for by its name, as \"conv1\", got ['conv1']",
    ),
    ({"classes": 4}, ValueError, "classes must be in 0..3, got 4; count them from 0"),
    ({"classes": [0, 1, -1]}, ValueError, "classes must be in 0..3, got -1"),
    ({"classes": [0, 1]}, ValueError, "one for each of the 3 images, got an array of shape (2,)"),
    ({"classes": np.eye(3, 4)}, TypeError, "classes must be whole numbers, got"),
    ({"classes": "boot"}, TypeError, "classes must be whole numbers, got 'boot'"),
    ({"classes": True}, TypeError, "classes must be whole numbers, got True"),
    ({"batch_size": 0}, ValueError, "batch_size must be a whole number of at least 1, got 0"),
    ({"batch_size": 2.5}, TypeError, "batch_size must be a whole number of at least 1, got 2.5"),
    ({"images": np.zeros((3, 8, 8, 2))}, ValueError, "images must have shape (N, 13, 12, 2)"),
]


@BOTH
@pytest.mark.parametrize(("wrong", "kind", "words"), WRONG)
def test_what_cannot_be_looked_at_is_named(twin, wrong, kind, words):
    model = twin.build(MIXED)
    given = {"images": np.zeros((3, 13, 12, 2)), **wrong}
    calls = []
    if "layer" not in wrong and "classes" not in wrong:
        calls.append(lambda: twin.activations(model, **given))
    if "layers" not in wrong:
        calls.append(lambda: twin.map_gradients(model, **{"layer": "conv1", "classes": 0, **given}))
    for call in calls:
        with pytest.raises(kind, match=re.escape(words)):
            call()


@BOTH
def test_a_network_without_logits_has_no_class(twin):
    model = twin.build(Architecture("maps", (4, 4, 1), [Conv2D(2, 3)]))
    images = np.zeros((1, 4, 4, 1))
    assert twin.activations(model, images)["conv1"].shape == (1, 2, 2, 2)
    with pytest.raises(ValueError, match=r"ends in a map \(2, 2, 2\), not in logits"):
        twin.map_gradients(model, images, "conv1", 0)


@BOTH
def test_class_activation_maps_of_an_average(twin):
    """Where a network ends in a mean and a dense layer, the gradient is that layer's weights."""
    network = Architecture(
        "cam", (6, 5, 1), [Conv2D(3, 3, activation="relu"), GlobalAvgPool2D(), Dense(4)]
    )
    weights = drawn_weights(network)
    images, classes = drawn_batch(network, 4)
    found = twin.map_gradients(built(twin, network, weights), images, "conv1", classes)
    wanted = weights["dense1/weights"][:, classes].T[:, None, None, :] / (4 * 3)
    assert_close(found, np.broadcast_to(wanted, found.shape), 1e-10)
