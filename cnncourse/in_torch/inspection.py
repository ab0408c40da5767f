"""What a PyTorch model answers: logits, accuracy, and what every layer saw."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from cnncourse.checks.layers import check_classes, check_layer, check_layers
from cnncourse.in_torch.traversal import head, last_name, through, uncompiled
from cnncourse.in_torch.weights import check_numbers, to_channels_last
from cnncourse.inputs import check_batch_size, check_images, check_split, warn_of_head
from cnncourse.listings.for_torch import ORDER
from cnncourse.loop import Evaluation


def to_device(images: np.ndarray, device: torch.device, dtype: torch.dtype) -> torch.Tensor:
    """Put images on a device, bytes as they are and floating numbers in the model's type."""
    # Read-only arrays, such as mapped files, are copied: PyTorch has no read-only tensors.
    tensor = torch.from_numpy(np.require(images, requirements=("C", "W")))
    # The type first, since not every device holds float64.
    return (tensor if tensor.dtype == torch.uint8 else tensor.to(dtype)).to(device)


def to_input(images: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Turn images (N, H, W, C), uint8 or floating, into the model's (N, C, H, W)."""
    scaled = images.to(dtype) / 255 if images.dtype == torch.uint8 else images.to(dtype)
    # Laid out anew: on permuted memory the CPU's batch normalisation adds up in float32, and
    # its output is a thousand times further from the truth.
    return scaled.permute(0, 3, 1, 2).contiguous()


def device_and_dtype(model: nn.Module) -> tuple[torch.device, torch.dtype]:
    """Return where a model's numbers are, and their type."""
    numbers = next(chain(model.parameters(), model.buffers()), torch.zeros(()))
    return numbers.device, numbers.dtype


def _batches(model, images, batch_size):
    """Yield the model's inputs on its device."""
    device, dtype = device_and_dtype(model)
    for start in range(0, len(images), batch_size):
        block = to_device(images[start : start + batch_size], device, dtype)
        yield to_input(block, dtype)


@contextmanager
def evaluating(model: nn.Module, *, gradients: bool = False) -> Iterator[None]:
    """Hold the model in evaluation mode, with or without gradients, whatever holds outside."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.inference_mode(not gradients), torch.set_grad_enabled(gradients):
            yield
    finally:
        for module, mode in modes:
            module.training = mode


def predict(model: nn.Sequential, images, *, batch_size: int = 256) -> np.ndarray:
    """Return the model's logits for a batch of images.

    Parameters
    ----------
    model : torch.nn.Sequential
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
    with evaluating(model):
        logits = [model(batch).cpu() for batch in _batches(model, images, size)]
    return torch.cat(logits).numpy()


def evaluate(model: nn.Sequential, split, *, batch_size: int = 256) -> Evaluation:
    """Return the mean cross-entropy and the accuracy over a split.

    Parameters
    ----------
    model : torch.nn.Sequential
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


def loss_and_accuracy(model: nn.Sequential, split, batch_size: int = 256) -> Evaluation:
    """Return what `evaluate` does, of a model and a split that have been checked."""
    labels = torch.tensor(np.asarray(split.labels, dtype=np.int64))
    device, _ = device_and_dtype(model)
    loss, correct = 0.0, 0
    with evaluating(model):
        for i, batch in enumerate(_batches(model, np.asarray(split.images), batch_size)):
            wanted = labels[i * batch_size : i * batch_size + len(batch)].to(device)
            logits = model(batch)
            loss += functional.cross_entropy(logits, wanted, reduction="sum").item()
            correct += (logits.argmax(1) == wanted).sum().item()
    return Evaluation(loss / len(labels), correct / len(labels))


def activations(
    model: nn.Sequential, images, layers: Iterable[str] | None = None, *, batch_size: int = 256
) -> dict[str, np.ndarray]:
    """Return what leaves the layers of the architecture, in the neutral layout.

    Memory holds what is returned, and the maps of one batch.

    Parameters
    ----------
    model : torch.nn.Sequential
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
    architecture, model = check_numbers(model), uncompiled(model)
    images, names = check_images(images, architecture), check_layers(layers, architecture)
    size, kept = check_batch_size(batch_size), dict.fromkeys(names)
    ends = _steps(model, names)
    with evaluating(model):
        for number, x in enumerate(_batches(model, images, size) if ends else ()):
            for full, output in _outputs(model, x, ends):
                step = ends[full]
                block = _neutral(output.cpu().numpy(), step, full)
                if kept[step.name] is None:
                    kept[step.name] = np.empty((len(images), *block.shape[1:]), block.dtype)
                kept[step.name][number * size :][: len(block)] = block
    return kept


def map_gradients(
    model: nn.Sequential, images, layer: str, classes, *, batch_size: int = 256
) -> np.ndarray:
    """Return the gradient of a class's logit with respect to what leaves a layer.

    It is of the layer's output as `activations` gives it, each image by itself, computed as for
    an answer: dropout does nothing, batch normalisation uses its running statistics. The model
    stays as it is. Grad-CAM weighs ``activations(model, images, [layer])[layer]`` by the mean
    of this over height and width.

    Parameters
    ----------
    model : torch.nn.Sequential
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
    architecture, model = check_numbers(model), uncompiled(model)
    images, name = check_images(images, architecture), check_layer(layer, architecture)
    classes = check_classes(classes, len(images), architecture)
    size, found = check_batch_size(batch_size), []
    ((full, step),) = _steps(model, [name]).items() or [(None, None)]
    with evaluating(model, gradients=True):
        for number, x in enumerate(_batches(model, images, size)):
            wanted = torch.from_numpy(classes[number * size :][: len(x)]).to(x.device)
            gradient = _gradient(model, x, full, wanted).cpu().numpy()
            found.append(_neutral(gradient, step, full))
    return np.concatenate(found)


def loss_gradients(model: nn.Sequential, images, classes, *, batch_size: int = 256) -> np.ndarray:
    """Return the gradient of each image's cross-entropy with respect to the image.

    It says which way each pixel has to change for the loss to rise, each image by itself: the
    loss is not divided by their number. Computed as for an answer, as `map_gradients`.

    Parameters
    ----------
    model : torch.nn.Sequential
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
    architecture, model = check_numbers(model), uncompiled(model)
    images = check_images(images, architecture)
    classes = check_classes(classes, len(images), architecture)
    warn_of_head(architecture, head(model))
    size, found = check_batch_size(batch_size), []
    with evaluating(model, gradients=True):
        for number, x in enumerate(_batches(model, images, size)):
            wanted = torch.from_numpy(classes[number * size :][: len(x)]).to(x.device)
            x = x.detach().requires_grad_()
            loss = functional.cross_entropy(model(x), wanted, reduction="sum")
            (gradient,) = torch.autograd.grad(loss, x)
            found.append(_neutral(gradient.cpu().numpy(), None, None))
    return np.concatenate(found)


def _gradient(model, x, wanted, classes):
    """Return the gradient of each image's logit at a named module, or at the images."""
    x = x.detach().requires_grad_()
    maps = x if wanted is None else None
    for found, output in through(model, x):
        maps = output if found == wanted else maps
        logits = output
    (gradient,) = torch.autograd.grad(logits.gather(1, classes[:, None]).sum(), maps)
    return gradient


def _steps(model, names):
    """Return the described layers that have these names, by their last modules'."""
    steps = [step for step in model.architecture.walk() if step.name in names]
    return {last_name(model, step.name): step for step in steps}


def _outputs(model, x, ends):
    """Yield the (name, output) that ``ends`` names, and go no further."""
    left = len(ends)
    for full, output in through(model, x):
        if full in ends:
            yield full, output
            left -= 1
        if not left:
            return


def _neutral(array, step, name):
    """Bring what leaves a layer, or the gradient there, to channels last; no step, the images."""
    if array.ndim == 4:
        return array.transpose(0, 2, 3, 1)
    flattened = step.flattened_to
    if flattened is None or name.endswith(ORDER):
        return array
    return to_channels_last(array.T, flattened).T
