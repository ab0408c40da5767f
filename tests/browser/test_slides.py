"""Slides one by one: keys, full screen, a sheet for each on paper, nothing cut off."""

import re

import pytest

from tests.browser.accessibility import axe_violations
from tests.browser.conftest import everywhere, from_disk
from tests.test_book.test_slides import CHAPTERS

pytestmark = pytest.mark.browser
DECKS = [f"instructors/slides/{one.rpartition('/')[2]}" for one in CHAPTERS]
SCREEN = {"viewport": {"width": 1920, "height": 1080}}
CURRENT = "section.slide[data-current]"


def present(page):
    """Begin; a test has no real screen to fill."""
    page.evaluate("document.documentElement.requestFullscreen = undefined")
    page.get_by_role("button", name="Show full screen").click()


def at(page):
    return page.locator(CURRENT).get_attribute("id")


@everywhere("deck", DECKS)
def test_every_slide_fits_on_the_screen_and_the_page_on_a_phone(visit, deck):
    opened = visit(**SCREEN)
    page = opened.open(deck)
    present(page)
    for number in range(1, page.locator("section.slide").count() + 1):
        slide = page.locator(CURRENT)
        assert slide.get_attribute("id") == f"slide-{number}"
        box = slide.bounding_box()
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1920, 1080)
        over = slide.evaluate(
            "e => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]"
        )
        assert over[0] <= 0, (number, over)
        # An explorer may be longer than the screen: it scrolls, and nothing else does.
        assert over[1] <= 0 or slide.locator("cnncourse-explorer").count(), (number, over)
        page.keyboard.press("PageDown")
    assert opened.outside == []
    assert opened.errors == []
    page = visit(viewport={"width": 390, "height": 844}).open(deck)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.id)"
    assert page.locator("section.slide").evaluate_all(wide) == []


def test_keys_lead_on_and_back_and_escape_ends(visit):
    page = visit(**SCREEN).open(DECKS[0])
    count = page.locator("section.slide").count()
    page.keyboard.press("ArrowRight")
    assert page.locator(CURRENT).count() == 0
    present(page)
    for key, slide in [
        ("ArrowRight", 2),
        ("PageDown", 3),
        ("ArrowDown", 4),
        ("ArrowLeft", 3),
        ("PageUp", 2),
        ("End", count),
        ("ArrowRight", count),
        ("Home", 1),
        ("PageUp", 1),
    ]:
        page.keyboard.press(key)
        assert at(page) == f"slide-{slide}", key
        assert page.url.endswith(f"#slide-{slide}")
    page.get_by_role("button", name="Next slide").click()
    assert at(page) == "slide-2"
    page.keyboard.press("Escape")
    assert page.locator(CURRENT).count() == 0
    assert page.locator("[inert]").count() == 0
    assert page.get_by_role("heading", level=1).is_visible()


def test_it_begins_with_the_slide_of_the_address(visit):
    opened = visit(**SCREEN)
    page = opened.open(DECKS[1])
    page.goto(f"{opened.home}{DECKS[1]}.html#slide-4")
    present(page)
    assert at(page) == "slide-4"


def test_in_an_explorer_the_arrows_are_its_own_and_page_keys_turn(visit):
    page = visit(**SCREEN).open("instructors/slides/padding")
    present(page)
    while not page.locator(f"{CURRENT} input[type=range]").count():
        page.keyboard.press("PageDown")
    slide, slider = at(page), page.locator(f"{CURRENT} input[type=range]").first
    before = int(slider.input_value())
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert (at(page), int(slider.input_value())) == (slide, before + 1)
    page.keyboard.press("PageDown")
    assert at(page) != slide


def test_a_slide_that_is_not_shown_cannot_be_reached_by_the_keyboard(visit):
    page = visit(**SCREEN).open(DECKS[0])
    present(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        where = "() => !document.activeElement || document.activeElement === document.body || "
        where += f"!!document.activeElement.closest('{CURRENT}, .slides-walk')"
        assert page.evaluate(where)


@from_disk
def test_on_paper_each_slide_is_a_sheet(visit):
    page = visit().open("instructors/slides/backpropagation")
    count = page.locator("section.slide").count()
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == count
    (width, height) = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper).groups()
    assert float(width) / float(height) == pytest.approx(16 / 9, rel=0.01)


@from_disk
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_in_light_and_dark_by_eye_and_by_machine(visit, scheme):
    page = visit(color_scheme=scheme, **SCREEN).open("instructors/slides/dense_heads")
    assert axe_violations(page, "article") == []
    present(page)
    page.keyboard.press("PageDown")
    assert axe_violations(page, CURRENT) == []
    assert axe_violations(page, ".slides-walk") == []
    ground = page.locator(CURRENT).evaluate("e => getComputedStyle(e).backgroundColor")
    assert (max(map(int, re.findall(r"\d+", ground)[:3])) < 60) == (scheme == "dark")


@from_disk
def test_without_scripts_it_is_a_page_of_all_slides(visit):
    page = visit(java_script_enabled=False).open(DECKS[2])
    assert page.locator("section.slide").last.is_visible()
    assert page.get_by_role("button", name="Show full screen").count() == 0
