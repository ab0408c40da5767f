"""Time the grader: submissions a second and core, whether it stays so, and what memory it takes.

    make bench

Every submission is a student's own variant of "Convolution and shapes" with its solution, and is
graded in a sandbox of its own. Runs of several sizes show whether the time grows with the
number alone; the grader's own memory is read ten times in each.
"""

import argparse
import os
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from cnncourse import hardware
from cnncourse.grading import assignment, batch, environment, releasing, roster, scoring
from cnncourse.records import benchmarks

MASTER = Path(__file__).parents[1] / "book" / "assignments" / "convolution-and-shapes.ipynb"
RECORD = Path(__file__).parent / "records" / "grading.json"
SECRET = b"benchmark" * 8
PROMISED = 1.0
"""Submissions a second and core."""


def measure(count: int, jobs: int) -> dict:
    """Grade so many submissions and return the seconds and the memory of the grader."""
    work = assignment.load(MASTER)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        students = [f"student{number}" for number in range(count)]
        releasing.release(work, folder, SECRET, students)
        handed = roster.collect(folder / "solution")
        grader, store = scoring.Grader(work, SECRET), batch.Store(folder / "graded")
        held, whole, start = [resident()], 0, time.perf_counter()
        for done, report in enumerate(batch.grade(grader, handed, store, jobs=jobs), 1):
            whole += report.points == work.points
            if done * 10 // count > (done - 1) * 10 // count:  # another tenth
                held.append(resident())
        seconds = time.perf_counter() - start
    if whole != count:
        raise RuntimeError(f"{count - whole} of {count} solutions got less than full points")
    return {
        "submissions": count,
        "jobs": jobs,
        "seconds": round(seconds, 2),
        "per_second_and_core": round(count / seconds / jobs, 2),
        "megabytes": [round(size / 2**20, 1) for size in held],
    }


def resident() -> int:
    """Return the bytes that this process holds, or has held at most where that cannot be read."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")


def main(arguments=None):
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000])
    parser.add_argument("--jobs", type=int, default=hardware.cores())
    parser.add_argument("--output", type=Path, default=RECORD)
    options = parser.parse_args(arguments)
    runs = []
    for count in options.sizes:
        runs.append(measure(count, options.jobs))
        print(runs[-1], flush=True)
    slowest = min(one["per_second_and_core"] for one in runs)
    print(f"promised {PROMISED:g} a second and core, found at least {slowest:g}")
    record = {
        "benchmark": "grading",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": 1,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "versions": {name: environment.version(name) for name in ("python", "numpy", "nbgrader")},
        "promised_per_second_and_core": PROMISED,
        "runs": runs,
    }
    benchmarks.write(options.output, record)


if __name__ == "__main__":
    main()
