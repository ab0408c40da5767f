"""The command line when something is wrong: one clear error, and nothing lost."""

import shlex
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from cnncourse import datasets, weightfile
from cnncourse.cli import folders
from tests.command import FRAMEWORKS, SMALL, epochs_in
from tests.faults import limit_writes, no_space, posix, read_only

# Keras 3.15 on NumPy 2: turning a variable into an array warns about NumPy's new protocol.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """Make the set inside the package a small one."""
    whole = datasets.load()
    small = replace(whole, train=whole.train.take(200), test=whole.test.take(50))
    monkeypatch.setattr(datasets, "load", lambda *given, **named: small)


def train(framework, *words, epochs=2):
    """Return the words of a quick training run."""
    words = ["--epochs", epochs, "--output", "mine", *words]
    return ["train", "B", "--framework", framework, "--no-progress", *words]


def files(folder="mine"):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def same_weights(one, other):
    (_, ours), (_, theirs) = (
        weightfile.load_weights(Path(folder, "weights.safetensors")) for folder in (one, other)
    )
    return all((ours[key] == theirs[key]).all() for key in theirs)


def bad_sets():
    """Data sets that nothing has checked, and what is said of them."""
    good = datasets.load()
    images, labels = good.train.images, good.train.labels
    holed = images / np.float32(255)
    holed[3] = np.nan

    def made(images, labels):
        split = SimpleNamespace(images=images, labels=labels)
        return SimpleNamespace(train=split, validation=None, test=good.test)

    yield made(images, labels + 1), "training labels must be in 0..9, got 10 (image "
    yield made(holed, labels), "must be finite, but image 3 holds NaN or infinity; mend it"
    yield made(images[:0], labels[:0]), "training images must hold at least one image, got none"
    yield made(images[:31], labels[:31]), "batch_size (=32) is larger than the training split"


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_bad_data_touch_nothing(run, monkeypatch, framework):
    assert run(*train(framework, epochs=1))[0] == 0
    before = files()
    for bad, told in [*bad_sets()]:  # made before `load` is replaced
        monkeypatch.setattr(datasets, "load", lambda *given, bad=bad, **named: bad)
        for way in ("--resume", "--overwrite"):
            code, output, errors = run(*train(framework, way))
            assert (code, output) == (2, "")
            (line,) = errors.strip().splitlines()
            assert told in line
            assert files() == before


def test_an_unknown_optimiser_touches_nothing(run):
    assert run(*train("torch", epochs=1))[0] == 0
    before = files()
    code, _, errors = run(*train("torch", "--overwrite", "--optimizer", "adma"))
    assert code == 2
    assert errors == "cnncourse: optimizer must be one of sgd, adam, adamw, got 'adma'\n"
    assert files() == before


@posix
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_folder_that_is_read_only(run, framework):
    assert run(*train(framework, epochs=1))[0] == 0
    before = files()
    with read_only(Path.cwd()):
        words = ["elsewhere" if word == "mine" else word for word in train(framework)]
        code, _, errors = run(*words)
        assert code == 1
        assert errors == (
            "cnncourse: cannot make the folder elsewhere (Permission denied); name another with "
            "--output\n"
        )
    with read_only(Path("mine").absolute()):
        for word in ("--resume", "--overwrite"):  # before an epoch is trained for nothing
            code, output, errors = run(*train(framework, word))
            assert (code, output) == (1, "")
            assert errors == (
                "cnncourse: cannot write in mine (Permission denied); mend its permissions, or "
                "name another with --output\n"
            )
        assert files() == before


@pytest.mark.parametrize("name", ["weights", "checkpoint"])
@pytest.mark.parametrize("word", ["--resume", "--overwrite"])
def test_a_folder_in_the_place_of_a_file_is_told_before_training(run, name, word):
    Path("mine", f"{name}.safetensors").mkdir(parents=True)
    code, output, errors = run(*train("torch", word))
    assert (code, output) == (1, "")
    assert errors.startswith(f"cnncourse: mine/{name}.safetensors is a folder, where a file of")
    assert errors.endswith("name another with --output\n")


@posix
def test_a_name_that_is_too_long_is_told(run):
    code, _, errors = run(*train("torch", "--output", "a" * 300))
    assert code == 1
    assert errors.endswith("a (File name too long); name another with --output\n")


# Files are written in this order: the first checkpoint, one an epoch, weights, history.
@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(("spared", "done"), [(2, 1), (3, 2), (4, 2)])
def test_a_full_disk_says_how_to_go_on(run, monkeypatch, framework, spared, done):
    with monkeypatch.context() as patched:
        limit_writes(patched, 300, no_space, spared=spared)
        code, output, errors = run(*train(framework))
    assert (code, output) == (1, "")
    failed = {2: "checkpoint.safetensors", 3: "weights.safetensors", 4: "history.json"}[spared]
    *_, error, kept, again = errors.splitlines()
    assert f"cannot write mine/{failed} (No space left on device); what was there" in error
    assert kept == ("all up to the last complete epoch is kept in mine/checkpoint.safetensors")
    assert epochs_in(Path("mine/checkpoint.safetensors")) == done
    assert not [name for name in files() if name.startswith(".")]
    assert run(*shlex.split(again.removeprefix("go on with: "))[1:])[0] == 0
    assert run(*["whole" if word == "mine" else word for word in train(framework)])[0] == 0
    assert same_weights("mine", "whole")


def test_a_full_disk_keeps_the_checkpoint_of_a_finished_training_for_its_record(run, monkeypatch):
    words = ["reproduce", "C-dense", "--framework", "torch", *SMALL, "--output", "a.json"]
    with monkeypatch.context() as patched:
        limit_writes(patched, 300, no_space, spared=2)
        code, output, errors = run(*words)
    assert (code, output) == (1, "")
    assert "cannot write a.json (No space left on device)" in errors
    again = shlex.split(errors.splitlines()[-1].removeprefix("go on with: "))
    assert run(*again[1:])[0] == 0
    assert [path.name for path in Path.cwd().iterdir()] == ["a.json"]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_what_is_overwritten_comes_back_when_nothing_new_can_be_written(
    run, monkeypatch, framework
):
    assert run(*train(framework, epochs=1))[0] == 0
    before = files()
    with monkeypatch.context() as patched:
        limit_writes(patched, 300, no_space)
        code, _, errors = run(*train(framework, "--overwrite", "--seed", 1))
    assert code == 1
    assert "cannot write mine/checkpoint.safetensors (No space left on device)" in errors
    assert "go on with" not in errors  # what is there is of another run
    assert files() == before
    assert run(*train(framework, "--overwrite", "--seed", 1))[0] == 0
    assert sorted(files()) == sorted(before)
    assert files()["weights.safetensors"] != before["weights.safetensors"]


@pytest.mark.parametrize("begun", [False, True])
def test_a_checkpoint_held_aside_by_a_killed_command(run, begun):
    """Killed before the new run left a checkpoint, the earlier one is there again."""
    assert run(*train("torch", epochs=1))[0] == 0
    before = files()
    checkpoint = Path("mine/checkpoint.safetensors")
    aside = folders._aside(checkpoint)
    if begun:
        aside.write_bytes(b"the earlier one")
    else:
        checkpoint.rename(aside)
    assert run(*train("torch", epochs=1))[0] == 1  # refused: a finished run stands there
    assert files() == before


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_checkpoint_that_is_not_this_runs(run, framework):
    assert run(*train(framework, epochs=1))[0] == 0
    before = files()
    words = train(framework, "--resume")
    words[1] = "C-dense"
    code, output, errors = run(*words)
    assert (code, output) == (1, "")
    assert "is of another architecture ('two-small-conv') than this run's" in errors
    assert "resume with the same one, or name another checkpoint file" in errors
    assert files() == before
    checkpoint = Path("mine/checkpoint.safetensors")
    checkpoint.write_bytes(checkpoint.read_bytes()[:-1])
    before = files()
    code, output, errors = run(*train(framework, "--resume"))
    assert (code, output) == (1, "")
    assert "is not a whole safetensors file" in errors
    assert "Traceback" not in errors
    assert files() == before
