"""The page of benchmarks: every figure on it is a record's, and the drawings are true."""

import math
import re

import pytest
import speed
import speed_training
from bs4 import BeautifulSoup


def growth(counts=(10, 100, 1000), times=(1.0, 10.0, 100.0), slope=1.0, what="images"):
    return {"what": what, "counts": list(counts), "milliseconds": list(times), "slope": slope}


def drawn(row):
    """Return the panel of a row, parsed."""
    return BeautifulSoup(speed.panel(row), "html.parser").svg


@pytest.fixture
def page(pages):
    return BeautifulSoup((pages / "speed.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0156, "0.016"), (2.161, "2.2"), (21.6, "22"), (1234.5, "1,234"), (9.99, "10.0")],
)
def test_numbers_keep_two_digits_and_lose_no_places(value, shown):
    assert speed.digits(value) == shown


def test_the_dots_stand_where_the_scales_say():
    svg = drawn(growth())
    dots = [(float(dot["cx"]), float(dot["cy"])) for dot in svg("circle")]
    middle = ((speed.LEFT + speed.RIGHT) / 2, (speed.TOP + speed.BOTTOM) / 2)
    assert dots == [(speed.LEFT, speed.BOTTOM), middle, (speed.RIGHT, speed.TOP)]
    line = re.findall(r"[\d.]+", svg.find("path", class_="line")["d"])
    assert [float(number) for number in line] == [*dots[0], *dots[-1]]


def test_the_line_is_that_of_least_squares():
    slope, constant = speed.line_through([1, math.e, math.e**2], [1, math.e**2, math.e])
    assert slope == pytest.approx(0.5)  # through (0, 0), (1, 2), (2, 1)
    assert constant == pytest.approx(0.5)


def test_every_decade_has_its_tick_and_the_axes_their_units():
    texts = [text.get_text() for text in drawn(growth(times=(0.5, 5, 50)))("text")]
    assert {"0.1", "1", "10", "100", "1,000", "milliseconds", "images"} <= set(texts)
    texts = [text.get_text() for text in drawn(growth((1e4, 1e7), (1, 900), 0.98))("text")]
    assert {"10,000", "100,000", "1 M", "10 M", "slope 0.98"} <= set(texts)


def test_the_drawing_is_told_in_words():
    label = drawn(growth(slope=1.04))["aria-label"]
    assert "from 1.0 ms for 10 to 100 ms for 1,000" in label
    assert "slope 1.04" in label


def test_a_promise_that_is_missed_says_so():
    case = {
        "name": "a layer",
        "images": [2, 8, 8, 1],
        "kernels": [3, 3, 1, 4],
        "stride": 2,
        "milliseconds": {"ours": 3.0, "torch": 2.0},
        "promise": {"peer": "torch", "times": 1.2, "found": 1.5, "met": False},
    }
    _, [row] = speed.conv2d_rows({"cases": [case]})
    layer = "a layer: 2×8×8×1, 3×3×1×4, stride 2"
    assert row == [layer, "3.0", "2.0", "", "at most 1.2 × PyTorch; found 1.5: missed"]


def test_the_page_shows_the_records_figures(page):
    convolution, data, *_ = page.find_all("table", class_="records")
    record = speed.read_record("conv2d")
    shown = [[cell.get_text(strip=True) for cell in row("td")] for row in convolution("tr")[1:]]
    assert len(shown) == len(record["cases"])
    for cells, case in zip(shown, record["cases"], strict=True):
        assert cells[0].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").startswith(case["name"])
        assert cells[1] == speed.digits(case["milliseconds"]["ours"])
        assert bool(cells[4]) == bool(case["promise"])
    assert len(data("tr")) == 1 + len(speed.read_record("data")["sets"])
    assert "missed" not in convolution.get_text() + data.get_text()
    assert record["hardware"]["processor"] in page.get_text()


def test_the_page_draws_the_records_growth(page):
    drawings = page.select(".growth svg")
    rows = speed.read_record("conv2d")["growth"]
    assert [svg["aria-label"] for svg in drawings] == [speed.told(row) for row in rows]
    assert [len(svg("circle")) for svg in drawings] == [len(row["counts"]) for row in rows]


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
    headings, [row] = speed_training.training_rows({"cases": [TRAINED]})
    assert len(headings) == len(row)
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
    headings, [cells] = speed_training.reaching_rows({"reaches": [row]})
    assert len(headings) == len(cells)
    assert cells == [
        "Keras",
        "181 s, 10 epochs",
        "75 s, 4 to 5 epochs",
        "15 s, 2 epochs, not always reached",
        "0.41",
        "0.20 (0.19 to 0.22)",
        "at most 0.25: missed",
    ]


def test_the_page_shows_the_training(page):
    record = speed.read_record("training")
    training, reaching = [
        page.find(string=heading).find_parent("table") for heading in ("Beside", "Framework")
    ]
    beside = [way for case in record["cases"] for way in case["ways"] if way[:4] != "ours"]
    assert len(training("tr")) == 1 + len(beside)
    assert len(reaching("tr")) == 1 + len(record["reaches"])
    found = re.findall(r"found (\d+\.\d\d) \(.*?\): (kept|missed)", training.get_text())
    promises = [case["promise"] for case in record["cases"] if case["promise"]]
    assert found == [(f"{p['found']:.2f}", "kept" if p["met"] else "missed") for p in promises]


def test_a_processor_without_bfloat16_is_told():
    hardware = {"processor": "Chip", "cores": 2}
    assert speed.machine(hardware) == "Chip, 2 cores"
    assert speed.machine(hardware | {"bfloat16": True}) == "Chip, 2 cores"
    assert speed.machine(hardware | {"bfloat16": False}) == "Chip, 2 cores without bfloat16"


def test_the_explorers_are_shown_with_their_promises(page):
    record = speed.read_record("explorers")
    rows = [
        [cell.get_text(strip=True) for cell in row("td")]
        for row in page.find(string=re.compile("95th percentile")).find_parent("table")("tr")[1:]
    ]
    assert len(rows) == len(record["sliders"]) + 1
    for row, found in zip(rows, record["sliders"], strict=False):
        kept = "kept" if found["work_ms"]["p95"] <= found["allowed_ms"] else "missed"
        assert row[0].startswith(found["explorer"])
        assert row[1] == found["slider"]
        assert float(row[2]) == pytest.approx(found["work_ms"]["median"], rel=0.05)
        assert row[4] == f"{found['allowed_ms']} ms: {kept}"
