"""Play moves the window only where somebody sees it."""

import pytest

from tests.browser.explorers import explorer

pytestmark = pytest.mark.browser

HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
MOVED = "one => { const {row, column} = one.state; return [row, column]; }"
# How often the drawing is made anew while the screen shows twenty frames.
DRAWN = """one => new Promise(done => {
  let drawn = 0, frames = 0;
  one.addEventListener("explorer-drawn", () => { drawn += 1; });
  const count = () => (frames += 1) > 20 ? done(drawn) : requestAnimationFrame(count);
  requestAnimationFrame(count);
})"""


@pytest.fixture
def playing(visit):
    """The convolution, playing."""
    reader = visit(viewport={"width": 1200, "height": 900})
    found = explorer(reader.open("explorers"), "convolution")
    found.evaluate("one => one.set({row: 0, column: 0})")
    found.get_by_role("button", name="Play").click()
    reader.page.wait_for_function("document.querySelector('cnncourse-explorer').state.column > 1")
    yield found
    assert reader.errors == []


def stands(found):
    """Wait until nothing plays; then nothing is drawn and the window stays where it is."""
    found.locator("section.explorer[aria-busy=false]").wait_for(state="attached")
    before = found.evaluate(MOVED)
    assert found.evaluate(DRAWN) == 0
    assert found.evaluate(MOVED) == before


def test_play_draws_as_long_as_it_is_seen(playing):
    assert playing.evaluate(DRAWN) > 0


def test_play_stops_out_of_view_and_goes_on_where_it_was(playing):
    playing.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    stands(playing)
    before = playing.evaluate(MOVED)
    playing.get_by_role("button", name="Play").click()
    playing.page.wait_for_function(
        "before => String(before) !== String((({row, column}) => [row, column])("
        "document.querySelector('cnncourse-explorer').state))",
        arg=before,
    )
    assert playing.evaluate(MOVED) > before


def test_play_stops_in_a_hidden_tab(playing):
    playing.page.evaluate(HIDE, True)
    stands(playing)
    playing.page.evaluate(HIDE, False)
    stands(playing)
