"""Dropout masks drawn sixteen bits at a time, while a model trains on the processor.

PyTorch draws a mask for the processor number by number from one Mersenne twister. Here one
64-bit number of NumPy's SFC64 decides four places. The model's layers stay `torch.nn.Dropout` and
are as they were afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import nn

LEVELS = 2**16  # a rate is rounded to 1/65,536


class Masks:
    """What the dropout layers of one training run draw from."""

    def __init__(self):
        self.seed(0)

    def seed(self, seed: int) -> None:
        """Start the masks anew."""
        self.bits = np.random.SFC64(seed)

    def drop(self, x: torch.Tensor, rate: float) -> torch.Tensor:
        """Return ``x`` with a share ``rate`` of its numbers, drawn anew, set to 0.

        The others are divided by 1 - rate, so that the mean stays.
        """
        count = x.numel()
        drawn = self.bits.random_raw(-(-count // 4)).view(np.int16)[:count]
        # As int16, from -32,768 to 32,767: PyTorch has few operations for unsigned numbers.
        dropped = min(round(rate * LEVELS), LEVELS - 1)
        kept = torch.from_numpy(drawn) >= dropped - LEVELS // 2
        mask = kept.to(x.dtype).mul_(LEVELS / (LEVELS - dropped))
        # In the memory order of x, which may be channels last: any order is as random.
        return x * mask.as_strided(x.size(), x.stride()) if _dense(x) else x * mask.view(x.shape)


def _dense(x):
    """Return whether a tensor's numbers fill one block of memory, in some order."""
    return x.is_contiguous() or x.is_contiguous(memory_format=torch.channels_last)


@contextmanager
def drawing_from(masks: Masks, model: nn.Sequential) -> Iterator[None]:
    """Let the model's dropout layers draw from ``masks`` for a while, in training mode."""
    layers = [m for m in model.modules() if isinstance(m, nn.Dropout) and 0 < m.p < 1]

    def forward(layer):
        return lambda x: masks.drop(x, layer.p) if layer.training else x

    for layer in layers:
        layer.forward = forward(layer)
    try:
        yield
    finally:
        for layer in layers:
            del layer.forward
