"""The drawings of trainings: every point where the record has it, and told in words."""

import pytest
from bs4 import BeautifulSoup

from cnncourse.plots import recorded
from cnncourse.plots.recorded import epochs, mistakes
from cnncourse.recipe import History
from cnncourse.records import MissingRecord
from cnncourse.records.table import Table
from tests.recorded import made

CLASSES = ["cat", "dog", "ship"]


def trained(framework="keras", accuracy=(0.5, 0.9), validation=(0.6, 0.7), **other):
    history = History(accuracy=list(accuracy), validation_accuracy=list(validation))
    return made(framework=framework, history=history, **other)


def confused(counts, framework="keras"):
    return made(framework=framework, confusion_matrix=counts, classes=tuple(CLASSES))


def parsed(drawing):
    return BeautifulSoup(drawing, "html.parser").svg


def points(line):
    return [tuple(map(float, point.split(","))) for point in line["points"].split()]


def test_every_epoch_stands_where_the_axes_say():
    records = [trained(), trained(accuracy=(0.52, 0.88))]
    scale = epochs.scale_of({"keras": records}, {})
    assert scale.lowest == 50
    svg = parsed(epochs.curve_panel(records, scale, {}))
    lines = svg("polyline")
    assert [line["class"][0] for line in lines] == ["training"] * 2 + ["validation"] * 2
    left, right, top, bottom = epochs.LEFT, epochs.RIGHT, epochs.TOP, epochs.BOTTOM
    assert points(lines[0]) == [(left, bottom), (right, round(bottom + 0.8 * (top - bottom), 1))]
    texts = [text.get_text() for text in svg("text")]
    assert {"50", "100", "1", "2", "epoch", "accuracy, %", "Keras", "training"} <= set(texts)


def test_both_frameworks_share_one_scale():
    groups = {"keras": [trained()], "torch": [trained("torch", (0.31, 0.9), (0.6, 0.7, 0.8)[:2])]}
    assert epochs.scale_of(groups, {}).lowest == 30
    assert epochs.scale_of(groups, {"first": [18, 58]}).lowest == 10


def test_the_sources_figures_are_rings_and_rows():
    claimed = {"first": [47, 58], "last": [85, 82.5]}
    groups = {"keras": [trained(), trained(accuracy=(0.6, 0.8))]}
    scale = epochs.scale_of(groups, claimed)
    panel = parsed(epochs.curve_panel(groups["keras"], scale, claimed))
    rings = panel("circle")
    left = min(float(ring["cx"]) - float(ring["r"]) for ring in rings[2:])
    names = [text for text in panel("text") if text.get_text() in epochs.KINDS.values()]
    assert [float(text["x"]) < left for text in names] == [True, True]
    found = [(float(ring["cx"]), float(ring["cy"]), ring["class"][0]) for ring in rings]
    assert found == [
        (scale.x(1), scale.y(0.47), "training"),
        (scale.x(1), scale.y(0.58), "validation"),
        (scale.x(2), scale.y(0.85), "training"),
        (scale.x(2), scale.y(0.825), "validation"),
    ]
    table = epochs.curve_rows(groups, claimed)
    assert table.headings == ["Accuracy", "Claimed", "Keras", "PyTorch"]
    assert table.rows == [
        ["first epoch, training", "47 %", "55.0 %", "not run"],
        ["first epoch, validation", "58 %", "60.0 %", "not run"],
        ["last epoch, training", "85 %", "85.0 %", "not run"],
        ["last epoch, validation", "82.5 %", "70.0 %", "not run"],
    ]


def test_the_names_of_two_curves_never_cross():
    scale = epochs.Scale(2, 0)
    for ends in (
        {"training": [0.8], "validation": [0.7]},
        {"training": [0.7], "validation": [0.8]},
    ):
        label = {
            text.get_text(): float(text["y"])
            for text in BeautifulSoup("".join(epochs.labels(ends, scale)), "html.parser")("text")
        }
        upper, lower = sorted(ends, key=lambda word: -ends[word][0])
        assert label[upper] < scale.y(0.8) < scale.y(0.7) < label[lower]


def test_a_curve_without_validation_is_drawn_alone():
    records = [trained(validation=())]
    svg = parsed(epochs.curve_panel(records, epochs.scale_of({"keras": records}, {}), {}))
    assert len(svg("polyline")) == 1
    assert "validation" not in svg.get_text() + svg["aria-label"]


def test_curves_are_told_in_words():
    words = epochs.told_curve([trained(), trained(accuracy=(0.6, 0.8))], "Keras")
    assert words == (
        "Accuracy over the epochs in Keras, mean of 2 runs: training images from 55.0 % in the "
        "first epoch to 85.0 % in epoch 2; validation images from 60.0 % in the first epoch to "
        "70.0 % in epoch 2."
    )


@pytest.mark.parametrize("argument", ["47", "47 58 3", "a b"])
def test_a_source_prints_two_percentages(argument):
    with pytest.raises(ValueError, match="two percentages|could not convert|invalid literal"):
        epochs.two_percentages(argument)


COUNTS = [[80, 20, 0], [5, 95, 0], [1, 0, 199]]


def test_shares_are_of_the_class_in_the_row_over_all_seeds():
    found = mistakes.shares([confused(COUNTS), confused([[100, 0, 0], [15, 85, 0], [0, 0, 0]])])
    assert found[0] == [0.9, 0.1, 0]
    assert found[1] == [0.1, 0.9, 0]
    assert found[2] == [1 / 200, 0, 199 / 200]


def test_every_cell_says_its_percentage_and_small_ones_nothing():
    svg = parsed(mistakes.confusion_panel([confused(COUNTS)]))
    cells = svg("rect")
    assert [cell["class"][0] for cell in cells[:4]] == ["right", "wrong", "wrong", "wrong"]
    texts = [text.get_text() for text in svg("text")]
    # 0.5 % is rounded up, 0 % is left out; 99.5 % to 100.
    numbers = [word for word in texts if word.isdigit()]
    assert numbers == ["80", "20", "5", "95", "1", "100"]
    assert texts.count("cat") == 2  # in its row and its column
    depths = [float(cell["fill-opacity"]) for cell in cells]
    assert depths[1] == max(depths)  # the worst mistake is as dark as can be
    assert depths[2] == 0


def test_the_matrix_is_told_in_words():
    label = parsed(mistakes.confusion_panel([confused(COUNTS)]))["aria-label"]
    assert "Right of each class: cat 80 %, dog 95 %, ship 100 %" in label
    assert "cat taken for dog (20.0 %), dog taken for cat (5.0 %)" in label


def test_a_name_with_a_bracket_is_no_markup():
    record = made(confusion_matrix=COUNTS, classes=("<b>", '"q"', "&"))
    svg = parsed(mistakes.confusion_panel([record]))
    assert svg.find("b") is None
    assert "<b> taken for" in svg["aria-label"]


FOUND = {
    ("D", "keras"): [trained(experiment="D", confusion_matrix=COUNTS, classes=tuple(CLASSES))],
    ("D", "torch"): [
        trained("torch", experiment="D", confusion_matrix=COUNTS, classes=tuple(CLASSES))
    ],
}


def test_a_drawing_shows_itself_in_a_notebook_with_what_stands_below_it():
    shown = recorded.curves("D", first="47 58", found=FOUND)
    page = BeautifulSoup(shown._repr_html_(), "html.parser")
    assert len(page("svg")) == 2
    assert page.find("style")  # it needs no style sheet of the book's
    assert len(page.table.tbody("tr")) == 2
    assert isinstance(shown.parts[1], Table)
    assert shown.missing == ()
    said = recorded.confusion("D", found=FOUND)._repr_html_()
    assert "<p>The most frequent mistakes: in Keras cat taken for dog (20.0 %)" in said


@pytest.mark.parametrize("draw", [recorded.curves, recorded.confusion])
def test_a_framework_without_a_run_is_told_of(draw):
    only = {("D", "torch"): FOUND["D", "torch"]}
    shown = draw("D", found=only)
    assert len(BeautifulSoup(shown._repr_html_(), "html.parser")("svg")) == 1
    assert shown.missing == ("cnncourse reproduce D --framework keras",)
    with pytest.raises(MissingRecord, match="make it with: cnncourse reproduce E --framework"):
        draw("E", found=only)
