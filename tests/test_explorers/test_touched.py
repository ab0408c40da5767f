"""Which pixels and outputs a weight touches: by hand, by the operation itself, and in the page."""

import numpy as np
import pytest

from cnncourse import ops
from cnncourse.explorers import Convolution, SettingError
from cnncourse.explorers.padding_settings import chosen_padding
from tests.test_explorers.states import difference, in_node, plain, random_settings

DRAWN = 150


def drawn_cases():
    """Return settings at random with the place of a weight that the kernel has."""
    rng, cases = np.random.default_rng(17), []
    while len(cases) < DRAWN:
        values = random_settings(Convolution, rng)
        if values["image"] == "landscape-large" and len(cases) % 10:
            values["image"] = "landscape"
        explorer = Convolution(**values)
        place = [int(rng.integers(0, n)) for n in explorer.weights.shape]
        cases.append((explorer, place))
    return cases


@pytest.fixture(scope="module")
def cases():
    return drawn_cases()


def test_by_hand():
    # Four pixels, padding of 1, a kernel of 3: the upper right weight misses the lowest row and
    # the first column, and meets padding over the first row and at the last column.
    explorer = Convolution(image="tiny", kernel="sobel-y", padding=1, row=1, column=2)
    found = explorer.touched(0, 2)
    assert (found["rows"], found["columns"]) == ([0, 1, 2], [1, 2, 3])
    assert (found["output_rows"], found["output_columns"]) == ([1, 2, 3], [0, 1, 2])
    assert (found["pixels"], found["outputs"], found["padded"]) == (9, 9, 7)
    pixel = explorer.picture[0, 3, 0]
    weight = explorer.weights[0, 2, 0]
    assert found["product"] == pytest.approx(pixel * weight) != 0
    assert found["share"] == pytest.approx(pixel * weight / explorer.value)
    wide = Convolution(image="boot", stride=3, dilation=2).touched(1, 2)
    assert wide["rows"] == [*range(2, 28, 3)][: len(wide["rows"])]
    assert wide["columns"] == [*range(4, 28, 3)][: len(wide["columns"])]
    assert wide["padded"] == 0


def under(explorer, numbered, one):
    """Return what a kernel of one weight makes of numbered pixels, zeros around them."""
    options = {"stride": explorer.stride, "dilation": explorer.dilation}
    if explorer.values.get("kind") == "transposed":
        padding = chosen_padding(explorer)
        laid = ops.conv2d_transpose(numbered, one.swapaxes(2, 3), padding=padding, **options)
        return laid[0, ..., 0]
    shown = ops.pad2d(numbered, explorer.results["sides"], mode="zero")
    return ops.conv2d(shown, one, **options)[0, ..., 0]


def test_they_are_those_that_the_operation_multiplies(cases):
    """A kernel of one weight over numbered pixels gives under each output its pixel's number."""
    padded, several = 0, 0
    for explorer, place in cases:
        found = explorer.touched(*place)
        if explorer.problem:
            assert found == {}
            continue
        height, width, channels = explorer.picture.shape
        numbered = np.zeros((1, height, width, channels))
        numbered[0, ..., place[2]] = 1 + np.arange(height * width).reshape(height, width)
        one = np.zeros((*explorer.weights.shape, 1))
        one[tuple(place)] = 1
        seen = under(explorer, numbered, one)
        assert seen.shape == explorer.results["output_shape"]
        pixels = {(row * width + column) for row in found["rows"] for column in found["columns"]}
        assert {int(number) - 1 for number in seen[seen > 0]} == pixels
        entered = np.zeros(seen.shape, bool)
        entered[np.ix_(found["output_rows"], found["output_columns"])] = True
        np.testing.assert_array_equal(entered, seen > 0)
        missed = 0 if explorer.values.get("kind") == "transposed" else (seen == 0).sum()
        assert (found["pixels"], found["padded"]) == (len(pixels), missed)
        padded += found["padded"] > 0
        several += len(pixels) > 1
    assert padded > 20
    assert several > 40


def test_the_page_finds_the_same(cases, tmp_path):
    asked = [{"values": plain(one.values), "place": place} for one, place in cases]
    answers = in_node(asked, tmp_path, "touched.mjs")
    for (explorer, place), answer in zip(cases, answers, strict=True):
        if explorer.problem:
            assert answer is None
            continue
        words = answer.pop("words")
        assert difference(plain(explorer.touched(*place)), answer) == "", (explorer, place)
        assert f"row {place[0]}, column {place[1]}" in words
        assert f"{answer['pixels']:,} of" in words
        assert ("padding" in words) == (answer["padded"] > 0)
        assert not any(odd in words for odd in ("NaN", "undefined", "Infinity", "null"))


def test_a_weight_is_pinned_by_its_place():
    explorer = Convolution(weight=(0, 2))
    assert explorer.weight == "0,2,0"
    assert explorer.touched() == explorer.touched(0, 2)
    explorer.kernel_size = 1
    assert explorer.touched() == {}  # there is no such weight now
    explorer.kernel_size = 5
    assert explorer.touched()["rows"][0] == 0
    explorer.weight = ""
    assert explorer.touched() == {}
    with pytest.raises(ValueError, match="has no place"):
        explorer.touched(5, 0)
    for wrong in (
        None,
        [0, 1],
        "0,1",
        "7,0,0",
        "0",
        (0,),
        (0, 0, 3),
        1,
        "0,0,0,0",
        (True, 0),
        "a,b",
    ):
        with pytest.raises(SettingError, match="a weight's row, column and channel"):
            explorer.weight = wrong
