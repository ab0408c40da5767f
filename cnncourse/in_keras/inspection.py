"""What a Keras model answers: logits, accuracy, and what every layer saw."""

from collections.abc import Iterable

import keras
import numpy as np

from cnncourse.checks.layers import INPUT, check_classes, check_layer, check_layers
from cnncourse.in_keras.differentiation import class_gradients
from cnncourse.in_keras.traversal import head, last_name, through
from cnncourse.in_keras.weights import check_numbers
from cnncourse.inputs import check_batch_size, check_images, check_split, warn_of_head
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
        If the images do not fit the architecture's input, or weights are NaN or infinite.
    """
    architecture = check_numbers(model)
    images, size = check_images(images, architecture), check_batch_size(batch_size)
    return np.concatenate(list(_outputs(model, images, size)))


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

    Raises
    ------
    ValueError, TypeError
        If images or labels do not fit the architecture, or weights are NaN or infinite.

    Warns
    -----
    LogitsWarning
        If the last layer gives probabilities, of which the loss takes softmax again.
    """
    architecture = check_numbers(model)
    check_split(split, architecture)
    warn_of_head(architecture, head(model))
    return loss_and_accuracy(model, split, check_batch_size(batch_size))


def loss_and_accuracy(model: keras.Model, split, batch_size: int = 256) -> Evaluation:
    """Return what `evaluate` does, of a model and a split that have been checked."""
    labels, loss, correct = np.asarray(split.labels), 0.0, 0
    for i, logits in enumerate(_outputs(model, np.asarray(split.images), batch_size)):
        wanted = labels[i * batch_size : i * batch_size + len(logits)]
        losses = keras.ops.sparse_categorical_crossentropy(wanted, logits, from_logits=True)
        loss += float(keras.ops.convert_to_numpy(losses).sum(dtype=np.float64))
        correct += int((logits.argmax(1) == wanted).sum())
    return Evaluation(loss / len(labels), correct / len(labels))


def activations(
    model: keras.Model, images, layers: Iterable[str] | None = None, *, batch_size: int = 256
) -> dict[str, np.ndarray]:
    """Return what leaves the layers of the architecture, in the neutral layout.

    Memory holds what is returned, and the maps of one batch.

    Parameters
    ----------
    model : keras.Sequential
        Made by `build`.
    images : ndarray, (N, H, W, C)
        uint8 (0 to 255) or floating point (0 to 1).
    layers : iterable of str, optional
        The names of the layers wanted (``"conv1"``), as `Architecture.walk` gives them
        (``"residual1/conv1"`` inside a residual); all of them, where left out.
    batch_size : int
        Images computed at once.

    Returns
    -------
    dict of str to ndarray
        By the name of the layer, after its activation: maps ``(N, H, W, C)``, vectors
        ``(N, features)``, flattened maps in the order height, width, channel.

    Raises
    ------
    ValueError, TypeError
        If the images do not fit the architecture's input, or no layer has a name.
    """
    architecture = check_numbers(model)
    images, names = check_images(images, architecture), check_layers(layers, architecture)
    size, kept = check_batch_size(batch_size), dict.fromkeys(names)
    ends = {last_name(model, name): name for name in names}
    for start in range(0, len(images) if names else 0, size):
        block = to_input(images[start : start + size], model.inputs[0].dtype)
        for full, output in _up_to(model, block, ends):
            maps, name = keras.ops.convert_to_numpy(output), ends[full]
            if kept[name] is None:
                kept[name] = np.empty((len(images), *maps.shape[1:]), maps.dtype)
            kept[name][start : start + size] = maps
    return kept


def _up_to(model, x, ends):
    """Yield the (name, output) that ``ends`` names, and go no further."""
    left = len(ends)
    for full, output in through(model.layers, x):
        if full in ends:
            yield full, output
            left -= 1
        if not left:
            return


def map_gradients(
    model: keras.Model, images, layer: str, classes, *, batch_size: int = 256
) -> np.ndarray:
    """Return the gradient of a class's logit with respect to what leaves a layer.

    It is of the layer's output as `activations` gives it, each image by itself, computed as for
    an answer: dropout does nothing, batch normalisation uses its running statistics. The model
    stays as it is. Grad-CAM weighs ``activations(model, images, [layer])[layer]`` by the mean
    of this over height and width.

    Parameters
    ----------
    model : keras.Sequential
        Made by `build`.
    images : ndarray, (N, H, W, C)
        uint8 (0 to 255) or floating point (0 to 1).
    layer : str
        The layer's name, or ``"input"`` for the images as the model sees them, from 0 to 1.
    classes : int or array of int, (N,)
        The class of each image whose logit is meant; one number is taken for all.
    batch_size : int
        Images computed at once.

    Returns
    -------
    ndarray
        Of the model's type; maps ``(N, H, W, C)``, vectors ``(N, features)``, flattened maps in
        the order height, width, channel.

    Raises
    ------
    ValueError, TypeError
        If the images do not fit the architecture's input, no layer has the name, or the
        classes are none.
    """
    architecture = check_numbers(model)
    images, name = check_images(images, architecture), check_layer(layer, architecture)
    classes = check_classes(classes, len(images), architecture)
    size, found = check_batch_size(batch_size), []
    wanted = None if name == INPUT else last_name(model, name)

    def split(x):
        """Return what leaves the layer, and the logits that come of it."""
        maps = x
        for full, output in through(model.layers, x):
            maps = output if full == wanted else maps
        return maps, output

    for start in range(0, len(images), size):
        block = to_input(images[start : start + size], model.inputs[0].dtype)
        found.append(class_gradients(split, block, classes[start : start + size]))
    return np.concatenate(found)


def loss_gradients(model: keras.Model, images, classes, *, batch_size: int = 256) -> np.ndarray:
    """Return the gradient of each image's cross-entropy with respect to the image.

    It says which way each pixel has to change for the loss to rise, each image by itself: the
    loss is not divided by their number. Computed as for an answer, as `map_gradients`.

    Parameters
    ----------
    model : keras.Sequential
        Made by `build`, with logits as its last layer's output.
    images : ndarray, (N, H, W, C)
        uint8 (0 to 255) or floating point (0 to 1).
    classes : int or array of int, (N,)
        The class that the loss asks for: the label of each image, or another one that the image
        is to be taken for. One number is taken for all.
    batch_size : int
        Images computed at once.

    Returns
    -------
    ndarray, (N, H, W, C)
        Of the model's type; natural units for a change of 1, from black to white.

    Raises
    ------
    ValueError, TypeError
        If the images do not fit the architecture's input, or the classes are none.

    Warns
    -----
    LogitsWarning
        If the last layer gives probabilities, of which the loss takes softmax again.
    """
    architecture = check_numbers(model)
    images = check_images(images, architecture)
    classes = check_classes(classes, len(images), architecture)
    warn_of_head(architecture, head(model))
    size, found = check_batch_size(batch_size), []

    def losses(x):
        """Return the images, and for each class the loss if it were the one asked for."""
        return x, -keras.ops.log_softmax(model(x, training=False))

    for start in range(0, len(images), size):
        block = to_input(images[start : start + size], model.inputs[0].dtype)
        found.append(class_gradients(losses, block, classes[start : start + size]))
    return np.concatenate(found)
