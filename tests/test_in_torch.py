"""PyTorch models: built as one would write them, and answering as they are asked."""

import copy

import numpy as np
import pytest
import torch
from torch import nn

from cnncourse import in_torch, reference, zoo
from cnncourse.architecture import (
    Activation,
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    Flatten,
    GlobalAvgPool2D,
    MaxPool2D,
)
from cnncourse.datasets import Split
from cnncourse.in_torch import device, inspection, training
from cnncourse.in_torch.optimizers import make_optimizer
from cnncourse.recipe import Recipe
from tests import twins
from tests.comparison import assert_close


def network(*layers, shape=(8, 8, 2)):
    return Architecture("small", shape, layers)


def names(model):
    return {name: type(module) for name, module in model.named_children()}


def test_a_model_is_what_one_would_write_by_hand():
    model = in_torch.build(zoo.TWO_CONV)
    assert names(model) == {
        "conv1": nn.Conv2d,
        "conv1_relu": nn.ReLU,
        "pool1": nn.MaxPool2d,
        "conv2": nn.Conv2d,
        "conv2_relu": nn.ReLU,
        "pool2": nn.MaxPool2d,
        "flatten1": nn.Flatten,
        "dense1": nn.Linear,
        "dense1_relu": nn.ReLU,
        "dense2": nn.Linear,
    }
    assert type(model) is nn.Sequential
    assert model.architecture is zoo.TWO_CONV
    assert not model.training
    assert model.conv1.padding == (1, 1)
    assert model(torch.zeros(2, 1, 28, 28)).shape == (2, 10)
    assert model.conv1.weight.is_contiguous()


def test_padding_that_pytorch_cannot_do_stands_beside_its_layer():
    model = in_torch.build(
        network(Conv2D(2, 2, padding="same"), MaxPool2D(2, 1, "same"), AvgPool2D(2, 1, "same"))
    )
    assert [*names(model)] == ["conv1_pad", "conv1", "pool1_pad", "pool1", "pool2"]
    assert model.pool1_pad.value == -torch.inf
    assert "sides=(0, 1, 0, 1)" in str(model.pool2)


def test_padding_that_a_pooling_says_by_itself():
    model = in_torch.build(network(MaxPool2D(3, 2, "same"), AvgPool2D(3, 2, 1)))
    assert [*names(model)] == ["pool1", "pool2"]
    assert (model.pool1.padding, model.pool1.ceil_mode) == (0, True)
    assert (model.pool2.padding, model.pool2.count_include_pad) == (1, False)


def test_defaults_of_a_normalisation():
    model = in_torch.build(network(BatchNorm(), Flatten(), BatchNorm(1e-5, 0.9), Dense(2)))
    assert (model.norm1.eps, model.norm1.momentum) == (1e-3, pytest.approx(0.01))
    assert (model.norm2.eps, model.norm2.momentum) == (1e-5, pytest.approx(0.1))
    assert type(model.norm1) is nn.BatchNorm2d
    assert type(model.norm2) is nn.BatchNorm1d


def test_a_map_that_nothing_dense_reads_is_put_in_order_at_the_end():
    model = in_torch.build(network(Conv2D(3, 3), Flatten()))
    assert "shape=(3, 6, 6)" in str(model.flatten1_order)
    images = np.random.default_rng(0).random((2, 8, 8, 2), np.float32)
    expected = reference.forward(model.architecture, in_torch.weights.get(model), images)
    assert_close(in_torch.predict(model, images), expected, 1e-5)
    assert "flatten1_order" not in names(in_torch.build(network(Flatten(), Dense(3))))


def test_a_copy_of_a_model_keeps_its_description():
    model = in_torch.build(twins.NORMED)
    again = copy.deepcopy(model)
    assert again.architecture == twins.NORMED
    again.load_state_dict(model.state_dict())
    images = np.zeros((1, 8, 8, 2), np.uint8)
    assert (in_torch.predict(again, images) == in_torch.predict(model, images)).all()


def test_build_refuses_what_it_cannot_build():
    with pytest.raises(TypeError, match=r"build needs an Architecture, got str.*zoo"):
        in_torch.build("lenet-5")
    with pytest.raises(ValueError, match=r'dtype must be "float32" or "float64", got "?\'int8\''):
        in_torch.build(zoo.LENET_5, dtype="int8")
    with pytest.raises(ValueError, match="seed"):
        in_torch.build(zoo.LENET_5, seed=-1)

    class Cubed(Activation):
        kind = "cubed"

    with pytest.raises((TypeError, KeyError), match="Cubed"):
        in_torch.build(network(Cubed(), Flatten(), Dense(2)))


def test_models_of_others_are_refused_by_name():
    stranger = nn.Sequential(nn.Flatten())
    for call in (
        lambda: in_torch.weights.get(stranger),
        lambda: in_torch.predict(stranger, np.zeros((1, 2, 2, 1))),
        lambda: in_torch.train(stranger, twins.drawn_data(twins.NORMED), Recipe()),
    ):
        with pytest.raises(TypeError, match=r"Sequential does not know.*in_torch\.build"):
            call()


def test_images_of_every_kind_give_the_same_logits():
    model = in_torch.build(zoo.LENET_5)
    images = np.random.default_rng(0).integers(0, 256, (7, 28, 28, 1), dtype=np.uint8)
    expected = in_torch.predict(model, images)
    frozen = images.copy()
    frozen.flags.writeable = False
    for same in (frozen, images[::-1][::-1], images / np.float32(255), images / 255):
        assert_close(in_torch.predict(model, same), expected, 1e-6)
        assert_close(in_torch.predict(model, same, batch_size=3), expected, 1e-6)
    assert expected.dtype == np.float32
    with pytest.raises(TypeError, match="got >f4"):
        in_torch.predict(model, (images / 255).astype(">f4"))


def test_an_answer_leaves_the_model_as_it_was():
    model = in_torch.build(twins.NORMED).train()
    before, random = in_torch.weights.get(model), torch.get_rng_state()
    images = np.zeros((3, 8, 8, 2), np.uint8)
    in_torch.predict(model, images)
    in_torch.activations(model, images)
    in_torch.evaluate(model, Split(images, [0, 1, 2]))
    assert model.training
    assert all((value == before[key]).all() for key, value in in_torch.weights.get(model).items())
    assert (torch.get_rng_state() == random).all()
    in_torch.predict(model, images).sort()  # a plain array that can be written to


def test_training_leaves_mode_and_random_numbers_alone():
    data = twins.drawn_data(twins.NORMED, 12)
    for mode in (True, False):
        model = in_torch.build(twins.NORMED).train(mode)
        before = torch.get_rng_state()
        in_torch.train(model, data, Recipe(batch_size=4, epochs=1), progress=False)
        assert model.training is mode
        assert (torch.get_rng_state() == before).all()


def test_dropout_does_not_depend_on_the_callers_random_numbers():
    data, recipe = twins.drawn_data(twins.NORMED, 12), Recipe(batch_size=4, epochs=1)
    losses = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        history = in_torch.train(in_torch.build(twins.NORMED), data, recipe, progress=False)
        losses.append(history.loss)
    assert losses[0] == losses[1]


def test_float64_stays_on_the_processor_of_an_apple_machine(monkeypatch):
    monkeypatch.setattr(device, "choose", lambda: torch.device("mps"))
    wide, narrow = (in_torch.build(twins.NORMED, dtype=d) for d in ("float64", "float32"))
    assert training._device_for(wide) == torch.device("cpu")
    assert training._device_for(narrow) == torch.device("mps")


def test_device():
    told = in_torch.device.describe()
    assert told.kind == device.choose().type
    assert told.framework == f"PyTorch {torch.__version__}"
    assert told.name in str(told)
    assert told.memory_bytes > 2**28
    assert {"python", "torch"} == {*device.versions()}


def test_precision_is_told_however_it_was_asked_for(monkeypatch):
    monkeypatch.delenv("NVIDIA_TF32_OVERRIDE", raising=False)
    before = torch.backends.cudnn.conv.fp32_precision, torch.backends.cuda.matmul.fp32_precision
    try:
        for conv, matmul in (("tf32", "ieee"), ("ieee", "tf32"), ("ieee", "ieee")):
            torch.backends.cudnn.conv.fp32_precision = conv
            torch.backends.cuda.matmul.fp32_precision = matmul
            assert device._tf32() is ("tf32" in (conv, matmul))
        torch.backends.cudnn.conv.fp32_precision = "tf32"
        monkeypatch.setenv("NVIDIA_TF32_OVERRIDE", "0")
        assert not device._tf32()
    finally:
        torch.backends.cudnn.conv.fp32_precision = before[0]
        torch.backends.cuda.matmul.fp32_precision = before[1]


def test_the_hook_sets_the_epsilon_of_keras():
    model = in_torch.build(network(Flatten(), Dense(2)))
    recipe = Recipe("adam", beta_2=0.99, epsilon=1e-3)
    optimizer = make_optimizer(model, recipe)
    for step in (1, 2, 3):
        model(torch.ones(1, 2, 8, 8)).sum().backward()
        optimizer.step()
        expected = 1e-3 / np.sqrt(1 - 0.99**step)
        assert optimizer.param_groups[0]["eps"] == pytest.approx(expected, rel=1e-6)


def test_global_pooling_ends_in_a_vector():
    model = in_torch.build(network(Conv2D(3, 3), GlobalAvgPool2D()))
    assert in_torch.predict(model, np.zeros((2, 8, 8, 2), np.uint8)).shape == (2, 3)


def test_statistics_of_a_batch_are_as_good_as_float32_allows():
    # On permuted memory PyTorch's sums are wrong in the fourth digit.
    images = np.random.default_rng(0).random((64, 32, 32, 8), dtype=np.float32)
    norm = nn.BatchNorm2d(8).train()
    single, double = (
        norm.to(dtype)(inspection.to_input(torch.from_numpy(images), dtype)).detach().double()
        for dtype in (torch.float32, torch.float64)
    )
    assert_close(single.numpy(), double.numpy(), 1e-6)
