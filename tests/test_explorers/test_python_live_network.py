"""The live network in Python: its settings, what enters the networks, and what they say."""

import re
from pathlib import Path

import numpy as np
import pytest

from cnncourse import datasets, explorers, reference
from cnncourse.explorers import LiveNetwork, SettingError, sketch, stored
from cnncourse.explorers.live_network import ITEMS

VIEW = Path(explorers.__file__).parent / "page" / "live_network" / "view.js"
ENDS = (0, 14), (14, 0)  # padding that leaves half an image at one end of the frame
LABELLED = [name for name in ITEMS if name not in ("stroke", "drawn")]


def test_the_items_are_the_stored_ones():
    for name in ITEMS.keys() - {"drawn"}:
        image = stored.images()[name]
        assert image.title == ITEMS[name]
        assert image.pixels.shape == (28, 28, 1)
    assert len({stored.images()[name].label for name in LABELLED}) == 10


@pytest.mark.parametrize("name", LABELLED)
def test_in_its_place_each_item_is_recognised_by_both(name):
    explorer = LiveNetwork(image=name)
    np.testing.assert_array_equal(explorer.frame_image, stored.images()[name].values[..., 0])
    assert explorer.prediction == explorer.dense_prediction == explorer.label == ITEMS[name]
    assert explorer.results["right"] is explorer.results["dense_right"] is True


def test_moving_brings_in_black_and_loses_what_leaves():
    whole = LiveNetwork(image="bag").frame_image
    moved = LiveNetwork(image="bag", shift_down=3, shift_right=-2)
    np.testing.assert_array_equal(moved.frame_image[3:, :-2], whole[:-3, 2:])
    assert not moved.frame_image[:3].any()
    assert not moved.frame_image[:, -2:].any()
    assert moved.results["kept"] == pytest.approx(whole[:-3, 2:].sum() / whole.sum())


def test_half_the_size_is_the_mean_of_two_by_two_in_the_middle():
    whole = LiveNetwork(image="dress").frame_image
    half = LiveNetwork(image="dress", size=14).frame_image
    means = whole.reshape(14, 2, 14, 2).mean((1, 3))
    np.testing.assert_allclose(half[7:21, 7:21], means, atol=1e-12)
    assert half.sum() == pytest.approx(means.sum())


@pytest.mark.parametrize("size", [15, 21, 27])
def test_shrinking_keeps_the_mean_brightness(size):
    small = LiveNetwork(image="coat", size=size).frame_image
    whole = LiveNetwork(image="coat").frame_image
    assert small.sum() / size**2 == pytest.approx(whole.sum() / 28**2)


def test_a_shrunken_ramp_by_hand():
    levels = np.zeros((28, 28), int)
    levels[:, 0], levels[:, 1], levels[:, 2] = 3, 6, 9
    small = LiveNetwork(image="drawn", sketch=sketch.to_text(levels), size=21).frame_image
    # Three pixels cover four: each takes one and a third.
    expected = np.array([(3 + 6 / 3) * 3 / 4, (6 * 2 / 3 + 9 * 2 / 3) * 3 / 4, 9 / 3 * 3 / 4]) / 15
    np.testing.assert_allclose(small[10, 3:6], expected)


def test_the_room_is_what_leaves_the_item_whole():
    explorer = LiveNetwork(image="sneaker", size=14)
    up, down, left, right = explorer.results["room"]
    explorer.shift_down, explorer.shift_right = down, -left
    assert explorer.results["kept"] == pytest.approx(1)
    assert explorer.frame_image[-1].any()
    assert explorer.frame_image[:, 0].any()
    assert LiveNetwork(image="drawn").results["room"] == [28] * 4


def test_every_layer_can_be_read():
    explorer = LiveNetwork(image="sandal", shift_right=4)
    assert {name: layer.shape for name, layer in explorer.maps.items()} == {
        "conv1": (24, 24, 6),
        "pool1": (12, 12, 6),
        "conv2": (8, 8, 10),
        "pool2": (4, 4, 10),
        "flatten1": (160,),
        "dense1": (56,),
        "dense2": (10,),
    }
    np.testing.assert_array_equal(explorer.logits, explorer.maps["dense2"])
    exps = np.exp(explorer.logits - explorer.logits.max())
    np.testing.assert_allclose(explorer.probabilities, exps / exps.sum())
    assert explorer.dense_probabilities.sum() == pytest.approx(1)
    kernel = stored.networks()["two-small-conv"].weights["conv1/kernels"][..., 0, 2]
    bias = stored.networks()["two-small-conv"].weights["conv1/bias"][2]
    by_hand = (explorer.frame_image[10:15, 12:17] * kernel).sum() + bias
    assert explorer.maps["conv1"][10, 12, 2] == pytest.approx(by_hand)


def test_what_is_none_of_the_classes_has_no_label():
    for explorer in (LiveNetwork(image="stroke"), LiveNetwork(image="drawn", sketch="a300p9")):
        assert explorer.label == ""
        assert explorer.results["right"] is explorer.results["dense_right"] is None
        assert explorer.prediction in explorer_classes()
        assert explorer.problem == ""


def explorer_classes():
    return stored.networks()["two-small-conv"].classes


def test_an_empty_drawing_is_a_black_frame():
    explorer = LiveNetwork(image="drawn")
    assert not explorer.frame_image.any()
    assert explorer.results["kept"] == 1


def test_the_sweep_has_the_present_answer_at_every_place():
    explorer = LiveNetwork(image="shirt", size=20)
    found, classes = explorer.sweep(), explorer_classes()
    for down, right in ((0, 0), (-14, 14), (3, -5)):
        explorer.shift_down, explorer.shift_right = down, right
        at = down + 14, right + 14
        assert classes[found["predictions"][at]] == explorer.prediction
        assert classes[found["dense_predictions"][at]] == explorer.dense_prediction
        assert found["right"][at] == explorer.results["right"]
        assert found["whole"][at] == (explorer.results["kept"] > 1 - 1e-9)


def test_without_a_label_the_sweep_compares_with_the_middle():
    found = LiveNetwork(image="stroke", shift_right=5).sweep()
    for before in ("", "dense_"):
        guesses = found[f"{before}predictions"]
        np.testing.assert_array_equal(found[f"{before}right"], guesses == guesses[14, 14])


def first_images():
    """Return 500 images, (N, 28, 28), and their labels."""
    test = datasets.load().test
    return test.images[:500, ..., 0].astype(np.float32) / 255, test.labels[:500]


def moved(images, distance):
    """Return the images moved by `distance` pixels, each of the eight ways."""
    wide = np.pad(images, [(0, 0), (distance, distance), (distance, distance)])
    starts = [(row, column) for row in (0, 1, 2) for column in (0, 1, 2) if (row, column) != (1, 1)]
    return [wide[:, distance * row :, distance * column :][:, :28, :28] for row, column in starts]


def in_the_corners(images):
    """Return the images at half their size, in each of the four corners."""
    half = images.reshape(-1, 14, 2, 14, 2).mean((2, 4))
    return [np.pad(half, [(0, 0), rows, columns]) for rows in ENDS for columns in ENDS]


def percents(versions, labels):
    """Return how many percent of all versions of the images each network gets right."""
    found = []
    for network in stored.networks().values():
        weights = {name: array.astype(np.float32) for name, array in network.weights.items()}
        logits = [
            reference.forward(network.architecture, weights, each[..., None]) for each in versions
        ]
        found.append(round(100 * np.mean([each.argmax(-1) == labels for each in logits])))
    return found


def test_what_the_page_says_of_the_claim_is_measured():
    text = re.sub(r'" \+\s+"', "", VIEW.read_text(encoding="utf-8"))
    images, labels = first_images()
    two, four, eight = (percents(moved(images, distance), labels) for distance in (2, 4, 8))
    assert eight[0] == eight[1]
    assert "500 test images moved by 2 pixels" in text
    assert f"is right on {two[0]} %, the dense one on {two[1]} %" in text
    assert f"moved by 4, on {four[0]} % and {four[1]} %; by 8, on {eight[0]} % each" in text
    corners = percents(in_the_corners(images), labels)
    assert f"nothing is cut off, on {corners[0]} % and {corners[1]} %" in text


def test_a_drawing_is_a_text_or_an_array():
    drawn = np.zeros((28, 28))
    drawn[0, 1:4], drawn[27, 27] = 1.0, 0.2
    explorer = LiveNetwork(image="drawn", sketch=drawn)
    assert explorer.sketch == "ap3a779d"
    np.testing.assert_allclose(explorer.frame_image, drawn)
    explorer.sketch = "aappp2"
    assert explorer.sketch == "a2p4"
    explorer.sketch = "p5a300a479"
    assert explorer.sketch == "p5"


@pytest.mark.parametrize(
    "value",
    ["q", "a0", "a01", "A3", "a3 b", "p785", "p" * 785, "a1000", 3, None, [[0.5]]],
)
def test_what_is_no_drawing_is_refused(value):
    explorer = LiveNetwork()
    with pytest.raises(SettingError, match="sketch must be a drawing's text, or 28 × 28 numbers"):
        explorer.sketch = value
    assert explorer.sketch == ""


def test_an_array_beyond_its_bounds_is_refused():
    for wrong in (np.full((28, 28), 1.1), np.full((28, 28), np.nan), np.zeros((28, 28), complex)):
        with pytest.raises(SettingError, match="sketch"):
            LiveNetwork(sketch=wrong)


def test_texts_and_drawings_are_one_to_one():
    rng = np.random.default_rng(3)
    for _ in range(50):
        levels = rng.integers(0, 16, (28, 28)) * (rng.random((28, 28)) < rng.random())
        text = sketch.to_text(levels)
        np.testing.assert_array_equal(sketch.from_text(text), levels)
    with pytest.raises(ValueError, match="784 pixels, its text names 785"):
        sketch.from_text("a785")


def test_settings_say_their_rule():
    for name, value, words in (
        ("size", 13, "size must be a whole number from 14 to 28, got 13; the frame has 28 pixels"),
        ("shift_down", 15, "shift_down must be a whole number from -14 to 14, got 15"),
        ("image", "nine", "image must be one of 'boot', 't-shirt'"),
    ):
        with pytest.raises(SettingError, match=re.escape(words)):
            LiveNetwork(**{name: value})


def test_its_sliders_and_words():
    explorer = LiveNetwork(image="bag", shift_right=3)
    assert list(explorer.sliders) == ["image", "size", "shift_down", "shift_right"]
    assert repr(explorer) == "LiveNetwork(image='bag', shift_right=3)"
    explorer.sliders.shift_down.value = -4
    assert explorer.shift_down == -4
    assert explorer.frame_image.any(1)[-4:].tolist() == [False] * 4


def test_the_drawing_for_print_is_small_and_always_the_same():
    first = LiveNetwork(image="shirt", shift_right=5).html()
    assert first == LiveNetwork(image="shirt", shift_right=5).html()
    assert len(first.encode()) < 30_000
    assert "Shirt: the convolutional network says" in first
    assert LiveNetwork(image="drawn").drawing().startswith("<svg")
