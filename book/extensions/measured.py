"""Show the records of ``cnncourse reproduce``: a table of results, and single figures in prose.

``{records-table}`` compares every experiment with its source's claim, ``{records-list}`` lists
the runs, and the role ``{measured}`NAME FRAMEWORK``` puts one test accuracy, the mean over the
seeds (or over some: ``NAME FRAMEWORK 0-4``), into a sentence. A figure whose record is missing is
a warning, so it fails the build.
"""

import json
from collections import defaultdict
from pathlib import Path
from statistics import mean, median

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORKS = {"keras": "Keras", "torch": "PyTorch"}
logger = logging.getLogger(__name__)


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


def percent(fraction, digits=1):
    """Return a fraction as text in percent."""
    return f"{100 * fraction:.{digits}f} %"


def accuracies(records):
    """Return the records' test accuracies, as fractions."""
    return [record["test_accuracy"] for record in records]


def spread(records):
    """Return "mean (lowest to highest of n seeds)", or the one figure there is."""
    values = accuracies(records)
    if len(values) == 1:
        return percent(values[0])
    low, high = percent(min(values)).removesuffix(" %"), percent(max(values))
    return f"{percent(mean(values))} ({low} to {high}, {len(values)} seeds)"


def against_claim(records):
    """Return the claimed accuracy and how far the mean lies from it, in points."""
    claimed = records[0]["claim"]["test_accuracy"]
    if claimed is None:
        return "none", ""
    points = 100 * (mean(accuracies(records)) - claimed)
    return percent(claimed, 0 if round(claimed, 2) == claimed else 2), f"{points:+.1f}"


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
    """One row for each experiment and framework, beside the claim."""

    def run(self):
        """Return the table."""
        rows = []
        for (name, framework), records in read_records().items():
            claimed, points = against_claim(records)
            seconds = f"{median(record['seconds'] for record in records):.0f}"
            label = FRAMEWORKS[framework]
            rows.append([name, label, claimed, spread(records), points, seconds])
        headings = ["Experiment", "Framework", "Claimed", "Measured", "Points off", "Seconds"]
        return [table(headings, rows)]


class RecordsList(SphinxDirective):
    """One row for each run: the command that repeats it, and what it ran on."""

    def run(self):
        """Return the table."""
        rows = []
        for records in read_records().values():
            for record in records:
                command, hardware = record["command"], record["hardware"]
                place = f"{hardware['name']}, {hardware['cores']} cores"
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


class Measured(SphinxRole):
    """``{measured}`C-cnn keras```: a test accuracy in percent, the mean over the seeds."""

    def run(self):
        """Return the figure, or warn that its record is missing."""
        records = chosen(self.text, read_records())
        if not records:
            where = (self.env.docname, self.lineno)
            logger.warning(
                "no record of %r; make it with cnncourse reproduce", self.text, location=where
            )
            return [nodes.Text("?")], []
        return [nodes.Text(percent(mean(accuracies(records))))], []


def chosen(text, found):
    """Return the records that ``"NAME FRAMEWORK"`` or ``"NAME FRAMEWORK FIRST-LAST"`` names."""
    name, framework, *seeds = text.split()
    records = found.get((name, framework), [])
    if not seeds:
        return records
    first, last = map(int, seeds[0].split("-"))
    within = [record for record in records if first <= record["seed"] <= last]
    return within if len(within) == last - first + 1 else []


def setup(app):
    """Make the directives and the role known."""
    app.add_directive("records-table", RecordsTable)
    app.add_directive("records-list", RecordsList)
    app.add_role("measured", Measured())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
