"""An architecture as the ``nn.Sequential`` one would write by hand."""

from collections import OrderedDict

import torch
from torch import nn

from cnncourse import architecture as described
from cnncourse.architecture import Architecture
from cnncourse.in_torch import weights
from cnncourse.in_torch.feature_order import ORDER, ChannelsLast, flattened_after
from cnncourse.in_torch.pooling import PaddedAvgPool2d
from cnncourse.inputs import check_build

# softmax runs along the channels, which stand second in a map and in a batch of vectors.
ACTIVATIONS = {
    described.ReLU: lambda layer: nn.ReLU(),
    described.LeakyReLU: lambda layer: nn.LeakyReLU(layer.negative_slope),
    described.ELU: lambda layer: nn.ELU(layer.alpha),
    described.GELU: lambda layer: nn.GELU(),
    described.SiLU: lambda layer: nn.SiLU(),
    # Above its threshold PyTorch takes x for log(1 + exp(x)); its 20 is 2e-9 off.
    described.Softplus: lambda layer: nn.Softplus(threshold=40),
    described.Sigmoid: lambda layer: nn.Sigmoid(),
    described.Tanh: lambda layer: nn.Tanh(),
    described.Softmax: lambda layer: nn.Softmax(dim=1),
}


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
    modules = OrderedDict()
    for step in architecture.named_layers():
        for suffix, module in _modules(step):
            modules[step.name + suffix] = module
    flattened = flattened_after(step)
    if flattened is not None:
        modules[step.name + ORDER] = ChannelsLast(flattened)
    model = nn.Sequential(modules).to(getattr(torch, dtype)).eval()
    model.architecture = architecture
    weights.set(model, architecture.initial_weights(seed, dtype))
    return model


def _modules(step):
    """Yield (suffix, module) for one described layer."""
    layer, shape = step.layer, step.input_shape
    match layer:
        case described.Conv2D():
            yield from _convolution(layer, shape)
        case described.MaxPool2D():
            yield from _max_pool(layer, shape)
        case described.AvgPool2D():
            yield "", _avg_pool(layer, shape)
        case described.GlobalAvgPool2D():
            yield "", nn.AdaptiveAvgPool2d(1)
            yield "_flatten", nn.Flatten()
        case described.BatchNorm():
            kind = nn.BatchNorm2d if len(shape) == 3 else nn.BatchNorm1d
            # PyTorch's momentum is the share of the *new* statistics.
            yield "", kind(shape[-1], eps=layer.epsilon, momentum=1 - layer.momentum)
        case described.Dropout():
            yield "", nn.Dropout(layer.rate)
        case described.Flatten():
            yield "", nn.Flatten()
        case described.Dense():
            yield "", nn.Linear(shape[0], layer.units, bias=layer.use_bias)
        case described.Activation():
            yield "", ACTIVATIONS[type(layer)](layer)
        case _:
            raise TypeError(f"in_torch cannot build {layer!r}: it is not a layer of the course")
    if getattr(layer, "activation", None):
        activation = described.ACTIVATIONS[layer.activation]
        yield f"_{layer.activation}", ACTIVATIONS[type(activation)](activation)


def _convolution(layer, shape):
    top, bottom, left, right = layer.window(shape).sides
    padding = (top, left)
    if (top, left) != (bottom, right):
        # "same" with a stride pads one side more, which Conv2d's own padding cannot say.
        yield "_pad", nn.ZeroPad2d((left, right, top, bottom))
        padding = 0
    yield (
        "",
        nn.Conv2d(
            shape[2],
            layer.filters,
            layer.kernel_size,
            stride=layer.stride,
            padding=padding,
            dilation=layer.dilation,
            bias=layer.use_bias,
        ),
    )


def _own_padding(layer, shape):
    """Return the (height, width) padding if PyTorch's pooling can do it by itself."""
    top, bottom, left, right = layer.window(shape).sides
    symmetric = top == bottom and left == right
    # PyTorch allows at most half a window of padding.
    fits = 2 * top <= layer.size[0] and 2 * left <= layer.size[1]
    return (top, left) if symmetric and fits else None


def _max_pool(layer, shape):
    padding = _own_padding(layer, shape)
    if padding is None:
        top, bottom, left, right = layer.window(shape).sides
        yield "_pad", nn.ConstantPad2d((left, right, top, bottom), -torch.inf)
    yield "", nn.MaxPool2d(layer.size, layer.stride, padding or 0)


def _avg_pool(layer, shape):
    padding = _own_padding(layer, shape)
    if padding is None:
        return PaddedAvgPool2d(layer.size, layer.stride, layer.window(shape).sides)
    return nn.AvgPool2d(layer.size, layer.stride, padding, count_include_pad=False)
