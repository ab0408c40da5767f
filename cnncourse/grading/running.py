"""A run of the grader: what is graded already, what is left, and everything that is written."""

import contextlib
import json
import sys
from pathlib import Path

from tqdm import tqdm

from cnncourse import disk
from cnncourse.grading import (
    batch,
    environment,
    feedback,
    gradebook,
    integrity,
    overview,
    submission,
)
from cnncourse.grading.assignment import Assignment
from cnncourse.grading.roster import Handed
from cnncourse.grading.sandbox import Sandbox, probe, unsafe
from cnncourse.grading.scoring import Grader


class Run:
    """Grades submissions to an assignment into a folder.

    Parameters
    ----------
    assignment : Assignment
    secret : bytes
    folder : Path
        Gets ``gradebook.csv``, files for Canvas, Moodle and Gradescope, ``feedback/`` and, for
        the next run, ``reports/``.
    roster : dict of str to Student, optional
    unsafe : bool
        Whether submissions run without a sandbox.
    """

    def __init__(
        self, assignment: Assignment, secret: bytes, folder: Path, roster=None, unsafe=False
    ):
        self.assignment, self.secret, self.folder = assignment, secret, Path(folder)
        self.roster, self.unsafe = roster, unsafe

    def grade(
        self,
        handed: list[Handed],
        *,
        jobs=1,
        students=(),
        questions=None,
        again=False,
        times=None,
        progress=True,
        dask=None,
    ) -> str:
        """Grade, write everything and return in a few lines what came of it.

        Raises
        ------
        SandboxError
            If there is no sandbox, or it does not hold.
        """
        box = unsafe.Process if self.unsafe else Sandbox
        if not self.unsafe:
            probe.check()
        store = batch.Store(self.folder)
        grader = Grader(self.assignment, self.secret, box)
        chosen = (
            [one for one in handed if one.student.casefold() in students] if students else handed
        )
        once_more = again or bool(students and not questions)
        made = batch.grade(grader, chosen, store, jobs=jobs, questions=questions, again=once_more)
        if dask:
            from cnncourse.grading import many

            made = many.grade(dask, grader, chosen, store, questions=questions, again=once_more)
        bar = tqdm(total=len(chosen), disable=not progress, file=sys.stderr, unit="submission")
        with bar:
            for _ in made:
                bar.update()
        return self.write(handed, store, times)

    def write(self, handed, store, times=None) -> str:
        """Write the gradebook and all that goes with it, from the reports there are."""
        reports = {one.student: store.read(one.student) for one in handed}
        present = [one for one in handed if reports[one.student] is not None]
        rows = gradebook.rows(self.assignment, present, reports, self.roster, times)
        gradebook.write(self.assignment, rows, self.folder, self.unsafe)
        pages = self.folder / "feedback"
        pages.mkdir(exist_ok=True)
        for row in rows:
            name = store.path(row.student.student).stem
            page = feedback.page(self.assignment, row).encode()
            disk.write_atomically(pages / f"{name}.html", page)
        listed = {
            row.student.student: f"{store.path(row.student.student).stem}.html" for row in rows
        }
        disk.write_atomically(pages / "index.json", json.dumps(listed, indent=1).encode())
        self.overview(present, [row.report for row in rows])
        return self.summary(rows, len(handed))

    def overview(self, handed, reports):
        """Write how the class did, and what is to be looked at."""
        flags = integrity.right_for_another(self.assignment, self.secret, reports)
        answers = {name: one.answer for name, one in self.assignment.questions.items()}
        read = {}
        for work in handed:
            with contextlib.suppress(submission.SubmissionError):
                if work.path is not None and not work.problem:
                    read[work.student] = submission.read(work.path, answers).cells
        for name in answers:
            sources = {s: "\n".join(cells[name]) for s, cells in read.items() if name in cells}
            flags += integrity.alike(name, sources)
        page = overview.page(self.assignment, reports, flags)
        disk.write_atomically(self.folder / "class.html", page.encode())
        mistakes = overview.mistakes_csv(self.assignment, reports)
        disk.write_atomically(self.folder / "mistakes.csv", mistakes.encode())

    def colab(self) -> dict[str, str]:
        """Return Colab's versions of what the assignment imports."""
        sources, _ = submission.sources_of(self.assignment.master)
        runs = {one.runs for one in self.assignment.questions.values()}
        return environment.of_assignment("\n".join(sources), "frameworks" in runs)

    def summary(self, rows, count) -> str:
        """Return what there is, in lines of text."""
        graded = [row for row in rows if not row.report.unreadable]
        lines = [f"{len(rows)} of {count} in {self.folder / 'gradebook.csv'}"]
        if graded:
            mean = sum(row.total for row in graded) / len(graded)
            lines.append(
                f"{len(graded)} graded, mean {mean:.2f} of {self.assignment.points:g} points"
            )
        if told := environment.differences(self.colab()):
            lines.append(f"other versions here than on Colab: {'; '.join(told)}")
        lines += [
            f"{row.student.student}: {row.report.unreadable}"
            for row in rows
            if row.report.unreadable
        ]
        return "\n".join("".join(c if c.isprintable() else "?" for c in line) for line in lines)
