"""Tables: every experiment beside its claim, by the rules of `verdicts`, and every run."""

from statistics import mean, median

from cnncourse.records.reading import by_experiment
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import table
from cnncourse.records.sentences import chosen
from cnncourse.records.table import Code, Table
from cnncourse.records.verdicts import (
    MOST_TIME,
    accuracies,
    agree,
    agreement,
    decimals,
    time_share,
    time_verdict,
    verdict,
)
from cnncourse.records.writing import percent
from cnncourse.zoo import SOURCES

OURS = "-modern"  # follows a source's name in that of a recipe of this course for its network


def spread(records):
    """Return "mean (lowest to highest of n seeds)", or the one figure there is."""
    values = accuracies(records)
    if len(values) == 1:
        return percent(values[0])
    low, high = percent(min(values)).removesuffix(" %"), percent(max(values))
    return f"{percent(mean(values))} ({low} to {high}, {len(values)} seeds)"


def claim(groups):
    """Return the claimed accuracy as its source writes it."""
    claimed = next(iter(groups.values()))[0].claim.test_accuracy
    return "none" if claimed is None else percent(claimed, decimals(claimed))


def pair(groups, text):
    """Return "KERAS / PYTORCH", each the text of its records; a dash where there are none."""
    return " / ".join(text(groups[name]) if name in groups else "–" for name in FRAMEWORKS)


def seconds(groups):
    """Return the median seconds in both frameworks."""
    return pair(groups, lambda records: f"{median(one.seconds for one in records):,.0f}")


def comparison(groups):
    """Return whether the frameworks agree, with the points between them and those allowed."""
    found = agreement(groups)
    if found is None:
        return "too few runs to tell"
    apart, allowed = found
    word = "agree" if agree(groups) else "differ"
    return f"{word}: {abs(apart):.1f} points apart, {allowed:.1f} allowed"


@table("sources")
def source_rows(*, experiments=None) -> Table:
    """Return one row for each experiment of a source, beside its claim."""
    experiments = by_experiment() if experiments is None else experiments
    rows = [
        [
            name,
            claim(groups),
            *(spread(groups[key]) if key in groups else "not run" for key in FRAMEWORKS),
            seconds(groups),
            verdict(groups),
            comparison(groups),
        ]
        for name, groups in experiments.items()
        if name in SOURCES
    ]
    headings = ["Experiment", "Claimed", *FRAMEWORKS.values(), "Seconds, Keras / PyTorch"]
    return Table([*headings, "The claim", "The frameworks"], rows)


@table("ours")
def our_rows(*, experiments=None) -> Table:
    """Return one row for each experiment that is none of a source's."""
    experiments = by_experiment() if experiments is None else experiments
    rows = []
    for name, groups in experiments.items():
        if name in SOURCES:
            continue
        source, ours, rest = name.partition(OURS)
        base = experiments.get(source, {}) if ours else {}
        allowed = 1 if rest else MOST_TIME
        shares = {key: time_share(groups[key], base.get(key, [])) for key in groups}
        rows.append(
            [
                name,
                claim(groups),
                *(spread(groups[key]) if key in groups else "not run" for key in FRAMEWORKS),
                seconds(groups),
                " / ".join(share_text(shares.get(key)) for key in FRAMEWORKS) if base else "",
                "; ".join(filter(None, [verdict(groups), time_verdict(shares, allowed)])),
            ]
        )
    headings = ["Experiment", "To reach", *FRAMEWORKS.values(), "Seconds, Keras / PyTorch"]
    return Table([*headings, "Share of the source's time", "Verdict"], rows)


def share_text(share):
    """Return a share of time as text; a dash where no machine ran both."""
    return "–" if share is None else f"{share:.2f}"


@table("side-by-side")
def pair_rows(first, second, seeds="", *, found=None) -> Table:
    """``side-by-side B B-relu [0-2]``: what two experiments reach on the test images."""
    rows = [
        [name, *(spread(chosen(name, key, seeds, found)) for key in FRAMEWORKS)]
        for name in (first, second)
    ]
    return Table(["Experiment", *FRAMEWORKS.values()], rows)


@table("runs")
def run_rows(*, experiments=None) -> Table:
    """Return one row for each run: the command that repeats it, and what it ran on."""
    experiments = by_experiment() if experiments is None else experiments
    rows = []
    for record in (
        one for groups in experiments.values() for runs in groups.values() for one in runs
    ):
        hardware, cores = record.hardware, record.hardware["cores"]
        place = f"{hardware['name']}, {cores} core{'s' if cores > 1 else ''}"
        rows.append(
            [
                Code(record.command),
                percent(record.test_accuracy, 2),
                percent(record.history.accuracy[-1], 2),
                f"{record.seconds:.0f}",
                f"{hardware['framework']}, {hardware['kind']} ({place})",
            ]
        )
    return Table(["Command", "Test accuracy", "While training", "Seconds", "Ran on"], rows)
