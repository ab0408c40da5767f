"""The table of two experiments class by class, worked out by hand."""

import pytest

from cnncourse.records import MissingRecord, by_class, registry
from tests.recorded import made

CLASSES = ("boot", "shirt")


def run(name, framework, matrix, seed=0):
    right = sum(matrix[n][n] for n in range(2)) / sum(map(sum, matrix))
    return made(
        name, framework, right, seed, confusion_matrix=matrix, classes=CLASSES, claimed=None
    )


def test_each_class_has_the_mean_of_its_shares():
    found = {
        ("B", "keras"): [
            run("B", "keras", [[9, 1], [3, 7]]),
            run("B", "keras", [[10, 0], [4, 6]], seed=1),
        ],
        ("B", "torch"): [run("B", "torch", [[8, 2], [0, 10]])],
        ("B-sigmoid", "torch"): [run("B-sigmoid", "torch", [[7, 3], [6, 4]])],
    }
    table = by_class.by_class("B", "B-sigmoid", found=found)
    assert table.headings[1:] == ["B: Keras / PyTorch", "B-sigmoid: Keras / PyTorch"]
    assert table.rows == [
        ["boot", "95 / 80", "– / 70"],
        ["shirt", "65 / 100", "– / 40"],
        ["all", "80 / 90", "– / 55"],
    ]


def test_an_experiment_without_a_record_is_refused():
    found = {("B", "keras"): [run("B", "keras", [[9, 1], [3, 7]])]}
    with pytest.raises(MissingRecord, match="no record of E in Keras"):
        by_class.by_class("B", "E", found=found)


def test_pages_have_it_by_name():
    rows = registry.make("table", "by-class B B-sigmoid").rows
    assert len(rows) == 11
    assert rows[-1][0] == "all"
