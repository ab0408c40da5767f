"""The receptive field in Python: by hand, against a brute force, its problems and errors."""

import numpy as np
import pytest

from cnncourse import geometry
from cnncourse.architecture import Conv2D, MaxPool2D
from cnncourse.explorers import ReceptiveField, SettingError
from tests.test_explorers.drawn_settings import window_layers

CONV = ("conv", 3)


def field(*layers, row=5, column=5, **settings):
    """Return a field of these layers, seen from a unit of the last."""
    settings = {"layer": len(layers), "row": row, "column": column} | settings
    return ReceptiveField(layers=layers, **settings)


def test_two_of_three_see_as_much_as_one_of_five():
    two, five = field(CONV, CONV), field(("conv", 5))
    assert (
        (two.size, two.stride, two.centre)
        == (five.size, five.stride, five.centre)
        == (
            5,
            1,
            (7.0, 7.0),
        )
    )
    assert (two.paths > 0).tolist() == (five.paths > 0).tolist()
    assert set(five.paths[five.paths > 0]) == {1.0}
    tent = np.array([1, 2, 3, 2, 1])
    assert two.paths[5:10, 5:10].tolist() == np.outer(tent, tent).tolist()


def test_three_of_three_see_as_much_as_one_of_seven():
    assert field(CONV, CONV, CONV).size == field(("conv", 7)).size == 7


def test_a_stride_widens_what_comes_after():
    found = field(CONV, ("pool", 2), CONV)
    assert found.results["sizes"] == [1, 3, 4, 8]
    assert found.results["strides"] == [1, 1, 2, 2]
    assert found.results["centres"] == [0.0, 1.0, 1.5, 3.5]
    assert found.results["names"] == ["input", "conv1", "pool1", "conv2"]
    assert found.results["map_sizes"] == [28, 26, 13, 11]


def test_dilation_leaves_gaps():
    along = field(("conv", 3, 1, "valid", 2), ("conv", 3, 1, "valid", 2)).results["row_paths"][0]
    assert along[5:14].tolist() == [1, 0, 2, 0, 3, 0, 2, 0, 1]
    found = field(("conv", 3, 1, "valid", 2), ("conv", 3, 1, "valid", 2))
    assert (found.size, found.results["seen"]) == (9, 25)
    full = field(CONV, ("conv", 3, 1, "valid", 2), ("conv", 3, 1, "valid", 4))
    assert (full.size, full.results["seen"]) == (15, 225)


def test_at_the_border_the_field_reaches_into_the_padding():
    found = field(("conv", 3, 1, "same"), ("conv", 3, 1, "same"), row=0, column=27)
    assert found.results["first"].tolist() == [-2, 25]
    assert found.results["last"].tolist() == [2, 29]
    assert found.results["beyond"] == [2, 0, 0, 2]
    assert found.results["seen"] == 9
    # Of the padding of the second layer no path comes back: 2 of 3 at the first pixel.
    assert found.results["row_paths"][0][:4].tolist() == [2, 2, 1, 0]


def test_a_unit_may_see_padding_alone():
    found = field(("conv", 1, 1, 3), row=0, column=0).results
    assert (found["seen"], found["most_paths"], found["fewest_paths"]) == (0, 0.0, 0.0)
    assert found["beyond"] == [1, 0, 1, 0]


def test_network_bs_front():
    front = field(("conv", 5), ("pool", 2), ("conv", 5), ("pool", 2), row=1, column=2)
    assert (front.size, front.stride) == (16, 4)
    assert front.architecture.layers == (Conv2D(1, 5), MaxPool2D(2), Conv2D(1, 5), MaxPool2D(2))
    assert front.architecture.shapes()[-1] == (4, 4, 1)


def brute_force(size, layers, place):
    """Return the paths to one place by following each window pixel by pixel."""
    sizes, sides = [size], []
    for _, kernel, stride, padding, dilation in layers:
        pairs = [(number, number) for number in (sizes[-1], kernel, stride, dilation)]
        before, after, *_ = geometry.resolve_padding(padding, *pairs)
        sizes.append(geometry.output_size(sizes[-1], kernel, stride, (before, after), dilation))
        sides.append(before)

    counts = np.zeros(size)

    def follow(level, at):
        if not 0 <= at < sizes[level]:
            return
        if level == 0:
            counts[at] += 1
            return
        _, kernel, stride, _, dilation = layers[level - 1]
        for tap in range(kernel):
            follow(level - 1, at * stride - sides[level - 1] + tap * dilation)

    follow(len(layers), place)
    return counts


@pytest.mark.parametrize("seed", range(30))
def test_paths_are_those_that_can_be_walked(seed):
    rng = np.random.default_rng(seed)
    drawn = window_layers(rng)[:4]
    explorer = ReceptiveField(
        layers=drawn, layer=8, row=int(rng.integers(64)), column=int(rng.integers(64))
    )
    found = explorer.results
    fitting = explorer.layers[: found["layer"]]
    for place, paths in (("row", "row_paths"), ("column", "column_paths")):
        assert found[paths][0].tolist() == brute_force(28, fitting, found[place]).tolist()


def test_every_pixel_with_a_path_lies_in_the_field():
    rng = np.random.default_rng(7)
    for _ in range(50):
        drawn = window_layers(rng)
        found = ReceptiveField(layers=drawn, layer=8, row=3, column=9).results
        for axis, places in enumerate(np.nonzero(found["paths"])):
            assert ((found["first"][axis] <= places) & (places <= found["last"][axis])).all()


def test_a_layer_that_does_not_fit_is_named_and_those_before_it_answer():
    found = field(CONV, ("pool", 7, 4), ("conv", 7), CONV, row=2)
    assert found.problem == (
        "layer 3 (conv2, Conv2D(1, 7)) of 'stack': kernel_size (=7) is larger than the padded "
        'input (=5); use padding="same" or a smaller kernel'
    )
    results = found.results
    assert (results["fault"], results["layer"], results["row"]) == (3, 2, 2)
    assert results["names"] == ["input", "conv1", "pool1"]
    assert found.size == 9
    padded = field(("pool", 2, 2, 3))
    assert padded.problem.startswith("layer 1 (pool1, MaxPool2D(2, padding=3)) of 'stack': padding")
    assert padded.architecture is None
    assert padded.results["paths"].sum() == 1


def test_without_layers_a_pixel_sees_itself():
    found = ReceptiveField(layers=[], row=63, column=2)
    assert (found.size, found.problem, found.architecture) == (1, "", None)
    assert np.argwhere(found.paths).tolist() == [[27, 2]]


def test_layers_may_be_written_short():
    found = ReceptiveField(layers=[["conv", 3], ["pool", 2], ("conv", np.int64(5), 2, "same")])
    assert found.layers == (
        ("conv", 3, 1, "valid", 1),
        ("pool", 2, 2, "valid", 1),
        ("conv", 5, 2, "same", 1),
    )
    assert repr(ReceptiveField(layers=[CONV], layer=1)) == (
        "ReceptiveField(layers=(('conv', 3, 1, 'valid', 1),), layer=1)"
    )


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        (3, "a list of at most 8 layers"),
        ([CONV] * 9, "a list of at most 8 layers"),
        ([3], "a list of layers (kind, size, stride, padding, dilation)"),
        ([("max", 2)], "the kind 'conv' or 'pool', got ('max', 2)"),
        ([("conv", 8)], "whose size is from 1 to 7, got ('conv', 8)"),
        ([("conv", 3.0)], "whose size is from 1 to 7"),
        ([("conv", True)], "whose size is from 1 to 7"),
        ([("conv", "3")], "whose size is from 1 to 7"),
        ([("conv", 3, 0)], "whose stride is from 1 to 7"),
        ([("pool", 0)], "whose size is from 1 to 7"),
        ([("conv", 3, 1, "full")], "whose padding is 'valid', 'same' or a number"),
        ([("conv", 3, 1, 4)], "whose padding is from 0 to 3"),
        ([("conv", 3, 1, 0, 5)], "whose dilation is from 1 to 4"),
        ([("pool", 2, 2, 0, 2)], "whose dilation is 1 for a pooling"),
    ],
)
def test_other_layers_are_refused(layers, words):
    explorer = ReceptiveField()
    before = explorer.layers
    with pytest.raises(SettingError) as caught:
        explorer.layers = layers
    assert str(caught.value).startswith("layers must be ")
    assert words in str(caught.value)
    assert explorer.layers == before


def test_how_it_shows_itself():
    explorer = field(CONV, CONV)
    words = explorer.html()
    assert 'name="receptive-field"' in words
    assert "A unit of conv2 sees 5 × 5 input pixels, stride 1" in words
    assert len(words) < 10_000
    assert list(explorer.sliders) == ["input_size"]


def test_what_the_page_sends_is_checked_and_taken():
    explorer = ReceptiveField()
    explorer.view.layers = [["conv", 5, 1, "same", 1]]
    assert explorer.layers == (("conv", 5, 1, "same", 1),)
    explorer.view.layers = [["conv", 9, 1, "same", 1]]
    assert explorer.layers == (("conv", 5, 1, "same", 1),)
    assert explorer.view.layers == [["conv", 5, 1, "same", 1]]
    explorer.layers = [("pool", 2)]
    assert explorer.view.layers == [["pool", 2, 2, "valid", 1]]
