"""What a teacher is told of each exercise is what the grader does."""

import re

import numpy as np
import pytest
import yaml

from cnncourse.exercises import exercises, guide
from cnncourse.exercises.guard import Outcome
from cnncourse.exercises.misconceptions import NAMED, ask
from cnncourse.exercises.verdict import Verdict
from cnncourse.grading import scoring
from cnncourse.grading.assignment import Question

ALL = list(exercises().values())
FUNCTIONS = [one for one in ALL if one.answer.kind == "function"]


def points(exercise, verdict, share, **more):
    """Return what the grader gives for a verdict, of one point."""
    question = Question("q1", exercise.name, None, "q1", 1.0, **more)
    return scoring.scored(question, verdict, share, []).points


def graded(answer, make, cases, **more):
    """Return what the grader gives a function that returns ``make``'s values."""
    calls = []
    for case in cases:
        try:
            with np.errstate(all="ignore"):
                calls.append({"value": make(**case)})
        except (ValueError, ZeroDivisionError, IndexError) as error:
            calls.append({"error": type(error).__name__})
            break
    verdict, share = scoring.judged_calls(answer, cases, calls)
    question = Question("q1", "x", None, "q1", 1.0, **more)
    return scoring.scored(question, verdict, share, []).points


def test_every_mistake_has_a_question_and_every_question_its_mistake():
    for name, (says, words) in NAMED.items():
        assert 10 < len(words) <= 90, name
        assert words[0].isupper() or words[0].isdigit(), name
        assert words[-1] in "?.", name
        assert words != says


def test_a_mistake_without_a_question_is_named():
    with pytest.raises(KeyError, match="no misconception is called 'no such'; add it to"):
        ask("no such")


@pytest.mark.parametrize("exercise", ALL, ids=lambda one: one.name)
def test_full_marks_are_for_the_right_answer_and_the_rubric_says_it(exercise):
    answer, told = exercise.answer, guide.rubric(exercise)
    for words in (told.full, told.part, told.none):
        assert words[0].isupper()
        assert words.endswith(".")
        assert "`" not in words
    if answer.kind == "function":
        cases = answer.drawn(3)
        assert graded(answer, answer.expected, cases) == 1
        count = int(re.search(r"all (\d+) hidden cases", told.full)[1])
        assert count == len(cases)
    elif answer.kind == "choice":
        letters = re.findall(r"\b[a-z]\b", told.full)
        assert exercise.judge(letters if answer.several else letters[0])
    elif answer.kind == "design":
        assert exercise.judge(answer.example())
        assert all(words in told.full for words, _ in answer.requirements)
    else:
        text = re.search(r"[-\d(\[].*", told.full)[0] if answer.kind != "array" else ""
        said = re.search(r"\[.*\]", told.full)[0] if answer.kind == "array" else ""
        found = said or text.partition(", at most")[0].partition(", written")[0].rstrip(".")
        assert exercise.judge(found), found


@pytest.mark.parametrize("exercise", ALL, ids=lambda one: one.name)
def test_a_named_mistake_gets_nothing_or_what_the_yaml_gives_it(exercise):
    answer, told = exercise.answer, guide.rubric(exercise)
    if answer.kind == "function":
        return
    credit = re.search(r"credit: ({.*})", told.part)
    assert bool(credit) == bool(answer.wrong)
    for name, wrong in answer.wrong.items():
        verdict = exercise.judge(wrong())
        if verdict.misconception == name:  # another may give the same answer, and is found first
            assert points(exercise, verdict, 0.0) == 0
            assert points(exercise, verdict, 0.0, credit={name: 0.25}) == 0.25
    if credit:
        ((name, share),) = yaml.safe_load(credit[1]).items()
        assert name in answer.wrong
        assert share == 0.5


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda one: one.name)
def test_what_partial_credit_gives_a_mistake_is_what_the_guide_says(exercise):
    answer, told = exercise.answer, guide.rubric(exercise)
    shares = {one.name: one.share for one in guide.mistakes(exercise)}
    for name, wrong in answer.wrong.items():
        given = []
        for seed in guide.SEEDS:
            cases = answer.drawn(seed)
            if all(defined(wrong, case) for case in cases):
                given.append(graded(answer, wrong, cases, partial=True))
                assert graded(answer, wrong, cases) in (0, 1)
        if len(given) == len(guide.SEEDS) and 1 not in given:
            # Points are kept to four places.
            assert np.mean(given) == pytest.approx(shares[name], abs=1e-4), name
        assert (f"{name} about {shares[name]:.0%}" in told.part) == (0 < shares[name] < 1)


def defined(wrong, case):
    """Return whether a mistake gives anything on a case."""
    try:
        with np.errstate(all="ignore"):
            wrong(**case)
    except (ValueError, ZeroDivisionError, IndexError):
        return False
    return True


def test_an_error_in_one_case_costs_all_marks_with_partial_credit_too():
    exercise = exercises()["max-pool"]
    cases = exercise.answer.drawn()
    calls = [{"value": exercise.answer.expected(**cases[0])}, {"error": "ValueError: no"}]
    verdict, share = scoring.judged_calls(exercise.answer, cases, calls)
    assert share > 0
    assert points(exercise, verdict, share, partial=True) == 0
    assert "an error" in guide.rubric(exercise).none


def test_some_of_several_right_options_get_nothing():
    several = [one for one in ALL if one.answer.kind == "choice" and one.answer.several]
    assert several
    for exercise in several:
        right = list(exercise.answer.right())
        assert not exercise.judge(right[:-1])
        assert not exercise.judge([*right, next(n for n in range(9) if n not in right)])
        assert "missing" in guide.rubric(exercise).none


def test_every_mistake_of_an_exercise_is_listed_with_its_words():
    for exercise in ALL:
        listed = {one.name: one for one in guide.mistakes(exercise)}
        for name in exercise.answer.wrong:
            assert (listed[name].words, listed[name].ask) == (NAMED[name].says, NAMED[name].asks)
        reasons = getattr(exercise.answer, "because", {})
        assert len(listed) == len(exercise.answer.wrong) + len(reasons)


def test_a_share_is_of_all_the_cases_that_are_drawn():
    exercise = exercises()["mean-of-two"]
    (first, *_), count = exercise.answer.wrong.items(), 0
    name, wrong = first
    total = 0
    for seed in guide.SEEDS:
        for case in exercise.answer.drawn(seed):
            outcome = Outcome(wrong(**case))
            count += bool(exercise.answer.judge_outcomes([case], [(outcome, False)]))
            total += 1
    told = {one.name: one.share for one in guide.mistakes(exercise)}
    assert told[name] == count / total
    assert isinstance(exercise.judge(...), Verdict)
