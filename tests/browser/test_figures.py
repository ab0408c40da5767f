"""Figures that cells drew, and drawings of records: read on a phone, and in the dark."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from cnncourse.plots import look
from tests.browser.conftest import from_disk
from tests.browser.test_book_pages import CHAPTERS

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


def figures(page):
    """Open what is folded and return the page's figures that are seen."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    return [figure for figure in page.locator("svg.figure").all() if figure.is_visible()]


@pytest.mark.parametrize("name", CHAPTERS)
def test_figures_are_read_on_a_phone_and_in_the_dark(visit, name):
    """One visit, for the drawings of a long page take their time."""
    page = visit(viewport={"width": 390, "height": 844}, color_scheme="dark").open(name)
    found = figures(page)
    words = [figure.get_attribute("aria-label") for figure in found]
    for figure, told in zip(found, words, strict=True):
        assert smallest(figure) >= 9, told
        brightest, middle = light(figure)
        assert brightest <= max(bytes.fromhex(look.INKS[look.INK][1][1:])), told
        assert middle < 64, told  # the page's dark ground, or a picture's place
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("one => document.documentElement.dataset.theme === one", arg=scheme)
        # Where every answer is wrong, all words are in red.
        inks = (look.INK, look.RED)
        wanted = {rgb(look.INKS[ink][1] if scheme == "dark" else ink) for ink in inks}
        for figure, told in zip(found, words, strict=True):
            fills = figure.evaluate(FILLS)
            assert wanted & {*fills}, told
            assert figure.locator("path").first.evaluate("e => getComputedStyle(e).fill") == "none"


def smallest(figure):
    """Return the height in pixels of a figure's smallest text."""
    scale = figure.evaluate("e => e.getBoundingClientRect().width / e.viewBox.baseVal.width")
    return min(100 * float(size) for size in TEXT.findall(figure.inner_html())) * scale


def light(figure):
    """Return the brightest and the middle level of a figure, its pictures left out."""
    shot = np.array(Image.open(io.BytesIO(figure.screenshot())).convert("RGB"))
    for left, top, right, bottom in figure.evaluate(PICTURES):
        shot[int(top) : int(bottom) + 2, int(left) : int(right) + 2] = 0
    return shot.min(axis=2).max(), np.median(shot)


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
