"""An architecture as an ``nn.Sequential`` written by hand."""

from fractions import Fraction

from cnncourse import architecture as described
from cnncourse.architecture import Architecture
from cnncourse.geometry import extent
from cnncourse.listings.layout import Call, check, entries, given, header, module, source

CLASSES = {
    "PaddedAvgPool2d": '''\
class PaddedAvgPool2d(nn.AvgPool2d):
    """The mean of each window's pixels; the padding on the sides is not counted."""

    def __init__(self, kernel_size, stride, sides):
        super().__init__(kernel_size, stride)
        self.sides = sides

    def forward(self, images):
        sums = super().forward(nn.functional.pad(images, self.sides))
        inside = nn.functional.pad(torch.ones_like(images), self.sides)
        return sums / super().forward(inside)''',
    "ChannelsLast": '''\
class ChannelsLast(nn.Module):
    """The features of a flattened map in the order height, width, channel."""

    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, features):
        maps = features.unflatten(1, self.shape)
        return maps.permute(0, 2, 3, 1).flatten(1)''',
}
"""What PyTorch has no module for, by the name it is called."""

ACTIVATIONS = {
    "relu": "nn.ReLU",
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

    A padding is written as the module's own where that puts the windows in the same places,
    with ``ceil_mode`` where it takes that, and as a padding module elsewhere. The shapes in
    the comments are in PyTorch's order (channels, height, width).

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
    check(architecture)
    calls = []
    for step in architecture.named_layers():
        calls += _calls(step)
    calls += _reordering(step)
    used = {call.name for call in calls}
    classes = [text for name, text in CLASSES.items() if name in used]
    lowest = any("-torch.inf" in call.arguments for call in calls)
    imports = ["from torch import nn"]
    if lowest or "PaddedAvgPool2d" in used:
        imports.insert(0, "import torch")
    images = ", ".join(map(str, _channels_first(architecture.input_shape)))
    model = [
        header(architecture),
        f"# Images go in as (N, {images}): PyTorch puts the channels first.",
        "model = nn.Sequential(",
        *entries(calls, " " * 4),
        ")",
    ]
    return module(imports, classes, model)


def _channels_first(shape):
    return (shape[-1], *shape[:-1])


def _calls(step):
    """Return the modules of one described layer."""
    layer, shape, out = step.layer, step.input_shape, _channels_first(step.output_shape)
    match layer:
        case described.Conv2D():
            calls = _convolution(step)
        case described.MaxPool2D() | described.AvgPool2D():
            calls = _pooling(step)
        case described.GlobalAvgPool2D():
            pool = Call("nn.AdaptiveAvgPool2d", ["1"], (*out, 1, 1))
            calls = [pool, Call("nn.Flatten", [], out)]
        case described.BatchNorm():
            calls = [_normalisation(layer, shape)]
        case described.Dropout():
            calls = [Call("nn.Dropout", [source(layer.rate)])]
        case described.Flatten():
            calls = [Call("nn.Flatten", [], out)]
        case described.Dense():
            arguments = [source(shape[0]), source(layer.units)]
            calls = [Call("nn.Linear", arguments + given(bias=(layer.use_bias, True)), out)]
        case _:
            calls = [_activation(layer)]
    if getattr(layer, "activation", None):
        calls.append(_activation(described.ACTIVATIONS[layer.activation]))
    return calls


def _activation(layer):
    own = described.ACTIVATIONS.get(layer.kind)
    if type(layer) is not type(own):
        raise TypeError(f"listings cannot write {layer!r}: it is not a layer of the course")
    arguments = []
    if layer.kind == "leaky_relu":
        arguments = [source(layer.negative_slope)] if layer.negative_slope != 0.01 else []
    elif layer.kind == "elu":
        arguments = [source(layer.alpha)] if layer.alpha != 1 else []
    elif layer.kind == "softmax":
        arguments = ["dim=1"]
    return Call(ACTIVATIONS[layer.kind], arguments)


def _normalisation(layer, shape):
    """Return a normalisation; PyTorch's momentum is the share of the *new* statistics."""
    name = "nn.BatchNorm2d" if len(shape) == 3 else "nn.BatchNorm1d"
    # As written in decimals: 1 - 0.99 is 0.01, and not 0.010000000000000009.
    momentum = float(1 - Fraction(repr(layer.momentum)))
    numbers = given(eps=(layer.epsilon, 1e-5), momentum=(momentum, 0.1))
    return Call(name, [source(shape[-1]), *numbers])


def _convolution(step):
    layer, shape = step.layer, step.input_shape
    window, calls = layer.window(shape), []
    padding = window.sides[::2]
    if _fitting(shape, window) != step.output_shape[:2]:
        calls.append(_padding("nn.ZeroPad2d", shape, window.sides))
        padding = 0
    options = given(
        stride=(layer.stride, 1),
        padding=(padding, 0),
        dilation=(layer.dilation, 1),
        bias=(layer.use_bias, True),
    )
    sizes = [source(shape[2]), source(layer.filters), source(layer.kernel_size)]
    shape = _channels_first(step.output_shape)
    return [*calls, Call("nn.Conv2d", sizes + options, shape)]


def _pooling(step):
    layer, shape, out = step.layer, step.input_shape, _channels_first(step.output_shape)
    window, largest = layer.window(shape), isinstance(layer, described.MaxPool2D)
    calls, padding, ceil = [], window.sides[::2], False
    # PyTorch pads a pooling by at most half a window.
    fits = all(2 * padding[i] <= layer.size[i] for i in range(2))
    if not fits or _fitting(shape, window) != step.output_shape[:2]:
        ceil = fits and _fitting(shape, window, ceil=True) == step.output_shape[:2]
        if not (ceil or largest):
            sides = f"sides={_sides(window.sides)}"
            arguments = [source(layer.size), source(layer.stride), sides]
            return [Call("PaddedAvgPool2d", arguments, out)]
        if not ceil:
            calls, padding = [_padding("nn.ConstantPad2d", shape, window.sides, "-torch.inf")], 0
    options = given(
        stride=(layer.stride, layer.size), padding=(padding, 0), ceil_mode=(ceil, False)
    )
    if not largest and source(padding) != "0":
        options.append("count_include_pad=False")
    name = "nn.MaxPool2d" if largest else "nn.AvgPool2d"
    return [*calls, Call(name, [source(layer.size), *options], out)]


def _fitting(shape, window, *, ceil=False):
    """How many windows PyTorch fits in when it pads both ends as much as the first."""
    out = []
    for i in range(2):
        before, stride = window.sides[2 * i], window.stride[i]
        room = shape[i] + 2 * before - extent(window.kernel[i], window.dilation[i])
        count = (room + (stride - 1 if ceil else 0)) // stride + 1
        # A window that would start beyond the image is left out.
        if ceil and (count - 1) * stride >= shape[i] + before:
            count -= 1
        out.append(count)
    return tuple(out)


def _sides(sides):
    """Bring (top, bottom, left, right) to PyTorch's order (left, right, top, bottom)."""
    return (*sides[2:], *sides[:2])


def _padding(name, shape, sides, *value):
    top, bottom, left, right = sides
    padded = (shape[2], shape[0] + top + bottom, shape[1] + left + right)
    return Call(name, [source(_sides(sides)), *value], padded)


def _reordering(step):
    """Return what puts the features in order where a network ends in a flattened map.

    A dense layer's weights take any order; but here feature k is the answer's number k.
    """
    layer, flattened = step.layer, step.flattened_from
    if isinstance(layer, described.Flatten) and len(step.input_shape) == 3:
        flattened = step.input_shape
    if flattened is None or isinstance(layer, described.Dense):
        return []
    return [Call("ChannelsLast", [source(number) for number in _channels_first(flattened)])]
