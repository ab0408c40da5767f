"""The benchmark of training: what it compares, how it counts, and what its record promises."""

import importlib
import random
import subprocess
import sys
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from cnncourse import datasets, experiments
from cnncourse.recipe import Recipe
from cnncourse.records import benchmarks

ROOT = Path(__file__).resolve().parents[1]
WAYS = {
    "torch": ["loader", "tensors"],
    "keras": ["fit", "fit_one_hot", "fit_tf_data"],
}


@pytest.fixture
def module(monkeypatch):
    """Return a function that imports a module of the benchmarks' folder."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return importlib.import_module


@pytest.fixture(scope="module")
def few():
    """A data set with 160 images to learn from."""
    data = datasets.load()
    return datasets.Dataset("few", data.train.take(160), data.test.take(50), data.classes)


def test_a_picture_becomes_a_tensor_as_torchvision_makes_it(module):
    to_tensor = module("articles_torch").to_tensor
    grey = to_tensor(Image.fromarray(np.array([[0, 51, 255], [102, 0, 0]], np.uint8)))
    np.testing.assert_allclose(grey, [[[0, 0.2, 1], [0.4, 0, 0]]], rtol=1e-6)
    colour = np.zeros((2, 4, 3), np.uint8)
    colour[1, 3] = 255, 51, 0
    tensor = to_tensor(Image.fromarray(colour))
    assert tensor.shape == (3, 2, 4)
    assert tensor[:, 1, 3].tolist() == pytest.approx([1, 0.2, 0])
    assert tensor.sum().item() == pytest.approx(1.2)


@pytest.mark.parametrize(("framework", "way"), [(f, way) for f in WAYS for way in WAYS[f]])
def test_a_tutorials_way_trains_until_it_is_told_to_end(module, few, framework, way):
    twin = importlib.import_module(f"cnncourse.in_{framework}")
    model = twin.build(experiments.find("C-dense").architecture)
    before, asked = twin.evaluate(model, few.train).loss, count(1)
    recipe = Recipe("adam", 1e-3, batch_size=20, epochs=10)
    train = getattr(module(f"articles_{framework}"), way)(model, few, recipe)
    train(lambda: next(asked) == 3)
    assert next(asked) == 4  # after the third epoch nothing was trained
    assert twin.evaluate(model, few.train).loss < 0.7 * before


def test_the_tutorials_loop_says_when_there_is_nothing_to_compare(module, few):
    in_torch = importlib.import_module("cnncourse.in_torch")
    model = in_torch.build(experiments.find("B").architecture)
    recipe = Recipe("sgd", 1e9, batch_size=20, epochs=1)
    train = module("articles_torch").tensors(model, few, recipe)
    with pytest.raises(ArithmeticError, match="the mean loss became"):
        train(lambda: False)


def test_the_clock_stands_while_the_test_images_are_measured(module, monkeypatch):
    run = module("training_run")
    now = iter([100, 110, 113, 120, 125, 131])  # start, two measurements from-to, end
    monkeypatch.setattr(run.time, "perf_counter", lambda: next(now))
    accuracies = iter([0.5, 0.95])
    clock, said = run.Clock(lambda: next(accuracies), target=0.9), []
    seconds = clock.time(lambda ended: said.extend([ended("history"), ended()]))
    assert said == [False, True]
    assert clock.accuracies == [0.5, 0.95]
    assert seconds == 31 - 3 - 5


def test_without_a_target_nothing_is_measured(module):
    clock = module("training_run").Clock()
    assert clock.time(lambda ended: None) >= 0
    assert clock.ended() is False


def timed(monkeypatch, training, seconds, **more):
    """Replace the processes by rounds of given seconds; return the specs they were given."""
    specs, rounds = [], {way: iter(given) for way, given in seconds.items()}

    def run_elsewhere(spec):
        specs.append(spec)
        way = spec["way"] if spec.get("precision") != "auto" else "ours, auto"
        told = {"batch_size": 20, "precision": "float32", "threads": 1, "device": {}}
        return told | {"seconds": next(rounds[way]), "versions": {}} | more.get(way, {})

    monkeypatch.setattr(training, "run_elsewhere", run_elsewhere)
    return specs


def options(rounds, quick=False):
    return SimpleNamespace(rounds=rounds, quick=quick, threads=1)


def test_only_times_of_the_same_round_are_divided(module, monkeypatch):
    training = module("training")
    case = training.Case("B-torch", "torch", "B", 600, ("loader", "ours"))
    specs = timed(monkeypatch, training, {"loader": [2, 30, 4], "ours": [1, 10, 4]})
    row, _ = training.measure(case, options(3), random.Random(0))
    loader = row["ways"]["loader"]
    assert loader["speed_of_ours"]["ours"] == {"least": 1, "median": 2, "most": 3}
    assert loader["seconds"] == {"least": 2, "median": 4, "most": 30}
    assert loader["images_per_second"] == 150
    assert row["promise"]["found"] == 2
    assert row["promise"]["met"]
    assert [spec["seed"] for spec in specs] == [0, 0, 1, 1, 2, 2]
    timed(monkeypatch, training, {"loader": [1.4], "ours": [1]})
    row, _ = training.measure(case, options(1), random.Random(0))
    assert not row["promise"]["met"]  # 1.5 are promised


def test_the_time_to_an_accuracy_is_compared_round_by_round(module, monkeypatch):
    training = module("training")
    reach = training.Reach("91-torch", "torch", "loader")
    seconds = {"loader": [100, 80], "ours": [20, 24]}
    there = {"accuracies": [0.9, 0.92]}
    timed(monkeypatch, training, seconds, loader=there, ours=there)
    row, _ = training.measure_reach(reach, options(2), random.Random(0))
    assert row["share_of_the_first"] == {"least": 0.2, "median": 0.25, "most": 0.3}
    # Ten epochs where two were measured: five times as long.
    assert row["whole"]["epochs"] == 10
    assert row["whole"]["seconds"] == {"least": 400, "median": 450, "most": 500}
    assert row["promise"]["found"] == {"least": 0.04, "median": 0.05, "most": 0.06}
    assert row["promise"]["met"]
    slow = {"loader": [100, 80], "ours": [126, 101]}
    timed(monkeypatch, training, slow, loader=there, ours=there)
    row, _ = training.measure_reach(reach, options(2), random.Random(0))
    assert not row["promise"]["met"]  # 0.252 of the whole in the median
    assert row["ways"]["ours"]["epochs"] == [2, 2]
    timed(monkeypatch, training, seconds, loader=there, ours={"accuracies": [0.9, 0.909]})
    row, _ = training.measure_reach(reach, options(2), random.Random(0))
    assert not row["promise"]["met"]  # quicker, and not there


def test_a_part_of_the_benchmark_does_not_replace_the_whole_record(module, capsys):
    with pytest.raises(SystemExit):
        module("training").parse(["--quick"])
    assert "name another file with --output" in capsys.readouterr().err


def test_a_run_that_fails_says_why(module):
    training, spec = module("training"), {"framework": "torch", "experiment": "Z", "threads": 1}
    with pytest.raises(RuntimeError, match="no experiment 'Z'"):
        training.run_elsewhere(spec)


def test_runs_have_processes_of_their_own_and_leave_a_record(tmp_path):
    output = tmp_path / "training.json"
    command = [sys.executable, ROOT / "benchmarks/training.py", "--quick", "--rounds=1"]
    command += ["--threads=1", "--only=B-torch", "--only=91-keras", "--output", output]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    record = benchmarks.read("training", tmp_path)
    (case,), (reach,) = record["cases"], record["reaches"]
    assert (case["images"], case["batch_size"], case["threads"]) == (80, 20, 1)
    assert list(case["ways"]) == ["loader", "tensors", "ours"]
    assert all(way["images_per_second"] > 0 for way in case["ways"].values())
    assert reach["accuracy"] == 0.3
    assert all(way["reached"] == [True] for way in reach["ways"].values())
    assert {"python", "torch", "keras", "tensorflow"} == set(record["versions"])
    promises = [case["promise"]["met"], reach["promise"]["met"]]
    assert said.count(", MISSED\n") == promises.count(False)
    assert said.count(", met\n") == promises.count(True)


def test_the_stored_training_is_as_fast_as_promised():
    record = benchmarks.read("training")
    assert not record["quick"]
    promised = {  # the way promised, the peer, at least so many times its speed
        "B-torch": ("ours", "loader", 1.5),
        "C-cnn-torch": ("ours, auto", "loader", 2),
        "C-cnn-keras": ("ours", "fit", 0.95),
        "D-keras": ("ours", "fit_one_hot", 0.95),
    }
    cases = {case["name"]: case for case in record["cases"]}
    for name, (own, peer, times) in promised.items():
        ways = cases[name]["ways"]
        assert ways[peer]["precision"] == "float32"
        assert own != "ours" or ways[own]["precision"] == "float32"
        assert ways[peer]["speed_of_ours"][own]["median"] >= times, name
    assert {row["framework"] for row in record["reaches"]} == {"keras", "torch"}
    for row in record["reaches"]:
        assert row["accuracy"] == 0.91
        assert all(row["ways"]["ours"]["reached"]), row["name"]
        assert row["promise"]["found"]["median"] <= 0.25, row["name"]
