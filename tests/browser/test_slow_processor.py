"""Every explorer on a processor six times slower, under a key that is held down."""

import pytest

from cnncourse.explorers import EXPLORERS
from tests.browser.explorers import explorer, seen_as_in_python

pytestmark = pytest.mark.browser
SLOWER, KEYS = 6, 12
DRAWN = """one => {
  window.drawnTimes = 0;
  one.addEventListener("explorer-drawn", () => { window.drawnTimes += 1; });
}"""


@pytest.mark.parametrize("slug", EXPLORERS)
def test_a_held_key_ends_where_it_should_and_draws_at_most_once_for_each_step(visit_bare, slug):
    reader = visit_bare(slug, viewport={"width": 1200, "height": 900})
    page = reader.page
    found, name = explorer(page, slug), first_slider(slug)
    setting = EXPLORERS[slug].settings()[name]
    found.locator(f"input[data-setting={name}]").focus()
    page.keyboard.press("Home")
    first = seen_as_in_python(found)["state"][name]
    assert first == pytest.approx(setting.low)
    session = reader.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    found.evaluate(DRAWN)
    for _ in range(KEYS):
        page.keyboard.down("ArrowRight")  # again while it is down: the key repeats
    page.keyboard.up("ArrowRight")
    seen = seen_as_in_python(found)
    assert seen["state"][name] == pytest.approx(after(setting, KEYS))
    assert 1 <= page.evaluate("window.drawnTimes") <= KEYS


def first_slider(slug):
    """Return the name of an explorer's first slider."""
    kinds = ("slider", "log")
    return next(key for key, one in EXPLORERS[slug].settings().items() if one.kind in kinds)


def after(setting, steps):
    """Return where a slider stands so many steps above its lowest."""
    if setting.kind == "log":
        return setting.stops[min(steps, len(setting.stops) - 1)]
    return min(setting.low + steps * setting.step, setting.high)
