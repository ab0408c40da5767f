"""Which class was taken for which, of an experiment with records: ``{shown} confusion NAME``.

One matrix for each framework, summed over its seeds, as SVG in the page's own ink; the most
frequent mistakes stand below it in words.
"""

from cnncourse.plots.recorded.svg import Shown, drawings, svg, text
from cnncourse.records.reading import groups_of, missing_of
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import drawing
from cnncourse.records.writing import percent

CELL, LABELS, HEAD, FOOT = 26, 84, 96, 24


def shares(records):
    """Return of each class's test images the share taken for each class, over all records."""
    counts = [
        [sum(cells) for cells in zip(*rows, strict=True)]
        for rows in zip(*(record.confusion_matrix for record in records), strict=True)
    ]
    return [[count / max(sum(row), 1) for count in row] for row in counts]


def mistakes(records, most=3):
    """Return the most frequent mistakes as (true class, taken for, share)."""
    classes = records[0].classes
    found = [
        (share, classes[i], classes[j])
        for i, row in enumerate(shares(records))
        for j, share in enumerate(row)
        if i != j
    ]
    return [(true, taken, share) for share, true, taken in sorted(found, reverse=True)[:most]]


def told_mistakes(records):
    """Return the most frequent mistakes in words."""
    return ", ".join(
        f"{true} taken for {taken} ({percent(share)})" for true, taken, share in mistakes(records)
    )


def confusion_panel(records):
    """Return one framework's matrix: true classes down, what they were taken for across."""
    name, classes = FRAMEWORKS[records[0].framework], records[0].classes
    end = CELL * len(classes)
    parts = [text(LABELS + end / 2, 16, f"{name}: taken for", more=' class="title"')]
    for i, label in enumerate(classes):
        x, y = LABELS + CELL * (i + 0.5) + 4, HEAD - 6
        parts.append(text(x, y, label, "start", f' transform="rotate(-90 {x} {y})"'))
        parts.append(text(LABELS - 6, HEAD + CELL * (i + 0.5) + 4, label, "end"))
    values = shares(records)
    worst = max(share for i, row in enumerate(values) for j, share in enumerate(row) if i != j)
    for i, row in enumerate(values):
        for j, share in enumerate(row):
            parts += confusion_cell(i, j, share, share if i == j else share / max(worst, 1e-9))
    bottom = HEAD + end + FOOT - 8
    parts.append(text(LABELS + end / 2, bottom, "% of the class in its row, rounded"))
    right = ", ".join(f"{label} {percent(values[i][i], 0)}" for i, label in enumerate(classes))
    words = (
        f"Confusion matrix in {name}. Right of each class: {right}. "
        f"Most frequent mistakes: {told_mistakes(records)}."
    )
    return svg(LABELS + end + 4, HEAD + end + FOOT, words, parts)


def confusion_cell(i, j, share, depth):
    """Return a cell with its percentage; below one half of one there is nothing to read."""
    x, y = LABELS + CELL * j, HEAD + CELL * i
    kind = "right" if i == j else "wrong"
    place = f'x="{x}" y="{y}" width="{CELL}" height="{CELL}"'
    parts = [f'<rect {place} class="{kind}" fill-opacity="{0.45 * depth:.3f}"/>']
    whole = int(100 * share + 0.5)
    if whole:
        parts.append(text(x + CELL / 2, y + CELL / 2 + 4, str(whole)))
    return parts


@drawing("confusion")
def confusion(name, *, found=None) -> Shown:
    """Return which class was taken for which, in both frameworks, and the worst in words.

    Raises
    ------
    MissingRecord, UnknownName
        If no run of the experiment is recorded.
    """
    groups = groups_of(name, found)
    words = "; ".join(
        f"in {FRAMEWORKS[framework]} {told_mistakes(records)}"
        for framework, records in groups.items()
    )
    panels = [confusion_panel(records) for records in groups.values()]
    said = f"The most frequent mistakes: {words}."
    return Shown((drawings(panels), said), missing_of(name, groups))
