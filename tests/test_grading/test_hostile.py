"""Hostile submissions, in real sandboxes: no undeserved point, no harm, no one else delayed."""

import contextlib
import os
import shutil
import sys
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function
from cnncourse.grading import scoring
from cnncourse.grading.assignment import Question
from cnncourse.grading.sandbox import Limits, Sandbox, SandboxError, box, unavailable
from cnncourse.grading.submission import Submission
from tests.test_grading import hostile

pytestmark = pytest.mark.skipif(bool(unavailable()), reason=f"no sandbox: {unavailable()}")

LIMITS = replace(Limits(), cpu_seconds=2.0, wall_seconds=6.0, call_seconds=1.0)
RIGHT = "def total(image):\n    return float(image.sum())\n"


def total():
    """Return an exercise that wants the sum of an image."""
    return Exercise(
        name="total",
        chapter="grading",
        section="Sums",
        rung="write",
        goal="Sum an image.",
        minutes=1,
        difficulty=1,
        prompt="Sum the image.",
        answer=Function(
            "total(image)",
            cases=lambda rng: [{"image": rng.normal(size=size)} for size in [(2, 3), (4, 1)]],
            expected=lambda image: image.sum(),
        ),
        hints=("a", "b", "c"),
        solution="",
    )


class OneQuestion:
    """An assignment of one question."""

    name = "one"

    def __init__(self, *names):
        make = lambda rng: total()  # noqa: E731
        self.questions = {
            name: Question(name, "own/total", make, "total", 1.0) for name in names or ("q1",)
        }

    def variant(self, question, secret, student):
        from cnncourse.grading.assignment import Variant

        return Variant(question.make(None))

    def hidden_seed(self, question, secret, student):
        return 7


def graded(source, *names, shared=()):
    """Return the marks of a submission whose first question has this source."""
    assignment = OneQuestion(*names)
    grader = scoring.Grader(
        assignment, b"secret", lambda **more: Sandbox(**more | {"limits": LIMITS})
    )
    first, *others = assignment.questions
    handed = Submission(list(shared), {first: [source]} | {name: [RIGHT] for name in others})
    with scoring.Boxes(grader.sandbox, 0, assignment.questions[first]) as boxes:
        return [grader.mark("ada", one, handed, boxes) for one in assignment.questions.values()]


def test_what_is_right_gets_its_point():
    (mark,) = graded(RIGHT)
    assert (mark.status, mark.points) == ("right", 1.0)


@pytest.mark.parametrize("name", hostile.SOURCES)
def test_nothing_is_gained_and_the_next_question_is_graded(name):
    first, second = graded(hostile.SOURCES[name], "q1", "q2")
    assert first.points == 0
    assert first.status != "right"
    assert (second.status, second.points) == ("right", 1.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", hostile.COSTLY)
def test_what_takes_without_end_is_ended(name):
    first, second = graded(hostile.COSTLY[name], "q1", "q2")
    assert first.points == 0
    assert first.status != "right"
    assert (second.status, second.points) == ("right", 1.0)


def test_what_another_cell_does_costs_no_question_its_point():
    (mark,) = graded(RIGHT, shared=["import os\nos._exit(0)"])
    assert (mark.status, mark.points) == ("right", 1.0)
    assert "the notebook's other cells failed; this one was run without them" in mark.told


@pytest.mark.parametrize(
    "path",
    ["tests", "pyproject.toml", "cnncourse/grading/scoring.py", "cnncourse/exercises/__init__.py"],
)
def test_neither_tests_nor_the_grader_nor_the_judges_are_inside(path):
    import cnncourse

    root = os.path.dirname(os.path.dirname(cnncourse.__file__))
    source = f"import os\nanswer = os.path.exists({os.path.join(root, path)!r})"
    with Sandbox(limits=LIMITS) as box:
        came = box.ask({"cells": [source], "answer": "answer", "cases": None, "stubs": []})
    assert came["value"] is False


def test_arrays_reach_a_function_as_they_are_and_a_change_is_told():
    cases = [[np.arange(6, dtype=np.uint8).reshape(2, 3), 2]]
    source = "def f(image, by):\n    image[0, 0] = 9\n    return image * by, image.dtype.name"
    with Sandbox(limits=LIMITS) as box:
        came = box.ask({"cells": [source], "answer": "f", "cases": cases, "stubs": []})
    (call,) = came["calls"]
    assert call["value"][1] == "uint8"
    assert call["changed"] is True


def test_without_bubblewrap_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SandboxError, match="apt install bubblewrap"), Sandbox():
        pass
    monkeypatch.setattr(sys, "platform", "win32")
    assert "WSL" in unavailable()


def test_a_killed_sandbox_leaves_no_process_behind():
    with Sandbox(limits=LIMITS) as box:
        source = "import os, time\nif os.fork() == 0:\n    time.sleep(600)\nanswer = 1"
        box.ask({"cells": [source], "answer": "answer", "cases": None, "stubs": []})
        pid = box.process.pid
    until = time.monotonic() + 10
    while os.path.exists(f"/proc/{pid}"):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_no_two_sandboxes_have_one_user():
    slots = {box.user_of(slot) for slot in range(box.SLOTS)}
    assert len(slots) == box.SLOTS
    assert box.FIRST_USER <= min(slots) <= max(slots) < box.users()


@pytest.mark.parametrize("count", [65_536, 4_294_967_295])
def test_users_are_those_that_a_container_has(count, monkeypatch):
    monkeypatch.setattr(box.Path, "read_text", lambda path: f"         0     100000 {count:>10}\n")
    assert box.users() == count
    monkeypatch.setattr(box.os, "getpid", lambda: 4_194_303)
    assert box.FIRST_USER <= box.user_of(63) < count


@pytest.mark.slow
def test_a_bomb_in_one_sandbox_leaves_another_its_processes():
    bomb = {"cells": [hostile.COSTLY["a fork bomb"]], "answer": "x", "cases": None, "stubs": []}
    forks = "import os\npid = os.fork()\nif pid == 0:\n    os._exit(0)\nos.waitpid(pid, 0)\nx = 1"
    with Sandbox(0, LIMITS) as first, Sandbox(1, LIMITS) as second:
        thread = threading.Thread(target=lambda: suppressed(first.ask, bomb))
        thread.start()
        time.sleep(0.5)
        came = second.ask({"cells": [forks], "answer": "x", "cases": None, "stubs": []})
        assert came.get("value") == 1, came
        first.kill()
        thread.join()


def suppressed(ask, question):
    """Ask where an answer is not expected."""
    with contextlib.suppress(SandboxError):
        ask(question)
