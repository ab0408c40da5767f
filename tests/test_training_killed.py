"""A kill at any moment of a checkpoint's writing leaves a checkpoint that goes on."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from cnncourse import loop
from cnncourse.recipe import Recipe
from tests import twins
from tests.faults import posix

pytest.importorskip("keras")
pytestmark = posix

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def kills(tmp_path_factory):
    """What each kill left: a dictionary a kill, as `tests.killed_writes` tells it."""
    folder = tmp_path_factory.mktemp("killed")
    told = subprocess.run(
        [sys.executable, "-m", "tests.killed_writes", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


def at_calls(kills):
    return [kill for kill in kills if not kill["moment"].startswith("byte")]


def test_many_moments_were_tried(kills):
    moments = [kill["moment"] for kill in at_calls(kills)]
    # Three checkpoints: before the first epoch and after both.
    for call in ("open", "write", "flush", "fstat", "chmod", "replace"):
        assert moments.count(call) >= 3, call
    assert len(kills) - len(moments) >= 45
    assert len(moments) > 100


def test_the_file_is_the_old_or_the_new_one_at_every_moment(kills):
    # None: killed before there was any; the first checkpoint is of no epoch.
    done = [-1 if kill["epochs"] is None else kill["epochs"] for kill in at_calls(kills)]
    assert sorted({*done}) == [-1, 0, 1, 2]
    assert all(later - earlier in (0, 1) for earlier, later in pairwise(done))


def test_a_kill_within_a_write_leaves_the_unfinished_file_beside(kills):
    for kill in kills:
        if kill["moment"].startswith("byte"):
            assert kill["partial"] == 1, kill


def test_every_one_of_them_goes_on_to_the_same_weights_and_clears_up(kills):
    for kill in kills:
        assert kill["same"], kill
        assert kill["after"] == ["run"], kill


@pytest.mark.parametrize("name", twins.NAMES)
def test_each_twin_goes_on_from_each_of_its_checkpoints(name, tmp_path, monkeypatch):
    """What a kill can leave is one of these files, or none, and a part of the next beside it."""
    twin, recipe = twins.twin(name), Recipe("adam", 1e-2, batch_size=8, epochs=2)
    path, left = tmp_path / "run", [None]
    real = loop.checkpoints.save

    def save(path, *given):
        real(path, *given)
        left.append(path.read_bytes())

    with monkeypatch.context() as patched:
        patched.setattr(loop.checkpoints, "save", save)
        whole, model = twins.train(twin, recipe, checkpoint=path, batch_losses=True)
    expected = twin.weights.get(model)
    assert len(left) == 4
    for before, after in pairwise([*left, left[-1]]):
        path.unlink(missing_ok=True)
        if before is not None:
            path.write_bytes(before)
        (tmp_path / ".run.a1b2c3d4.partial").write_bytes(after[: len(after) // 2])
        history, model = twins.train(twin, recipe, checkpoint=path, resume=True, batch_losses=True)
        assert history.batch_losses == whole.batch_losses
        found = twin.weights.get(model)
        assert all((found[key] == expected[key]).all() for key in expected)
        if before != left[-1]:  # of a run that is done nothing is written
            assert [one.name for one in tmp_path.iterdir()] == ["run"]
