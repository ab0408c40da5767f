"""Tables of the benchmark of training."""

import math
from statistics import mean

from cnncourse.records.benchmarks import read
from cnncourse.records.names import pick
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import number, table
from cnncourse.records.table import Table
from cnncourse.records.writing import met, percent

WAYS = {
    "loader": "a loop over a DataLoader",
    "tensors": "the loop over tensors in memory",
    "fit": "fit on arrays",
    "fit_one_hot": "fit on arrays, one-hot labels",
    "fit_tf_data": "fit on tf.data",
}
OURS = {"ours": "float32", "ours, auto": "the precision chosen"}


@table("training")
def training_rows(*, record=None) -> Table:
    """Return, for each case, one row for each way that is not ours."""
    record = read("training") if record is None else record
    rows = []
    for case in record["cases"]:
        ways, promise = case["ways"], case["promise"]
        name = f"{case['experiment']}, {FRAMEWORKS[case['framework']]}, batch {case['batch_size']}"
        for way, theirs in ways.items():
            if way in OURS:
                continue
            cells = [
                beside(ways[own], theirs["speed_of_ours"][own]) if own in ways else ""
                for own in OURS
            ]
            words = kept(promise, theirs) if promise and promise["peer"] == way else ""
            rows.append([name, WAYS[way], speed(theirs), *cells, words])
    headings = ["Network", "Beside", "Theirs, images/s", "train, float32", "train, auto"]
    return Table([*headings, "Promised"], rows)


def beside(ours, ratio):
    """Return our images a second, the precision unless float32, and how much faster that is."""
    precision = "" if ours["precision"] == "float32" else f" in {ours['precision']}"
    return f"{speed(ours)}{precision}: {ratio['median']:.2f} ×"


def speed(way):
    """Return images a second with three digits."""
    value = way["images_per_second"]
    places = max(2 - math.floor(math.log10(value)), 0)
    return f"{round(value, 2 - math.floor(math.log10(value))):,.{places}f}"


def kept(promise, theirs):
    """Return a promise of speed in words, with what was found: the median and the range."""
    words = f"at least {promise['times']:g} × in {OURS[promise['ours']]}"
    ratio = theirs["speed_of_ours"][promise["ours"]]
    found = f"{promise['found']:.2f} ({ratio['least']:.2f} to {ratio['most']:.2f})"
    return f"{words}; found {found}: {met(promise['met'])}"


@table("reaching")
def reaching_rows(*, record=None) -> Table:
    """Return one row for each framework's time to the accuracy."""
    record = read("training") if record is None else record
    rows = []
    for row in record["reaches"]:
        promise = row["promise"]
        own, ours = row["ways"][promise["peer"]], row["ways"]["ours"]
        share, whole = promise["found"], row["whole"]
        rows.append(
            [
                FRAMEWORKS[row["framework"]],
                f"{whole['seconds']['median']:.0f} s, {whole['epochs']} epochs",
                *map(duration, (own, ours)),
                f"{row['share_of_the_first']['median']:.2f}",
                f"{share['median']:.2f} ({share['least']:.2f} to {share['most']:.2f})",
                f"at most {promise['share']:g}: {met(promise['met'])}",
            ]
        )
    headings = ["Framework", "The source's training", "Its first epoch above 91 %"]
    headings += ["C-cnn-modern", "Share of that epoch's time", "Share of the training"]
    return Table([*headings, "Promised"], rows)


@number("reached")
def reached(framework, epochs, *, record=None) -> str:
    """``reached keras 5``: of the test images, after so many epochs of source C's own training.

    The mean over the rounds of the time to an accuracy. A round ends when it gets there.

    Raises
    ------
    UnknownName
        For another framework, or an epoch before which a round had ended.
    """
    record = read("training") if record is None else record
    rows = {row["framework"]: row for row in record["reaches"]}
    row = pick("framework", framework, rows)
    curves = row["ways"][row["promise"]["peer"]]["accuracies"]
    whole = {str(n + 1): n for n in range(min(map(len, curves)))}
    place = pick("epoch that every round has", epochs, whole)
    return percent(mean(curve[place] for curve in curves))


def duration(way):
    """Return the median of the seconds, and after how many epochs."""
    least, most = min(way["epochs"]), max(way["epochs"])
    epochs = f"{least}" if least == most else f"{least} to {most}"
    short = "" if all(way["reached"]) else ", not always reached"
    return f"{way['seconds']['median']:.0f} s, {epochs} epochs{short}"
