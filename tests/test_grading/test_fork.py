"""From a fork to its first release: the commands of the instructors' page, in a clone."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
FORK = "https://github.com/a-teacher/our-course"


def run(*command, folder):
    """Run a command in the fork that must succeed, with the fork's own package."""
    own = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=own, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_from_a_fork_to_the_first_release(tmp_path):
    fork = tmp_path / "fork"
    run("git", "clone", "--quiet", str(ROOT), str(fork), folder=tmp_path)
    run(sys.executable, "book/tools/address.py", FORK, "main", folder=fork)
    (fork / "roster.csv").write_text("student\nada\ngrace\n", encoding="utf-8")
    command = "from cnncourse.cli import main; main()"
    release = ("release", "book/assignments/convolution-and-shapes.ipynb", "--out", "week3")
    run(sys.executable, "-c", command, *release, "--roster", "roster.csv", folder=fork)

    for student in ("ada", "grace"):
        (path,) = (fork / "week3" / "student").glob(f"*{student}*.ipynb")
        notebook = nbformat.read(path, as_version=4)
        sources = "\n".join(cell.source for cell in notebook.cells)
        assert f"git+{FORK}@main" in sources  # what Colab installs is the fork
        assert "BEGIN SOLUTION" not in path.read_text(encoding="utf-8")
    # The secret is there for grading, and is not committed by accident.
    status = run("git", "status", "--porcelain", "--ignored", folder=fork)
    (secret,) = [line for line in status.splitlines() if "secret" in line]
    assert secret.startswith("!!")
