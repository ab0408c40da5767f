"""Tables of network D with and without dropout and normalisation, by a rule set beforehand."""

from statistics import mean

from cnncourse.experiments import ablations as four
from cnncourse.records.reading import by_framework
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import table
from cnncourse.records.table import Table
from cnncourse.records.verdicts import accuracies
from cnncourse.records.writing import percent

SEEDS = {"torch": (0, 1), "keras": (0,)}
"""The seeds that the rule asks for; it is told in the note of every one of these experiments."""
KEPT = {
    "": "both",
    "-no-dropout": "normalisation alone",
    "-no-norm": "dropout alone",
    "-neither": "neither",
}
"""What each of the four has, by the end of its name."""
COMPARED = {
    "dropout, beside normalisation": ("", "-no-dropout"),
    "dropout, alone": ("-no-norm", "-neither"),
    "normalisation, beside dropout": ("", "-no-norm"),
    "normalisation, alone": ("-no-dropout", "-neither"),
}
"""What is put in, and the ends of the names with it and without it."""
RAISES, LOWERS, NOTHING = "raises it", "lowers it", "nothing that these runs show"


def experiment(end: str) -> str:
    """Return the name of the experiment that ends so."""
    return f"D-{four.IMAGES}{end}"


@table("ablations")
def ablations(*, found=None) -> Table:
    """``ablations``: what the four reach on the test images, and on those they learned from."""
    found = by_framework() if found is None else found
    rows = []
    for end in four.REMOVED:
        groups = {key: found.get((experiment(end), key), []) for key in FRAMEWORKS}
        known = [one.train_accuracy for one in groups["torch"]]
        learned = percent(mean(known)) if known else "not run"
        rows.append([KEPT[end], *(_spread(groups[key]) for key in FRAMEWORKS), learned])
    headings = ["Network D with", *FRAMEWORKS.values(), "Training, PyTorch"]
    return Table(headings, rows)


def _spread(records):
    """Return the mean over the seeds, with every seed's figure where there are several."""
    if not records:
        return "not run"
    values = accuracies(records)
    if len(values) == 1:
        return f"{percent(values[0])} (1 seed)"
    each = " and ".join(f"{100 * value:.1f}" for value in values)
    return f"{percent(mean(values))} ({each})"


@table("ablation-verdicts")
def ablation_verdicts(*, found=None) -> Table:
    """``ablation-verdicts``: by how many points each kind of layer moves the test accuracy."""
    found = by_framework() if found is None else found
    rows = []
    for words, (end, other) in COMPARED.items():
        sides = {key: (_of(end, key, found), _of(other, key, found)) for key in SEEDS}
        points = [_points(*sides[key]) for key in FRAMEWORKS]
        rows.append([words, *points, verdict(sides)])
    return Table(["Put in", *FRAMEWORKS.values(), "By the rule"], rows)


def verdict(sides) -> str:
    """Return what a kind of layer does to the test accuracy, by the rule.

    Parameters
    ----------
    sides : dict
        {framework: ({seed: accuracy} with it, {seed: accuracy} without it)}.
    """
    missing = sum(
        seed not in side for key, seeds in SEEDS.items() for side in sides[key] for seed in seeds
    )
    if missing:
        return f"{missing} run{'s' if missing > 1 else ''} missing"
    signs = {_side(*(list(side.values()) for side in pair)) for pair in sides.values()}
    return signs.pop() if len(signs) == 1 else NOTHING


def _side(ours, theirs):
    """Return on which side of the others all of ours lie."""
    if min(ours) > max(theirs):
        return RAISES
    return LOWERS if max(ours) < min(theirs) else NOTHING


def _of(end, framework, found):
    """Return the test accuracies of the seeds that the rule asks for."""
    records = found.get((experiment(end), framework), [])
    return {one.seed: one.test_accuracy for one in records if one.seed in SEEDS[framework]}


def _points(ours, theirs):
    """Return the points between the two means, with their sign."""
    if not ours or not theirs:
        return "not run"
    points = 100 * (mean(ours.values()) - mean(theirs.values()))
    return f"{points:+.1f}".replace("-", "\N{MINUS SIGN}")
