"""Time `train` of both twins beside the tutorials' own ways of training, and store a record.

    make bench

Every run has a Python process of its own (`training_run.py` says what is timed there), so what
is traced or compiled at the first step counts each time. In every round each way of training runs
once, in an order drawn anew, and only times of the same round are divided by one another: what is
told is the median over the rounds, with the least and the most.

The ways, on the same network, images, batch size and optimiser:

``loader``, ``tensors``
    Source B's loop in PyTorch, and the same loop without its data loader: `articles_torch`.
``fit``, ``fit_one_hot``, ``fit_tf_data``
    Sources C and D in Keras: `articles_keras`.
``ours``, ``ours, auto``
    `train` in float32, and in the precision that the recipe's ``"auto"`` chooses on this device.

Last comes the time until the network of source C classifies 91 % of Fashion-MNIST's test images,
measured after every epoch while the clock stands: the source's own way beside the course's recipe
``C-cnn-modern``. The source trains ten epochs before it measures anything, so its time is that of
ten epochs at the pace that was seen; the time until an epoch first ends above 91 % is told as well.
"""

import argparse
import json
import platform
import random
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from training_shown import show, show_reach

from cnncourse import experiments, hardware
from cnncourse.records import benchmarks

FOLDER = Path(__file__).parent
RECORD = FOLDER / "records" / "training.json"
WAYS = {
    "ours": {"way": "ours", "precision": "float32"},
    "ours, auto": {"way": "ours", "precision": "auto"},
}
"""What a run is asked for; the other ways bear their function's name and compute in float32."""


class Promise(NamedTuple):
    """Our way ``ours`` is at least ``times`` as fast as ``peer``, in the median of the rounds."""

    peer: str
    ours: str
    times: float


class Case(NamedTuple):
    """One network in one framework: so many images are trained on, once, in each way."""

    name: str
    framework: str
    experiment: str
    images: int
    ways: tuple[str, ...]

    @property
    def quick_images(self):
        """Enough steps to see that everything runs."""
        return 4 * experiments.find(self.experiment).recipe.batch_size


class Reach(NamedTuple):
    """The time to an accuracy: ours is at most ``share`` of the source's own training."""

    name: str
    framework: str
    way: str
    experiment: str = "C-cnn"
    modern: str = "C-cnn-modern"
    accuracy: float = 0.91
    share: float = 0.25


BOTH = ("ours", "ours, auto")
CASES = [
    Case("B-torch", "torch", "B", 48_000, ("loader", "tensors", "ours")),
    Case("C-cnn-torch", "torch", "C-cnn", 15_000, ("loader", "tensors", *BOTH)),
    Case("D-torch", "torch", "D", 3_200, ("loader", *BOTH)),
    Case("C-cnn-keras", "keras", "C-cnn", 15_000, ("fit", "fit_tf_data", *BOTH)),
    Case("D-keras", "keras", "D", 3_200, ("fit_one_hot", *BOTH)),
]
PROMISES = {
    "B-torch": Promise("loader", "ours", 1.5),
    "C-cnn-torch": Promise("loader", "ours, auto", 2),
    "C-cnn-keras": Promise("fit", "ours", 0.95),
    "D-keras": Promise("fit_one_hot", "ours", 0.95),
}
REACHES = [Reach("91-torch", "torch", "loader"), Reach("91-keras", "keras", "fit")]


def run_elsewhere(spec):
    """Return what a run in a process of its own measured."""
    command = [sys.executable, FOLDER / "training_run.py", json.dumps(spec)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the run {spec} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def run_rounds(specs, rounds, order):
    """Run every spec once a round, which is its seed too; return what each measured."""
    runs = {name: [] for name in specs}
    for seed in range(rounds):
        for name in order.sample(sorted(specs), len(specs)):
            runs[name].append(run_elsewhere(specs[name] | {"seed": seed}))
    return runs


def told(values, places=3):
    """Return the least, the median and the most."""
    found = {"least": min(values), "median": statistics.median(values), "most": max(values)}
    return {name: round(value, places) for name, value in found.items()}


def ratios(over, under):
    """Return, for two ways, the seconds of the first over those of the second, round by round."""
    return [a["seconds"] / b["seconds"] for a, b in zip(over, under, strict=True)]


def measure(case, options, order):
    """Return the row of the record for one case, and one of its runs."""
    images = case.quick_images if options.quick else case.images
    common = {"framework": case.framework, "experiment": case.experiment, "images": images}
    common |= {"epochs": 1, "quick": options.quick, "threads": options.threads}
    specs = {way: common | WAYS.get(way, {"way": way}) for way in case.ways}
    runs = run_rounds(specs, options.rounds, order)
    first = runs["ours"][0]
    row = {
        "name": case.name,
        "framework": case.framework,
        "experiment": case.experiment,
        "batch_size": first["batch_size"],
        "images": images,
        "threads": first["threads"],
        "device": first["device"],
        "ways": {},
        "promise": None,
    }
    for way, found in runs.items():
        seconds = [run["seconds"] for run in found]
        row["ways"][way] = {
            "precision": found[0]["precision"],
            "seconds": told(seconds),
            "images_per_second": round(images / statistics.median(seconds), 1),
        }
        if not way.startswith("ours"):
            row["ways"][way]["speed_of_ours"] = {
                own: told(ratios(found, runs[own])) for own in BOTH if own in runs
            }
    if promise := PROMISES.get(case.name):
        found = row["ways"][promise.peer]["speed_of_ours"][promise.ours]["median"]
        row["promise"] = promise._asdict() | {"found": found, "met": found >= promise.times}
    return row, first


def measure_reach(reach, options, order):
    """Return the row of the record for the time to an accuracy, and one of its runs."""
    # The small set is not learned that far; a quick run sees that the clock stops at a target.
    accuracy = 0.3 if options.quick else reach.accuracy
    common = {"framework": reach.framework, "target": accuracy, "threads": options.threads}
    common |= {"quick": options.quick, "images": 1_280 if options.quick else None}
    specs = {
        reach.way: common | {"way": reach.way, "experiment": reach.experiment},
        "ours": common | {"way": "ours", "experiment": reach.modern},
    }
    runs = run_rounds(specs, options.rounds, order)
    row = {
        "name": reach.name,
        "framework": reach.framework,
        "accuracy": accuracy,
        "threads": runs["ours"][0]["threads"],
        "device": runs["ours"][0]["device"],
        "ways": {},
    }
    for way, found in runs.items():
        row["ways"][way] = {
            "experiment": specs[way]["experiment"],
            "batch_size": found[0]["batch_size"],
            "precision": found[0]["precision"],
            "seconds": told([run["seconds"] for run in found]),
            "epochs": [len(run["accuracies"]) for run in found],
            "accuracies": [run["accuracies"] for run in found],
            "reached": [run["accuracies"][-1] >= accuracy for run in found],
        }
    # Where the source's way never gets there, the time it ran for is the least it can need.
    row["share_of_the_first"] = told(ratios(runs["ours"], runs[reach.way]))
    epochs = experiments.find(reach.experiment).recipe.epochs
    whole = [
        run | {"seconds": run["seconds"] * epochs / len(run["accuracies"])}
        for run in runs[reach.way]
    ]
    row["whole"] = {"epochs": epochs, "seconds": told([run["seconds"] for run in whole])}
    shares = told(ratios(runs["ours"], whole))
    met = shares["median"] <= reach.share and all(row["ways"]["ours"]["reached"])
    row["promise"] = {"peer": reach.way, "share": reach.share, "found": shares, "met": met}
    return row, runs["ours"][0]


def parse(arguments):
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [case.name for case in (*CASES, *REACHES)]
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", choices=names, help="a case (may be repeated)")
    parser.add_argument("--quick", action="store_true", help="few images, of the small sets")
    parser.add_argument("--threads", type=int, help="default: what each framework chooses")
    parser.add_argument("--output", type=Path, default=RECORD)
    options = parser.parse_args(arguments)
    if (options.quick or options.only) and options.output == RECORD:
        parser.error("--quick and --only make no whole record: name another file with --output")
    return options


def main(arguments=None):
    """Run the benchmark, print a table and store the record."""
    options, order = parse(arguments), random.Random(0)
    parts = {"cases": (CASES, measure, show), "reaches": (REACHES, measure_reach, show_reach)}
    rows, versions = {part: [] for part in parts}, {"python": platform.python_version()}
    for part, (wanted, measured, shown) in parts.items():
        for one in wanted:
            if options.only and one.name not in options.only:
                continue
            row, run = measured(one, options, order)
            rows[part].append(row)
            versions |= run["versions"]
            shown(row)
    record = {
        "benchmark": "training",
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "quick": options.quick,
        "threads_asked": options.threads,
        "hardware": {"processor": hardware.processor(), "cores": hardware.cores()}
        | {"bfloat16": hardware.multiplies_bfloat16()},
        "versions": versions,
        **rows,
    }
    benchmarks.write(options.output, record)
    print(f"stored in {options.output}")


if __name__ == "__main__":
    main()
