"""What a reader does with the built book, done in a real browser, with and without a server."""

import json
from pathlib import Path

import pytest

from tests.browser.conftest import Visit, everywhere

pytestmark = pytest.mark.browser

BOOK = Path(__file__).resolve().parents[2] / "book"
CHAPTERS = [
    path.relative_to(BOOK).with_suffix("").as_posix()
    for path in sorted(BOOK.rglob("*.ipynb"))
    if not {"_build", ".ipynb_checkpoints", "assignments"} & set(path.parts)
]
PAGES = [
    *CHAPTERS,
    *(
        path.relative_to(BOOK).with_suffix("").as_posix()
        for path in sorted(BOOK.rglob("*.md"))
        if not {"_build", "static", "tools", "extensions"} & set(path.parts)
    ),
    "genindex",
    "search",
]
WITH_MATH = [name for name in CHAPTERS if "$" in (BOOK / f"{name}.ipynb").read_text("utf-8")]
WITH_TABS = [
    name
    for name in CHAPTERS
    if {"keras", "torch"}
    <= {
        tag
        for cell in json.loads((BOOK / f"{name}.ipynb").read_text("utf-8"))["cells"]
        for tag in cell["metadata"].get("tags", [])
    }
]


# First, so that the time of the build is not added to that of the tour.
def test_the_guard_notices_a_request_to_another_site(visit):
    reader = visit()
    page = reader.open("index")
    with page.expect_console_message(lambda message: message.type == "error"):
        page.evaluate("fetch('https://example.org/').catch(() => null)")
    assert reader.outside == ["https://example.org/"]
    assert any("ERR_FAILED" in error for error in reader.errors)


# What a tour of every page looks at, by the width of the window: long pages take their time.
HEADINGS = """() => [...document.querySelectorAll("main h1, main h2")].filter(
  (one) => one.offsetParent).length"""
WIDTH = "document.documentElement.scrollWidth"
LINES = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const all = [...document.querySelectorAll("article .highlight pre, .question pre")].filter(
      (one) => one.offsetParent
          && !/find_spec|^Keras .* on |^PyTorch /.test(one.innerText));
  const sizes = all.map((one) => parseFloat(getComputedStyle(one).fontSize));
  return [all.filter((one) => one.scrollWidth > one.clientWidth + 1)
             .map((one) => one.innerText), all.length, Math.min(...sizes, 99)];
}"""
# Of five columns at most; more do not fit a phone, and scroll by themselves.
SMALL_TABLES = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const all = [...document.querySelectorAll("article table:not(.cnncourse-architecture)")];
  return all.filter((table) => !table.querySelector("th:nth-child(6)")).map((table) =>
    table.offsetWidth - table.parentElement.clientWidth);
}"""
TABLES = """[...document.querySelectorAll("article table")].map((table) =>
  table.getBoundingClientRect().right
  - table.closest("article").getBoundingClientRect().right)"""
TOUR = {360: [WIDTH, HEADINGS], 390: [LINES, SMALL_TABLES], 1400: [TABLES]}


@pytest.fixture(scope="module")
def toured(browser, pages):
    """What every page shows at each width, opened once from the disk; and the visit itself."""
    reader, found = Visit(browser, pages.as_uri() + "/"), {}
    for name in PAGES:
        reader.page.set_viewport_size({"width": min(TOUR), "height": 844})
        page, found[name] = reader.open(name), {}
        for width, looks in TOUR.items():
            page.set_viewport_size({"width": width, "height": 844})
            found[name] |= {look: page.evaluate(look) for look in looks}
    yield reader, found
    reader.context.close()


def test_no_page_asks_another_site_or_logs_an_error(toured):
    reader, found = toured
    assert [name for name in PAGES if not found[name][HEADINGS]] == []
    assert reader.outside == []
    assert reader.errors == []


def test_no_page_from_a_server_asks_another_site_or_logs_an_error(browser, served):
    reader = Visit(browser, served)
    # They load what they do from the disk: some of every kind are enough.
    for name in PAGES[::5]:
        assert reader.open(name).evaluate(HEADINGS) > 0, name
    reader.context.close()
    assert reader.outside == []
    assert reader.errors == []


@everywhere("name", WITH_MATH)
def test_formulas_are_drawn(visit, name):
    page = visit().open(name)
    page.wait_for_selector("mjx-container svg")
    page.evaluate("MathJax.startup.promise.then(() => null)")
    assert page.locator(".math").count() == page.locator(".math mjx-container").count()
    assert page.locator("[data-mml-node='merror']").count() == 0
    assert page.locator("mjx-container svg").first.bounding_box()["width"] > 5


@everywhere("name", WITH_TABS)
def test_choosing_a_framework_chooses_it_everywhere_and_is_remembered(visit, name):
    reader = visit()
    page = reader.open(name)

    def shown():
        return set(page.locator(".framework-tabs > input:checked + label").all_inner_texts())

    assert shown() == {"Keras"}
    # The label is clicked, and not its place on the screen: formulas move it while they are drawn.
    page.locator(".framework-tabs > label", has_text="PyTorch").last.evaluate("one => one.click()")
    assert shown() == {"PyTorch"}
    for cells in page.locator(".framework-tabs").all():
        assert cells.locator(".tag_torch").first.is_visible()
        assert not cells.locator(".tag_keras").first.is_visible()
    page = reader.again(name)
    assert shown() == {"PyTorch"}


def test_tabs_answer_to_the_keyboard_and_show_where_it_is(visit):
    page = visit().open(WITH_TABS[0])
    page.locator(".framework-tabs > input").first.focus()
    page.keyboard.press("ArrowRight")
    label = page.locator(".framework-tabs > input:checked + label").first
    assert label.inner_text() == "PyTorch"
    style = label.evaluate(
        "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]"
    )
    assert style == ["solid", "3px"]


def test_the_keyboard_leads_past_the_menu_and_its_place_is_seen(visit):
    page = visit().open("index")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
    for _ in range(12):
        page.keyboard.press("Tab")
        # The theme draws the ring of a menu's arrow around the arrow, not its whole line.
        ringed, element = page.evaluate(
            """() => {
                const focused = document.activeElement;
                const drawn = focused.querySelector(":scope > .toctree-toggle") || focused;
                const style = getComputedStyle(drawn);
                return [style.outlineStyle !== "none" || style.boxShadow !== "none",
                        focused.outerHTML.slice(0, 100)];
            }"""
        )
        assert ringed, element


def test_search_finds_stride(visit):
    reader = visit()
    page = reader.open("index")
    page.goto(f"{reader.home}search.html?q=stride")
    page.wait_for_function("document.body.innerText.includes('Search finished')")
    found = page.locator("#search-results li a").evaluate_all("all => all.map(a => a.href)")
    assert any("glossary" in address for address in found)
    assert any(name in address for address in found for name in CHAPTERS)
    assert reader.outside == []


def test_dark_mode_follows_the_machine_and_the_button(visit):
    page = visit(color_scheme="dark").open("index")
    theme = "document.documentElement.dataset.theme"
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(theme) == "dark"
    dark = page.evaluate(ground)
    assert page.locator("img.hero-picture.only-dark").is_visible()
    assert not page.locator("img.hero-picture.only-light").is_visible()
    for _ in range(3):
        page.locator("button.theme-switch-button:visible").first.click()
        if page.evaluate(theme) == "light":
            break
    assert page.evaluate(ground) != dark
    assert page.locator("img.hero-picture.only-light").is_visible()


def test_a_phone_never_scrolls_sideways(toured):
    assert {name: one[WIDTH] for name, one in toured[1].items() if one[WIDTH] > 360} == {}


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_phone_shows_lines_of_code_and_output_whole(toured, name):
    beyond, seen, size = toured[1][name][LINES]
    assert beyond == []
    assert seen > 10
    assert size >= 9


def test_a_phone_shows_small_tables_whole(toured):
    """The verdict, in the last column, was out of sight."""
    tables = {name: toured[1][name][SMALL_TABLES] for name in CHAPTERS}
    assert {name: beyond for name, beyond in tables.items() if max(beyond, default=0) > 1} == {}
    assert sum(map(len, tables.values())) > 10


def test_a_desk_shows_every_table_whole(toured):
    """The last column of a wide one was out of sight, and nothing told that it was there."""
    tables = {name: one[TABLES] for name, one in toured[1].items()}
    assert {name: beyond for name, beyond in tables.items() if max(beyond, default=0) > 1} == {}
    assert sum(map(len, tables.values())) > 10


def test_without_scripts_the_pages_can_still_be_read(visit):
    page = visit(java_script_enabled=False).open(WITH_TABS[0])
    assert page.locator("main h1:visible, main h2:visible").count() > 0
    assert page.locator(".framework-tabs .tag_keras").first.is_visible()
    page.locator(".framework-tabs > label", has_text="PyTorch").first.click()
    assert page.locator(".framework-tabs .tag_torch").first.is_visible()
