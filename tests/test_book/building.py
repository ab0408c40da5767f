"""The book built as a reader builds it: from stored outputs, offline, without a framework."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BLOCKED = ("jax", "keras", "tensorflow", "torch")
# Python runs this file at its start when it is found on the path.
BLOCKER = f"""
import importlib.abc, socket, sys

class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {BLOCKED!r}:
            raise ImportError(f"{{name}} must not be needed to build the book")

def no_network(*arguments, **named):
    raise OSError("the network must not be needed to build the book")

sys.meta_path.insert(0, Blocker())
socket.getaddrinfo = socket.create_connection = no_network
"""


def blocked_environment(folder):
    """Return an environment in which Python finds no framework and no network."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(BLOCKER, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder)}


def build(folder):
    """Build the whole book below ``folder``; return the finished process and the pages' folder."""
    program = "from jupyter_book.cli.main import main; main()"
    command = [sys.executable, "-c", program, "build", str(ROOT / "book")]
    command += ["--path-output", str(folder), "--all", "--warningiserror", "--keep-going"]
    done = subprocess.run(
        command,
        env=blocked_environment(folder / "blocked"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=540,  # a guard: on two busy cores a build takes four minutes
    )
    return done, folder / "_build" / "html"


def build_once(folder):
    """`build` the first time; afterwards, in any process, what that build came to."""
    said = folder / "said.json"
    if not said.exists():
        done, _ = build(folder)
        said.write_text(json.dumps([done.returncode, done.stdout, done.stderr]), encoding="utf-8")
    done = subprocess.CompletedProcess([], *json.loads(said.read_text(encoding="utf-8")))
    return done, folder / "_build" / "html"
