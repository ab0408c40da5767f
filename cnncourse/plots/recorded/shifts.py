"""The maps of the corner experiment: a variant's accuracy over the shift, Keras beside PyTorch."""

from html import escape

from cnncourse.contrast import black_reads_better
from cnncourse.plots.recorded.svg import Html, Shown
from cnncourse.records.corner import PREFIX, VARIANTS, at_distance, by_shift, by_variant, corners
from cnncourse.records.names import pick
from cnncourse.records.reading import command
from cnncourse.records.record import FRAMEWORKS
from cnncourse.records.registry import drawing
from cnncourse.records.writing import percent, signed

# The colour map cividis: read alike with every kind of colour vision, and in grey.
CIVIDIS = "00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838".split()
CELL, LEFT, TOP = 23, 36, 4
# Cells bring their own colours, the rest is the page's ink.
STYLE = """<style>
.corner-map { margin: 1rem 0 1.5rem; }
.corner-map .pair { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; }
.corner-map .pair > div { flex: 1 1 280px; min-width: 0; }
.corner-map .pair p { margin: 0 0 0.25rem; }
.corner-map .pair p:first-child { font-weight: 600; }
.corner-map svg { display: block; width: 100%; }
.corner-map svg text { font-size: 11px; text-anchor: middle; }
.corner-map svg text:not([fill]) { fill: currentColor; }
.corner-map .mid { fill: none; stroke-width: 2.5; }
.corner-map .legend { max-width: 20rem; margin: 0.5rem 0 0; }
figure.corner-map figcaption {
  margin: 0.5rem 0 0; text-align: left; font-size: 0.9rem;
  color: var(--pst-color-text-base, inherit);
}
</style>"""


def colour(fraction):
    """Return the colour of an accuracy, from 0 to 1, as (red, green, blue)."""
    place = fraction * (len(CIVIDIS) - 1)
    low = min(int(place), len(CIVIDIS) - 2)
    stops = [[int(stop[i : i + 2], 16) for i in (0, 2, 4)] for stop in CIVIDIS[low : low + 2]]
    return tuple(round(a + (place - low) * (b - a)) for a, b in zip(*stops, strict=True))


def ink(fraction):
    """Return black or white, whichever is clearer on the colour of an accuracy."""
    return "#000" if black_reads_better([part / 255 for part in colour(fraction)]) else "#fff"


def cell(x, y, value):
    """Return a coloured square with its percents."""
    middle = f'x="{x + CELL / 2}" y="{y + CELL / 2 + 4}"'
    return (
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" '
        f'fill="#{bytes(colour(value)).hex()}"/>'
        f'<text {middle} fill="{ink(value)}">{100 * value:.0f}</text>'
    )


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


def to_come(words):
    """Return what stands in the place of a map that has not been measured."""
    return f"<p>Not measured yet. This command does it: <code>{words}</code></p>"


@drawing("corner-map")
def corner_map(name, *, found=None) -> Shown:
    """Return a variant's accuracy over the shift, in both frameworks.

    Raises
    ------
    UnknownName
        For a variant that there is not.
    """
    title = pick("variant", name, VARIANTS)
    found = by_variant() if found is None else found
    panels, missing = [], []
    for framework, written in FRAMEWORKS.items():
        record = found.get((name, framework))
        if record is None:
            missing.append(command(f"{PREFIX}{name}", framework))
            shown = to_come(missing[-1])
        else:
            shown = heat_map(by_shift(record), told(name, framework, record))
        panels.append(f"<div><p>{written}</p>{shown}</div>")
    html = (
        f'{STYLE}<figure class="corner-map"><div class="pair">{"".join(panels)}</div>{legend()}'
        f"<figcaption>{title}: percent of the test images classified rightly, by how "
        "far the items were moved.</figcaption></figure>"
    )
    return Shown((Html(html),), tuple(missing))
