"""The command in several processes: one voice, a record of how many, a kill and its cure."""

import json
import sys
from pathlib import Path

import pytest

from cnncourse.recipe import History
from tests import processes
from tests.command import FRAMEWORKS, epochs_in
from tests.faults import posix

pytest.importorskip("keras")
pytestmark = [posix, pytest.mark.slow]

TRAIN = ["train", "B", "--no-progress", "--batch-size", "100", "--epochs", "3", "--framework"]
KILLED = ["-m", "tests.processes_run"]


def launch(framework, count, *words):
    """Run a module in so many processes, each framework in its own way; return how they ended."""
    if framework == "torch":
        return [processes.torchrun(count, *words)]
    return processes.start(framework, count, *words)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_reproduce_has_one_voice_and_says_how_many_worked(framework, tmp_path):
    words = ["reproduce", "B", "--framework", framework, "--data", "fashion-mnist-mini"]
    words += ["--epochs", "1", "--limit", "300", "--no-progress", "--output", tmp_path / "r.json"]
    ended = launch(framework, 2, "-m", "cnncourse", *words)
    assert [one.code for one in ended] == [0] * len(ended), ended
    assert "".join(one.output for one in ended).count("test accuracy") == 1
    assert "".join(one.errors for one in ended).count("2 processes; this is process 0") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.json"]
    record = json.loads((tmp_path / "r.json").read_text())
    assert record["processes"] == 2
    assert record["history"]["processes"] == [2]
    start = {"torch": "torchrun --nproc-per-node 2 -m cnncourse", "keras": "TF_CONFIG="}
    assert record["command"].startswith(start[framework])


@pytest.mark.parametrize("rank", [0, 1])
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_killed_process_ends_the_run_which_goes_on_with_fewer(framework, rank, tmp_path, run):
    folder = tmp_path / "run"
    words = [*TRAIN, framework, "--output", folder]
    ended = launch(framework, 2, *KILLED, framework, "killed", rank, *words)
    assert all(one.code != 0 for one in ended)
    errors = "".join(one.errors for one in ended)
    assert "".join(one.output for one in ended) == ""
    named = {"torch": f"process {rank} of 2 (counted from 0) has ended without a word", "keras": ""}
    assert named[framework] in errors
    if framework == "keras":
        assert f"process {rank} (127.0.0.1:" in errors
    speaker = "cnncourse: process 0" if rank else "cnncourse, process 1: process"
    assert errors.count("cnncourse: process" if rank else speaker) == 1
    assert "Traceback" not in errors.partition("torch/distributed")[0].partition("cnncourse")[2]
    told = next(line for line in errors.splitlines() if line.startswith("go on with: "))
    assert told.startswith("go on with: cnncourse train B")
    assert told.endswith("--resume")
    assert epochs_in(folder / "checkpoint.safetensors") == 1

    code, output, _ = run(*words, "--resume")
    assert code == 0
    assert "test accuracy" in output
    history = History.from_json((folder / "history.json").read_text())
    assert history.processes == [2, 1, 1]
    assert history.loss[2] < history.loss[0]


def test_a_killed_run_goes_on_with_more_processes(tmp_path):
    words = [*TRAIN, "torch", "--output", tmp_path]
    processes.torchrun(2, *KILLED, "torch", "killed", 1, *words)
    ended = processes.torchrun(3, "-m", "cnncourse", *words, "--resume")
    assert ended.code == 0, ended.errors
    history = History.from_json((tmp_path / "history.json").read_text())
    assert history.processes == [2, 3, 3]


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"WORLD_SIZE": "2"}, r"RANK, MASTER_ADDR, MASTER_PORT is not set"),
        ({"TF_CONFIG": "worker"}, "TF_CONFIG is not JSON"),
    ],
)
def test_settings_that_cannot_be_followed(run, monkeypatch, framework, settings, words):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    code, output, errors = run(*TRAIN, framework)
    assert (code, output) == (1, "")
    assert errors.startswith("cnncourse: ")
    assert words in errors
    assert not Path("runs").exists()


def test_each_framework_has_a_launcher_of_its_own(run, monkeypatch):
    places = {"worker": ["127.0.0.1:1", "127.0.0.1:2"]}
    task = {"type": "worker", "index": 0}
    monkeypatch.setenv("TF_CONFIG", json.dumps({"cluster": places, "task": task}))
    code, _, errors = run(*TRAIN, "torch")
    assert code == 1
    assert "PyTorch is told by torchrun" in errors
    monkeypatch.delenv("TF_CONFIG")
    torchrun = {"WORLD_SIZE": "2", "RANK": "0", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "1"}
    for name, value in torchrun.items():
        monkeypatch.setenv(name, value)
    code, _, errors = run(*TRAIN, "keras")
    assert code == 1
    assert "Keras is told by TF_CONFIG" in errors


def test_all_cards_is_for_keras(run):
    code, _, errors = run(*TRAIN, "torch", "--all-cards")
    assert code == 2
    assert "torchrun --nproc-per-node CARDS" in errors


def test_tensorflow_is_told_too_late(monkeypatch):
    from cnncourse import in_keras
    from cnncourse.processes import LaunchError

    in_keras.device.choose()  # computes something
    places = {"worker": [f"127.0.0.1:{port}" for port in processes.ports(2)]}
    task = {"type": "worker", "index": 0}
    monkeypatch.setenv("TF_CONFIG", json.dumps({"cluster": places, "task": task}))
    with pytest.raises(LaunchError, match=r"TF_CONFIG is read too late .*join\(\) before"):
        in_keras.distributed.join(5)
    in_keras.distributed.leave()


WAITS = "from cnncourse.in_{0} import distributed; distributed.join({1})"


def test_a_process_of_keras_waits_for_the_others_so_long(monkeypatch):
    own = processes.environments("keras", 2)[0]
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    (ended,) = processes.start("keras", 1, "-c", WAITS.format("keras", 3))
    assert ended.code != 0
    other = json.loads(own["TF_CONFIG"])["cluster"]["worker"][1]
    assert f"process 0 of 2 waited 3 seconds for process 1 at {other}" in ended.errors


def test_a_process_of_pytorch_waits_for_the_others_so_long(monkeypatch):
    from cnncourse import in_torch
    from cnncourse.processes import ProcessError

    for name, value in processes.environments("torch", 2)[1].items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ProcessError, match=r"process 1 of 2 did not meet .* within 2 seconds"):
        in_torch.distributed.join(2)


def test_alone_there_is_nobody_to_join():
    from cnncourse import in_keras, in_torch

    for twin in (in_torch, in_keras):
        team = twin.distributed.join()
        assert (team.rank, team.count, twin.distributed.sharing()) == (0, 1, 1)
        assert team.tell(b"words") == b"words"
        twin.distributed.leave()
    assert sys.modules["torch"].distributed.is_initialized() is False
