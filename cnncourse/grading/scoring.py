"""A submission's score: each question run in the sandbox, its plain values judged outside."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cnncourse.architecture import Architecture
from cnncourse.exercises.guard import Outcome
from cnncourse.exercises.verdict import MISSING, RIGHT, UNJUDGED, WRONG, Verdict
from cnncourse.grading import submission
from cnncourse.grading.assignment import Assignment, Question
from cnncourse.grading.sandbox import Limits, Sandbox, SandboxError, plain

MOST_KEPT = 2000  # characters of an answer

ENDED = {
    "time": "it did not end in the time that a question has",
    "cpu": "it used all the seconds of the processor that a question has",
    "exit 0": "it ended Python before there was an answer",
}


@dataclass
class Mark:
    """What one question came to.

    Parameters
    ----------
    question : str
    status : str
        As a `Verdict`'s.
    points, out_of : float
    words : str
        For the student: no hidden case is in it.
    misconception : str
        The name of a known mistake that the answer shows.
    told : list of str
        What happened to its cells.
    answer : str
        A value that was answered, as `sandbox.plain` writes it; empty for a function.
    """

    question: str
    status: str
    points: float
    out_of: float
    words: str = ""
    misconception: str = ""
    told: list[str] = field(default_factory=list)
    answer: str = ""


@dataclass
class Report:
    """What one submission came to.

    Parameters
    ----------
    student : str
    marks : list of Mark
    told : list of str
        What was strange about the file.
    unreadable : str
        Why there was nothing to grade; empty if there was.
    digest : str
        Of the file and the assignment: a report of the same two is not made twice.
    """

    student: str
    marks: list[Mark] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    unreadable: str = ""
    digest: str = ""

    @property
    def points(self) -> float:
        """All points reached, before anything is taken off for lateness."""
        return sum(mark.points for mark in self.marks)

    def to_json(self) -> str:
        """Return the report as text, which `from_json` reads back."""
        # ASCII alone: an error of a student's may hold half a character, which no file can.
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Report":
        """Return the report that a text holds."""
        content = json.loads(text)
        return cls(**content | {"marks": [Mark(**mark) for mark in content["marks"]]})


class Grader:
    """Grades the submissions to an assignment.

    Parameters
    ----------
    assignment : Assignment
    secret : bytes
    sandbox : function
        Called as `Sandbox`, it gives what answers questions.
    """

    def __init__(self, assignment: Assignment, secret: bytes, sandbox=Sandbox):
        self.assignment, self.secret, self.sandbox = assignment, secret, sandbox

    def report(self, student: str, path: Path, questions=None, slot: int = 0) -> Report:
        """Return the report of a student's file, whatever is in it.

        Parameters
        ----------
        student : str
        path : Path
        questions : sequence of str, optional
            Those to grade; all of the assignment's otherwise.
        slot : int
            Of those that are graded at once.

        Raises
        ------
        SandboxError
            If no sandbox can be had at all.
        """
        asked = [
            q for q in self.assignment.questions.values() if not questions or q.name in questions
        ]
        answers = {one.name: one.answer for one in self.assignment.questions.values()}
        try:
            handed = submission.read(path, answers)
        except submission.SubmissionError as error:
            marks = [Mark(one.name, UNJUDGED, 0.0, one.points, "not read") for one in asked]
            return Report(student, marks, unreadable=str(error))
        found = Report(student, told=handed.told)
        for group in grouped(asked):
            with Boxes(self.sandbox, slot, group[0]) as boxes:
                found.marks += [self.mark(student, one, handed, boxes) for one in group]
        order = list(answers)
        found.marks.sort(key=lambda mark: order.index(mark.question))
        return found

    def mark(self, student, question: Question, handed, boxes) -> Mark:
        """Return the mark of one question."""
        exercise = self.assignment.variant(question, self.secret, student).exercise
        seed = self.assignment.hidden_seed(question, self.secret, student)
        own = handed.cells.get(question.name, [])
        function = exercise.answer.kind == "function"
        cases = exercise.answer.drawn(seed) if function else None
        asked = {
            "answer": question.answer,
            "cases": [list(case.values()) for case in cases] if function else None,
            "stubs": [exercise.answer.stub] if function and exercise.answer.stub else [],
        }
        told = [] if own else ["no cell of this question was found"]
        came = boxes.ask(asked | {"cells": [*handed.shared, *own]})
        if not came.get("found") and handed.shared:
            # What stands elsewhere in the notebook may have ended it before its own cells.
            alone = boxes.ask(asked | {"cells": own})
            if alone.get("found"):
                came = alone
                told.append("the notebook's other cells failed; this one was run without them")
        told += [f"a cell ended in {error}" for error in came.get("cells", []) if error][:5]
        verdict, share = judged(exercise, cases, came)
        answer = "" if function else kept(came.get("value"))
        return scored(question, verdict, share, told, answer)


class Boxes:
    """One student's sandbox, renewed when something has ended it."""

    def __init__(self, sandbox, slot, question):
        limits = Limits() if question.runs == "numpy" else Limits.of_frameworks()
        self.start = lambda: sandbox(slot=slot, limits=limits, hidden=question.hidden)
        self.box = None

    def __enter__(self):
        self.box = self.start().__enter__()
        return self

    def __exit__(self, *error):
        self.box.__exit__(*error)

    def ask(self, question) -> dict:
        """Return the answer, or how it ended; the next question has a sandbox again."""
        try:
            return self.box.ask(question)
        except SandboxError as error:
            self.box.__exit__(None, None, None)
            self.box = self.start().__enter__()
            return {"ended": str(error)}


def grouped(questions):
    """Return the questions in groups that can share a sandbox: the same limits, the same rooms."""
    groups = {}
    for question in questions:
        groups.setdefault((question.runs, question.hidden), []).append(question)
    return list(groups.values())


def judged(exercise, cases, came: dict) -> tuple[Verdict, float]:
    """Return the verdict on what came out of a sandbox, and the share of cases that are right."""
    if "ended" in came:
        ended = str(came["ended"])
        return Verdict(UNJUDGED, ENDED.get(ended, f"it ended early ({ended})")), 0.0
    if error := came.get("error"):
        return Verdict(UNJUDGED, str(error)), 0.0
    if not came.get("found") or came.get("stub"):
        return Verdict(MISSING, "nothing is answered"), 0.0
    if cases is not None:
        return judged_calls(exercise.answer, cases, came.get("calls"))
    verdict = exercise.judge(restored(came.get("value")))
    return verdict, float(verdict.status == RIGHT)


def judged_calls(answer, cases, calls) -> tuple[Verdict, float]:
    """Return the verdict on a function's calls, of which some may be missing or no calls at all."""
    whole = isinstance(calls, list) and all(isinstance(one, dict) for one in calls)
    if not whole or not calls or len(calls) > len(cases):
        return Verdict(UNJUDGED, "what came back is not what the calls give"), 0.0
    outcomes = [
        (
            Outcome(one.get("value"), str(one.get("error") or ""), one.get("missing") is True),
            one.get("changed") is True,
        )
        for one in calls
    ]
    last = outcomes[-1][0]
    if len(calls) < len(cases) and not (last.error or last.missing):
        return Verdict(UNJUDGED, "it ended before all cases were tried"), 0.0
    verdict = answer.judge_outcomes(cases, outcomes)
    right = sum(
        bool(answer.judge_outcomes([case], [outcome]))
        for case, outcome in zip(cases, outcomes, strict=False)
    )
    return verdict, right / len(cases)


def restored(value):
    """Return a value as the student's notebook had it: a description of a network is text here."""
    if isinstance(value, dict) and set(value) == {"architecture"}:
        try:
            return Architecture.from_json(value["architecture"])
        except (TypeError, ValueError):
            return None
    return value


def kept(value) -> str:
    """Return an answer as it is kept in a report; nothing if it is long."""
    text = "" if value is None else plain.dumps(value).decode()
    return text if len(text) <= MOST_KEPT else ""


def scored(question: Question, verdict: Verdict, share: float, told, answer="") -> Mark:
    """Return the mark for a verdict, told without a hidden case."""
    points = 0.0
    if verdict.status == RIGHT:
        points = question.points
    elif verdict.status == WRONG:
        worth = question.credit.get(verdict.misconception, 0.0)
        points = question.points * max(worth, share if question.partial else 0.0)
    words = verdict.words
    if verdict.status == WRONG and not verdict.misconception and 0 < share < 1:
        words = f"right on {share:.0%} of the hidden cases"
    elif verdict.status == WRONG and not verdict.misconception and verdict.tried:
        words = "wrong on the hidden cases"
    return Mark(
        question.name,
        verdict.status,
        round(points, 4),
        question.points,
        words,
        verdict.misconception,
        told,
        answer,
    )
