"""Show the records of the corner experiment: maps, a table over the distance, single figures.

``{corner-map} C-cnn`` draws a variant's accuracy over the shift, Keras beside PyTorch, or names
the command that measures it; ``{corner-table}`` has the mean at each distance. The role
``{corner}`C-cnn keras corners``` puts one figure into a sentence (see `figure`). A figure whose
record is missing fails the build.
"""

import json
from html import escape
from pathlib import Path

from docutils import nodes
from measured import FRAMEWORKS, percent, table
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

FOLDER = Path(__file__).resolve().parents[2] / "records"
PREFIX = "corner-"
VARIANTS = {  # in the order of the page
    "C-dense": "C-dense",
    "B": "B",
    "C-cnn": "C-cnn",
    "C-dense-shifted": "C-dense, moved in training",
    "B-shifted": "B, moved in training",
    "C-cnn-shifted": "C-cnn, moved in training",
    "B-average": "B, averages",
    "C-cnn-average": "C-cnn, averages",
}
# The colour map cividis: read alike with every kind of colour vision, and in grey.
CIVIDIS = "00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838".split()
CELL, LEFT, TOP = 23, 36, 4
logger = logging.getLogger(__name__)


def read_maps(folder=FOLDER):
    """Return {(variant, framework): its record}, of seed 0; trials with changes are left out."""
    found = {}
    for path in sorted(folder.glob(f"{PREFIX}*-seed0.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if not record["overrides"]:
            found[record["experiment"].removeprefix(PREFIX), record["framework"]] = record
    return found


def by_shift(record):
    """Return {(pixels down, pixels right): accuracy}, counted from the middle."""
    rows = record["places"]["accuracy"]
    down, right = len(rows) // 2, len(rows[0]) // 2
    return {
        (row - down, column - right): value
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
    }


def mean(values):
    """Return the mean of some fractions."""
    values = list(values)
    return sum(values) / len(values)


def at_distance(shifts, distance):
    """Return the mean over the square ring whose farther side is so many pixels away."""
    return mean(value for place, value in shifts.items() if max(map(abs, place)) == distance)


def corners(shifts):
    """Return the mean over the four corners."""
    reach = max(row for row, _ in shifts)
    return mean(shifts[row, column] for row in (-reach, reach) for column in (-reach, reach))


def figure(record, what):
    """Return one accuracy, a fraction.

    ``middle``, ``corners`` (the mean of four), ``mean`` (of all places), ``lowest``,
    ``highest``, a distance in pixels, a place as ``down,right``, or ``test`` (all test images,
    in the middle).
    """
    shifts = by_shift(record)
    if what == "test":
        return record["test_accuracy"]
    if what == "corners":
        return corners(shifts)
    if "," in what:
        return shifts[tuple(map(int, what.split(",")))]
    if what.isdecimal():
        return at_distance(shifts, int(what))
    summary = {"middle": lambda _: shifts[0, 0], "mean": mean, "lowest": min, "highest": max}
    return summary[what](shifts.values())


def colour(fraction):
    """Return the colour of an accuracy, from 0 to 1, as (red, green, blue)."""
    place = fraction * (len(CIVIDIS) - 1)
    low = min(int(place), len(CIVIDIS) - 2)
    stops = [[int(stop[i : i + 2], 16) for i in (0, 2, 4)] for stop in CIVIDIS[low : low + 2]]
    return tuple(round(a + (place - low) * (b - a)) for a, b in zip(*stops, strict=True))


def luminance(rgb):
    """Return the relative luminance of a colour, as WCAG defines it."""
    parts = [part / 255 for part in rgb]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink(fraction):
    """Return black or white, whichever is clearer on the colour of an accuracy."""
    return "#000" if luminance(colour(fraction)) > 0.179 else "#fff"


def cell(x, y, value):
    """Return a coloured square with its percents."""
    middle = f'x="{x + CELL / 2}" y="{y + CELL / 2 + 4}"'
    return (
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" '
        f'fill="#{bytes(colour(value)).hex()}"/>'
        f'<text {middle} fill="{ink(value)}">{100 * value:.0f}</text>'
    )


def signed(number):
    """Return a whole number with a true minus sign."""
    return str(number).replace("-", "\N{MINUS SIGN}")


def heat_map(values, label):
    """Return the drawing of {(down, right): fraction}: a cell each, its percents on it."""
    downs, rights = ([*sorted({place[i] for place in values})] for i in (0, 1))
    side, width, height = CELL, LEFT + CELL * len(rights) + 4, TOP + CELL * len(downs) + 40
    parts, framed = [], []
    for i, down in enumerate(downs):
        y = TOP + i * side
        parts.append(f'<text x="{LEFT - 10}" y="{y + side / 2 + 4}">{signed(down)}</text>')
        for j, right in enumerate(rights):
            value, x = values[down, right], LEFT + j * side
            parts.append(cell(x, y, value))
            if (down, right) == (0, 0):
                place = f'x="{x}" y="{y}" width="{side}" height="{side}"'
                framed = [f'<rect {place} stroke="{ink(value)}" class="mid"/>']
    for j, right in enumerate(rights):
        x = LEFT + (j + 0.5) * side
        parts.append(f'<text x="{x}" y="{height - 24}">{signed(right)}</text>')
    middle = LEFT + side * len(rights) / 2, TOP + side * len(downs) / 2
    parts.append(f'<text x="{middle[0]}" y="{height - 6}">moved right, pixels</text>')
    turned = f'transform="rotate(-90 10 {middle[1]})"'
    parts.append(f'<text x="10" y="{middle[1]}" {turned}>moved down, pixels</text>')
    return (
        f'<svg viewBox="0 0 {width} {height}" style="max-width: {width * 1.3:.0f}px" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts + framed)}</svg>'
    )


def legend():
    """Return the scale of colours, from none right to all."""
    parts, step, start = [], 12, 6
    for number in range(25):
        fill = bytes(colour((number + 0.5) / 25)).hex()
        box = f'x="{start + number * step}" y="0" width="{step}" height="12"'
        parts.append(f'<rect {box} fill="#{fill}"/>')
    for tick, anchor in ((0, "start"), (50, "middle"), (100, "end")):
        x = start + 25 * step * tick / 100
        parts.append(f'<text x="{x}" y="26" style="text-anchor: {anchor}">{tick} %</text>')
    label = "Colours: from dark blue, none right, over grey to yellow, all right."
    return (
        f'<svg class="legend" viewBox="0 0 312 30" role="img" aria-label="{label}">'
        f"{''.join(parts)}</svg>"
    )


def told(name, framework, record):
    """Return a map in words, for those who do not see it."""
    shifts = by_shift(record)
    lowest = min(shifts, key=shifts.get)
    down, right = (signed(number) for number in lowest)
    return (
        f"{VARIANTS[name]}, {FRAMEWORKS[framework]}: {percent(shifts[0, 0])} right with the items "
        f"in the middle, {percent(at_distance(shifts, 1))} on average one pixel away, "
        f"{percent(at_distance(shifts, 3))} three pixels away, {percent(corners(shifts))} in the "
        f"corners; the lowest, {percent(shifts[lowest])}, {down} pixels down and {right} right."
    )


def to_come(name, framework):
    """Return what stands in the place of a map that has not been measured."""
    command = f"cnncourse reproduce {PREFIX}{name} --framework {framework}"
    return f"<p>Not measured yet. This command does it: <code>{command}</code></p>"


class CornerMap(SphinxDirective):
    """``{corner-map} NAME``: the accuracy over the shift, in both frameworks."""

    required_arguments = 1

    def run(self):
        """Return the drawings, side by side where there is room, or the error."""
        name, found, panels = self.arguments[0], read_maps(), []
        if name not in VARIANTS:
            raise self.error(f"no variant {name!r}; there are {', '.join(VARIANTS)}")
        for framework, written in FRAMEWORKS.items():
            self.env.note_dependency(str(FOLDER / f"{PREFIX}{name}-{framework}-seed0.json"))
            record = found.get((name, framework))
            shown = to_come(name, framework)
            if record is not None:
                shown = heat_map(by_shift(record), told(name, framework, record))
            panels.append(f"<div><p>{written}</p>{shown}</div>")
        html = (
            f'<figure class="corner-map"><div class="pair">{"".join(panels)}</div>{legend()}'
            f"<figcaption>{VARIANTS[name]}: percent of the test images classified rightly, by how "
            "far the items were moved.</figcaption></figure>"
        )
        return [nodes.raw("", html, format="html")]


class CornerTable(SphinxDirective):
    """``{corner-table}``: a row for each variant and framework, the mean at each distance."""

    def run(self):
        """Return the table."""
        found, rows = read_maps(), []
        for name, framework in [(n, f) for n in VARIANTS for f in FRAMEWORKS]:
            if (name, framework) in found:
                shifts = by_shift(found[name, framework])
                reach = max(row for row, _ in shifts)
                values = [at_distance(shifts, distance) for distance in range(reach + 1)]
                cells = [f"{100 * value:.1f}" for value in [*values, corners(shifts)]]
                rows.append([VARIANTS[name], FRAMEWORKS[framework], *cells])
        distances = [str(distance) for distance in range(len(rows[0]) - 3)]
        made = table(["Network", "In", *distances, "Corners"], rows)
        made["classes"].append("distances")
        return [made]


class CornerFigure(SphinxRole):
    """``{corner}`C-cnn keras corners```: one accuracy; ``{corner}`images```: how many tried."""

    def run(self):
        """Return the figure, or warn that there is none."""
        found = read_maps()
        for name in {name for name, _ in found}:
            for framework in FRAMEWORKS:
                self.env.note_dependency(str(FOLDER / f"{PREFIX}{name}-{framework}-seed0.json"))
        try:
            counts = {record["places"]["images"] for record in found.values()}
            if self.text in ("images", "error"):
                (count,) = counts
                # Of a share p among n images: the root of p (1 - p) / n, most at a half.
                words = f"{count:,}" if self.text == "images" else f"{50 / count**0.5:.1f}"
                return [nodes.Text(words)], []
            name, framework, what = self.text.split()
            return [nodes.Text(percent(figure(found[name, framework], what)))], []
        except (KeyError, ValueError):
            where = (self.env.docname, self.lineno)
            logger.warning("no figure %r of the corner experiment", self.text, location=where)
            return [nodes.Text("?")], []


def setup(app):
    """Make the directives and the role known."""
    app.add_directive("corner-map", CornerMap)
    app.add_directive("corner-table", CornerTable)
    app.add_role("corner", CornerFigure())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
