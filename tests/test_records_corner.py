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


def test_trials_and_other_seeds_are_left_out():
    trial = record([[1.0]], seed=0, experiment="corner-B", overrides={"epochs": 1})
    other = record([[1.0]], seed=1)
    assert list(corner.by_variant([trial, other, made("C-cnn"), SMALL])) == [("C-cnn", "keras")]


def test_a_row_of_the_table_has_the_mean_of_each_ring():
    table = corner.distances(found={("C-cnn", "keras"): SMALL})
    assert table.headings == ["Network", "In", "0", "1", "Corners"]
    assert table.rows == [["C-cnn", "Keras", "90.0", "45.0", "40.0"]]
    assert corner.distances(found={}).rows == []
