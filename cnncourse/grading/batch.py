"""All submissions of a folder, graded: each once, each stored at once, in any order.

A run that was ended at any moment goes on where it was: a report stands on disk whole or not at
all, and is made again only if its file, the assignment or the secret has changed.
"""

import hashlib
import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import cnncourse
from cnncourse import disk
from cnncourse.grading.assignment import Assignment
from cnncourse.grading.roster import Handed
from cnncourse.grading.sandbox import SandboxError
from cnncourse.grading.scoring import Grader, Mark, Report

REPORTS = "reports"


class Store:
    """The reports of a run, one file for each student.

    Parameters
    ----------
    folder : Path
        Of the whole run; the reports are in ``reports/``.
    """

    def __init__(self, folder: Path):
        self.folder = Path(folder) / REPORTS
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, student: str) -> Path:
        """Return where a student's report is: the name's own letters, and what they hash to."""
        safe = "".join(c if c.isascii() and c.isalnum() else "-" for c in student)[:40]
        return self.folder / f"{safe}-{digest_of(student)[:12]}.json"

    def read(self, student: str) -> Report | None:
        """Return a student's report, or None if there is none that can be read."""
        try:
            return Report.from_json(self.path(student).read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, report: Report) -> None:
        """Store a report, whole or not at all."""
        disk.write_atomically(self.path(report.student), report.to_json().encode())


def digest_of(name: str) -> str:
    """Return a hash of a name, which may be that of a file that is no text at all."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def digest(assignment: Assignment, secret: bytes, path: Path | None) -> str:
    """Return a hash of all that a report depends on."""
    found = hashlib.sha256(cnncourse.__version__.encode())
    found.update(hashlib.sha256(secret).digest())
    for suffix in (".yaml", ".py", ".ipynb"):
        part = assignment.master.with_suffix(suffix)
        found.update(hashlib.sha256(part.read_bytes() if part.exists() else b"").digest())
    if path is not None and not path.is_symlink() and path.is_file():
        with open(path, "rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def merged(old: Report | None, new: Report) -> Report:
    """Return a report in which the questions that were graded anew take the place of the old."""
    if old is None or old.digest != new.digest or len(new.marks) >= len(old.marks):
        return new
    fresh = {mark.question: mark for mark in new.marks}
    new.marks = [fresh.get(mark.question, mark) for mark in old.marks]
    return new


def grade(
    grader: Grader,
    handed: list[Handed],
    store: Store,
    *,
    jobs: int = 1,
    questions=None,
    again: bool = False,
    progress: Callable[[Report], None] = lambda report: None,
) -> Iterator[Report]:
    """Grade what was handed in and give each report as it is made or found.

    Parameters
    ----------
    grader : Grader
    handed : list of Handed
    store : Store
    jobs : int
        How many are graded at once.
    questions : sequence of str, optional
        Those to grade again, where the rest stays as it is.
    again : bool
        Whether what has been graded is graded anew.
    progress : function
        Called with each report.
    """
    slots = queue.SimpleQueue()
    for slot in range(jobs):
        slots.put(slot)

    def one(work: Handed) -> Report:
        mark = digest(grader.assignment, grader.secret, work.path)
        old = store.read(work.student)
        if old and old.digest == mark and not (again or questions):
            return old
        slot = slots.get()
        try:
            new = graded(grader, work, questions, slot)
        finally:
            slots.put(slot)
        new.digest = mark
        new = merged(old, new) if questions else new
        store.write(new)
        return new

    with ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(one, work) for work in handed]
        try:
            for done in as_completed(waiting):
                report = done.result()
                progress(report)
                yield report
        finally:
            for one_left in waiting:
                one_left.cancel()


def graded(grader, work, questions, slot):
    """Return a report, also for what cannot be graded: nobody is lost."""
    if work.path is None or work.problem:
        asked = grader.assignment.questions.values()
        marks = [Mark(one.name, "not attempted", 0.0, one.points) for one in asked]
        return Report(work.student, marks, unreadable=work.problem)
    try:
        return grader.report(work.student, work.path, questions, slot)
    except SandboxError:
        raise  # there is none to be had, for anybody
    except Exception as error:  # whatever is in a file, the others are graded
        asked = grader.assignment.questions.values()
        marks = [Mark(one.name, "cannot be judged", 0.0, one.points) for one in asked]
        why = f"the grader could not grade it ({type(error).__name__}); look at it by hand"
        return Report(work.student, marks, unreadable=why)
