"""What a PyTorch model answers: logits, accuracy, and what every layer saw."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from cnncourse.in_torch.weights import architecture_of, to_channels_last
from cnncourse.inputs import check_images, check_split
from cnncourse.listings.for_torch import ORDER, flattened_after
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
    numbers = next(model.parameters(), torch.zeros(()))
    return numbers.device, numbers.dtype


def _batches(model, images, batch_size):
    """Yield the model's inputs on its device."""
    device, dtype = device_and_dtype(model)
    for start in range(0, len(images), batch_size):
        block = to_device(images[start : start + batch_size], device, dtype)
        yield to_input(block, dtype)


class evaluating:
    """Evaluation mode and no gradients for a while; the mode before is put back."""

    def __init__(self, model: nn.Module):
        self.model, self.no_grad = model, torch.inference_mode()

    def __enter__(self):
        self.was_training = self.model.training
        self.model.eval()
        self.no_grad.__enter__()

    def __exit__(self, *error):
        self.no_grad.__exit__(*error)
        self.model.train(self.was_training)


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
        If the images do not fit the architecture's input.
    """
    images = check_images(images, architecture_of(model))
    with evaluating(model):
        logits = [model(batch).cpu() for batch in _batches(model, images, batch_size)]
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
    """
    check_split(split, architecture_of(model))
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


def activations(model: nn.Sequential, images) -> list[np.ndarray]:
    """Return what leaves every layer of the architecture, in the neutral layout.

    Parameters
    ----------
    model : torch.nn.Sequential
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
    outputs, (x,) = {}, _batches(model, images, len(images))
    with evaluating(model):
        for name, module in model.named_children():
            x = module(x)
            outputs[name] = x.cpu().numpy()
    return [_neutral(outputs, step) for step in architecture.named_layers()]


def _neutral(outputs, step):
    """The last output under a layer's name, channels last."""
    names = [n for n in outputs if n == step.name or n.startswith(f"{step.name}_")]
    output = outputs[names[-1]]
    if output.ndim == 4:
        return output.transpose(0, 2, 3, 1)
    flattened = flattened_after(step)
    if flattened is None or names[-1].endswith(ORDER):
        return output
    return to_channels_last(output.T, flattened).T
