"""An architecture as the ``keras.Sequential`` one would write by hand."""

import re

import keras

from cnncourse import architecture as described
from cnncourse.architecture import Architecture
from cnncourse.in_keras import weights
from cnncourse.in_keras.activating import Opaque, WideLeakyReLU, wide_gelu
from cnncourse.in_keras.pooling import PaddedAvgPool2D, PaddedMaxPool2D
from cnncourse.inputs import check_build

layers = keras.layers


def build(architecture: Architecture, *, seed: int = 0, dtype: str = "float32") -> keras.Sequential:
    """Build an architecture as a ``keras.Sequential`` with weights drawn from ``seed``.

    Layers are named as in the description (``conv1``); padding that Keras has no word for
    is a layer of its own (``conv1_pad``). The model takes images ``(N, H, W, C)`` and gives
    what the last layer gives.

    Parameters
    ----------
    architecture : Architecture
        What to build; it is kept as ``model.architecture``.
    seed : int
        `in_torch.build` draws the same numbers from the same seed.
    dtype : {"float32", "float64"}
        Of the weights and the arithmetic.

    Returns
    -------
    keras.Sequential

    Raises
    ------
    ValueError
        For a layer Keras cannot build: a stride above 1 together with a dilation above 1;
        and for another dtype or seed.
    TypeError
        For what is no architecture.
    """
    check_build(architecture, dtype)
    made = [keras.Input(architecture.input_shape, dtype=dtype)]
    for step in architecture.named_layers():
        made.extend(_layers(step, dtype))
    if getattr(step.layer, "activation", step.layer.kind) in ("sigmoid", "softmax"):
        made.append(Opaque(name=f"{step.name}_answer", dtype=dtype))
    model = keras.Sequential(made, name=_keras_name(architecture.name))
    model.architecture = architecture
    weights.set(model, architecture.initial_weights(seed, dtype))
    return model


def _keras_name(name):
    """Return what TensorFlow takes as a scope's name."""
    plain = re.sub(r"[^A-Za-z0-9_.-]", "_", name)
    return plain if plain[0].isalnum() else f"model{plain}"


def _activation(name, dtype):
    """Return what Keras's ``activation=`` takes: mostly the name itself."""
    if name == "leaky_relu":
        slope = described.ACTIVATIONS[name].negative_slope
        return _leaky_relu(slope, dtype=dtype)
    return wide_gelu if (name, dtype) == ("gelu", "float64") else name


def _leaky_relu(slope, **common):
    kind = WideLeakyReLU if common["dtype"] == "float64" else layers.LeakyReLU
    return kind(negative_slope=slope, **common)


def _layers(step, dtype):
    """Yield the Keras layers of one described layer."""
    layer, shape, common = step.layer, step.input_shape, {"name": step.name, "dtype": dtype}
    match layer:
        case described.Conv2D():
            yield from _convolution(layer, step, common)
        case described.MaxPool2D():
            yield from _pool(layer, step, common, layers.MaxPooling2D, PaddedMaxPool2D)
        case described.AvgPool2D():
            yield from _pool(layer, step, common, layers.AveragePooling2D, PaddedAvgPool2D)
        case described.GlobalAvgPool2D():
            yield layers.GlobalAveragePooling2D(**common)
        case described.BatchNorm():
            yield layers.BatchNormalization(
                momentum=layer.momentum, epsilon=layer.epsilon, **common
            )
        case described.Dropout():
            # On PyTorch, only a layer with a seed draws from a state of its own.
            yield layers.Dropout(layer.rate, seed=0, **common)
        case described.Flatten():
            yield layers.Flatten(**common)
        case described.Dense():
            yield layers.Dense(
                layer.units,
                activation=_activation(layer.activation, dtype),
                use_bias=layer.use_bias,
                **common,
            )
        case described.LeakyReLU():
            yield _leaky_relu(layer.negative_slope, **common)
        case described.ELU():
            yield layers.ELU(alpha=layer.alpha, **common)
        case described.Softmax():
            yield layers.Softmax(axis=-1, **common)
        case described.Activation():
            yield layers.Activation(_activation(layer.kind, dtype), **common)
        case _:
            raise TypeError(
                f"in_keras cannot build {layer!r} ({shape}): it is not a layer of the course"
            )


def _convolution(layer, step, common):
    if max(layer.stride) > 1 and max(layer.dilation) > 1:
        raise ValueError(
            f"Keras cannot build {step.name} ({layer!r}): a stride above 1 (={layer.stride}) "
            f"together with a dilation above 1 (={layer.dilation}); set one of them to 1, or "
            "use in_torch or reference"
        )
    padding = layer.padding
    if padding not in ("valid", "same"):
        if any(padding):
            top, bottom, left, right = padding
            yield layers.ZeroPadding2D(
                ((top, bottom), (left, right)),
                name=f"{step.name}_pad",
                dtype=common["dtype"],
            )
        padding = "valid"
    yield layers.Conv2D(
        layer.filters,
        layer.kernel_size,
        strides=layer.stride,
        padding=padding,
        dilation_rate=layer.dilation,
        activation=_activation(layer.activation, common["dtype"]),
        use_bias=layer.use_bias,
        **common,
    )


def _pool(layer, step, common, plain, padded):
    sides = layer.window(step.input_shape).sides
    top, bottom, left, right = sides
    # On PyTorch, Keras's average pooling counts copies of the edge where "same" pads one
    # side more (keras-team/keras, pull request 23233).
    counted = (
        plain is layers.AveragePooling2D
        and keras.backend.backend() == "torch"
        and (top, left) != (bottom, right)
    )
    if layer.padding in ("valid", "same") and not counted:
        yield plain(layer.size, strides=layer.stride, padding=layer.padding, **common)
    else:
        yield padded(layer.size, layer.stride, sides, **common)
