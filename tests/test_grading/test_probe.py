"""The trial before a run: it passes here, and each hole that is made in the sandbox is found."""

import subprocess
import sys
from pathlib import Path

import pytest

from cnncourse.grading.sandbox import Sandbox, SandboxError, box, probe, unavailable
from tests import processes
from tests.test_grading import hostile

pytestmark = pytest.mark.skipif(bool(unavailable()), reason=f"no sandbox: {unavailable()}")
ROOT = Path(__file__).resolve().parents[2]
AS_A_PLAIN_USER = ["bwrap", "--dev-bind", "/", "/", "--unshare-user", "--uid", "1000"]
AS_A_PLAIN_USER += ["--gid", "1000", "--cap-drop", "ALL"]


def test_the_sandbox_holds_here():
    probe.check()


def as_a_plain_user(script):
    """Run a script by a user without rights."""
    return subprocess.run(
        [*AS_A_PLAIN_USER, sys.executable, "-c", script],
        cwd=ROOT,
        env=processes.environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_it_holds_for_a_plain_user_as_well():
    script = "import os; assert os.getuid() == 1000\n"
    script += "from cnncourse.grading.sandbox import probe; probe.check()"
    done = as_a_plain_user(script)
    assert done.returncode == 0, done.stderr


def test_a_tree_that_its_user_may_write_is_found():
    script = """
from cnncourse.grading.sandbox import box, probe
words = box.mounts
box.mounts = lambda *given: [w.replace("--remount-ro", "--dir") for w in words(*given)]
probe.check()
"""
    assert "does not hold here: the system cannot be written" in as_a_plain_user(script).stderr


def without(*words):
    """Return a sandbox whose command lacks some words, or has others in their place."""

    class Holed(Sandbox):
        def command(self):
            found = super().command()
            for old, new in words:
                at = found.index(old)
                found[at : at + 1] = new
            return found

    return Holed


HOLES = {
    "the network is closed": ("--unshare-net", ["--share-net"]),
    "neighbours cannot be read": ("--chdir", ["--ro-bind", "/etc", "/etc", "--chdir"]),
    "no other process is seen": ("--unshare-pid", []),
}


@pytest.mark.parametrize("what", HOLES)
def test_a_hole_is_found(what, monkeypatch):
    if box.os.geteuid() != 0:
        pytest.skip("the holes are made in root's command")
    monkeypatch.setattr(probe, "Sandbox", without(HOLES[what]))
    with pytest.raises(SandboxError, match=f"does not hold here: {what}"):
        probe.check()


def test_a_limit_that_is_not_set_is_found(monkeypatch):
    monkeypatch.setattr(box.Limits, "of_process", lambda self: {"CPU": 1})
    with pytest.raises(SandboxError, match="does not hold here: memory is limited"):
        probe.check()


@pytest.mark.slow
def test_hostile_submissions_gain_nothing_from_a_plain_user_either():
    done = subprocess.run(
        [*AS_A_PLAIN_USER, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        + ["tests/test_grading/test_hostile.py", "-k", "gained or ended"],
        cwd=ROOT,
        env=processes.environment() | {"TMPDIR": "/tmp"},
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stdout
    assert f"{len(hostile.SOURCES) + len(hostile.COSTLY)} passed" in done.stdout


@pytest.mark.parametrize(
    "said",
    [
        "bwrap: setting up uid map: Permission denied",
        "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted",
        "bwrap: Creating new namespace failed: Permission denied",
        "bwrap: No permissions to create a new namespace, likely because the kernel does not allow",
    ],
)
def test_where_user_namespaces_are_forbidden_the_cure_is_said(said, tmp_path, monkeypatch):
    fake = tmp_path / "bwrap"
    fake.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(box.shutil, "which", lambda name: str(fake))
    with pytest.raises(SandboxError) as error, Sandbox():
        pass
    for words in (said, "apt install apparmor-profiles", "apparmor_parser -r /etc/apparmor.d/"):
        assert words in str(error.value)


def test_where_a_profile_takes_roots_rights_away_a_plain_user_is_named():
    said = "Traceback\n  File, line 45, in become\nPermissionError: Operation not permitted"
    assert "grade as a plain user" in box.start_cure(said)
    assert box.start_cure("") == ""
