"""A class graded on several machines, by Dask: the same reports, stored in the same place."""

import os
from collections.abc import Iterator
from pathlib import Path

from cnncourse.grading import assignment, batch
from cnncourse.grading.roster import Handed
from cnncourse.grading.sandbox import Sandbox, probe, unsafe
from cnncourse.grading.scoring import Grader, Report

SLOTS = 1000


def one(master: str, secret: bytes, work: Handed, questions, boxed: bool) -> str:
    """Return the report of one submission as text; run by a worker, which sees the same files."""
    box = Sandbox if boxed else unsafe.Process
    if boxed and not _probed:
        probe.check()
        _probed.append(True)
    grader = Grader(assignment.load(Path(master)), secret, box)
    return batch.graded(grader, work, questions, os.getpid() % SLOTS).to_json()


_probed: list[bool] = []


def grade(
    address: str, grader: Grader, handed: list[Handed], store, *, questions=None, again=False
) -> Iterator[Report]:
    """Grade on the workers of a scheduler and give each report as it comes.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.5:8786``. Its workers must see the assignment
        and the submissions under the same paths, and have the same environment.
    grader : Grader
    handed : list of Handed
    store : Store
        On this machine; what is in it already is not sent.
    questions, again
        As `batch.grade`.
    """
    from dask.distributed import Client, as_completed

    boxed = grader.sandbox is Sandbox
    master = str(grader.assignment.master.resolve())
    with Client(address) as client:
        marks, waiting = {}, []
        for work in handed:
            mark = batch.digest(grader.assignment, grader.secret, work.path)
            old = store.read(work.student)
            if old and old.digest == mark and not (again or questions):
                yield old
                continue
            sent = client.submit(one, master, grader.secret, work, questions, boxed, pure=False)
            marks[sent.key] = mark, old
            waiting.append(sent)
        for done in as_completed(waiting):
            new = Report.from_json(done.result())
            new.digest, old = marks[done.key]
            new = batch.merged(old, new) if questions else new
            store.write(new)
            yield new
