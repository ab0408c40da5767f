"""What several processes cost: measured figures are the record's, computed ones the formula's."""

import pytest

from cnncourse import zoo
from cnncourse.records import benchmarks, several

CASE = {
    "network": "B",
    "framework": "torch",
    "images_per_second": {"1": 12345.6, "2": 20000.4},
    "speedup": {"median": 1.62, "least": 1.5, "most": 1.7},
}


def test_a_measured_row():
    (row,) = several.processes_rows(record={"cases": [CASE]}).rows
    assert row == ["B", "PyTorch", "12,346", "20,000", "1.6 (1.5 to 1.7)"]


def test_the_machine_is_told():
    record = benchmarks.read("processes")
    said = several.machine()
    assert said.startswith(f"{record['date']}, {record['hardware']['processor']}, ")
    assert f"1 thread for each process; batch {record['batch_size']}, " in said
    assert f", {record['rounds']} rounds; " in said


def test_a_computed_row_by_hand():
    places = {"here": (4, several.Link(bandwidth=1e6, latency=1e-3))}
    table = several.communication_rows(places=places, step=1.0)
    headings, rows = table.headings, table.rows
    assert headings == ["Network", "Gradients, MB", "Sent by each of 8, MB", "here"]
    assert [row[0].split(" ")[0] for row in rows] == list(zoo.NETWORKS)
    row = next(row for row in rows if row[0] == "two-small-conv (B)")
    # 11,252 weights of 4 bytes; six messages of a quarter, each a millisecond on its way.
    seconds = 6 * (1e-3 + 45_008 / 4 / 1e6)
    assert row[1:3] == ["0.05", f"{45_008 * 1.75 / 1e6:.2f}"]
    assert row[3] == f"{1e3 * seconds:.0f}\xa0ms, {100 / (1 + seconds):.0f}\xa0%"


def test_single_numbers():
    assert several.cost("C-cnn", "megabytes") == "1.69\xa0MB"
    assert several.cost("B", "percent", "2").endswith("\xa0%")
    assert several.cost("B", "milliseconds", "0").endswith("\xa0ms")
    with pytest.raises(LookupError, match="no number 'pounds'; known: megabytes, milliseconds, p"):
        several.cost("B", "pounds", "0")
    with pytest.raises(LookupError, match="no place '3'"):
        several.cost("B", "percent", "3")
    with pytest.raises(KeyError, match="no network 'Z'"):
        several.cost("Z", "megabytes")
