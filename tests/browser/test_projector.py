"""An explorer on the whole screen of a projector: all of it at once, in larger letters."""

import pytest

from cnncourse.explorers import EXPLORERS
from tests.browser.explorers import drawn, explorer, seen_as_in_python

pytestmark = pytest.mark.browser

SIZE = """one => {
  const box = one.shadowRoot.querySelector(".explorer");
  const part = box.querySelector(".drawing").getBoundingClientRect();
  const size = one => parseFloat(getComputedStyle(one).fontSize) * (one.currentCSSZoom ?? 1);
  const matters = ".title, .summary, .controls label, .controls output, .drawing [data-result]";
  const letters = [...box.querySelectorAll(matters)].filter(
    one => one.getClientRects().length && !one.closest(".why, .layers, .code")).map(size);
  return {
    full: box.matches(":fullscreen"), below: box.scrollHeight - box.clientHeight,
    beside: box.scrollWidth - box.clientWidth, drawing: [part.right, part.bottom],
    letters: Math.min(...letters),
  };
}"""
# Some of an explorer is loaded when it comes into view, and fitted then.
FITTED = """one => {
  const box = one.shadowRoot.querySelector(".explorer");
  const hidden = box.querySelector(".layers:has(> button)") ||
    ((one.state.gradient ?? "none") !== "none" && !box.querySelector(".effective td"));
  return box.style.zoom && box.scrollHeight <= box.clientHeight && !hidden;
}"""
ROOM = 24  # CSS pixels of 1080 that a letter takes to be read from the back of a room
# States that need more room than the default does.
LARGEST = {
    "convolution": {"image": "landscape", "kernel_size": 7},
    "output-size": {"size": 32, "stride": 1},
    "pooling": {"image": "boot", "shift_down": 2},
    "flatten": {"height": 4, "width": 4, "channels": 4},
    "receptive-field": {"gradient": "max"},
}


SLUGS = list(EXPLORERS)


def fill(found):
    """Give an explorer the whole screen, and wait until it has it."""
    found.get_by_role("button", name="Full screen", exact=True).click()
    found.get_by_role("button", name="Leave full screen").wait_for()
    found.page.wait_for_function(FITTED, arg=found.element_handle())
    return found.evaluate(SIZE)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_explorer_is_on_one_screen_in_larger_letters(visit_bare, slug):
    reader = visit_bare(slug, viewport={"width": 1920, "height": 1080})
    found = explorer(reader.page, slug)
    before = found.evaluate(SIZE)
    seen = fill(found)
    assert seen["full"]
    assert not before["full"]
    assert (seen["below"], seen["beside"]) == (0, 0)
    assert seen["drawing"][0] <= 1920
    assert seen["drawing"][1] <= 1080
    assert before["letters"] < ROOM <= seen["letters"]
    assert found.locator(".controls").first.is_visible()
    seen_as_in_python(found)
    found.get_by_role("button", name="Leave full screen").press("Enter")
    back = found.get_by_role("button", name="Full screen", exact=True)
    back.wait_for()
    assert back.evaluate("one => one === one.getRootNode().activeElement")
    assert found.evaluate(SIZE)["letters"] == before["letters"]


@pytest.mark.parametrize("slug", LARGEST)
def test_what_grows_on_the_whole_screen_is_fitted_again(visit_bare, slug):
    reader = visit_bare(slug, viewport={"width": 1920, "height": 1080})
    found = explorer(reader.page, slug)
    fill(found)
    found.evaluate("(one, values) => one.set(values)", LARGEST[slug])
    drawn(found)
    found.page.wait_for_function(FITTED, arg=found.element_handle())
    seen = found.evaluate(SIZE)
    assert (seen["below"], seen["beside"]) == (0, 0)
    assert seen["letters"] >= 1.15 * 14.72


def test_where_the_page_may_not_fill_the_screen_no_button_says_so(visit_bare):
    page = visit_bare("output-size").page
    page.add_init_script(
        "Object.defineProperty(Document.prototype, 'fullscreenEnabled', {value: false})"
    )
    page.reload()
    found = explorer(page, "output-size")
    found.locator(".footer button").nth(2).wait_for(state="attached")
    assert not found.get_by_text("Full screen").is_visible()
