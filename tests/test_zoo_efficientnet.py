"""EfficientNet-Lite0: its size by hand, and its three builds held equal at a small size."""

import numpy as np
import pytest
import torch

from cnncourse import in_torch, listings, reference, zoo
from cnncourse.architecture import Conv2D, DepthwiseConv2D, ReLU6, Residual
from cnncourse.zoo.efficientnet import HEAD, STAGES, STEM
from tests.comparison import assert_close

pytest.importorskip("keras")
from cnncourse import in_keras

NETWORK = zoo.EFFICIENTNET_LITE0
SMALL = NETWORK.with_input((32, 40, 3))


def test_its_parameters_are_those_published():
    assert zoo.find("EfficientNet-Lite0") is NETWORK
    total, trainable, fixed, _ = NETWORK.parameters()
    scaling = 3 + 3
    assert (trainable - scaling, fixed, total) == (4_652_008, 42_016, 4_694_030)
    # By hand: a block from c to f channels with e * c inside and kernels of k x k.
    counted, channels = 3 * 3 * 3 * STEM + 2 * STEM, STEM
    for blocks, size, _, expansion, filters in STAGES:
        for _ in range(blocks):
            inside = channels * expansion
            counted += (channels * inside + 2 * inside) * (expansion > 1)
            counted += size * size * inside + 2 * inside + inside * filters + 2 * filters
            channels = filters
    counted += channels * HEAD + 2 * HEAD + HEAD * 1000 + 1000
    assert trainable == counted + scaling


def test_its_multiply_adds_are_counted_by_running_it():
    model, counted = in_torch.build(NETWORK.with_input((96, 96, 3))), []

    def count(module, _, output):
        counted.append(output[0].numel() * module.weight[0].numel())

    for module in model.modules():
        if isinstance(module, torch.nn.Conv2d | torch.nn.Linear):
            module.register_forward_hook(count)
    in_torch.predict(model, np.zeros((1, 96, 96, 3), np.uint8))
    assert sum(counted) == model.architecture.multiply_adds()
    assert NETWORK.multiply_adds() == 385_338_080


def test_its_blocks_are_those_of_the_table():
    residuals = [layer for layer in NETWORK.layers if isinstance(layer, Residual)]
    assert len(residuals) == sum(blocks - 1 for blocks, *_ in STAGES) == 9
    layers = [step.layer for step in NETWORK.walk()]
    alone = [layer for layer in layers if isinstance(layer, DepthwiseConv2D)][1:]
    assert len(alone) == sum(blocks for blocks, *_ in STAGES) == 16
    sizes = [size for blocks, size, *_ in STAGES for _ in range(blocks)]
    assert [layer.kernel_size[0] for layer in alone] == sizes
    # Each convolution is followed by a ReLU6, but for the one that makes few channels again.
    assert sum(isinstance(layer, ReLU6) for layer in layers) == 33
    assert sum(isinstance(layer, Conv2D) for layer in layers) == 33
    strided = [step for step in NETWORK.walk() if getattr(step.layer, "stride", 1) == (2, 2)]
    assert {step.layer.padding for step in strided} == {"same"}
    sides = {step.layer.window(step.input_shape).sides for step in strided}
    assert sides == {(0, 1, 0, 1), (1, 2, 1, 2)}
    assert [step.output_shape[0] for step in strided] == [112, 56, 28, 14, 7]


def test_what_one_place_of_the_last_map_sees():
    size, jump = 1, 1
    for step in (s for s in NETWORK.walk() if s.layer.kind in ("conv", "depthwise")):
        size += (step.layer.kernel_size[0] - 1) * jump
        jump *= step.layer.stride[0]
    field = NETWORK.receptive_field()["relu15"]
    assert (field.size, field.stride) == ((size, size), (jump, jump)) == ((851, 851), (32, 32))


def test_three_builds_answer_alike():
    rng = np.random.default_rng(0)
    arrays = SMALL.initial_weights(0, "float64")
    for name, array in arrays.items():
        if name.endswith(("/scale", "/variance")):
            arrays[name] = rng.uniform(0.5, 1.5, array.shape)
        elif name.endswith(("/mean", "/shift", "/bias")):
            arrays[name] = rng.normal(0, 0.3, array.shape)
    images = rng.random((2, 32, 40, 3))
    expected = reference.forward(SMALL, arrays, images)
    assert np.ptp(expected) > 0.01
    for twin in (in_torch, in_keras):
        model = twin.build(SMALL, dtype="float64")
        twin.weights.set(model, arrays)
        assert_close(twin.predict(model, images), expected, 1e-9)
        back = twin.weights.get(model)
        assert all(np.array_equal(back[name], arrays[name]) for name in arrays)


@pytest.mark.parametrize("framework", ["torch", "keras"])
def test_its_listing_runs(framework):
    made = {}
    exec(compile(getattr(listings, framework)(SMALL), framework, "exec"), made)
    model = made["model"]
    if framework == "torch":
        count = sum(parameter.numel() for parameter in model.parameters())
        shape = model.eval()(torch.zeros(1, 3, 32, 40)).shape
    else:
        count = sum(np.prod(variable.shape) for variable in model.trainable_variables)
        shape = model(np.zeros((1, 32, 40, 3), np.float32)).shape
    assert (count, tuple(shape)) == (SMALL.parameters().trainable, (1, 1000))
