"""What is asked: an exercise and how it is told."""

from dataclasses import dataclass
from typing import Any

from cnncourse.exercises.verdict import Verdict

RUNGS = ("pencil", "predict", "edit", "write", "explain", "design")


@dataclass(frozen=True, eq=False)
class Exercise:
    """One thing to find out, to write or to explain, and how an answer is judged.

    Parameters
    ----------
    name : str
        Lower-case words and numbers joined by ``-``, such as ``"max-pool-2"``.
    chapter : str
        The chapter's file name, such as ``"pooling"``.
    section : str
        The heading in the chapter that it belongs to.
    rung : str
        ``"pencil"``, ``"predict"``, ``"edit"``, ``"write"``, ``"explain"`` or ``"design"``.
    goal : str
        What one can do afterwards.
    minutes : int
    difficulty : int
        1, 2 or 3.
    prompt : str
        What is asked, in Markdown.
    answer : Number, Shape, Choice, Array, Design or Function
    hints : tuple of three str
        From a nudge to nearly all of it; none is the answer.
    solution : str
        In Markdown; for a function its source in a ``python`` block.
    """

    name: str
    chapter: str
    section: str
    rung: str
    goal: str
    minutes: int
    difficulty: int
    prompt: str
    answer: Any
    hints: tuple[str, str, str]
    solution: str

    def __post_init__(self):
        if self.rung not in RUNGS:
            raise ValueError(f"rung must be one of {', '.join(RUNGS)}, got {self.rung!r}")
        if len(self.hints) != 3:
            raise ValueError(f"{self.name} has {len(self.hints)} hints; give three")

    @property
    def asked(self) -> str:
        """What is asked, with the options of a choice behind letters, in Markdown."""
        if self.answer.kind != "choice":
            return self.prompt
        options = [f"- **{chr(97 + n)}** {one}" for n, one in enumerate(self.answer.options)]
        return f"{self.prompt}\n\n" + "\n".join(options)

    @property
    def defines(self) -> str:
        """The name of what a learner's code makes: the function's, or ``answer``."""
        return getattr(self.answer, "signature", "answer").partition("(")[0]

    @property
    def start(self) -> str:
        """The code that a learner starts from."""
        if self.answer.kind != "function":
            return "answer = ..."
        return self.answer.stub or f"def {self.answer.signature}:\n    ..."

    def judge(self, answer, seed: int = 0) -> Verdict:
        """Return the verdict on an answer; the seed draws the cases of a function."""
        from dataclasses import replace

        kinds = {"seed": seed} if self.answer.kind == "function" else {}
        return replace(self.answer.judge(answer, **kinds), exercise=self.name)
