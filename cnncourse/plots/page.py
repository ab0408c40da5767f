"""A figure as the book's pages show it: SVG in the page's own inks."""

import hashlib
import io
import re
from html import escape

import matplotlib
from matplotlib.figure import Figure

from cnncourse.plots import look

PIXELS = 96 / 72  # CSS pixels in a point


def svg(figure: Figure, alt: str) -> str:
    """Return a figure in the book's look as SVG to put into a page.

    Parameters
    ----------
    figure : Figure
        As `panels` and the functions that draw make it.
    alt : str
        What it shows, for those who do not see it.

    Returns
    -------
    str
        ``<svg class="figure" …>``, as `inked` returns it.

    Raises
    ------
    ValueError
        Without words.

    Examples
    --------
    >>> from cnncourse.plots import panels
    >>> drawn = svg(panels(1)[0].figure, "an empty frame")
    >>> 'aria-label="an empty frame"' in drawn, "var(--figure-ink, #222222)" in drawn
    (True, True)
    """
    written = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "cnncourse", "svg.fonttype": "path"}):
        figure.savefig(written, format="svg", bbox_inches="tight", metadata={"Date": None})
    return inked(written.getvalue(), alt)


def inked(source: str, alt: str) -> str:
    """Return matplotlib's SVG of a figure in the book's look, ready to stand in a page.

    Each ink becomes a variable of the style sheet with the ink's own colour as its fallback
    (``--figure-ink``, ``--figure-ground`` and so on); the size follows the page; names are such
    that several figures can stand in one page.

    Parameters
    ----------
    source : str
        The text of an SVG file that matplotlib wrote.
    alt : str
        What it shows.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        Without words.
    """
    if not alt.strip():
        raise ValueError('alt must say what the figure shows, got ""; write a sentence')
    body = source[source.index("<svg") :].rstrip()
    body = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", body, flags=re.DOTALL)
    width = float(re.search(r'width="([\d.]+)pt"', body)[1]) * PIXELS
    box = re.search(r'viewBox="[^"]*"', body)[0]
    head = (
        f'<svg class="figure" {box} width="{width:.0f}" role="img" aria-label="{escape(alt)}" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'style="max-width: 100%; height: auto">'
    )
    body = head + body[body.index(">") + 1 :]
    for colour in look.INKS:
        body = body.replace(colour, look.variable(colour))
    return _own_names(body)


def is_inked(source: str) -> bool:
    """Return whether an SVG file is of a figure in the book's look, by its ground."""
    return f"fill: {look.GROUND}" in source


def style_sheet() -> str:
    """Return the rules that give the inks their colours on the dark page."""
    dark = "".join(f"--figure-{name}: {colour}; " for name, colour in look.INKS.values())
    return (
        "svg.figure { --figure-ground: none; }\n"
        f'html[data-theme="dark"] :is(svg.figure, svg.recorded) {{ {dark.rstrip()} }}\n'
    )


def _own_names(body):
    """Put a mark of the figure's own before every name in it, and before what refers to it."""
    mark = "f" + hashlib.sha256(body.encode()).hexdigest()[:8] + "-"
    body = re.sub(r'\bid="', f'id="{mark}', body)
    return re.sub(r'(href="#|url\(#)', rf"\g<1>{mark}", body)
