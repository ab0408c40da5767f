"""Features of a pretrained network, and layers held as they are, in PyTorch."""

from pathlib import Path

import numpy as np
from torch import nn

from cnncourse import transfer
from cnncourse.in_torch import weights
from cnncourse.in_torch.inspection import activations
from cnncourse.transfer.checking import checked, freezing

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)


def features(
    model: nn.Sequential,
    images: np.ndarray,
    layer: str | None = None,
    *,
    batch_size: int = 64,
    cache: bool | str | Path = True,
) -> np.ndarray:
    """Return what a network makes of images before its head, computed once and then kept.

    Parameters
    ----------
    model : torch.nn.Sequential
        Made by `build` or ``weights.pretrained``; it is only asked, never changed.
    images : ndarray of uint8, (N, H, W, C)
        Of another size than the model's: made to fit by `cnncourse.transfer.resize`.
    layer : str, optional
        Whose output is wanted; where left out, of the layer before the head.
    batch_size : int
        Images computed at once.
    cache : bool or path
        The folder in which features are kept, under a name made of the images, the weights and
        the network; True is a folder beside the data sets, False keeps nothing.

    Returns
    -------
    ndarray of float32, (N, features)

    Raises
    ------
    ValueError, TypeError
        If the images are no batch of bytes with as many channels as the network takes, or no
        layer that gives a vector has the name.
    """
    architecture = weights.architecture_of(model)
    layer = checked(architecture, images, layer)

    def compute(block):
        return activations(model, block, [layer], batch_size=batch_size)[layer]

    arrays = weights.get(model)
    return transfer.kept_features(
        compute, architecture, arrays, images, layer, by="torch", cache=cache
    )


def freeze(model: nn.Sequential, before: str | None = None) -> None:
    """Hold all layers before one as they are: training changes neither weights nor statistics.

    Parameters
    ----------
    model : torch.nn.Sequential
        Made by `build`.
    before : str, optional
        The name of the first layer that is trained; where left out, the head.

    Raises
    ------
    ValueError
        If no layer has the name.
    """
    _set(model, freezing(weights.architecture_of(model), before))


def unfreeze(model: nn.Sequential) -> None:
    """Let all layers be trained again."""
    _set(model, ())


def _set(model, frozen):
    """Let gradients be taken of all parameters but those of the layers named."""
    for name, module in model.named_children():
        for parameter in module.parameters():
            parameter.requires_grad_(name not in frozen)


def in_training(model: nn.Module) -> None:
    """Set a model to training, but for the normalisations that are frozen.

    Those go on with their kept statistics and do not change them, as Keras's do.
    """
    model.train()
    for module in model.modules():
        if isinstance(module, NORMS) and not module.weight.requires_grad:
            module.eval()
