"""The page on several processes: measured figures are the record's, computed ones the formula's."""

import re

from bs4 import BeautifulSoup

from cnncourse import zoo
from cnncourse.architecture.communication import gradient_bytes
from cnncourse.cli import _parser
from cnncourse.records import benchmarks
from tests.test_book.building import ROOT

PAGE = ROOT / "book" / "beyond_one_machine.md"


def test_the_page_shows_both_tables(pages):
    page = BeautifulSoup((pages / "beyond_one_machine.html").read_text("utf-8"), "html.parser")
    measured, computed = page.find_all("table")
    assert len(measured.find_all("tr")) == 1 + len(benchmarks.read("processes")["cases"])
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
            for case in benchmarks.read("processes")["cases"]
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

    (text,) = re.findall(r"export TF_CONFIG='([^']*)'", PAGE.read_text(encoding="utf-8"))
    assert from_tf_config({"TF_CONFIG": text}) == (0, ["localhost:4001", "localhost:4002"])
