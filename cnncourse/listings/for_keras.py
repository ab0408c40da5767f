"""An architecture as a ``keras.Sequential`` written by hand."""

import re

from cnncourse import architecture as described
from cnncourse.architecture import Architecture
from cnncourse.geometry import extent, resolve_padding
from cnncourse.listings.layout import Call, check, entries, given, header, module, source

CLASSES = {
    "LowestPadding2D": '''\
class LowestPadding2D(layers.ZeroPadding2D):
    """Pads with -infinity, which never wins a maximum."""

    def call(self, images):
        sides = ((0, 0), *self.padding, (0, 0))
        return ops.pad(images, sides, constant_values=-float("inf"))''',
    "PaddedAveragePooling2D": '''\
class PaddedAveragePooling2D(layers.Layer):
    """The mean of each window's pixels; the padding is not counted."""

    def __init__(self, pool_size, strides, padding, **kwargs):
        super().__init__(**kwargs)
        self.pool_size, self.strides, self.padding = pool_size, strides, padding

    def call(self, images):
        sides = ((0, 0), *self.padding, (0, 0))
        sums, pixels = (
            ops.average_pool(ops.pad(x, sides), self.pool_size, self.strides)
            for x in (images, ops.ones_like(images))
        )
        return sums / pixels''',
}
"""What Keras has no layer for, by the name it is called."""

NOTE = "Keras has no stride with a dilation: a pooling of one pixel strides instead."


def keras(architecture: Architecture) -> str:
    """Return the source of a module that builds an architecture in Keras.

    A numeric padding is written as ``"valid"`` or ``"same"`` where that puts the windows in
    the same places, and as a padding layer elsewhere. The shapes in the comments are
    (height, width, channels). On Keras's PyTorch backend, average pooling that ``"same"``
    pads on one side more counts copies of the edge, where `in_keras.build` mends it.

    Raises
    ------
    TypeError
        For what is no architecture, or a layer that is not one of the course's.

    Examples
    --------
    >>> from cnncourse.zoo import DENSE_BASELINE
    >>> print(keras(DENSE_BASELINE), end="")
    import keras
    from keras import layers
    <BLANKLINE>
    # dense-baseline: 101,770 parameters
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),                      # 784
            layers.Dense(128, activation="relu"),  # 128
            layers.Dense(10),                      # 10
        ],
        name="dense-baseline",
    )
    """
    check(architecture)
    calls = [Call("keras.Input", [str(architecture.input_shape)])]
    for step in architecture.named_layers():
        calls += _calls(step)
    used = {call.name for call in calls if isinstance(call, Call)}
    classes = [text for name, text in CLASSES.items() if name in used]
    imports = ["import keras", f"from keras import layers{', ops' if classes else ''}"]
    model = [
        header(architecture),
        "model = keras.Sequential(",
        "    [",
        *entries(calls, " " * 8),
        "    ],",
        f"    name={source(_scope_name(architecture.name))},",
        ")",
    ]
    return module(imports, classes, model)


def _scope_name(name):
    """Return what TensorFlow takes as a scope's name."""
    plain = re.sub(r"[^A-Za-z0-9_.-]", "_", name)
    return plain if plain[0].isalnum() else f"model{plain}"


def _calls(step):
    """Return the Keras layers of one described layer."""
    layer, shape = step.layer, step.output_shape
    match layer:
        case described.Conv2D():
            return _convolution(step)
        case described.MaxPool2D() | described.AvgPool2D():
            return _pooling(step)
        case described.GlobalAvgPool2D():
            return [Call("layers.GlobalAveragePooling2D", [], shape)]
        case described.BatchNorm():
            numbers = given(momentum=(layer.momentum, 0.99), epsilon=(layer.epsilon, 1e-3))
            return [Call("layers.BatchNormalization", numbers)]
        case described.Dropout():
            return [Call("layers.Dropout", [source(layer.rate)])]
        case described.Flatten():
            return [Call("layers.Flatten", [], shape)]
        case described.Dense():
            activation, after = _activated(layer)
            rest = given(activation=(activation, None), use_bias=(layer.use_bias, True))
            return [Call("layers.Dense", [source(layer.units), *rest], shape), *after]
        case _:
            return [_activation(layer)]


def _activation(layer):
    """Return the layer of an activation that stands by itself."""
    match layer:
        case described.ReLU():
            return Call("layers.ReLU", [])
        case described.LeakyReLU():
            slope = given(negative_slope=(layer.negative_slope, 0.3))
            return Call("layers.LeakyReLU", slope)
        case described.ELU():
            return Call("layers.ELU", given(alpha=(layer.alpha, 1)))
        case described.Softmax():
            return Call("layers.Softmax", [])
        case _ if described.ACTIVATIONS.get(layer.kind) == layer:
            return Call("layers.Activation", [source(layer.kind)])
    raise TypeError(f"listings cannot write {layer!r}: it is not a layer of the course")


def _activated(layer):
    """Return what ``activation=`` says, and the layers that follow where it cannot.

    Keras's own ``"leaky_relu"`` has a slope of 0.2.
    """
    if layer.activation == "leaky_relu":
        return None, [_activation(described.ACTIVATIONS["leaky_relu"])]
    return layer.activation, []


def _convolution(step):
    layer, (height, width, filters) = step.layer, step.output_shape
    window, word, split = layer.window(step.input_shape), layer.padding, False
    if max(layer.stride) > 1 and max(layer.dilation) > 1:
        split, window = True, window._replace(stride=(1, 1))
        height, width = (_fitting(step.input_shape, window, i) for i in range(2))
    if split or not isinstance(word, str):
        word = _word(step.input_shape, window, (height, width))
    activation, after = _activated(layer)
    calls = [NOTE] if split else []
    if word is None:
        calls.append(_padding("layers.ZeroPadding2D", step.input_shape, window.sides))
    options = given(
        strides=(window.stride, 1),
        padding=(word or "valid", "valid"),
        dilation_rate=(layer.dilation, 1),
        activation=(activation, None),
        use_bias=(layer.use_bias, True),
    )
    sizes = [source(filters), source(layer.kernel_size)]
    calls.append(Call("layers.Conv2D", sizes + options, (height, width, filters)))
    if split:
        stride = given(strides=(layer.stride, None))
        calls.append(Call("layers.MaxPooling2D", ["1", *stride], step.output_shape))
    return calls + after


def _pooling(step):
    layer, shape = step.layer, step.output_shape
    window, word = layer.window(step.input_shape), layer.padding
    if not isinstance(word, str):
        word = _word(step.input_shape, window, shape[:2])
    largest, calls = isinstance(layer, described.MaxPool2D), []
    if word is None and not largest:
        padding = f"padding={_nested(window.sides)}"
        arguments = [source(layer.size), source(layer.stride), padding]
        return [Call("PaddedAveragePooling2D", arguments, shape)]
    if word is None:
        calls.append(_padding("LowestPadding2D", step.input_shape, window.sides))
    options = given(strides=(layer.stride, layer.size), padding=(word or "valid", "valid"))
    name = "layers.MaxPooling2D" if largest else "layers.AveragePooling2D"
    return [*calls, Call(name, [source(layer.size), *options], shape)]


def _fitting(shape, window, i):
    """How many windows fit along direction ``i``."""
    padded = shape[i] + window.sides[2 * i] + window.sides[2 * i + 1]
    return (padded - extent(window.kernel[i], window.dilation[i])) // window.stride[i] + 1


def _word(shape, window, out):
    """Return the name of the padding that puts ``out`` windows in the same places, if any.

    Where the windows start and how many there are is all that counts: what is padded beyond
    the last of them is seen by none.
    """
    for word in ("valid", "same"):
        sides = resolve_padding(word, shape[:2], *window[:2], window.dilation)
        named = window._replace(sides=sides)
        fitting = tuple(_fitting(shape, named, i) for i in range(2))
        if (sides[::2], fitting) == (window.sides[::2], tuple(out)):
            return word
    return None


def _nested(sides):
    return f"({sides[:2]}, {sides[2:]})"


def _padding(name, shape, sides):
    """Return a padding layer, its argument in the shortest form that Keras takes."""
    top, bottom, left, right = sides
    symmetric = top == bottom and left == right
    padding = source((top, left)) if symmetric else _nested(sides)
    padded = shape[0] + top + bottom, shape[1] + left + right, shape[2]
    return Call(name, [padding], padded)
