"""A model laid out as training is fastest, and put back as one built it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import torch
from torch import nn

from cnncourse.in_torch.faster import dropout_masks, passes

# Channels that oneDNN takes at a time. Of fewer it writes past its workspace, as told below.
BLOCK = 16


def memory_order(model: nn.Module, dtype: torch.dtype) -> torch.memory_format:
    """Return the order of memory in which a model of a type trains.

    A float32 model trains with its maps channels last, which the convolutions of processors
    and cards are fastest in. Two kinds keep PyTorch's own order. A float64 model: on permuted
    memory the processor's batch normalisation adds up in float32. And a model that thins out
    few channels by a 1×1 kernel with a stride: channels last, its gradient ends the process on
    processors without AVX-512 (https://github.com/uxlfoundation/oneDNN/issues/6035).
    """
    usual = dtype == torch.float32 and not any(map(_thins_few_channels, model.modules()))
    return torch.channels_last if usual else torch.contiguous_format


def _thins_few_channels(layer: nn.Module) -> bool:
    return (
        isinstance(layer, nn.Conv2d)
        and layer.in_channels < BLOCK
        and layer.kernel_size == (1, 1)
        and max(layer.stride) > 1
    )


def in_order(maps: torch.Tensor, order: torch.memory_format) -> torch.Tensor:
    """Return maps (N, C, H, W) in an order of memory.

    A single channel lies in both orders, and its strides decide how PyTorch takes it: in
    PyTorch's own order they are made anew.
    """
    if order is torch.contiguous_format and maps.shape[1] == 1:
        return maps.clone(memory_format=order)
    return maps.contiguous(memory_format=order)


@contextmanager
def laid_out(
    model: nn.Sequential, order: torch.memory_format, masks: dropout_masks.Masks, *, helped: bool
) -> Iterator[None]:
    """Hold the model in an order of memory for a while.

    Parameters
    ----------
    model : torch.nn.Sequential
    order : torch.memory_format
        As `memory_order` gives it.
    masks : Masks
        What its dropout layers draw from, where they are helped.
    helped : bool
        Whether the layers themselves are helped: on the processor, and not compiled. A card
        draws thousands of numbers at once, and what is compiled draws its own.
    """
    with ExitStack() as helps:
        helps.callback(model.to, memory_format=torch.contiguous_format)
        model.to(memory_format=order)
        if helped:
            helps.enter_context(dropout_masks.drawing_from(masks, model))
            helps.enter_context(passes.relu_after_pooling(model))
            if order is torch.channels_last:
                helps.enter_context(passes.gradients_channels_last(model))
        yield
