"""Hypothesis strategies that draw small, valid architectures.

``architectures()`` serves every test that holds for *any* network: the JSON round trip,
the receptive field, and the contract between the builds. What one of them cannot take is
switched off by an argument, so that the test says so.
"""

from dataclasses import replace

from hypothesis import strategies as st

from cnncourse.architecture import (
    ACTIVATIONS,
    Activation,
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    MaxPool2D,
    Residual,
)

NAMES = tuple(ACTIVATIONS)
STRAIGHT_PIECES = ("relu", "relu6", "leaky_relu", "elu")
INITIALIZERS = ("glorot_uniform", "fan_in_uniform", "he_normal")


@st.composite
def pairs(draw, low, high):
    """A whole number, or a (height, width) pair of them."""
    both = st.integers(low, high)
    return draw(both | st.tuples(both, both))


@st.composite
def windows(draw, shape, *, pool=False, dilation=(1, 1), largest=4):
    """A (kernel, padding) that fits a map of ``shape``, in every form padding has.

    Kernels larger than the bare map are drawn where the padding makes room for them; a
    pooling window is always larger than the padding on any side.
    """
    form = draw(st.sampled_from(("same", "same", "valid", "number", "pair", "four")))
    sides = (0, 0, 0, 0)
    if form == "number":
        sides = (draw(st.integers(0, 2)),) * 4
    elif form == "pair":
        high, wide = draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
        sides = (high, high, wide, wide)
    elif form == "four":
        sides = draw(st.tuples(*[st.integers(0, 2)] * 4))
    kernel = []
    for i in range(2):
        before, after = sides[2 * i : 2 * i + 2]
        least = max(before, after) + 1 if pool else 1
        room = (shape[i] + before + after - 1) // dilation[i] + 1
        # A map too small for a window larger than its padding: "same" always fits.
        if least > room:
            form, room = "same", largest
        most = largest if form == "same" else max(min(largest, room), least)
        kernel.append(draw(st.integers(least, most)))
    padding = {"valid": "valid", "same": "same", "number": sides[0], "pair": sides[::2]}
    return tuple(kernel), padding.get(form, sides)


@st.composite
def convolutions(draw, shape, *, dilated_strides=True, activations=NAMES, filters=4):
    """A `Conv2D` that fits a map of ``shape``."""
    stride = draw(pairs(1, 3))
    strides = stride if isinstance(stride, tuple) else (stride, stride)
    dilation = draw(st.just(1) | pairs(1, 2))
    if not dilated_strides and max(strides) > 1:
        dilation = 1
    dilations = dilation if isinstance(dilation, tuple) else (dilation, dilation)
    kernel, padding = draw(windows(shape, dilation=dilations))
    count = draw(st.integers(1, filters))
    return Conv2D(
        count,
        kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        activation=draw(_maybe_activation(activations, count)),
        use_bias=draw(st.booleans()),
    )


@st.composite
def depthwise_convolutions(draw, shape, *, same_strides=True, activations=NAMES, **options):
    """A `DepthwiseConv2D` that fits a map of ``shape``.

    Keras steps alike in both directions, which ``same_strides`` keeps to.
    """
    drawn = draw(convolutions(shape, activations=activations, **options))
    stride = drawn.stride[0] if same_strides else drawn.stride
    dilation = drawn.dilation if drawn.stride == (1, 1) else 1
    padding = drawn.padding
    multiplier = draw(st.integers(1, 2))
    return DepthwiseConv2D(
        drawn.kernel_size,
        stride,
        padding,
        dilation if stride == 1 or same_strides is False else 1,
        multiplier,
        draw(_maybe_activation(activations, shape[2] * multiplier)),
        drawn.use_bias,
    )


@st.composite
def residuals(draw, shape, activations, dropout_rates, norms, deepest=2):
    """A `Residual` for a map or a vector of ``shape``: with a shortcut or without.

    Its layers keep the map, or step over it as its shortcut does; some hold another one.
    """

    def between(channels):
        rest = elementwise(channels, activations, dropout_rates, norms)
        return draw(st.lists(rest, max_size=2))

    def weighted(channels):
        named, bias = draw(_maybe_activation(activations, channels)), draw(st.booleans())
        return {"activation": named, "use_bias": bias}

    if len(shape) == 1:
        projected = shape[0] > 60 or draw(st.booleans())
        units = draw(st.integers(2, 5)) if projected else shape[0]
        body = [Dense(units, **weighted(units)), *between(units)]
        return Residual(body, [Dense(units, **weighted(units))] if projected else None)
    kernel, channels = draw(pairs(1, 3)), shape[2]
    if draw(st.booleans()):
        step, filters = draw(pairs(1, 2)), draw(st.integers(1, 4))
        body = [Conv2D(filters, kernel, step, "same", **weighted(filters)), *between(filters)]
        pooled = draw(st.booleans())
        around = [AvgPool2D(step, padding="same")] if pooled else []
        stride = 1 if pooled else step
        around += [Conv2D(filters, 1, stride, **weighted(filters))]
        return Residual(body, [*around, *between(filters)])
    body = [
        DepthwiseConv2D(kernel, padding="same", **weighted(channels)),
        *between(channels),
        Conv2D(channels, draw(pairs(1, 3)), padding="same", **weighted(channels)),
    ]
    if deepest > 1 and draw(st.booleans()):
        inner = residuals(shape, activations, dropout_rates, norms, deepest - 1)
        body.append(draw(inner.filter(lambda layer: layer.output_shape(shape) == shape)))
    return Residual(body)


@st.composite
def pools(draw, shape):
    """A `MaxPool2D` or `AvgPool2D` that fits a map of ``shape``."""
    size, padding = draw(windows(shape, pool=True))
    stride = draw(st.none() | pairs(1, 3))
    return draw(st.sampled_from((MaxPool2D, AvgPool2D)))(size, stride, padding)


def _maybe_activation(activations, channels):
    # A softmax over one channel is the constant 1, which teaches and tests nothing.
    fit = [name for name in activations if channels > 1 or name != "softmax"]
    return st.none() | st.sampled_from(fit) if fit else st.none()


@st.composite
def elementwise(draw, channels, activations, dropout_rates, norms):
    """A layer that keeps the shape: an activation, a dropout or a normalisation."""
    fit = [ACTIVATIONS[n] for n in activations if channels > 1 or n != "softmax"]
    choices = [st.sampled_from(fit)] if fit else []
    if dropout_rates:
        choices.append(st.sampled_from(dropout_rates).map(Dropout))
    if norms:
        epsilon, momentum = st.sampled_from((1e-3, 1e-5)), st.sampled_from((0.9, 0.99))
        choices.append(st.builds(BatchNorm, epsilon, momentum))
    return draw(st.one_of(choices)) if choices else Dropout(0.0)


def _without_idle_biases(layers):
    """Drop what the next `BatchNorm` subtracts again: its gradient is zero in truth.

    A constant shift is passed on by pools, dropout, flattening and layers without
    activation, and also by an activation made of straight pieces wherever a whole batch
    lies on one piece. A `BatchNorm` whose own shift is idle goes away.
    """
    return _without_idle(layers, normalised=False)[0]


def _without_idle(layers, normalised):
    """Return the layers that stay, and whether what enters them is normalised."""
    kept = []
    for layer in reversed(layers):
        if isinstance(layer, Residual):
            body, first = _without_idle(layer.layers, normalised)
            around, second = _without_idle(layer.shortcut or (), normalised)
            kept.append(Residual(body, around or None))
            normalised = first or second
            continue
        name = layer.kind if isinstance(layer, Activation) else getattr(layer, "activation", None)
        if name is not None and name not in STRAIGHT_PIECES:
            normalised = False
        if isinstance(layer, BatchNorm):
            if normalised:
                continue
            normalised = True
        elif isinstance(layer, (Conv2D, DepthwiseConv2D, Dense)) and normalised:
            layer = replace(layer, use_bias=False)
        kept.append(layer)
    return kept[::-1], normalised


def tells(gradients, least=1e-6):
    """Return whether every gradient array is larger than the noise of float64, or is 0.

    A drawn network may be blind: windows on padding alone, a ReLU dead for the whole
    batch. What a `BatchNorm` makes of equal features is zero in truth, and its rounding
    errors agree in no two builds. Under one drawn network in a hundred is such.
    """
    largest = [float(abs(array).max()) for array in gradients.values()]
    return all(number == 0 or number >= least for number in largest)


@st.composite
def architectures(
    draw,
    *,
    dilated_strides=True,
    idle_biases=True,
    activations=NAMES,
    dropout_rates=(0.0, 0.25, 0.5),
    norms=True,
    depthwise=False,
    residual=False,
    sides=(5, 12),
    largest_body=4,
):
    """A valid `Architecture` on a small map, ending in ``Dense(classes)`` logits.

    Parameters
    ----------
    dilated_strides : bool
        Whether one convolution may have both a stride and a dilation above 1 (Keras's own
        layer may not have them together).
    idle_biases : bool
        Whether a bias may come before a `BatchNorm` with nothing curved between. Its
        gradient is zero in truth and noise in practice: comparisons of builds say False,
        use labels of unequal counts, and ``assume(tells(gradients))``.
    activations : sequence of str
        Which may be drawn, as layers and as ``activation=``.
    dropout_rates : sequence of float
        Which may be drawn; ``(0.0,)`` for comparisons, ``()`` for no dropout at all.
    norms : bool
        Whether `BatchNorm` may be drawn; use batches of 4 or more with it.
    depthwise, residual : bool
        Whether `DepthwiseConv2D` and `Residual` may be drawn.
    sides : (int, int)
        The least and largest height and width of the input; channels are 1 to 3.
    largest_body : int
        The most layers before the flattening.
    """
    side = st.integers(*sides)
    input_shape = draw(st.tuples(side, side, st.integers(1, 3)))
    shape, layers = input_shape, []
    for _ in range(draw(st.integers(1, largest_body))):
        kinds = ("conv", "conv", "pool", "pool", "elementwise")
        kinds += ("depthwise",) * 2 * depthwise + ("residual",) * 2 * residual
        kind = draw(st.sampled_from(kinds))
        if kind == "depthwise":
            options = {"dilated_strides": dilated_strides, "activations": activations}
            options["same_strides"] = not dilated_strides
            layer = draw(depthwise_convolutions(shape, **options))
        elif kind == "residual":
            layer = draw(residuals(shape, activations, dropout_rates, norms))
        elif kind == "conv":
            layer = draw(
                convolutions(shape, dilated_strides=dilated_strides, activations=activations)
            )
        elif kind == "pool":
            layer = draw(pools(shape))
        else:
            layer = draw(elementwise(shape[2], activations, dropout_rates, norms))
        layers.append(layer)
        shape = layer.output_shape(shape)
    layers.append(draw(st.sampled_from((Flatten(), Flatten(), GlobalAvgPool2D()))))
    if residual and draw(st.booleans()):
        shape = layers[-1].output_shape(shape)
        layers.append(draw(residuals(shape, activations, dropout_rates, norms)))
    if draw(st.booleans()):
        units = draw(st.integers(2, 6))
        activation = draw(_maybe_activation(activations, units))
        layers.append(Dense(units, activation, draw(st.booleans())))
        if draw(st.booleans()):
            layers.append(draw(elementwise(units, activations, dropout_rates, norms)))
    layers.append(Dense(draw(st.integers(2, 4)), use_bias=draw(st.booleans())))
    if not idle_biases:
        layers = _without_idle_biases(layers)
    return Architecture("drawn", input_shape, layers, draw(st.sampled_from(INITIALIZERS)))
