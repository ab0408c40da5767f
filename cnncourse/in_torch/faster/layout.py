"""A model laid out as training is fastest, and put back as one built it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import torch
from torch import nn

from cnncourse.in_torch.faster import dropout_masks, passes


def memory_order(dtype: torch.dtype) -> torch.memory_format:
    """Return the order of memory in which a model of a type trains.

    A float32 model trains with its maps channels last, which the convolutions of processors
    and cards are fastest in. A float64 model keeps PyTorch's own order: on permuted memory the
    processor's batch normalisation adds up in float32.
    """
    return torch.channels_last if dtype == torch.float32 else torch.contiguous_format


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
