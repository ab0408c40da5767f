"""What several processes cost: measured on one machine, and computed for others.

Measured by ``benchmarks/processes.py``; the cost of adding up each zoo network's gradients is
computed from its description.
"""

from cnncourse import zoo
from cnncourse.architecture.communication import (
    Link,
    efficiency,
    gradient_bytes,
    ring_bytes,
    ring_seconds,
)
from cnncourse.records.benchmarks import read
from cnncourse.records.names import pick
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import number, table
from cnncourse.records.speed import VERSIONS
from cnncourse.records.table import Table
from cnncourse.records.writing import NB, digits

STEP = 1e-3
"""Seconds in which a card is taken to compute its share of a step."""
PLACES = {
    "8 cards in one machine": (8, Link(bandwidth=200e9, latency=5e-6)),
    "16 in two, 100 Gbit/s between them": (16, Link(bandwidth=12.5e9, latency=20e-6)),
    "16 in two, 10 Gbit/s": (16, Link(bandwidth=1.25e9, latency=50e-6)),
}
"""Processes, and the slowest of the links in their ring."""
LETTERS = {network.name: letter for letter, network in zoo.SOURCES.items()}


@table("processes")
def processes_rows(*, record=None) -> Table:
    """Return one row for each network in each framework."""
    record = read("processes") if record is None else record
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
    headings = ["Network", "", "1 process, images/s", "2 processes, images/s", "2 beside 1"]
    return Table(headings, rows)


@number("processes")
def machine(*, record=None) -> str:
    """``processes``: when and on what the record of several processes was made."""
    record = read("processes") if record is None else record
    versions = [f"{VERSIONS[key]} {value}" for key, value in sorted(record["versions"].items())]
    return (
        f"{record['date']}, {record['hardware']['processor']}, {record['hardware']['cores']} "
        f"cores, {record['threads_per_process']} thread for each process; batch "
        f"{record['batch_size']}, {record['images']:,} images an epoch, {record['rounds']} rounds; "
        f"{', '.join(versions)}"
    )


@table("communication")
def communication_rows(*, places=PLACES, step=STEP) -> Table:
    """Return one row for each zoo network: bytes, milliseconds, part computed."""
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
    return Table(["Network", "Gradients, MB", "Sent by each of 8, MB", *places], rows)


@number("cost")
def cost(name, what, place="0") -> str:
    """``cost C-cnn megabytes``, ``cost C-cnn percent 1``: of a network, in one of the places.

    Raises
    ------
    KeyError, UnknownName
        For an unknown network, number or place; places are counted from 0.
    """
    size = gradient_bytes(zoo.find(name))
    places = {str(i): one for i, one in enumerate(PLACES.values())}
    count, link = pick("place", place, places)
    seconds = ring_seconds(size, count, link)
    known = {
        "megabytes": f"{size / 1e6:.2f}{NB}MB",
        "milliseconds": f"{digits(1e3 * seconds)}{NB}ms",
        "percent": f"{100 * efficiency(STEP, seconds):.0f}{NB}%",
    }
    return pick("number", what, known)
