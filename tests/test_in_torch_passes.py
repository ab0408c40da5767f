"""What training on the processor leaves out changes no number."""

import contextlib

import pytest
import torch
from torch import nn

from cnncourse import datasets, in_torch, zoo
from cnncourse.in_torch.faster import passes
from cnncourse.recipe import Recipe


def both_passes(model):
    """Take both passes on a batch; return the logits and every gradient into a max pooling."""
    given = []
    hooks = [
        layer.register_full_backward_pre_hook(lambda _, into: given.append(*into))
        for layer in model.modules()
        if isinstance(layer, nn.MaxPool2d)
    ]
    height, width, channels = model.architecture.input_shape
    x = torch.rand(8, channels, height, width, generator=torch.Generator().manual_seed(1))
    model.zero_grad()
    model.to(memory_format=torch.channels_last)
    logits = model(x.contiguous(memory_format=torch.channels_last))
    logits.logsumexp(1).sum().backward()
    for hook in hooks:
        hook.remove()
    return logits.detach(), given


def in_order(maps):
    """Return whether maps or gradients lie channels last."""
    return maps.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("name", ["A", "B", "C-cnn", "E"])
def test_no_pooling_layer_is_given_a_gradient_in_another_order(name):
    stock, helped = (in_torch.build(zoo.find(name)) for _ in range(2))
    assert not all(map(in_order, both_passes(stock)[1]))
    with passes.gradients_channels_last(helped):
        assert all(map(in_order, both_passes(helped)[1]))
    for one, other in zip(stock.parameters(), helped.parameters(), strict=True):
        assert torch.equal(one.grad, other.grad)
    assert not all(map(in_order, both_passes(helped)[1]))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ["A", "C-cnn", "E"])
def test_relu_after_pooling_gives_the_same_numbers(name, dtype):
    stock, helped = (in_torch.build(zoo.find(name), dtype=dtype).train() for _ in range(2))
    maps = torch.randn(2, *stock.architecture.input_shape[::-1], dtype=stock[0].weight.dtype)
    with torch.autocast("cpu", enabled=False), passes.relu_after_pooling(helped):
        assert torch.equal(stock(maps), helped(maps))
        stock(maps).logsumexp(1).sum().backward()
        helped(maps).logsumexp(1).sum().backward()
        assert helped[:2](maps).min() < 0  # the first ReLU has nothing to do
        assert torch.equal(stock.eval()[:2](maps), helped.eval()[:2](maps))
    for one, other in zip(stock.parameters(), helped.parameters(), strict=True):
        assert torch.equal(one.grad, other.grad)
    assert torch.equal(stock.train()[:2](maps), helped.train()[:2](maps))


def test_relu_elsewhere_is_left_where_it_is():
    between = nn.Sequential(nn.ReLU(), nn.BatchNorm2d(1), nn.MaxPool2d(2), nn.ReLU()).train()
    smooth = nn.Sequential(nn.GELU(), nn.MaxPool2d(2), nn.ReLU(), nn.AvgPool2d(2)).train()
    for model in (between, smooth):
        with passes.relu_after_pooling(model):
            assert not any("forward" in vars(layer) for layer in model)


def test_not_a_number_and_ties_go_the_same_way():
    maps = torch.tensor([[-1.0, -1, 0, -0.0], [-1, -1, 0, 2], [3, 3, torch.nan, 1], [3, 0, 5, 6]])
    model = nn.Sequential(nn.ReLU(), nn.MaxPool2d(2)).train()
    found = []
    for context in (contextlib.nullcontext(), passes.relu_after_pooling(model)):
        x = maps[None, None].clone().requires_grad_()
        with context:
            pooled = model(x)
            pooled.nansum().backward()
        found.append((pooled.detach(), x.grad))
    for one, other in zip(*found, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=0, equal_nan=True)


def test_training_uses_both_and_leaves_the_model_as_it_was(monkeypatch):
    entered = []

    def noted(name, stock):
        return lambda model: entered.append(name) or stock(model)

    for name in ("gradients_channels_last", "relu_after_pooling"):
        monkeypatch.setattr(passes, name, noted(name, getattr(passes, name)))
    monkeypatch.setattr(in_torch.device, "choose", lambda: torch.device("cpu"))
    data, recipe = datasets.load("fashion-mnist-mini"), Recipe("adam", epochs=1, batch_size=64)
    model = in_torch.build(zoo.find("C-cnn"))
    in_torch.train(model, data, recipe, progress=False)
    assert sorted(entered) == ["gradients_channels_last", "relu_after_pooling"]
    assert not any(layer._forward_pre_hooks or "forward" in vars(layer) for layer in model)
    assert all(array.is_contiguous() for array in model.parameters())
    # In float64 the maps keep PyTorch's own order.
    entered.clear()
    precise = in_torch.build(zoo.find("C-cnn"), dtype="float64")
    in_torch.train(precise, data, recipe, progress=False)
    assert entered == ["relu_after_pooling"]


def test_flattening_vectors_or_without_gradients_passes():
    model = nn.Sequential(nn.Flatten(), nn.Linear(3, 2))
    with passes.gradients_channels_last(model):
        model(torch.ones(2, 3, requires_grad=True)).sum().backward()
        with torch.no_grad():
            model(torch.ones(2, 3, 1, 1))
