"""An architecture as the ``keras.Sequential`` one would write by hand."""

import re

from cnncourse import architecture as described
from cnncourse.architecture import Architecture
from cnncourse.listings import keras_padding
from cnncourse.listings.calls import Call, check, compact, given, unknown
from cnncourse.listings.helpers import helper_sources
from cnncourse.listings.layout import assignment, header, module
from cnncourse.listings.strides import SINGLE_NOTE, misread

LAST = {"data_format": "channels_last"}
"""Given to every layer that takes it, or a keras.json could say otherwise.

A listing says it once, for all its layers.
"""

SET_LAST = 'keras.config.set_image_data_format("channels_last")  # (N, height, width, channels)'

STRIDE_NOTE = "Keras has no stride with a dilation: a pooling of one pixel strides instead."

UNEVEN_NOTE = "Keras strides single channels evenly: a pooling of one pixel strides instead."

PIXEL_NOTE = "TensorFlow can crash where a 1 x 1 kernel strides: a pooling strides instead."

ANSWER_NOTE = "Keeps Keras's losses from looking behind the {} for logits:"


def keras(architecture: Architecture) -> str:
    """Return the source of a module that builds an architecture in Keras.

    It makes the layers of `in_keras.build` on TensorFlow, with the same arguments; their
    names and first weights are the framework's own. A numeric padding is written as
    ``"valid"`` or ``"same"`` where that puts the windows in the same places, and as a
    padding layer elsewhere. The shapes in the comments are (height, width, channels).

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
    keras.config.set_image_data_format("channels_last")  # (N, height, width, channels)
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
    model = plan(architecture)
    used = {call.name for call in model.walk()}
    classes = [text for name, text in helper_sources()["keras"].items() if name in used]
    operations = ", ops" if any("ops." in text for text in classes) else ""
    imports = ["import keras", f"from keras import layers{operations}", "", SET_LAST]
    return module(imports, classes, [header(architecture), *assignment(model, left_out=LAST)])


def plan(architecture: Architecture, *, backend: str = "tensorflow") -> Call:
    """Return the model as a call of ``keras.Sequential``, which `in_keras.build` carries out.

    Parameters
    ----------
    architecture : Architecture
    backend : str
        What Keras computes on. On ``"torch"`` its average pooling counts copies of the edge
        where ``"same"`` pads one side more (keras-team/keras, pull request 23233).

    Raises
    ------
    TypeError
        As `keras`.
    """
    check(architecture)
    steps = architecture.named_layers()
    calls = [Call("keras.Input", (architecture.input_shape,)), *_path(steps, backend)]
    calls += _answer(steps[-1])
    return Call("keras.Sequential", (calls,), {"name": _scope_name(architecture.name)})


def _scope_name(name):
    """Return what TensorFlow takes as a scope's name."""
    plain = re.sub(r"[^A-Za-z0-9_.-]", "_", name)
    return plain if plain[0].isalnum() else f"model{plain}"


def _path(steps, backend):
    """Return the Keras layers of described layers one after the other."""
    return [call for step in steps for call in _calls(step, backend)]


def _calls(step, backend):
    """Return the Keras layers of one described layer."""
    layer, shape, part = step.layer, step.output_shape, step.name
    match layer:
        case described.Conv2D() | described.DepthwiseConv2D():
            return _convolution(step)
        case described.MaxPool2D() | described.AvgPool2D():
            return _pooling(step, backend)
        case described.GlobalAvgPool2D():
            return [Call("layers.GlobalAveragePooling2D", (), LAST, shape, part)]
        case described.BatchNorm():
            numbers = given(momentum=(layer.momentum, 0.99), epsilon=(layer.epsilon, 1e-3))
            return [Call("layers.BatchNormalization", (), numbers, part=part)]
        case described.Dropout():
            return [Call("layers.Dropout", (layer.rate,), part=part)]
        case described.Flatten():
            return [Call("layers.Flatten", (), LAST, shape, part)]
        case described.Dense():
            activation, after = _activated(step)
            rest = given(activation=(activation, None), use_bias=(layer.use_bias, True))
            return [Call("layers.Dense", (layer.units,), rest, shape, part), *after]
        case described.Residual():
            return [_residual(step, backend)]
        case _:
            return [_activation(layer, part)]


def _activation(layer, part):
    """Return the layer of an activation that stands by itself."""
    match layer:
        case described.ReLU():
            return Call("layers.ReLU", part=part)
        case described.LeakyReLU():
            slope = given(negative_slope=(layer.negative_slope, 0.3))
            return Call("layers.LeakyReLU", (), slope, part=part)
        case described.ELU():
            return Call("layers.ELU", (), given(alpha=(layer.alpha, 1)), part=part)
        case described.Softmax():
            return Call("layers.Softmax", part=part)
        case _ if described.ACTIVATIONS.get(layer.kind) == layer:
            return Call("layers.Activation", (layer.kind,), part=part)
    raise unknown(layer, "Keras")


def _activated(step):
    """Return what ``activation=`` says, and the layers that follow where it cannot.

    Keras's own ``"leaky_relu"`` has a slope of 0.2.
    """
    name = step.layer.activation
    if name == "leaky_relu":
        return None, [_activation(described.ACTIVATIONS[name], f"{step.name}_{name}")]
    return name, []


def _answer(step):
    """Return what keeps Keras's losses from seeing behind the answer of a last layer.

    On TensorFlow they look behind a sigmoid or a softmax for what entered it, and take that
    for the logits: a network that ends in one would train as if it did not.
    """
    last = getattr(step.layer, "activation", step.layer.kind)
    if last not in ("sigmoid", "softmax"):
        return []
    note = ANSWER_NOTE.format(last)
    return [Call("layers.Rescaling", (1,), part=f"{step.name}_answer", note=note)]


def _convolution(step):
    layer, (height, width, channels) = step.layer, step.output_shape
    window, padding = layer.window(step.input_shape), layer.padding
    if layer.kernel_size == (1, 1) and max(layer.stride) > 1:
        return _pixels(step)
    split = note = _unstrided(step)
    if split:
        window, padding = window._replace(stride=(1, 1)), window.sides
        height, width = keras_padding.fitting(step.input_shape, window)
    word = keras_padding.word(padding, step.input_shape, window, (height, width))
    calls = [] if word else [_padding("layers.ZeroPadding2D", step, window.sides, note)]
    activation, after = _activated(step)
    options = given(
        strides=(window.stride, 1),
        padding=(word or "valid", "valid"),
        dilation_rate=(layer.dilation, 1),
        activation=(activation, None),
        use_bias=(layer.use_bias, True),
    )
    note, shape = "" if calls else note, (height, width, channels)
    calls.append(_kernels(step, options, shape, note))
    if split:
        stride = given(strides=(layer.stride, 1)) | LAST
        part, shape = f"{step.name}_stride", step.output_shape
        calls.append(Call("layers.MaxPooling2D", (1,), stride, shape, part))
    return calls + after


def _kernels(step, options, shape, note=""):
    """Return the layer of a convolution, of all channels at once or of each alone."""
    layer = step.layer
    name, sizes = "layers.Conv2D", (shape[2], compact(layer.kernel_size))
    if isinstance(layer, described.DepthwiseConv2D):
        name, sizes = "layers.DepthwiseConv2D", sizes[1:]
        options = options | given(depth_multiplier=(layer.multiplier, 1))
    return Call(name, sizes, options | LAST, shape, step.name, note)


def _pixels(step):
    """Return a convolution of single pixels, some of them left out before.

    In float32 on the processor, TensorFlow 2.21's gradient of such a kernel writes beyond its
    memory where the stride leaves a last row out, as in every ResNet.
    """
    layer, shape, sides = step.layer, step.input_shape, step.layer.window(step.input_shape).sides
    calls = [_padding("layers.ZeroPadding2D", step, sides, PIXEL_NOTE)] if any(sides) else []
    stride, out = given(strides=(layer.stride, 1)) | LAST, (*step.output_shape[:2], shape[2])
    note = "" if calls else PIXEL_NOTE
    calls.append(Call("layers.MaxPooling2D", (1,), stride, out, f"{step.name}_stride", note))
    activation, after = _activated(step)
    options = given(activation=(activation, None), use_bias=(layer.use_bias, True))
    return [*calls, _kernels(step, options, step.output_shape), *after]


def _unstrided(step):
    """Return why a pooling strides in the place of Keras's own convolution, or ""."""
    layer = step.layer
    if max(layer.stride) > 1 and max(layer.dilation) > 1:
        return STRIDE_NOTE
    alone = isinstance(layer, described.DepthwiseConv2D)
    if alone and len(set(layer.stride)) == 2:
        return UNEVEN_NOTE
    return SINGLE_NOTE if misread(step) else ""


def _residual(step, backend):
    """Return the layer that adds what leaves two paths, the second of them often none."""
    body, *shortcut = [
        [call._replace(part=call.part.rpartition("/")[2]) for call in _path(path, backend)]
        for path in step.paths()
        if path
    ]
    options = {"shortcut": shortcut[0]} if shortcut else {}
    return Call("Residual", (body,), options, step.output_shape, step.name)


def _pooling(step, backend):
    layer, shape, part = step.layer, step.output_shape, step.name
    window, largest = layer.window(step.input_shape), isinstance(layer, described.MaxPool2D)
    word = keras_padding.word(layer.padding, step.input_shape, window, shape[:2])
    size, stride = compact(layer.size), compact(layer.stride)
    top, bottom, left, right = window.sides
    counted = backend == "torch" and word == "same" and (top, left) != (bottom, right)
    if not largest and (word is None or counted):
        padding = {"padding": keras_padding.nested(window.sides)}
        return [Call("PaddedAveragePooling2D", (size, stride), padding, shape, part)]
    calls = [] if word else [_padding("LowestPadding2D", step, window.sides)]
    options = given(strides=(stride, size), padding=(word or "valid", "valid"))
    name = "layers.MaxPooling2D" if largest else "layers.AveragePooling2D"
    return [*calls, Call(name, (size,), options | LAST, shape, part)]


def _padding(name, step, sides, note=""):
    """Return the layer that pads before another."""
    shape = keras_padding.padded_shape(step.input_shape, sides)
    padding = (keras_padding.shortest(sides),)
    return Call(name, padding, LAST, shape, f"{step.name}_pad", note)
