"""The page of benchmarks: every figure on it is a record's."""

import re

import pytest
from bs4 import BeautifulSoup

from cnncourse.plots.recorded import times
from cnncourse.records import benchmarks
from cnncourse.records.writing import digits


@pytest.fixture
def page(pages):
    return BeautifulSoup((pages / "speed.html").read_text(encoding="utf-8"), "html.parser")


def test_the_page_shows_the_records_figures(page):
    convolution, data, *_ = page.find_all("table", class_="records")
    record = benchmarks.read("conv2d")
    shown = [[cell.get_text(strip=True) for cell in row("td")] for row in convolution("tr")[1:]]
    assert len(shown) == len(record["cases"])
    for cells, case in zip(shown, record["cases"], strict=True):
        assert cells[0].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").startswith(case["name"])
        assert cells[1] == digits(case["milliseconds"]["ours"])
        assert bool(cells[4]) == bool(case["promise"])
    assert len(data("tr")) == 1 + len(benchmarks.read("data")["sets"])
    assert "missed" not in convolution.get_text() + data.get_text()
    assert record["hardware"]["processor"] in page.get_text()


def test_the_page_draws_the_records_growth(page):
    drawings = page.select(".growth svg")
    rows = benchmarks.read("conv2d")["growth"]
    assert [svg["aria-label"] for svg in drawings] == [times.told(row) for row in rows]
    assert [len(svg("circle")) for svg in drawings] == [len(row["counts"]) for row in rows]


def test_the_page_shows_the_training(page):
    record = benchmarks.read("training")
    training, reaching = [
        page.find(string=heading).find_parent("table") for heading in ("Beside", "Framework")
    ]
    beside = [way for case in record["cases"] for way in case["ways"] if way[:4] != "ours"]
    assert len(training("tr")) == 1 + len(beside)
    assert len(reaching("tr")) == 1 + len(record["reaches"])
    found = re.findall(r"found (\d+\.\d\d) \(.*?\): (kept|missed)", training.get_text())
    promises = [case["promise"] for case in record["cases"] if case["promise"]]
    assert found == [(f"{p['found']:.2f}", "kept" if p["met"] else "missed") for p in promises]


def test_the_explorers_are_shown_with_their_promises(page):
    record = benchmarks.read("explorers")
    rows = [
        [cell.get_text(strip=True) for cell in row("td")]
        for row in page.find(string=re.compile("95th percentile")).find_parent("table")("tr")[1:]
    ]
    assert len(rows) == len(record["sliders"])
    for row, found in zip(rows, record["sliders"], strict=True):
        slow = 4 * found["work_ms"]["median"]
        kept = "kept" if slow <= found["allowed_ms"] else "missed"
        assert row[0].startswith(found["explorer"])
        assert row[1] == found["slider"]
        assert float(row[2]) == pytest.approx(found["work_ms"]["median"], rel=0.05)
        assert float(row[4]) == pytest.approx(slow, rel=0.05)
        assert row[5] == f"{found['allowed_ms']} ms: {kept}"


def test_a_start_of_all_explorers_is_shown_with_its_promises(page):
    start = benchmarks.read("explorers")["page"]
    rows = page.find(string=re.compile("Those in view answer")).find_parent("table")("tr")[1:]
    shown = [[cell.get_text(strip=True) for cell in row("td")] for row in rows]
    assert [row[0] for row in shown] == ["as it is", "4 times slower", "6 times slower"]
    for row, (slower, allowed) in zip(shown, [(1, 500), (4, 1200), (6, None)], strict=True):
        seen = slower * start["seen_work_ms"]["median"]
        assert float(row[1].replace(",", "")) == pytest.approx(seen, rel=0.01)
        kept = "kept" if allowed and seen <= allowed else "missed"
        assert row[3] == (f"{allowed} ms: {kept}" if allowed else "nothing")


def test_the_grader_is_shown_with_its_promise(page):
    runs = benchmarks.read("grading")["runs"]
    rows = page.find(string="Submissions").find_parent("table")("tr")[1:]
    shown = [[cell.get_text(strip=True) for cell in row("td")] for row in rows]
    assert [row[0] for row in shown] == [f"{run['submissions']:,}" for run in runs]
    assert {row[3] for row in shown} == {"1: kept"}
    # "no faster": the largest class is as quick a submission as the smallest, within a fifth.
    small, large = runs[0]["per_second_and_core"], runs[-1]["per_second_and_core"]
    assert runs[-1]["submissions"] >= 1000
    assert large > 0.8 * small
    # "not kept": nine hundred reports more add little.
    assert runs[-1]["megabytes"][-1] - runs[-1]["megabytes"][1] < 30


def test_python_in_a_page_is_shown_with_its_promises(page):
    record = benchmarks.read("running")
    rows = page.find(string="Loaded by the click").find_parent("table")("tr")[1:]
    shown = [[cell.get_text(strip=True) for cell in row("td")] for row in rows]
    assert [row[1] for row in shown] == [digits(record[key]["seconds"]) for key in ("cold", "warm")]
    assert shown[1][2] == "0.0 MB"  # "nothing to the second"
    assert [row[3] for row in shown] == ["5 s: kept", "2 s: kept"]


def test_what_the_page_says_in_words_is_what_the_record_says(page):
    text = " ".join(page.get_text().split())
    first, second, *_ = benchmarks.read("conv2d")["cases"]
    assert second["images"] == [64, 13, 13, 32]
    assert "64×13×13×32 are 64 images of 13×13 pixels with 32 channels" in text
    assert "C-cnn" not in first["name"] + second["name"]  # whose maps are 14×14, and padded
    record = benchmarks.read("training")
    # "The processor of this record does not": so both columns are one training, measured twice.
    assert record["hardware"]["bfloat16"] is False
    (case,) = [
        one
        for one in record["cases"]
        if (one["experiment"], one["framework"]) == ("C-cnn", "torch")
    ]
    ratios = case["ways"]["loader"]["speed_of_ours"]
    assert ratios["ours"]["median"] < case["promise"]["times"] <= ratios["ours, auto"]["median"]
    # "C-cnn-modern as it was then: three epochs"; a record made anew takes the sentence away.
    assert max(max(row["ways"]["ours"]["epochs"]) for row in record["reaches"]) == 3
    assert "three epochs with a highest rate of 0.004" in text
    # B beside the loop over tensors: "saves nothing and is a little slower".
    (case,) = [one for one in record["cases"] if one["experiment"] == "B"]
    assert 0.8 < case["ways"]["tensors"]["speed_of_ours"]["ours"]["median"] < 1
