"""Show what several processes cost: measured on one machine, and computed for others.

``{processes-table}`` gives the record of ``benchmarks/processes.py``, ``{communication-table}``
the cost of adding up each zoo network's gradients, computed from its description when the book
is built. The role ``{cost}`C-cnn megabytes``` puts one such number into a sentence, and
``{processes-record}`` (a directive) says when and on what the record was made.
"""

from docutils import nodes
from measured import FRAMEWORKS, table
from speed import digits, read_record
from sphinx.util.docutils import SphinxDirective, SphinxRole

from cnncourse import zoo
from cnncourse.architecture.communication import (
    Link,
    efficiency,
    gradient_bytes,
    ring_bytes,
    ring_seconds,
)

NB = "\N{NO-BREAK SPACE}"
"""Between a number and its unit."""
STEP = 1e-3
"""Seconds in which a card is taken to compute its share of a step."""
PLACES = {
    "8 cards in one machine": (8, Link(bandwidth=200e9, latency=5e-6)),
    "16 in two, 100 Gbit/s between them": (16, Link(bandwidth=12.5e9, latency=20e-6)),
    "16 in two, 10 Gbit/s": (16, Link(bandwidth=1.25e9, latency=50e-6)),
}
"""Processes, and the slowest of the links in their ring."""
LETTERS = {network.name: letter for letter, network in zoo.SOURCES.items()}


def processes_rows(record):
    """Return headings and one row for each network in each framework."""
    rows = []
    for case in record["cases"]:
        speeds, times = case["images_per_second"], case["speedup"]
        spread = f"{digits(times['least'])} to {digits(times['most'])}"
        rows.append(
            [
                case["network"],
                FRAMEWORKS[case["framework"]],
                f"{speeds['1']:,.0f}",
                f"{speeds['2']:,.0f}",
                f"{digits(times['median'])} ({spread})",
            ]
        )
    return ["Network", "", "1 process, images/s", "2 processes, images/s", "2 beside 1"], rows


def machine(record):
    """Return when and on what the record was made."""
    names = {"python": "Python", "torch": "PyTorch", "keras": "Keras", "tensorflow": "TensorFlow"}
    versions = [f"{names[key]} {value}" for key, value in sorted(record["versions"].items())]
    return (
        f"{record['date']}, {record['hardware']['processor']}, {record['hardware']['cores']} "
        f"cores, {record['threads_per_process']} thread for each process; batch "
        f"{record['batch_size']}, {record['images']:,} images an epoch, {record['rounds']} rounds; "
        f"{', '.join(versions)}"
    )


def communication_rows(places=PLACES, step=STEP):
    """Return headings and one row for each zoo network: bytes, milliseconds, part computed."""
    rows = []
    for network in zoo.NETWORKS.values():
        size, letter = gradient_bytes(network), LETTERS.get(network.name)
        name = f"{network.name} ({letter})" if letter else network.name
        row = [name, f"{size / 1e6:.2f}", f"{ring_bytes(size, 8) / 1e6:.2f}"]
        for count, link in places.values():
            seconds = ring_seconds(size, count, link)
            part = 100 * efficiency(step, seconds)
            row.append(f"{digits(1e3 * seconds)}{NB}ms, {part:.0f}{NB}%")
        rows.append(row)
    return ["Network", "Gradients, MB", "Sent by each of 8, MB", *places], rows


def cost(words):
    """Return one number as text: of a network, ``megabytes`` or ``percent`` in a place.

    Raises
    ------
    KeyError, ValueError
        For an unknown network, number or place.
    """
    name, what, *place = words.split(maxsplit=2)
    size = gradient_bytes(zoo.find(name))
    if what == "megabytes":
        return f"{size / 1e6:.2f}{NB}MB"
    count, link = list(PLACES.values())[int(place[0])]
    seconds = ring_seconds(size, count, link)
    if what == "milliseconds":
        return f"{digits(1e3 * seconds)}{NB}ms"
    if what == "percent":
        return f"{100 * efficiency(STEP, seconds):.0f}{NB}%"
    raise ValueError(f"no number {what!r}; choose from megabytes, milliseconds, percent")


class ProcessesTable(SphinxDirective):
    """``{processes-table}``: one row for each network in each framework."""

    def run(self):
        """Return the table."""
        return [table(*processes_rows(read_record("processes", self.env)))]


class ProcessesRecord(SphinxDirective):
    """``{processes-record}``: when and on what the record was made, as a paragraph."""

    def run(self):
        """Return the paragraph."""
        record = read_record("processes", self.env)
        return [nodes.paragraph("", f"The record: {machine(record)}.")]


class CommunicationTable(SphinxDirective):
    """``{communication-table}``: one row for each zoo network."""

    def run(self):
        """Return the table."""
        return [table(*communication_rows())]


class Cost(SphinxRole):
    """``{cost}`C-cnn megabytes```, ``{cost}`C-cnn percent 1```: one computed number."""

    def run(self):
        """Return it."""
        return [nodes.Text(cost(self.text))], []


def setup(app):
    """Make the directives and the role known."""
    app.add_directive("processes-table", ProcessesTable)
    app.add_directive("processes-record", ProcessesRecord)
    app.add_directive("communication-table", CommunicationTable)
    app.add_role("cost", Cost())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
