"""The command line in training: files, records, interruption, resuming."""

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
from cnncourse.recipe import History
from tests.command import FRAMEWORKS, epochs_in

ROOT = Path(__file__).resolve().parents[1]
# Keras 3.15 on NumPy 2: turning a variable into an array warns about NumPy's new protocol.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


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
    assert not Path("mine").exists()  # nothing came into it


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


def wait_for_an_epoch(checkpoint, process):
    """Wait until a run has left a checkpoint of its first epoch."""
    deadline = time.monotonic() + 240
    while not (checkpoint.exists() and epochs_in(checkpoint)):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_ctrl_c_before_training_is_quiet(run, monkeypatch):
    def press_ctrl_c(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(datasets, "load", press_ctrl_c)
    code, output, errors = run(*train("torch"))
    assert (code, output, errors) == (130, "", "\ncnncourse: stopped\n")
