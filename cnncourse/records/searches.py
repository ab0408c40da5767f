"""The table of the benchmark of exact and approximate search."""

from statistics import median

from cnncourse.records.benchmarks import read
from cnncourse.records.registry import number, table
from cnncourse.records.table import Table
from cnncourse.records.writing import digits

LIBRARIES = {"numpy": "NumPy", "faiss-cpu": "FAISS", "hnswlib": "hnswlib"}


@table("neighbours")
def searches(*, record=None) -> Table:
    """``neighbours``: what a query costs and finds, by all rows, by cells and by a graph.

    A query's time is the median of the rounds.
    """
    record = read("neighbours") if record is None else record
    rows = []
    for row in record["searches"]:
        rows.append(
            [
                f"{_way(row)}, {LIBRARIES[row['library']]}",
                f"{digits(median(row['milliseconds']))} ms",
                f"{100 * row['recall']:.1f} %",
                f"{100 * row['precision']:.1f} %",
            ]
        )
    return Table(["Search", "A query", "Recall", "Precision"], rows)


@number("search-built")
def built(*, record=None) -> str:
    """``search-built``: how long it takes to build cells and graph, once."""
    record = read("neighbours") if record is None else record
    seconds = {row["way"]: row["build_seconds"] for row in record["searches"]}
    return f"{digits(seconds['cells'])} s for the cells, {digits(seconds['graph'])} s for the graph"


def _way(row):
    """Return which rows a search compares."""
    settings = row["settings"]
    if row["way"] == "cells":
        return f"{settings['probed']} of {settings['cells']} cells"
    if row["way"] == "graph":
        return f"graph, {settings['candidates']} kept"
    return "all rows"
