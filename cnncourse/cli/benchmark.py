"""``cnncourse doctor --benchmark``: how fast each framework trains the course's networks here.

`run` asks one framework after the other, each in a process of its own, where `probe` measures.
The limit that the figures are held against is measured too: a large matrix product on the same
device in the same precision. Every device has it, nothing keeps its multipliers busier, and no
manufacturer's figure needs to be trusted.
"""

import json
import statistics
import sys
import time
from itertools import count

from cnncourse.cli import frameworks
from cnncourse.cli.parsing import Failure

SECONDS = 600
PROBE = """
from cnncourse.cli import benchmark
benchmark.probe({name!r})
"""
STEPS = {"B": 100, "C-cnn": 30, "D": 5}
"""The networks, and the steps of one epoch on a processor."""
LARGER = 40
"""A graphics card takes so many times as many, or the time goes into starting epochs."""
ENOUGH = 1.0
"""The seconds for which epochs, at least `LEAST` of them, are timed."""
LEAST = 2
SIDES = {"cpu": 2048}
LARGE_SIDE = 8192
"""The rows and columns of the matrices that are multiplied; those of a card."""


def run(*, as_json):
    """Measure each framework that is here, print the figures; return the exit code."""
    from cnncourse.installing import WRITTEN

    found, missing = {}, {}
    for name in ("torch", "keras"):
        print(f"measuring {WRITTEN[name]} …", file=sys.stderr, flush=True)
        try:
            found[name] = json.loads(frameworks.ask(name, PROBE.format(name=name), SECONDS))
        except Failure as failure:
            missing[name] = str(failure)
        if not as_json:
            print(_table(found[name]) if name in found else f"{missing[name]}\n", flush=True)
    if as_json:
        print(json.dumps(_about() | {"frameworks": found, "missing": missing}, indent=2))
    return 0 if found else 1


def _about():
    """Return when, where and by what the figures were measured."""
    from datetime import UTC, datetime

    from cnncourse import __version__, hardware

    machine = {"processor": hardware.processor(), "cores": hardware.cores()}
    date = datetime.now(UTC).date().isoformat()
    return {"date": date, "cnncourse": __version__, "hardware": machine}


def probe(name):
    """Measure one framework in this process and print the figures as a line of JSON."""
    from cnncourse import experiments

    twin = frameworks.load(name)
    found = [experiments.find(one) for one in STEPS]
    device = twin.device.describe().as_dict()
    wanted = {one.name: _precisions(twin, one) for one in found}
    precisions = dict.fromkeys(precision for asked in wanted.values() for precision in asked)
    # Before and after: what else runs here may hold up one of the two.
    before = {which: _most_multiply_adds(name, which, device) for which in precisions}
    speeds = [
        (one, precision, asked, *_train(twin, one, precision, device))
        for one in found
        for precision, asked in wanted[one.name].items()
    ]
    limits = {
        which: max(most, _most_multiply_adds(name, which, device)) for which, most in before.items()
    }
    rows = [_row(*speed, limits[speed[1]]) for speed in speeds]
    versions = twin.device.versions()
    print(json.dumps({"device": device, "versions": versions, "limits": limits, "rows": rows}))


def _precisions(twin, experiment):
    """Return {precision: the words that ask for it}: float32, and what ``"auto"`` chooses."""
    from dataclasses import replace

    asked = {}
    for word in ("float32", "auto"):
        recipe = replace(experiment.recipe, precision=word)
        asked.setdefault(twin.device.precision(recipe, experiment.architecture), []).append(word)
    return asked


def _row(experiment, precision, asked, images_per_second, start, limit):
    """Return the figures of one network in one precision."""
    # Backwards, each product is made twice: for the inputs and for the weights.
    done = 3 * experiment.architecture.multiply_adds() * images_per_second
    return {
        "experiment": experiment.name,
        "network": experiment.architecture.name,
        "batch_size": experiment.recipe.batch_size,
        "precision": precision,
        "asked": asked,
        "images_per_second": images_per_second,
        "multiply_adds_per_second": done,
        "share_of_limit": done / limit,
        "start_seconds": start,
    }


def _train(twin, experiment, precision, device):
    """Train on noise; return images a second, and the seconds that getting started took."""
    from dataclasses import replace

    batch = experiment.recipe.batch_size
    images = batch * STEPS[experiment.name] * (1 if device["kind"] == "cpu" else LARGER)
    # The callback ends the run long before its epochs do.
    recipe = replace(experiment.recipe, precision=precision, epochs=10**6)
    model = twin.build(experiment.architecture)
    ended = []

    def enough(history):
        ended.append(time.perf_counter())
        timed = history.seconds[1:]
        return len(timed) >= LEAST and sum(timed) >= ENOUGH

    data = _noise(experiment.architecture, images)
    start = time.perf_counter()
    history = twin.train(model, data, recipe, callbacks=[enough], progress=False)
    epoch = statistics.median(history.seconds[1:])
    return images / epoch, max(ended[0] - start - epoch, 0.0)


def _noise(architecture, images):
    """Return a data set of random bytes: the arithmetic is that of real images."""
    import numpy as np

    from cnncourse.datasets import Dataset, Split

    rng, classes = np.random.default_rng(0), architecture.output_shape[0]
    shape = (images, *architecture.input_shape)
    labels = rng.integers(0, classes, images)
    split = Split(rng.integers(0, 256, shape, dtype=np.uint8), labels)
    return Dataset("noise", split, split, [str(number) for number in range(classes)])


def _most_multiply_adds(name, precision, device):
    """Return the multiply-adds a second of a large matrix product, the best of those tried."""
    side = SIDES.get(device["kind"], LARGE_SIDE)
    multiply = {"torch": _product_in_torch, "keras": _product_in_keras}[name]
    product = multiply(side, precision, device)
    product()  # the first may load or choose a kernel
    best, start = float("inf"), time.perf_counter()
    for tried in count(1):
        before = time.perf_counter()
        product()
        after = time.perf_counter()
        best = min(best, after - before)
        if tried >= LEAST and after - start >= ENOUGH / 2:
            return side**3 / best


def _product_in_torch(side, precision, device):
    """Return a function that multiplies two matrices and waits for the result."""
    import torch
    import torch._dynamo  # which the first optimiser would import, in seconds

    from cnncourse import in_torch

    if "TF32" in device["precision"]:
        # Convolutions use it by themselves, matrix products only when told.
        torch.set_float32_matmul_precision("high")
    settings = {"dtype": getattr(torch, precision), "device": in_torch.device.choose()}
    left, right = torch.rand(side, side, **settings), torch.rand(side, side, **settings)
    return lambda: (left @ right)[0, 0].item()


def _product_in_keras(side, precision, device):
    """Return a function that multiplies two matrices and waits for the result."""
    from keras import ops, random

    left, right = (random.uniform((side, side), dtype=precision) for _ in range(2))
    return lambda: float(ops.cast(ops.matmul(left, right)[0, 0], "float32"))


def _table(found):
    """Return one framework's figures as lines of text."""
    device = found["device"]
    lines = [
        f"{device['framework']} on {device['kind']} ({device['name']}, {device['cores']} cores)"
    ]
    limits = ", ".join(f"{_giga(limit)} in {name}" for name, limit in found["limits"].items())
    lines.append(f"  a large matrix product, the limit: {limits} multiply-adds a second")
    head = ("network", "batch", "precision", "images/s", "mult-adds/s", "of limit", "start")
    form = "  {:<8}{:>6}  {:<16}{:>10}{:>13}{:>10}{:>8}".format
    lines.append(form(*head))
    for row in found["rows"]:
        auto = " (auto)" if "auto" in row["asked"] else ""
        lines.append(
            form(
                row["experiment"],
                row["batch_size"],
                row["precision"] + auto,
                f"{row['images_per_second']:,.0f}",
                _giga(row["multiply_adds_per_second"]),
                f"{100 * row['share_of_limit']:.1f} %",
                f"{row['start_seconds']:.1f} s",
            )
        )
    return "\n".join(lines) + "\n"


def _giga(number):
    """Return a number in thousands of millions."""
    return f"{number / 1e9:,.1f} G"
