"""How much each pixel of a field counts, in the page: asked for, linked, taken back, printed."""

import re

import pytest

from cnncourse.explorers import ReceptiveField
from tests.browser.accessibility import axe_violations
from tests.browser.explorers import drawn, explorer

pytestmark = pytest.mark.browser

SLUG = "receptive-field"
WORDS = "How much each pixel counts"
SHOWN = """one => Object.fromEntries([...one.shadowRoot.querySelectorAll("[data-gradient]")].map(
  cell => [cell.dataset.gradient, cell.textContent]))"""
DONE = """one => [...one.shadowRoot.querySelectorAll(".effective figcaption")].some(
  words => words.textContent.endsWith(" 100 draws") && !words.textContent.includes("of 100"))"""


def numbers(found):
    """Wait until all is drawn, and return the numbers shown, by their names."""
    found.locator(".effective tbody tr").first.wait_for()
    drawn(found)
    found.page.wait_for_function(DONE, arg=found.element_handle())
    texts = found.evaluate(SHOWN)
    return {name: [float(n) for n in re.findall(r"[\d.]+", text)] for name, text in texts.items()}


def expect_pythons(found):
    """Hold the numbers shown to what the package computes for the same settings."""
    seen = numbers(found)
    wanted = ReceptiveField(**found.evaluate("one => one.state")).effective()
    for i, name in enumerate(("window", "equal", "random")):
        assert seen[f"{name}.middle"] == pytest.approx([100 * wanted["middle"][i]], abs=0.051)
        assert seen[f"{name}.spread"] == pytest.approx(wanted["spread"][i], abs=0.0051)
        assert seen[f"{name}.most"] == pytest.approx([100 * wanted[name].max()], abs=0.0051)
    return seen


def scripts(page):
    """Return the parts that the page has asked for."""
    return page.evaluate("[...document.scripts].filter(s => s.src.includes('part-eff')).length")


def test_it_is_loaded_when_it_is_asked_for_and_shows_pythons_numbers(visit_bare):
    page = visit_bare(SLUG).page
    found = explorer(page, SLUG)
    button = found.get_by_role("button", name=WORDS)
    assert scripts(page) == 0
    assert button.get_attribute("aria-expanded") == "false"
    button.press("Enter")
    first = expect_pythons(found)
    assert scripts(page) == 1
    assert button.get_attribute("aria-expanded") == "true"
    found.get_by_role("slider", name="Weights drawn from seed").press("ArrowRight")
    second = expect_pythons(found)
    assert first["equal.middle"] == second["equal.middle"]
    assert first["random.most"] != second["random.most"]
    found.get_by_role("combobox", name="A pooling passes the gradient on").select_option("mean")
    assert expect_pythons(found)["random.most"] != second["random.most"]
    assert axe_violations(page, f"cnncourse-explorer[name={SLUG}]") == []
    found.get_by_role("button", name="Two 3×3").click()
    assert expect_pythons(found)["window.spread"] == [1.41, 1.41]
    assert not found.get_by_text("A pooling passes the gradient on").is_visible()


def test_it_is_taken_back_and_linked_and_spoken_of_once(visit_bare):
    visit = visit_bare(SLUG)
    page, found = visit.page, explorer(visit.page, SLUG)
    found.get_by_role("button", name=WORDS).click()
    numbers(found)
    spoken = "one => one.shadowRoot.querySelector('.spoken').textContent"
    page.wait_for_function(
        f"one => ({spoken})(one).includes('middle half')", arg=found.element_handle()
    )
    found.get_by_role("slider", name="Weights drawn from seed").press("End")
    seen = numbers(found)
    found.get_by_role("button", name="Undo").click()
    assert found.evaluate("one => one.state.seed") == 0
    found.get_by_role("button", name="Undo").click()
    drawn(found)
    assert not found.locator(".effective").is_visible()
    found.get_by_role("button", name="Redo").click()
    found.get_by_role("button", name="Redo").click()
    assert numbers(found) == seen
    page.wait_for_function("location.hash.includes('seed')")
    page.reload()
    again = explorer(page, SLUG)
    assert numbers(again) == seen
    assert again.evaluate("one => one.state.seed") == 99


def test_many_draws_do_not_hold_the_page_and_are_printed_whole(visit_bare):
    visit = visit_bare(SLUG)
    page, found = visit.page, explorer(visit.page, SLUG)
    found.get_by_role("button", name=WORDS).click()
    numbers(found)
    layers = [["conv", 7, 1, "same", 1]] * 8
    step = """one => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(
      [...one.shadowRoot.querySelectorAll('.effective figcaption')].at(-1).textContent))))"""
    found.evaluate(
        "(one, layers) => one.set({layers, layer: 8, row: 30, column: 30, input_size: 64})", layers
    )
    assert re.search(r"\d+ of 100 draws", found.evaluate(step))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert found.evaluate(DONE)
    expect_pythons(found)


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_nothing_is_wider_than_the_screen(visit_bare, width):
    visit = visit_bare(SLUG, viewport={"width": width, "height": 800})
    found = explorer(visit.page, SLUG)
    found.get_by_role("button", name=WORDS).click()
    numbers(found)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
