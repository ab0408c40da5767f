"""The table of exact and approximate search, by hand, and what the chapter says of it."""

from statistics import median

from cnncourse.records import benchmarks, searches

ROW = {"library": "numpy", "way": "exact", "settings": {}, "build_seconds": 0.0}
ROW |= {"milliseconds": [9.0, 2.0, 4.0], "recall": 1.0, "precision": 0.9135}
CELLS = {"library": "faiss-cpu", "way": "cells", "settings": {"cells": 256, "probed": 4}}
CELLS |= {"build_seconds": 13.4, "milliseconds": [0.125], "recall": 0.5, "precision": 0.9}
GRAPH = {"library": "hnswlib", "way": "graph", "settings": {"links": 16, "candidates": 8}}
GRAPH |= {"build_seconds": 41.6, "milliseconds": [0.25], "recall": 0.25, "precision": 0.8}


def test_a_row_for_each_search():
    made = searches.searches(record={"searches": [ROW, CELLS, GRAPH]})
    assert made.rows == [
        ["all rows, NumPy", "4.0 ms", "100.0 %", "91.3 %"],
        ["4 of 256 cells, FAISS", "0.12 ms", "50.0 %", "90.0 %"],
        ["graph, 8 kept, hnswlib", "0.25 ms", "25.0 %", "80.0 %"],
    ]
    made = searches.built(record={"searches": [ROW, CELLS, GRAPH]})
    assert made == "13 s for the cells, 42 s for the graph"


def test_what_the_chapter_says_of_search_holds_in_the_record():
    record = benchmarks.read("neighbours")
    assert (record["set"], record["rows"], record["features"]) == ("fashion-mnist", 60_000, 128)
    assert (record["count"], record["threads"]) == (5, 1)
    rows = record["searches"]
    exact = [row for row in rows if row["way"] == "exact"]
    assert [row["recall"] for row in exact] == [1, 1]
    # Equally near rows may be found in another order, and no search changes what precision says.
    assert max(row["precision"] for row in rows) - min(row["precision"] for row in rows) < 0.005
    one_cell = next(row for row in rows if row["settings"].get("probed") == 1)
    assert 0.6 < one_cell["recall"] < 0.7
    near_all = [row for row in rows if 0.95 < row["recall"] < 1]
    assert {row["way"] for row in near_all} == {"cells", "graph"}
    least = min(median(row["milliseconds"]) for row in exact)
    for row in near_all:
        assert least > 10 * median(row["milliseconds"])
    built = [row["build_seconds"] for row in rows if row["way"] != "exact"]
    times = [1000 * one / median(row["milliseconds"]) for one in built for row in exact]
    assert 600 < min(times) < 900
    assert 2000 < max(times) < 3000
