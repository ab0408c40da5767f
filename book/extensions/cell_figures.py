"""Put the figures that cells drew into the page itself, in the page's inks, light or dark.

A cell's figure in the book's look is stored as SVG. As an image file it would keep its inks
whatever the page's; in the page, ``cnncourse.plots.page`` makes each ink a variable of the style
sheet that this extension writes.
"""

from pathlib import Path

from docutils import nodes

from cnncourse.plots import page

STYLE = "figures.css"


def put_in(app, document):
    """Replace every image that is an SVG in the book's look by its drawing."""
    for image in [*document.findall(nodes.image)]:
        path = Path(app.srcdir, image["uri"].lstrip("/"))
        if path.suffix != ".svg":
            continue
        if not path.is_file():
            path = Path("/", image["uri"])
        source = path.read_text(encoding="utf-8") if path.is_file() else ""
        if page.is_inked(source):
            drawn = page.inked(source, image.get("alt", ""))
            image.replace_self(nodes.raw("", drawn, format="html"))


def write_style(app):
    """Write the colours of the inks on the dark page."""
    folder = Path(app.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STYLE).write_text(page.style_sheet(), encoding="utf-8")


def setup(app):
    """Register both; images are replaced before Sphinx collects them."""
    app.add_css_file(STYLE)
    app.connect("builder-inited", write_style)
    app.connect("doctree-read", put_in, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
