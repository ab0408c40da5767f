"""Time the loading of the full data sets from the disk's cache, and store a record.

    make bench

Each load has a Python process of its own, which has read nothing yet; the files were read once
before, so that they lie in the system's file cache. *Seconds* run from `import
cnncourse.datasets` to the arrays, hashes checked, without Python's own start.

*Memory* is the most that a load holds at any moment, over what the process held before it, as a
multiple of the images' own bytes (uint8, training and test). It is told twice. ``process`` is the
process's resident memory as Linux tells it, with everything that the imports, the decompression
and the hashes need. ``arrays`` is what Python and NumPy have asked for, by `tracemalloc`, which
every system has; it slows the load, so it has a run of its own.
"""

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

RECORD = Path(__file__).parent / "records" / "data.json"
SECONDS = {"fashion-mnist-mini": None, "fashion-mnist": 1.0, "cifar10": 2.0}
"""The sets, and the most seconds promised."""
MEMORY = 2.0
"""The most memory promised, as a multiple of the images' bytes."""


def resident(field):
    """Return bytes of this process's memory, ``VmRSS`` (now) or ``VmHWM`` (most), or None.

    `resource.getrusage` will not do: its maximum is inherited from the process that started
    this one.
    """
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.is_file() else []
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith(field)), None)


def load_here(name, *, traced):
    """Load a set in this process, which must have imported none of it yet; return a row."""
    before = resident("VmRSS")
    if traced:
        import tracemalloc

        tracemalloc.start()
    start = time.perf_counter()
    from cnncourse import datasets

    imported = time.perf_counter()
    dataset = datasets.load(name, download=False)
    loaded = time.perf_counter()
    size = dataset.train.images.nbytes + dataset.test.images.nbytes
    row = {"bytes": size, "import": imported - start, "load": loaded - imported}
    if traced:
        row["arrays"] = tracemalloc.get_traced_memory()[1] / size
    if before is not None:
        row["process"] = (resident("VmHWM") - before) / size
    return row


def load_elsewhere(name, *options):
    """Return the row of a load in a process of its own."""
    command = [sys.executable, __file__, "--only", name, "--here", *options]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def told(values):
    """Return the median and the largest."""
    return {"median": round(statistics.median(values), 3), "most": round(max(values), 3)}


def measure(name, rounds):
    """Return the row of the record for one set."""
    load_elsewhere(name)  # reads the files into the system's cache
    runs = [load_elsewhere(name) for _ in range(rounds)]
    seconds = told([run["import"] + run["load"] for run in runs])
    memory = {"arrays": round(load_elsewhere(name, "--traced")["arrays"], 2)}
    if "process" in runs[0]:
        memory["process"] = round(statistics.median(run["process"] for run in runs), 2)
    allowed = SECONDS[name]
    return {
        "name": name,
        "image_bytes": runs[0]["bytes"],
        "seconds": seconds,
        "seconds_of_import": told([run["import"] for run in runs]),
        "seconds_allowed": allowed,
        "memory": memory,
        "memory_allowed": None if allowed is None else MEMORY,
        "met": allowed is None or (seconds["median"] <= allowed and max(memory.values()) <= MEMORY),
    }


def show(row):
    """Print one row."""
    seconds, memory = row["seconds"], row["memory"]
    parts = ", ".join(f"{times:.2f} ({kind})" for kind, times in memory.items())
    print(f"{row['name']:<20}{seconds['median']:6.2f} s, memory {parts} times the images' bytes")
    if row["seconds_allowed"] is not None:
        promised = f"at most {row['seconds_allowed']:g} s and {row['memory_allowed']:g} times"
        print(f"  promised: {promised}; {'met' if row['met'] else 'MISSED'}")


def main(arguments=None):
    """Run the benchmark, print a table and store the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--only", choices=SECONDS, help="one set (default: all)")
    parser.add_argument("--here", action="store_true", help="load --only's set once, tell JSON")
    parser.add_argument("--traced", action="store_true", help="with --here: by tracemalloc")
    parser.add_argument("--output", type=Path, default=RECORD)
    options = parser.parse_args(arguments)
    if options.here:
        print(json.dumps(load_here(options.only, traced=options.traced)))
        return

    from cnncourse import datasets, hardware
    from cnncourse.records import benchmarks

    rows = []
    for name in [options.only] if options.only else SECONDS:
        datasets.fetch(name)  # downloads what is not there yet
        rows.append(row := measure(name, options.rounds))
        show(row)
    record = {
        "benchmark": "data",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "versions": {"python": platform.python_version(), "numpy": metadata.version("numpy")},
        "sets": rows,
    }
    benchmarks.write(options.output, record)
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
