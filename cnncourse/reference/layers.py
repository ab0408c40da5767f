"""The arithmetic of each kind of layer: its output, and the way back through it."""

from collections.abc import Callable
from functools import singledispatch

import numpy as np

from cnncourse import gradients, ops
from cnncourse.architecture import (
    ACTIVATIONS,
    ELU,
    Activation,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    LeakyReLU,
    MaxPool2D,
)

Back = Callable[[np.ndarray], tuple[np.ndarray, dict[str, np.ndarray]]]
"""From the gradient of a layer's output to that of its input, and those of its own arrays."""


@singledispatch
def run(layer, x, own, training, rng) -> tuple[np.ndarray, Back]:
    """Return a layer's output for the input ``x``, and its way back."""
    raise TypeError(f"the reference has no arithmetic for the layer {layer!r}")


def _activated(layer, output, back):
    """Put the activation that a layer names behind it."""
    if layer.activation is None:
        return output, back
    activated, before = run(ACTIVATIONS[layer.activation], output, {}, False, None)
    return activated, lambda grad: back(before(grad)[0])


@run.register(Conv2D)
@run.register(DepthwiseConv2D)
def _(layer, x, own, training, rng):
    name = "conv2d" if isinstance(layer, Conv2D) else "depthwise_conv2d"
    settings = {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}
    backward = getattr(gradients, f"{name}_backward")

    def back(grad):
        grads = backward(grad, x, **own, **settings)
        return grads[0], dict(zip(own, grads[1:], strict=False))  # without a bias, no gradient

    return _activated(layer, getattr(ops, name)(x, **own, **settings), back)


@run.register
def _(layer: Dense, x, own, training, rng):
    def back(grad):
        grads = gradients.dense_backward(grad, x, **own)
        return grads[0], dict(zip(own, grads[1:], strict=False))  # without a bias, no gradient

    return _activated(layer, ops.dense(x, **own), back)


@run.register(MaxPool2D)
@run.register(AvgPool2D)
def _(layer, x, own, training, rng):
    name = "max_pool2d" if isinstance(layer, MaxPool2D) else "avg_pool2d"
    settings = {"size": layer.size, "stride": layer.stride, "padding": layer.padding}
    backward = getattr(gradients, f"{name}_backward")
    output = getattr(ops, name)(x, **settings)
    return output, lambda grad: (backward(grad, x, **settings), {})


@run.register
def _(layer: GlobalAvgPool2D, x, own, training, rng):
    output = ops.global_avg_pool2d(x)
    return output, lambda grad: (gradients.global_avg_pool2d_backward(grad, x), {})


@run.register
def _(layer: Flatten, x, own, training, rng):
    return ops.flatten(x), lambda grad: (gradients.flatten_backward(grad, x), {})


@run.register
def _(layer: Dropout, x, own, training, rng):
    if not training or layer.rate == 0:
        return x, lambda grad: (grad, {})
    mask = ops.dropout_mask(x.shape, layer.rate, rng).astype(x.dtype)
    return x * mask, lambda grad: (gradients.dropout_backward(grad, mask), {})


@run.register
def _(layer: BatchNorm, x, own, training, rng):
    learned = {key: own[key] for key in ("scale", "shift")}
    if training:
        output = ops.batch_norm_training(x, **learned, epsilon=layer.epsilon)[0]
        backward, arrays = gradients.batch_norm_training_backward, learned
    else:
        output = ops.batch_norm(x, **own, epsilon=layer.epsilon)
        backward, arrays = gradients.batch_norm_backward, own

    def back(grad):
        grad_x, grad_scale, grad_shift, *_ = backward(grad, x, **arrays, epsilon=layer.epsilon)
        return grad_x, {"scale": grad_scale, "shift": grad_shift}

    return output, back


@run.register
def _(layer: Activation, x, own, training, rng):
    settings = {}
    if isinstance(layer, LeakyReLU):
        settings = {"negative_slope": layer.negative_slope}
    elif isinstance(layer, ELU):
        settings = {"alpha": layer.alpha}
    # An activation's kind is the name of its operation.
    backward = getattr(gradients, f"{layer.kind}_backward")
    output = getattr(ops, layer.kind)(x, **settings)
    return output, lambda grad: (backward(grad, x, **settings), {})
