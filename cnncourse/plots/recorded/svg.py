"""What the drawings of records share: SVG in the book's inks, and the words beside it.

Lines and words that have no colour take that of the text around them, since a notebook, unlike a
page of the book, has no style sheet that gives the inks their colours in the dark.
"""

from dataclasses import dataclass
from html import escape

from cnncourse.plots.look import BLUE, RED, variable
from cnncourse.records.table import Table

STYLE = f"""<style>
.training-drawings {{ display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; margin: 1rem 0; }}
.training-drawings svg {{ flex: 1 1 280px; max-width: 440px; min-width: 0; }}
.training-drawings text {{ fill: currentColor; font-size: 12px; }}
.training-drawings .title {{ font-size: 14px; font-weight: 600; }}
.training-drawings .grid {{ stroke: currentColor; stroke-opacity: 0.2; }}
.training-drawings :is(polyline, circle) {{ fill: none; stroke-width: 2; }}
.training-drawings :is(polyline, circle).training {{ stroke: currentColor; }}
.training-drawings :is(polyline, circle).validation {{ stroke: {variable(BLUE)}; }}
.training-drawings polyline.training {{ stroke-dasharray: 6 4; }}
.training-drawings text.validation {{ fill: {variable(BLUE)}; }}
.training-drawings rect {{ stroke: currentColor; stroke-opacity: 0.15; }}
.training-drawings .right {{ fill: {variable(BLUE)}; }}
.training-drawings .wrong {{ fill: {variable(RED)}; }}
</style>"""


class Html(str):
    """A part that is HTML already."""


@dataclass(frozen=True)
class Shown:
    """A drawing and what stands below it; in a notebook it shows itself.

    Attributes
    ----------
    parts : tuple of Html, Table or str
        In their order; a plain string is a paragraph.
    missing : tuple of str
        What of it is not drawn because no run is recorded, each with the command that makes one.
    """

    parts: tuple
    missing: tuple[str, ...] = ()

    def _repr_html_(self):
        return "".join(map(_html, self.parts))


def _html(part):
    if isinstance(part, Table):
        return part._repr_html_()
    return part if isinstance(part, Html) else f"<p>{escape(part)}</p>"


def text(x, y, words, anchor="middle", more=""):
    """Return a line of text in SVG."""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def svg(width, height, words, parts):
    """Return a drawing with what it shows in words."""
    return (
        f'<svg class="recorded" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(words)}">'
        f"{''.join(parts)}</svg>"
    )


def drawings(panels):
    """Return drawings side by side where there is room."""
    return Html(f'{STYLE}<div class="training-drawings">{"".join(panels)}</div>')
