"""Every exercise judged over many seeds: right answers are right, wrong ones wrong and named."""

import re

import numpy as np
import pytest

from cnncourse import exercises
from cnncourse.exercises.misconceptions import says
from cnncourse.exercises.understood import plain
from tests.test_exercises import mutants

ALL = exercises.exercises()
FUNCTIONS = [name for name, one in ALL.items() if one.answer.kind == "function"]
VALUES = [name for name in ALL if name not in FUNCTIONS]
SEEDS = range(50)


def named(chapter):
    return pytest.mark.parametrize("name", chapter, ids=lambda n: f"{ALL[n].chapter}-{n}")


@named(FUNCTIONS)
def test_the_solution_is_right_in_every_form_and_on_every_seed(name):
    exercise = ALL[name]
    for seed in SEEDS:
        for form, answer in mutants.forms(mutants.solved(exercise)).items():
            if form != "as it is" and seed > 4:
                continue
            verdict = exercise.judge(answer, seed)
            assert verdict.status == "right", (form, seed, verdict)


@named(FUNCTIONS)
def test_every_misconception_is_rejected_and_nearly_all_are_named(name):
    exercise = ALL[name]
    shown, told = 0, 0
    for mistake, wrong in (*exercise.answer.wrong.items(), *exercise.answer.also):
        answer = mutants.by_name(exercise, wrong)
        for seed in SEEDS[::2]:
            verdict = exercise.judge(answer, seed)
            assert verdict.status in ("wrong", "cannot be judged"), (mistake, seed, verdict)
            shown += 1
            told += verdict.misconception == mistake
    assert told >= 0.8 * shown, f"{told} of {shown} named"


@named(FUNCTIONS)
def test_wrong_functions_that_can_be_made_of_any_right_one_are_rejected(name):
    exercise = ALL[name]
    wrong = mutants.generic(mutants.solved(exercise))
    cases = exercise.answer.drawn(0)
    if not any(isinstance(one, np.ndarray) for case in cases for one in case.values()):
        del wrong["in place"]
    assert len(wrong) + len(exercise.answer.wrong) >= 8
    for mistake, answer in wrong.items():
        for seed in SEEDS[::10]:
            verdict = exercise.judge(answer, seed)
            assert verdict.status in ("wrong", "cannot be judged"), (mistake, seed, verdict)
    assert exercise.judge(lambda *given: None).status == "not attempted"
    assert exercise.judge(3).status == "cannot be judged"


@named(FUNCTIONS)
def test_the_cases_are_drawn_anew_smallest_first_and_reach_beyond_squares(name):
    answer = ALL[name].answer
    one, other = answer.drawn(0), answer.drawn(1)
    assert len(one) >= 4
    assert repr(one) != repr(other) or len(one) > 20
    sizes = [sum(np.size(value) for value in case.values()) for case in one]
    assert sizes == sorted(sizes)
    assert repr(answer.drawn(0)) == repr(one)


@named(VALUES)
def test_a_value_is_right_and_each_misconception_wrong_and_named(name):
    answer = ALL[name].answer
    right = answer.example() if answer.kind == "design" else answer.right()
    assert answer.judge(right).status == "right", answer.judge(right)
    known = len(answer.wrong) + len(getattr(answer, "because", ()))
    assert known >= {"number": 4, "shape": 4}.get(answer.kind, 1)
    for mistake, compute in answer.wrong.items():
        verdict = answer.judge(compute())
        assert (verdict.status, verdict.misconception) == ("wrong", mistake), verdict


@named(VALUES)
def test_other_values_are_rejected(name):
    answer = ALL[name].answer
    for nonsense in ["a boot", object(), {}, float("nan"), [[]], b"1", True, lambda: 1]:
        assert answer.judge(nonsense).status != "right"
    if answer.kind == "choice":
        right = answer.right() if answer.several else [answer.right()]
        for place in range(len(answer.options)):
            expected = "right" if [place] == list(right) else "wrong"
            assert answer.judge(chr(ord("a") + place)).status == expected
        assert answer.judge("z").status == "cannot be judged"
    elif answer.kind == "shape":
        right = tuple(answer.right())
        for other in [(*right, 1), right[:-1] + (right[-1] + 1,), (right[0] - 1, *right[1:])]:
            assert answer.judge(other).status == "wrong"
        for form in [list(right), " x ".join(map(str, right)), (None, *right), np.array(right)]:
            assert answer.judge(form).status == "right", form
    elif answer.kind in ("number", "array"):
        right = np.asarray(answer.right(), float)
        share = 2 * getattr(answer, "share", 0.0) + 1e-6
        step = 2 * answer.tolerance + share * np.abs(right).max() + (right == 0).any() * 1e-9
        for other in [right + step, right - step, right + 1000, np.nan * right, right - 1e9]:
            assert answer.judge(other).status == "wrong", other
        assert answer.judge(right.tolist()).status == "right"


@pytest.mark.parametrize("name", ALL)
def test_hints_and_solution_are_there_and_no_hint_is_the_answer(name):
    exercise = ALL[name]
    assert len(set(exercise.hints)) == 3
    assert all(len(hint.split()) >= 4 for hint in exercise.hints)
    assert exercise.solution.strip()
    assert exercise.goal.endswith(".")
    assert 1 <= exercise.minutes <= 45
    assert exercise.difficulty in (1, 2, 3)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    if exercise.answer.kind in ("number", "shape"):
        right = exercise.answer.right()
        text = f"{right:,.10g}" if exercise.answer.kind == "number" else str(tuple(right))
        for hint in exercise.hints:
            ends = re.search(r"(?:is|are|gives|=)\s*([-−\d.,]+|\([\d, ]+\))\.?$", hint)
            assert not ends or plain(ends[1].rstrip(".")) != text, hint
    if exercise.answer.kind == "function":
        body = mutants.FENCE.findall(exercise.solution)[0]
        assert all(body.strip() not in hint for hint in exercise.hints)


def test_every_misconception_has_words_within_a_phones_line():
    for exercise in ALL.values():
        for mistake in exercise.answer.wrong:
            words = says(mistake)
            assert words.endswith((".", "?"))
            assert max(map(len, words.split())) <= 56


@pytest.mark.parametrize("chapter", sorted({one.chapter for one in ALL.values()}))
def test_a_chapter_asks_on_several_rungs(chapter):
    own = [exercise for exercise in ALL.values() if exercise.chapter == chapter]
    assert len(own) >= 6
    assert {one.rung for one in own} >= {"pencil", "predict", "write"}
