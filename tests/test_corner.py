"""The corner experiment: its networks by hand, and its maps beside a direct computation."""

from dataclasses import replace

import numpy as np
import pytest

from cnncourse import corner, datasets, reference, zoo
from cnncourse.architecture import Architecture, Conv2D, Dense, Flatten, GlobalAvgPool2D, MaxPool2D
from cnncourse.datasets import Dataset, Split
from tests import twins

TINY = Architecture(
    "tiny", (11, 12, 1), [Conv2D(4, 3, activation="relu"), MaxPool2D(2), Flatten(), Dense(3)]
)


def tiny_split():
    rng = np.random.default_rng(1)
    return Split(rng.integers(0, 256, (40, 8, 8, 1), dtype=np.uint8), rng.integers(0, 3, 40))


def test_a_map_has_the_accuracy_at_each_place():
    # One bright pixel; "right" is to find it in the frame's last row, or in its first column.
    split = Split(np.full((1, 1, 1, 1), 255, np.uint8), [0])

    def last_row(framed):
        return float(framed.images[:, -1].any())

    def first_column(framed):
        return float(framed.images[:, :, 0].any()) / 2

    assert corner.accuracy_map(last_row, split, (2, 3)).tolist() == [[0, 0, 0], [1, 1, 1]]
    found = corner.accuracy_map(first_column, split, (2, 3)).tolist()
    assert found == [[0.5, 0, 0], [0.5, 0, 0]]


@pytest.mark.parametrize("name", twins.NAMES)
def test_a_map_is_that_of_numpy_at_every_place(name):
    twin, split = twins.twin(name), tiny_split()
    model = twin.build(TINY, seed=3)

    def accuracy(framed):
        return twin.evaluate(model, framed).accuracy

    found = corner.accuracy_map(accuracy, split, TINY.input_shape[:2])
    assert found.shape == (4, 5)
    weights = TINY.initial_weights(3)
    for row in range(4):
        for column in range(5):
            images = np.zeros((40, *TINY.input_shape))
            images[:, row : row + 8, column : column + 8] = split.images / 255
            right = reference.forward(TINY, weights, images).argmax(axis=1) == split.labels
            assert found[row, column] == right.mean()
    assert np.ptp(found) > 0  # or nothing above could have told one place from another


def test_a_frame_without_room_has_one_place():
    split = tiny_split()
    assert corner.accuracy_map(len, split, 8).tolist() == [[40.0]]
    with pytest.raises(ValueError, match="is smaller than the images"):
        corner.accuracy_map(len, split, 7)


@pytest.mark.parametrize(
    ("name", "parameters", "features"),
    [
        # 1,600 pixels; 7×7 of 10 maps; 10×10 of 64 maps; the averages alone.
        ("C-dense", 1600 * 128 + 128 + 1290, 1600),
        ("C-dense-shifted", 1600 * 128 + 128 + 1290, 1600),
        ("B", 156 + 1510 + 490 * 56 + 56 + 570, 490),
        ("B-average", 156 + 1510 + 10 * 56 + 56 + 570, 10),
        ("C-cnn", 320 + 18_496 + 6400 * 128 + 128 + 1290, 6400),
        ("C-cnn-average", 320 + 18_496 + 64 * 128 + 128 + 1290, 64),
    ],
)
def test_the_networks_are_the_sources_on_a_larger_input(name, parameters, features):
    variant = corner.VARIANTS[name]
    assert variant.name == name
    letter = name.removesuffix("-average").removesuffix("-shifted")
    network, source = variant.architecture, zoo.SOURCES[letter]
    assert network.input_shape == (40, 40, 1)
    assert network.initializer == source.initializer
    assert network.parameters().total == parameters
    vector = next(shape for shape in network.shapes() if len(shape) == 1)
    assert vector == (features,)
    kept = [layer for layer in network.layers if not isinstance(layer, GlobalAvgPool2D)]
    assert kept == [
        layer
        for layer in source.layers
        if not (name.endswith("average") and isinstance(layer, Flatten))
    ]


def test_a_network_without_maps_has_no_average():
    with pytest.raises(ValueError, match="'dense-baseline' flattens no maps of a convolution"):
        corner.averaged(zoo.DENSE_BASELINE, "dense-average")
    averaged = corner.averaged(zoo.TWO_CONV, "two-conv-average")
    with pytest.raises(ValueError, match="nothing to average; use a network with Conv2D"):
        corner.averaged(averaged, "again")


def test_variants_of_one_network_differ_in_one_thing_each():
    letters = ("C-dense", "B", "C-cnn")
    changed = {f"{letter}-shifted" for letter in letters} | {"B-average", "C-cnn-average"}
    assert set(corner.VARIANTS) == {*letters, *changed}
    for name in changed:
        letter, _, change = name.rpartition("-")
        plain, variant = corner.VARIANTS[letter], corner.VARIANTS[name]
        shifted = change == "shifted"
        assert replace(variant.recipe, shift=0) == plain.recipe
        # As far as an item of 28 pixels can go in a frame of 40 and stay whole.
        assert variant.recipe.shift == (6 if shifted else 0)
        assert (variant.architecture == plain.architecture) is shifted


@pytest.mark.parametrize(("name", "side", "first"), [("C-cnn", 20, 8), ("B", 12, 12)])
def test_the_mean_of_a_map_does_not_see_a_shift_by_the_networks_stride(name, side, first):
    # Two poolings: a shift by four pixels moves the last maps by one, so their means stay;
    # one by two moves them by half a place, which no map can show.
    network, rng = corner.VARIANTS[f"{name}-average"].architecture, np.random.default_rng(0)
    weights = network.initial_weights(0)  # whose biases are not all 0, as after training
    weights = {key: array + rng.normal(0, 0.02, array.shape) for key, array in weights.items()}
    items = datasets.load().test.take(10)
    # Small items, so that each of their pixels lies in as many windows, here and there.
    cut = slice(14 - side // 2, 14 + side // 2)
    items = Split(items.images[:, cut, cut], items.labels)

    def logits(row, column):
        images = items.in_frame(corner.SIDE, (row, column)).images / 255
        return reference.forward(network, weights, images)

    home = logits(first, first)
    for down, right in ((4, 0), (0, 4), (4, 4)):
        np.testing.assert_allclose(logits(first + down, first + right), home, atol=1e-9)
    assert abs(logits(first + 2, first + 2) - home).max() > 1e-3


def windows_over(network, pixel):
    """Return how many windows of the last map cover a pixel, along one direction."""
    last = [step for step in network.named_layers() if len(step.output_shape) == 3][-1]
    field = network.receptive_field()[last.name]
    size, stride, first = field.size[0], field.stride[0], field.centre[0] - (field.size[0] - 1) / 2
    starts = [first + stride * place for place in range(last.output_shape[0])]
    return sum(start <= pixel < start + size for start in starts)


def test_without_padding_the_border_is_seen_less_often():
    b, c = (corner.VARIANTS[f"{letter}-average"].architecture for letter in ("B", "C-cnn"))
    # 7 windows of 16 pixels, four apart; 10 windows of 10 pixels, four apart, from -3 on.
    rows = (0, 3, 4, 8, 12, 27, 28, 36, 39)
    assert [windows_over(b, row) for row in rows] == [1, 1, 2, 3, 4, 4, 3, 1, 1]
    assert [windows_over(c, row) for row in (0, 1, 5, 20, 21, 38, 39)] == [1, 2, 3, 2, 3, 2, 1]


@pytest.mark.parametrize("name", twins.NAMES)
def test_weights_of_pixels_that_are_always_black_stay_as_they_were_drawn(name):
    twin, variant = twins.twin(name), corner.VARIANTS["C-dense"]
    data = datasets.load()
    data = Dataset("few", data.train.take(200), data.test.take(50), data.classes)
    model = twin.build(variant.architecture, seed=5)
    recipe = replace(variant.recipe, epochs=1)
    twin.train(model, data.in_frame(corner.SIDE), recipe, progress=False)
    before = variant.architecture.initial_weights(5)["dense1/weights"].reshape(40, 40, 128)
    after = twin.weights.get(model)["dense1/weights"].reshape(40, 40, 128)
    margin = np.ones((40, 40), bool)
    margin[6:34, 6:34] = False
    assert margin.sum() == 816
    np.testing.assert_array_equal(after[margin], before[margin])
    assert (after[20, 20] != before[20, 20]).mean() > 0.5  # all but units that are dead
