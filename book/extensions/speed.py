"""Show the records of ``make bench``: tables, and a drawing of how time grows.

``{speed-table} NAME`` gives a record's cases with what was promised (`TABLES` has the names),
``{speed-growth}`` draws the record's times over images and over output pixels as SVG, in the
page's own ink. The role ``{speed}`conv2d``` says when and on what a record was made.
"""

import json
import math
from html import escape
from pathlib import Path

from docutils import nodes
from measured import table
from speed_training import reaching_rows, training_rows
from sphinx.util.docutils import SphinxDirective, SphinxRole

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "records"
WIDTH, HEIGHT = 340, 270
LEFT, RIGHT, TOP, BOTTOM = 52, 314, 14, 222
UNITS = {"images": "images", "output pixels": "output pixels of one image"}


def read_record(name, env=None):
    """Return a record of ``make bench``; the page that shows it is built anew when it changes."""
    path = FOLDER / f"{name}.json"
    if env is not None:
        env.note_dependency(str(path))
    return json.loads(path.read_text(encoding="utf-8"))


def digits(value, count=2):
    """Return a number with so many significant digits, never as a power of ten."""
    places = max(count - 1 - math.floor(math.log10(abs(value))), 0)
    return f"{value:,.{places}f}"


def met(kept):
    """Return whether a promise is kept, as a word."""
    return "kept" if kept else "missed"


def shape(axes):
    """Return an array's axes as text."""
    return "×".join(f"{axis:,}" for axis in axes)


def conv2d_rows(record):
    """Return headings and one row for each layer."""
    rows = []
    for case in record["cases"]:
        times = case["milliseconds"]
        cells = [
            digits(times[name]) if name in times else "" for name in ("ours", "torch", "scipy")
        ]
        promise, words = case.get("promise"), ""
        if promise:
            peer = {"torch": "PyTorch", "scipy": "SciPy"}[promise["peer"]]
            words = (
                f"at most {promise['times']:g} × {peer}; found {digits(promise['found'])}: "
                f"{met(promise['met'])}"
            )
        stride = f", stride {case['stride']}" if case["stride"] > 1 else ""
        layer = f"{case['name']}: {shape(case['images'])}, {shape(case['kernels'])}{stride}"
        rows.append([layer, *cells, words])
    return [
        "Images (N, H, W, C) and kernels",
        "Ours, ms",
        "PyTorch, ms",
        "SciPy, ms",
        "Promised",
    ], rows


def data_rows(record):
    """Return headings and one row for each data set."""
    rows = []
    for row in record["sets"]:
        memory = row["memory"]
        most = max(memory.values())
        allowed, words = row["seconds_allowed"], ""
        if allowed is not None:
            words = f"{allowed:g} s, {row['memory_allowed']:g} ×: {met(row['met'])}"
        megabytes = f"{row['image_bytes'] / 1e6:,.1f} MB"
        seconds = digits(row["seconds"]["median"])
        rows.append([row["name"], megabytes, seconds, f"{digits(most, 3)} ×", words])
    return ["Data set", "Images", "Seconds", "Most memory", "Promised, at most"], rows


def explorers_rows(record):
    """Return headings and one row for each slider that was moved, then one for the page."""
    rows = []
    for row in record["sliders"]:
        work, image = row["work_ms"], row["settings"].get("image", "")
        name = row["explorer"] + (f", {image}" if image else "")
        kept = met(work["p95"] <= row["allowed_ms"])
        promised = f"{row['allowed_ms']} ms: {kept}"
        rows.append([name, row["slider"], digits(work["median"]), digits(work["p95"]), promised])
    start, page = record["page"]["from_navigation_ms"], record["page"]
    promised = f"{page['allowed_ms']} ms: {met(start['p95'] <= page['allowed_ms'])}"
    name = "a page with " + ", ".join(page["explorers"])
    rows.append([name, "opened", digits(start["median"], 3), digits(start["p95"], 3), promised])
    return ["Explorer", "Slider", "Median, ms", "95th percentile, ms", "Promised"], rows


TABLES = {  # the record and its rows
    "conv2d": ("conv2d", conv2d_rows),
    "data": ("data", data_rows),
    "training": ("training", training_rows),
    "reaching": ("training", reaching_rows),
    "explorers": ("explorers", explorers_rows),
}


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


def text(x, y, words, anchor="middle", more=""):
    """Return a line of text in SVG."""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


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
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(told(row))}">'
        f"{''.join(parts)}</svg>"
    )


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


STYLE = """<style>
.growth { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; margin: 1rem 0; }
.growth svg { flex: 1 1 280px; max-width: 440px; min-width: 0; }
.growth text { fill: currentColor; font-size: 13px; }
.growth .grid { stroke: currentColor; stroke-opacity: 0.2; }
.growth .line { stroke: currentColor; stroke-width: 1.5; stroke-dasharray: 5 4; }
.growth circle { fill: var(--pst-color-primary, currentColor); }
</style>"""


class SpeedTable(SphinxDirective):
    """``{speed-table} NAME``: the rows of a record."""

    required_arguments = 1

    def run(self):
        """Return the table, or the error that names the records there are."""
        name = self.arguments[0]
        if name not in TABLES:
            raise self.error(f"no table for {name!r}: choose from {', '.join(TABLES)}")
        record, rows = TABLES[name]
        return [table(*rows(read_record(record, self.env)))]


class SpeedGrowth(SphinxDirective):
    """``{speed-growth}``: the drawings of how `conv2d`'s time grows."""

    def run(self):
        """Return the drawings, side by side where there is room."""
        panels = "".join(map(panel, read_record("conv2d", self.env)["growth"]))
        return [nodes.raw("", f'{STYLE}<div class="growth">{panels}</div>', format="html")]


def machine(hardware):
    """Return the processor and its cores and, if the record says so, that it lacks bfloat16."""
    lacks = "" if hardware.get("bfloat16", True) else " without bfloat16"
    return f"{hardware['processor']}, {hardware['cores']} cores{lacks}"


class Speed(SphinxRole):
    """``{speed}`conv2d```: the date, the machine and the versions of a record."""

    def run(self):
        """Return them as a phrase."""
        record = read_record(self.text, self.env)
        names = {"python": "Python", "numpy": "NumPy", "scipy": "SciPy", "torch": "PyTorch"}
        names |= {"keras": "Keras", "tensorflow": "TensorFlow"}
        names |= {"chromium": "Chromium", "playwright": "Playwright"}
        versions = ", ".join(f"{names[key]} {value}" for key, value in record["versions"].items())
        return [nodes.Text(f"{record['date']}, {machine(record['hardware'])}; {versions}")], []


def setup(app):
    """Make the directives and the role known."""
    app.add_directive("speed-table", SpeedTable)
    app.add_directive("speed-growth", SpeedGrowth)
    app.add_role("speed", Speed())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
