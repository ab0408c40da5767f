"""Questions in a page from the disk: by keyboard, on a phone, without a script, remembered."""

import json

import pytest

from cnncourse import exercises
from tests.browser.conftest import Visit
from tests.test_book import site
from tests.test_book.building import ROOT

pytestmark = pytest.mark.browser
CONF = f"""
html_theme = "sphinx_book_theme"
html_static_path = [{str(ROOT / "book" / "static")!r}]
html_css_files = ["cnncourse.css"]
html_context = {{"default_mode": "auto"}}
html_theme_options = {{"navbar_persistent": []}}
mathjax_path = "mathjax/tex-svg.js"
myst_enable_extensions = ["colon_fence", "dollarmath", "amsmath"]
"""
NAMES = [e.name for e in exercises.exercises().values() if e.chapter == "convolution"]


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """The address of a folder with one page that has all questions of a chapter."""
    folder = tmp_path_factory.mktemp("questions")
    text = "\n\n".join(f":::{{question}} {name}\n:::" for name in NAMES)
    (folder / "index.md").write_text(f"# Questions\n\n{text}\n", encoding="utf-8")
    done = site.build(folder, ["questions"], CONF)
    assert done.returncode == 0, done.stderr
    return (folder / "html").as_uri() + "/"


@pytest.fixture
def start(browser, asked):
    """Open the page in a context of its own, with the settings given."""
    opened = []

    def begin(**settings):
        opened.append(Visit(browser, asked, **settings))
        opened[-1].open("index")
        return opened[-1]

    yield begin
    for one in opened:
        assert one.errors == []
        one.context.close()


def question(page, name):
    return page.locator(f"#question-{name}")


def said(page, name):
    return question(page, name).locator(".question-status").inner_text()


def test_a_number_is_typed_and_judged_by_keyboard_alone(start):
    page = start().page
    one = question(page, "window-sum")
    assert not one.locator(".question-solution").is_visible()
    one.locator("input").focus()
    page.keyboard.type("-8")
    page.keyboard.press("Enter")
    assert "half turn" in said(page, "window-sum")
    assert one.get_attribute("data-status") == "wrong"
    assert one.locator(".question-solution summary").is_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type("a boot")
    page.keyboard.press("Enter")
    assert said(page, "window-sum") == "Cannot be judged: this is no number."
    page.keyboard.press("Control+A")
    page.keyboard.type("8")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert said(page, "window-sum") == "Right."


def test_a_choice_is_taken_with_the_arrow_keys(start):
    page = start().page
    one = question(page, "one-weight")
    one.locator("input").nth(1).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "half turn" in said(page, "one-weight")
    one.locator("input").nth(1).focus()
    page.keyboard.press("ArrowUp")
    assert one.locator("input").nth(0).is_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert said(page, "one-weight") == "Right."
    assert one.get_by_role("radio", name="to the left").is_checked()


def test_hints_come_one_by_one_and_a_status_is_announced_once(start):
    page = start().page
    one = question(page, "map-size")
    assert one.get_by_role("status").count() == 1
    button = one.get_by_role("button", name="Hint")
    for count in (1, 2, 3, 3):
        button.press("Enter")
        assert one.locator(".question-hints li").count() == count
        button = one.get_by_role("button", name="hint")
    assert one.locator(".question-hints li").all_inner_texts() == list(
        exercises.find("map-size").hints
    )


def test_answers_are_remembered_exported_and_forgotten(start, tmp_path):
    visit = start(accept_downloads=True)
    page = visit.page
    one = question(page, "map-size")
    one.locator("input").fill("24 x 18")
    one.locator("input").press("Enter")
    visit.again("index")
    assert one.locator("input").input_value() == "24 x 18"
    assert "height comes first" in said(page, "map-size")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export my answers").press("Enter")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert stored["chapter"] == "convolution"
    assert stored["answers"]["map-size"] == {
        "answer": "24 x 18",
        "status": "wrong",
        "misconception": "height and width swapped",
        "tries": 1,
        "hints": 0,
    }
    page.get_by_role("button", name="Forget my answers").press("Enter")
    assert one.locator("input").input_value() == ""
    visit.again("index")
    assert one.locator("input").input_value() == ""
    assert page.evaluate("localStorage.getItem('cnncourse:answers')") == "{}"


def test_a_function_is_shown_with_its_stub_and_left_to_python(start):
    """A page that is no notebook has no cell to check it in: it names the import as well."""
    page = start().page
    one = question(page, "slide")
    assert "def slide(image, kernel):" in one.inner_text()
    assert "from cnncourse.exercises import check" in one.inner_text()
    assert 'check("slide", …) says what is wrong' in one.inner_text()
    assert one.locator("input").count() == 0
    one.get_by_role("button", name="Hint").click()
    assert one.locator(".question-hints li").count() == 1


def test_without_a_script_the_prompt_and_a_folded_solution_remain(start):
    page = start(java_script_enabled=False).page
    one = question(page, "one-weight")
    assert "to the left" in one.inner_text()
    solution = one.locator(".question-solution")
    assert not solution.locator("p").first.is_visible()
    solution.locator("summary").click()
    assert solution.locator("p").first.is_visible()


def test_where_storage_is_refused_the_page_still_judges(start):
    visit = start()
    script = """for (const name of ["getItem", "setItem"]) {
      const own = Storage.prototype[name];
      Storage.prototype[name] = function (key, ...rest) {
        if (key === "cnncourse:answers") throw new Error("no");
        return own.call(this, key, ...rest);
      };
    }"""
    visit.page.add_init_script(script)
    page = visit.open("index")
    one = question(page, "map-size")
    one.locator("input").fill("18 by 24")
    one.locator("input").press("Enter")
    assert said(page, "map-size") == "Right."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_whole(start, scheme):
    page = start(viewport={"width": 320, "height": 700}, color_scheme=scheme).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for one in page.locator(".question").all():
        box = one.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    for button in page.locator(".question button").all():
        assert button.bounding_box()["height"] >= 24
