"""The benchmarks run, check what they time, and store a record."""

import math
import shutil
import statistics
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from cnncourse import datasets
from cnncourse.explorers.training_networks import NETWORKS
from cnncourse.records import benchmarks

ROOT = Path(__file__).resolve().parents[1]


def run(script, *options):
    """Run a benchmark; return its record and what it printed."""
    output = Path(options[-1])
    command = [sys.executable, ROOT / "benchmarks" / script, *options[:-1], "--output", output]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return benchmarks.read(output.stem, output.parent), done.stdout


def stored(name):
    return benchmarks.read(name.removesuffix(".json"))


def test_the_benchmark_stores_its_record(tmp_path):
    output = tmp_path / "records" / "conv2d.json"
    record, said = run("conv2d.py", "--rounds=3", "--growth-rounds=1", output)
    assert record["rounds"] == 3
    assert record["threads"] == 1
    assert set(record["versions"]) == {"python", "numpy", "scipy", "torch"}
    for case in record["cases"]:
        assert case["difference"] < 1e-5
        assert case["milliseconds"]["ours"] > 0
        low, middle, high = case["ratio_to_ours"]["torch"]
        assert 0 < low <= middle <= high
        if promise := case["promise"]:
            median = case["ratio_to_ours"][promise["peer"]][1]
            assert promise["found"] == pytest.approx(1 / median, rel=0.01, abs=5e-4)
            assert promise["met"] == (promise["found"] <= promise["times"])
    images, pixels = record["growth"]
    assert (images["counts"][0], images["counts"][-1]) == (10, 10_000)
    assert pixels["counts"][0] == 10_000
    for row in record["growth"]:
        # An independent fit: the covariance over the variance.
        xs, ys = ([math.log(value) for value in row[key]] for key in ("counts", "milliseconds"))
        assert row["slope"] == pytest.approx(statistics.linear_regression(xs, ys).slope, abs=1e-3)
        assert row["met"] == (0.9 <= row["slope"] <= 1.1)
    kept = [case["promise"]["met"] for case in record["cases"] if case["promise"]]
    kept += [row["met"] for row in record["growth"]]
    assert said.count(", MISSED\n") == kept.count(False)
    assert said.count(", met\n") == kept.count(True)


def test_the_loading_of_data_is_timed_in_processes_of_its_own(tmp_path):
    output = tmp_path / "data.json"
    record, _ = run("data.py", "--rounds=2", "--only=fashion-mnist-mini", output)
    (row,) = record["sets"]
    assert row["image_bytes"] == 6000 * 28 * 28
    assert (
        0 < row["seconds_of_import"]["median"] < row["seconds"]["median"] <= row["seconds"]["most"]
    )
    assert min(row["memory"].values()) > 1


@pytest.mark.slow
def test_one_and_two_processes_are_timed_in_both_frameworks(tmp_path):
    output = tmp_path / "processes.json"
    few = ["--rounds=1", "--epochs=2", "--images=512", "--networks=C-dense"]
    record, said = run("processes.py", *few, output)
    assert (record["threads_per_process"], record["rounds"], record["images"]) == (1, 1, 512)
    assert {"torch", "keras", "tensorflow"} <= set(record["versions"])
    assert [case["framework"] for case in record["cases"]] == ["keras", "torch"]
    for case in record["cases"]:
        speeds, times = case["images_per_second"], case["speedup"]
        assert times["least"] == times["median"] == times["most"]
        assert times["median"] == pytest.approx(speeds["2"] / speeds["1"], abs=1e-3)
        assert case["epoch_losses_apart"] < 1e-3
    assert said.count("two processes") == 2


def test_the_stored_processes_give_the_losses_of_one():
    record = stored("processes.json")
    found = [(case["network"], case["framework"]) for case in record["cases"]]
    assert found == [
        (name, who) for name in ("B", "C-dense", "C-cnn") for who in ("keras", "torch")
    ]
    for case in record["cases"]:
        assert case["epoch_losses_apart"] < 1e-2


def test_a_set_is_held_in_memory_once():
    """Fashion-MNIST's images were held twice while they were decompressed."""
    datasets.load()  # imports what a load needs
    tracemalloc.start()
    dataset = datasets.load()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1.5 * (dataset.train.images.nbytes + dataset.test.images.nbytes)


@pytest.mark.browser
def test_the_explorers_are_timed_in_a_browser(tmp_path):
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("needs Chromium on the path")
    output = tmp_path / "explorers.json"
    command = [sys.executable, ROOT / "benchmarks/explorers.py", "--only=output-size"]
    command += ["--rounds=1", "--output", output]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    record = benchmarks.read("explorers", tmp_path)
    row, worst = record["sliders"]
    assert (row["settings"], row["allowed_ms"], worst["allowed_ms"]) == ({}, 16, 50)
    assert row["moves"] == 7
    assert 0 < row["work_ms"]["median"] <= row["work_ms"]["p95"]
    assert row["slower"] == 4
    assert len(record["page"]["explorers"]) >= 8
    for kind in ("work", "clock"):
        seen, every = (record["page"][f"{key}_{kind}_ms"]["median"] for key in ("seen", "all"))
        assert 0 < seen <= every


@pytest.mark.browser
def test_what_learns_in_the_page_is_timed_in_node_and_in_a_browser(tmp_path):
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("needs Chromium on the path")
    if shutil.which("node") is None:
        pytest.skip("needs Node")
    options = ("--only=B", "--rounds=1", "--seconds=1", tmp_path / "page_training.json")
    record, said = run("page_training.py", *options)
    assert "B in chromium" in said
    for place in ("node", "chromium"):
        (row,) = record[place]
        assert row["network"] == "B"
        assert row["steps_a_second"] > 0
        assert row["images_a_second"] == pytest.approx(20 * row["steps_a_second"], abs=2)
    assert row["longest_frame_ms"] > 0
    assert row["longest_draw_ms"] > 0


def test_the_stored_networks_learn_in_the_page_as_fast_as_promised():
    record = stored("page_training.json")
    assert record["wanted_steps_a_second"] == 30
    for place in ("node", "chromium"):
        rows = {row["network"]: row for row in record[place]}
        assert list(rows) == list(NETWORKS)
        assert all(row["steps_a_second"] >= 30 for row in rows.values())
        assert rows["B"]["images_a_second"] >= 5 * 430
    assert all(row["longest_frame_ms"] <= 50 for row in record["chromium"])


def test_the_stored_record_has_a_default_and_a_worst_of_every_explorer():
    record = stored("explorers.json")
    allowed = {}
    for row in record["sliders"]:
        allowed.setdefault(row["explorer"], set()).add((row["allowed_ms"], bool(row["settings"])))
    timed = set(record["page"]["explorers"]) - {"training"}  # which has a benchmark of its own
    assert set(allowed) == timed
    for slug, kinds in allowed.items():
        assert {ms for ms, _ in kinds} == {16, 50}, slug
        assert (50, False) not in kinds
    starts = [(one["times"], one["allowed_ms"]) for one in record["page"]["starts"]]
    assert starts == [(1, 500), (4, 1200), (6, None)]


def test_the_stored_record_holds_what_is_promised():
    record = stored("explorers.json")
    for row in record["sliders"]:
        slow = 4 * row["work_ms"]["median"]
        assert slow <= row["allowed_ms"], (row["explorer"], row["slider"], row["settings"])
    seen = record["page"]["seen_work_ms"]["median"]
    for start in record["page"]["starts"][:2]:
        assert start["times"] * seen <= start["allowed_ms"]


def test_the_stored_convolution_is_as_fast_as_promised():
    record = stored("conv2d.json")
    assert record["threads"] == 1
    promised = {  # images: (peer, the most our time may be of the peer's)
        (32, 14, 14, 32): ("torch", 3),
        (1, 512, 512, 1): ("scipy", 1 / 5),
        (1, 28, 28, 1): ("scipy", 1.2),
    }
    cases = {tuple(case["images"]): case for case in record["cases"] if case["promise"]}
    assert set(cases) == set(promised)
    for images, (peer, times) in promised.items():
        assert cases[images]["kernels"][:2] == [3, 3]
        assert 1 / cases[images]["ratio_to_ours"][peer][1] <= times
    for row in record["growth"]:
        assert 0.9 <= row["slope"] <= 1.1, row["what"]


def test_the_stored_loads_are_as_fast_and_as_lean_as_promised():
    rows = {row["name"]: row for row in stored("data.json")["sets"]}
    for name, seconds in {"fashion-mnist": 1, "cifar10": 2}.items():
        assert rows[name]["seconds"]["median"] < seconds
        assert set(rows[name]["memory"]) == {"arrays", "process"}
        assert max(rows[name]["memory"].values()) <= 2
