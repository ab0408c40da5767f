"""An assignment as its instructor writes it: a master notebook and what is said of it in YAML.

``NAME.ipynb`` holds text, questions and solutions; ``NAME.yaml`` points, minutes, rubric and dates;
``NAME.py``, where there is one, exercises of the assignment's own.
"""

import importlib.util
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from cnncourse.exercises import Exercise, find
from cnncourse.grading import variants

NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
DRAWS = 100
RUNS = ("numpy", "frameworks")
OWN = "own/"
HIDDEN = ("exercises", "geometry", "ops", "gradients", "reference", "scipy")
"""What a question cannot import unless its YAML says otherwise: what has the answer ready."""


class AssignmentError(ValueError):
    """What is wrong with a master or its YAML: the file, the rule, what was found, the cure."""


def asked(chapter: str, name: str, rung: str, prompt: str, answer, *, minutes, difficulty=1):
    """Return an assignment's own exercise: it has no hints and shows no solution.

    Parameters
    ----------
    chapter, name, rung, prompt, answer, minutes, difficulty
        As an `Exercise`'s.
    """
    return Exercise(
        name, chapter, "", rung, prompt, minutes, difficulty, prompt, answer, ("", "", ""), ""
    )


@dataclass(frozen=True)
class Variant:
    """What one student is asked.

    Parameters
    ----------
    exercise : Exercise
    given : str
        Code that the student's notebook begins the question with, such as a kernel of their own.
    """

    exercise: Exercise
    given: str = ""


def is_fair(answer) -> bool:
    """Return whether no known mistake gives the right answer by luck."""
    if answer.kind not in ("number", "shape", "array"):
        return True
    return not any(answer.judge(wrong()) for wrong in answer.wrong.values())


@dataclass(frozen=True)
class Question:
    """A question of an assignment.

    Parameters
    ----------
    name : str
        As in the mark ``# exercise: NAME`` of the master's cells.
    source : str
        The name of an exercise of the course, or ``own/`` and one of the assignment's own.
    make : function
        From a random generator, the `Variant`.
    answer : str
        The name that the answer has in the notebook: a variable or a function.
    points : float
    minutes : int
    rubric : str
        What the points are for.
    runs : str
        ``"numpy"`` or ``"frameworks"``: which limits it has.
    partial : bool
        Whether a function that is right on some cases gets that share of the points.
    credit : dict of str to float
        The share of the points for an answer that shows a misconception.
    hidden : tuple of str
        Rooms of the course, and packages, that cannot be imported while it is graded.
    """

    name: str
    source: str
    make: Callable
    answer: str
    points: float
    minutes: int = 5
    rubric: str = ""
    runs: str = "numpy"
    partial: bool = False
    credit: dict = field(default_factory=dict)
    hidden: tuple[str, ...] = ("exercises",)


@dataclass(frozen=True)
class Late:
    """What is taken off when work comes late.

    Parameters
    ----------
    grace : timedelta
        After the due time, without a penalty.
    per_day : float
        The share of the reached points for each day begun.
    most : float
        The largest share that is taken.
    """

    grace: timedelta = timedelta(0)
    per_day: float = 0.0
    most: float = 1.0

    def share(self, late: timedelta) -> float:
        """Return the share that is taken off for a time after the due time."""
        if late <= self.grace or not self.per_day:
            return 0.0
        days = -(-late // timedelta(days=1))
        return min(self.most, days * self.per_day)


@dataclass(frozen=True)
class Assignment:
    """An assignment, read.

    Parameters
    ----------
    name, title : str
    master : Path
    questions : dict of str to Question
    due : datetime or None
        With its time zone.
    late : Late
    """

    name: str
    title: str
    master: Path
    questions: dict[str, Question]
    due: datetime | None = None
    late: Late = Late()

    @property
    def points(self) -> float:
        """All points that can be reached."""
        return sum(question.points for question in self.questions.values())

    def variant(self, question: Question, secret: bytes, student: str) -> Variant:
        """Return what a student is asked, the same each time: numbers that show each mistake.

        Raises
        ------
        AssignmentError
            If none are found.
        """
        rng = variants.generator(secret, student, self.name, question.name)
        for _ in range(DRAWS):
            made = question.make(rng)
            made = made if isinstance(made, Variant) else Variant(made)
            if not question.source.startswith(OWN) or is_fair(made.exercise.answer):
                return made
        raise AssignmentError(
            f"{self.name}, question {question.name}: {question.source} drew {DRAWS} times numbers "
            "for which a known mistake gives the right answer; draw from more of them"
        )

    def hidden_seed(self, question: Question, secret: bytes, student: str) -> int:
        """Return the seed of the cases that a student does not see."""
        return variants.seed(secret, student, self.name, f"{question.name} hidden")


def load(master: Path) -> Assignment:
    """Read the assignment of a master notebook.

    Raises
    ------
    AssignmentError
        If a file is missing, or says something that cannot be.
    """
    master = Path(master)
    master = master if master.suffix == ".ipynb" else master.with_suffix(".ipynb")
    told = master.with_suffix(".yaml")
    for path in (master, told):
        if not path.is_file():
            raise AssignmentError(f"{path}: no such file; a master NAME.ipynb has a NAME.yaml")
    if not NAME.fullmatch(master.stem):
        raise AssignmentError(f"{master.name}: a name has small letters, digits, - and _ alone")
    try:
        content = yaml.safe_load(told.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise AssignmentError(f"{told}: not YAML: {' '.join(str(error).split())}") from None
    return Reader(told, content).assignment(master)


class Reader:
    """Reads what a YAML file says and names the place of whatever is wrong."""

    KEYS = {"title", "due", "time_zone", "late", "questions"}
    OF_QUESTION = {"exercise", "answer", "points", "minutes", "rubric", "runs", "partial", "credit"}
    OF_QUESTION |= {"hidden"}
    OF_LATE = {"grace_minutes", "penalty_per_day", "most"}

    def __init__(self, path: Path, content):
        self.path, self.content = path, content
        self.own = None

    def wrong(self, place, words):
        """Return the error for a place in the file."""
        return AssignmentError(f"{self.path.name}, {place}: {words}")

    def table(self, value, place, keys):
        """Return a value that must be a table with these keys."""
        if not isinstance(value, dict):
            raise self.wrong(place, f"must be a table of {', '.join(sorted(keys))}, got {value!r}")
        if extra := sorted(set(map(str, value)) - keys):
            raise self.wrong(place, f"unknown {', '.join(extra)}; known are {sorted(keys)}")
        return value

    def number(self, value, place, low=0.0, high=float("inf")):
        """Return a value that must be a number within bounds."""
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            raise self.wrong(place, f"must be a number from {low:g} to {high:g}, got {value!r}")
        return value

    def assignment(self, master) -> Assignment:
        """Return the whole."""
        content = self.table(self.content, "the file", self.KEYS)
        questions = content.get("questions")
        if not isinstance(questions, dict) or not questions:
            raise self.wrong("questions", "must be a table of questions by their names")
        return Assignment(
            name=master.stem,
            title=str(content.get("title", master.stem)),
            master=master,
            questions={str(n): self.question(str(n), q) for n, q in questions.items()},
            due=self.due(content),
            late=self.late(content.get("late", {})),
        )

    def due(self, content):
        """Return the due time with its time zone, or None."""
        due, zone = content.get("due"), content.get("time_zone", "UTC")
        if due is None:
            return None
        try:
            due = due if isinstance(due, datetime) else datetime.fromisoformat(str(due))
            return due if due.tzinfo else due.replace(tzinfo=ZoneInfo(str(zone)))
        except (ValueError, ZoneInfoNotFoundError):
            words = (
                "must be a time such as 2027-02-01 23:59, with time_zone such as Europe/Rome; "
                f"got {due!r}, {zone!r}"
            )
            raise self.wrong("due", words) from None

    def late(self, value):
        """Return the late policy."""
        value = self.table(value, "late", self.OF_LATE)
        grace = self.number(value.get("grace_minutes", 0), "late: grace_minutes")
        day = self.number(value.get("penalty_per_day", 0), "late: penalty_per_day", 0, 1)
        most = self.number(value.get("most", 1), "late: most", 0, 1)
        return Late(timedelta(minutes=grace), float(day), float(most))

    def question(self, name, value) -> Question:
        """Return one question."""
        place = f"question {name}"
        if not NAME.fullmatch(name):
            raise self.wrong(place, "a name has small letters, digits, - and _ alone")
        value = self.table(value, place, self.OF_QUESTION)
        if "exercise" not in value or "points" not in value:
            raise self.wrong(place, "needs exercise and points")
        answer = str(value.get("answer", name.replace("-", "_")))
        if not answer.isidentifier():
            raise self.wrong(place, f"answer must be a name in Python, got {answer!r}")
        if (runs := value.get("runs", "numpy")) not in RUNS:
            raise self.wrong(place, f"runs must be one of {', '.join(RUNS)}, got {runs!r}")
        credit = value.get("credit", {})
        shares = {str(k): self.number(v, f"{place}: credit", 0, 1) for k, v in credit.items()}
        return Question(
            name=name,
            source=str(value["exercise"]),
            make=self.maker(str(value["exercise"]), place),
            answer=answer,
            points=self.number(value["points"], f"{place}: points"),
            minutes=int(self.number(value.get("minutes", 5), f"{place}: minutes", 1)),
            rubric=str(value.get("rubric", "")),
            runs=runs,
            partial=bool(value.get("partial", False)),
            credit=shares,
            hidden=tuple(value.get("hidden", HIDDEN)),
        )

    def maker(self, source, place):
        """Return the function that makes a student's variant."""
        if source.startswith(OWN):
            name = source.removeprefix(OWN)
            own = self.own_exercises()
            if name not in own:
                known = ", ".join(own) or "none"
                raise self.wrong(place, f"no own exercise {name!r}; known are: {known}")
            return own[name]
        try:
            exercise = find(source)
        except KeyError as error:
            raise self.wrong(place, error.args[0]) from None
        return lambda rng: exercise

    def own_exercises(self):
        """Return the makers in the module beside the master: its ``EXERCISES``."""
        if self.own is None:
            path = self.path.with_suffix(".py")
            if not path.is_file():
                raise AssignmentError(f"{path}: no such file; it holds the own exercises")
            spec = importlib.util.spec_from_file_location(f"assignment_{path.stem}", path)
            module = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = module
            spec.loader.exec_module(module)
            self.own = dict(module.EXERCISES)
        return self.own
