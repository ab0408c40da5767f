"""Gradients in the memory order of the maps, while a model trains on the processor."""

import pytest
import torch
from torch import nn

from cnncourse import datasets, in_torch, zoo
from cnncourse.in_torch import layout
from cnncourse.recipe import Recipe


def passes(model):
    """Take both passes on a batch; return the order of the gradient into each max pooling layer."""
    given = []
    hooks = [
        layer.register_full_backward_pre_hook(lambda _, into: given.append(*into))
        for layer in model.modules()
        if isinstance(layer, nn.MaxPool2d)
    ]
    height, width, channels = model.architecture.input_shape
    x = torch.linspace(0, 1, 4 * channels * height * width).reshape(4, channels, height, width)
    model.to(memory_format=torch.channels_last)
    model(x.contiguous(memory_format=torch.channels_last)).logsumexp(1).sum().backward()
    for hook in hooks:
        hook.remove()
    return [gradient.is_contiguous(memory_format=torch.channels_last) for gradient in given]


@pytest.mark.parametrize("name", ["A", "B", "C-cnn", "E"])
def test_no_pooling_layer_is_given_a_gradient_in_another_order(name):
    stock, helped = (in_torch.build(zoo.find(name)) for _ in range(2))
    assert not all(passes(stock))
    with layout.gradients_channels_last(helped):
        assert all(passes(helped))
    for one, other in zip(stock.parameters(), helped.parameters(), strict=True):
        assert torch.equal(one.grad, other.grad)
    assert not all(passes(helped))


def test_training_lays_gradients_out_and_leaves_the_model_as_it_was(monkeypatch):
    entered = []
    stock = layout.gradients_channels_last
    monkeypatch.setattr(
        layout, "gradients_channels_last", lambda model: entered.append(model) or stock(model)
    )
    monkeypatch.setattr(in_torch.device, "choose", lambda: torch.device("cpu"))
    data, recipe = datasets.load("fashion-mnist-mini"), Recipe("adam", epochs=1, batch_size=64)
    model = in_torch.build(zoo.find("C-cnn"))
    in_torch.train(model, data, recipe, progress=False)
    assert entered == [model]
    assert not any(layer._forward_pre_hooks for layer in model.modules())
    precise = in_torch.build(zoo.find("C-cnn"), dtype="float64")
    in_torch.train(precise, data, recipe, progress=False)
    assert entered == [model]


def test_flattening_vectors_or_without_gradients_passes():
    model = nn.Sequential(nn.Flatten(), nn.Linear(3, 2))
    with layout.gradients_channels_last(model):
        model(torch.ones(2, 3, requires_grad=True)).sum().backward()
        with torch.no_grad():
            model(torch.ones(2, 3, 1, 1))
