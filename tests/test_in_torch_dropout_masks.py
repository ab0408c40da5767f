"""Dropout masks drawn by NumPy for PyTorch's training on the processor."""

import numpy as np
import pytest
import torch
from torch import nn

from cnncourse.in_torch.faster.dropout_masks import Masks, drawing_from


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.999999])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float64])
def test_a_share_is_dropped_and_the_rest_is_larger(rate, dtype):
    x = torch.ones(100_003, dtype=dtype)
    found = Masks().drop(x, rate)
    assert found.dtype == dtype
    kept = (found != 0).double().mean().item()
    assert abs(kept - (1 - rate)) < 5 * np.sqrt(rate * (1 - rate) / len(x)) + 2**-16
    values = found[found != 0].double()
    # The rate is kept to 1/65,536, bfloat16 has 8 bits.
    assert torch.allclose(values, torch.tensor(1 / (1 - rate)).double(), rtol=1e-2) or rate > 0.9


def test_neighbours_are_dropped_independently():
    kept = (Masks().drop(torch.ones(2**18), 0.25) != 0).double().numpy()
    for lag in (1, 2, 3, 4, 5):
        both = (kept[lag:] * kept[:-lag]).mean()
        assert abs(both - 0.75**2) < 5 * np.sqrt(0.56 * 0.44 / len(kept))


def test_a_seed_gives_the_masks_again():
    masks, x = Masks(), torch.ones(1000)
    masks.seed(5)
    first, second = masks.drop(x, 0.5), masks.drop(x, 0.5)
    masks.seed(5)
    assert (masks.drop(x, 0.5) == first).all()
    assert not (first == second).all()


@pytest.mark.parametrize("order", ["first", "last", "sliced"])
def test_each_number_of_any_layout_is_kept_or_dropped(order):
    x = torch.arange(1.0, 2 * 3 * 4 * 5 + 1).reshape(2, 3, 4, 5)
    if order == "last":
        x = x.contiguous(memory_format=torch.channels_last)
    if order == "sliced":
        x = x[:, :, ::2]
    found = Masks().drop(x, 0.5)
    assert found.shape == x.shape
    assert ((found == 0) | (found == 2 * x)).all()
    assert 0 < (found == 0).sum() < x.numel()


def test_gradients_pass_where_numbers_did():
    x = torch.ones(50, requires_grad=True)
    found = Masks().drop(x, 0.5)
    found.sum().backward()
    assert (x.grad == found.detach()).all()


def test_a_model_draws_from_them_while_it_trains_only():
    model = nn.Sequential(nn.Dropout(0.5), nn.Flatten(), nn.Dropout(0.0)).train()
    x = torch.ones(4, 64)
    masks = Masks()
    with drawing_from(masks, model):
        masks.seed(1)
        first = model(x)
        masks.seed(1)
        assert (model(x) == first).all()
        assert set(first.unique().tolist()) == {0.0, 2.0}
        assert (model.eval()(x) == x).all()
        model.train()
    torch.manual_seed(0)
    stock = model(x)
    torch.manual_seed(0)
    assert (model(x) == stock).all()
    assert "forward" not in vars(model[0])
