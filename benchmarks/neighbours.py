"""Time exact and approximate search for the nearest of 60,000 images, and store a record.

    .venv/bin/python -m pip install faiss-cpu==1.15.1 hnswlib==0.8.0
    .venv/bin/python benchmarks/neighbours.py

The libraries are no part of the course: the search is measured with them and without. Rows are
what C-cnn makes of Fashion-MNIST's 60,000 training images before its last layer, 128 numbers of
length 1; queries are 1,000 of the test images. Every search runs on one thread and answers one
query after the other, as they would come in. *Recall* is the share of the five truly nearest that
were found, *precision* the share of what was found that has the query's class.
"""

import argparse
import os
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import numpy as np

from cnncourse import datasets, hardware, in_torch, inspection
from cnncourse.records import benchmarks

RECORD = Path(__file__).parent / "records" / "neighbours.json"
QUERIES, COUNT = 1000, 5
CELLS = 256
PROBED = (1, 4, 16)
LINKS, CARE_IN_BUILDING = 16, 100
CARE = (8, 32, 128)
"""How many cells are looked into; how many candidates a graph keeps at once."""


def features(data):
    """Return rows, queries and the labels of both."""
    model = in_torch.weights.pretrained("C-cnn")
    found = [in_torch.features(model, part.images, cache=False) for part in (data.train, data.test)]
    rows, queries = (one / np.linalg.norm(one, axis=1, keepdims=True) for one in found)
    return rows.astype("float32"), queries.astype("float32")


def by_numpy(rows):
    """Compare all, and sort out the nearest."""

    def search(query):
        near = rows @ query
        found = np.argpartition(-near, COUNT)[:COUNT]
        return found[np.argsort(-near[found])]

    yield {}, search


def flat(rows):
    """FAISS: compare all."""
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    yield {}, lambda query: index.search(query[None], COUNT)[1][0]


def by_cells(rows):
    """FAISS: rows are kept by the nearest of 256 centres; a few centres' rows are compared."""
    import faiss

    faiss.omp_set_num_threads(1)
    width = rows.shape[1]
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(width), width, CELLS, faiss.METRIC_INNER_PRODUCT)
    index.train(rows)
    index.add(rows)
    for probed in PROBED:
        index.nprobe = probed
        settings = {"cells": CELLS, "probed": probed}
        yield settings, lambda query: index.search(query[None], COUNT)[1][0]


def by_graph(rows):
    """hnswlib: rows are linked to near ones; the search walks from link to link."""
    import hnswlib

    index = hnswlib.Index(space="ip", dim=rows.shape[1])
    index.init_index(len(rows), M=LINKS, ef_construction=CARE_IN_BUILDING, random_seed=0)
    index.set_num_threads(1)
    index.add_items(rows, num_threads=1)
    for care in CARE:
        index.set_ef(care)
        settings = {"links": LINKS, "candidates": care}
        yield settings, lambda query: index.knn_query(query, COUNT, num_threads=1)[0][0]


WAYS = {
    ("exact", "numpy"): by_numpy,
    ("exact", "faiss-cpu"): flat,
    ("cells", "faiss-cpu"): by_cells,
    ("graph", "hnswlib"): by_graph,
}


def timed(search, queries):
    """Return what each query finds, and the milliseconds of one, a mean over all."""
    start = time.perf_counter()
    found = [search(query) for query in queries]
    return np.array(found), (time.perf_counter() - start) * 1000 / len(queries)


def measure(rows, queries, labels, wanted, rounds):
    """Return what each way and setting gives."""
    exact, _ = inspection.nearest(queries, rows, COUNT)
    told = []
    for (way, library), make in WAYS.items():
        start, seconds = time.perf_counter(), None
        for settings, search in make(rows):
            seconds = time.perf_counter() - start if seconds is None else seconds
            tries = [timed(search, queries) for _ in range(rounds)]
            places = tries[0][0]
            # A search of few cells may find fewer than it was asked for, and says -1 there.
            right = (places >= 0) & (labels[places] == wanted[:, None])
            told.append(
                {"way": way, "library": library, "settings": settings}
                | {"build_seconds": round(seconds, 2)}
                | {"milliseconds": [round(one, 4) for _, one in tries]}
                | {"recall": round(inspection.recall_at(places, exact), 4)}
                | {"precision": round(float(right.mean()), 4)}
            )
            print(told[-1], flush=True)
    return told


def main(arguments=None):
    """Run the benchmark and store the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=RECORD)
    parser.add_argument("--set", default="fashion-mnist", help="fashion-mnist-mini: a short try")
    options = parser.parse_args(arguments)
    versions = {"numpy": np.__version__}
    for library in ("faiss-cpu", "hnswlib"):
        try:
            versions[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            parser.exit(1, f"{library} is not installed: pip install faiss-cpu hnswlib\n")
    data = datasets.load(options.set)
    rows, queries = features(data)
    labels, wanted = data.train.labels, data.test.labels[:QUERIES]
    told = measure(rows, queries[:QUERIES], labels, wanted, options.rounds)
    record = {
        "benchmark": "neighbours",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "threads": 1,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "load": round(os.getloadavg()[0], 1),  # processes that wanted a core, in the minute before
        "versions": versions,
        "set": options.set,
        "rows": len(rows),
        "features": rows.shape[1],
        "queries": len(wanted),
        "count": COUNT,
        "searches": told,
    }
    benchmarks.write(options.output, record)
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
