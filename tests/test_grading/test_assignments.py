"""The four assignments of the course: released, solved, graded; fair to everyone."""

import shutil
from pathlib import Path

import pytest

from cnncourse.exercises.verdict import MISSING
from cnncourse.grading import assignment, releasing, scoring
from cnncourse.grading.sandbox import unavailable

pytest.importorskip("nbgrader")
FOLDER = Path(__file__).resolve().parents[2] / "book" / "assignments"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
SECRET = b"s" * 64
STUDENTS = [f"student{number}" for number in range(1000)]


@pytest.fixture(scope="module", params=NAMES)
def work(request):
    return assignment.load(FOLDER / f"{request.param}.ipynb")


def test_there_are_four():
    assert len(NAMES) == 4


def test_minutes_and_points_are_stated_for_every_question(work):
    assert work.due is not None
    for question in work.questions.values():
        assert question.rubric.endswith(".")
        assert question.points > 0
        assert question.minutes > 0


@pytest.mark.slow
@pytest.mark.skipif(bool(unavailable()), reason=f"no sandbox: {unavailable()}")
def test_the_solution_gets_every_point_and_the_empty_notebook_none(work, tmp_path):
    student = "ada"
    releasing.release(work, tmp_path, SECRET, [student])
    grader = scoring.Grader(work, SECRET)
    solved = grader.report(student, tmp_path / "solution" / f"{student}.ipynb")
    assert {m.question: m.points for m in solved.marks} == {
        name: one.points for name, one in work.questions.items()
    }, solved.to_json()
    empty = grader.report(student, tmp_path / "student" / f"{student}.ipynb")
    assert [m.points for m in empty.marks] == [0] * len(work.questions)
    assert {m.status for m in empty.marks} == {MISSING}
    shutil.rmtree(tmp_path / "instructor")


def test_every_students_numbers_are_as_hard_as_the_others(work):
    """No mistake gives the right answer by luck, and the numbers differ from student to student."""
    for question in work.questions.values():
        given, count = set(), set()
        for student in STUDENTS:
            variant = work.variant(question, SECRET, student)
            answer = variant.exercise.answer
            given.add(variant.given)
            if answer.kind in ("number", "shape", "array"):
                assert answer.judge(answer.right())
                count.add(len(answer.wrong))
                for name, wrong in answer.wrong.items():
                    verdict = answer.judge(wrong())
                    assert not verdict, f"{question.name}, {student}: {name} is right"
        if question.source.startswith(assignment.OWN) and any(given):
            assert len(given) > 15, question.name
        assert len(count) <= 1


def test_no_solution_or_hidden_test_is_in_what_a_student_gets(work):
    text = releasing.nbformat.writes(releasing.student_notebook(work, SECRET, "ada"))
    for leak in ("BEGIN", "SOLUTION", "HIDDEN", "assert", SECRET.decode(), str(FOLDER)):
        assert leak not in text, leak
