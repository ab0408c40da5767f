"""Maps channels last in memory while a model trains, in the backward pass too."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


@contextmanager
def held(model: nn.Module, order: torch.memory_format) -> Iterator[None]:
    """Hold a model's weights in an order of memory, and put them back as one built them."""
    model.to(memory_format=order)
    try:
        yield
    finally:
        model.to(memory_format=torch.contiguous_format)


@contextmanager
def gradients_channels_last(model: nn.Module) -> Iterator[None]:
    """Have gradients come out of a model's flattening layers channels last.

    They come in PyTorch's own order, for which the processor's max pooling, when that came before,
    copies its maps to that order and their gradient back; source E's training lost a tenth so.
    """
    flattening = [layer for layer in model.modules() if isinstance(layer, nn.Flatten)]
    handles = [layer.register_forward_pre_hook(_lay_out_gradient) for layer in flattening]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _lay_out_gradient(_, inputs):
    (maps,) = inputs
    if maps.requires_grad and maps.ndim == 4:
        maps.register_hook(lambda gradient: gradient.contiguous(memory_format=torch.channels_last))
