"""Time `ops.conv2d` beside PyTorch's and SciPy's on the same arrays, and store a record.

    make bench

The machine's load changes from second to second, so nothing is timed alone: in every round each
contender runs once, in an order drawn anew, and its time is divided by that of ours in the same
round. What is told is the median of these ratios with the quartiles around it. Before a case is
timed its results are compared.
"""

import argparse
import json
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

RECORD = Path(__file__).parent / "records" / "conv2d.json"


class Case(NamedTuple):
    """One layer: the shapes of the images and the kernels, and the settings of `conv2d`."""

    name: str
    images: tuple[int, int, int, int]
    kernels: tuple[int, int, int, int]
    stride: int = 1
    padding: int = 0


CASES = [
    Case("C-cnn, first layer", (64, 28, 28, 1), (3, 3, 1, 32)),
    Case("C-cnn, second layer", (64, 13, 13, 32), (3, 3, 32, 64)),
    Case("a photograph's edges", (1, 512, 512, 3), (3, 3, 3, 1), padding=1),
    Case("a grey image blurred", (1, 512, 512, 1), (5, 5, 1, 1)),
    Case("strided, many channels", (16, 32, 32, 64), (3, 3, 64, 64), stride=2, padding=1),
]


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
            runs[name]()
            seconds[name].append(time.perf_counter() - start)
    row = {**case._asdict(), "difference": difference, "milliseconds": {}, "ratio_to_ours": {}}
    for name, times in seconds.items():
        row["milliseconds"][name] = round(1000 * statistics.median(times), 3)
        if name != "ours":
            ratios = [other / ours for other, ours in zip(times, seconds["ours"], strict=True)]
            row["ratio_to_ours"][name] = [round(q, 3) for q in statistics.quantiles(ratios, n=4)]
    return row


def main(arguments=None):
    """Run the benchmark, print a table and store the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--output", type=Path, default=RECORD)
    options = parser.parse_args(arguments)

    rng, order = np.random.default_rng(0), random.Random(0)
    print("time of theirs / time of ours in the same round: median [quartiles]")
    rows = []
    for case in CASES:
        rows.append(row := measure(case, options.rounds, rng, order))
        ratios = ", ".join(
            f"{name} {middle:.2f} [{low:.2f}, {high:.2f}]"
            for name, (low, middle, high) in row["ratio_to_ours"].items()
        )
        print(f"{case.name:<24} ours {row['milliseconds']['ours']:8.3f} ms; {ratios}")
    record = {
        "benchmark": "conv2d",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "torch_threads": torch.get_num_threads(),
        "versions": {"python": platform.python_version()}
        | {name: metadata.version(name) for name in ("numpy", "scipy", "torch")},
        "cases": rows,
    }
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
