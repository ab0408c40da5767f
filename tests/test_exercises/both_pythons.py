"""The verdicts on every exercise's right and wrong answers, for two Pythons to be compared.

It runs in CPython and in the page's Python alike, and imports what both have.
"""

import json
from dataclasses import asdict

import numpy as np

from cnncourse.exercises import exercises
from cnncourse.exercises.written import judged
from tests.test_exercises import mutants


def verdicts() -> str:
    """Return, as JSON, a list of (exercise, answer, verdict) over all the exercises."""
    found = [
        (exercise.name, which, verdict)
        for exercise in exercises().values()
        for which, verdict in of_one(exercise)
    ]
    return json.dumps(found)


def of_one(exercise):
    """Yield what each answer to an exercise is called, and the verdict on it.

    A right function is given as a learner writes it, in source text; the wrong ones are the
    exercise's own, which compute what each misconception gives.
    """
    answer = exercise.answer
    yield "start", judged(exercise.name, exercise.start)
    if answer.kind == "function":
        yield "right", judged(exercise.name, "\n".join(mutants.FENCE.findall(exercise.solution)))
        for place, (name, wrong) in enumerate((*answer.wrong.items(), *answer.also)):
            function = mutants.by_name(exercise, wrong)
            yield name, asdict(exercise.judge(function, seed=place % 3))
        return
    right = answer.example() if answer.kind == "design" else answer.right()
    yield "right", asdict(exercise.judge(as_given(answer, right)))
    for name, wrong in answer.wrong.items():
        yield name, asdict(exercise.judge(as_given(answer, wrong())))


def as_given(answer, value):
    """Return a value as a learner gives it: the places of a choice as letters."""
    if answer.kind != "choice":
        return value
    return ", ".join(chr(ord("a") + int(place)) for place in np.atleast_1d(list(np.ravel(value))))
