"""The training loss over the epochs, plain and residual beside one another, at each depth."""

from statistics import mean

from cnncourse.plots.recorded.svg import Shown, drawings, svg, text
from cnncourse.records import depths
from cnncourse.records.reading import by_framework, runs
from cnncourse.records.registry import drawing

WIDTH, HEIGHT = 340, 260
LEFT, RIGHT, TOP, BOTTOM = 46, 324, 30, 212
STEP = 0.5  # nats between two lines of the grid
KINDS = {"plain": "training", "residual": "validation"}
"""The class, and so the ink and the stroke, of each kind's line."""


def curves_of(depth, framework, found):
    """Return the losses of every run by kind: ``{"plain": [[1.4, ...], ...], ...}``."""
    return {
        kind: [one.history.loss for one in runs(f"{kind}-{depth}", framework, found)]
        for kind in KINDS
    }


class Scale:
    """Epochs and losses to places in the drawing."""

    def __init__(self, curves):
        losses = [loss for lines in curves for loss in lines]
        self.epochs = max(len(lines) for lines in curves)
        self.top = STEP * int(max(losses) / STEP + 1)

    def x(self, epoch):
        """Return the place of an epoch, counted from 1."""
        return round(LEFT + (epoch - 1) / max(self.epochs - 1, 1) * (RIGHT - LEFT), 1)

    def y(self, loss):
        """Return the place of a loss, in nats."""
        return round(BOTTOM + loss / self.top * (TOP - BOTTOM), 1)

    def ticks(self):
        """Return the losses that have a line."""
        return [STEP * place for place in range(round(self.top / STEP) + 1)]


def panel(depth, curves, scale):
    """Return one depth's drawing: a line for each run, broken where the network is plain."""
    parts = [text((LEFT + RIGHT) / 2, 18, f"{depth} layers", more=' class="title"')]
    for loss in scale.ticks():
        y = scale.y(loss)
        parts.append(f'<path d="M{LEFT} {y}H{RIGHT}" class="grid"/>')
        parts.append(text(LEFT - 6, y + 4, f"{loss:g}", "end"))
    parts += [text(scale.x(one), BOTTOM + 17, str(one)) for one in range(1, scale.epochs + 1)]
    middle = (TOP + BOTTOM) / 2
    parts.append(text((LEFT + RIGHT) / 2, HEIGHT - 12, "epoch"))
    turned = f' transform="rotate(-90 12 {middle})"'
    parts.append(text(12, middle, "training loss, nats", more=turned))
    for kind, lines in curves.items():
        for line in lines:
            points = " ".join(f"{scale.x(i)},{scale.y(loss)}" for i, loss in enumerate(line, 1))
            parts.append(f'<polyline points="{points}" class="{KINDS[kind]}"/>')
    return svg(WIDTH, HEIGHT, told(depth, curves), parts + names(curves, scale))


def names(curves, scale):
    """Return the kinds' names near the lines' ends, the upper one's above, the other's below."""
    ends = {kind: mean(line[-1] for line in lines) for kind, lines in curves.items()}
    highest = max(ends.values())
    return [
        text(RIGHT, scale.y(end) + (-12 if end == highest else 20), kind, "end", f' class="{ink}"')
        for (kind, end), ink in zip(ends.items(), KINDS.values(), strict=True)
    ]


def told(depth, curves):
    """Return a drawing in words."""
    words = [
        f"{kind} from {mean(line[0] for line in lines):.2f} in the first epoch to "
        f"{mean(line[-1] for line in lines):.2f} in the last"
        for kind, lines in curves.items()
    ]
    return f"Training loss of {depth} layers in nats, mean of the runs: {'; '.join(words)}."


@drawing("depths")
def beside(framework, *, found=None) -> Shown:
    """Return ``depths torch``: both kinds of network beside one another, a drawing a depth.

    Raises
    ------
    UnknownName, MissingRecord
        Where one of the four has no record in the framework.
    """
    found = by_framework() if found is None else found
    every = {depth: curves_of(depth, framework, found) for depth in (depths.SHALLOW, depths.DEEP)}
    scale = Scale(
        [line for curves in every.values() for lines in curves.values() for line in lines]
    )
    return Shown((drawings([panel(depth, curves, scale) for depth, curves in every.items()]),))
