"""A Keras model's numbers in the neutral form, and on disk.

The neutral form is a dictionary ``"conv1/kernels" -> array``; its layouts are Keras's own,
so nothing is transposed here. `in_torch.weights` is where the layouts differ.
"""

import math
from collections.abc import Mapping
from pathlib import Path

import keras
import numpy as np

from cnncourse import pretrained as stored
from cnncourse import weightfile
from cnncourse.architecture import Architecture
from cnncourse.in_keras.traversal import every_layer
from cnncourse.inputs import altered, check_model
from cnncourse.weightfile import WeightError

__all__ = ["WeightError", "get", "load", "pretrained", "save", "set"]

ATTRIBUTES = {
    "kernels": "kernel",
    "weights": "kernel",
    "bias": "bias",
    "scale": "gamma",
    "shift": "beta",
    "mean": "moving_mean",
    "variance": "moving_variance",
}


def architecture_of(model: keras.Model) -> Architecture:
    """Return the architecture a built model bears; a TypeError says how to make one."""
    return check_model(model, keras.Model, "in_keras")


def check_numbers(model: keras.Model) -> Architecture:
    """Return the architecture of a model whose weights are all finite, or name those that are not.

    Raises
    ------
    TypeError, WeightError
        For what `build` did not make, and for weights that are NaN or infinite.
    """
    architecture = architecture_of(model)
    weightfile.check_finite(get(model), architecture.name)
    return architecture


def variables(model: keras.Model) -> dict[str, keras.Variable]:
    """Return the model's variables under their neutral names, in layer order."""
    architecture, found = architecture_of(model), {}
    layers = dict(every_layer(model.layers))
    for step in architecture.walk():
        for key in step.arrays():
            try:
                variable = getattr(layers[step.name], ATTRIBUTES[key])
            except (AttributeError, KeyError) as error:
                raise altered(step.name, key, "in_keras") from error
            if variable is None:
                raise altered(step.name, key, "in_keras")
            if math.prod(variable.shape) != math.prod(step.arrays()[key]):
                raise altered(step.name, key, "in_keras", tuple(variable.shape))
            found[f"{step.name}/{key}"] = variable
    return found


def get(model: keras.Model) -> dict[str, np.ndarray]:
    """Return a copy of all weights as the neutral dictionary, in layer order."""
    return {name: np.array(variable.numpy()) for name, variable in variables(model).items()}


def set(model: keras.Model, arrays: Mapping[str, np.ndarray]) -> None:
    """Give the model the weights of a neutral dictionary.

    Raises
    ------
    WeightError
        For missing or extra names, wrong shapes and numbers that the model cannot hold, all of
        them named; the model is then as it was.
    """
    slots = variables(model)
    kinds = {str(variable.dtype) for variable in slots.values()}
    # All of them are made before the first is taken over.
    arrays = weightfile.fitted(
        arrays, architecture_of(model), "float64" if "float64" in kinds else "float32"
    )
    for name, variable in slots.items():
        variable.assign(arrays[name])


def save(model: keras.Model, path: str | Path) -> None:
    """Save weights and architecture as safetensors, atomically; `in_torch` can load it.

    Raises
    ------
    OSError
        If the file cannot be written; what stood there stays.
    """
    weightfile.save_weights(path, architecture_of(model), get(model))


def load(path: str | Path) -> keras.Sequential:
    """Build the model that `save` of either framework wrote.

    Raises
    ------
    FileNotFoundError, WeightError
        If there is no such file, or it is truncated or of another kind.
    """
    return _built(*weightfile.load_weights(path))


def pretrained(name: str, input_shape: tuple[int, int, int] | None = None) -> keras.Sequential:
    """Build a network of the course with trained weights.

    They lie inside the package, but for ``"efficientnet-lite0"``, whose come in one of their own
    (the extra ``transfer``). `cnncourse.pretrained` says where they come from and how good they
    are.

    Parameters
    ----------
    name : str
        The network's name or its source's letter, such as ``"C-cnn"``.
    input_shape : (int, int, int), optional
        (height, width, channels) of the images, where the network can take others than its own.

    Returns
    -------
    keras.Sequential
        In float32, built; its last layer gives logits.

    Raises
    ------
    KeyError
        If the package has no such weights; the message lists those it has.
    PretrainedError
        If the weights come in a package of their own that is missing or damaged.
    WeightError
        If the weights do not fit images of the other size.
    """
    architecture, arrays = stored.load(name)
    if input_shape is not None:
        architecture = architecture.with_input(input_shape)
    return _built(architecture, arrays)


def _built(architecture, arrays):
    """Return a model with the weights of a dictionary, in the precision that they have."""
    # building needs this module to draw the first weights.
    from cnncourse.in_keras.building import build

    wide = any(array.dtype == np.float64 for array in arrays.values())
    model = build(architecture, dtype="float64" if wide else "float32")
    set(model, arrays)
    return model
