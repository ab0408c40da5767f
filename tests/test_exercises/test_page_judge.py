"""The page reads and judges as Python does: every stored answer, right, wrong and oddly written."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cnncourse import exercises
from cnncourse.exercises import understood
from tests.test_exercises import test_understood as table

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "book" / "extensions"))
ALL = exercises.exercises()
JUDGED = [n for n, one in ALL.items() if one.answer.kind not in ("function", "design")]
ODD = [*table.NUMBERS, *table.NO_NUMBERS, *(s for s in table.SHAPES if isinstance(s, str))]
ODD += [s for s in table.ARRAYS if isinstance(s, str)]
ODD += ["3136", "(3136,)", "3,136", "a", "b", "B)", "a, b", "a and c", "(d)", "1", "z", "ab", "  "]
ODD += ["26 by 26 by 32", "2.5x3", "-26x26", "x26", "½ ½", "1 | 2", "12³", "1e5 px", "5 px.", "٣"]
ODD += ["to the LEFT", "None", "n", "\u200b", "5\n6", "1\t2", "İ", "ß", "5 cm²", "1'024", "1_0"]
ODD += ["[[1, 2, 3]]", "1; 2; 3", "0,5; 0,25", "12.5%, 25 %, 62.5%", "{1, 2}", "1, 2 and 3."]
ODD += ["top 0, bottom 1, left 0, right 1", "[[0, 1], [0, 1]]", "1 / 8, 1/4", "np.float64(2.5)"]
ODD += [
    "array([1., 2.], dtype=float32)",
    "tensor(2.5, grad_fn=<MeanBackward0>)",
    "(7)",
    "minus 8",
    "**7**",
    "4.1k",
    "5 m",
    "`7`",
]
ODD += ["18 rows x 24 columns", "rows 2", "18 px x 24 px.", "option b", "b: x", "abe", "'a'", "a+b"]
ODD += ["it is b", "I choose C.", "b because the others are false", "the shape is (7, 7, 10)"]
ODD += [
    "= (18, 24)",
    "(rows, columns) = (18, 24)",
    "It's 8",
    "the answer is −48",
    "b - 4",
    "z since",
]
ODD += ["a; b", "B.", "(a, b, e)", "the answer: c", "loss: 2", "tf.Tensor([1. 2.], shape=(2,))"]
DIGITS = list("0123456789") * 3 + list(" ,.'_-+/%ex×*()[];\n·^½²⁻−aN=~") + [" by ", "000", "10^"]


def answers(exercise):
    """Return texts that answer an exercise: the stored ones, in several spellings, and others."""
    answer = exercise.answer
    values = [answer.right(), *(compute() for compute in answer.wrong.values())]
    found = []
    for value in values:
        if answer.kind == "number":
            value = float(value)
            found += [repr(value), f"{value:,}", f"{value} pixels", str(value).replace(".", ",")]
            found += [repr(value + answer.tolerance), repr(value * (1 + 1e-5)), f"= {value:.3g}"]
        elif answer.kind == "shape":
            sides = [str(int(side)) for side in value]
            found += [" x ".join(sides), f"({', '.join(sides)})", " by ".join(sides), "1x2x3x4"]
        elif answer.kind == "array":
            rows = np.asarray(value).tolist()
            found += [str(rows), str(np.asarray(value)), str(np.asarray(value) + 0.25)]
            found += [str([rows]), "; ".join(map(str, np.ravel(value)))]
        else:
            places = np.atleast_1d(list(np.atleast_1d(value)))
            found += [", ".join(chr(97 + int(place)) for place in places)]
            found += list(answer.options)
    return [*found, *ODD]


def judged(pairs, texts):
    """Return what the page's script says to pairs and texts."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node")
    run = subprocess.run(
        [node, HERE / "judge.mjs"],
        input=json.dumps({"pairs": pairs, "texts": texts}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(run.stdout)


def test_the_page_judges_every_stored_answer_as_python_does():
    questions = pytest.importorskip("questions")
    asked = [(ALL[name], text) for name in JUDGED for text in answers(ALL[name])]
    pairs = [(questions.data_of(exercise), text) for exercise, text in asked]
    told = judged(pairs, [])["verdicts"]
    statuses = set()
    for (exercise, text), page in zip(asked, told, strict=True):
        own = exercise.judge(text)
        here = (own.status, own.words, own.misconception)
        assert (page["status"], page["words"], page["misconception"]) == here, (exercise.name, text)
        statuses.add(own.status)
    assert statuses == {"right", "wrong", "not attempted", "cannot be judged"}


def test_the_page_reads_drawn_texts_as_python_does():
    rng = random.Random(11)
    texts = ["".join(rng.choices(DIGITS, k=rng.randint(1, 12))) for _ in range(20_000)] + ODD
    for text, read in zip(texts, judged([], texts)["read"], strict=True):
        assert read["numbers"] == pytest.approx(understood.numbers(text), rel=1e-15), text
        assert [tuple(one) for one in read["shapes"]] == understood.shapes(text), text
        own = understood.arrays(text)
        assert [one["shape"] for one in read["arrays"]] == [list(one.shape) for one in own], text
        assert [one["flat"] for one in read["arrays"]] == [o.reshape(-1).tolist() for o in own]
