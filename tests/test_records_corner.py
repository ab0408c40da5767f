"""The corner experiment's records: shifts, rings and figures, by hand."""

import pytest

from cnncourse import records
from cnncourse.records import corner
from tests.recorded import made


def record(accuracy, **other):
    """Return a record with a map, of a 4-image trial."""
    places = {"accuracy": accuracy, "images": 4}
    other = {"experiment": "corner-C-cnn", "accuracy": 0.8} | other
    return made(places=places, **other)


SMALL = record([[0.1, 0.2, 0.3], [0.4, 0.9, 0.6], [0.5, 0.8, 0.7]])


def test_shifts_are_counted_from_the_middle():
    shifts = corner.by_shift(SMALL)
    assert shifts[0, 0] == 0.9
    assert (shifts[-1, -1], shifts[-1, 1], shifts[1, -1]) == (0.1, 0.3, 0.5)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("middle", 0.9),
        ("corners", (0.1 + 0.3 + 0.5 + 0.7) / 4),
        ("mean", 4.5 / 9),
        ("lowest", 0.1),
        ("highest", 0.9),
        ("0", 0.9),
        ("1", 3.6 / 8),
        ("1,-1", 0.5),
        ("test", 0.8),
    ],
)
def test_figures_by_hand(what, expected):
    assert corner.figure(SMALL, what) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("7", "no accuracy of a map '7'; known: middle"),
        ("midle", "no accuracy of a map 'midle'; did you mean 'middle'?"),
        ("9,9", "no place '9,9': both of DOWN,RIGHT lie from -1 to 1"),
        ("", "no accuracy of a map ''"),
    ],
)
def test_a_figure_that_is_not_there_is_an_error(what, reason):
    with pytest.raises(records.names.UnknownName) as caught:
        corner.figure(SMALL, what)
    assert reason in str(caught.value)


def test_a_figure_in_a_sentence_names_what_is_wrong():
    found = {("C-cnn", "keras"): SMALL}
    assert corner.told_figure("C-cnn", "keras", "middle", found=found) == "90.0 %"
    assert corner.images(found=found) == "4"
    assert corner.error(found=found) == "25.0"
    with pytest.raises(records.MissingRecord, match="with: cnncourse reproduce corner-C-cnn"):
        corner.told_figure("C-cnn", "torch", "middle", found=found)
    with pytest.raises(LookupError, match="no variant 'C-cn'; did you mean 'C-cnn'"):
        corner.told_figure("C-cn", "torch", "middle", found=found)
    with pytest.raises(records.MissingRecord, match="have no images"):
        corner.images(found={})


def test_whole_strides_are_counted_both_ways_from_the_middle():
    """Nine places are whole strides away both ways, sixteen half-way both ways, by hand."""
    accuracy = [[0.5] * 13 for _ in range(13)]
    for row in (2, 6, 10):
        for column in (2, 6, 10):
            accuracy[row][column] = 1.0
    for row in (0, 4, 8, 12):
        for column in (0, 4, 8, 12):
            accuracy[row][column] = 0.25
    large = record(accuracy)
    assert corner.figure(large, "whole") == 1.0
    assert corner.figure(large, "half") == 0.25
    # The ring of four has 32 places, and 8 of them are whole strides.
    assert corner.figure(large, "4") == pytest.approx((8 * 1.0 + 24 * 0.5) / 32)
    rows = corner.distances(found={("C-cnn", "keras"): large, ("C-dense", "keras"): large}).rows
    assert [row[-2:] for row in rows] == [["–", "–"], ["100.0", "25.0"]]


def test_trials_and_other_seeds_are_left_out():
    trial = record([[1.0]], seed=0, experiment="corner-B", overrides={"epochs": 1})
    other = record([[1.0]], seed=1)
    assert list(corner.by_variant([trial, other, made("C-cnn"), SMALL])) == [("C-cnn", "keras")]


def test_a_row_of_the_table_has_the_mean_of_each_ring():
    table = corner.distances(found={("C-cnn", "keras"): SMALL})
    assert table.headings == ["Network", "In", "0", "1", "Corners", "Whole", "Half"]
    assert table.rows == [["C-cnn", "Keras", "90.0", "45.0", "40.0", "–", "–"]]
    assert corner.distances(found={}).rows == []
