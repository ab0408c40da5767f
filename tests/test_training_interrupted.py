"""A run that is really killed goes on to the very numbers of one that never was."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cnncourse import weightfile
from cnncourse.recipe import History
from tests import twins
from tests.interrupted_run import ENDINGS, RECIPES

pytest.importorskip("keras")

ROOT = Path(__file__).resolve().parents[1]


def start(name, what, folder):
    command = [sys.executable, "-m", "tests.interrupted_run", name, what, str(folder)]
    return subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )


def finish(process):
    _, err = process.communicate(timeout=300)
    return process.returncode, err


@pytest.mark.slow
@pytest.mark.parametrize("name", twins.NAMES)
def test_a_killed_run_resumes_to_the_same_numbers(name, tmp_path):
    whole = start(name, "whole", tmp_path)
    for ending, (recipe, epoch, how, _) in ENDINGS.items():
        code, err = finish(start(name, ending, tmp_path))
        # Python ends with 1 or with the signal, as it was started.
        assert code in ({-how, 1} if how == signal.SIGINT else {-how}), err
        assert not (tmp_path / f"{recipe}.{ending}.json").exists()
        if how == signal.SIGINT:
            assert "KeyboardInterrupt" in err
        if ending == "killed-within-a-write":
            assert [path for path in tmp_path.iterdir() if path.name.endswith(".partial")]
        stored = weightfile.read(tmp_path / f"{recipe}.run")[1]
        assert History.from_json(stored["history"]).epochs == epoch - 1
    for process in (whole, start(name, "resume", tmp_path)):
        code, err = finish(process)
        assert code == 0, err
    for recipe in RECIPES:
        histories, weights = [], []
        for what in ("whole", "resume"):
            stem = tmp_path / f"{recipe}.{what}"
            histories.append(History.from_json(Path(f"{stem}.json").read_text()))
            weights.append(weightfile.read(f"{stem}.safetensors")[0])
        ours, theirs = histories
        assert ours.batch_losses == theirs.batch_losses
        assert ours.loss == theirs.loss
        assert ours.validation_loss == theirs.validation_loss
        assert ours.best_epoch == theirs.best_epoch
        assert all((weights[0][key] == weights[1][key]).all() for key in weights[0])
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
