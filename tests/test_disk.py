"""Files written whole or not at all, paths as they are meant, and nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from cnncourse import disk, weightfile
from cnncourse.zoo import LENET_5
from tests.faults import posix

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def home(tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def test_a_tilde_is_the_home_folder_wherever_weights_go(home):
    weightfile.save_weights("~/model", LENET_5, LENET_5.initial_weights(0))
    assert [path.name for path in home.iterdir()] == ["model"]
    assert weightfile.load_weights(Path("~/model"))[0] == LENET_5
    assert not Path("~").exists()
    with pytest.raises(FileNotFoundError, match="no weight file at .*home.other"):
        weightfile.read("~/other")
    with pytest.raises(FileNotFoundError, match="the folder .*home.none does not exist"):
        disk.write_atomically("~/none/model", b"")
    with pytest.raises(FileNotFoundError, match="there is no user 'nobody-of-that-name'"):
        disk.write_atomically("~nobody-of-that-name/model", b"")


def test_a_name_that_begins_with_a_tilde_is_a_name(home):
    disk.write_atomically("~my-backup", b"mine")
    assert Path("~my-backup").read_bytes() == b"mine"


@pytest.mark.parametrize("path", ["", " ", "a\0b"])
def test_what_names_no_file(path):
    with pytest.raises(ValueError, match="a path must name a file or folder, got"):
        disk.write_atomically(path, b"")
    with pytest.raises(TypeError, match="a path must be text, got int"):
        disk.write_atomically(3, b"")


@pytest.mark.parametrize(
    "text", ["/a b", '"/a b"', "'/a b'", ' "/a b" ', "\"'/a b'\"", "“/a b”", "' /a b '"]
)
def test_quotes_around_a_setting_are_none_of_it(text):
    assert disk.unquoted(text) == "/a b"


def test_quotes_within_a_setting_stay():
    for text in ('/it"s', "/o'brien", '"', "'a\"", '""'):
        assert disk.unquoted(text) == ("" if text == '""' else text)


@posix
def test_links_in_a_circle_are_told(tmp_path):
    (tmp_path / "one").symlink_to(tmp_path / "other")
    (tmp_path / "other").symlink_to(tmp_path / "one")
    with pytest.raises(OSError, match=r"cannot write .*does not exist|lead in a circle"):
        disk.write_atomically(tmp_path / "one" / "file", b"")


WRITER = """
import os, sys, time
from cnncourse import disk
real = os.fsync
def wait(handle):
    print("writing", flush=True)
    sys.stdin.readline()
    real(handle)
os.fsync = wait
disk.write_atomically(sys.argv[1], b"of the child")
"""


@pytest.fixture
def writer(tmp_path):
    """A process that is in the middle of writing ``run``."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "run")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "writing\n"
    yield child
    child.kill()
    child.wait()
    child.stdin.close()
    child.stdout.close()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@posix
def test_the_next_writer_removes_what_a_killed_one_left(tmp_path, writer):
    (left,) = names(tmp_path)
    assert left.endswith(disk.PARTIAL)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    disk.write_atomically(tmp_path / "other", b"")
    assert left in names(tmp_path)  # of another file
    disk.write_atomically(tmp_path / "run", b"whole")
    assert names(tmp_path) == ["other", "run"]


@posix
def test_what_a_living_writer_has_begun_stays(tmp_path, writer):
    disk.write_atomically(tmp_path / "run", b"of the parent")
    disk.remove_leftovers(tmp_path / "run")
    assert len(names(tmp_path)) == 2
    writer.stdin.write("\n")
    writer.stdin.flush()
    assert writer.wait(30) == 0
    assert names(tmp_path) == ["run"]
    assert (tmp_path / "run").read_bytes() == b"of the child"


@posix
def test_a_file_taken_for_a_leftover_before_it_was_locked_is_begun_again(tmp_path, monkeypatch):
    real, taken = disk.lock, []

    def lock(handle, *, wait):
        if not taken:
            taken.extend(tmp_path.iterdir())
            taken[0].unlink()
        return real(handle, wait=wait)

    monkeypatch.setattr(disk, "lock", lock)
    disk.write_atomically(tmp_path / "run", b"whole")
    assert names(tmp_path) == ["run"]
    assert len(taken) == 1


def test_on_a_disk_without_locks_only_old_leftovers_go(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "lock", lambda handle, wait: None)
    fresh, old = (tmp_path / f".run.{mark * 8}.partial" for mark in "ab")
    for path in (fresh, old):
        path.write_bytes(b"part")
    day_ago = time.time() - disk.STALE_SECONDS - 60
    os.utime(old, (day_ago, day_ago))
    disk.remove_leftovers(tmp_path / "run")
    assert names(tmp_path) == [fresh.name]


def test_one_model_saved_eight_times_gives_equal_bytes(tmp_path):
    weights, found = LENET_5.initial_weights(0), set()
    for number in range(8):
        given = {"note": "ä note", "b": "2", "a": "1", "z": "3"}
        weightfile.save_weights(tmp_path / str(number), LENET_5, weights, **given)
        found.add((tmp_path / str(number)).read_bytes())
    assert len(found) == 1
    (content,) = found
    size = int.from_bytes(content[:8], "little")
    assert size % 8 == 0
    assert content[8 : 8 + size].startswith(b'{"__metadata__":{"a":"1","architecture":')
    arrays, metadata = weightfile.read(tmp_path / "0")
    assert metadata["note"] == "ä note"
    assert all((arrays[name] == array).all() for name, array in weights.items())
    assert [*weightfile.load_weights(tmp_path / "0")[1]] == [*weights]


def test_numbers_of_another_byte_order_are_saved_as_this_machines(tmp_path):
    weights = LENET_5.initial_weights(0)
    foreign = {name: array.astype(">f4") for name, array in weights.items()}
    weightfile.save_weights(tmp_path / "one", LENET_5, foreign)
    weightfile.save_weights(tmp_path / "other", LENET_5, weights)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    wide = {name: array.astype(np.longdouble) for name, array in weights.items()}
    with pytest.raises(weightfile.WeightError, match="which no weight file holds; save float64"):
        weightfile.save_weights(tmp_path / "wide", LENET_5, wide)
    assert names(tmp_path) == ["one", "other"]
