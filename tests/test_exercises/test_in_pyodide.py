"""In the page's Python, under Node, every exercise is judged as here, and in the same words."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from cnncourse.exercises import exercises

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "tools"))


@pytest.fixture(scope="module")
def there(page_python, tmp_path_factory):
    """The verdicts of the page's Python, with the package as a page has it."""
    page_runtime, page_package = map(pytest.importorskip, ("page_runtime", "page_package"))
    folder = tmp_path_factory.mktemp("pyodide")
    prepared = page_runtime.prepare(page_python, page_package.of_the_library())
    for name, content in {**prepared, "cnncourse.zip": page_package.archive()}.items():
        (folder / name).write_bytes(content)
    program, npm = Path(__file__).with_name("pyodide.mjs"), ROOT / "node_modules" / "pyodide"
    command = ["node", program, npm, folder, ROOT / "tests"]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def here():
    """The verdicts of a Python like this, in which nothing has been attempted either."""
    code = "from tests.test_exercises.both_pythons import verdicts; print(verdicts())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_every_right_answer_is_right_and_every_wrong_one_is_not(here):
    statuses = {"start": Counter(), "right": Counter(), "wrong": Counter()}
    for _, which, verdict in here:
        kind = which if which in statuses else "wrong"
        statuses[kind][verdict["status"]] += 1
    assert statuses["right"] == {"right": len(exercises())}
    assert statuses["start"] == {"not attempted": len(exercises())}
    assert set(statuses["wrong"]) <= {"wrong", "cannot be judged"}
    assert statuses["wrong"].total() > 1000


def test_the_pages_python_gives_the_same_verdicts_in_the_same_words(here, there):
    assert [one[:2] for one in there] == [one[:2] for one in here]
    differing = [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]]
    assert differing == []
