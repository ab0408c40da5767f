"""Show the records of ``cnncourse reproduce`` in tables.

``{records-table} sources`` and ``ours`` hold every experiment against its claim, by the rules of
`verdicts`; ``{records-list}`` lists the runs. Single figures in sentences are `quoted`'s.
"""

import json
from collections import defaultdict
from pathlib import Path
from statistics import mean, median

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from verdicts import (
    FRAMEWORKS,
    MOST_TIME,
    accuracies,
    agree,
    agreement,
    decimals,
    time_share,
    time_verdict,
    verdict,
)

from cnncourse.zoo import SOURCES

ROOT = Path(__file__).resolve().parents[2]
OURS = "-modern"  # follows a source's name in that of a recipe of this course for its network


def read_records(folder=ROOT / "records"):
    """Return {(experiment, framework): its records by seed}.

    Trials with changes are left out, and so is the corner experiment, which has its own page.
    """
    found = defaultdict(list)
    for path in sorted(folder.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if not record["overrides"] and "places" not in record:
            found[record["experiment"], record["framework"]].append(record)
    return {
        key: sorted(records, key=lambda record: record["seed"])
        for key, records in sorted(found.items())
    }


def by_experiment(found):
    """Return {experiment: {framework: its records}}, the sources' in their order, then ours."""
    names = {name: None for name in SOURCES} | {name: None for name, _ in found}
    grouped = {
        name: {
            framework: found[name, framework]
            for framework in FRAMEWORKS
            if (name, framework) in found
        }
        for name in names
    }
    return {name: groups for name, groups in grouped.items() if groups}


def percent(fraction, digits=1):
    """Return a fraction as text in percent."""
    return f"{100 * fraction:.{digits}f} %"


def spread(records):
    """Return "mean (lowest to highest of n seeds)", or the one figure there is."""
    values = accuracies(records)
    if len(values) == 1:
        return percent(values[0])
    low, high = percent(min(values)).removesuffix(" %"), percent(max(values))
    return f"{percent(mean(values))} ({low} to {high}, {len(values)} seeds)"


def claim(groups):
    """Return the claimed accuracy as its source writes it."""
    claimed = next(iter(groups.values()))[0]["claim"]["test_accuracy"]
    return "none" if claimed is None else percent(claimed, decimals(claimed))


def pair(groups, text):
    """Return "KERAS / PYTORCH", each the text of its records; a dash where there are none."""
    return " / ".join(text(groups[name]) if name in groups else "–" for name in FRAMEWORKS)


def seconds(groups):
    """Return the median seconds in both frameworks."""
    return pair(groups, lambda records: f"{median(one['seconds'] for one in records):,.0f}")


def comparison(groups):
    """Return whether the frameworks agree, with the points between them and those allowed."""
    found = agreement(groups)
    if found is None:
        return "too few runs to tell"
    apart, allowed = found
    word = "agree" if agree(groups) else "differ"
    return f"{word}: {abs(apart):.1f} points apart, {allowed:.1f} allowed"


def source_rows(experiments):
    """Return headings and one row for each experiment of a source."""
    rows = [
        [
            name,
            claim(groups),
            *(spread(groups[key]) if key in groups else "not run" for key in FRAMEWORKS),
            seconds(groups),
            verdict(groups),
            comparison(groups),
        ]
        for name, groups in experiments.items()
        if name in SOURCES
    ]
    return [
        "Experiment",
        "Claimed",
        *FRAMEWORKS.values(),
        "Seconds, Keras / PyTorch",
        "The claim",
        "The frameworks",
    ], rows


def our_rows(experiments):
    """Return headings and one row for each experiment that is none of a source's."""
    rows = []
    for name, groups in experiments.items():
        if name in SOURCES:
            continue
        source, ours, rest = name.partition(OURS)
        base = experiments.get(source, {}) if ours else {}
        allowed = 1 if rest else MOST_TIME
        shares = {key: time_share(groups[key], base.get(key, [])) for key in groups}
        rows.append(
            [
                name,
                claim(groups),
                *(spread(groups[key]) if key in groups else "not run" for key in FRAMEWORKS),
                seconds(groups),
                " / ".join(share_text(shares.get(key)) for key in FRAMEWORKS) if base else "",
                "; ".join(filter(None, [verdict(groups), time_verdict(shares, allowed)])),
            ]
        )
    return [
        "Experiment",
        "To reach",
        *FRAMEWORKS.values(),
        "Seconds, Keras / PyTorch",
        "Share of the source's time",
        "Verdict",
    ], rows


def share_text(share):
    """Return a share of time as text; a dash where no machine ran both."""
    return "–" if share is None else f"{share:.2f}"


ROWS = {"sources": source_rows, "ours": our_rows}


def table(headings, rows):
    """Return a docutils table of texts; cells may be nodes."""
    group = nodes.tgroup(cols=len(headings))
    group += [nodes.colspec(colwidth=1) for _ in headings]
    head, body = nodes.thead(), nodes.tbody()
    for part, lines in ((head, [headings]), (body, rows)):
        for line in lines:
            row = nodes.row()
            for cell in line:
                content = nodes.Text(cell) if isinstance(cell, str) else cell
                row += nodes.entry("", nodes.paragraph("", "", content))
            part += row
    group += [head, body]
    return nodes.table("", group, classes=["records"])


class RecordsTable(SphinxDirective):
    """``{records-table} sources`` or ``ours``: one row for each experiment, beside the claim."""

    required_arguments = 1

    def run(self):
        """Return the table, or a sentence where nothing has been run yet."""
        self.env.note_reread()
        if self.arguments[0] not in ROWS:
            raise self.error(f"no table {self.arguments[0]!r}: choose from {', '.join(ROWS)}")
        headings, rows = ROWS[self.arguments[0]](by_experiment(read_records()))
        return [table(headings, rows) if rows else nodes.paragraph("", "No run is recorded yet.")]


class RecordsList(SphinxDirective):
    """One row for each run: the command that repeats it, and what it ran on."""

    def run(self):
        """Return the table."""
        self.env.note_reread()
        rows = []
        for groups in by_experiment(read_records()).values():
            for record in (one for records in groups.values() for one in records):
                command, hardware = record["command"], record["hardware"]
                cores = hardware["cores"]
                place = f"{hardware['name']}, {cores} core{'s' if cores > 1 else ''}"
                rows.append(
                    [
                        nodes.literal(command, command),
                        percent(record["test_accuracy"], 2),
                        percent(record["history"]["accuracy"][-1], 2),
                        f"{record['seconds']:.0f}",
                        f"{hardware['framework']}, {hardware['kind']} ({place})",
                    ]
                )
        headings = ["Command", "Test accuracy", "While training", "Seconds", "Ran on"]
        return [table(headings, rows)]


def setup(app):
    """Make the directives known."""
    app.add_directive("records-table", RecordsTable)
    app.add_directive("records-list", RecordsList)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
