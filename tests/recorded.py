"""Records of no run, with what a test asks for."""

from cnncourse.experiments import Claim
from cnncourse.recipe import History
from cnncourse.records import Record


def made(experiment="C-cnn", framework="keras", accuracy=0.9, seed=0, claimed=0.91, **other):
    """Return a record; what a test does not name is of no matter to it."""
    seconds = other.get("seconds", 100.0)
    fields = {
        "experiment": experiment,
        "framework": framework,
        "seed": seed,
        "command": f"cnncourse reproduce {experiment} --framework {framework} --seed {seed}",
        "overrides": {},
        "test_accuracy": accuracy,
        "test_loss": 0.3,
        "train_accuracy": accuracy,
        "train_loss": 0.2,
        "claim": Claim("source C", claimed),
        "seconds": seconds,
        "processor_seconds": seconds,
        "processes": 1,
        "hardware": {"kind": "cpu", "name": "a processor", "cores": 2, "framework": "Keras 3"},
        "versions": {},
        "note": "",
        "data": {"name": "none", "images": {"test": 10_000}, "sha256": {}, "validation": None},
        "parameters": {"total": 1, "trainable": 1, "fixed": 0},
        "architecture": {},
        "recipe": {},
        "history": History(loss=[0.3], accuracy=[accuracy], seconds=[seconds]),
        "classes": ("one",),
        "confusion_matrix": [[10_000]],
    }
    return Record(**fields | other)


def runs(*accuracies, images=10_000, **fields):
    """Return one record for each accuracy."""
    data = {"images": {"test": images}}
    return [
        made(accuracy=accuracy, seed=seed, data=data, **fields)
        for seed, accuracy in enumerate(accuracies)
    ]
