"""Figures that cells drew, and drawings of records: read on a phone, and in the dark."""

import io
import re

import nbformat
import numpy as np
import pytest
from PIL import Image

from cnncourse.plots import look
from tests.browser.conftest import from_disk
from tests.browser.test_book_pages import BOOK, CHAPTERS

pytestmark = [pytest.mark.browser, from_disk]

# matplotlib draws letters of 100 units and scales them: so high is each text in a drawing.
TEXT = re.compile(r"scale\(([\d.]+) -[\d.]+\)")
FILLS = "e => [...e.querySelectorAll('g')].map(g => getComputedStyle(g).fill)"
PICTURES = """e => [...e.querySelectorAll('image')].map(i => {
  const own = e.getBoundingClientRect(), box = i.getBoundingClientRect();
  return [box.left - own.left, box.top - own.top, box.right - own.left, box.bottom - own.top];
})"""

DRAWINGS = ":is(.training-drawings, .growth, .corner-map) svg"
WITH_DRAWINGS = ["inside/the_corner", "results", "speed"]
WORDS = """e => [...e.querySelectorAll("text")].map(one => {
  const grown = one.getScreenCTM(), own = e.getBoundingClientRect();
  const box = one.getBoundingClientRect();
  const within = box.left >= own.left - 1 && box.right <= own.right + 1
    && box.top >= own.top - 2 && box.bottom <= own.bottom + 2;
  return [parseFloat(getComputedStyle(one).fontSize) * Math.hypot(grown.a, grown.b), within,
    one.textContent];
})"""
COLOURS = """e => [...e.querySelectorAll(".training, .validation, .right, .wrong, circle")].flatMap(
  one => [getComputedStyle(one).fill, getComputedStyle(one).stroke])"""


def stored(name):
    """Return how many drawings a chapter's notebook holds."""
    notebook = nbformat.read(BOOK / f"{name}.ipynb", 4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return sum("image/svg+xml" in output.get("data", {}) for output in outputs)


def figures(page):
    """Open what is folded and return the page's figures that are seen."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    return [figure for figure in page.locator("svg.figure").all() if figure.is_visible()]


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_figure_stands_in_the_page_with_its_words(visit, name):
    page = visit().open(name)
    found = page.locator("svg.figure").all()
    assert len(found) == stored(name) > 0
    for figure in found:
        assert len(figure.get_attribute("aria-label")) > 40
        assert figure.get_attribute("role") == "img"
    assert page.locator(".cell_output img").count() == 0


@pytest.mark.parametrize("name", CHAPTERS)
def test_text_in_figures_is_at_least_9_pixels_high_on_a_phone(visit, name):
    page = visit(viewport={"width": 390, "height": 844}).open(name)
    for figure in figures(page):
        scale = figure.evaluate("e => e.getBoundingClientRect().width / e.viewBox.baseVal.width")
        sizes = [100 * float(size) for size in TEXT.findall(figure.inner_html())]
        assert min(sizes) * scale >= 9, figure.get_attribute("aria-label")


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_have_the_inks_of_the_page(visit, name, scheme):
    page = visit(color_scheme=scheme).open(name)
    # Where every answer is wrong, all words are in red.
    inks = (look.INK, look.RED)
    wanted = {rgb(look.INKS[ink][1] if scheme == "dark" else ink) for ink in inks}
    for figure in figures(page):
        assert wanted & {*figure.evaluate(FILLS)}, figure.get_attribute("aria-label")
        assert figure.locator("path").first.evaluate("e => getComputedStyle(e).fill") == "none"


@pytest.mark.parametrize("name", CHAPTERS)
def test_in_the_dark_nothing_but_a_picture_is_lighter_than_the_ink(visit, name):
    page = visit(color_scheme="dark").open(name)
    lightest = max(bytes.fromhex(look.INKS[look.INK][1][1:]))
    for figure in figures(page):
        shot = np.array(Image.open(io.BytesIO(figure.screenshot())).convert("RGB"))
        for left, top, right, bottom in figure.evaluate(PICTURES):
            shot[int(top) : int(bottom) + 2, int(left) : int(right) + 2] = 0
        assert shot.min(axis=2).max() <= lightest, figure.get_attribute("aria-label")
        assert np.median(shot) < 64  # the page's dark ground, or a picture's place


def rgb(colour):
    """Return an ink as the browser tells it."""
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour[1:]))


@pytest.mark.parametrize("name", WITH_DRAWINGS)
def test_the_words_of_a_record_are_whole_and_9_pixels_high_on_a_phone(visit, name):
    page = visit(viewport={"width": 390, "height": 844}).open(name)
    found = page.locator(DRAWINGS).all()
    assert found
    for drawing in found:
        words = drawing.evaluate(WORDS)
        assert words
        for size, within, text in words:
            assert (size >= 9, within) == (True, True), (size, text)


@pytest.mark.parametrize("name", ["results", "speed"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_records_are_drawn_in_the_inks_of_the_figures(visit, name, scheme):
    page = visit(color_scheme=scheme).open(name)
    inks = [look.BLUE, look.RED]
    allowed = {rgb(look.INKS[ink][1] if scheme == "dark" else ink) for ink in inks}
    around = page.evaluate("getComputedStyle(document.querySelector('article p')).color")
    for drawing in page.locator(DRAWINGS).all():
        assert set(drawing.evaluate(COLOURS)) - {"none", around} <= allowed
        assert set(drawing.evaluate(COLOURS)) & allowed
