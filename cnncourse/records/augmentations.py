"""The table of the chapter on augmentation: each kind alone, at few images and at all."""

from statistics import mean

from cnncourse.records.reading import by_framework
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import table
from cnncourse.records.table import Table
from cnncourse.records.verdicts import accuracies
from cnncourse.records.writing import percent

WORDS = {
    "none": "none",
    "shift": "shift, up to 2 px",
    "flip": "flip",
    "rotation": "rotation, up to 15°",
    "crop": "crop, 0.8 or more kept",
    "brightness": "brightness, 0.7 to 1.3",
    "cutout": "cutout, 8 px",
    "mixup": "mixup, 0.2",
}
MARKS = {1: "helps", -1: "harms", 0: "not shown", None: "too few runs"}
ASKED = {"torch": 3, "keras": 1}
"""How many runs of each kind the rule asks for; it is told in the note of every experiment."""


@table("augmentations")
def kinds(images: str, *, found=None) -> Table:
    """``augmentations 500``: what each kind does to the test accuracy, and the verdict.

    A kind helps, or harms, if all of PyTorch's runs with it lie above, or below, all those
    without, and Keras's run lies the same way.
    """
    found = by_framework() if found is None else found
    plain = _both("none", images, found)
    rows = []
    for kind, words in WORDS.items():
        own = _both(kind, images, found)
        if not any(own.values()):
            continue
        means = " / ".join(percent(mean(one)) if one else "–" for one in own.values())
        rows.append([words, means, "" if kind == "none" else MARKS[verdict(own, plain)]])
    frameworks = " / ".join(FRAMEWORKS.values())
    return Table(["Augmentation", f"Test accuracy: {frameworks}", "By the rule"], rows)


def verdict(own: dict, plain: dict) -> int | None:
    """Return 1 where every framework's runs all lie above the others, -1 where below, else 0.

    None stands where a run that the rule asks for is missing.
    """
    if any(len(side[name]) < count for side in (own, plain) for name, count in ASKED.items()):
        return None
    above = all(min(own[name]) > max(plain[name]) for name in FRAMEWORKS)
    below = all(max(own[name]) < min(plain[name]) for name in FRAMEWORKS)
    return above - below


def _both(kind, images, found):
    """Return the accuracies of a kind's runs by framework."""
    name = f"augment-{kind}-{images}"
    return {twin: accuracies(found.get((name, twin), [])) for twin in FRAMEWORKS}
