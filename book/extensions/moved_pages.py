"""The old addresses of pages that moved: each leads to the new one, to the same place in it.

``moved_pages`` in the book's settings names them, ``old: new``, without ``.html``. Links from
elsewhere, a reader's bookmark or an assignment handed out last term, go on working.
"""

import posixpath
from html import escape
from pathlib import Path

from sphinx.util import logging

logger = logging.getLogger(__name__)
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="1; url={link}">
<link rel="canonical" href="{link}">
<title>Moved: {title}</title>
<script>location.replace("{link}" + location.search + location.hash)</script>
</head>
<body>
<main><h1>This page has moved</h1><p>Here it is now: <a href="{link}">{title}</a></p></main>
</body>
</html>
"""


def page(old, new, title):
    """Return the page that stands at an old address."""
    link = posixpath.relpath(f"{new}.html", posixpath.dirname(old) or ".")
    return PAGE.format(link=escape(link), title=escape(title))


def write(app, error):
    """Write a page for each old address."""
    if error is not None or app.builder.name != "html":
        return
    for old, new in app.config.moved_pages.items():
        if old in app.env.found_docs:
            logger.warning("moved_pages: a page stands at %r again", old)
        elif new not in app.env.found_docs:
            logger.warning("moved_pages: %r leads to %r, and there is no such page", old, new)
        else:
            path = Path(app.outdir, f"{old}.html")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(old, new, app.env.titles[new].astext()), encoding="utf-8")


def setup(app):
    """Register the setting."""
    app.add_config_value("moved_pages", {}, "html")
    app.connect("build-finished", write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
