"""What a Keras model answers: logits, accuracy, and what every layer saw."""

import keras
import numpy as np

from cnncourse.in_keras.weights import architecture_of
from cnncourse.inputs import check_images, check_split
from cnncourse.loop import Evaluation


def to_input(images: np.ndarray, dtype: str) -> np.ndarray:
    """Turn images, uint8 or floating, into the model's numbers in [0, 1]."""
    scaled = images.astype(dtype)
    return scaled / np.asarray(255, dtype) if images.dtype == np.uint8 else scaled


def _outputs(model, images, batch_size):
    """Yield what the model answers to each block of images, as NumPy arrays.

    The model is called as it stands: `keras.Model.predict` would compile it anew for every
    model and every size of a last batch, which costs a lesson more than it saves.
    """
    dtype = model.inputs[0].dtype
    for start in range(0, len(images), batch_size):
        block = to_input(np.asarray(images[start : start + batch_size]), dtype)
        yield np.array(keras.ops.convert_to_numpy(model(block, training=False)))


def predict(model: keras.Model, images, *, batch_size: int = 256) -> np.ndarray:
    """Return the model's logits for a batch of images.

    Parameters
    ----------
    model : keras.Sequential
        Made by `build`.
    images : ndarray, (N, H, W, C)
        uint8 (0 to 255) or floating point (0 to 1).
    batch_size : int
        Images computed at once.

    Returns
    -------
    ndarray, (N, classes)

    Raises
    ------
    ValueError, TypeError
        If the images do not fit the architecture's input.
    """
    images = check_images(images, architecture_of(model))
    return np.concatenate(list(_outputs(model, images, batch_size)))


def evaluate(model: keras.Model, split, *, batch_size: int = 256) -> Evaluation:
    """Return the mean cross-entropy and the accuracy over a split.

    Parameters
    ----------
    model : keras.Sequential
        Made by `build`.
    split : Split
        With ``images`` (N, H, W, C) and ``labels`` (N,).
    batch_size : int
        Images computed at once.
    """
    check_split(split, architecture_of(model))
    labels, loss, correct = np.asarray(split.labels), 0.0, 0
    for i, logits in enumerate(_outputs(model, np.asarray(split.images), batch_size)):
        wanted = labels[i * batch_size : i * batch_size + len(logits)]
        losses = keras.ops.sparse_categorical_crossentropy(wanted, logits, from_logits=True)
        loss += float(keras.ops.convert_to_numpy(losses).sum(dtype=np.float64))
        correct += int((logits.argmax(1) == wanted).sum())
    return Evaluation(loss / len(labels), correct / len(labels))


def activations(model: keras.Model, images) -> list[np.ndarray]:
    """Return what leaves every layer of the architecture, in the neutral layout.

    Parameters
    ----------
    model : keras.Sequential
        Made by `build`.
    images : ndarray, (N, H, W, C)
        uint8 or floating point.

    Returns
    -------
    list of ndarray
        One per described layer, after its activation: maps ``(N, H, W, C)``, vectors
        ``(N, features)``, flattened maps in the order height, width, channel.
    """
    architecture = architecture_of(model)
    images = check_images(images, architecture)
    named = [output_of(model, step.name) for step in architecture.named_layers()]
    outputs = keras.Model(model.inputs[0], named)(to_input(images, model.inputs[0].dtype))
    return [np.array(keras.ops.convert_to_numpy(output)) for output in outputs]


def output_of(model: keras.Model, name: str) -> keras.KerasTensor:
    """Return what leaves a described layer: it may be several of Keras's, one after another."""
    parts = [layer for layer in model.layers if f"{layer.name}_".startswith(f"{name}_")]
    return parts[-1].output
