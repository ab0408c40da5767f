"""Flags for a person to look at: an answer that fits another's numbers, code that is alike.

A flag is never a verdict: two students may have learned from the same page. Names and layout do
not count, and neither does what most of a class or the release itself has.
"""

import ast
import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass

from cnncourse.exercises.verdict import RIGHT
from cnncourse.grading.assignment import OWN, Assignment
from cnncourse.grading.sandbox import plain

GRAM = 12
"""Parts of a syntax tree that make one print; shorter code has none and is like nothing."""
COMMON = 0.2
"""What a larger share of a class has is nobody's own."""
ALIKE = 0.8
LEAST = 8
"""Prints that two must share."""


@dataclass(frozen=True)
class Flag:
    """Something to look at.

    Parameters
    ----------
    student, other : str
    question : str
    words : str
    excerpts : tuple of str
        The code of both, where it is about code.
    """

    student: str
    other: str
    question: str
    words: str
    excerpts: tuple[str, ...] = ()


def right_for_another(assignment: Assignment, secret: bytes, reports) -> list[Flag]:
    """Return a flag for each wrong answer that is right for other students' numbers, and not many.

    Parameters
    ----------
    assignment : Assignment
    secret : bytes
    reports : list of Report
    """
    flags = []
    for question in assignment.questions.values():
        if not question.source.startswith(OWN):
            continue
        wrong = [
            (one.student, mark.answer)
            for one in reports
            for mark in one.marks
            if mark.question == question.name and mark.answer and mark.status != RIGHT
        ]
        if not wrong:
            continue
        students = [one.student for one in reports]
        made = {s: assignment.variant(question, secret, s).exercise for s in students}
        for student, answer in wrong:
            value = plain.loads(answer.encode())
            fits = [other for other, exercise in made.items() if exercise.judge(value)]
            if 0 < len(fits) <= max(1, COMMON * len(students)):
                words = "the answer is wrong here and right for the other's numbers"
                flags += [Flag(student, other, question.name, words) for other in fits[:3]]
    return flags


def prints(source: str) -> set[int]:
    """Return what identifies a piece of code whatever its names and layout.

    Each print is of `GRAM` neighbouring parts of its syntax tree, in which every name is the
    same; none if it cannot be parsed.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    parts = list(_parts(tree))
    grams = zip(*(parts[n:] for n in range(GRAM)), strict=False)
    return {
        int.from_bytes(hashlib.blake2b(repr(g).encode(), digest_size=8).digest()) for g in grams
    }


def _parts(tree):
    """Give the kinds of a tree's nodes, and its numbers and texts, in order; no docstring."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Constant):
            yield repr(node.value)[:40]
        elif isinstance(node, ast.Attribute):
            yield node.attr
        else:
            yield type(node).__name__
        children = (c for c in ast.iter_child_nodes(node) if not isinstance(c, ast.expr_context))
        waiting += reversed(list(children))


def alike(question: str, sources: dict[str, str], given: str = "") -> list[Flag]:
    """Return a flag for each pair of students whose code for a question is alike.

    Parameters
    ----------
    question : str
    sources : dict of str to str
        The code of each student.
    given : str
        What the release gave: it counts for nobody.
    """
    own = {student: prints(source) - prints(given) for student, source in sources.items()}
    who = defaultdict(list)
    for student, found in own.items():
        for one in found:
            who[one].append(student)
    most = max(2, COMMON * len(sources))
    shared = Counter()
    for students in who.values():
        if 1 < len(students) <= most:
            shared.update((a, b) for n, a in enumerate(students) for b in students[n + 1 :])
    kept = {s: {one for one in own[s] if len(who[one]) <= most} for s in own}
    flags = []
    for (one, other), count in shared.most_common():
        share = count / max(1, min(len(kept[one]), len(kept[other])))
        if count >= LEAST and share >= ALIKE:
            words = f"{share:.0%} of the shorter code is in the other, names aside"
            excerpts = (sources[one][:2000], sources[other][:2000])
            flags.append(Flag(one, other, question, words, excerpts))
    return flags
