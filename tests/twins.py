"""Both twins by name, small data for any architecture, and a batch's gradients in each."""

from dataclasses import replace

import numpy as np
import torch

from cnncourse import datasets, in_torch
from cnncourse.architecture import (
    Architecture,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Residual,
)
from cnncourse.architecture import MaxPool2D as Pool
from cnncourse.datasets import Dataset, Split
from cnncourse.recipe import Recipe

NAMES = ("torch", "keras")

NORMED = Architecture(
    "normed",
    (8, 8, 2),
    [
        Conv2D(4, 3, padding="same", use_bias=False),
        BatchNorm(),
        Pool(2),
        Dropout(0.25),
        Conv2D(5, 3, activation="tanh"),
        Flatten(),
        Dropout(0.2),
        Dense(6, "relu", use_bias=False),
        BatchNorm(epsilon=1e-5, momentum=0.9),
        Dense(4),
    ],
)


def twin(name):
    """Return `in_torch` or `in_keras`; TensorFlow is imported only where it is asked for."""
    if name == "torch":
        return in_torch
    from cnncourse import in_keras

    return in_keras


def without_dropout(architecture):
    return replace(architecture, layers=_without_dropout(architecture.layers))


def _without_dropout(layers):
    kept = []
    for layer in layers:
        if isinstance(layer, Dropout):
            layer = replace(layer, rate=0.0)
        elif isinstance(layer, Residual):
            around = layer.shortcut and _without_dropout(layer.shortcut)
            layer = Residual(_without_dropout(layer.layers), around)
        kept.append(layer)
    return kept


def drawn_data(architecture, train=32, validation=None, seed=0):
    """Noise with a patch that is bright in proportion to the label: something to learn."""
    rng = np.random.default_rng(seed)
    classes = architecture.output_shape[0]

    def split(n):
        labels = rng.integers(classes, size=n)
        images = rng.integers(0, 128, (n, *architecture.input_shape), dtype=np.uint8)
        images[:, :4, :4] += (labels * (127 // classes)).astype(np.uint8)[:, None, None, None]
        return Split(images, labels)

    names = [str(number) for number in range(classes)]
    held = None if validation is None else split(validation)
    return Dataset("drawn", split(train), split(8), names, held)


def real_data(architecture, train):
    """Fashion-MNIST for grey networks, drawn shapes for colour ones."""
    if architecture.input_shape[2] == 3:
        return datasets.load("shapes", train=train, test=10, progress=False)
    data = datasets.load("fashion-mnist-mini")
    return Dataset(data.name, data.train.take(train, seed=1), data.test, data.classes)


def gradients(name, architecture, weights, images, labels, *, training):
    """Return the mean cross-entropy and its gradients under the neutral names."""
    dtype = next(iter(weights.values())).dtype.name
    model = twin(name).build(architecture, dtype=dtype)
    twin(name).weights.set(model, weights)
    found = _in_torch if name == "torch" else _in_keras
    loss, grads = found(model, images.astype(dtype), labels, training)
    return loss, {key: grads[key] for key in architecture.trainable_names()}


def _in_torch(model, images, labels, training):
    logits = model.train(training)(torch.from_numpy(images).permute(0, 3, 1, 2))
    loss = torch.nn.functional.cross_entropy(logits, torch.from_numpy(labels))
    loss.backward()
    # The gradients take the weights' places, so that weights.get brings them to neutral.
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.grad)
    return loss.item(), in_torch.weights.get(model)


def _in_keras(model, images, labels, training):
    import keras
    import tensorflow as tf

    variables = twin("keras").weights.variables(model)
    with tf.GradientTape() as tape:
        logits = model(images, training=training)
        losses = keras.ops.sparse_categorical_crossentropy(labels, logits, from_logits=True)
        loss = tf.reduce_mean(losses)
    found = tape.gradient(loss, {key: variable.value for key, variable in variables.items()})
    return float(loss), {key: np.asarray(g) for key, g in found.items() if g is not None}


RECIPE = Recipe("adam", 1e-2, batch_size=8, epochs=3)
DATA = drawn_data(NORMED, 30, validation=12)


def train(twin, recipe=RECIPE, data=DATA, network=NORMED, **given):
    """Return (history, model) of a run without a bar."""
    model = twin.build(network)
    return twin.train(model, data, recipe, **{"progress": False, **given}), model
