"""Time the same training in one and in two processes, in both frameworks, and store a record.

    .venv/bin/python benchmarks/processes.py

Each process has one thread, and two processes have two cores to themselves, on a machine that
has them. The batch is the same: with two processes each computes half of it, and then they add
up their gradients over the loopback network. In every round each contender trains once, in an
order drawn anew, and only speeds of the same round are divided by one another. The first epoch
of a run, in which graphs are made, is not counted.
"""

import argparse
import importlib
import json
import os
import random
import socket
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

RECORD = Path(__file__).parent / "records" / "processes.json"
NETWORKS = ("B", "C-dense", "C-cnn")
FRAMEWORKS = ("keras", "torch")
BATCH, IMAGES = 128, 4_096
THREADS = {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


def train_here(network, framework, epochs, images):
    """Train in this process, one of a run; process 0 returns its seconds an epoch."""
    twin = importlib.import_module(f"cnncourse.in_{framework}")
    team = twin.distributed.join()

    from cnncourse import datasets, zoo
    from cnncourse.datasets import Dataset
    from cnncourse.recipe import Recipe

    if framework == "torch":
        sys.modules["torch"].set_num_threads(1)
    data = datasets.load("fashion-mnist-mini")
    data = Dataset(data.name, data.train.take(images, seed=0), data.test, data.classes)
    recipe = Recipe("adam", 1e-3, batch_size=BATCH, epochs=epochs, precision="float32")
    history = twin.train(twin.build(zoo.find(network)), data, recipe, progress=False)
    twin.distributed.leave()
    told = {"seconds": history.seconds, "loss": history.loss, "versions": history.versions}
    return told if team.rank == 0 else None


def free_ports(count):
    """Return ports of this machine that nobody listens at."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return found


def settings(framework, count):
    """Return the environment of each process, as the framework's launcher sets it."""
    if count == 1:
        return [{}]
    ports = free_ports(count)
    if framework == "torch":
        shared = {"WORLD_SIZE": str(count), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": ports[0]}
        return [{**shared, "RANK": rank, "LOCAL_RANK": rank} for rank in range(count)]
    cluster = {"worker": [f"127.0.0.1:{port}" for port in ports]}
    tasks = [{"type": "worker", "index": rank} for rank in range(count)]
    return [{"TF_CONFIG": json.dumps({"cluster": cluster, "task": task})} for task in tasks]


def train_elsewhere(network, framework, count, epochs, images):
    """Train in so many processes of their own; return what process 0 told."""
    command = [sys.executable, __file__, "--here", network, framework]
    command += ["--epochs", str(epochs), "--images", str(images)]
    running = [
        subprocess.Popen(
            command,
            env={**os.environ, **THREADS, **{name: str(value) for name, value in own.items()}},
            stdout=subprocess.PIPE,
            text=True,
        )
        for own in settings(framework, count)
    ]
    told = [one.communicate()[0] for one in running]
    if any(one.returncode for one in running):
        raise SystemExit(f"{framework} in {count} processes failed; its output stands above")
    return json.loads(told[0])


def images_a_second(told, images):
    """Return the speed of the epochs after the first."""
    return images / statistics.median(told["seconds"][1:])


def measure(networks, rounds, epochs, images):
    """Return the record's cases and the versions, after rounds of all contenders."""
    contenders = [
        (network, framework, count)
        for network in networks
        for framework in FRAMEWORKS
        for count in (1, 2)
    ]
    speeds, losses, versions = {one: [] for one in contenders}, {}, {}
    for number in range(rounds):
        for one in random.sample(contenders, len(contenders)):
            told = train_elsewhere(*one, epochs, images)
            speeds[one].append(images_a_second(told, images))
            losses[one] = told["loss"]
            versions |= told["versions"]
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    cases = []
    for network in networks:
        for framework in FRAMEWORKS:
            one, two = (network, framework, 1), (network, framework, 2)
            ratios = [b / a for a, b in zip(speeds[one], speeds[two], strict=True)]
            off = max(abs(a - b) for a, b in zip(losses[one], losses[two], strict=True))
            cases.append(
                {
                    "network": network,
                    "framework": framework,
                    "images_per_second": {
                        "1": round(statistics.median(speeds[one]), 1),
                        "2": round(statistics.median(speeds[two]), 1),
                    },
                    "speedup": {
                        "median": round(statistics.median(ratios), 3),
                        "least": round(min(ratios), 3),
                        "most": round(max(ratios), 3),
                    },
                    "epoch_losses_apart": off,
                }
            )
            show(cases[-1])
    return cases, versions


def show(case):
    """Print one row."""
    one, two = case["images_per_second"].values()
    times = case["speedup"]
    print(
        f"{case['network']:<8} {case['framework']:<6} {one:9,.0f} {two:9,.0f} images/s, "
        f"two processes {times['median']:.2f} times one ({times['least']:.2f} to "
        f"{times['most']:.2f}), losses apart {case['epoch_losses_apart']:.1e}"
    )


def main(arguments=None):
    """Run the benchmark, print a table and store the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--images", type=int, default=IMAGES)
    parser.add_argument("--networks", nargs="+", default=NETWORKS)
    parser.add_argument("--here", nargs=2, metavar=("NETWORK", "FRAMEWORK"))
    parser.add_argument("--output", type=Path, default=RECORD)
    options = parser.parse_args(arguments)
    if options.here:
        told = train_here(*options.here, options.epochs, options.images)
        if told is not None:
            print(json.dumps(told))
        return

    from cnncourse import hardware
    from cnncourse.records import benchmarks

    cases, versions = measure(options.networks, options.rounds, options.epochs, options.images)
    record = {
        "benchmark": "processes",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "epochs": options.epochs,
        "batch_size": BATCH,
        "images": options.images,
        "threads_per_process": 1,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()},
        "versions": versions,
        "cases": cases,
    }
    benchmarks.write(options.output, record)
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
