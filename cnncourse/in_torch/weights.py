"""A PyTorch model's numbers in the neutral form, and on disk.

The neutral form is a dictionary ``"conv1/kernels" -> array`` in Keras's layouts. PyTorch
holds kernels as (out, in, height, width), dense weights as (out, in), and flattens maps in
the order channel, height, width: the rows that read a flattened map are reordered here.
"""

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import nn

from cnncourse import pretrained as stored
from cnncourse import weightfile
from cnncourse.architecture import Architecture, NamedLayer
from cnncourse.in_torch.traversal import module_at
from cnncourse.inputs import altered, check_model
from cnncourse.weightfile import WeightError

__all__ = ["WeightError", "get", "load", "pretrained", "save", "set"]

ATTRIBUTES = {
    "kernels": "weight",
    "weights": "weight",
    "bias": "bias",
    "scale": "weight",
    "shift": "bias",
    "mean": "running_mean",
    "variance": "running_var",
}


def architecture_of(model: nn.Sequential) -> Architecture:
    """Return the architecture a built model bears; a TypeError says how to make one."""
    return check_model(model, nn.Module, "in_torch")


def check_numbers(model: nn.Sequential) -> Architecture:
    """Return the architecture of a model whose weights are all finite, or name those that are not.

    Raises
    ------
    TypeError, WeightError
        For what `build` did not make, and for weights that are NaN or infinite.
    """
    architecture = architecture_of(model)
    numbers = {name: tensor.detach().cpu().numpy() for name, _, _, tensor in _slots(model)}
    weightfile.check_finite(numbers, architecture.name)
    return architecture


def _slots(model):
    """Yield (name, step, key, tensor) for every array of the model, in layer order."""
    for step in architecture_of(model).walk():
        for key in step.arrays():
            try:
                module = module_at(model, step.name)
                tensor = getattr(module, ATTRIBUTES[key])
            except AttributeError as error:
                raise altered(step.name, key, "in_torch") from error
            # What is computed anew from other numbers, as weight_norm does, cannot be set.
            if tensor is None or hasattr(module, "parametrizations"):
                raise altered(step.name, key, "in_torch")
            if tensor.numel() != math.prod(step.arrays()[key]):
                raise altered(step.name, key, "in_torch", tuple(tensor.shape))
            if tensor.dtype == torch.bfloat16 or tensor.is_meta:
                raise _without_numbers(step, key, tensor)
            yield f"{step.name}/{key}", step, key, tensor


def _without_numbers(step, key, tensor):
    """Return the error for a model whose numbers NumPy cannot have."""
    if tensor.is_meta:
        kind, cure = "on the meta device, where there are no numbers", "build the model anew"
    else:
        kind, cure = (
            "bfloat16, which NumPy lacks",
            (
                'call model.float(), and train with Recipe(precision="bfloat16"), which keeps '
                "weights in float32"
            ),
        )
    return TypeError(f"{step.name}/{key} of the model is {kind}; {cure}")


def _reads_flattened(step: NamedLayer, key: str) -> bool:
    """Whether the array's first axis follows the features of a flattened map."""
    return step.flattened_from is not None and not (step.layer.kind == "dense" and key == "bias")


def _alone(step: NamedLayer, key: str) -> bool:
    """Whether a unit takes in one channel alone of a kernel's."""
    return step.layer.fan_in(step.input_shape) < math.prod(step.arrays()[key][:3])


def to_channels_last(features: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """Reorder axis 0 from (channel, height, width) to (height, width, channel)."""
    height, width, channels = shape
    rest = features.shape[1:]
    return np.moveaxis(features.reshape(channels, height, width, *rest), 0, 2).reshape(-1, *rest)


def to_channels_first(features: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """Reorder axis 0 from (height, width, channel) to (channel, height, width)."""
    rest = features.shape[1:]
    return np.moveaxis(features.reshape(*shape, *rest), 2, 0).reshape(-1, *rest)


def _neutral(array: np.ndarray, step: NamedLayer, key: str) -> np.ndarray:
    """Bring an array from PyTorch's layout to the neutral one."""
    if key == "kernels":
        if _alone(step, key):
            # PyTorch's channels that leave stand channel by channel of those that enter.
            channels, multiplier = step.arrays()[key][2:]
            array = array.reshape(channels, multiplier, *array.shape[2:]).swapaxes(0, 1)
        return array.transpose(2, 3, 1, 0)
    if _reads_flattened(step, key):
        return to_channels_last(array.T, step.flattened_from)
    return array.T


def _native(array: np.ndarray, step: NamedLayer, key: str) -> np.ndarray:
    """Bring an array from the neutral layout to PyTorch's."""
    if key == "kernels":
        array = array.transpose(3, 2, 0, 1)
        if _alone(step, key):
            array = array.swapaxes(0, 1).reshape(-1, 1, *array.shape[2:])
        return array
    if _reads_flattened(step, key):
        array = to_channels_first(array, step.flattened_from)
    return array.T


def get(model: nn.Sequential) -> dict[str, np.ndarray]:
    """Return a copy of all weights as the neutral dictionary, in layer order."""
    return {
        name: np.ascontiguousarray(_neutral(tensor.detach().cpu().numpy(), step, key)).copy()
        for name, step, key, tensor in _slots(model)
    }


def set(model: nn.Sequential, arrays: Mapping[str, np.ndarray]) -> None:
    """Give the model the weights of a neutral dictionary.

    Raises
    ------
    WeightError
        For missing or extra names, wrong shapes and numbers that the model cannot hold, all of
        them named; the model is then as it was.
    """
    slots = [*_slots(model)]
    kinds = {str(tensor.dtype).removeprefix("torch.") for *_, tensor in slots}
    arrays = weightfile.fitted(
        arrays, architecture_of(model), "float64" if "float64" in kinds else "float32"
    )
    # All of them are made before the first is taken over.
    natives = [
        torch.from_numpy(np.ascontiguousarray(_native(arrays[name], step, key)))
        for name, step, key, _ in slots
    ]
    with torch.inference_mode(False), torch.no_grad():
        for (*_, tensor), native in zip(slots, natives, strict=True):
            tensor.copy_(native)


def save(model: nn.Sequential, path: str | Path) -> None:
    """Save weights and architecture as safetensors, atomically; `in_keras` can load it.

    Raises
    ------
    OSError
        If the file cannot be written; what stood there stays.
    """
    weightfile.save_weights(path, architecture_of(model), get(model))


def load(path: str | Path) -> nn.Sequential:
    """Build the model that `save` of either framework wrote.

    Raises
    ------
    FileNotFoundError, WeightError
        If there is no such file, or it is truncated or of another kind.
    """
    return _built(*weightfile.load_weights(path))


def pretrained(name: str, input_shape: tuple[int, int, int] | None = None) -> nn.Sequential:
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
    torch.nn.Sequential
        In float32, in evaluation mode; its last layer gives logits.

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
    from cnncourse.in_torch.building import build

    wide = any(array.dtype == np.float64 for array in arrays.values())
    model = build(architecture, dtype="float64" if wide else "float32")
    set(model, arrays)
    return model
