"""The benchmarks run, check what they time, and store a record."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_the_benchmark_stores_its_record(tmp_path):
    output = tmp_path / "records" / "conv2d.json"
    command = [sys.executable, ROOT / "benchmarks/conv2d.py", "--rounds=3", "--output", output]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    record = json.loads(output.read_text(encoding="utf-8"))
    assert record["rounds"] == 3
    assert set(record["versions"]) == {"python", "numpy", "scipy", "torch"}
    for case in record["cases"]:
        assert case["difference"] < 1e-5
        assert case["milliseconds"]["ours"] > 0
        low, middle, high = case["ratio_to_ours"]["torch"]
        assert 0 < low <= middle <= high


@pytest.mark.browser
def test_the_explorers_are_timed_in_a_browser(tmp_path):
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("needs Chromium on the path")
    output = tmp_path / "explorers.json"
    command = [sys.executable, ROOT / "benchmarks/explorers.py", "--only=output-size"]
    command += ["--rounds=1", "--output", output]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    record = json.loads(output.read_text(encoding="utf-8"))
    (row,) = record["sliders"]
    assert row["moves"] == 8
    assert 0 < row["work_ms"]["median"] < row["latency_ms"]["p95"]
    assert len(record["page"]["explorers"]) == 4
    assert 0 < record["page"]["from_navigation_ms"]["median"]


def test_the_stored_record_holds_what_is_promised():
    record = json.loads((ROOT / "benchmarks/records/explorers.json").read_text(encoding="utf-8"))
    for row in record["sliders"]:
        assert row["work_ms"]["p95"] < row["allowed_ms"], row["explorer"]
    assert record["page"]["from_navigation_ms"]["p95"] < record["page"]["allowed_ms"]
