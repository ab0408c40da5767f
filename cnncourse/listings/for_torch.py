"""An architecture as the ``nn.Sequential`` one would write by hand."""

import re
from dataclasses import replace
from fractions import Fraction

from cnncourse import architecture as described
from cnncourse.architecture import Architecture
from cnncourse.listings import torch_padding
from cnncourse.listings.calls import Call, check, compact, given, unknown
from cnncourse.listings.helpers import helper_sources
from cnncourse.listings.layout import assignment, header, module
from cnncourse.listings.strides import SINGLE_NOTE, misread

ACTIVATIONS = {
    "relu": "nn.ReLU",
    "relu6": "nn.ReLU6",
    "leaky_relu": "nn.LeakyReLU",
    "elu": "nn.ELU",
    "gelu": "nn.GELU",
    "silu": "nn.SiLU",
    "softplus": "nn.Softplus",
    "sigmoid": "nn.Sigmoid",
    "tanh": "nn.Tanh",
    "softmax": "nn.Softmax",
}


def torch(architecture: Architecture) -> str:
    """Return the source of a module that builds an architecture in PyTorch.

    It makes the modules of `in_torch.build`, with the same arguments; their names and first
    weights are the framework's own. A padding is written as the module's own where that puts
    the windows in the same places, with ``ceil_mode`` where it takes that, and as a padding
    module elsewhere. The shapes in the comments are in PyTorch's order (channels, height,
    width).

    Raises
    ------
    TypeError
        For what is no architecture, or a layer that is not one of the course's.

    Examples
    --------
    >>> from cnncourse.zoo import DENSE_BASELINE
    >>> print(torch(DENSE_BASELINE), end="")
    from torch import nn
    <BLANKLINE>
    # dense-baseline: 101,770 parameters
    # Images go in as (N, 1, 28, 28): PyTorch puts the channels first.
    model = nn.Sequential(
        nn.Flatten(),         # 784
        nn.Linear(784, 128),  # 128
        nn.ReLU(),
        nn.Linear(128, 10),   # 10
    )
    """
    model = plan(architecture)
    used = {call.name for call in model.walk()}
    classes = [text for name, text in helper_sources()["torch"].items() if name in used]
    imports = ["from torch import nn"]
    if any(re.search(r"\btorch\.", text) for text in classes):
        imports.insert(0, "import torch")
    images = ", ".join(map(str, _channels_first(architecture.input_shape)))
    comments = [
        header(architecture),
        f"# Images go in as (N, {images}): PyTorch puts the channels first.",
    ]
    return module(imports, classes, comments + assignment(model))


def plan(architecture: Architecture) -> Call:
    """Return the model as a call of ``nn.Sequential``, which `in_torch.build` carries out.

    Raises
    ------
    TypeError
        As `torch`.
    """
    check(architecture)
    return Call("nn.Sequential", _path(architecture.named_layers()))


def _path(steps):
    """Return the modules of layers one after the other; their features end in order."""
    calls = [call for step in steps for call in _calls(step)]
    return (*calls, *_reordering(steps[-1], steps[-1].flattened_to))


def _channels_first(shape):
    return (shape[-1], *shape[:-1])


def _calls(step):
    """Return the modules of one described layer."""
    layer, shape, out = step.layer, step.input_shape, _channels_first(step.output_shape)
    match layer:
        case described.Conv2D() | described.DepthwiseConv2D():
            calls = _convolution(step)
        case described.MaxPool2D() | described.AvgPool2D():
            calls = _pooling(step)
        case described.GlobalAvgPool2D():
            pool = Call("nn.AdaptiveAvgPool2d", (1,), shape=(*out, 1, 1), part=step.name)
            calls = [pool, Call("nn.Flatten", shape=out, part=f"{step.name}_flatten")]
        case described.BatchNorm():
            calls = [_normalisation(layer, shape, step.name)]
        case described.Dropout():
            calls = [Call("nn.Dropout", (layer.rate,), part=step.name)]
        case described.Flatten():
            calls = [Call("nn.Flatten", shape=out, part=step.name)]
        case described.Dense():
            bias = given(bias=(layer.use_bias, True))
            calls = [Call("nn.Linear", (shape[0], layer.units), bias, out, step.name)]
        case described.Residual():
            # What is added to something else is in order on both sides.
            calls = [*_reordering(step, step.flattened_from), _residual(step)]
        case _:
            calls = [_activation(layer, step.name)]
    if getattr(layer, "activation", None):
        named = described.ACTIVATIONS[layer.activation]
        calls.append(_activation(named, f"{step.name}_{layer.activation}"))
    return calls


def _activation(layer, part):
    if type(layer) is not type(described.ACTIVATIONS.get(layer.kind)):
        raise unknown(layer, "PyTorch")
    arguments, options = (), {}
    if layer.kind == "leaky_relu":
        arguments = (layer.negative_slope,) if layer.negative_slope != 0.01 else ()
    elif layer.kind == "elu":
        arguments = (layer.alpha,) if layer.alpha != 1 else ()
    elif layer.kind == "softmax":
        # Along the channels, which stand second in a map and in a batch of vectors.
        options = {"dim": 1}
    elif layer.kind == "softplus":
        # Above its threshold PyTorch takes x for log(1 + exp(x)); its own 20 is 2e-9 off.
        options = {"threshold": 40}
    return Call(ACTIVATIONS[layer.kind], arguments, options, part=part)


def _normalisation(layer, shape, part):
    """Return a normalisation; PyTorch's momentum is the share of the *new* statistics."""
    name = "nn.BatchNorm2d" if len(shape) == 3 else "nn.BatchNorm1d"
    # As written in decimals: 1 - 0.99 is 0.01, and not 0.010000000000000009.
    momentum = float(1 - Fraction(repr(layer.momentum)))
    numbers = given(eps=(layer.epsilon, 1e-5), momentum=(momentum, 0.1))
    return Call(name, (shape[-1],), numbers, part=part)


def _convolution(step):
    if misread(step):
        return _unstrided(step)
    layer, shape = step.layer, step.input_shape
    window = layer.window(shape)
    own, calls = torch_padding.convolution(shape, window, step.output_shape), []
    if own is None:
        calls.append(_padding("nn.ZeroPad2d", step, window.sides))
    options = given(
        stride=(layer.stride, 1),
        padding=(own.padding if own else 0, 0),
        dilation=(layer.dilation, 1),
        groups=(shape[2] if isinstance(layer, described.DepthwiseConv2D) else 1, 1),
        bias=(layer.use_bias, True),
    )
    out = _channels_first(step.output_shape)
    sizes = (shape[2], out[0], compact(layer.kernel_size))
    return [*calls, Call("nn.Conv2d", sizes, options, out, step.name)]


def _unstrided(step):
    """Return a convolution that steps by single pixels, and a pooling that strides."""
    layer, shape, out = step.layer, step.input_shape, _channels_first(step.output_shape)
    every = replace(layer, stride=1, padding=layer.window(shape).sides)
    first, *rest = _convolution(step._replace(layer=every, output_shape=every.output_shape(shape)))
    stride = given(stride=(layer.stride, 1))
    pool = Call("nn.MaxPool2d", (1,), stride, out, f"{step.name}_stride")
    return [first._replace(note=SINGLE_NOTE), *rest, pool]


def _residual(step):
    """Return the module that adds what leaves two paths, the second of them often none."""
    body, *shortcut = [Call("nn.Sequential", _inside(path)) for path in step.paths() if path]
    options = {"shortcut": shortcut[0]} if shortcut else {}
    return Call("Residual", (body,), options, _channels_first(step.output_shape), step.name)


def _inside(path):
    """Return the modules of a path in another module, named as they are within it."""
    return tuple(call._replace(part=call.part.rpartition("/")[2]) for call in _path(path))


def _pooling(step):
    layer, out = step.layer, _channels_first(step.output_shape)
    window, largest = layer.window(step.input_shape), isinstance(layer, described.MaxPool2D)
    own, calls = torch_padding.pooling(step.input_shape, window, step.output_shape), []
    size, stride = compact(layer.size), compact(layer.stride)
    if own is None and not largest:
        sides = {"sides": torch_padding.torch_sides(window.sides)}
        return [Call("PaddedAvgPool2d", (size, stride), sides, out, step.name)]
    if own is None:
        calls.append(_padding("nn.ConstantPad2d", step, window.sides, float("-inf")))
    options = given(
        stride=(stride, size),
        padding=(own.padding if own else 0, 0),
        ceil_mode=(own.ceil_mode if own else False, False),
    )
    if not largest and "padding" in options:
        options["count_include_pad"] = False
    name = "nn.MaxPool2d" if largest else "nn.AvgPool2d"
    return [*calls, Call(name, (size,), options, out, step.name)]


def _padding(name, step, sides, *value):
    """Return the module that pads before a layer."""
    padding = compact(torch_padding.torch_sides(sides))
    shape = torch_padding.padded_shape(step.input_shape, sides)
    return Call(name, (padding, *value), shape=shape, part=f"{step.name}_pad")


def _reordering(step, flattened):
    """Return what puts flattened features in order where no dense layer reads them.

    A dense layer's weights take any order; but at a network's end feature k is the answer's
    number k, and feature k of a residual is added to feature k.
    """
    if flattened is None:
        return []
    return [Call("ChannelsLast", _channels_first(flattened), part=f"{step.name}{ORDER}")]


ORDER = "_order"
"""What the name of a `ChannelsLast` ends in."""
