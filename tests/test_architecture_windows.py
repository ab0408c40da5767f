"""Shapes and receptive fields, beside PyTorch and beside counting them out."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import zoo
from cnncourse.architecture import (
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
    ReLU,
    Softmax,
)
from tests.strategies_architecture import architectures


def sums_in_torch(network, images):
    """Yield each layer and its output where every weight is 1 and every pool an average.

    All numbers are then positive, so that an output depends on exactly the pixels whose
    gradient is not 0. Padding is laid around by hand, with the numbers of the window.
    """
    return _summed(network.named_layers(), images)


def _summed(steps, images):
    functional = pytest.importorskip("torch").nn.functional
    for step in steps:
        window = step.layer.window(step.input_shape)
        if paths := step.paths():
            ends = [images] * len(paths)
            for number, path in enumerate(paths):
                for inner, output in _summed(path, images):
                    yield inner, output
                    ends[number] = output
            images = sum(ends)
        elif isinstance(step.layer, GlobalAvgPool2D):
            images = images.mean((2, 3))
        elif isinstance(step.layer, Flatten):
            images = images.flatten(1)
        elif isinstance(step.layer, Dense):
            images = images.sum(1, keepdim=True).expand(-1, step.layer.units)
        elif window is not None:
            top, bottom, left, right = window.sides
            images = functional.pad(images, (left, right, top, bottom))
            strides = {"stride": window.stride, "dilation": window.dilation}
            if isinstance(step.layer, Conv2D):
                kernels = images.new_ones(step.layer.filters, images.shape[1], *window.kernel)
                images = functional.conv2d(images, kernels, **strides)
            elif isinstance(step.layer, DepthwiseConv2D):
                channels = images.shape[1]
                kernels = images.new_ones(channels * step.layer.multiplier, 1, *window.kernel)
                images = functional.conv2d(images, kernels, **strides, groups=channels)
            else:
                images = functional.avg_pool2d(images, window.kernel, window.stride)
        yield step, images


@settings(max_examples=80, deadline=None)
@given(architectures(depthwise=True, residual=True))
def test_shapes_agree_with_pytorch(drawn):
    torch = pytest.importorskip("torch")
    images = torch.zeros(1, drawn.input_shape[2], *drawn.input_shape[:2])
    for step, output in sums_in_torch(drawn, images):
        shape = tuple(output.shape[1:])
        assert step.output_shape == (shape if len(shape) == 1 else (*shape[1:], shape[0]))
        if getattr(step.layer, "padding", None) == "same":
            for size, stride, out in zip(
                step.input_shape[:2], step.layer.stride, step.output_shape[:2], strict=True
            ):
                assert out == math.ceil(size / stride)


def fields(*layers, shape=(28, 28, 1)):
    return Architecture("small", shape, layers).receptive_field()


def test_one_window_by_hand():
    assert fields(Conv2D(1, 3))["conv1"] == ((3, 3), (1, 1), (1, 1))
    assert fields(Conv2D(1, (3, 4)))["conv1"] == ((3, 4), (1, 1), (1, 1.5))
    assert fields(Conv2D(1, 5, padding="same"))["conv1"] == ((5, 5), (1, 1), (0, 0))
    assert fields(Conv2D(1, 3, dilation=4))["conv1"] == ((9, 9), (1, 1), (4, 4))
    assert fields(MaxPool2D(2))["pool1"] == ((2, 2), (2, 2), (0.5, 0.5))
    assert fields(MaxPool2D(3, 2, (1, 0, 0, 2)))["pool1"] == ((3, 3), (2, 2), (0, 1))
    # "same" with stride 2 on an even side pads below and to the right only.
    assert fields(Conv2D(1, 3, 2, "same"))["conv1"] == ((3, 3), (2, 2), (1, 1))
    assert fields(Conv2D(1, 3, 2, "same"), shape=(27, 28, 1))["conv1"].centre == (0, 1)
    assert fields(GlobalAvgPool2D(), shape=(4, 7, 1))["globalpool1"] == ((4, 7), (1, 1), (1.5, 3))


def test_source_a_by_hand():
    sees = zoo.THREE_CONV.receptive_field()
    downwards = [(name, *(entry[0] for entry in field)) for name, field in sees.items()]
    assert downwards == [
        ("conv1", 3, 1, 1.0),
        ("pool1", 4, 2, 1.5),
        ("conv2", 8, 2, 3.5),
        ("pool2", 10, 4, 4.5),
        ("conv3", 18, 4, 8.5),
        ("pool3", 22, 8, 10.5),
        ("flatten1", 22, 8, 10.5),
        # Two units a side, 8 pixels apart: the last two rows of 32 are seen by none.
        ("dense1", 30, 8, 14.5),
        ("dense2", 30, 8, 14.5),
        ("dense3", 30, 8, 14.5),
    ]  # fmt: skip
    assert all(field.size[0] == field.size[1] for field in sees.values())


def test_layers_on_single_numbers_see_what_came_before():
    sees = fields(Conv2D(2, 3), BatchNorm(), ReLU(), Dropout(0.1), MaxPool2D(2), Softmax())
    assert sees["norm1"] == sees["relu1"] == sees["dropout1"] == sees["conv1"]
    assert sees["softmax1"] == sees["pool1"]


def test_what_mixes_flattened_features_sees_them_all():
    whole = ((28, 28), (1, 1), (13.5, 13.5))
    sees = fields(Flatten(), ReLU(), Softmax(), Dense(3))
    assert sees["flatten1"] == sees["relu1"] == ((1, 1), (1, 1), (0, 0))
    assert sees["softmax1"] == sees["dense1"] == whole
    assert fields(Flatten(), Flatten(), Dense(3))["dense1"] == whole
    assert fields(GlobalAvgPool2D(), Dense(3))["dense1"] == whole


def counted_out(named, axis, unit):
    """Return the positions that a unit of the last layer sees, borders ignored."""
    return _counted_back(named, axis, {unit}, flattened=False)[0]


def _counted_back(named, axis, seen, flattened):
    """Return the positions seen before some layers, and whether a vector was mixed on the way."""
    for step in reversed(named):
        window = step.layer.window(step.input_shape)
        if paths := step.paths():
            ends = [_counted_back(path, axis, seen, flattened) for path in paths]
            seen = set().union(*(positions for positions, _ in ends))
            flattened = any(mixed for _, mixed in ends)
            continue
        if isinstance(step.layer, Dense):
            flattened = True
        if isinstance(step.layer, Flatten) and flattened:
            seen, flattened = set(range(step.input_shape[axis])), False
        if window is not None:
            seen = {
                window.stride[axis] * position
                - window.sides[2 * axis]
                + window.dilation[axis] * offset
                for position in seen
                for offset in range(window.kernel[axis])
            }
    return seen, flattened


@settings(max_examples=150, deadline=None)
@given(architectures(depthwise=True, residual=True))
def test_fields_agree_with_counting_them_out(drawn):
    named = drawn.named_layers()
    for number, step in enumerate(named, start=1):
        field = drawn.receptive_field()[step.name]
        for axis in range(2):
            first = counted_out(named[:number], axis, 0)
            assert field.size[axis] == max(first) - min(first) + 1
            assert field.centre[axis] == (max(first) + min(first)) / 2
            if len(step.output_shape) == 3:
                second = counted_out(named[:number], axis, 1)
                assert field.stride[axis] == min(second) - min(first)


@settings(max_examples=100, deadline=None)
@given(architectures(depthwise=True, residual=True), st.data())
def test_fields_agree_with_gradients(drawn, data):
    torch = pytest.importorskip("torch")
    size = drawn.input_shape[:2]
    images = torch.ones(1, drawn.input_shape[2], *size, dtype=torch.float64, requires_grad=True)
    *_, (step, output) = (pair for pair in sums_in_torch(drawn, images) if pair[1].ndim == 4)
    field = drawn.receptive_field()[step.name]
    unit = [data.draw(st.integers(0, side - 1)) for side in step.output_shape[:2]]
    output[0, 0, unit[0], unit[1]].backward()
    touched = images.grad[0, 0].numpy() != 0
    for axis in range(2):
        middle = field.centre[axis] + unit[axis] * field.stride[axis]
        first = middle - (field.size[axis] - 1) / 2
        last = middle + (field.size[axis] - 1) / 2
        seen = np.flatnonzero(touched.any(axis=1 - axis))
        inside = first >= 0 and last < size[axis]
        if inside and seen.size:
            assert (seen[0], seen[-1]) == (first, last)
        elif seen.size:
            assert first <= seen[0] <= seen[-1] <= last


def test_an_unpadded_network_is_seen_through_to_the_pixel():
    torch = pytest.importorskip("torch")
    network = Architecture(
        "deep", (23, 19, 1), [Conv2D(2, 3, dilation=2), AvgPool2D((2, 3)), Conv2D(1, (3, 2), 2)]
    )
    images = torch.ones(1, 1, 23, 19, requires_grad=True)
    *_, (_, output) = sums_in_torch(network, images)
    output[0, 0, 1, 1].backward()
    rows, columns = np.nonzero(images.grad[0, 0].numpy())
    # conv: 5, then pool: 6 x 7 in steps of 2 x 3, then conv: 10 x 10 in steps of 4 x 6.
    assert network.receptive_field()["conv2"] == ((10, 10), (4, 6), (4.5, 4.5))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (4, 13, 6, 15)
