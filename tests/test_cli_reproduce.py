"""The command line in reproducing: what a record holds, and that it is never lost."""

import hashlib
import json
import os
import shlex
from pathlib import Path

import numpy as np
import pytest

from cnncourse import datasets, records, weightfile, zoo
from cnncourse.experiments import EXPERIMENTS
from cnncourse.recipe import History
from tests import twins
from tests.command import FRAMEWORKS, SMALL, epochs_in

ROOT = Path(__file__).resolve().parents[1]
# Keras 3.15 on NumPy 2: turning a variable into an array warns about NumPy's new protocol.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_record_holds_what_the_book_needs(run, framework):
    code, output, _ = run("reproduce", "b-sigmoid", "--framework", framework, "--seed", 2, *SMALL)
    assert code == 0
    name = f"B-sigmoid-{framework}-seed2-epochs-1-limit-300-data-fashion-mnist-mini.json"
    assert [path.name for path in Path("records").iterdir()] == [name]
    record = json.loads(Path("records", name).read_text())
    assert {key: record[key] for key in ("experiment", "framework", "seed", "overrides")} == {
        "experiment": "B-sigmoid",
        "framework": framework,
        "seed": 2,
        "overrides": {"epochs": 1, "limit": 300, "data": "fashion-mnist-mini"},
    }
    assert record["command"] == (
        f"cnncourse reproduce B-sigmoid --framework {framework} --seed 2 "
        "--epochs 1 --limit 300 --data fashion-mnist-mini"
    )
    counts = np.array(record["confusion_matrix"])
    assert counts.shape == (10, 10)
    assert counts.sum() == record["data"]["images"]["test"] == 300
    assert np.trace(counts) / 300 == pytest.approx(record["test_accuracy"])
    test = np.random.default_rng(2).permutation(1000)[:300]
    labels = datasets.load().test.labels[test]
    np.testing.assert_array_equal(counts.sum(axis=1), np.bincount(labels, minlength=10))
    assert record["data"]["images"] == {"train": 300, "test": 300, "validation": 300}
    assert record["data"]["validation"] == "apart"
    assert record["claim"] == {
        "source": "source B states no figure",
        "test_accuracy": None,
        "train_accuracy": None,
    }
    history = History.from_json(json.dumps(record["history"]))
    assert record["seconds"] == pytest.approx(sum(history.seconds))
    assert record["recipe"] == history.recipe
    assert record["recipe"]["learning_rate"] == 0.04
    assert record["parameters"] == {"total": 11252, "trainable": 11252, "fixed": 0}
    assert {"python", framework, "numpy", "cnncourse"} <= set(record["versions"])
    assert record["hardware"]["kind"] in ("cpu", "cuda", "mps")
    assert record["architecture"] == json.loads(zoo.TWO_SMALL_CONV_SIGMOID.to_json())
    assert record["note"] == EXPERIMENTS["B-sigmoid"].note
    assert record["classes"] == list(datasets.load().classes)
    assert 0 < record["test_loss"] < 3
    assert "a trial, not the experiment: epochs, limit, data changed" in output


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_what_is_written_is_read_and_what_a_killed_run_left_is_gone(run, framework):
    name = f"C-dense-{framework}-seed0-epochs-1-limit-300-data-fashion-mnist-mini.json"
    Path("records").mkdir()
    Path("records", f".{name}.abcdefgh.partial").write_text('{"format": "cnncou')
    mine = Path("records", ".another.json.abcdefgh.partial")  # which may still be written
    mine.write_text("")
    assert run("reproduce", "C-dense", "--framework", framework, *SMALL)[0] == 0
    assert sorted(Path("records").iterdir()) == [mine, Path("records", name)]
    record = records.read(Path("records", name))
    assert record.to_text() == Path("records", name).read_text(encoding="utf-8")
    assert record.overrides == {"epochs": 1, "limit": 300, "data": "fashion-mnist-mini"}
    assert (record.weights, record.places, record.migrated) == (None, None, None)
    assert record.processor_seconds > 0
    assert record.processes == 1
    assert records.load("records") == (record,)


def test_a_record_names_no_place_of_this_machine(run, tmp_path):
    assert run("reproduce", "C-dense", "--framework", "torch", *SMALL, "--output", "a")[0] == 0
    (path,) = Path("a").iterdir()
    text = path.read_text()
    for private in (str(tmp_path), str(ROOT), os.uname().nodename, str(Path.home())):
        assert private not in text


def test_the_recorded_command_makes_the_same_record(run):
    assert run("reproduce", "C-dense", "--framework", "torch", *SMALL)[0] == 0
    (path,) = Path("records").iterdir()
    first = json.loads(path.read_text())
    words = shlex.split(first["command"])[1:]
    assert run(*words, "--output", "again.json")[0] == 0
    second = json.loads(Path("again.json").read_text())
    assert second["command"] == first["command"]
    assert second["test_loss"] == pytest.approx(first["test_loss"], rel=1e-4)
    assert second["data"] == first["data"]


def test_the_hash_of_the_images_tells_another_draw(run):
    for seed in (0, 1):
        words = ["--seed", seed, *SMALL, "--output", f"{seed}.json"]
        assert run("reproduce", "C-dense", "--framework", "torch", *words)[0] == 0
    first, second = (json.loads(Path(f"{seed}.json").read_text())["data"] for seed in (0, 1))
    assert first["sha256"]["train"] != second["sha256"]["train"]


def test_an_experiment_that_validates_on_the_test_images_says_so(run):
    words = [*SMALL, "--data", "shapes", "--output", "a.json"]
    assert run("reproduce", "A", "--framework", "torch", *words)[0] == 0
    record = json.loads(Path("a.json").read_text())
    assert record["data"]["validation"] == "test"
    assert record["data"]["sha256"]["validation"] == record["data"]["sha256"]["test"]
    assert not record["recipe"]["restore_best"]
    assert "choose nothing" in record["note"]
    # The last epoch's validation *is* the test.
    assert record["test_loss"] == pytest.approx(record["history"]["validation_loss"][-1])


def test_the_seed_of_an_experiment_is_its_sources(run):
    words = [*SMALL, "--data", "shapes", "--output", "d.json"]
    assert run("reproduce", "D", "--framework", "torch", *words)[0] == 0
    record = json.loads(Path("d.json").read_text())
    assert (record["seed"], record["recipe"]["seed"]) == (21, 21)
    assert "--seed 21" in record["command"]


def test_a_smaller_set_keeps_the_share_set_apart(run):
    words = ["--data", "fashion-mnist-mini", "--epochs", 1, "--no-progress", "--output", "b.json"]
    assert run("reproduce", "B", "--framework", "torch", *words)[0] == 0
    images = json.loads(Path("b.json").read_text())["data"]["images"]
    assert images == {"train": 4000, "test": 1000, "validation": 1000}


def test_what_equals_the_experiment_is_no_override(run):
    words = ["--epochs", 5, "--data", "fashion-mnist", "--limit", 100]
    code, _, errors = run("reproduce", "C-dense", "--framework", "torch", *words, "--help")
    assert (code, errors) == (0, "")

    from cnncourse.cli import _parser, reproduce

    arguments = _parser().parse_args(
        ["reproduce", "C-dense", "--framework", "torch", *map(str, words)]
    )
    assert reproduce._overrides(arguments) == {"limit": 100}


def test_a_record_is_never_replaced_in_silence(run):
    words = ["reproduce", "C-dense", "--framework", "torch", *SMALL]
    assert run(*words)[0] == 0
    code, _, errors = run(*words)
    assert code == 1
    assert "stands there from an earlier run" in errors
    code, _, errors = run(*words, "--resume")
    assert code == 1
    assert "with no checkpoint to go on from; train anew with --overwrite" in errors
    assert run(*words, "--overwrite")[0] == 0


def test_an_interrupted_record_is_resumed(run, monkeypatch):
    from cnncourse import in_torch

    words = ["reproduce", "C-dense", "--framework", "torch", *SMALL]
    words[words.index("--epochs") + 1] = "2"
    real = in_torch.train

    def interrupted(*arguments, **options):
        def press_ctrl_c(history):
            if history.epochs == 2:
                raise KeyboardInterrupt

        return real(*arguments, callbacks=[press_ctrl_c], **options)

    monkeypatch.setattr(in_torch, "train", interrupted)
    code, output, errors = run(*words)
    assert (code, output) == (130, "")
    again = errors.strip().splitlines()[-1].removeprefix("go on with: ")
    (checkpoint,) = Path("records").iterdir()
    assert epochs_in(checkpoint) == 1
    assert checkpoint.name.endswith(".checkpoint.safetensors")

    monkeypatch.setattr(in_torch, "train", real)
    code, _, errors = run(*words)
    assert code == 1
    assert f"go on with it: {again}" in errors
    assert run(*shlex.split(again)[1:])[0] == 0
    (record,) = Path("records").iterdir()  # the checkpoint has done its work
    resumed = json.loads(record.read_text())
    assert run(*words, "--output", "whole.json")[0] == 0
    whole = json.loads(Path("whole.json").read_text())
    assert resumed["history"]["loss"] == whole["history"]["loss"]
    assert resumed["test_loss"] == whole["test_loss"]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_weights_are_kept_beside_the_record(run, framework):
    words = ["reproduce", "C-dense", "--framework", framework, *SMALL, "--weights"]
    code, output, _ = run(*words, "--output", "kept/mine.json")
    assert code == 0
    assert sorted(path.name for path in Path("kept").iterdir()) == ["mine.json", "mine.safetensors"]
    assert "weights: kept/mine.safetensors" in output
    record = json.loads(Path("kept/mine.json").read_text())
    content = Path("kept/mine.safetensors").read_bytes()
    assert record["weights"] == {
        "file": "mine.safetensors",
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    assert record["command"].endswith(" --weights")
    # They are the ones that the record measured.
    model = twins.twin(framework).weights.load("kept/mine.safetensors")
    assert model.architecture == zoo.DENSE_BASELINE
    test = datasets.load().test
    chosen = np.sort(np.random.default_rng(0).permutation(len(test))[:300])
    found = twins.twin(framework).evaluate(model, test.select(chosen))
    assert found.accuracy == record["test_accuracy"]
    assert found.loss == pytest.approx(record["test_loss"], rel=1e-5)


def test_without_the_option_no_weights_are_kept_or_named(run):
    assert run("reproduce", "C-dense", "--framework", "torch", *SMALL)[0] == 0
    (path,) = Path("records").iterdir()
    record = json.loads(path.read_text())
    assert record["weights"] is None
    assert "--weights" not in record["command"]


def test_weights_are_never_replaced_in_silence(run):
    words = ["reproduce", "C-dense", "--framework", "torch", *SMALL, "--output", "a.json"]
    Path("a.safetensors").write_bytes(b"another run's")
    for more in ([], ["--weights"]):
        code, _, errors = run(*words, *more)
        assert code == 1
        assert "a.safetensors stands there from an earlier run" in errors
    assert Path("a.safetensors").read_bytes() == b"another run's"
    assert run(*words, "--weights", "--overwrite")[0] == 0
    assert weightfile.load_weights("a.safetensors")[0] == zoo.DENSE_BASELINE
    # A new record without weights leaves none that would pass for its own.
    assert run(*words, "--overwrite")[0] == 0
    assert sorted(path.name for path in Path().iterdir()) == ["a.json"]


def test_half_written_weights_go_though_the_next_run_keeps_none(run):
    words = ["reproduce", "C-dense", "--framework", "torch", *SMALL, "--output", "a.json"]
    assert run(*words)[0] == 0
    Path("a.json").rename("b.json")
    # As a run with --weights leaves them that is killed while it writes.
    Path(".a.safetensors.abcdefgh.partial").write_bytes(b"half")
    Path("a.checkpoint.safetensors").write_bytes(b"of that run")
    run(*words, "--resume")
    assert not Path(".a.safetensors.abcdefgh.partial").exists()


def test_a_run_cut_short_between_weights_and_record_is_resumed(run, monkeypatch):
    from cnncourse.cli import records as writer

    words = ["reproduce", "C-dense", "--framework", "torch", *SMALL, "--weights"]
    words += ["--output", "a.json"]
    with monkeypatch.context() as patch:

        def full(path, record):
            raise OSError(28, "No space left on device")

        patch.setattr(writer, "write", full)
        code, _, errors = run(*words)
    assert code == 1
    again = errors.strip().splitlines()[-1].removeprefix("go on with: ")
    assert {path.name for path in Path().iterdir()} == {"a.safetensors", "a.checkpoint.safetensors"}
    written = weightfile.read("a.safetensors")[0]
    code, _, errors = run(*words)
    assert code == 1
    assert f"go on with it: {again}" in errors  # not: replace the finished run
    assert run(*shlex.split(again)[1:])[0] == 0
    assert {path.name for path in Path().iterdir()} == {"a.safetensors", "a.json"}
    for name, array in weightfile.read("a.safetensors")[0].items():
        np.testing.assert_array_equal(array, written[name])
    digest = hashlib.sha256(Path("a.safetensors").read_bytes()).hexdigest()
    assert json.loads(Path("a.json").read_text())["weights"]["sha256"] == digest


@pytest.fixture
def few_places(monkeypatch):
    """Let each map be measured on a dozen images: 169 places are many for a test."""
    monkeypatch.setattr("cnncourse.corner.IMAGES", 12)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_corner_record_has_the_accuracy_at_every_place(run, few_places, framework):
    words = ["--framework", framework, *SMALL, "--output", "corner.json"]
    code, output, _ = run("reproduce", "corner-C-dense", *words)
    assert code == 0
    record = json.loads(Path("corner.json").read_text())
    places = record["places"]
    found = np.array(places.pop("accuracy"))
    digest = places.pop("sha256")
    assert places == {"frame": 40, "item": [28, 28], "images": 12, "seed": 0}
    assert found.shape == (13, 13)
    np.testing.assert_allclose(found * 12, np.round(found * 12), atol=1e-9)
    assert np.ptp(found) > 0
    assert f"middle {100 * found[6, 6]:.2f} %" in output
    mean = found[[0, 0, 12, 12], [0, 12, 0, 12]].mean()
    assert f"mean of the corners {100 * mean:.2f} %" in output
    # The same images whatever the run: 12 of the 300 that --limit drew.
    test = datasets.load().test
    test = test.select(np.sort(np.random.default_rng(0).permutation(1000)[:300]))
    test = test.select(np.sort(np.random.default_rng(0).permutation(300)[:12]))
    assert digest == hashlib.sha256(test.images.tobytes() + test.labels.tobytes()).hexdigest()
    assert record["architecture"]["input_shape"] == [40, 40, 1]
    assert record["data"]["images"] == {"train": 300, "test": 300}


def test_a_corner_run_stopped_while_it_measures_goes_on(run, few_places, monkeypatch):
    from cnncourse import corner

    words = ["reproduce", "corner-C-dense", "--framework", "torch", *SMALL]
    real = corner.accuracy_map

    def interrupted(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(corner, "accuracy_map", interrupted)
    code, output, errors = run(*words)
    assert (code, output) == (130, "")
    (checkpoint,) = Path("records").iterdir()
    assert epochs_in(checkpoint) == 1  # trained, and nothing of it lost
    monkeypatch.setattr(corner, "accuracy_map", real)
    again = errors.strip().splitlines()[-1].removeprefix("go on with: ")
    assert run(*shlex.split(again)[1:])[0] == 0
    (record,) = Path("records").iterdir()
    assert run(*words, "--output", "whole.json")[0] == 0
    resumed, whole = json.loads(record.read_text()), json.loads(Path("whole.json").read_text())
    assert resumed["places"] == whole["places"]


def test_a_corner_experiment_takes_images_of_its_items_size(run):
    words = ["--framework", "torch", "--data", "cifar10", "--no-progress"]
    code, _, errors = run("reproduce", "corner-C-cnn", *words)
    assert code == 2
    assert "takes images of 28×28×1, but those of 'cifar10' are 32×32×3" in errors
