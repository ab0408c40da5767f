"""Time `ops.conv2d` beside PyTorch's and SciPy's on the same arrays, and store a record.

    make bench

The machine's load changes from second to second, so nothing is timed alone: in every round each
contender runs once, in an order drawn anew, and its time is divided by that of ours in the same
round. What is told is the median of these ratios with the quartiles around it. Before a case is
timed its results are compared. Every contender has one thread.

Some cases carry a promise: the most that our time may be of a peer's. Last, one layer is given
more and more images, and larger and larger ones, and a line is laid through the times on
logarithmic scales: at slope 1, twice the work takes twice the time.
"""

import os

# NumPy's matrix product reads these when it is first imported.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import argparse
import platform
import random
import statistics
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from scipy import signal

from cnncourse import hardware
from cnncourse.ops import conv2d
from cnncourse.records import benchmarks

RECORD = Path(__file__).parent / "records" / "conv2d.json"


class Promise(NamedTuple):
    """Our time is at most ``times`` that of ``peer``, in the median of the rounds."""

    peer: str
    times: float


class Case(NamedTuple):
    """One layer: the shapes of the images and the kernels, and the settings of `conv2d`.

    ``calls`` are timed together, where one is too short for the clock.
    """

    name: str
    images: tuple[int, int, int, int]
    kernels: tuple[int, int, int, int]
    stride: int = 1
    padding: int = 0
    calls: int = 1
    promise: Promise | None = None


CASES = [
    Case("a first layer", (64, 28, 28, 1), (3, 3, 1, 32)),
    Case("a second layer", (64, 13, 13, 32), (3, 3, 32, 64)),
    Case("a photograph's edges", (1, 512, 512, 3), (3, 3, 3, 1), padding=1),
    Case("a grey image blurred", (1, 512, 512, 1), (5, 5, 1, 1)),
    Case("strided, many channels", (16, 32, 32, 64), (3, 3, 64, 64), stride=2, padding=1),
    Case("a hidden layer", (32, 14, 14, 32), (3, 3, 32, 64), promise=Promise("torch", 3)),
    Case("a photograph, one kernel", (1, 512, 512, 1), (3, 3, 1, 1), promise=Promise("scipy", 0.2)),
    Case(
        "a small image, one kernel", (1, 28, 28, 1), (3, 3, 1, 1), 1, 0, 20, Promise("scipy", 1.2)
    ),
]
GROWTH_KERNELS = (3, 3, 1, 8)
GROWTH = {  # what grows: the shapes of the images, each about 3.2 times or 10 times the one before
    "images": [(n, 28, 28, 1) for n in (10, 30, 100, 300, 1_000, 3_000, 10_000)],
    "output pixels": [(1, n + 2, n + 2, 1) for n in (100, 178, 316, 562, 1_000, 1_778, 3_162)],
}
SLOPES = (0.9, 1.1)
"""Between these the time is said to grow linearly."""


def contenders(case, rng):
    """Return {name: function without arguments}, all giving the same (N, H, W, filters) array."""
    images = rng.standard_normal(case.images, dtype=np.float32)
    kernels = rng.standard_normal(case.kernels, dtype=np.float32)
    theirs = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous()
    weights = torch.from_numpy(kernels).permute(3, 2, 0, 1).contiguous()
    settings = {"stride": case.stride, "padding": case.padding}

    def in_torch():
        with torch.inference_mode():
            return torch.nn.functional.conv2d(theirs, weights, **settings)

    runs = {
        "ours": lambda: conv2d(images, kernels, **settings),
        "torch": in_torch,
    }
    # SciPy has no channels, batches or strides: it takes part where one plane meets one kernel.
    if case.images[0] == case.images[3] == case.kernels[3] == case.stride == 1:
        plane, kernel = images[0, ..., 0], kernels[..., 0, 0]
        runs["scipy"] = lambda: signal.correlate2d(plane, kernel, mode="valid")
    return runs


def largest_difference(case, results):
    """Return the largest relative difference between our result and another's."""
    ours = results["ours"]
    planes = {"torch": results["torch"].permute(0, 2, 3, 1).numpy()}
    if "scipy" in results:
        planes["scipy"] = results["scipy"][None, ..., None]
    differences = [np.abs(ours - other).max() / np.abs(other).max() for other in planes.values()]
    if max(differences) > 1e-5:
        raise ArithmeticError(f"{case.name}: results differ by {max(differences):.1e}, not timed")
    return float(max(differences))


def measure(case, rounds, rng, order):
    """Time every contender of a case once a round; return the row of the record."""
    runs = contenders(case, rng)
    difference = largest_difference(case, {name: run() for name, run in runs.items()})
    seconds = {name: [] for name in runs}
    for _ in range(rounds):
        for name in order.sample(sorted(runs), len(runs)):
            start = time.perf_counter()
            for _ in range(case.calls):
                runs[name]()
            seconds[name].append((time.perf_counter() - start) / case.calls)
    row = {**case._asdict(), "difference": difference, "milliseconds": {}, "ratio_to_ours": {}}
    for name, times in seconds.items():
        row["milliseconds"][name] = round(1000 * statistics.median(times), 4)
        if name != "ours":
            ratios = [other / ours for other, ours in zip(times, seconds["ours"], strict=True)]
            row["ratio_to_ours"][name] = [round(q, 3) for q in statistics.quantiles(ratios, n=4)]
    if case.promise:
        found = 1 / row["ratio_to_ours"][case.promise.peer][1]
        row["promise"] = case.promise._asdict() | {
            "found": round(found, 3),
            "met": found <= case.promise.times,
        }
    return row


def slope_of(counts, milliseconds):
    """Return the slope of the least-squares line through the logarithms."""
    return float(np.polyfit(np.log(counts), np.log(milliseconds), 1)[0])


def measure_growth(what, shapes, rounds, rng, order):
    """Time one layer on every shape once a round; return the row of the record."""
    kernels = rng.standard_normal(GROWTH_KERNELS, dtype=np.float32)
    batches = [rng.standard_normal(shape, dtype=np.float32) for shape in shapes]
    seconds = [[] for _ in batches]
    for images in batches:
        conv2d(images, kernels)  # not timed: the first call plans the windows
    for _ in range(rounds):
        for i in order.sample(range(len(batches)), len(batches)):
            start = time.perf_counter()
            conv2d(batches[i], kernels)
            seconds[i].append(time.perf_counter() - start)
    counts = [shape[0] if what == "images" else (shape[1] - 2) * (shape[2] - 2) for shape in shapes]
    milliseconds = [round(1000 * statistics.median(times), 4) for times in seconds]
    slope = slope_of(counts, milliseconds)
    return {
        "what": what,
        "image": shapes[0][1:] if what == "images" else None,
        "kernels": GROWTH_KERNELS,
        "rounds": rounds,
        "counts": counts,
        "milliseconds": milliseconds,
        "slope": round(slope, 3),
        "slopes_allowed": SLOPES,
        "met": SLOPES[0] <= slope <= SLOPES[1],
    }


def main(arguments=None):
    """Run the benchmark, print a table and store the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--growth-rounds", type=int, default=15)
    parser.add_argument("--output", type=Path, default=RECORD)
    options = parser.parse_args(arguments)

    torch.set_num_threads(1)
    rng, order = np.random.default_rng(0), random.Random(0)
    print("time of theirs / time of ours in the same round: median [quartiles]")
    rows = []
    for case in CASES:
        rows.append(row := measure(case, options.rounds, rng, order))
        ratios = ", ".join(
            f"{name} {middle:.2f} [{low:.2f}, {high:.2f}]"
            for name, (low, middle, high) in row["ratio_to_ours"].items()
        )
        print(f"{case.name:<26} ours {row['milliseconds']['ours']:8.3f} ms; {ratios}")
        if promise := row.get("promise"):
            met = "met" if promise["met"] else "MISSED"
            promised = f"at most {promise['times']:g} times {promise['peer']}'s time"
            print(f"  promised: {promised}; found: {promise['found']:.2f}, {met}")
    growth = []
    for what, shapes in GROWTH.items():
        growth.append(row := measure_growth(what, shapes, options.growth_rounds, rng, order))
        met = "met" if row["met"] else "MISSED"
        print(f"time over {what}: slope {row['slope']:.2f}, promised: {SLOPES}, {met}")
    record = {
        "benchmark": "conv2d",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "threads": torch.get_num_threads(),
        "versions": {"python": platform.python_version()}
        | {name: metadata.version(name) for name in ("numpy", "scipy", "torch")},
        "cases": rows,
        "growth": growth,
    }
    benchmarks.write(options.output, record)
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
