"""The judge against answers that are hostile, endless, silent or right in an unusual way."""

import time

import numpy as np
import pytest

from cnncourse import exercises
from cnncourse.exercises import check, guard, hint, shown, solution
from cnncourse.exercises.comparison import difference
from cnncourse.exercises.verdict import WIDTH
from tests.test_exercises import mutants
from tests.test_exercises.naming import named

SLIDE = exercises.find("slide")
slide = mutants.solved(SLIDE)


class Hostile:
    """What claims to be right in every way that an object has."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __len__(self):
        raise SystemExit

    def __repr__(self):
        raise ValueError("no words")

    def __iter__(self):
        while True:
            yield 1

    def __array__(self, *args, **kwargs):
        raise SystemExit


class Lying(np.ndarray):
    """An array whose every comparison and difference says that it is right."""

    def __eq__(self, other):
        return np.True_

    def __sub__(self, other):
        return np.zeros(3)

    def __array__(self, *args, **kwargs):
        return self


RIGHT = np.array([[1.5, 2.0], [-3.0, 4.0]], np.float32)


@pytest.mark.parametrize(
    "came",
    [RIGHT, RIGHT.tolist(), RIGHT.astype(np.float64), RIGHT + 1e-6, tuple(map(tuple, RIGHT))]
    + [np.asfortranarray(RIGHT), RIGHT.view(Lying)],
    ids=lambda one: type(one).__name__,
)
def test_right_in_another_form(came):
    assert difference(RIGHT, came) is None


def test_whole_numbers_are_right_where_they_are_exact():
    assert difference(np.array([1.0, 2.0]), np.array([1, 2])) is None
    assert difference(np.array([1, 2], np.uint8), [1.0, 2.0]) is None
    found = difference(np.array([1.5, 2.0]), np.array([1, 2]))
    assert (found.what, found.where.tolist()) == ("dtype", [True, False])


@pytest.mark.parametrize(
    ("came", "what", "words"),
    [
        (RIGHT[:1], "shape", "expected shape (2, 2), got (1, 2)"),
        (RIGHT.T, "values", "2 of 4 numbers differ"),
        (RIGHT + 1e-3, "values", "4 of 4 numbers differ"),
        (RIGHT * np.nan, "values", "4 of 4 numbers differ"),
        (np.full((2, 2), np.inf), "values", "4 of 4 numbers differ"),
        ((RIGHT + 1).view(Lying), "values", "4 of 4 numbers differ"),
        (RIGHT + 0j, "type", "expected an array of numbers, got an array of complex64"),
        (RIGHT > 0, "type", "expected an array of numbers, got an array of bool"),
        (RIGHT.astype(object), "type", "expected an array of numbers, got an array of object"),
        ([[1.5], [1, 2]], "type", "expected an array of numbers, got a list of 2"),
        (None, "type", "got None (a function without return gives that)"),
        ("right", "type", "got the text 'right'"),
        ((one for one in [1]), "type", "got a generator (yield where return is meant?)"),
        (slide, "type", "got a function"),
        (1.5, "shape", "expected shape (2, 2), got ()"),
    ],
    ids=named,
)
def test_what_is_wrong_is_said(came, what, words):
    found = difference(RIGHT, came)
    assert found.what == what
    assert words in found.words


def test_nan_agrees_with_nan_alone_and_booleans_with_booleans():
    assert difference(np.array([np.nan, 1]), [np.nan, 1]) is None
    assert difference(np.array([np.nan, 1]), [0, 1]).what == "values"
    assert difference(np.array([True, False]), [True, False]) is None
    assert difference(np.array([True, False]), [1, 0]) is None
    assert difference(np.array([True, False]), [True, True]).what == "values"


def test_several_values():
    assert difference((RIGHT, 3.0), [RIGHT.tolist(), 3]) is None
    assert difference((RIGHT, 3.0), (RIGHT, 4)).words == "value 2: the number differs"
    assert difference((RIGHT, 3.0), RIGHT[0, 0]).what == "type"
    assert difference((RIGHT, 3.0), (RIGHT,)).words == "expected 2 values, got 1"


def endless(image, kernel):
    while True:
        pass


def endless_and_deaf(image, kernel):
    while True:
        try:
            sum(range(100))
        except:  # noqa: E722
            pass


def asleep(image, kernel):
    time.sleep(60)


@pytest.mark.parametrize("function", [endless, endless_and_deaf, asleep])
def test_what_never_ends_is_ended(function):
    found = guard.call(function, (1, 2), seconds=0.2)
    assert found.error == "it was still running after 0.2 seconds: an endless loop?"


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda image, kernel: 1 / 0, "ZeroDivisionError: division by zero"),
        (lambda image, kernel: exit(), "SystemExit"),
        (lambda image: image, "TypeError"),
        (lambda image, kernel: endless.nothing, "AttributeError"),
        (lambda image, kernel: (_ for _ in ()).throw(ValueError("two\n\nlines")), "two lines"),
        (lambda image, kernel: np.ones(3) @ np.ones(4), "ValueError"),
    ],
)
def test_an_exception_is_told_in_one_line(function, words):
    verdict = check("slide", function)
    assert verdict.status == "cannot be judged"
    assert words in verdict.words
    assert "\n" not in verdict.words


def test_recursion_is_told_with_its_line():
    def deep(image, kernel):
        return deep(image, kernel)

    verdict = check("slide", deep)
    assert "RecursionError" in verdict.words
    assert "(line " in verdict.words


def stub_with_words(image, kernel):
    """Return the map."""


def stub_that_passes(image, kernel):
    pass


def stub_of_none(image, kernel):
    return None


def stub_of_dots(image, kernel):
    output = ...
    return output


def stub_that_raises(image, kernel):
    """Return the map."""
    raise NotImplementedError("write it")


@pytest.mark.parametrize(
    "answer",
    [None, ..., "", "  ", lambda image, kernel: ..., stub_with_words, stub_that_passes]
    + [stub_of_none, stub_of_dots, stub_that_raises],
)
def test_a_stub_is_not_attempted(answer):
    assert check("slide", answer).status == "not attempted"
    assert SLIDE.judge(answer).status == "not attempted"


def test_a_function_that_does_something_and_returns_nothing_is_wrong():
    def forgetful(image, kernel):
        slide(image, kernel)

    verdict = check("slide", forgetful)
    assert verdict.status == "wrong"
    assert "without return" in verdict.words


def test_the_input_must_stay_as_it_was():
    def careless(image, kernel):
        output = slide(image, kernel)
        image[0, 0] += 1
        return output

    verdict = check("slide", careless)
    assert (verdict.status, verdict.misconception) == ("wrong", "input changed in place")


def test_one_call_cannot_change_the_next_ones_cases():
    def greedy(image, kernel):
        image[...] = 0
        kernel[...] = 0
        return np.zeros((image.shape[0] - kernel.shape[0] + 1, image.shape[1]))

    assert check("slide", greedy).status == "wrong"
    assert check("slide", slide).status == "right"


@pytest.mark.parametrize(
    "answer",
    [Hostile(), lambda image, kernel: Hostile(), [Hostile()]]
    + [Hostile, type, 1j, b"", {"a": 1}, [[1], [1, 2]], "x" * 10**6, 10**5000, float("nan")]
    + [lambda image, kernel: slide(image, kernel).view(Lying) + 1, RIGHT.view(Lying)],
    ids=lambda one: type(one).__name__,
)
@pytest.mark.parametrize("name", ["slide", "window-sum", "no such exercise", Hostile()])
def test_the_result_is_a_verdict_that_can_be_shown_whatever_comes(name, answer):
    verdict = check(name, answer)
    assert verdict.status in ("wrong", "cannot be judged")
    assert not verdict
    lines = repr(verdict).splitlines()
    assert all(len(line) <= WIDTH for line in lines)


def test_an_unknown_name_is_answered_with_the_nearest():
    assert "did you mean 'window-sum'?" in check("windowsum", 3).words
    with pytest.raises(KeyError, match="did you mean 'slide'"):
        hint("slid")


def test_what_a_function_prints_is_cut(capsys):
    def noisy(image, kernel):
        for _ in range(10_000):
            print("here")
        return slide(image, kernel)

    assert check("slide", noisy)
    assert 2000 <= len(capsys.readouterr().out) < 5 * 2100


def test_a_wrong_function_is_shown_its_smallest_case_and_never_the_solution():
    verdict = check("slide", mutants.by_name(SLIDE, SLIDE.answer.wrong["flipped kernel"]))
    assert verdict.misconception == "flipped kernel"
    assert verdict.tried.startswith("image = [[")
    assert verdict.expected
    assert verdict.came
    assert "def slide" not in repr(verdict)
    assert "output[r, c]" not in repr(verdict)
    assert verdict.tried == shown.case(SLIDE.answer.drawn(0)[0])


def test_three_hints_and_a_solution_after_an_attempt(monkeypatch):
    monkeypatch.setattr(exercises, "_attempted", set())
    monkeypatch.setattr(exercises, "_hints_given", {})
    check("slide", ...)
    check("window-sum", "a boot")
    assert "Try it first" in solution("slide")
    assert "Try it first" in solution("window-sum")
    first, second, third = (hint("slide") for _ in range(3))
    assert [first[0], second[0]] == ["1", "2"]
    assert third == hint("slide")
    assert all(text in third for text in SLIDE.hints)
    check("slide", lambda image, kernel: 1 / 0)
    assert "def slide" in solution("slide")


def test_the_verdict_on_a_choice():
    choice = exercises.kinds.Choice(["one", "two", "three"], lambda: [0, 2], {1: "Two is even."})
    for answer in [
        "a, c",
        "A and C",
        "c a",
        "(a) (c)",
        ["a", "c"],
        {0, 2},
        "1, 3",
        ["one", "three"],
    ]:
        assert choice.judge(answer).status == "right", answer
    assert choice.judge("a").words == "these hold, but they are not all"
    assert choice.judge("a, b").words == "Two is even."
    assert choice.judge("d").status == choice.judge("boot").status == "cannot be judged"
    single = exercises.kinds.Choice(["one", "two"], lambda: 1)
    spelt = ("b", "2", 1, "two", "Two.", "b) two", "option B", "'b'", np.array(1), ["b"])
    assert {single.judge(one).status for one in spelt} == {"right"}
    assert single.judge("a").status == "wrong"
    spelt = ("it is b", "I choose B.", "b - two", "b because one is not", "b, since one is not")
    assert {single.judge(one).status for one in spelt} == {"right"}
    assert single.judge("a because two is not").status == "wrong"
    for both in ("a b", "a, b", ["a", "b"]):
        assert single.judge(both).status == "cannot be judged", both
    rates = exercises.kinds.Choice(["0.2", "0.41"], lambda: 1)
    assert rates.judge(0.41)
    assert rates.judge("0.41")
    assert rates.judge(0.2).status == "wrong"


def test_an_answer_near_zero_is_not_taken_for_a_small_mistake():
    loss = exercises.kinds.Number(lambda: 4.6, {"share for loss": lambda: 0.01}, tolerance=0.01)
    assert loss.judge(0).misconception == loss.judge(0.015).misconception == ""
    assert loss.judge(0.01).misconception == "share for loss"


def test_a_row_may_be_a_table_of_one_row_and_a_table_a_row():
    row = exercises.kinds.Array(lambda: np.array([1, 2, 3]), {"flipped kernel": lambda: [3, 2, 1]})
    table = exercises.kinds.Array(lambda: np.array([[1, 2, 3]]))
    for answer in ("1, 2, 3", "[[1, 2, 3]]", [[1, 2, 3]], (1, 2, 3)):
        assert row.judge(answer), answer
        assert table.judge(answer), answer
    assert row.judge([[3, 2, 1]]).misconception == "flipped kernel"
    assert row.judge([[1, 2, 4]]).words == "1 of 3 numbers are off"
    assert row.judge("boot").words.endswith("write them as 1, 2, 3")


def test_right_numbers_in_another_form_show_no_mistake():
    padding, slide = exercises.find("same-padding"), exercises.find("slide")
    as_array = padding.judge(lambda *case: np.array(padding.answer.expected(*case)))
    assert as_array.status == "right"
    told = slide.judge(lambda *case: str(slide.answer.expected(*case)))
    assert (told.status, told.misconception) == ("wrong", "")
