"""``cnncourse doctor --benchmark``: what it measures, and how it tells it."""

import json
import sys
from types import SimpleNamespace

import pytest

from cnncourse import experiments
from cnncourse.cli import benchmark
from cnncourse.installing import requirement

KERAS = requirement("keras")
FOUND = {
    "device": {"framework": "PyTorch 2.13.0", "kind": "cpu", "name": "a processor", "cores": 2},
    "versions": {"torch": "2.13.0"},
    "limits": {"float32": 9.04e10, "bfloat16": 2.5e11},
    "rows": [
        {
            "experiment": "C-cnn",
            "batch_size": 32,
            "precision": "bfloat16",
            "asked": ["auto"],
            "images_per_second": 4417.6,
            "multiply_adds_per_second": 5.2e10,
            "share_of_limit": 0.208,
            "start_seconds": 0.26,
        }
    ],
}


@pytest.fixture
def told(monkeypatch):
    """Let the process of each framework tell the same made-up figures."""
    script = f"print({json.dumps(FOUND)!r})"
    monkeypatch.setattr(benchmark, "PROBE", script.replace("{", "{{").replace("}", "}}"))


def test_the_figures_are_a_table(run, told):
    code, output, errors = run("doctor", "--benchmark")
    assert code == 0
    assert errors == "measuring PyTorch …\nmeasuring Keras …\n"
    first, limit, head, row = output.splitlines()[:4]
    assert first == "PyTorch 2.13.0 on cpu (a processor, 2 cores)"
    assert "90.4 G in float32, 250.0 G in bfloat16 multiply-adds a second" in limit
    assert head.split()[:4] == ["network", "batch", "precision", "images/s"]
    assert row.split() == [*"C-cnn 32 bfloat16 (auto) 4,418 52.0 G 20.8 % 0.3 s".split()]
    assert len(head) == len(row)


def test_the_figures_are_json_for_programs(run, told):
    code, output, _ = run("doctor", "--benchmark", "--json")
    found = json.loads(output)
    assert code == 0
    assert found["frameworks"] == {"torch": FOUND, "keras": FOUND}
    assert found["missing"] == {}
    assert found["hardware"]["cores"] >= 1
    assert {"date", "cnncourse"} <= set(found)


def test_json_alone_has_nothing_to_tell(run):
    code, _, errors = run("doctor", "--json")
    assert code == 2
    assert errors == "cnncourse: --json is for the figures of --benchmark: give both\n"


def test_one_framework_is_enough_and_the_cure_for_the_other_is_named(run, told, monkeypatch):
    monkeypatch.setitem(sys.modules, "keras", None)
    code, output, _ = run("doctor", "--benchmark")
    assert code == 0
    assert "PyTorch 2.13.0 on cpu" in output
    assert f'Keras is not installed; run: pip install "{requirement("keras")}"' in output
    code, output, _ = run("doctor", "--benchmark", "--json")
    assert list(json.loads(output)["frameworks"]) == ["torch"]
    assert "not installed" in json.loads(output)["missing"]["keras"]


def test_without_any_framework_there_is_nothing_to_measure(run, monkeypatch):
    for name in ("torch", "keras"):
        monkeypatch.setitem(sys.modules, name, None)
    code, output, _ = run("doctor", "--benchmark")
    assert code == 1
    assert output.count("is not installed") == 2


def test_a_framework_that_fails_while_it_is_measured_does_not_stop_the_other(run, monkeypatch):
    monkeypatch.setattr(benchmark, "PROBE", "raise MemoryError('no room for {name}')")
    code, output, _ = run("doctor", "--benchmark")
    assert code == 1
    assert "no room for torch" in output
    assert "no room for keras" in output


def test_forward_and_backward_count_three_times():
    experiment = experiments.find("C-dense")  # 784·128 + 128·10 multiply-adds
    row = benchmark._row(experiment, "float32", ["float32", "auto"], 1000.0, 0.5, 1e9)
    assert row["multiply_adds_per_second"] == 3 * 101_632 * 1000
    assert row["share_of_limit"] == pytest.approx(0.304896)
    assert (row["batch_size"], row["start_seconds"]) == (32, 0.5)


def test_the_first_epoch_is_not_counted_but_told(monkeypatch):
    now = iter([0.0, 5.4, 5.8, 6.2, 6.6])  # the call, then the ends of the epochs
    monkeypatch.setattr(benchmark, "time", SimpleNamespace(perf_counter=lambda: next(now)))
    seen = []

    def train(model, data, recipe, *, callbacks, progress):
        history = SimpleNamespace(seconds=[])
        for seconds in (3.0, 0.4, 0.4, 0.4, 0.4):
            history.seconds.append(seconds)
            if callbacks[0](history):
                break
        seen.extend([len(data.train), recipe.precision, len(history.seconds)])
        return history

    twin = SimpleNamespace(build=lambda architecture: None, train=train)
    found = benchmark._train(twin, experiments.find("B"), "float32", {"kind": "cpu"})
    # 100 steps of 20 images in 0.4 s; a second's worth of epochs is enough.
    assert seen == [2000, "float32", 4]
    assert found == (pytest.approx(5000), pytest.approx(5.0))


@pytest.mark.parametrize("framework", ["torch", "keras"])
def test_a_framework_is_measured(framework, monkeypatch, capsys):
    monkeypatch.setattr(benchmark, "STEPS", {"C-dense": 3})
    monkeypatch.setattr(benchmark, "ENOUGH", 0.0)
    monkeypatch.setattr(benchmark, "SIDES", {"cpu": 64})
    monkeypatch.setattr(benchmark, "_precisions", lambda *_: {"float32": ["float32"]})
    benchmark.probe(framework)
    found = json.loads(capsys.readouterr().out)
    assert framework in found["versions"]
    assert found["limits"]["float32"] > 1e6
    (row,) = found["rows"]
    assert row["images_per_second"] > 0
    done = 3 * 101_632 * row["images_per_second"]
    assert row["multiply_adds_per_second"] == pytest.approx(done)
    assert row["share_of_limit"] == pytest.approx(done / found["limits"]["float32"])


@pytest.mark.parametrize("framework", ["torch", "keras"])
def test_matrix_products_are_what_they_say(framework):
    make = {"torch": benchmark._product_in_torch, "keras": benchmark._product_in_keras}[framework]
    for precision in ("float32", "bfloat16"):
        product = make(256, precision, {"precision": "float32"})
        # The mean of a product of two uniform numbers is 1/4.
        assert product() == pytest.approx(64, rel=0.25)


def test_what_auto_chooses_is_measured_once():
    def choose(recipe, architecture):
        large = architecture.multiply_adds() > 1_000_000
        return "bfloat16" if large and recipe.precision == "auto" else "float32"

    twin = SimpleNamespace(device=SimpleNamespace(precision=choose))
    asked = {name: benchmark._precisions(twin, experiments.find(name)) for name in ("B", "D")}
    assert asked == {
        "B": {"float32": ["float32", "auto"]},
        "D": {"float32": ["float32"], "bfloat16": ["auto"]},
    }
