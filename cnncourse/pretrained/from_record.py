"""Write the trained weights that the package carries, from finished runs.

    python -m cnncourse.pretrained.from_record RECORD.json ...

Each record is one that ``cnncourse reproduce NAME --framework torch|keras --weights`` wrote,
with the weights beside it; the data set is found as `cnncourse.datasets.load` finds it, and
both frameworks must be installed, since both measure what is stored. Nothing is trained here.
Large arrays are stored in half precision if no framework's test accuracy moves by more than
`TOLERANCE` for it; what a record does not vouch for is refused.
"""

import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np

from cnncourse import datasets, experiments, pretrained, records, weightfile
from cnncourse.architecture import Architecture

FRAMEWORKS = ("torch", "keras")  # torch must be imported before TensorFlow
SMALL = 2000  # numbers; smaller arrays stay float32, which costs next to nothing
LARGE_KINDS = ("kernels", "weights")  # never the statistics of a batch normalisation
TOLERANCE = 0.0005  # of the test accuracy, a fraction: 5 of 10,000 images


def make(path: Path, folder: Path) -> Path:
    """Write one network's file into ``folder`` from a record, and return its path.

    Raises
    ------
    ValueError
        If the record is of a trial or of another recipe, the file beside it is not the one it
        names, the data differ, or the weights do not do what the record says.
    """
    record = records.read(path)
    check(record, path)
    architecture, arrays = kept(record, path)
    test = datasets.load(record.data["name"]).test
    if data_hash(test) != record.data["sha256"]["test"]:
        raise ValueError(
            f"{path}: the test images here are not the record's; "
            f"see cnncourse data verify {record.data['name']}"
        )
    halved, accuracy = stored(architecture, arrays, test)
    for name, found in accuracy.items():
        if moved(found, record.test_accuracy):
            raise ValueError(
                f"{path}: {name} measures {found:.4f} on the test images where the record has "
                f"{record.test_accuracy:.4f}; the weights are not the record's, or this "
                "machine computes otherwise: run the record's command again"
            )
    made = provenance(record, halved, accuracy)
    target = folder / f"{architecture.name}{pretrained.ENDING}"
    text = {pretrained.KEY: json.dumps(asdict(made))}
    weightfile.save_weights(target, architecture, rounded(arrays, halved), **text)
    return target


def check(record, path):
    """Raise unless a record is of an experiment as it stands, with nothing changed but the seed."""
    experiment = experiments.find(record.experiment)
    # A recipe may have gained a setting since, with a default that changes nothing.
    same = record.followed(experiment.recipe)
    if record.overrides or not same or record.architecture != plain(experiment.architecture):
        raise ValueError(
            f"{path} is not a run of experiment {experiment.name!r} as it stands; make one by: "
            f"cnncourse reproduce {experiment.name} --framework {record.framework} --weights"
        )


def plain(architecture: Architecture) -> dict:
    """Return an architecture as a record holds it."""
    return json.loads(architecture.to_json())


def kept(record, path):
    """Return the architecture and the weights of the file beside a record."""
    if record.weights is None:
        raise ValueError(f"{path} kept no weights; run again: {record.command} --weights")
    beside = path.with_name(record.weights["file"])
    architecture, arrays = weightfile.load_weights(beside)
    digest = hashlib.sha256(beside.read_bytes()).hexdigest()
    if digest != record.weights["sha256"] or plain(architecture) != record.architecture:
        raise ValueError(
            f"{beside} is not the file that {path} names (SHA-256 {digest[:12]}…, expected "
            f"{record.weights['sha256'][:12]}…); run again: {record.command}"
        )
    return architecture, arrays


def data_hash(split) -> str:
    """Return the SHA-256 of a split's images and labels, as records have it."""
    digest = hashlib.sha256(split.images)
    digest.update(split.labels)
    return digest.hexdigest()


def stored(architecture, arrays, test):
    """Return the names of the arrays to halve, and the accuracies in each framework then."""
    halved, before = large(arrays), measure(architecture, arrays, test)
    after = measure(architecture, rounded(arrays, halved), test)
    if any(moved(after[name], before[name]) for name in FRAMEWORKS):
        return (), before
    return halved, after


def large(arrays) -> tuple[str, ...]:
    """Return the names of the arrays for which half precision pays."""
    return tuple(
        name
        for name, array in arrays.items()
        if array.size >= SMALL and name.rpartition("/")[2] in LARGE_KINDS
    )


def rounded(arrays, halved):
    """Return the arrays as they are stored."""
    return {
        name: array.astype(np.float16 if name in halved else np.float32)
        for name, array in arrays.items()
    }


def measure(architecture, arrays, test) -> dict[str, float]:
    """Return the test accuracy of weights in each framework, a fraction."""
    from cnncourse import in_torch  # isort: skip
    from cnncourse import in_keras

    found = {}
    for name, twin in zip(FRAMEWORKS, (in_torch, in_keras), strict=True):
        model = twin.build(architecture)
        twin.weights.set(model, arrays)
        found[name] = twin.evaluate(model, test).accuracy
    return found


def moved(accuracy, reference) -> bool:
    """Whether two accuracies differ by more than the tolerance, rounding of sums aside."""
    return abs(accuracy - reference) > TOLERANCE + 1e-9


def provenance(record, halved, accuracy) -> pretrained.Provenance:
    """Return what a file says about itself."""
    return pretrained.Provenance(
        experiment=record.experiment,
        framework=record.framework,
        seed=record.seed,
        command=record.command,
        data=record.data["name"],
        data_sha256=record.data["sha256"],
        weights_sha256=record.weights["sha256"],
        recorded_accuracy=record.test_accuracy,
        test_accuracy=accuracy,
        float16=halved,
    )


def main(words: list[str]) -> None:
    """Write a file for each record named."""
    if not words or any(word.startswith("-") for word in words):
        sys.exit(__doc__)
    for word in words:
        path = make(Path(word), Path(str(pretrained.FOLDER)))
        made = pretrained.provenance(path.stem)
        print(f"{path.name}: {path.stat().st_size:,} bytes, test accuracy {made.test_accuracy}")


if __name__ == "__main__":
    main(sys.argv[1:])
