"""The strategy that draws architectures: it keeps its promises and leaves nothing out."""

import numpy as np
import pytest
from hypothesis import find, given, settings
from hypothesis.errors import NoSuchExample

from cnncourse.architecture import AvgPool2D, BatchNorm, Conv2D, Dense, MaxPool2D
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
    quick = settings(max_examples=2000, database=None, derandomize=True)
    find(architectures(), has_idle_bias, settings=quick)
    find(architectures(), lambda n: any(map(has_dilated_stride, n.layers)), settings=quick)
    with pytest.raises(NoSuchExample):
        find(architectures(norms=False), has_idle_bias, settings=quick)


@pytest.mark.parametrize("kind", [Conv2D, MaxPool2D, AvgPool2D])
@pytest.mark.parametrize("stride", [2, 3])
@pytest.mark.parametrize("odd", [0, 1])
def test_same_padding_is_drawn_with_strides_on_odd_and_even_sides(kind, stride, odd):
    def wanted(network):
        return any(
            type(step.layer) is kind
            and step.layer.padding == "same"
            and step.layer.stride[0] == stride
            and step.input_shape[0] % 2 == odd
            for step in network.named_layers()
        )

    quick = settings(max_examples=2000, database=None, derandomize=True)
    find(architectures(), wanted, settings=quick)


def test_noise_tells_nothing():
    assert tells({"a": np.array([0.0, 1e-3]), "b": np.zeros(2)})
    assert not tells({"a": np.array([1.0]), "b": np.array([0.0, -1e-15])})
