"""Depth with and without sums: the table of the four networks, and what the rule says of them."""

from statistics import mean

from cnncourse.experiments import depths
from cnncourse.records.reading import by_framework, runs
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import number, table
from cnncourse.records.table import Table
from cnncourse.records.verdicts import accuracies
from cnncourse.records.writing import percent

DASH = "–"
SHALLOW, DEEP = depths.DEPTHS
ABOVE = {
    "spoils": ((f"plain-{DEEP}", f"plain-{SHALLOW}"),),
    "cured": (
        (f"plain-{DEEP}", f"residual-{DEEP}"),
        (f"residual-{SHALLOW}", f"residual-{DEEP}"),
    ),
}
"""What the rule calls each finding: pairs whose first has all its last losses above the other's."""


def last_losses(records):
    """Return the training loss of each run's last epoch, in nats."""
    return [one.history.loss[-1] for one in records]


@table("depths")
def rows(*, found=None) -> Table:
    """``depths``: last training loss and test accuracy of the four, means over the seeds."""
    found = by_framework() if found is None else found
    lines = []
    for name in depths.made():
        groups = [found.get((name, framework), []) for framework in FRAMEWORKS]
        if not any(groups):
            continue
        losses = [f"{mean(last_losses(one)):.2f}" if one else DASH for one in groups]
        shares = [percent(mean(accuracies(one))) if one else DASH for one in groups]
        lines.append([name, " / ".join(losses), " / ".join(shares)])
    both = " / ".join(FRAMEWORKS.values())
    return Table(["Network", f"Training loss: {both}", f"Test: {both}"], lines)


@number("depth")
def judged(what, *, found=None) -> str:
    """``depth spoils`` or ``depth cured``: in which frameworks the rule of the experiment says so.

    Raises
    ------
    ValueError
        For another word.
    UnknownName, MissingRecord
        Where a network has no record.
    """
    if what not in ABOVE:
        raise ValueError(f"what must be one of {', '.join(ABOVE)}, got {what!r}")
    found = by_framework() if found is None else found
    holds = [
        written
        for key, written in FRAMEWORKS.items()
        if all(_above(high, low, key, found) for high, low in ABOVE[what])
    ]
    if len(holds) == 1:
        return f"{holds[0]} alone"
    return "both frameworks" if holds else "neither framework"


def _above(high, low, framework, found):
    high, low = (last_losses(runs(name, framework, found)) for name in (high, low))
    return min(high) > max(low)
