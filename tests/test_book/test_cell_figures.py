"""Figures that cells drew stand in the pages themselves, in inks that follow the page."""

import html
import re

import nbformat
import pytest

from cnncourse.plots import look, page
from tests.test_book.building import ROOT

CHAPTERS = sorted(
    path.relative_to(ROOT / "book").with_suffix("")
    for path in (ROOT / "book").rglob("*.ipynb")
    if not {"_build", ".ipynb_checkpoints", "assignments"} & set(path.parts)
)


def stored(name):
    """Return the words of each drawing that a chapter's notebook holds."""
    notebook = nbformat.read(ROOT / "book" / f"{name}.ipynb", 4)
    return [
        cell.metadata["mystnb"]["image"]["alt"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "image/svg+xml" in output.get("data", {})
    ]


@pytest.mark.parametrize("name", CHAPTERS, ids=str)
def test_each_figure_is_in_the_page_with_its_words_and_without_a_file(pages, name):
    text = (pages / f"{name}.html").read_text(encoding="utf-8")
    words = re.findall(r'<svg class="figure"[^>]* aria-label="([^"]*)"', text)
    assert [html.unescape(one) for one in words] == stored(name)
    assert words
    assert all(len(one) > 40 for one in words)
    assert len(re.findall(r'<svg class="figure"[^>]* role="img"', text)) == len(words)
    assert not re.search(r"_images/[0-9a-f]{40,}", text)  # so MyST-NB names what a cell drew
    drawn = "".join(re.findall(r'<svg class="figure".*?</svg>', text, re.DOTALL))
    inks = [(look.INKS[ink][0], ink) for ink in (look.INK, look.RED)]  # what words are written in
    assert any(f"var(--figure-{name}, {ink})" in drawn for name, ink in inks)
    assert not re.search(rf"(?<!, ){look.INK}", drawn)
    assert not re.search(r"_images/[^\"]*\.svg", text)


def test_the_pages_have_the_inks_of_the_dark(pages):
    sheet = (pages / "_static" / "figures.css").read_text(encoding="utf-8")
    assert sheet == page.style_sheet()
    text = (pages / f"{CHAPTERS[0]}.html").read_text(encoding="utf-8")
    assert re.search(r'<link[^>]*href="[^"]*_static/figures\.css', text)
