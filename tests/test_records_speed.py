"""Tables of the benchmarks' records, each row by hand."""

import pytest

from cnncourse.records import speed, speed_training
from cnncourse.records.writing import digits


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0156, "0.016"), (2.161, "2.2"), (21.6, "22"), (1234.5, "1,234"), (9.99, "10.0")],
)
def test_numbers_keep_two_digits_and_lose_no_places(value, shown):
    assert digits(value) == shown


def test_a_promise_that_is_missed_says_so():
    case = {
        "name": "a layer",
        "images": [2, 8, 8, 1],
        "kernels": [3, 3, 1, 4],
        "stride": 2,
        "milliseconds": {"ours": 3.0, "torch": 2.0},
        "promise": {"peer": "torch", "times": 1.2, "found": 1.5, "met": False},
    }
    [row] = speed.conv2d_rows(record={"cases": [case]}).rows
    layer = "a layer: 2×8×8×1, 3×3×1×4, stride 2"
    assert row == [layer, "3.0", "2.0", "", "at most 1.2 × PyTorch; found 1.5: missed"]


def test_a_class_is_a_row():
    run = {"submissions": 1000, "seconds": 160.4, "per_second_and_core": 3.12}
    slow = run | {"per_second_and_core": 0.99, "megabytes": [120.2, 121.0, 122.6]}
    record = {
        "promised_per_second_and_core": 1.0,
        "runs": [run | {"megabytes": [120.2, 121.0, 121.4, 122.6]}, slow],
    }
    kept, missed = speed.grading_rows(record=record).rows
    assert kept == ["1,000", "160", "3.1", "1: kept", "120 MB", "121 MB", "123 MB"]
    assert missed[2:4] == ["0.99", "1: missed"]


def test_a_start_of_python_in_a_page_is_a_row_and_says_when_a_promise_is_missed():
    start = {"bytes_after_it": 25_440_000, "wanted_seconds": 5.0, "seconds": 5.0}
    record = {
        "cold": start,
        "warm": start | {"bytes_after_it": 0, "wanted_seconds": 2.0, "seconds": 2.04},
        "page_megabytes": 411,
        "convolution": {"page_ms": 1.149, "machine_ms": 0.21},
    }
    cold, warm = speed.running_rows(record=record).rows
    assert cold == ["has loaded nothing", "5.0", "25.4 MB", "5 s: kept"]
    assert warm == ["has kept the files", "2.0", "0.0 MB", "2 s: missed"]
    assert speed.in_a_page("memory", record=record) == "411 MB"
    times = "1.1 ms in the page and 0.21 ms in Python on the machine"
    assert speed.in_a_page("convolution", record=record) == times


TRAINED = {
    "framework": "torch",
    "experiment": "C-cnn",
    "batch_size": 32,
    "ways": {
        "loader": {
            "images_per_second": 1278.4,
            "speed_of_ours": {
                "ours": {"least": 1.2, "median": 1.5, "most": 1.58},
                "ours, auto": {"least": 2.2, "median": 2.51, "most": 3},
            },
        },
        "ours": {"precision": "float32", "images_per_second": 1918},
        "ours, auto": {"precision": "bfloat16", "images_per_second": 3209},
    },
    "promise": {"peer": "loader", "ours": "ours, auto", "times": 2, "found": 2.51, "met": True},
}


def test_training_is_shown_beside_each_other_way():
    table = speed_training.training_rows(record={"cases": [TRAINED]})
    (row,) = table.rows
    assert len(table.headings) == len(row)
    assert row == [
        "C-cnn, PyTorch, batch 32",
        "a loop over a DataLoader",
        "1,280",
        "1,920: 1.50 ×",
        "3,210 in bfloat16: 2.51 ×",
        "at least 2 × in the precision chosen; found 2.51 (2.20 to 3.00): kept",
    ]


@pytest.mark.parametrize(
    ("value", "shown"), [(9.876, "9.88"), (98.76, "98.8"), (987.6, "988"), (12345, "12,300")]
)
def test_images_a_second_have_three_digits(value, shown):
    assert speed_training.speed({"images_per_second": value}) == shown


def test_the_time_to_an_accuracy_says_where_it_was_not_reached():
    own = {"seconds": {"median": 75.4}, "epochs": [4, 5, 4], "reached": [True] * 3}
    ours = {"seconds": {"median": 15.2}, "epochs": [2, 2, 2], "reached": [True, False, True]}
    share = {"least": 0.19, "median": 0.2016, "most": 0.22}
    promise = {"peer": "fit", "share": 0.25, "found": share, "met": False}
    row = {"framework": "keras", "ways": {"fit": own, "ours": ours}, "promise": promise}
    row |= {"whole": {"epochs": 10, "seconds": {"median": 181.2}}}
    row |= {"share_of_the_first": {"median": 0.41}}
    table = speed_training.reaching_rows(record={"reaches": [row]})
    (cells,) = table.rows
    assert len(table.headings) == len(cells)
    assert cells == [
        "Keras",
        "181 s, 10 epochs",
        "75 s, 4 to 5 epochs",
        "15 s, 2 epochs, not always reached",
        "0.41",
        "0.20 (0.19 to 0.22)",
        "at most 0.25: missed",
    ]


def test_a_processor_without_bfloat16_is_told():
    hardware = {"processor": "Chip", "cores": 2}
    assert speed.machine(hardware) == "Chip, 2 cores"
    assert speed.machine(hardware | {"bfloat16": True}) == "Chip, 2 cores"
    assert speed.machine(hardware | {"bfloat16": False}) == "Chip, 2 cores without bfloat16"


def test_what_was_reached_after_an_epoch_is_the_mean_of_rounds_that_all_had_it():
    curves = [[0.8, 0.9, 0.92], [0.84, 0.91]]
    row = {
        "framework": "keras",
        "ways": {"fit": {"accuracies": curves}},
        "promise": {"peer": "fit"},
    }
    record = {"reaches": [row]}
    assert speed_training.reached("keras", "1", record=record) == "82.0 %"
    assert speed_training.reached("keras", "2", record=record) == "90.5 %"
    with pytest.raises(LookupError, match="no epoch that every round has '3'"):
        speed_training.reached("keras", "3", record=record)
    with pytest.raises(LookupError, match="no framework 'torch'"):
        speed_training.reached("torch", "1", record=record)
