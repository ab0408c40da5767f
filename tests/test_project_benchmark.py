"""The benchmark of the convolution runs, compares before it times, and stores a record."""

import json
import subprocess
import sys
from pathlib import Path

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
