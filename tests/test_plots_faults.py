"""What does not fit is refused with the rule, the value and a cure that works."""

import re

import numpy as np
import pytest
from matplotlib import pyplot

from cnncourse import plots

GREY, COLOUR = np.zeros((4, 5)), np.zeros((4, 5, 3), np.uint8)
BATCH = np.zeros((3, 6, 7, 1), np.uint8)
ONE_HOT = np.eye(10, dtype=int)[[2, 0, 9]]


@pytest.fixture(autouse=True)
def _closed():
    yield
    pyplot.close("all")


LABELS = [  # what is given, what is wrong with it, and the cure
    (ONE_HOT, r"got \(3, 10\); turn one-hot rows into labels with labels.argmax\(axis=1\)"),
    (ONE_HOT.astype(float), r"one-hot rows into labels with labels.argmax\(axis=1\)"),
    (ONE_HOT.astype(bool), r"one-hot rows into labels with labels.argmax\(axis=1\)"),
    (np.full((3, 10), 0.1), r"soft labels, .* labels.argmax\(axis=1\)"),
    (np.array([[2], [0], [9]]), r"got \(3, 1\); take the only column: labels\[:, 0\]"),
    (np.arange(4), r"shape \(3,\).*got 3 images and 4 labels; leave out what has no partner"),
    (5, r"got \(\); give each image the number of its class"),
    (np.array([1.0, 2.0, 3.0]), r"whole numbers, got dtype float64; .* labels.astype\(int\)"),
    (np.array([1.5, 2.0, 3.0]), "whole numbers, got dtype float64 with 1.5.* counts from 0"),
    (np.array(["a", "b", "c"]), "whole numbers, got dtype <U1 .* number the names by one list"),
    (np.array([0, -1, 3]), r"at least 0, got -1 \(index 1\); number the classes from 0 on"),
    (
        np.array([0, 3, 12]),
        r"in 0..9, as classes has 10 names, got 12 \(image 2\); give classes 13",
    ),
    (np.array([1, 10, 5]), r"got 10 \(image 1\); .* from 1: subtract 1, labels - 1"),
]
SCORES = r"got \(3, 10\), scores of all classes; the highest of each is predictions.argmax\(axis=1"


@pytest.mark.parametrize("name", ["labels", "predictions"])
@pytest.mark.parametrize(("given", "message"), LABELS)
def test_labels_that_do_not_fit_are_refused_with_the_cure(name, given, message):
    options = {"labels": [0, 1, 2]} | {name: given}
    if name == "predictions" and np.shape(given) == (3, 10):
        message = SCORES
    with pytest.raises(
        (TypeError, ValueError), match=re.sub(r"labels(?=\.|\\\[| -|;)", name, message)
    ) as caught:
        plots.images(BATCH, classes=[f"class {number}" for number in range(10)], **options)
    assert str(caught.value).startswith(f"{name} must ")
    assert pyplot.get_fignums() == []  # nothing half drawn stays open


def test_the_cures_for_labels_work():
    for given in (ONE_HOT.argmax(axis=1), np.array([[2], [0], [9]])[:, 0], np.arange(4)[:3]):
        plots.images(BATCH, given, classes=list("abcdefghij"))


def test_negative_labels_are_refused_without_names_of_classes():
    with pytest.raises(ValueError, match=r"labels must be at least 0, got -1 \(index 2\)"):
        plots.images(BATCH, [0, 1, -1])


ONE = [plots.image, lambda given: plots.pictures({"image": given})]
PIXELS = [  # one image that is none, and the cure
    (
        BATCH,
        r"one image.*got shape \(3, 6, 7, 1\), a batch; pass \[0\] of it for the first, or draw",
    ),
    (
        np.zeros((3, 6, 7)),
        r"got shape \(3, 6, 7\): the channels come first; pass .transpose\(1, 2, 0",
    ),
    (np.zeros((1, 6, 7)), r"the channels come first; pass .transpose\(1, 2, 0\) of it"),
    (np.zeros((4, 6, 7)), r"the channels come first; pass .transpose\(1, 2, 0\) of it"),
    (np.zeros((6, 7, 4)), r"RGBA, whose fourth channel is opacity; pass \[..., :3\] of it"),
    (np.zeros((6, 7, 32)), "draw one channel of it with image, or all with feature_maps"),
    (np.zeros(12), r"must be one image, .* got shape \(12,\); bring it into height, width"),
    (np.zeros((0, 5)), r"must be one image, .* got shape \(0, 5\)"),
    ([[0, 1], [0]], r"of one size, got images of shapes \(1,\), \(2,\); bring them to one size"),
    (np.array([["a"]]), "must be an array of numbers .* got text"),
    (np.array([[1j]]), "must be uint8 in 0..255, or float16, .* got complex128; convert with"),
    (np.full((2, 2), 255.0), r"got values from 255 to 255; divide by 255, or pass uint8"),
    (np.full((2, 2), 128, np.int64), r"got int64; convert with images.astype\(.uint8.\)"),
    (np.array([[-0.02, 1.03]]), r"from -0.02 to 1.03; .*cut that off with np.clip\(images, 0, 1\)"),
    (np.array([[-2.1, 2.6]]), r"from -2.1 to 2.6; they were standardised: undo it with"),
    (np.array([[0, np.nan]]), r"must be finite, but image 0 holds NaN or infinity; mend it"),
]


@pytest.mark.parametrize("draw", ONE)
@pytest.mark.parametrize(("given", "message"), PIXELS)
def test_what_is_no_image_is_refused_with_the_cure(draw, given, message):
    with pytest.raises((TypeError, ValueError), match=message):
        draw(given)
    assert pyplot.get_fignums() == []


BATCHES = [  # what is no batch of images, and the cure
    (
        GREY,
        r"got \(4, 5\); that is one grey image: pass images\[None, ..., None\], or draw it with",
    ),
    (COLOUR, r"got \(4, 5, 3\); that is one image: pass images\[None\]"),
    (np.zeros((9, 28, 28)), r"the axis of the channels is missing: pass images\[..., None\]"),
    (np.zeros((9, 784)), r"each image is one row of numbers: pass images.reshape\(-1, 28, 28, 1\)"),
    (np.zeros((2, 3, 6, 7)), r"the channels come first; pass .transpose\(0, 2, 3, 1\) of it"),
    (np.zeros((2, 1, 28, 28)), r"the channels come first: pass images.transpose\(0, 2, 3, 1\)"),
    (np.zeros((2, 6, 7, 4)), r"RGBA, whose fourth channel is opacity; pass \[..., :3\] of it"),
    ([np.zeros((4, 4, 1)), np.zeros((5, 4, 1))], r"of shapes \(4, 4, 1\), \(5, 4, 1\); bring them"),
    (
        [np.zeros((4, 4, 1)), np.zeros((4, 4, 3))],
        r"of shapes \(4, 4, 1\), \(4, 4, 3\); .* as many channels",
    ),
    ([], r"must hold at least one image, got \(0,\); add some"),
    (np.zeros((0, 4, 4, 1)), r"must hold at least one image, got \(0, 4, 4, 1\); add some"),
    (np.full((2, 4, 4, 1), 200.0), "from 200 to 200; divide by 255, or pass uint8"),
    (np.full((2, 4, 4, 1), 1.02), r"from 1.02 to 1.02; .*cut that off with np.clip\(images, 0, 1"),
]


@pytest.mark.parametrize(("given", "message"), BATCHES)
def test_what_is_no_batch_is_refused_with_the_cure(given, message):
    with pytest.raises((TypeError, ValueError), match=message):
        plots.images(given)
    assert pyplot.get_fignums() == []


def test_the_cures_for_images_work():
    plots.images(GREY[None, :, :, None])
    plots.images(COLOUR[None])
    plots.images(np.zeros((9, 28, 28))[..., None])
    plots.images(np.zeros((9, 784)).reshape(-1, 28, 28, 1))
    plots.images(np.zeros((2, 3, 6, 7)).transpose(0, 2, 3, 1))
    plots.images(np.zeros((2, 6, 7, 4))[..., :3])
    plots.image(BATCH[0])
    plots.image(np.zeros((3, 6, 7)).transpose(1, 2, 0))
    plots.image(np.full((2, 2), 255.0) / 255)
    plots.image(np.clip(np.array([[-0.02, 1.03]]), 0, 1))
    plots.pictures({"small": np.zeros((4, 4)), "large": np.zeros((8, 6, 3))})


def test_what_rounding_leaves_past_the_ends_is_drawn():
    drawn = plots.image(np.array([[-1e-6, 1.0000001]])).images[0].get_array()
    assert drawn.tolist() == [[0, 1]]


@pytest.mark.parametrize("count", [201, 1000])
def test_more_pictures_than_anybody_looks_at_are_refused_and_counted(count):
    message = f"must be 1 to 200 pictures, got {count:,}; draw a part, as "
    with pytest.raises(ValueError, match="images " + message):
        plots.images(np.zeros((count, 8, 8, 1), np.uint8))
    with pytest.raises(ValueError, match=message):
        plots.kernels(np.zeros((3, 3, 1, count)), count=count)
    with pytest.raises(ValueError, match=message):
        plots.feature_maps(np.zeros((3, 3, count)), count=count)
    with pytest.raises(ValueError, match=message):
        plots.panels(count)
    with pytest.raises(ValueError, match=message):
        plots.pictures([("", np.zeros((2, 2)))] * count)
    assert pyplot.get_fignums() == []


def test_the_work_for_many_images_goes_up_with_their_number_alone(monkeypatch):
    """matplotlib's own layout, whose work goes up with the square, is not asked."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    monkeypatch.setattr(ConstrainedLayoutEngine, "execute", None)  # a call would fail
    figure = plots.images(np.zeros((200, 2, 2, 1)), range(200))[0, 0].figure
    assert figure.get_layout_engine() is None
    figure.draw_without_rendering()
    assert len(figure.axes) == 200


@pytest.mark.parametrize("number", [0, -1, 2.5, True, "2"])
def test_counts_are_whole_numbers_from_one(number):
    calls = [
        lambda: plots.images(BATCH, columns=number),
        lambda: plots.pictures({"": GREY}, columns=number),
        lambda: plots.kernels(np.zeros((3, 3, 1, 2)), count=number),
        lambda: plots.kernels(np.zeros((3, 3, 2, 2)), channels=number),
        lambda: plots.feature_maps(np.zeros((3, 3, 2)), columns=number),
        lambda: plots.stages({"conv": np.zeros((3, 3, 2))}, count=number),
        lambda: plots.panels(number),
        lambda: plots.panels(1, number),
    ]
    for call in calls:
        with pytest.raises((TypeError, ValueError), match=f"whole number.*got {number!r}"):
            call()


OTHERS = [
    (lambda: plots.image(GREY, plots.panels(2)), r"ax must be one Axes, got ndarray; pass one of"),
    (lambda: plots.image(GREY, "left"), r"ax must be one Axes, got str; make one with panels"),
    (lambda: plots.pictures({"a": GREY}, [3]), "each of axes must be one Axes, got int; make one"),
    (lambda: plots.images(BATCH, classes=10), "classes must be names in their order, got 10; pass"),
    (lambda: plots.images(BATCH, classes="abc"), "classes must be names in their order, got 'abc'"),
    (lambda: plots.images(BATCH, classes={0: "a"}), "got a mapping; pass "),
    (lambda: plots.confusion_matrix([[1]], 1), "classes must be names in their order, got 1; pass"),
    (lambda: plots.matrix(GREY, digits=-1), "digits must be a whole number of at least 0, got -1"),
    (
        lambda: plots.matrix(GREY, digits=1.0),
        "digits must be a whole number of at least 0, got 1.0",
    ),
    (lambda: plots.matrix(GREY, limits=(1, 0)), r"the lower first, got \(1, 0\); those of the arr"),
    (lambda: plots.matrix(GREY, limits=(0, np.inf)), "limits must be two finite numbers"),
    (lambda: plots.matrix(GREY, limits=5), "limits must be two finite numbers, .* got 5;"),
    (lambda: plots.matrix(GREY, window=(0, 0, 3)), r"four whole numbers, got \(0, 0, 3\); as"),
    (lambda: plots.image(GREY, window=(0, 0, 2.5, 3)), "window must be .* four whole numbers"),
    (lambda: plots.history([0.9, 0.5]), "history must be a History, got list; pass what train"),
    (lambda: plots.images(None), "images must be an array of numbers .* got None"),
    (lambda: plots.panels(3, width=9), "at most 6 inches, the book's width, got 9; use fewer"),
    (lambda: plots.panels(3, widths=[1, 2]), "widths must be 3 numbers, got 2; give one for each"),
    (lambda: plots.pictures({}), "nothing to draw: give at least one title and its array"),
    (lambda: plots.pictures({"a": GREY}, plots.panels(2)), "axes must be 1.*got 2; make them with"),
    (lambda: plots.signed_maps({}), "nothing to draw"),
    (lambda: plots.signed_maps({"a": GREY}, limit=0), "limit must be a finite number above 0, got"),
    (lambda: plots.weights(GREY, limit=np.nan), "limit must be a finite number above 0, got nan"),
    (lambda: plots.responses({"a": GREY}, {"b": GREY}), r"same 1 to 4 names, got \['a'\] and \['b"),
    (lambda: plots.stages({}), "stages must be 1 to 5, which a phone shows, got 0"),
    (lambda: plots.stages({"a": np.zeros((2, 4, 4, 3))}), "'a' must be of one image, got 2; pass "),
    (lambda: plots.convolution_step(GREY, np.eye(3), 2, 0), "use rows 0..1 and columns 0..2, or"),
    (lambda: plots.convolution_step(GREY, np.eye(3), -1, 0), "in the 4×5 image, got row -1, col"),
    (lambda: plots.weight_matrix([[1, 0]], 3, 1), r"image_width \(=3\) must divide 2"),
    (lambda: plots.weight_matrix([[0.5, 0]], 2, 1), "whole numbers, 0 for no weight"),
    (lambda: plots.weight_matrix([[0, 0]], 2, 1), "some from 1, got 0 to 0; number the weights"),
    (lambda: plots.bars({}), "at least one name with its number, got none"),
    (lambda: plots.bars({"a": [1, 2], "b": [1]}, ["x", "y"]), r"2 series and \[2, 1\] numbers"),
    (lambda: plots.bars({"a": [1, 2]}), r"0 series and \[2\] numbers; give one a series"),
    (lambda: plots.learning_curves({}), r"1 to 6 sequences of one length, got lengths \[\]"),
    (lambda: plots.learning_curves({"a": [1.0], "b": [1.0, 2.0]}), r"got lengths \[1, 2\]"),
    (lambda: plots.learning_curves({"a": [1.0]}, best=1), "best must be an epoch from 0 to 0"),
    (lambda: plots.gaps({}), r"1 to 6 sequences of one length, got lengths \[\]"),
    (lambda: plots.gaps({"a": [1.0], "b": [1.0, 2.0]}), r"got lengths \[1, 2\]; draw a part"),
    (lambda: plots.gaps({"a": [-1.0]}), "'a' must be 0 or more, got -1; pass np.abs of it"),
    (lambda: plots.gaps({"a": [1.0]}, places=["x", "y"]), "places must be 1 names, got 2"),
    (lambda: plots.graphs([0, 1], {}), r"same 1 to 4 curves, got \[\]; give every panel's curves"),
    (
        lambda: plots.graphs([0], {"p": {"a": [1]}, "q": {"b": [1]}}),
        r"same 1 to 4 curves, got \[\['a'\], \['b'\]\]",
    ),
    (lambda: plots.graphs([0, 1], {"p": {"a": [1]}}), "p: a must have 2 numbers, got 1; one for"),
    (lambda: plots.descents(([0], [0]), {}), "paths must be 1 to 4, got 0; draw a part of them"),
    (lambda: plots.descents(([0, 1], [0]), {"a": ([0], [0])}), "the curve must have a loss for"),
    (
        lambda: plots.descents(([0], [0]), {"a": ([0], [1, 2])}),
        "'a' must have .*, got 2 and 1; cut",
    ),
    (lambda: plots.descents(([0], [0]), {"a": ([0], [np.inf])}), "'a': losses must be finite, but"),
    (lambda: plots.compare([1.0], [1.0, 2.0]), "got 1 and 2; cut the longer one off"),
    (lambda: plots.scale_bar([plots.panels(1)[0]]), "1 without and the scales"),
    (lambda: plots.image(GREY, window=(9, 9, 2, 2)), "cells of the 4×5 array in it, got"),
]


@pytest.mark.parametrize(("call", "message"), OTHERS)
def test_other_faults_are_told_with_rule_value_and_cure(call, message):
    with pytest.raises((TypeError, ValueError), match=message):
        call()
