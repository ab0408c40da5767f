"""What a student is told: a page of HTML that names the mistake and no hidden case."""

from html import escape

from cnncourse.grading.assignment import Assignment
from cnncourse.grading.gradebook import Row

STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
section { border-top: 1px solid color-mix(in srgb, currentColor 30%, transparent); }
.status { font-weight: 600; }
pre { white-space: pre-wrap; font-size: .875rem; }
"""


def page(assignment: Assignment, row: Row) -> str:
    """Return a student's feedback, whole, with no script and no outside request."""
    report = row.report
    head = f"{assignment.title}: {row.student.name or row.student.student}"
    total = f"{row.total:g} of {assignment.points:g} points"
    parts = [f"<h1>{safe(head)}</h1>", f"<p class=status>{total}</p>"]
    if row.late:
        parts.append(f"<p>Handed in late by {safe(row.late)}; {row.taken:g} points taken off.</p>")
    if report.unreadable:
        parts.append(f"<p>Not graded: {safe(report.unreadable)}.</p>")
    parts += [f"<p>{safe(one)}</p>" for one in report.told]
    parts += [section(assignment, mark) for mark in report.marks]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{safe(head)}</title><style>{STYLE}</style></head>\n"
        f"<body>\n{chr(10).join(parts)}\n</body></html>\n"
    )


def section(assignment: Assignment, mark) -> str:
    """Return what is said of one question."""
    question = assignment.questions.get(mark.question)
    lines = [
        f"<section><h2>{safe(mark.question)}</h2>",
        f"<p class=status>{safe(mark.status)}: {mark.points:g} of {mark.out_of:g} points</p>",
    ]
    if mark.misconception:
        lines.append(f"<p>This looks like: <b>{safe(mark.misconception)}</b>.</p>")
    lines += [f"<p>{safe(mark.words)}</p>"] if mark.words else []
    lines += [f"<pre>{safe(one)}</pre>" for one in mark.told]
    if question and question.rubric:
        lines.append(f"<p>What the points are for: {safe(question.rubric)}</p>")
    return "\n".join([*lines, "</section>"])


def safe(text: str) -> str:
    """Return a text of a student's as HTML: no tag, and no sign that a page cannot show."""
    kept = "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
    return escape(kept[:2000])
