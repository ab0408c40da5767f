"""Time the grader: submissions a second and core, whether it stays so, and what memory it takes.

    make bench

Every submission is a student's own variant of "Convolution and shapes" with its solution, and is
graded in a sandbox of its own. Rounds of several sizes show whether the time grows with the
number alone; the grader's own memory is read before and after each.
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
        before, start = resident(), time.perf_counter()
        grader, store = scoring.Grader(work, SECRET), batch.Store(folder / "graded")
        points = [report.points for report in batch.grade(grader, handed, store, jobs=jobs)]
        seconds = time.perf_counter() - start
    if points != [work.points] * count:
        raise RuntimeError(f"not every solution got its {work.points:g} points")
    return {
        "submissions": count,
        "jobs": jobs,
        "seconds": round(seconds, 2),
        "per_second_and_core": round(count / seconds / jobs, 2),
        "megabytes_before": round(before / 2**20, 1),
        "megabytes_after": round(resident() / 2**20, 1),
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
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 100, 300])
    parser.add_argument("--jobs", type=int, default=hardware.cores())
    parser.add_argument("--output", type=Path, default=RECORD)
    options = parser.parse_args(arguments)
    rounds = []
    for count in options.sizes:
        rounds.append(measure(count, options.jobs))
        print(rounds[-1], flush=True)
    slowest = min(one["per_second_and_core"] for one in rounds)
    print(f"promised {PROMISED:g} a second and core, found at least {slowest:g}")
    record = {
        "benchmark": "grading",
        "date": datetime.now(UTC).date().isoformat(),
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "versions": {name: environment.version(name) for name in ("python", "numpy", "nbgrader")},
        "promised_per_second_and_core": PROMISED,
        "rounds": rounds,
    }
    benchmarks.write(options.output, record)


if __name__ == "__main__":
    main()
