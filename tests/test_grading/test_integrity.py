"""Flags: what is copied is flagged whatever its names, what many have is not, nothing is judged."""

import pytest

from cnncourse.exercises.verdict import RIGHT, WRONG
from cnncourse.grading import integrity, overview
from cnncourse.grading.sandbox import plain
from cnncourse.grading.scoring import Mark, Report
from tests.test_grading import handing

SECRET = b"s" * 64
LOOPS = """
def convolve(image, kernel):
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    found = [[0.0] * columns for _ in range(rows)]
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    found[r][c] += kernel[i, j] * image[r + i, c + j]
    return found
"""
RENAMED = '''
def convolve(picture, weights):
    """My own work."""
    h = picture.shape[0] - weights.shape[0] + 1
    w = picture.shape[1] - weights.shape[1] + 1  # the width
    out = [[0.0] * w for _ in range(h)]
    for y in range(h):
        for x in range(w):
            for a in range(weights.shape[0]):
                for b in range(weights.shape[1]):
                    out[y][x] += weights[a, b] * picture[y + a, x + b]
    return out
'''
WINDOWS = """
import numpy as np
def convolve(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("rcij,ij->rc", windows, kernel)
"""


def pairs(sources, given=""):
    return {(one.student, one.other) for one in integrity.alike("q1", sources, given)}


def test_copied_code_is_flagged_whatever_its_names_comments_and_docstring():
    (flag,) = integrity.alike("q1", {"ada": LOOPS, "bob": RENAMED, "cem": WINDOWS})
    assert (flag.student, flag.other, flag.question) == ("ada", "bob", "q1")
    assert flag.excerpts == (LOOPS, RENAMED)


def test_what_a_large_part_of_a_class_has_is_nobodys_own():
    many = {f"student{n}": LOOPS for n in range(5)} | {"other": WINDOWS}
    assert pairs(many) == set()


def test_what_the_release_gave_counts_for_nobody():
    assert pairs({"ada": LOOPS, "bob": RENAMED}, given=LOOPS) == set()


@pytest.mark.parametrize("source", ["", "def f(x: return", "x = 1", "\x00", "(" * 500])
def test_short_and_torn_code_is_like_nothing(source):
    assert pairs({"ada": source, "bob": source}) == set()


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return handing.master(tmp_path_factory.mktemp("integrity"))


def report(work, student, value, status=WRONG):
    return Report(student, [Mark("q1", status, 0, 2, answer=plain.dumps(value).decode())])


def right_for(work, student):
    return work.variant(work.questions["q1"], SECRET, student).exercise.answer.right()


def test_an_answer_for_anothers_numbers_is_flagged(work):
    reports = [
        report(work, "ada", right_for(work, "ada"), RIGHT),
        report(work, "bob", right_for(work, "ada")),
        report(work, "cem", -1.5),
    ]
    (flag,) = integrity.right_for_another(work, SECRET, reports)
    assert (flag.student, flag.other) == ("bob", "ada")


def test_an_answer_that_fits_nobody_is_not_flagged(work):
    reports = [report(work, name, -1.5) for name in ("ada", "bob")]
    assert integrity.right_for_another(work, SECRET, reports) == []


def test_the_class_report_counts_and_shows_no_tag_of_a_students(work):
    marks = [Mark("q1", WRONG, 0, 2, misconception="flipped kernel"), Mark("q2", RIGHT, 1, 1)]
    reports = [Report("ada", marks), Report("bob", marks), Report("eve", unreadable="torn")]
    flags = [integrity.Flag("ada", "<b>", "q1", "<i>", ("<script>", "y"))]
    page = overview.page(work, reports, flags)
    assert "2 submissions graded" in page
    assert "flipped kernel" in page
    for tag in ("<b><", "<i></p>", "<script>"):
        assert tag not in page
    assert overview.mistakes_csv(work, reports).splitlines()[1:] == [
        "q1,own/window,flipped kernel,2"
    ]
