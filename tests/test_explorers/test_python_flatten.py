"""Flatten in Python: both orders by hand, the permutation and what it is for."""

import itertools

import numpy as np
import pytest

from cnncourse import ops
from cnncourse.explorers import Flatten, SettingError


def test_both_orders_by_hand():
    explorer = Flatten(height=2, width=2, channels=2)
    assert explorer.stack.tolist() == [[[0, 1], [2, 3]], [[4, 5], [6, 7]]]
    assert explorer.keras_vector.tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    assert explorer.torch_vector.tolist() == [0, 2, 4, 6, 1, 3, 5, 7]
    assert explorer.permutation.tolist() == [0, 2, 4, 6, 1, 3, 5, 7]
    assert explorer.inverse_permutation.tolist() == [0, 4, 1, 5, 2, 6, 3, 7]
    assert explorer.results["unmoved"] == 2


def test_one_cell_by_hand():
    explorer = Flatten(height=4, width=5, channels=3, row=2, column=3, channel=1)
    assert explorer.keras_index == (2 * 5 + 3) * 3 + 1 == 40
    assert explorer.torch_index == (1 * 4 + 2) * 5 + 3 == 33
    assert explorer.keras_formula == ("(row · W + column) · C + channel = (2 · 5 + 3) · 3 + 1 = 40")
    assert explorer.torch_formula == ("(channel · H + row) · W + column = (1 · 4 + 2) · 5 + 3 = 33")


@pytest.mark.parametrize("shape", [(1, 1, 1), (2, 3, 3), (3, 2, 4), (5, 1, 2), (4, 5, 1)])
def test_every_cell_stands_where_the_places_say(shape):
    explorer = Flatten(**dict(zip(("height", "width", "channels"), shape, strict=True)))
    for cell in itertools.product(*map(range, shape)):
        explorer.row, explorer.column, explorer.channel = cell
        label = explorer.stack[cell]
        assert explorer.keras_vector[explorer.keras_index] == label
        assert explorer.torch_vector[explorer.torch_index] == label
        assert explorer.permutation[explorer.torch_index] == explorer.keras_index
        assert explorer.inverse_permutation[explorer.keras_index] == explorer.torch_index


def test_any_stack_follows_the_permutation():
    explorer = Flatten(height=3, width=4, channels=2)
    maps = np.random.default_rng(3).normal(size=(3, 4, 2))
    keras = ops.flatten(maps[None])[0]
    torch = ops.flatten(maps.transpose(2, 0, 1)[None])[0]
    assert torch.tolist() == keras[explorer.permutation].tolist()
    assert keras.tolist() == torch[explorer.inverse_permutation].tolist()


def test_a_dense_layer_whose_weights_moved_gives_the_same():
    explorer = Flatten(height=3, width=4, channels=2)
    random = np.random.default_rng(4)
    maps, kernel = random.normal(size=(1, 3, 4, 2)), random.normal(size=(24, 5))
    keras = ops.dense(ops.flatten(maps), kernel)
    weight = kernel[explorer.permutation].T
    torch = ops.flatten(maps.transpose(0, 3, 1, 2)) @ weight.T
    assert torch == pytest.approx(keras)
    assert ops.flatten(maps.transpose(0, 3, 1, 2)) @ kernel != pytest.approx(keras, abs=0.1)


@pytest.mark.parametrize("shape", [dict(channels=1), dict(height=1, width=1)])
def test_one_channel_or_one_pixel_needs_no_permutation(shape):
    explorer = Flatten(**shape)
    assert explorer.permutation.tolist() == list(range(len(explorer.permutation)))
    assert explorer.results["unmoved"] == len(explorer.permutation)


def test_a_cell_outside_a_smaller_stack_is_kept_and_the_nearest_shown():
    explorer = Flatten(height=5, width=5, channels=4, row=4, column=3, channel=3)
    explorer.height, explorer.channels = 2, 1
    assert (explorer.row, explorer.column, explorer.channel) == (4, 3, 3)
    assert explorer.results["cell"] == (1, 3, 0)
    assert explorer.keras_index == explorer.torch_index == 8
    explorer.height, explorer.channels = 5, 4
    assert explorer.results["cell"] == (4, 3, 3)
    assert explorer.problem == ""


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("height", 0, "height must be a whole number from 1 to 5, got 0; a map without rows"),
        ("channels", 5, "channels must be a whole number from 1 to 4, got 5"),
        ("row", -1, "row must be a whole number from 0 to 4, got -1"),
        ("channel", 1.0, "channel must be a whole number from 0 to 3, got 1.0"),
    ],
)
def test_impossible_settings_are_refused(name, value, message):
    with pytest.raises(SettingError, match="^" + message):
        Flatten(**{name: value})


def test_the_page_gets_what_differs_and_a_small_drawing():
    explorer = Flatten(height=5, width=5, channels=4, row=4, column=4, channel=3)
    assert repr(explorer) == ("Flatten(height=5, width=5, channels=4, row=4, column=4, channel=3)")
    page = explorer.html()
    assert page.startswith('<cnncourse-explorer name="flatten"')
    assert "number 99 in Keras's vector and 99 in PyTorch's" in page.replace("&#x27;", "'")
    assert len(page.encode()) < 40_000
    assert "<text" in Flatten().drawing()
