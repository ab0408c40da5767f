"""The arithmetic of each kind of layer: its output, and the way back through it.

A layer names its operation in `cnncourse.ops`, whose backward pass is in `cnncourse.gradients`.
Written out here is what differs between training and answering.
"""

from collections.abc import Callable
from functools import singledispatch

import numpy as np

from cnncourse import gradients, ops
from cnncourse.architecture import ACTIVATIONS, BatchNorm, Dropout

Back = Callable[[np.ndarray], tuple[np.ndarray, dict[str, np.ndarray]]]
"""From the gradient of a layer's output to that of its input, and those of its own arrays."""


@singledispatch
def run(layer, x, own, training, rng) -> tuple[np.ndarray, Back]:
    """Return a layer's output for the input ``x``, and its way back."""
    name = layer.operation or layer.kind
    if name not in ops.__all__:
        raise TypeError(f"the reference has no arithmetic for the layer {layer!r}")
    operation, backward = getattr(ops, name), getattr(gradients, f"{name}_backward")
    settings = {field: getattr(layer, field) for field in layer.settings}

    def back(grad):
        found = backward(grad, x, **own, **settings)
        first, *rest = found if isinstance(found, tuple) else (found,)
        return first, dict(zip(own, rest, strict=False))  # without a bias, no gradient

    return _activated(layer, operation(x, **own, **settings), back)


def _activated(layer, output, back):
    """Put the activation that a layer names behind it."""
    if getattr(layer, "activation", None) is None:
        return output, back
    activated, before = run(ACTIVATIONS[layer.activation], output, {}, False, None)
    return activated, lambda grad: back(before(grad)[0])


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
