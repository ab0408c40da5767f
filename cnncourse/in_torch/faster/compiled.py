"""Steps compiled and recorded as CUDA graphs, where a run is long enough to earn it."""

import importlib.util

import torch
from torch import nn

COMPILED_FROM = 5_000
"""The steps of a run on an NVIDIA card from which its forward and backward pass are compiled."""
COMPILER = {"backend": "inductor", "mode": "reduce-overhead", "dynamic": False}
"""With this mode the compiled kernels are recorded as CUDA graphs, and replayed in one call."""


def compile_long(model: nn.Module, device: torch.device, steps: int) -> nn.Module:
    """Return the model compiled for a run of so many steps on a device, or as it is.

    It is compiled on a card, for a run long enough to earn the half minute that this takes.
    """
    return torch.compile(model, **COMPILER) if _earned(device, steps) else model


def _earned(device, steps):
    has_compiler = importlib.util.find_spec("triton") is not None
    return device.type == "cuda" and steps >= COMPILED_FROM and has_compiler
