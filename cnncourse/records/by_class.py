"""A table: how many images of each class two experiments have right."""

from statistics import mean

from cnncourse.records.reading import by_framework, groups_of
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import table
from cnncourse.records.table import Table
from cnncourse.records.writing import percent

DASH = "–"


@table("by-class")
def by_class(first="B", second="B-sigmoid", *, found=None) -> Table:
    """``by-class B B-sigmoid``: the percent right of each class's test images, and of all.

    Each cell has Keras's and PyTorch's mean over the seeds.
    """
    found = by_framework() if found is None else found
    groups = {name: groups_of(name, found) for name in (first, second)}
    classes = next(iter(groups[first].values()))[0].classes
    rows = [
        [words, *(_pair(groups[name], place) for name in groups)]
        for place, words in enumerate(classes)
    ]
    rows.append(["all", *(_pair(groups[name], None) for name in groups)])
    frameworks = " / ".join(FRAMEWORKS.values())
    return Table(["Right (%)", *(f"{name}: {frameworks}" for name in groups)], rows)


def _pair(groups, place):
    return " / ".join(
        percent(mean(_right(one, place) for one in groups[key]), 0).removesuffix(" %")
        if key in groups
        else DASH
        for key in FRAMEWORKS
    )


def _right(record, place):
    """Return the share right of a class, or of all where no class is said."""
    if place is None:
        return record.test_accuracy
    row = record.confusion_matrix[place]
    return row[place] / sum(row)
