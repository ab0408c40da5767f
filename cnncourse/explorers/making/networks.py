"""Trained weights in few bytes: half precision, where the probabilities bear it."""

import hashlib
import json
from pathlib import Path

import numpy as np

from cnncourse import datasets, experiments, ops, records, reference, weightfile
from cnncourse.explorers.making.script import encode

COMMANDS = {  # the experiments' own recipes, written out as `cnncourse train` takes them
    "B": "cnncourse train B --data fashion-mnist --epochs 15 --batch-size 20 "
    "--learning-rate 0.04 --optimizer sgd --validation 12000 --framework torch --seed 0",
    "C-dense": "cnncourse train C-dense --data fashion-mnist --epochs 5 --framework torch --seed 0",
}
FRAMEWORK = "torch"
SMALL = 2000  # numbers; smaller arrays stay float32, which costs next to nothing
RECORDED = {"B-relu": "b-relu", "C-cnn-small": "c-cnn-small"}
"""The experiments whose networks have a data file of their own, and its name."""
MOVED = 0.0005  # of the test accuracy, a fraction: 5 of 10,000 images
TOLERANCE = 1e-3  # of any probability on any test image


def payload(folders: dict[str, Path]) -> dict:
    """Return both networks in their plain form, by their architecture's name.

    Parameters
    ----------
    folders : dict of str to Path
        Where ``cnncourse train`` left ``weights.safetensors`` and ``history.json``, by
        experiment.

    Raises
    ------
    ValueError
        If a run was not that of the experiment, or rounding moves a probability too far.
    """
    if set(folders) != set(COMMANDS):
        raise ValueError(f"a folder is needed for each of {', '.join(COMMANDS)}, got {folders}")
    data = datasets.load("fashion-mnist")
    found = {}
    for name in COMMANDS:
        experiment = experiments.find(name)
        weights = read(experiment, folders[name])
        found[experiment.architecture.name] = entry(experiment, weights, data)
    return found


def read(experiment, folder: Path) -> dict[str, np.ndarray]:
    """Return the weights of a run, if it was the experiment's."""
    architecture, weights = weightfile.load_weights(folder / "weights.safetensors")
    history = json.loads((folder / "history.json").read_text(encoding="utf-8"))
    # `cnncourse train` leaves the precision to the trainer, which takes float32 for networks as
    # small as these, as the experiments ask for.
    recipe = history["recipe"] | {"precision": experiment.recipe.precision}
    recipe.pop("loss", None)  # as recipes named it once, when there was one loss to name
    found = (architecture, recipe, history["framework"])
    wanted = (experiment.architecture, experiment.recipe.as_dict(), FRAMEWORK)
    if found != wanted:
        raise ValueError(
            f"{folder} is not a run of experiment {experiment.name!r} in {FRAMEWORK}; "
            f"make it by: {COMMANDS[experiment.name]}"
        )
    return weights


def entry(experiment, weights, data) -> dict:
    """Return one network in its plain form, measured on the test images of ``data``."""
    rounded = {name: smaller(array) for name, array in weights.items()}
    before, after = (probabilities(experiment, kept, data.test) for kept in (weights, rounded))
    error = float(np.abs(after - before).max())
    if error > TOLERANCE:
        raise ValueError(
            f"rounding moves a probability of {experiment.name!r} by {error:.2g}, more than "
            f"{TOLERANCE}; keep more arrays in float32"
        )
    return {
        "experiment": experiment.name,
        "architecture": json.loads(experiment.architecture.to_json()),
        "classes": list(data.classes),
        "framework": FRAMEWORK,
        "seed": experiment.recipe.seed,
        "command": COMMANDS.get(experiment.name, ""),
        "test_accuracy": float((after.argmax(axis=1) == data.test.labels).mean()),
        "test_images": len(data.test),
        "probability_error": float(f"{error:.3g}"),  # further digits are the machine's
        "weights": {name: encode(array) for name, array in rounded.items()},
    }


def recorded(path: Path) -> dict:
    """Return one network in its plain form, from the record of a run that kept its weights.

    Raises
    ------
    ValueError
        If the record is not of the experiment as it stands, kept other weights than those beside
        it, or they do not reach what it says.
    """
    record = records.read(path)
    experiment = experiments.find(record.experiment)
    beside = path.with_name((record.weights or {}).get("file", ""))
    architecture, weights = weightfile.load_weights(beside)
    digest = hashlib.sha256(beside.read_bytes()).hexdigest()
    same = record.followed(experiment.recipe) and architecture == experiment.architecture
    if record.overrides or not same or digest != record.weights["sha256"]:
        raise ValueError(
            f"{path} is not a run of {experiment.name!r} as it stands, with its weights"
        )
    found = entry(experiment, weights, datasets.load(record.data["name"]))
    if abs(found["test_accuracy"] - record.test_accuracy) > MOVED:
        raise ValueError(f"{path}: the weights do not reach what the record says")
    run = {"framework": record.framework, "seed": record.seed, "command": record.command}
    return found | run


def smaller(array: np.ndarray) -> np.ndarray:
    """Return an array as it is stored: in half precision if it is large."""
    return array.astype(np.float32 if array.size < SMALL else np.float16)


def probabilities(experiment, weights, split) -> np.ndarray:
    """Return every image's probabilities, computed in float64."""
    exact = {name: array.astype(np.float64) for name, array in weights.items()}
    return ops.softmax(reference.forward(experiment.architecture, exact, split.images))
