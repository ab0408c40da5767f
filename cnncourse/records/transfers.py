"""Tables and numbers of the chapter on transfer: few images, mistakes, fine-tuning."""

from statistics import mean

from cnncourse.records.reading import by_framework
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import number, table
from cnncourse.records.table import Table
from cnncourse.records.verdicts import accuracies, verdict
from cnncourse.records.writing import percent
from cnncourse.transfer import MISTAKES

DASH = "–"
TUNED = "finetune"
ROWS = {100: "D-100", 1000: "D-1000", 3000: "D-3000", 50_000: "D-modern-long"}
"""Numbers of training images, and the experiment that trains network D on them from nothing."""

LEVEL = 0.1
"""Points: closer than that, ten of the 10,000 test images, is called level."""


@table("transfer")
def few_images(*, found=None) -> Table:
    """``transfer``: the test accuracy with few images, on pretrained features and from nothing.

    Each cell has Keras's and PyTorch's mean over the seeds.
    """
    found = by_framework() if found is None else found
    rows = [
        [f"{count:,}", _both(f"transfer-{count}", found), _both(alone, found)]
        for count, alone in ROWS.items()
    ]
    frameworks = " / ".join(FRAMEWORKS.values())
    return Table(
        ["Training images", f"Linear on features: {frameworks}", f"D from nothing: {frameworks}"],
        [row for row in rows if _told(row)],
    )


@table("transfer-mistakes")
def mistakes(*, found=None) -> Table:
    """``transfer-mistakes``: what each mistake leaves of transfer-1000's test accuracy.

    Made with all images, so that the classifier learns from what the network makes of them, and
    made with the test images alone; each cell has Keras's and PyTorch's.
    """
    found = by_framework() if found is None else found
    rows = [["none", *[_both("transfer-1000", found)] * 2]]
    for name, words in MISTAKES.items():
        rows.append([words, *[_both(f"transfer-1000-{at}{name}", found) for at in ("", "test-")]])
    frameworks = " / ".join(FRAMEWORKS.values())
    return Table(
        ["Mistake", f"With all images: {frameworks}", f"With the test images alone: {frameworks}"],
        [row for row in rows if _told(row)],
    )


@number("lead-of-features")
def lead(framework, *, found=None) -> str:
    """``lead-of-features torch``: by how many points features are ahead of D from nothing."""
    found = by_framework() if found is None else found
    told = []
    for count, alone in ROWS.items():
        pair = [found.get((name, framework)) for name in (f"transfer-{count}", alone)]
        if all(pair):
            features, nothing = (100 * mean(accuracies(records)) for records in pair)
            points = features - nothing
            side = "behind" if points < 0 else "ahead"
            lead = f"{abs(points):.1f} points {side}" if abs(points) >= LEVEL else "level"
            told.append(f"{lead} with {count:,} images")
    return ", ".join(told) or "no number of images has both runs on record yet"


@number("fine-tuning")
def fine_tuning(*, found=None) -> str:
    """``fine-tuning``: what a fine-tuned network reaches, and what becomes of source D's claim."""
    found = by_framework() if found is None else found
    groups = {key: found[TUNED, key] for key in FRAMEWORKS if found.get((TUNED, key))}
    if not groups:
        return "no run has ended yet, so the claim is neither confirmed nor refuted here"
    told = [f"{percent(mean(accuracies(groups[key])))} in {FRAMEWORKS[key]}" for key in groups]
    runs = sum(map(len, groups.values()))
    counted = "one run" if runs == 1 else f"{runs} runs"
    return f"{' and '.join(told)} ({counted}); the claim {verdict(groups)}"


def _told(row):
    """Return whether a row has any figure behind its first column."""
    return any(character.isdigit() for character in "".join(row[1:]))


def _both(name, found):
    return " / ".join(_of(name, framework, found) for framework in FRAMEWORKS)


def _of(name, framework, found):
    """Return the mean over the seeds, or a dash where there is no record."""
    records = found.get((name, framework))
    return percent(mean(accuracies(records))) if records else DASH
