"""What Keras models answer, learn and hold, as JSON: run once for each order of the channels.

``python -m tests.channel_order_run``, with a ``keras.json`` in ``KERAS_HOME``.
"""

import json

import numpy as np
import torch  # noqa: F401

# In a process that uses both frameworks, torch must be imported before TensorFlow.
import keras  # isort: skip

from cnncourse import in_keras, listings, zoo
from tests import twins
from tests.drawn_architectures import COMPOSITES, EDGES, drawn
from tests.networks import drawn_weights
from tests.one_plan import keras_layers, made

NETWORKS = [zoo.TWO_CONV, *EDGES, *COMPOSITES, *drawn(9, sides=(5, 9), depthwise=True)]


def numbers(arrays):
    return {name: np.asarray(array).ravel()[:200].tolist() for name, array in arrays.items()}


def looked_into(network):
    """Return all that is asked of a built model."""
    model, weights = in_keras.build(network), drawn_weights(network, dtype="float32")
    in_keras.weights.set(model, weights)
    images = np.random.default_rng(0).random((3, *network.input_shape), np.float32)
    names = [step.name for step in network.named_layers()]
    held = in_keras.weights.get(model)
    told = {
        "shape": list(model.output_shape[1:]),
        "logits": in_keras.predict(model, images).ravel().tolist(),
        "activations": numbers(in_keras.activations(model, images)),
        "held": all((held[name] == array).all() for name, array in weights.items()),
    }
    if len(network.output_shape) == 1:
        middle = names[len(names) // 2]
        slopes = {n: in_keras.map_gradients(model, images, n, 0) for n in ("input", middle)}
        told["gradients"] = numbers(slopes)
    return told


def orders(model):
    """Return the order of the channels of every layer that has one."""
    parts = [part for layer in model.layers for part in layer._flatten_layers()]
    return {part.data_format for part in parts if hasattr(part, "data_format")}


def trained():
    """Return a history and an accuracy: dropout, padding and pooling on both directions."""
    data = twins.drawn_data(twins.NORMED, 40, validation=12)
    history, model = twins.train(in_keras, data=data)
    accuracy = in_keras.evaluate(model, data.validation).accuracy
    return {"losses": history.loss, "accuracy": accuracy}


told = {"format": keras.config.image_data_format()}
told["networks"] = [looked_into(network) for network in NETWORKS]
told["trained"] = trained()
told["pretrained"] = in_keras.predict(
    in_keras.weights.pretrained("C-cnn"),
    np.random.default_rng(0).random((2, 28, 28, 1), np.float32),
).tolist()
told["orders"] = sorted({order for n in NETWORKS for order in orders(in_keras.build(n))})
built = [keras_layers(in_keras.build(network)) for network in NETWORKS]
told["still"] = keras.config.image_data_format()
printed = [keras_layers(made(listings.keras(network))) for network in NETWORKS]
told["differ"] = [n.name for n, a, b in zip(NETWORKS, built, printed, strict=True) if a != b]
print(json.dumps(told))
