"""Tables of the benchmark of batches, by hand, and what the page says of them."""

import pytest

from cnncourse.records import benchmarks, speed_batches

BASE = {"network": "B", "framework": "torch", "threads": 1, "precision": "float32"}
ROWS = [
    BASE | {"batch_size": 128, "images_per_second": [4000.0, 5000.0, 9000.0]},
    BASE | {"batch_size": 1, "images_per_second": [40.0, 50.0, 90.0]},
    BASE | {"threads": 2, "batch_size": 128, "images_per_second": [8000.0, 5000.0, 9000.0]},
    BASE | {"precision": "bfloat16", "batch_size": 128, "images_per_second": [400.0, 1000.0, 1.0]},
]


def test_sizes_stand_in_order_whatever_the_order_they_were_tried_in():
    made = speed_batches.sizes(record={"rows": ROWS})
    assert made.headings == ["Images in a batch", "1", "128", "128 : 1"]
    assert made.rows == [["B, PyTorch", "50", "5,000", "100 ×"]]


def test_factors_are_of_one_round_each():
    made = speed_batches.threads_and_precision(record={"rows": ROWS})
    assert made.headings == ["Batches of 128", "One thread, float32", "2 threads", "bfloat16"]
    # 2, 1, 1 and 0.1, 0.2, 0.0001: the medians of the rounds' own factors
    assert made.rows == [["B, PyTorch", "5,000", "1.0 ×", "0.10 ×"]]


@pytest.fixture(scope="module")
def speeds():
    rows = benchmarks.read("batches")["rows"]
    keys = ("network", "framework", "threads", "batch_size", "precision")
    return {tuple(row[key] for key in keys): row["images_per_second"] for row in rows}


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_what_the_page_says_of_batches_holds_in_the_record(speeds, framework):
    def gain(network):
        one, many = (speeds[network, framework, 1, size, "float32"] for size in (1, 512))
        return min(b / a for a, b in zip(one, many, strict=True))

    assert gain("C-dense") > 4 * gain("C-cnn") > 4  # small steps gain most
    two, usual = (speeds["C-dense", framework, n, 128, "float32"] for n in (2, 1))
    assert all(a < b for a, b in zip(two, usual, strict=True))  # a second thread is in the way
    two, usual = (speeds["C-cnn", framework, n, 128, "float32"] for n in (2, 1))
    assert all(a > b for a, b in zip(two, usual, strict=True))
    half, usual = (speeds["C-cnn", framework, 1, 128, p] for p in ("bfloat16", "float32"))
    assert all(4 * a < b for a, b in zip(half, usual, strict=True))
