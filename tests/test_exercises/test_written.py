"""Answers as source text, as a page judges them: the notebook's words, and errors with a line."""

import json
import subprocess
import sys

import pytest

from cnncourse import exercises
from cnncourse.exercises import guard
from cnncourse.exercises.written import judged
from tests.test_exercises import mutants

ALL = exercises.exercises()
FUNCTIONS = [name for name, one in ALL.items() if one.answer.kind == "function"]
MEAN = """
def max_pool(maps, size, stride):
    windows = np.lib.stride_tricks.sliding_window_view(maps, (size, size), axis=(0, 1))
    return windows[::stride, ::stride].mean(axis=(3, 4))
"""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_solution_as_text_is_right_and_its_start_is_not_attempted(name):
    exercise = ALL[name]
    found = judged(name, "\n".join(mutants.FENCE.findall(exercise.solution)))
    assert found["status"] == "right", found
    assert json.loads(json.dumps(found)) == found
    assert judged(name, exercise.start)["status"] == "not attempted"


def test_the_words_are_those_of_the_notebook():
    space = {}
    exec(f"import numpy as np\n{MEAN}", space)
    shown = repr(exercises.check("max-pool", space["max_pool"]))
    found = judged("max-pool", MEAN)
    head, words, *below = shown.splitlines()
    assert head == f"max-pool: {found['status']}"
    assert words.strip() == found["words"] == "This is each window's average."
    assert [f"  {line}".rstrip() for line in found["shown"].splitlines()] == below
    assert found["misconception"] == "average for max"
    assert (found["printed"], found["line"]) == ("", None)


def test_a_design_and_a_value_are_what_answer_is():
    design = next(one for one in ALL.values() if one.answer.kind == "design")
    assert judged(design.name, "answer = ...")["status"] == "not attempted"
    assert judged("window-sum", "half = 4\nanswer = 2 * half")["status"] == "right"
    assert "half turn" in judged("window-sum", "answer = -8")["words"]


HEAD = "def max_pool(maps, size, stride):"


@pytest.mark.parametrize(
    ("source", "words", "line"),
    [
        (HEAD.replace(")", ""), "SyntaxError: '(' was never closed", 1),
        ("\x00", "null bytes", None),
        ("1 / 1\n1 / 0", "ZeroDivisionError: division by zero (line 2)", 2),
        ("raise SystemExit", "SystemExit (line 1)", 1),
        ("a = 1", f"begin with {HEAD}", None),
        ("max_pool = 3", "this is not a function", None),
        (f"{HEAD}\n\n    return mapps", "NameError: name 'mapps' is not defined", 3),
        (f"{HEAD}\n    return max_pool(maps, size, stride)", "RecursionError", 2),
    ],
)
def test_what_cannot_be_run_says_why_and_on_which_line(source, words, line):
    found = judged("max-pool", source)
    assert (found["status"], found["line"]) == ("cannot be judged", line)
    assert words in found["words"]
    assert found["exercise"] == "max-pool"


def test_nothing_written_is_not_attempted():
    found = judged("max-pool", "\n")
    assert (found["status"], found["words"]) == ("not attempted", "nothing is answered yet")


def test_code_without_end_is_ended_while_it_is_defined(monkeypatch):
    monkeypatch.setattr(guard.call, "__kwdefaults__", {"seconds": 0.2})
    found = judged("max-pool", "while True: pass")
    assert "0.2 seconds: an endless loop" in found["words"]


def test_what_is_printed_is_kept_apart_and_cut():
    found = judged("window-sum", 'print("half")\nanswer = 8')
    assert (found["printed"], found["status"]) == ("half\n", "right")
    assert len(judged("window-sum", 'print("x" * 10**6)\nanswer = 8')["printed"]) <= 2000


def test_a_chapter_that_is_known_is_read_alone():
    program = "import sys; from cnncourse.exercises.written import judged\n"
    program += (
        "print(judged('max-pool', 'def max_pool(*a): return 1', chapter='pooling')['status'])\n"
    )
    program += "print(*[one for one in sys.modules if 'exercises.chapters.' in one])"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    status, modules = done.stdout.splitlines()
    assert status == "wrong"
    assert {one.split(".")[3] for one in modules.split()} == {"pooling"}


def test_an_attempt_is_what_was_judged():
    name = "mend-short"
    exercises._attempted.discard(name)
    assert not judged(name, "def").get("attempted")
    assert not judged(name, ALL[name].start)["attempted"]
    assert judged(name, f"def {ALL[name].defines}(*given):\n    return 1")["attempted"]
    assert judged(name, "def")["attempted"]


def test_one_answer_sees_nothing_of_another():
    judged("window-sum", "answer = 8")
    assert judged("window-sum", "left = answer")["words"].startswith("NameError")


def test_an_unknown_exercise_is_said():
    with pytest.raises(KeyError, match="did you mean 'window-sum'"):
        judged("windowsum", "")
