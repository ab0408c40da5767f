"""Numbers and a few words for sentences, computed from the records of the experiments."""

import json
from statistics import mean

from cnncourse.architecture import Architecture
from cnncourse.records.reading import MissingRecord, by_experiment, by_framework, groups_of, runs
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import number
from cnncourse.records.verdicts import accuracies, agree, verdict
from cnncourse.records.writing import percent


@number("accuracy")
def accuracy(name, framework, seeds="", *, found=None) -> str:
    """``accuracy C-cnn keras [0-4]``: on the test images, the mean over the seeds."""
    return percent(mean(accuracies(chosen(name, framework, seeds, found))))


@number("training")
def training(name, framework, seeds="", *, found=None) -> str:
    """``training C-cnn keras``: the accuracy while the last epoch was trained on, the mean."""
    records = chosen(name, framework, seeds, found)
    return percent(mean(record.history.accuracy[-1] for record in records))


@number("best-epochs")
def best_epochs(name, *, found=None) -> str:
    """``best-epochs B``: where the validation loss was lowest, from and to, of how many epochs."""
    found = by_framework() if found is None else found
    histories = [one.history for key in FRAMEWORKS for one in runs(name, key, found)]
    places = [one.best_epoch + 1 for one in histories]
    counts = " or ".join(str(one) for one in sorted({one.epochs for one in histories}))
    low, high = min(places), max(places)
    return f"{low} of {counts}" if low == high else f"{low} to {high} of {counts}"


@number("last-epochs")
def last_epochs(name, framework, count, *, found=None) -> str:
    """``last-epochs D keras 8``: the lowest and the highest validation accuracy in so many."""
    records = chosen(name, framework, found=found)
    late = [one for record in records for one in record.history.validation_accuracy[-int(count) :]]
    return f"{percent(min(late))} to {percent(max(late))}"


@number("first-losses")
def first_losses(name, framework, *, found=None) -> str:
    """``first-losses B keras``: running mean and validation loss of the first epoch, the means."""
    histories = [record.history for record in chosen(name, framework, found=found)]
    running = mean(one.loss[0] for one in histories)
    return f"{running:.2f} and {mean(one.validation_loss[0] for one in histories):.2f} nats"


@number("gain")
def gain(name, other, *, found=None) -> str:
    """``gain C-cnn C-dense``: the points by which the first's mean is above the other's."""
    points = {
        written: 100 * (_mean(name, key, found) - _mean(other, key, found))
        for key, written in FRAMEWORKS.items()
    }
    return " and ".join(f"{value:.1f} points in {written}" for written, value in points.items())


@number("above")
def above(name, other, seeds="", *, found=None) -> str:
    """``above B-relu B [0-2]``: where the first's lowest accuracy is above the other's highest."""
    lie = [
        written
        for key, written in FRAMEWORKS.items()
        if min(accuracies(chosen(name, key, seeds, found)))
        > max(accuracies(chosen(other, key, seeds, found)))
    ]
    if len(lie) == 1:
        return f"{lie[0]} alone"
    return "both frameworks" if lie else "neither framework"


@number("seeds")
def seeds(name, *, found=None) -> str:
    """``seeds C-dense``: how many there are, in Keras and in PyTorch."""
    counts = [len(runs(name, key, found)) for key in FRAMEWORKS]
    words = [f"{count} seed{'s' if count > 1 else ''}" for count in counts]
    if counts[0] == counts[1]:
        return words[0] + (" each" if counts[0] > 1 else "")
    return f"{words[0]} in Keras and {words[1]} in PyTorch"


@number("verdict")
def told_verdict(name, seeds="", *, found=None) -> str:
    """``verdict C-dense [0-4]``: what becomes of the claim."""
    if not seeds:
        return verdict(groups_of(name, found))
    return verdict({key: chosen(name, key, seeds, found) for key in groups_of(name, found)})


@number("pace")
def pace(name, framework, *, found=None) -> str:
    """``pace six-conv torch``: multiply-adds a second of processor time in training, how precise.

    Backwards each product is made twice, for the inputs and for the weights; the mean of the runs.
    """
    records = [one for one in chosen(name, framework, found=found) if one.processor_seconds]
    if not records:
        raise MissingRecord(f"no record of {name!r} in {framework!r} tells processor seconds")
    done = [_multiply_adds(one) / one.processor_seconds for one in records]
    precisions = " or ".join(sorted({one.hardware["precision"] for one in records}))
    return f"{mean(done) / 1e9:,.0f} billion multiply-adds a second in {precisions}"


def _multiply_adds(record):
    """Return how many a whole run took for its training."""
    network = Architecture.from_json(json.dumps(record.architecture))
    passes = record.data["images"]["train"] * len(record.history.loss)
    return 3 * network.multiply_adds() * passes


@number("parameters")
def parameters(name, *, found=None) -> str:
    """``parameters C-cnn``: how many the network of an experiment has."""
    counts = {
        record.parameters["total"]
        for records in groups_of(name, found).values()
        for record in records
    }
    return " or ".join(f"{count:,}" for count in sorted(counts))


@number("agreements")
def agreements(*, found=None) -> str:
    """``agreements``: of the experiments with enough seeds, where the frameworks agree."""
    results = {name: agree(groups) for name, groups in by_experiment(found).items()}
    judged = {name: result for name, result in results.items() if result is not None}
    apart = [name for name, result in judged.items() if not result]
    if not judged:
        return "No experiment has two seeds in both yet."
    if not apart:
        return f"In every experiment with two seeds or more in both they do ({', '.join(judged)})."
    listed = ", ".join(judged)
    return f"Of {listed}, with two seeds or more in both, they differ in {', '.join(apart)}."


def chosen(name, framework, seeds="", found=None):
    """Return the records of an experiment in a framework, or of its seeds ``"FIRST-LAST"``.

    Raises
    ------
    UnknownName, MissingRecord
        If there are none, or one of the seeds is missing.
    ValueError
        If the seeds are written otherwise.
    """
    records = runs(name, framework, by_framework() if found is None else found)
    if not seeds:
        return records
    first, dash, last = seeds.partition("-")
    if not (first.isdecimal() and (last.isdecimal() if dash else True)):
        raise ValueError(f"seeds must be written FIRST-LAST, as 0-4, got {seeds!r}")
    wanted = range(int(first), int(last if dash else first) + 1)
    there = {record.seed: record for record in records}
    missing = [seed for seed in wanted if seed not in there]
    if missing or not wanted:
        raise MissingRecord(
            f"no record of {name} in {FRAMEWORKS[framework]} with seed "
            f"{', '.join(map(str, missing)) or seeds}; recorded: {', '.join(map(str, there))}"
        )
    return [there[seed] for seed in wanted]


def _mean(name, framework, found):
    return mean(accuracies(runs(name, framework, found)))
