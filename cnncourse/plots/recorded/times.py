"""How time grows with the work: the benchmark of the NumPy convolution, drawn."""

import math

from cnncourse.plots.look import BLUE, variable
from cnncourse.plots.recorded.svg import Html, Shown, svg, text
from cnncourse.records.benchmarks import read
from cnncourse.records.registry import drawing
from cnncourse.records.writing import digits

WIDTH, HEIGHT = 340, 270
LEFT, RIGHT, TOP, BOTTOM = 52, 314, 14, 222
UNITS = {"images": "images", "output pixels": "output pixels of one image"}
STYLE = f"""<style>
.growth {{ display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; margin: 1rem 0; }}
.growth svg {{ flex: 1 1 280px; max-width: 440px; min-width: 0; }}
.growth text {{ fill: currentColor; font-size: 13px; }}
.growth .grid {{ stroke: currentColor; stroke-opacity: 0.2; }}
.growth .line {{ stroke: currentColor; stroke-width: 1.5; stroke-dasharray: 5 4; }}
.growth circle {{ fill: {variable(BLUE)}; }}
</style>"""


class Axis:
    """A logarithmic axis: from numbers to places in the drawing, with a tick at each decade."""

    def __init__(self, values, start, end):
        self.low = math.floor(math.log10(min(values)) + 1e-9)
        self.high = math.ceil(math.log10(max(values)) - 1e-9)
        self.start, self.end = start, end

    def at(self, value):
        """Return the place of a number, in the drawing's units."""
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self.start + part * (self.end - self.start), 1)

    def ticks(self):
        """Return the decades on the axis."""
        return [10.0**power for power in range(self.low, self.high + 1)]


def panel(row):
    """Return one drawing: times as dots on logarithmic scales, and the line laid through them."""
    counts, times, what = row["counts"], row["milliseconds"], row["what"]
    across, up = Axis(counts, LEFT, RIGHT), Axis(times, BOTTOM, TOP)
    parts = []
    for value in across.ticks():
        x = across.at(value)
        parts.append(f'<path d="M{x} {TOP}V{BOTTOM}" class="grid"/>')
        parts.append(text(x, BOTTOM + 17, short(value)))
    for value in up.ticks():
        y = up.at(value)
        parts.append(f'<path d="M{LEFT} {y}H{RIGHT}" class="grid"/>')
        parts.append(text(LEFT - 6, y + 4, short(value), "end"))
    parts.append(text((LEFT + RIGHT) / 2, HEIGHT - 10, UNITS[what]))
    middle = (TOP + BOTTOM) / 2
    turned = f' transform="rotate(-90 12 {middle})"'
    parts.append(text(12, middle, "milliseconds", more=turned))
    slope, constant = line_through(counts, times)
    ends = [(count, math.exp(constant) * count**slope) for count in (counts[0], counts[-1])]
    (x1, y1), (x2, y2) = [(across.at(count), up.at(time)) for count, time in ends]
    parts.append(f'<path d="M{x1} {y1}L{x2} {y2}" class="line"/>')
    parts += [
        f'<circle cx="{across.at(count)}" cy="{up.at(time)}" r="4"/>'
        for count, time in zip(counts, times, strict=True)
    ]
    parts.append(text(LEFT + 10, TOP + 18, f"slope {row['slope']:.2f}", "start"))
    return svg(WIDTH, HEIGHT, told(row), parts)


def short(value):
    """Return a decade as a short text: 0.1, 1, 1,000, 1 million."""
    if value >= 1e6:
        return f"{value / 1e6:g} M"
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def line_through(counts, times):
    """Return slope and constant of the least-squares line through the natural logarithms."""
    xs, ys = [[math.log(value) for value in values] for values in (counts, times)]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum(
        (a - x) ** 2 for a in xs
    )
    return slope, y - slope * x


def told(row):
    """Return a drawing in words, for those who do not see it."""
    counts, times = row["counts"], row["milliseconds"]
    return (
        f"Time over {row['what']}, both scales logarithmic: from {digits(times[0])} ms for "
        f"{counts[0]:,} to {digits(times[-1])} ms for {counts[-1]:,}, along a straight line "
        f"of slope {row['slope']:.2f}."
    )


@drawing("growth")
def growth(*, record=None) -> Shown:
    """Return the times over images and over output pixels, side by side where there is room."""
    record = read("conv2d") if record is None else record
    panels = "".join(map(panel, record["growth"]))
    return Shown((Html(f'{STYLE}<div class="growth">{panels}</div>'),))
