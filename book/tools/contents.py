"""The chapters as the contents list them, and the folder in which each is found.

A part of the course is a folder below ``book``. Which folders those are is said here and nowhere
else; what a chapter is called, and in which order they come, is said in ``_toc.yml``.
"""

import yaml
from address import ROOT

BOOK = ROOT / "book"
FOLDERS = ("foundations", "networks", "inside")


def pages():
    """Return the chapters' pages in reading order, such as ``"foundations/padding"``."""
    listing = yaml.safe_load((BOOK / "_toc.yml").read_text(encoding="utf-8"))
    files = [entry["file"] for part in listing["parts"] for entry in part["chapters"]]
    return [file for file in files if file.partition("/")[0] in FOLDERS]


def page_of(chapter):
    """Return a chapter's page, such as ``"foundations/padding"`` for ``"padding"``.

    Raises
    ------
    ValueError
        For a chapter that the contents do not list, or list in two folders.
    """
    found = [page for page in pages() if page.rpartition("/")[2] == chapter]
    if len(found) != 1:
        raise ValueError(f"the contents list {chapter!r} {len(found)} times, not once")
    return found[0]


def file_of(page):
    """Return the path of a page's source: a notebook or Markdown."""
    notebook = BOOK / f"{page}.ipynb"
    return notebook if notebook.exists() else BOOK / f"{page}.md"
