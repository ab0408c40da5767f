"""Depth with and without sums: the table and the rule by hand, the drawing, the stored records."""

import re

import pytest
from bs4 import BeautifulSoup

from cnncourse import records
from cnncourse.experiments import EXPERIMENTS
from cnncourse.plots.recorded import depths as drawn
from cnncourse.recipe import History
from cnncourse.records import depths
from tests.recorded import made

FOUR = ("plain-8", "residual-8", "plain-32", "residual-32")


def grouped(losses, framework="torch"):
    """Return records by name from the last losses of each; the first losses are 1 nat higher."""
    return {
        (name, framework): [
            made(
                name,
                framework,
                0.8,
                seed,
                None,
                history=History(loss=[last + 1, last], accuracy=[0.5, 0.8], seconds=[1.0, 1.0]),
            )
            for seed, last in enumerate(lasts)
        ]
        for name, lasts in zip(FOUR, losses, strict=True)
    }


def test_a_row_has_the_means_of_both_frameworks_or_a_dash():
    found = grouped([[0.3, 0.4], [0.4], [0.5], [0.2]])
    del found["residual-8", "torch"]
    assert depths.rows(found=found).rows == [
        ["plain-8", "– / 0.35", "– / 80.0 %"],
        ["plain-32", "– / 0.50", "– / 80.0 %"],
        ["residual-32", "– / 0.20", "– / 80.0 %"],
    ]
    assert depths.rows(found={}).rows == []


@pytest.mark.parametrize(
    ("losses", "spoils", "cured"),
    [
        (([0.3, 0.35], [0.4], [0.5], [0.2]), True, True),
        (([0.3, 0.5], [0.4], [0.5], [0.2]), False, True),  # one of plain-8 is as high
        (([0.3], [0.2], [0.5], [0.2, 0.1]), True, False),  # not below residual-8
        (([0.3], [0.4], [0.5, 0.2], [0.25]), False, False),  # one of plain-32 is lower
    ],
)
def test_the_rule_asks_every_run(losses, spoils, cured):
    for framework, alone in (("torch", "PyTorch alone"), ("keras", "Keras alone")):
        other = grouped([[0.3]] * 4, "keras" if framework == "torch" else "torch")
        found = grouped(losses, framework) | other
        for what, holds in (("spoils", spoils), ("cured", cured)):
            wanted = alone if holds else "neither framework"
            assert depths.judged(what, found=found) == wanted
    both = grouped(losses) | grouped(losses, "keras")
    if spoils and cured:
        assert depths.judged("spoils", found=both) == "both frameworks"


def test_another_word_than_the_rules_is_told():
    with pytest.raises(ValueError, match="what must be one of spoils, cured, got 'helps'"):
        depths.judged("helps", found={})


def test_each_depth_has_its_drawing_on_one_scale():
    found = grouped([[0.3, 0.4], [0.4], [0.5], [0.2]])
    shown = drawn.beside("torch", found=found)
    svgs = BeautifulSoup(shown.parts[0], "html.parser").find_all("svg")
    titles = [svg.find(class_="title").get_text() for svg in svgs]
    assert titles == ["8 layers", "32 layers"]
    lines = [[line["class"] for line in svg("polyline")] for svg in svgs]
    assert lines == [[["training"], ["training"], ["validation"]], [["training"], ["validation"]]]
    # The highest loss is 1.5, a line of the grid; so the scale ends at 2 nats.
    points = [float(one) for one in re.findall(r"[\d.]+", svgs[1]("polyline")[0]["points"])]
    span = drawn.BOTTOM - drawn.TOP
    up = [round(drawn.BOTTOM - loss / 2 * span, 1) for loss in (1.5, 0.5)]
    assert points == [drawn.LEFT, up[0], drawn.RIGHT, up[1]]
    assert "plain from 1.50 in the first epoch to 0.50 in the last" in svgs[1]["aria-label"]
    assert "residual from 1.20 in the first epoch to 0.20 in the last" in svgs[1]["aria-label"]


def test_a_network_without_a_record_is_told():
    with pytest.raises(records.MissingRecord, match="reproduce plain-8 --framework keras"):
        drawn.beside("keras", found={})


@pytest.mark.parametrize(
    "record",
    [one for one in records.load() if one.experiment in FOUR],
    ids=lambda record: record.command,
)
def test_the_records_are_of_what_the_experiment_says(record):
    asked = EXPERIMENTS[record.experiment]
    assert record.data["images"]["train"] == asked.images
    assert record.history.epochs == asked.recipe.epochs
    assert not record.overrides
    assert record.parameters["total"] == asked.architecture.parameters().total
