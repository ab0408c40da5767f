"""What a judge answers."""

from dataclasses import dataclass

RIGHT = "right"
WRONG = "wrong"
MISSING = "not attempted"
UNJUDGED = "cannot be judged"
WIDTH = 60  # columns of a line: a phone shows it whole


@dataclass(frozen=True, eq=False)
class Verdict:
    """How an answer fares; true if it is right.

    Parameters
    ----------
    status : str
        ``"right"``, ``"wrong"``, ``"not attempted"`` or ``"cannot be judged"``.
    words : str
        In a sentence, what is to be said of it.
    misconception : str
        The name of the mistake that it shows, if it shows a known one.
    tried, expected, came : str
        The smallest case that fails, and what it should and did give.
    picture : str
        The two beside one another, the differing numbers marked.
    exercise : str
        The exercise's name.
    """

    status: str
    words: str = ""
    misconception: str = ""
    tried: str = ""
    expected: str = ""
    came: str = ""
    picture: str = ""
    exercise: str = ""

    def __bool__(self):
        return self.status == RIGHT

    def __repr__(self):
        lines = _wrapped(f"{self.exercise}: {self.status}", "")
        lines += _wrapped(self.words, "  ") if self.words else []
        for name in ("tried", "expected", "came"):
            value = getattr(self, name)
            lines += _block(name, value) if value else []
        lines += [f"  {line}" for line in self.picture.splitlines()]
        return "\n".join(lines)


def _block(name, text):
    first, *rest = text.splitlines()
    return [f"  {name + ':':10}{first}", *(f"{'':12}{line}" for line in rest)]


def _wrapped(text, indent):
    """Return a text's lines, none longer than a phone shows."""
    lines, line = [], indent
    for word in text.split():
        if len(line) + len(word) + 1 > WIDTH and line.strip():
            lines.append(line.rstrip())
            line = indent
        line += word + " "
    return [*lines, line.rstrip()]
