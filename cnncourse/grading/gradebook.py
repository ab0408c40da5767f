"""The gradebook and the files that other systems read, made anew from all reports each time."""

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from cnncourse import disk
from cnncourse.grading.assignment import Assignment
from cnncourse.grading.roster import Handed, Student
from cnncourse.grading.scoring import Report

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """A student's line in the gradebook.

    Parameters
    ----------
    student : Student
    report : Report
    submitted : datetime or None
        When the file was handed in.
    late : str
        How late that was, in words; empty if it was not.
    taken : float
        The points taken off for it.
    """

    student: Student
    report: Report
    submitted: datetime | None = None
    late: str = ""
    taken: float = 0.0

    @property
    def total(self) -> float:
        """The points that count."""
        return round(self.report.points - self.taken, 2)


def row(assignment: Assignment, student: Student, report: Report, submitted=None) -> Row:
    """Return a student's line, with what is taken off for lateness."""
    due = due_for(assignment, student)
    if due is None or submitted is None or submitted <= due:
        return Row(student, report, submitted)
    late = submitted - due
    share = assignment.late.share(late)
    words = in_words(late) + ("" if share else ", within the grace")
    return Row(student, report, submitted, words, round(report.points * share, 2))


def due_for(assignment: Assignment, student: Student) -> datetime | None:
    """Return a student's due time: the assignment's, or a later one of their own."""
    if assignment.due is None or not student.extension:
        return assignment.due
    own = datetime.fromisoformat(student.extension)
    own = own if own.tzinfo else own.replace(tzinfo=assignment.due.tzinfo)
    return max(own, assignment.due)


def in_words(late) -> str:
    """Return a time as days, hours and minutes."""
    minutes = int(late.total_seconds() // 60)
    parts = [(minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"


def rows(assignment, handed: list[Handed], reports, roster=None, times=None) -> list[Row]:
    """Return all lines, in the order of the students.

    Parameters
    ----------
    assignment : Assignment
    handed : list of Handed
    reports : dict of str to Report
    roster : dict of str to Student, optional
    times : dict of str to datetime, optional
        When each handed in; otherwise the file's own time counts.
    """
    found = []
    known = {name.casefold(): time for name, time in (times or {}).items()}
    for work in handed:
        student = (roster or {}).get(work.student, Student(work.student))
        submitted = known.get(work.student.casefold()) or time_of(work.path)
        found.append(row(assignment, student, reports[work.student], submitted))
    return found


def time_of(path: Path | None) -> datetime | None:
    """Return when a file was last written, or None."""
    return None if path is None else datetime.fromtimestamp(path.lstat().st_mtime, UTC)


def table(lines: list[list]) -> str:
    """Return lines as CSV that no spreadsheet takes for formulas."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[cell(one) for one in line] for line in lines])
    return text.getvalue()


def cell(value):
    """Return a value for a cell: text that begins like a formula gets a quote before it."""
    if isinstance(value, str):
        value = "".join(c if c.isprintable() else " " for c in value)
        return f"'{value}" if value.startswith(FORMULAS) else value
    return "" if value is None else f"{value:g}" if isinstance(value, float) else value


def gradebook(assignment: Assignment, found: list[Row], unsafe: bool = False) -> str:
    """Return ``gradebook.csv``: a line for each student, the points of each question, the total."""
    zone = assignment.due.tzinfo if assignment.due else ZoneInfo("UTC")
    head = ["student", "name", *assignment.questions, "reached", "late", "taken off", "total"]
    head += ["out of", "submitted", "remarks"]
    lines = [head]
    for one in found:
        marks = {mark.question: mark for mark in one.report.marks}
        points = [marks[q].points if q in marks else 0.0 for q in assignment.questions]
        submitted = (
            one.submitted.astimezone(zone).strftime("%Y-%m-%d %H:%M") if one.submitted else ""
        )
        remarks = [one.report.unreadable, *one.report.told]
        remarks += ["graded without a sandbox"] if unsafe else []
        line = [one.student.student, one.student.name, *points, round(one.report.points, 2)]
        line += [one.late, one.taken, one.total, float(assignment.points), submitted]
        lines.append([*line, "; ".join(part for part in remarks if part)])
    return table(lines)


def canvas(assignment: Assignment, found: list[Row]) -> str:
    """Return a file that Canvas imports as marks: its own five columns, then the assignment."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment.title]
    lines = [head, ["Points Possible", "", "", "", "", float(assignment.points)]]
    for one in found:
        person = one.student
        name = person.name or person.student
        lines.append([name, person.canvas_id, "", person.email or person.student, "", one.total])
    return table(lines)


def moodle(assignment: Assignment, found: list[Row]) -> str:
    """Return a file that Moodle imports as marks, its users known by their addresses."""
    head = ["Email address", "ID number", assignment.title, "Feedback"]
    lines = [head]
    for one in found:
        lines.append([one.student.email, one.student.student, one.total, said(one)])
    return table(lines)


def said(one: Row) -> str:
    """Return a student's feedback in a line."""
    if one.report.unreadable:
        return one.report.unreadable
    parts = [f"{m.question}: {m.status} ({m.points:g}/{m.out_of:g})" for m in one.report.marks]
    return "; ".join(parts)


def gradescope(one: Row) -> str:
    """Return what a Gradescope autograder writes for one submission, ``results.json``."""
    tests = [
        {
            "name": mark.question,
            "score": mark.points,
            "max_score": mark.out_of,
            "output": mark.words,
            "visibility": "visible",
        }
        for mark in one.report.marks
    ]
    content = {"score": one.total, "tests": tests, "visibility": "visible"}
    if output := "\n".join(part for part in (one.report.unreadable, *one.report.told) if part):
        content["output"] = output
    return json.dumps(content, indent=1)


def write(assignment: Assignment, found: list[Row], folder: Path, unsafe: bool = False) -> None:
    """Write the gradebook and the files for Canvas, Moodle and Gradescope, each whole."""
    folder = Path(folder)
    texts = {
        "gradebook.csv": gradebook(assignment, found, unsafe),
        "canvas.csv": canvas(assignment, found),
        "moodle.csv": moodle(assignment, found),
    }
    for one in found:
        safe = "".join(
            c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in one.student.student
        )
        texts[f"gradescope/{safe.lstrip('.') or '_'}/results.json"] = gradescope(one)
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        disk.write_atomically(path, text.encode())
