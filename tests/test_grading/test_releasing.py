"""What students get: their own numbers, and nothing that they should not see."""

import json
from pathlib import Path

import nbformat
import pytest

from cnncourse.cli.grading import SECRET as SECRET_FILE
from cnncourse.grading import assignment, releasing, variants
from cnncourse.grading.assignment import AssignmentError
from tests.test_grading import handing

pytest.importorskip("nbgrader")
SECRET = b"s" * 64


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return handing.master(tmp_path_factory.mktemp("master"))


@pytest.fixture(scope="module")
def released(work, tmp_path_factory):
    folder = tmp_path_factory.mktemp("released")
    releasing.release(work, folder, SECRET, ["ada", "bob"])
    return folder


def test_each_student_has_three_versions(released):
    found = sorted(str(path.relative_to(released)) for path in released.rglob("*.ipynb"))
    versions = ("instructor", "solution", "student")
    assert found == [f"{v}/{s}.ipynb" for v in versions for s in ("ada", "bob")]


def test_no_solution_hidden_case_or_secret_is_in_a_students_file(released):
    for path in (released / "student").iterdir():
        text = path.read_text()
        for leak in ("BEGIN", "HIDDEN", "(18, 24)", "image.sum()", "164", "41", "s" * 64, "/tmp"):
            assert leak not in text, leak
        for cell in json.loads(text)["cells"]:
            assert cell.get("outputs", []) == []
            assert cell["metadata"] == {}


def test_the_solution_version_has_solutions_and_no_hidden_test(released):
    text = (released / "solution" / "ada.ipynb").read_text()
    assert "image.sum()" in text
    assert "164" not in text
    assert "164" in (released / "instructor" / "ada.ipynb").read_text()


def test_students_have_numbers_of_their_own_and_the_same_again(work, released, tmp_path):
    ada, bob = ((released / "student" / f"{s}.ipynb").read_text() for s in ("ada", "bob"))
    assert ada.replace("'ada'", "'bob'") != bob
    releasing.release(work, tmp_path, SECRET, ["ada"])
    assert (tmp_path / "student" / "ada.ipynb").read_text() == ada
    assert releasing.student_notebook(work, b"t" * 64, "ada") != nbformat.reads(ada, 4)


def test_every_file_is_a_valid_notebook_whose_code_can_be_compiled(released):
    for path in released.rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        ids = [cell.id for cell in notebook.cells]
        assert len(ids) == len(set(ids))
        for cell in notebook.cells:
            if cell.cell_type == "code" and "%pip" not in cell.source:
                compile(cell.source, path.name, "exec")


def test_the_notebook_says_that_hidden_cases_exist_and_when_it_is_due(released):
    text = (released / "student" / "ada.ipynb").read_text()
    assert "hidden cases" in text
    assert "Due 01 February 2027, 23:59 (Europe/Rome)" in text
    assert "3 questions, 6 points" in text


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (handing.CELLS[:-4], "no cell is marked '# exercise: q2'"),
        ([*handing.CELLS, ("code", "# exercise: q9\nx = 1")], "'# exercise: q9' is no question"),
        ([*handing.CELLS, ("markdown", "{{ q7 }}")], "{{ q7 }} names no question"),
        ([*handing.CELLS, ("code", "### BEGIN SOLUTION\nx = 1")], "marks"),
    ],
)
def test_what_is_wrong_with_a_master_is_named(cells, words, tmp_path):
    work = handing.master(tmp_path, cells=cells)
    with pytest.raises(AssignmentError) as error:
        releasing.student_notebook(work, SECRET)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("points: 2", "points: many", "question q1: points: must be a number from 0 to inf"),
        ("points: 2", "points: -1", "must be a number from 0"),
        ("own/window", "own/windows", "no own exercise 'windows'; known are: window, total"),
        ("map-size", "map-sizes", "did you mean 'map-size'?"),
        ("answer: size", "answer: 2b", "answer must be a name in Python"),
        ("answer: size", "answers: size", "unknown answers; known are"),
        ("2027-02-01 23:59", "soon", "must be a time such as 2027-02-01 23:59"),
        ("Europe/Rome", "Europe/Atlantis", "must be a time"),
        ("most: 0.5", "most: 5", "late: most: must be a number from 0 to 1"),
        ("questions:", "question:", "unknown question"),
        ("title: First steps", "title: [", "not YAML"),
    ],
)
def test_what_is_wrong_with_a_yaml_is_named_with_its_place(old, new, words, tmp_path):
    with pytest.raises(AssignmentError) as error:
        handing.master(tmp_path, yaml=handing.YAML.replace(old, new, 1))
    assert words in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AssignmentError, match="no such file; a master NAME.ipynb has a NAME.yaml"):
        assignment.load(tmp_path / "first.ipynb")


def test_variants_are_of_one_difficulty(work):
    """Over a thousand students: no question is easier by its numbers, none has a tie."""
    question = work.questions["q1"]
    answers = []
    for number in range(1000):
        made = work.variant(question, SECRET, f"student{number}").exercise
        right = made.answer.right()
        answers.append(right)
        assert not made.answer.judge(made.answer.wrong["flipped kernel"]())
    assert len(set(answers)) > 600
    assert variants.ANYONE == ""


def test_the_secret_is_not_committed_by_accident():
    ignored = (Path(__file__).resolve().parents[2] / ".gitignore").read_text().splitlines()
    assert str(SECRET_FILE) in ignored
