"""Networks run layer after layer, forwards and back."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np

from cnncourse import gradients, ops
from cnncourse.architecture import Architecture, weight_faults
from cnncourse.checks import images as image_checks
from cnncourse.checks.layers import check_layers
from cnncourse.ops.arrays import result_dtype
from cnncourse.reference.layers import Back, run

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
    >>> forward(tiny, weights, np.array([[[[0.25], [0.5]]]])).tolist()
    [[5.75]]
    """
    _check_weights(architecture, weights)
    images = image_checks.check(images, architecture.input_shape, architecture.name, least=0)
    # Only a batch's statistics and its draws need it whole; predicting needs little memory.
    block = max(len(images), 1) if training else PREDICTED_AT_ONCE
    outputs = []
    for start in range(0, max(len(images), 1), block):
        some = images[start : start + block]
        for traced in trace(architecture, weights, some, training=training, rng=rng):
            last = traced.output  # the others are let go, which a list of them would not do
        outputs.append(last)
    return np.concatenate(outputs)


class Traced(NamedTuple):
    """A layer that was run.

    ``output`` is what leaves it, after its activation: a map (N, H, W, C) or a vector
    (N, features). ``back`` takes the gradient of that to the gradient of what entered, and to
    a dictionary of those of the layer's arrays.
    """

    name: str
    output: np.ndarray
    back: Back


def trace(architecture, weights, images, *, training=False, rng=None) -> Iterator[Traced]:
    """Run a network and yield every layer in the order of ``architecture.walk()``.

    The layers inside a `cnncourse.architecture.Residual` come right before it.

    Parameters
    ----------
    architecture, weights, images, training, rng
        As for `forward`.

    Yields
    ------
    Traced

    Raises
    ------
    ValueError, TypeError
        As `forward`.

    Examples
    --------
    >>> from cnncourse.architecture import Architecture, ReLU, Residual
    >>> tiny = Architecture("tiny", (1, 2, 1), [Residual([ReLU()])])
    >>> image = np.array([[[[0.25], [1.0]]]])
    >>> for name, output, back in trace(tiny, {}, image):
    ...     print(name, output.ravel().tolist(), back(np.ones_like(output))[0].ravel().tolist())
    residual1/relu1 [0.25, 1.0] [1.0, 1.0]
    residual1 [0.5, 2.0] [2.0, 2.0]
    """
    _check_weights(architecture, weights)
    images = image_checks.check(images, architecture.input_shape, architecture.name, least=0)
    x = _as_floats(images, weights)
    rng = None if rng is None else np.random.default_rng(rng)

    def run_one(step, x):
        own = {key: np.asarray(weights[f"{step.name}/{key}"]) for key in step.arrays()}
        return run(step.layer, x, own, training, rng)

    return _follow(architecture.named_layers(), x, run_one)


def activations(architecture, weights, images, layers=None, *, training=False, rng=None):
    """Return what leaves every layer, or those asked for, each after its activation.

    Parameters
    ----------
    architecture, weights, images, training, rng
        As for `forward`.
    layers : iterable of str, optional
        Names such as ``"conv1"`` or ``"residual1/conv1"``; all where left out.

    Returns
    -------
    dict of str to ndarray
        By the name of the layer, in the order of ``architecture.walk()``: maps (N, H, W, C),
        vectors (N, features).

    Raises
    ------
    ValueError, TypeError
        As `forward`, and for a name that no layer has.

    Examples
    --------
    >>> from cnncourse.architecture import Architecture, MaxPool2D, ReLU
    >>> tiny = Architecture("tiny", (1, 2, 1), [ReLU(), MaxPool2D((1, 2))])
    >>> found = activations(tiny, {}, np.array([[[[0.25], [1.0]]]]))
    >>> {name: output.ravel().tolist() for name, output in found.items()}
    {'relu1': [0.25, 1.0], 'pool1': [1.0]}
    """
    steps = trace(architecture, weights, images, training=training, rng=rng)
    found = dict.fromkeys(check_layers(layers, architecture))
    return found | {name: output for name, output, _ in steps if name in found}


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
    steps = [*trace(architecture, weights, images, training=training, rng=rng)]
    path = _along(architecture.named_layers(), steps)
    logits = path[-1].output
    loss = ops.cross_entropy(logits, labels)
    _, found = _back([path], "", gradients.cross_entropy_backward(1.0, logits, labels))
    return float(loss), {name: found[name] for name in architecture.trainable_names()}


def _follow(steps, x, run_one):
    """Yield every layer of a path that ``x`` enters, those inside a composite before it."""
    for step in steps:
        paths = step.paths()
        if paths:
            inside = []
            for path in paths:
                traced = []
                for one in _follow(path, x, run_one):
                    traced.append(one)
                    yield one
                inside.append(_along(path, traced))
            x = sum(path[-1].output if path else x for path in inside)
            yield Traced(step.name, x, partial(_back, inside, f"{step.name}/"))
        else:
            x, back = run_one(step, x)
            yield Traced(step.name, x, back)


def _along(path, traced):
    """Return of what was run the layers of a path itself, without those inside a composite."""
    names = {step.name for step in path}
    return [one for one in traced if one.name in names]


def _back(paths, owner, grad):
    """Take a gradient back along paths whose ends were added.

    Returns that of what entered them all, and those of arrays by name, ``owner`` left out.
    """
    arrived, found = [], {}
    for path in paths:
        arriving = grad
        for one in reversed(path):
            arriving, own = one.back(arriving)
            found |= {f"{one.name}/{key}".removeprefix(owner): own[key] for key in own}
        arrived.append(arriving)
    return sum(arrived), found


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
