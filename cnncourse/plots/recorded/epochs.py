"""The accuracy over the epochs, of an experiment with records.

One drawing for each framework, as SVG in the page's own ink. What a source prints of its own
curve, the percentages of training and of validation images, is drawn as rings, and below the
drawings a table has these epochs in figures:

    ```{shown} curves D
    :first: 47 58
    :last: 85 82
    ```
"""

from statistics import mean

from cnncourse.plots.recorded.svg import Shown, drawings, svg, text
from cnncourse.records.reading import groups_of, missing_of
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import drawing
from cnncourse.records.table import Table
from cnncourse.records.writing import percent

WIDTH, HEIGHT = 340, 260
LEFT, RIGHT, TOP, BOTTOM = 46, 324, 30, 212
RING = 5
KINDS = {"accuracy": "training", "validation_accuracy": "validation"}


def means(records, kind):
    """Return the accuracies of every epoch, fractions, the mean over the records."""
    curves = [curve for curve in (getattr(record.history, kind) for record in records) if curve]
    return [mean(values) for values in zip(*curves, strict=True)] if curves else []


class Scale:
    """Epochs and accuracies to places in the drawing."""

    def __init__(self, epochs, lowest):
        self.epochs, self.lowest = epochs, lowest

    def x(self, epoch):
        """Return the place of an epoch, counted from 1."""
        part = (epoch - 1) / max(self.epochs - 1, 1)
        return round(LEFT + part * (RIGHT - LEFT), 1)

    def y(self, accuracy):
        """Return the place of an accuracy, a fraction."""
        part = (100 * accuracy - self.lowest) / (100 - self.lowest)
        return round(BOTTOM + part * (TOP - BOTTOM), 1)

    def line(self, values, name):
        """Return a curve, one point an epoch."""
        points = " ".join(f"{self.x(i)},{self.y(value)}" for i, value in enumerate(values, 1))
        return f'<polyline points="{points}" class="{name}"/>'


def scale_of(groups, claimed):
    """Return the scale that holds every curve of an experiment, and the source's figures."""
    histories = [one.history for records in groups.values() for one in records]
    curves = [getattr(history, kind) for history in histories for kind in KINDS]
    values = [100 * value for curve in curves for value in curve]
    values += [value for pair in claimed.values() for value in pair]
    epochs = max(len(history.accuracy) for history in histories)
    return Scale(epochs, 10 * int(min(values) // 10))


def axes(scale, title):
    """Return the grid with its numbers, the names of the axes and the title."""
    parts = [text((LEFT + RIGHT) / 2, 18, title, more=' class="title"')]
    for value in range(scale.lowest, 101, 10):
        y = scale.y(value / 100)
        parts.append(f'<path d="M{LEFT} {y}H{RIGHT}" class="grid"/>')
        parts.append(text(LEFT - 6, y + 4, str(value), "end"))
    step = max(1, round(scale.epochs / 5))
    for epoch in sorted({1, *range(step, scale.epochs + 1, step)}):
        parts.append(text(scale.x(epoch), BOTTOM + 17, str(epoch)))
    middle = (TOP + BOTTOM) / 2
    parts.append(text((LEFT + RIGHT) / 2, HEIGHT - 12, "epoch"))
    parts.append(text(12, middle, "accuracy, %", more=f' transform="rotate(-90 12 {middle})"'))
    return parts


def curve_panel(records, scale, claimed):
    """Return one framework's drawing: a line for each seed, and rings where the source is."""
    name = FRAMEWORKS[records[0].framework]
    parts = axes(scale, name)
    for kind, word in KINDS.items():
        curves = [getattr(one.history, kind) for one in records]
        parts += [scale.line(curve, word) for curve in curves if curve]
    named = {word: means(records, kind) for kind, word in KINDS.items()}
    parts += labels(named, scale, RIGHT - 2 * RING if "last" in claimed else RIGHT)
    for epoch, pair in claimed.items():
        place = 1 if epoch == "first" else scale.epochs
        for value, word in zip(pair, KINDS.values(), strict=True):
            spot = f'cx="{scale.x(place)}" cy="{scale.y(value / 100)}"'
            parts.append(f'<circle {spot} r="{RING}" class="{word}"/>')
    return svg(WIDTH, HEIGHT, told_curve(records, name), parts)


def labels(curves, scale, right=RIGHT):
    """Return the names of the curves at their ends, the upper one's above it."""
    ends = {word: curve[-1] for word, curve in curves.items() if curve}
    highest = max(ends.values())
    return [
        text(right, scale.y(end) + (-9 if end == highest else 18), word, "end", f' class="{word}"')
        for word, end in ends.items()
    ]


def told_curve(records, name):
    """Return a drawing of curves in words."""
    words = []
    for kind, word in KINDS.items():
        curve = means(records, kind)
        if curve:
            words.append(
                f"{word} images from {percent(curve[0])} in the first epoch to "
                f"{percent(curve[-1])} in epoch {len(curve)}"
            )
    runs = f", mean of {len(records)} runs" if len(records) > 1 else ""
    return f"Accuracy over the epochs in {name}{runs}: {'; '.join(words)}."


def curve_rows(groups, claimed):
    """Return one row for each epoch and kind of images that the source prints."""
    rows = []
    for epoch, pair in claimed.items():
        for value, (kind, word) in zip(pair, KINDS.items(), strict=True):
            found = [means(groups.get(key, []), kind) for key in FRAMEWORKS]
            place = 0 if epoch == "first" else -1
            cells = [percent(curve[place]) if curve else "not run" for curve in found]
            rows.append([f"{epoch} epoch, {word}", f"{value} %", *cells])
    return Table(["Accuracy", "Claimed", *FRAMEWORKS.values()], rows)


def two_percentages(argument):
    """Read the percentages of training and of validation images."""
    pair = [float(word) if "." in word else int(word) for word in argument.split()]
    if len(pair) != len(KINDS):
        raise ValueError("give two percentages: of training and of validation images")
    return pair


@drawing("curves")
def curves(name, *, first: str = "", last: str = "", found=None) -> Shown:
    """Return the accuracy of every epoch of an experiment, in both frameworks.

    Parameters
    ----------
    name : str
        The experiment's.
    first, last : str
        What its source prints of its first and its last epoch: ``"47 58"``, in percent.

    Raises
    ------
    MissingRecord, UnknownName
        If no run of it is recorded.
    ValueError
        For other than two percentages.
    """
    groups = groups_of(name, found)
    printed = {"first": first, "last": last}
    claimed = {epoch: two_percentages(words) for epoch, words in printed.items() if words}
    scale = scale_of(groups, claimed)
    panels = [curve_panel(records, scale, claimed) for records in groups.values()]
    figures = [curve_rows(groups, claimed)] if claimed else []
    return Shown((drawings(panels), *figures), missing_of(name, groups))
