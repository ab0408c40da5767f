"""Assignments and submissions for the tests: small, and whole."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnncourse.grading import assignment

YAML = """\
title: First steps
due: 2027-02-01 23:59
time_zone: Europe/Rome
late: {grace_minutes: 15, penalty_per_day: 0.1, most: 0.5}
questions:
  q1: {exercise: own/window, points: 2, answer: window, rubric: nine products}
  q2: {exercise: map-size, points: 1, answer: size}
  q3: {exercise: own/total, points: 3, answer: total, partial: true}
"""
OWN = '''\
"""Exercises of the tests."""

from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Number
from cnncourse.grading.assignment import Variant


def exercise(name, answer, prompt):
    return Exercise(name, "convolution", "", "write", "g", 1, 1, prompt, answer, ("a",) * 3, "")


def window(rng):
    right = turned = 0
    while right == turned:
        kernel, pixels = rng.integers(-9, 10, (3, 3)), rng.integers(1, 100, (3, 3))
        right = float((kernel * pixels).sum())
        turned = float((kernel[::-1, ::-1] * pixels).sum())
    number = Number(right=lambda: right, wrong={"flipped kernel": lambda: turned})
    given = f"kernel = {kernel.tolist()}\\npixels = {pixels.tolist()}"
    return Variant(exercise("window", number, f"The sum of {pixels.tolist()}?"), given)


def total(rng):
    return exercise(
        "total",
        Function(
            "total(image)",
            cases=lambda own: [{"image": own.normal(size=(2, n))} for n in (1, 2, 3, 4)],
            expected=lambda image: image.sum(),
        ),
        "Sum an image.",
    )


EXERCISES = {"window": window, "total": total}
'''
CELLS = [
    ("markdown", "# First steps"),
    ("code", "# cnncourse: set-up\nif False:\n    %pip install cnncourse"),
    ("code", "import numpy as np"),
    ("markdown", "{{ q1 }}"),
    (
        "code",
        "# exercise: q1\n{{ q1.given }}\nwindow = ...\n### BEGIN SOLUTION\n"
        "window = int((np.array(kernel) * np.array(pixels)).sum())\n### END SOLUTION",
    ),
    ("markdown", "{{ q2 }}"),
    (
        "code",
        "# exercise: q2\nsize = ...\n### BEGIN SOLUTION\nsize = (18, 24)\n### END SOLUTION",
    ),
    ("markdown", "{{ q3 }}"),
    (
        "code",
        "# exercise: q3\ndef total(image):\n    ### BEGIN SOLUTION\n"
        "    return image.sum()\n    ### END SOLUTION",
    ),
    (
        "code",
        "### BEGIN HIDDEN TESTS\nassert total(np.full((2, 2), 41)) == 164\n### END HIDDEN TESTS",
    ),
]


def notebook(cells):
    """Return a notebook of (kind, source) pairs."""
    made = {"code": new_code_cell, "markdown": new_markdown_cell}
    return new_notebook(cells=[made[kind](source) for kind, source in cells])


def master(folder, yaml=YAML, own=OWN, cells=CELLS, name="first"):
    """Write a master with what belongs to it; return the assignment."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(notebook(cells), path)
    path.with_suffix(".yaml").write_text(yaml)
    path.with_suffix(".py").write_text(own)
    return assignment.load(path)


def write(path, content):
    """Write a notebook's content as it is, right or not."""
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path
