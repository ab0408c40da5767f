"""A class at a glance: how each question went, which mistakes, how often; and the flags."""

from collections import Counter

from cnncourse.exercises.verdict import MISSING, RIGHT, UNJUDGED, WRONG
from cnncourse.grading.assignment import Assignment
from cnncourse.grading.feedback import STYLE, safe
from cnncourse.grading.gradebook import table

ORDER = (RIGHT, WRONG, UNJUDGED, MISSING)
BARS = """
.bar { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr 3rem; gap: .5rem; }
.bar span { background: #4c72b0; height: 1rem; align-self: center; min-width: 1px; }
.bar .mistake { background: #c44e52; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; }
"""


def counts(assignment: Assignment, reports) -> dict[str, tuple[Counter, Counter]]:
    """Return for each question how many had each status, and how many showed each mistake."""
    found = {name: (Counter(), Counter()) for name in assignment.questions}
    for report in reports:
        for mark in report.marks:
            if mark.question in found:
                statuses, mistakes = found[mark.question]
                statuses[mark.status] += 1
                if mark.misconception:
                    mistakes[mark.misconception] += 1
    return found


def mistakes_csv(assignment: Assignment, reports) -> str:
    """Return a table of the mistakes, a line for each question and mistake."""
    lines = [["question", "exercise", "mistake", "students"]]
    for name, (_, mistakes) in counts(assignment, reports).items():
        source = assignment.questions[name].source
        lines += [[name, source, mistake, count] for mistake, count in mistakes.most_common()]
    return table(lines)


def page(assignment: Assignment, reports, flags=()) -> str:
    """Return the class report as a page of its own, without scripts."""
    reports = [one for one in reports if not one.unreadable]
    parts = [f"<h1>{safe(assignment.title)}</h1>", f"<p>{len(reports)} submissions graded.</p>"]
    for name, (statuses, mistakes) in counts(assignment, reports).items():
        question = assignment.questions[name]
        parts.append(f"<section><h2>{safe(name)}: {safe(question.source)}</h2>")
        parts += [bar(one, statuses[one], len(reports)) for one in ORDER if statuses[one]]
        parts += [bar(m, c, len(reports), "mistake") for m, c in mistakes.most_common()]
        parts.append("</section>")
    parts += flagged(flags)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{safe(assignment.title)}</title><style>{STYLE}{BARS}</style></head>\n"
        f"<body>\n{chr(10).join(parts)}\n</body></html>\n"
    )


def bar(words: str, count: int, total: int, kind: str = "status") -> str:
    """Return a bar as long as its share of all, with its number."""
    width = 100 * count / max(1, total)
    return (
        f'<div class="bar"><b>{safe(words)}</b>'
        f'<span class="{kind}" style="width: {width:.1f}%"></span><i>{count}</i></div>'
    )


def flagged(flags) -> list[str]:
    """Return what is to be looked at, with both excerpts; nothing if there is nothing."""
    if not flags:
        return []
    parts = ["<section><h2>To be looked at</h2><p>A flag is a reason to look, and no verdict.</p>"]
    for flag in flags:
        head = f"{flag.question}: {flag.student} and {flag.other}"
        parts.append(f"<h3>{safe(head)}</h3><p>{safe(flag.words)}</p>")
        if flag.excerpts:
            code = "".join(f"<pre>{safe(one)}</pre>" for one in flag.excerpts)
            parts.append(f'<div class="pair">{code}</div>')
    return [*parts, "</section>"]
