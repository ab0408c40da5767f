"""Time training by the size of its batches, its precision and its threads, and store a record.

    .venv/bin/python benchmarks/batches.py

Images a second, in both frameworks, on random bytes: the arithmetic is that of real images. Each
network has a process of its own in each round and there all its settings, in an order drawn anew;
only speeds of one process are divided by one another. What is compiled at the first epoch does
not count: it is the epochs after it that are timed.
"""

import argparse
import importlib
import json
import os
import random
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from cnncourse import datasets, hardware, zoo
from cnncourse.recipe import Recipe
from cnncourse.records import benchmarks

RECORD = Path(__file__).parent / "records" / "batches.json"
NETWORKS = ("C-dense", "B", "C-cnn")
FRAMEWORKS = ("keras", "torch")
SIZES = (1, 8, 32, 128, 512)
USUAL = 128
"""The batch with which precisions and threads are compared."""
LEAST_STEPS, LEAST_IMAGES = 8, 256
SECONDS, EPOCHS = 0.5, 2
"""Epochs after the first are timed for so long, and at least so many."""


def settings(threads):
    """Return what is tried: batch sizes, then another precision; threads are the process's own."""
    found = [{"batch_size": size, "precision": "float32"} for size in SIZES]
    if threads > 1:
        return [{"batch_size": USUAL, "precision": "float32"}]
    return [*found, {"batch_size": USUAL, "precision": "bfloat16"}]


def noise(shape, images):
    """Return a data set of random bytes."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 10, images)
    split = datasets.Split(rng.integers(0, 256, (images, *shape), dtype=np.uint8), labels)
    return datasets.Dataset("noise", split, split, [str(number) for number in range(10)])


def images_a_second(twin, network, batch_size, precision):
    """Train until enough epochs are timed; return the images a second of their median."""
    images = max(batch_size * LEAST_STEPS, LEAST_IMAGES)
    recipe = Recipe("adam", batch_size=batch_size, epochs=10**6, precision=precision)

    def enough(history):
        timed = history.seconds[1:]
        return len(timed) >= EPOCHS and sum(timed) >= SECONDS

    data = noise(network.input_shape, images)
    model = twin.build(network)
    history = twin.train(model, data, recipe, callbacks=[enough], progress=False)
    return images / statistics.median(history.seconds[1:])


def here(name, framework, threads, seed):
    """Measure one network in this process and print its rows as a line of JSON."""
    twin = importlib.import_module(f"cnncourse.in_{framework}")
    if framework == "torch":
        sys.modules["torch"].set_num_threads(threads)
    tried = settings(threads)
    random.Random(seed).shuffle(tried)
    network = zoo.find(name)
    rows = [
        one | {"images_per_second": images_a_second(twin, network, *one.values())} for one in tried
    ]
    print(json.dumps({"rows": rows, "versions": twin.device.versions()}))


def elsewhere(name, framework, threads, seed):
    """Measure one network in a process of its own; return what it told."""
    environment = os.environ | {
        "OMP_NUM_THREADS": str(threads),
        "TF_NUM_INTRAOP_THREADS": str(threads),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    command = [sys.executable, __file__, "--here", name, framework, str(threads), str(seed)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(rounds):
    """Return a row for each setting, with the speeds of all rounds in order, and the versions."""
    found, versions = {}, {}
    for number in range(rounds):
        for name in NETWORKS:
            for framework in FRAMEWORKS:
                for threads in sorted({1, hardware.cores()}):
                    told = elsewhere(name, framework, threads, number)
                    versions |= told["versions"]
                    for row in told["rows"]:
                        key = (name, framework, threads, row["batch_size"], row["precision"])
                        found.setdefault(key, []).append(round(row["images_per_second"], 1))
                    print(f"round {number + 1}: {name}, {framework}, {threads} threads", flush=True)
    keys = ("network", "framework", "threads", "batch_size", "precision")
    rows = [
        dict(zip(keys, key, strict=True)) | {"images_per_second": speeds}
        for key, speeds in found.items()
    ]
    return rows, versions


def main(arguments=None):
    """Run the benchmark and store the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=RECORD)
    parser.add_argument("--here", nargs=4, metavar=("NETWORK", "FRAMEWORK", "THREADS", "SEED"))
    options = parser.parse_args(arguments)
    if options.here:
        name, framework, threads, seed = options.here
        here(name, framework, int(threads), int(seed))
        return
    rows, versions = measure(options.rounds)
    record = {
        "benchmark": "batches",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()}
        | {"bfloat16": hardware.multiplies_bfloat16()},
        "load": round(os.getloadavg()[0], 1),  # processes that wanted a core, in the minute before
        "versions": versions,
        "rows": rows,
    }
    benchmarks.write(options.output, record)
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
