"""A folded answer opens by mouse, by keyboard and without a script; on paper it is open."""

import pytest

from tests.test_book import site

pytestmark = pytest.mark.browser
CHAPTER, ANSWER = "foundations/convolution", "the right one 28"
FOLDED = "details.prediction"


def test_the_answer_is_not_seen_before_it_is_asked_for(visit):
    page = visit().open(CHAPTER)
    first = page.locator(FOLDED).first
    answer = first.get_by_text(ANSWER)
    assert not answer.is_visible()
    assert first.locator("summary").is_visible()
    first.locator("summary").click()
    assert answer.is_visible()
    assert not first.get_by_text("Show the answer").is_visible()


def test_a_key_opens_it_and_closes_it_again(visit):
    page = visit().open(CHAPTER)
    summary = page.locator(f"{FOLDED} summary").first
    answer = page.locator(FOLDED).first.get_by_text(ANSWER)
    summary.focus()
    page.keyboard.press("Enter")
    assert answer.is_visible()
    page.keyboard.press("Space")
    assert not answer.is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_it_is_open_with_and_without_scripts(visit, scripts):
    page = visit(java_script_enabled=scripts).open(CHAPTER)
    answer = page.locator(FOLDED).first.get_by_text(ANSWER)
    assert not answer.is_visible()
    page.emulate_media(media="print")
    assert answer.is_visible()
    assert answer.bounding_box()["height"] > 5
    page.emulate_media(media="screen")
    assert not answer.is_visible()


def test_printing_leaves_it_as_it_was(visit):
    page = visit().open(CHAPTER)
    summary = page.locator(f"{FOLDED} summary").first
    opened = f"document.querySelector('{FOLDED}').open"
    for was in (False, True):
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(opened)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(opened) is was
        summary.click()


def test_without_scripts_a_click_opens_it(visit):
    page = visit(java_script_enabled=False).open(CHAPTER)
    page.locator(f"{FOLDED} summary").first.click()
    assert page.locator(FOLDED).first.get_by_text(ANSWER).is_visible()


def test_on_a_phone_it_stays_within_the_page(visit):
    page = visit(viewport={"width": 390, "height": 800}).open(CHAPTER)
    box = page.locator(FOLDED).first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_an_explorer_in_it_answers_once_it_is_open(browser, tmp_path):
    """It was drawn while it had no size."""
    text = "# A page\n\n```{predict} What size comes out?\n```\n```{explorer} Convolution\n```\n"
    (tmp_path / "index.md").write_text(text, encoding="utf-8")
    done = site.build(tmp_path, ["explorers", "predictions"])
    assert done.returncode == 0, done.stderr
    context = browser.new_context()
    page = context.new_page()
    page.goto((tmp_path / "html" / "index.html").as_uri())
    drawing = page.locator("cnncourse-explorer .map:visible")
    slider = page.locator("cnncourse-explorer input[type=range]").first
    slider.wait_for(state="attached")
    assert drawing.count() == 0
    page.locator(f"{FOLDED} > summary").click()
    assert drawing.first.bounding_box()["width"] > 200
    shown = "document.querySelector('cnncourse-explorer').shadowRoot.innerHTML"
    before = page.evaluate(shown)
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"before => {shown} !== before", arg=before)
    context.close()
