"""The page on several processes: measured figures are the record's, computed ones the formula's."""

import re

import pytest
import several
from bs4 import BeautifulSoup

from cnncourse import zoo
from cnncourse.architecture.communication import gradient_bytes
from cnncourse.cli import _parser
from tests.test_book.building import ROOT

PAGE = ROOT / "book" / "beyond_one_machine.md"
CASE = {
    "network": "B",
    "framework": "torch",
    "images_per_second": {"1": 12345.6, "2": 20000.4},
    "speedup": {"median": 1.62, "least": 1.5, "most": 1.7},
}


def test_a_measured_row():
    _, (row,) = several.processes_rows({"cases": [CASE]})
    assert row == ["B", "PyTorch", "12,346", "20,000", "1.6 (1.5 to 1.7)"]


def test_the_machine_is_told():
    record = several.read_record("processes")
    said = several.machine(record)
    assert said.startswith(f"{record['date']}, {record['hardware']['processor']}, ")
    assert f"1 thread for each process; batch {record['batch_size']}, " in said
    assert f", {record['rounds']} rounds; " in said


def test_a_computed_row_by_hand():
    places = {"here": (4, several.Link(bandwidth=1e6, latency=1e-3))}
    headings, rows = several.communication_rows(places, step=1.0)
    assert headings == ["Network", "Gradients, MB", "Sent by each of 8, MB", "here"]
    assert [row[0].split(" ")[0] for row in rows] == list(zoo.NETWORKS)
    row = next(row for row in rows if row[0] == "two-small-conv (B)")
    # 11,252 weights of 4 bytes; six messages of a quarter, each a millisecond on its way.
    seconds = 6 * (1e-3 + 45_008 / 4 / 1e6)
    assert row[1:3] == ["0.05", f"{45_008 * 1.75 / 1e6:.2f}"]
    assert row[3] == f"{1e3 * seconds:.0f}\xa0ms, {100 / (1 + seconds):.0f}\xa0%"


def test_single_numbers():
    assert several.cost("C-cnn megabytes") == "1.69\xa0MB"
    assert several.cost("B percent 2").endswith("\xa0%")
    assert several.cost("B milliseconds 0").endswith("\xa0ms")
    with pytest.raises(ValueError, match="no number 'pounds'; choose from"):
        several.cost("B pounds 0")
    with pytest.raises(KeyError, match="no network 'Z'"):
        several.cost("Z megabytes")


def test_the_page_shows_both_tables(pages):
    page = BeautifulSoup((pages / "beyond_one_machine.html").read_text("utf-8"), "html.parser")
    measured, computed = page.find_all("table")
    assert len(measured.find_all("tr")) == 1 + len(several.read_record("processes")["cases"])
    assert len(computed.find_all("tr")) == 1 + len(zoo.NETWORKS)


def test_the_sentence_under_the_measured_table_is_the_records():
    """A step's arithmetic decides, not what is sent: most bytes gain, least work loses."""
    assert "dense one does the least arithmetic" in PAGE.read_text(encoding="utf-8")
    networks = {name: zoo.find(name) for name in ("B", "C-dense", "C-cnn")}
    sizes = {name: gradient_bytes(network) for name, network in networks.items()}
    work = {name: network.multiply_adds() for name, network in networks.items()}
    assert max(sizes, key=sizes.get) == "C-cnn"
    assert min(work, key=work.get) == "C-dense"
    for framework in ("keras", "torch"):
        cases = {
            case["network"]: case
            for case in several.read_record("processes")["cases"]
            if case["framework"] == framework
        }
        alone = {name: case["images_per_second"]["1"] for name, case in cases.items()}
        assert max(alone, key=alone.get) == "C-dense"
        assert cases["C-dense"]["speedup"]["most"] < 1 < cases["C-cnn"]["speedup"]["least"]
        dense = cases["C-dense"]["images_per_second"]
        step, waiting = 1 / dense["1"], 1 / dense["2"] - 1 / (2 * dense["1"])
        assert step < waiting


def commands():
    """Return the words after ``cnncourse`` of every command on the page."""
    text = PAGE.read_text(encoding="utf-8").replace("\\\n", " ")
    blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
    found = [line for block in blocks for line in block.splitlines() if "cnncourse " in line]
    return [line.partition("cnncourse ")[2].split() for line in found]


def test_the_commands_are_of_the_command_line():
    assert len(commands()) == 4
    for words in commands():
        arguments = _parser().parse_args(words)
        assert arguments.framework in ("torch", "keras")


def test_what_tensorflow_is_told_can_be_followed():
    from cnncourse.processes import from_tf_config

    (text,) = re.findall(r"export TF_CONFIG='(.*)'", PAGE.read_text(encoding="utf-8"))
    assert from_tf_config({"TF_CONFIG": text}) == (0, ["localhost:4001", "localhost:4002"])
