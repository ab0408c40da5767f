"""An architecture as the ``nn.Sequential`` one would write by hand."""

from collections import OrderedDict

import torch
from torch import nn

from cnncourse.architecture import Architecture
from cnncourse.in_torch import weights
from cnncourse.inputs import check_build
from cnncourse.listings import Call, torch_classes, torch_plan


def build(architecture: Architecture, *, seed: int = 0, dtype: str = "float32") -> nn.Sequential:
    """Build an architecture as an ``nn.Sequential`` with weights drawn from ``seed``.

    Modules are named as the layers (``conv1``); what PyTorch needs beside a layer bears the
    layer's name and a word (``conv1_pad``, ``conv1_relu``). The model takes images in
    PyTorch's order ``(N, C, H, W)`` and gives what the last layer gives.

    Parameters
    ----------
    architecture : Architecture
        What to build; it is kept as ``model.architecture``.
    seed : int
        `in_keras.build` draws the same numbers from the same seed.
    dtype : {"float32", "float64"}
        Of the weights and the arithmetic.

    Returns
    -------
    torch.nn.Sequential
        On the processor, in evaluation mode; `train` moves it to the device it uses.

    Raises
    ------
    TypeError, ValueError
        For what is no architecture, and for another dtype or seed.
    """
    check_build(architecture, dtype)
    # Weights made in inference mode could never be trained.
    with torch.inference_mode(False):
        model = made(torch_plan(architecture)).to(getattr(torch, dtype)).eval()
    if not architecture.weight_shapes():
        # What tells where and in which type a network without numbers computes.
        model.register_buffer("nothing", torch.empty(0, dtype=getattr(torch, dtype)), False)
    model.architecture = architecture
    weights.set(model, architecture.initial_weights(seed, dtype))
    return model


def made(call: Call) -> nn.Module:
    """Carry a call out: the module it makes, those in it named as their parts."""
    kind = getattr(nn, call.name.removeprefix("nn."), None) or getattr(torch_classes, call.name)
    if call.inner() and issubclass(kind, nn.Sequential):
        parts = OrderedDict((inner.part, made(inner)) for inner in call.arguments)
        return kind(parts, **_values(call.options))
    return kind(*map(_value, call.arguments), **_values(call.options))


def _value(value):
    if isinstance(value, list):
        return [_value(each) for each in value]
    return made(value) if isinstance(value, Call) else value


def _values(options):
    return {name: _value(value) for name, value in options.items()}
