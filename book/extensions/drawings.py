"""What the drawings of records share: SVG in the page's own ink, and the words beside it."""

from html import escape

from docutils import nodes
from measured import by_experiment, read_records
from sphinx.util.docutils import SphinxDirective

STYLE = """<style>
.training-drawings { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; margin: 1rem 0; }
.training-drawings svg { flex: 1 1 280px; max-width: 440px; min-width: 0; }
.training-drawings text { fill: currentColor; font-size: 12px; }
.training-drawings .title { font-size: 14px; font-weight: 600; }
.training-drawings .grid { stroke: currentColor; stroke-opacity: 0.2; }
.training-drawings :is(polyline, circle) { fill: none; stroke-width: 2; }
.training-drawings :is(polyline, circle).training { stroke: currentColor; }
.training-drawings :is(polyline, circle).validation { stroke: var(--pst-color-primary); }
.training-drawings polyline.training { stroke-dasharray: 6 4; }
.training-drawings text.validation { fill: var(--pst-color-primary); }
.training-drawings rect { stroke: currentColor; stroke-opacity: 0.15; }
.training-drawings .right { fill: var(--pst-color-primary); }
.training-drawings .wrong { fill: #e8710a; }
</style>"""


def text(x, y, words, anchor="middle", more=""):
    """Return a line of text in SVG."""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def svg(width, height, words, parts):
    """Return a drawing with what it shows in words."""
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(words)}">'
        f"{''.join(parts)}</svg>"
    )


def drawings(panels):
    """Return drawings side by side where there is room."""
    inside = "".join(panels)
    return nodes.raw("", f'{STYLE}<div class="training-drawings">{inside}</div>', format="html")


class FromRecords(SphinxDirective):
    """A drawing of an experiment's records, or a sentence where there are none."""

    required_arguments = 1

    def run(self):
        """Return the drawing."""
        self.env.note_reread()
        groups = by_experiment(read_records()).get(self.arguments[0])
        if not groups:
            return [nodes.paragraph("", f"No run of {self.arguments[0]} is recorded yet.")]
        return self.draw(groups)
