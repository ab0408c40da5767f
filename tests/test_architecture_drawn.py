"""The strategy that draws architectures: it keeps its promises and leaves nothing out."""

from itertools import product

import numpy as np
from hypothesis import given, settings

from cnncourse.architecture import (
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
from tests.strategies_architecture import architectures, tells


def has_dilated_stride(layer):
    return isinstance(layer, Conv2D) and max(layer.stride) > 1 and max(layer.dilation) > 1


def has_idle_bias(network):
    pairs = zip(network.layers, network.layers[1:], strict=False)
    return any(
        isinstance(layer, (Conv2D, Dense))
        and (layer.use_bias, layer.activation) == (True, None)
        and isinstance(after, BatchNorm)
        for layer, after in pairs
    )


@settings(max_examples=100, deadline=None)
@given(architectures(dilated_strides=False, idle_biases=False, dropout_rates=(), norms=True))
def test_what_is_switched_off_is_never_drawn(drawn):
    assert not any(has_dilated_stride(layer) for layer in drawn.layers)
    assert not has_idle_bias(drawn)
    assert not any(name.startswith("dropout") for name in drawn.parameters().layers)


def test_what_is_not_switched_off_is_drawn():
    seen = set()

    @settings(max_examples=500, deadline=None, database=None, derandomize=True)
    @given(architectures(depthwise=True, residual=True))
    def collect(network):
        seen.update(["idle bias"] if has_idle_bias(network) else [])
        for step in network.walk():
            layer = step.layer
            seen.add(type(layer))
            if isinstance(layer, Residual):
                seen.add(("residual", step.name.count("/"), layer.shortcut is None))
                seen.add(("residual", len(step.input_shape), step.flattened_from is None))
            seen.update(["dilated stride"] if has_dilated_stride(layer) else [])
            if getattr(layer, "padding", None) == "same":
                seen.add((layer.kind, layer.stride[0], step.input_shape[0] % 2))

    collect()
    same_windows = set(product(("conv", "pool"), (1, 2, 3), (0, 1)))
    layers = {Conv2D, MaxPool2D, AvgPool2D, GlobalAvgPool2D, BatchNorm, Dropout, Flatten, Dense}
    layers |= {DepthwiseConv2D, Residual}
    layers |= {("residual", *kind) for kind in ((0, True), (0, False), (1, True))}
    # Of maps, and of vectors, flattened ones among them.
    layers |= {("residual", *kind) for kind in ((3, True), (1, True), (1, False))}
    assert {"idle bias", "dilated stride"} | same_windows | layers <= seen


def test_noise_tells_nothing():
    assert tells({"a": np.array([0.0, 1e-3]), "b": np.zeros(2)})
    assert not tells({"a": np.array([1.0]), "b": np.array([0.0, -1e-15])})
