"""A master notebook made into what students, instructors and graders get.

What is cleared is cleared by nbgrader's own preprocessors, by their marks: ``### BEGIN SOLUTION``
and ``### BEGIN HIDDEN TESTS``. What differs from student to student is put in where the master
says ``{{ q1 }}`` (the question's text) and ``{{ q1.given }}`` (the code that it begins with).
"""

import copy
import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from cnncourse import disk
from cnncourse.grading import variants
from cnncourse.grading.assignment import Assignment, AssignmentError
from cnncourse.grading.submission import MARK

PLACE = re.compile(r"\{\{\s*([\w-]+)(\.given)?\s*\}\}")
STUB = "..."
KEPT = {"kernelspec", "language_info"}


def student_notebook(assignment: Assignment, secret: bytes, student: str = variants.ANYONE):
    """Return what a student gets: no solution, no hidden test, no output, one cell to hand in."""
    notebook = filled(assignment, secret, student)
    return _finished(_cleared(notebook, solutions=True), assignment, student)


def solution_notebook(assignment: Assignment, secret: bytes, student: str = variants.ANYONE):
    """Return the same with its solutions, for after the due time."""
    notebook = filled(assignment, secret, student)
    return _finished(_cleared(notebook, solutions=False), assignment, student)


def filled(assignment: Assignment, secret: bytes, student: str):
    """Return the master with a student's numbers in it.

    Raises
    ------
    AssignmentError
        If a place names no question, or a question has no cell.
    """
    notebook = nbformat.read(assignment.master, as_version=4)
    made = {}

    def put(match):
        name, given = match.groups()
        if name not in assignment.questions:
            raise AssignmentError(f"{assignment.master.name}: {match[0]} names no question")
        if name not in made:
            question = assignment.questions[name]
            made[name] = assignment.variant(question, secret, student)
        return made[name].given if given else made[name].exercise.asked

    for cell in notebook.cells:
        cell.source = PLACE.sub(put, cell.source)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    marked = {match[1] for match in MARK.finditer(code)}
    if missing := [name for name in assignment.questions if name not in marked]:
        raise AssignmentError(
            f"{assignment.master.name}: no cell is marked '# exercise: {missing[0]}'; every "
            "question of the YAML needs one"
        )
    if extra := sorted(marked - set(assignment.questions)):
        raise AssignmentError(
            f"{assignment.master.name}: '# exercise: {extra[0]}' is no question of the YAML"
        )
    return notebook


def _cleared(notebook, *, solutions):
    """Return a notebook without hidden tests and outputs, and without solutions if so wanted."""
    from nbgrader.preprocessors import ClearHiddenTests, ClearOutput, ClearSolutions

    steps = [ClearHiddenTests(enforce_metadata=False), ClearOutput()]
    if solutions:
        stubs = {"python": STUB}
        steps.insert(
            0, ClearSolutions(enforce_metadata=False, code_stub=stubs, text_stub="*Your answer*")
        )
    for step in steps:
        try:
            notebook, _ = step.preprocess(notebook, {})
        except RuntimeError as error:  # a mark that begins and does not end
            raise AssignmentError(f"the master's marks: {error}") from None
    return notebook


def _finished(notebook, assignment, student):
    """Return a notebook with its head and its end, and nothing of the master in its metadata."""
    notebook = copy.deepcopy(notebook)
    for number, cell in enumerate(notebook.cells):
        cell.metadata = nbformat.NotebookNode()
        marked = MARK.search(cell.source) if cell.cell_type == "code" else None
        cell.id = f"exercise-{marked[1]}" if marked else f"cell-{number}"
        if cell.cell_type == "code":
            cell.execution_count, cell.outputs = None, []
    own = {key: value for key, value in notebook.metadata.items() if key in KEPT}
    notebook.metadata = nbformat.NotebookNode(own)
    notebook.cells[0:1] += [new_markdown_cell(about(assignment), id="about")]
    notebook.cells += [
        new_markdown_cell(HAND_IN_TEXT, id="hand-in-text"),
        new_code_cell(hand_in(assignment, student), id="hand-in"),
    ]
    return notebook


def about(assignment: Assignment) -> str:
    """Return what a student must know before beginning."""
    lines = [f"*{len(assignment.questions)} questions, {assignment.points:g} points.*"]
    if assignment.due:
        lines.append(f"*Due {assignment.due:%d %B %Y, %H:%M} ({assignment.due.tzinfo}).*")
    lines.append(
        "`check` says how an answer fares on public cases. When your work is graded, hidden "
        "cases are tried as well: an answer that is right on the public ones alone is not yet "
        "right. Leave the lines `# exercise: ...` as they are; they tell which cell answers which "
        "question."
    )
    return "\n\n".join(lines)


HAND_IN_TEXT = (
    "## Hand in\n\nThe cell below says which questions have no answer yet, and makes the file to "
    "hand in. Save the notebook first."
)


def hand_in(assignment: Assignment, student: str) -> str:
    """Return the source of the cell that looks for what is missing and makes the file."""
    answers = {name: one.answer for name, one in assignment.questions.items()}
    return (
        "# cnncourse: hand in\nfrom cnncourse.grading.handing_in import hand_in\n\n"
        f"hand_in(\n    {assignment.name!r},\n    {answers!r},\n    globals(),\n"
        f"    student={student!r},\n)"
    )


def release(assignment: Assignment, folder: Path, secret: bytes, students=()) -> list[Path]:
    """Write the versions of an assignment into a folder; return the students' files.

    Parameters
    ----------
    assignment : Assignment
    folder : Path
        Gets ``student/``, ``solution/`` and ``instructor/``, each with a notebook for each student,
        or one for all.
    secret : bytes
    students : sequence of str
        As the roster names them; without any, everybody has the same numbers.
    """
    written = []
    for student in students or [variants.ANYONE]:
        name = f"{student}.ipynb" if student else f"{assignment.name}.ipynb"
        versions = {
            "student": student_notebook(assignment, secret, student),
            "solution": solution_notebook(assignment, secret, student),
            "instructor": filled(assignment, secret, student),
        }
        for version, notebook in versions.items():
            path = Path(folder) / version / name
            path.parent.mkdir(parents=True, exist_ok=True)
            text = nbformat.writes(notebook).rstrip("\n") + "\n"
            disk.write_atomically(path, text.encode())
            written += [path] if version == "student" else []
    return written
