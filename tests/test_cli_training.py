"""The command line in training: files, records, interruption, resuming."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from cnncourse import datasets, weightfile, zoo
from cnncourse.cli import main
from cnncourse.experiments import EXPERIMENTS
from cnncourse.recipe import History

ROOT = Path(__file__).resolve().parents[1]
# Keras 3.15 on NumPy 2: turning a variable into an array warns about NumPy's new protocol.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

FRAMEWORKS = ["torch", "keras"]
SMALL = ["--data", "fashion-mnist-mini", "--epochs", "1", "--limit", "300", "--no-progress"]


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Return a function that runs the command in an empty folder: (code, output, errors)."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return call


def train(framework, *words):
    """Return the words of a quick training run."""
    return ["train", "B", "--framework", framework, "--no-progress", *words]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_train_saves_weights_history_and_checkpoint(run, framework):
    code, output, _ = run(*train(framework, "--epochs", 1, "--validation", 0.1))
    assert code == 0
    folder = Path(f"runs/two-small-conv-fashion-mnist-mini-{framework}-seed0")
    assert sorted(path.name for path in folder.iterdir()) == [
        "checkpoint.safetensors",
        "history.json",
        "weights.safetensors",
    ]
    architecture, weights = weightfile.load_weights(folder / "weights.safetensors")
    assert architecture == zoo.TWO_SMALL_CONV
    history = History.from_json((folder / "history.json").read_text())
    assert (history.framework, history.epochs) == (framework, 1)
    assert len(history.validation_loss) == 1

    # What was printed is what the saved weights do on the test images.
    from cnncourse import in_keras, in_torch

    twin = {"torch": in_torch, "keras": in_keras}[framework]
    model = twin.build(architecture)
    twin.weights.set(model, weights)
    found = twin.evaluate(model, datasets.load().test)
    assert f"test accuracy {100 * found.accuracy:.2f} %, test loss {found.loss:.4f}" in output
    assert found.accuracy > 0.3  # guessing gives 0.1


def test_train_follows_every_option(run):
    words = ["--epochs", 2, "--batch-size", 50, "--learning-rate", 0.05, "--optimizer", "SGD"]
    code, _, _ = run(*train("torch", *words, "--seed", 3, "--output", "here/there"))
    assert code == 0
    recipe = History.from_json(Path("here/there/history.json").read_text()).recipe
    wanted = {"optimizer": "sgd", "learning_rate": 0.05, "batch_size": 50, "epochs": 2, "seed": 3}
    assert {key: recipe[key] for key in wanted} == wanted


def test_train_on_colour_takes_the_drawn_set_by_default(run):
    code, _, errors = run("train", "E", "--framework", "torch", "--epochs", 1, "--no-progress")
    assert code == 0
    assert "one-conv, 296,130 parameters, on shapes: 5,000 training and 1,000 test" in errors
    assert Path("runs/one-conv-shapes-torch-seed0/weights.safetensors").is_file()


def test_train_never_replaces_a_finished_run_in_silence(run):
    words = train("torch", "--epochs", 1, "--output", "mine")
    assert run(*words)[0] == 0
    kept = Path("mine/weights.safetensors").read_bytes()
    code, output, errors = run(*words, "--seed", 1)
    assert (code, output) == (1, "")
    assert errors == (
        "cnncourse: mine/weights.safetensors stands there from an earlier run; name another "
        "place with --output, or replace it with --overwrite\n"
    )
    assert Path("mine/weights.safetensors").read_bytes() == kept
    assert run(*words, "--seed", 1, "--overwrite")[0] == 0
    assert Path("mine/weights.safetensors").read_bytes() != kept


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_finished_run_is_made_longer_to_the_same_result(run, framework):
    assert run(*train(framework, "--epochs", 2, "--output", "whole"))[0] == 0
    assert run(*train(framework, "--epochs", 1, "--output", "parts"))[0] == 0
    assert run(*train(framework, "--epochs", 2, "--output", "parts", "--resume"))[0] == 0
    _, whole = weightfile.load_weights("whole/weights.safetensors")
    _, parts = weightfile.load_weights("parts/weights.safetensors")
    for name, array in whole.items():
        np.testing.assert_array_equal(parts[name], array, err_msg=name)


def test_resuming_another_run_is_refused(run):
    assert run(*train("torch", "--epochs", 1, "--output", "mine"))[0] == 0
    code, _, errors = run(*train("torch", "--output", "mine", "--resume", "--batch-size", 20))
    assert code == 1
    assert "follows another recipe (batch_size 32 there, 20 here)" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--batch-size", "6000"], 2, "batch_size (=6000) is larger than the training split"),
        (["--validation", "5000"], 2, "validation must be a number of images from 1 to 4999"),
        (["--learning-rate", "1e6", "--epochs", "1"], 1, "lower the learning_rate"),
    ],
)
def test_what_cannot_be_trained_is_one_line(run, words, code, message):
    found, _, errors = run(*train("torch", *words, "--optimizer", "sgd"))
    assert found == code
    assert message in errors.strip().splitlines()[-1]


def test_what_is_to_be_replaced_stays_until_there_is_something_new(run):
    words = train("torch", "--epochs", 1, "--output", "mine")
    assert run(*words)[0] == 0
    kept = {path: path.read_bytes() for path in Path("mine").iterdir()}
    assert run(*words, "--overwrite", "--batch-size", 6000)[0] == 2
    assert {path: path.read_bytes() for path in Path("mine").iterdir()} == kept


def test_an_output_that_is_a_file(run):
    Path("taken").write_text("")
    code, _, errors = run(*train("torch", "--output", "taken"))
    assert (code, errors) == (1, "cnncourse: taken is a file; name a folder with --output\n")


def test_a_full_disk_is_one_line(run, monkeypatch):
    def full(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    code, output, errors = run(*train("torch", "--epochs", 1, "--output", "mine"))
    assert (code, output) == (1, "")
    assert errors.splitlines()[-1].startswith("cnncourse: ")
    assert "cannot write mine/checkpoint.safetensors (No space left on device)" in errors
    assert list(Path("mine").iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_ctrl_c_leaves_a_run_that_goes_on_to_the_same_result(run, tmp_path, framework):
    words = train(framework, "--epochs", 500, "--output", "cut")
    process = subprocess.Popen(
        [sys.executable, "-m", "cnncourse", *map(str, words)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A job started in the background of a script would ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    checkpoint = tmp_path / "cut" / "checkpoint.safetensors"
    try:
        wait_for_an_epoch(checkpoint, process)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=120)
    finally:
        process.kill()
    assert (process.returncode, output) == (130, "")
    assert "Traceback" not in errors
    again = errors.strip().splitlines()[-1].removeprefix("go on with: ")
    assert again == shlex.join(["cnncourse", *map(str, words), "--resume"])
    assert not (tmp_path / "cut" / "weights.safetensors").exists()

    code, _, errors = run(*words)  # without --resume nothing is lost
    assert code == 1
    assert f"go on with it: {again}" in errors

    done = epochs_in(checkpoint)
    longer = [str(done + 1) if word == 500 else word for word in words]
    assert run(*longer, "--resume")[0] == 0
    whole = ["whole" if word == "cut" else word for word in longer]
    assert run(*whole)[0] == 0
    _, resumed = weightfile.load_weights("cut/weights.safetensors")
    _, wanted = weightfile.load_weights("whole/weights.safetensors")
    for name, array in wanted.items():
        scale = np.abs(array).max()
        # Threads may add in another order from one process to the next, nothing more.
        assert np.abs(resumed[name] - array).max() <= 1e-4 * scale, name


def epochs_in(checkpoint):
    """Return how many epochs a checkpoint holds."""
    return History.from_json(weightfile.read(checkpoint)[1]["history"]).epochs


def wait_for_an_epoch(checkpoint, process):
    """Wait until a run has left a checkpoint of its first epoch."""
    deadline = time.monotonic() + 240
    while not (checkpoint.exists() and epochs_in(checkpoint)):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)


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


def test_ctrl_c_before_training_is_quiet(run, monkeypatch):
    def press_ctrl_c(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(datasets, "load", press_ctrl_c)
    code, output, errors = run(*train("torch"))
    assert (code, output, errors) == (130, "", "\ncnncourse: stopped\n")
