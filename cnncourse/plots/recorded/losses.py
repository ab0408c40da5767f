"""The losses over the epochs of network D, with and without dropout and normalisation."""

from math import ceil

from cnncourse.plots.recorded import epochs as placed
from cnncourse.plots.recorded.epochs import Scale
from cnncourse.plots.recorded.svg import Shown, drawings, svg, text
from cnncourse.records.ablations import KEPT, experiment
from cnncourse.records.reading import MissingRecord, by_framework, command
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import drawing

KINDS = {"loss": "training", "validation_loss": "validation"}
TITLES = {end: f"with {words}" for end, words in KEPT.items()}


class LossScale(Scale):
    """Epochs and losses to places in the drawing; ``highest`` is the upper end, in nats."""

    def __init__(self, epochs, highest):
        super().__init__(epochs, 0)
        self.highest = highest

    def y(self, loss):
        """Return the place of a loss, in nats."""
        return round(placed.BOTTOM + loss / self.highest * (placed.TOP - placed.BOTTOM), 1)


def scale_of(groups):
    """Return the one scale of all panels."""
    histories = [one.history for records in groups.values() for one in records]
    losses = [value for one in histories for kind in KINDS for value in getattr(one, kind)]
    return LossScale(max(one.epochs for one in histories), ceil(max(losses)))


def axes(scale, title):
    """Return the grid with its numbers, the names of the axes and the title."""
    parts = [text((placed.LEFT + placed.RIGHT) / 2, 18, title, more=' class="title"')]
    step = max(1, round(scale.highest / 5))
    for value in range(0, scale.highest + 1, step):
        y = scale.y(value)
        parts.append(f'<path d="M{placed.LEFT} {y}H{placed.RIGHT}" class="grid"/>')
        parts.append(text(placed.LEFT - 6, y + 4, str(value), "end"))
    step = max(1, round(scale.epochs / 5))
    for epoch in sorted({1, *range(step, scale.epochs + 1, step)}):
        parts.append(text(scale.x(epoch), placed.BOTTOM + 17, str(epoch)))
    middle = (placed.TOP + placed.BOTTOM) / 2
    parts.append(text((placed.LEFT + placed.RIGHT) / 2, placed.HEIGHT - 12, "epoch"))
    parts.append(text(12, middle, "loss, nats", more=f' transform="rotate(-90 12 {middle})"'))
    return parts


def panel(records, scale, title):
    """Return the drawing of one of the four: two lines for each seed."""
    parts = axes(scale, title)
    curves = {}
    for kind, word in KINDS.items():
        found = [curve for curve in (getattr(one.history, kind) for one in records) if curve]
        parts += [scale.line(curve, word) for curve in found]
        if found:
            curves[word] = found
    parts += names(curves, scale)
    return svg(placed.WIDTH, placed.HEIGHT, told(records, title), parts)


def names(curves, scale):
    """Return the names of the curves near their ends, the upper one's above it, none on a line."""
    near = {word: [x for one in group for x in one[-3:]] for word, group in curves.items()}
    upper = max(near, key=lambda word: max(near[word]))
    places = {}
    for word, losses in near.items():
        below = scale.y(min(losses)) + 18
        room = word != upper and below < placed.BOTTOM - 4
        places[word] = below if room else scale.y(max(losses)) - 9
    return [
        text(placed.RIGHT, round(place, 1), word, "end", f' class="{word}"')
        for word, place in places.items()
    ]


def told(records, title):
    """Return a drawing in words, by its first seed."""
    history = records[0].history
    words = []
    for kind, word in KINDS.items():
        curve = getattr(history, kind)
        if curve:
            words.append(
                f"{word} from {curve[0]:.2f} to {curve[-1]:.2f} nats, lowest in epoch "
                f"{curve.index(min(curve)) + 1}"
            )
    return f"Losses over {history.epochs} epochs {title}: {'; '.join(words)}."


@drawing("ablations")
def ablations(framework="torch", *, found=None) -> Shown:
    """``ablations torch``: the losses of the four over their epochs, on one scale.

    Raises
    ------
    MissingRecord
        If no run of the four is recorded in that framework.
    """
    found = by_framework() if found is None else found
    groups = {end: found.get((experiment(end), framework), []) for end in KEPT}
    missing = tuple(command(experiment(end), framework) for end, one in groups.items() if not one)
    there = {end: records for end, records in groups.items() if records}
    if not there:
        raise MissingRecord(
            f"no record of network D with and without its layers in {FRAMEWORKS.get(framework)}; "
            f"make one with: {missing[0]}"
        )
    scale = scale_of(there)
    return Shown(
        (drawings([panel(records, scale, TITLES[end]) for end, records in there.items()]),),
        missing,
    )
