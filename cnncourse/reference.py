"""Any architecture run in NumPy from a weight dictionary: the third build, and the oracle.

Every layer is a forward step that leaves behind how to go back through it. What PyTorch and
Keras compute by their own machinery is here nothing but `cnncourse.ops` and
`cnncourse.gradients`, in the order of the layers.
"""

from collections.abc import Callable, Mapping
from functools import singledispatch

import numpy as np

from cnncourse import gradients, ops
from cnncourse.architecture import (
    ACTIVATIONS,
    ELU,
    Activation,
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    LeakyReLU,
    MaxPool2D,
    weight_faults,
)
from cnncourse.checks import images as image_checks
from cnncourse.ops.arrays import result_dtype

Back = Callable[[np.ndarray], tuple[np.ndarray, dict[str, np.ndarray]]]
"""From the gradient of a layer's output to that of its input, and those of its own arrays."""

PREDICTED_AT_ONCE = 256
"""Images that `forward` takes through the layers together."""


def forward(architecture, weights, images, *, training=False, rng=None):
    """Return what leaves the last layer: for a classifier, its logits.

    Parameters
    ----------
    architecture : Architecture
    weights : mapping of str to ndarray
        Every array of the architecture by name, such as ``"conv1/kernels"``; in the layouts
        of `cnncourse.architecture.Architecture.weight_shapes`.
    images : ndarray (N, H, W, C)
        uint8 is divided by 255; floating point, in [0, 1], is taken as it is.
    training : bool
        Whether `BatchNorm` takes its statistics from the batch, and `Dropout` drops.
    rng : numpy.random.Generator or int, optional
        What decides which numbers are dropped, in training.

    Returns
    -------
    ndarray (N, classes)

    Raises
    ------
    ValueError
        If the images have not the architecture's input shape or range, or names or shapes of
        weights are wrong, missing or too many.
    TypeError
        If images are whole numbers other than uint8, or dropout has no generator.

    Examples
    --------
    >>> from cnncourse.architecture import Architecture, Dense, Flatten
    >>> tiny = Architecture("tiny", (1, 2, 1), [Flatten(), Dense(1)])
    >>> weights = {"dense1/weights": np.array([[1.0], [10.0]]), "dense1/bias": np.array([0.5])}
    >>> forward(tiny, weights, np.array([[[[0.2], [0.3]]]])).tolist()
    [[3.7]]
    """
    _check_weights(architecture, weights)
    images = image_checks.check(images, architecture.input_shape, architecture.name, least=0)
    # Only a batch's statistics and its draws need it whole; predicting needs little memory.
    block = max(len(images), 1) if training else PREDICTED_AT_ONCE
    outputs = []
    for start in range(0, max(len(images), 1), block):
        some = images[start : start + block]
        for output, _ in _steps(architecture, weights, some, training, rng):
            last = output  # the others are let go, which a list of them would not do
        outputs.append(last)
    return np.concatenate(outputs)


def activations(architecture, weights, images, *, training=False, rng=None):
    """Return what leaves every layer, each after its activation.

    Parameters
    ----------
    architecture, weights, images, training, rng
        As for `forward`.

    Returns
    -------
    list of ndarray
        One for each layer: maps (N, H, W, C), vectors (N, features).

    Raises
    ------
    ValueError, TypeError
        As `forward`.

    Examples
    --------
    >>> from cnncourse.architecture import Architecture, MaxPool2D, ReLU
    >>> tiny = Architecture("tiny", (1, 2, 1), [ReLU(), MaxPool2D((1, 2))])
    >>> [a.ravel().tolist() for a in activations(tiny, {}, np.array([[[[0.25], [1.0]]]]))]
    [[0.25, 1.0], [1.0]]
    """
    return [output for output, _ in _steps(architecture, weights, images, training, rng)]


def loss_and_gradients(architecture, weights, images, labels, *, training=True, rng=None):
    """Return the mean cross-entropy of a batch, and its gradient for every trainable array.

    Parameters
    ----------
    architecture, weights, images, rng
        As for `forward`.
    labels : array_like of int (N,)
    training : bool
        As for `forward`; by default True, since gradients are for training.

    Returns
    -------
    loss : float
        In natural units.
    gradients : dict of str to ndarray
        Under the names and in the order of ``architecture.trainable_names()``.

    Raises
    ------
    ValueError, TypeError
        As `forward`, and if the labels do not fit the logits.

    Examples
    --------
    >>> from cnncourse.architecture import Architecture, Dense, Flatten
    >>> tiny = Architecture("tiny", (1, 1, 1), [Flatten(), Dense(2, use_bias=False)])
    >>> weights = {"dense1/weights": np.zeros((1, 2))}
    >>> loss, grads = loss_and_gradients(tiny, weights, np.ones((1, 1, 1, 1)), [1])
    >>> round(loss, 4), grads["dense1/weights"].tolist()
    (0.6931, [[0.5, -0.5]])
    """
    steps = list(_steps(architecture, weights, images, training, rng))
    logits = steps[-1][0]
    loss = ops.cross_entropy(logits, labels)
    grad, found = gradients.cross_entropy_backward(1.0, logits, labels), {}
    for step, (_, back) in zip(architecture.named_layers()[::-1], steps[::-1], strict=True):
        grad, own = back(grad)
        found |= {f"{step.name}/{key}": array for key, array in own.items()}
    return float(loss), {name: found[name] for name in architecture.trainable_names()}


def _steps(architecture, weights, images, training, rng):
    """Yield (output, back) of every layer in turn."""
    _check_weights(architecture, weights)
    images = image_checks.check(images, architecture.input_shape, architecture.name, least=0)
    x = _as_floats(images, weights)
    rng = None if rng is None else np.random.default_rng(rng)
    for step in architecture.named_layers():
        keys = step.layer.weight_shapes(step.input_shape)
        own = {key: np.asarray(weights[f"{step.name}/{key}"]) for key in keys}
        x, back = _run(step.layer, x, own, training, rng)
        yield x, back


def _check_weights(architecture, weights):
    if not isinstance(architecture, Architecture):
        raise TypeError(f"architecture must be an Architecture, got {architecture!r}")
    if not isinstance(weights, Mapping):
        raise TypeError(
            f"weights must be a dictionary of arrays by name, got {type(weights).__name__}; "
            "architecture.initial_weights(seed) draws one"
        )
    faults = weight_faults(architecture, weights)
    if faults:
        raise ValueError(f"weights do not fit {architecture.name!r}: " + "; ".join(faults))


def _as_floats(images, weights):
    """Return bytes divided by 255 in the weights' type, as the frameworks do."""
    if images.dtype != np.uint8:
        return images
    arrays = {name: np.asarray(array) for name, array in weights.items()}
    return images.astype(result_dtype(**arrays) if arrays else np.float32) / 255


@singledispatch
def _run(layer, x, own, training, rng) -> tuple[np.ndarray, Back]:
    """Return a layer's output for the input ``x``, and its way back."""
    raise TypeError(f"the reference has no arithmetic for the layer {layer!r}")


def _activated(layer, output, back):
    """Put the activation that a layer names behind it."""
    if layer.activation is None:
        return output, back
    activated, before = _run(ACTIVATIONS[layer.activation], output, {}, False, None)
    return activated, lambda grad: back(before(grad)[0])


@_run.register
def _(layer: Conv2D, x, own, training, rng):
    settings = {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}

    def back(grad):
        grads = gradients.conv2d_backward(grad, x, **own, **settings)
        return grads[0], dict(zip(own, grads[1:], strict=False))  # without a bias, no gradient

    return _activated(layer, ops.conv2d(x, **own, **settings), back)


@_run.register
def _(layer: Dense, x, own, training, rng):
    def back(grad):
        grads = gradients.dense_backward(grad, x, **own)
        return grads[0], dict(zip(own, grads[1:], strict=False))  # without a bias, no gradient

    return _activated(layer, ops.dense(x, **own), back)


@_run.register(MaxPool2D)
@_run.register(AvgPool2D)
def _(layer, x, own, training, rng):
    name = "max_pool2d" if isinstance(layer, MaxPool2D) else "avg_pool2d"
    settings = {"size": layer.size, "stride": layer.stride, "padding": layer.padding}
    backward = getattr(gradients, f"{name}_backward")
    output = getattr(ops, name)(x, **settings)
    return output, lambda grad: (backward(grad, x, **settings), {})


@_run.register
def _(layer: GlobalAvgPool2D, x, own, training, rng):
    output = ops.global_avg_pool2d(x)
    return output, lambda grad: (gradients.global_avg_pool2d_backward(grad, x), {})


@_run.register
def _(layer: Flatten, x, own, training, rng):
    return ops.flatten(x), lambda grad: (gradients.flatten_backward(grad, x), {})


@_run.register
def _(layer: Dropout, x, own, training, rng):
    if not training or layer.rate == 0:
        return x, lambda grad: (grad, {})
    mask = ops.dropout_mask(x.shape, layer.rate, rng).astype(x.dtype)
    return x * mask, lambda grad: (gradients.dropout_backward(grad, mask), {})


@_run.register
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


@_run.register
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
