"""Training passes on the processor with less to do for the same numbers, to the last bit."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


@contextmanager
def gradients_channels_last(model: nn.Module) -> Iterator[None]:
    """Have gradients come out of a model's flattening layers channels last.

    They come in PyTorch's own order, for which the processor's max pooling, when that came before,
    copies its maps to that order and their gradient back.
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


@contextmanager
def relu_after_pooling(model: nn.Sequential) -> Iterator[None]:
    """Have each ReLU that stands right before a max pooling act after it, in training mode.

    The largest of some numbers, or 0 if that is negative, is the largest of what ReLU leaves of
    them. Pooling 2×2 first leaves ReLU a quarter of the numbers, in both passes.
    """
    chains = [[*chain] for chain in model.modules() if isinstance(chain, nn.Sequential)]
    pairs = [
        (relu, pool)
        for chain in chains
        for relu, pool in zip(chain, chain[1:], strict=False)
        if isinstance(relu, nn.ReLU) and isinstance(pool, nn.MaxPool2d)
    ]
    for relu, pool in pairs:
        relu.forward = _while_training(relu, lambda _, maps: maps)
        pool.forward = _while_training(pool, lambda usual, maps: usual(maps).relu())
    try:
        yield
    finally:
        for layer in (layer for pair in pairs for layer in pair):
            del layer.forward


def _while_training(layer, forward):
    """Return ``forward`` in training mode; where a callback looks at the maps, the usual one."""
    usual = layer.forward
    return lambda maps: forward(usual, maps) if layer.training else usual(maps)
