"""Any architecture run in NumPy: by hand, against PyTorch and Keras, and by differences."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from cnncourse import gradients, ops, reference, zoo
from cnncourse.architecture import (
    ACTIVATIONS,
    ELU,
    Architecture,
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
    Residual,
)
from cnncourse.architecture.base import Layer
from tests.comparison import assert_close
from tests.networks import SMALL, drawn_batch, drawn_weights, torch_forward
from tests.strategies_architecture import architectures

keras = pytest.importorskip("keras")


@pytest.mark.usefixtures("any_numbers")
def test_a_network_by_hand():
    network = Architecture(
        "hand",
        (2, 3, 1),
        [Conv2D(1, 2, activation="relu"), MaxPool2D((1, 2)), Flatten(), Dense(2)],
    )
    weights = {
        "conv1/kernels": np.array([[1, 0], [0, -1]])[..., None, None],
        "conv1/bias": np.array([1]),
        "dense1/weights": np.array([[2, -3]]),
        "dense1/bias": np.array([0, 10]),
    }
    image = np.array([[5.0, 1, 7], [2, 4, 9]])[None, ..., None]
    outputs = reference.activations(network, weights, image)
    assert [a.ravel().tolist() for a in outputs.values()] == [[2, 0], [2], [2], [4, 4]]
    assert reference.forward(network, weights, image).tolist() == [[4, 4]]
    loss, grads = reference.loss_and_gradients(network, weights, image, [1])
    assert loss == pytest.approx(np.log(2))
    # The logits' gradient is (1/2, -1/2); through the dense layer 2/2 + 3/2 = 2.5 arrives.
    assert list(grads) == list(weights)
    assert grads["dense1/bias"].tolist() == [0.5, -0.5]
    assert grads["dense1/weights"].tolist() == [[1, -1]]
    assert grads["conv1/bias"].tolist() == [2.5]
    assert (grads["conv1/kernels"][..., 0, 0] == 2.5 * np.array([[5, 1], [2, 4]])).all()


@settings(max_examples=40)
@given(architectures(depthwise=True, residual=True), st.integers(0, 2**16))
def test_shapes_are_those_of_the_description(architecture, seed):
    weights = drawn_weights(architecture, seed, "float32")
    images, labels = drawn_batch(architecture, 4)
    outputs = reference.activations(architecture, weights, images.astype("float32"))
    shapes = {step.name: (4, *step.output_shape) for step in architecture.walk()}
    assert {name: a.shape for name, a in outputs.items()} == shapes
    assert {a.dtype for a in outputs.values()} == {np.dtype("float32")}
    loss, grads = reference.loss_and_gradients(
        architecture, weights, images.astype("float32"), labels, rng=seed
    )
    assert np.isfinite(loss)
    assert list(grads) == architecture.trainable_names()
    for name, grad in grads.items():
        assert grad.shape == weights[name].shape
        assert grad.dtype == np.float32


@pytest.mark.parametrize("training", [False, True])
@settings(max_examples=60)
@given(
    architectures(dropout_rates=(0.0,), idle_biases=False, depthwise=True, residual=True),
    st.integers(0, 2**16),
)
def test_outputs_and_gradients_are_torchs(training, architecture, seed):
    weights = drawn_weights(architecture, seed)
    images, labels = drawn_batch(architecture, 4, seed)
    tensors = {name: torch.tensor(array) for name, array in weights.items()}
    for name in architecture.trainable_names():
        tensors[name].requires_grad_()
    logits = torch_forward(architecture, tensors, images, training)
    found = reference.forward(architecture, weights, images, training=training)
    assert_close(found, logits.detach().numpy(), 1e-10)
    expected = nn.functional.cross_entropy(logits, torch.from_numpy(labels))
    expected.backward()
    loss, grads = reference.loss_and_gradients(
        architecture, weights, images, labels, training=training
    )
    assert loss == pytest.approx(expected.item(), rel=1e-10)
    # Against the network's largest gradient: an array's own may be zero in truth.
    scale = max(np.abs(grad).max() for grad in grads.values())
    for name, grad in grads.items():
        theirs = tensors[name].grad.numpy()
        assert grad.shape == theirs.shape
        assert np.abs(grad - theirs).max() <= 1e-10 * scale, name


def keras_layer(layer):
    """The Keras layer a reader would write for one of SMALL's."""
    kinds = {
        Conv2D: lambda: keras.layers.Conv2D(
            layer.filters,
            layer.kernel_size,
            padding=layer.padding if isinstance(layer.padding, str) else "valid",
            activation=layer.activation,
            use_bias=layer.use_bias,
            dtype="float64",
        ),
        BatchNorm: lambda: keras.layers.BatchNormalization(dtype="float64"),
        MaxPool2D: lambda: keras.layers.MaxPooling2D(layer.size, dtype="float64"),
        Dropout: lambda: keras.layers.Dropout(layer.rate, dtype="float64"),
        Flatten: lambda: keras.layers.Flatten(dtype="float64"),
        Dense: lambda: keras.layers.Dense(layer.units, dtype="float64"),
    }
    return kinds[type(layer)]()


def test_every_layers_output_is_kerass():
    weights = drawn_weights(SMALL)
    images, _ = drawn_batch(SMALL, 5)
    x = keras.ops.convert_to_tensor(images)
    outputs = reference.activations(SMALL, weights, images)
    for output, (name, layer, shape, _, _) in zip(
        outputs.values(), SMALL.named_layers(), strict=True
    ):
        built = keras_layer(layer)
        built.build((None, *shape))
        if keys := layer.weight_shapes(shape):
            built.set_weights([weights[f"{name}/{key}"] for key in keys])
        x = built(x, training=False) if layer.kind in ("norm", "dropout") else built(x)
        assert_close(output, keras.ops.convert_to_numpy(x), 1e-10)


@pytest.mark.parametrize("training", [False, True])
def test_gradients_by_differences_with_dropout(training):
    weights, (images, labels) = drawn_weights(SMALL), drawn_batch(SMALL, 4)

    def loss(arrays):
        return reference.loss_and_gradients(SMALL, arrays, images, labels, training=training, rng=3)

    grads, step = loss(weights)[1], 1e-6
    rng = np.random.default_rng(0)
    for name, grad in grads.items():
        direction = rng.standard_normal(grad.shape)
        ends = [loss(weights | {name: weights[name] + s * direction})[0] for s in (step, -step)]
        expected = (ends[0] - ends[1]) / (2 * step)
        assert (grad * direction).sum() == pytest.approx(expected, rel=1e-5, abs=1e-9), name


def layers_with_arithmetic():
    kinds, waiting = [], [Layer]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("cnncourse.") and not kind.__subclasses__():
            kinds.append(kind)
    return kinds


@pytest.mark.parametrize("kind", layers_with_arithmetic(), ids=lambda kind: kind.__name__)
def test_every_kind_of_layer_runs_both_ways(kind):
    arguments = {
        Conv2D: (2, 2),
        Dense: (3,),
        DepthwiseConv2D: (2,),
        Dropout: (0.5,),
        Residual: ([ReLU()],),
    }.get(kind, ())
    layers = [kind(*arguments)]
    if kind is Dense:
        layers = [Flatten(), *layers]
    elif kind not in (Flatten, GlobalAvgPool2D):
        layers += [Flatten()]
    network = Architecture("one", (4, 4, 2), [Conv2D(2, 1), *layers, Dense(2)])
    weights, (images, labels) = drawn_weights(network), drawn_batch(network)
    loss, grads = reference.loss_and_gradients(network, weights, images, labels, rng=0)
    assert np.isfinite(loss)
    assert np.abs(grads["conv1/kernels"]).max() > 0


@pytest.mark.usefixtures("any_numbers")
@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_an_activation_by_name_is_the_layer(name):
    images = np.random.default_rng(0).standard_normal((2, 3, 3, 2))
    named = Architecture("named", (3, 3, 2), [Conv2D(3, 2, activation=name)])
    layered = Architecture("layered", (3, 3, 2), [Conv2D(3, 2), ACTIVATIONS[name]])
    weights = drawn_weights(named)
    first, second = (reference.forward(a, weights, images) for a in (named, layered))
    assert (first == second).all()


@pytest.mark.usefixtures("any_numbers")
def test_the_settings_of_activations_are_heard():
    images = np.array([-2.0, 3.0]).reshape(1, 1, 2, 1)
    for layer, expected in (
        (LeakyReLU(0.5), [-1, 3]),
        (ELU(2.0), [2 * (np.exp(-2) - 1), 3]),
    ):
        network = Architecture("one", (1, 2, 1), [layer])
        assert_close(reference.forward(network, {}, images).ravel(), expected, 1e-15)


@pytest.mark.usefixtures("any_numbers")
def test_bytes_are_divided_by_255_in_the_weights_type():
    images = np.random.default_rng(0).integers(0, 256, (3, 9, 8, 2), "uint8")
    for dtype in ("float32", "float64"):
        weights = drawn_weights(SMALL, dtype=dtype)
        out = reference.forward(SMALL, weights, images)
        assert out.dtype == dtype
        assert (out == reference.forward(SMALL, weights, images.astype(dtype) / 255)).all()
    whole = reference.forward(SMALL, weights, images * 1.0)
    assert np.abs(whole - out).max() > 0.1
    bare = Architecture("bare", (9, 8, 2), [MaxPool2D(2)])
    assert reference.forward(bare, {}, images).dtype == np.float32


@pytest.mark.usefixtures("any_numbers")
def test_predicting_does_not_depend_on_how_many_come_together(monkeypatch):
    weights, (images, _) = drawn_weights(SMALL), drawn_batch(SMALL, 7)
    whole = reference.forward(SMALL, weights, images)
    monkeypatch.setattr(reference.running, "PREDICTED_AT_ONCE", 3)
    assert_close(reference.forward(SMALL, weights, images), whole, 1e-12)
    assert reference.forward(SMALL, weights, images[:0]).shape == (0, 5)


def test_training_uses_the_batch_and_the_generator():
    weights, (images, labels) = drawn_weights(SMALL), drawn_batch(SMALL, 6)
    outputs = [*reference.activations(SMALL, weights, images, training=True, rng=5).values()]
    scale, shift = weights["norm1/scale"], weights["norm1/shift"]
    assert (outputs[1] == ops.batch_norm_training(outputs[0], scale, shift)[0]).all()
    assert (outputs[3] == ops.dropout(outputs[2], 0.25, rng=5)).all()
    again = reference.forward(SMALL, weights, images, training=True, rng=np.random.default_rng(5))
    assert (again == outputs[-1]).all()
    assert (reference.forward(SMALL, weights, images, training=True, rng=6) != again).any()
    with pytest.raises(TypeError, match="rng must be a generator or a seed, got None"):
        reference.loss_and_gradients(SMALL, weights, images, labels)


def test_two_dropouts_draw_two_masks():
    network = Architecture("twice", (4, 4, 4), [Dropout(0.5), Dropout(0.5)])
    images = np.ones((2, 4, 4, 4))
    first, second = reference.activations(network, {}, images, training=True, rng=0).values()
    assert set(first.ravel().tolist()) == {0, 2}
    assert 4 in second
    assert ((first == 2) & (second == 0)).any()


@pytest.mark.parametrize("name", sorted(zoo.NETWORKS))
def test_every_network_of_the_zoo_runs(name):
    network = zoo.NETWORKS[name]
    weights = network.initial_weights(0)
    images, labels = drawn_batch(network, 2)
    loss, grads = reference.loss_and_gradients(
        network, weights, images.astype("float32"), labels, rng=0
    )
    assert 0 < loss < 10
    assert list(grads) == network.trainable_names()
    assert all(np.isfinite(grad).all() and grad.dtype == np.float32 for grad in grads.values())


def test_layers_are_given_by_name_in_the_order_asked_for():
    weights, (images, _) = drawn_weights(SMALL), drawn_batch(SMALL, 2)
    everything = reference.activations(SMALL, weights, images)
    assert [*everything] == [step.name for step in SMALL.named_layers()]
    some = reference.activations(SMALL, weights, images, ["dense1", "conv1"])
    assert [*some] == ["dense1", "conv1"]
    assert all((some[name] == everything[name]).all() for name in some)
    with pytest.raises(ValueError, match="'small' has no layer 'conv3'; did you mean 'conv"):
        reference.activations(SMALL, weights, images, ["conv3"])


def test_the_trace_goes_back_from_every_layer():
    weights, (images, labels) = drawn_weights(SMALL), drawn_batch(SMALL, 3)
    steps = [*reference.trace(SMALL, weights, images)]
    assert [one.name for one in steps] == [step.name for step in SMALL.named_layers()]
    logits = steps[-1].output
    assert (logits == reference.forward(SMALL, weights, images)).all()
    grad = gradients.cross_entropy_backward(1.0, logits, labels)
    _, expected = reference.loss_and_gradients(SMALL, weights, images, labels, training=False)
    for name, output, back in reversed(steps):
        assert grad.shape == output.shape
        grad, own = back(grad)
        for key, array in own.items():
            assert (array == expected[f"{name}/{key}"]).all()
    assert grad.shape == images.shape
