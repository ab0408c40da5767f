"""What a screen reader speaks: once, after the hand has rested, and in one place."""

import re

import pytest

from cnncourse.explorers import EXPLORERS
from tests.browser.explorers import drawn, explorer

pytestmark = pytest.mark.browser

# Every change of a region that is spoken, with its words.
LISTEN = """one => {
  one.spoken = [];
  const watch = new MutationObserver(changes => {
    for (const { target } of changes) {
      const place = target.nodeType === 1 ? target : target.parentElement;
      const region = place && place.closest("[role=status], [role=alert], [role=log], [aria-live]");
      if (region && region.textContent) one.spoken.push(region.textContent);
    }
  });
  watch.observe(one.shadowRoot, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["hidden"],
  });
}"""
RESTED = "one => new Promise(done => setTimeout(() => done(one.spoken), 900))"
# 24 keys as fast as frames come, which is faster than the region may speak.
HOLD_KEY = """async ([target, type, moves]) => {
  for (let i = 0; i < moves; i += 1) {
    if (type === "range") {
      target.value = i % 2 ? target.min : target.max;
      target.dispatchEvent(new Event("input"));
    } else {
      const key = i % 2 ? "ArrowLeft" : "ArrowRight";
      target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
    await new Promise(requestAnimationFrame);
  }
  target.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
}"""


def hold(found, target, kind):
    found.page.evaluate(HOLD_KEY, [target.element_handle(), kind, 24])


@pytest.mark.parametrize("slug", EXPLORERS)
def test_a_held_key_is_spoken_of_once_when_it_rests(visit_bare, slug):
    found = explorer(visit_bare(slug).page, slug)
    found.evaluate(LISTEN)
    sliders = found.locator("input[type=range]:visible")
    if sliders.count():
        hold(found, sliders.first, "range")
    else:
        hold(found, found.locator("[role=application]").first, "map")
    spoken = found.evaluate("one => one.spoken")
    assert spoken == []
    spoken = found.evaluate(RESTED)
    summary = found.locator(".summary").text_content()
    assert [summary in words for words in spoken] == [True]


@pytest.mark.parametrize("slug", ["convolution", "pooling", "receptive-field", "flatten"])
def test_walking_over_a_map_is_spoken_of_once(visit_bare, slug):
    found = explorer(visit_bare(slug).page, slug)
    found.evaluate(LISTEN)
    hold(found, found.locator("[role=application]").last, "map")
    assert found.evaluate("one => one.spoken") == []
    found.locator("[role=application]").last.press("ArrowRight")
    spoken = found.evaluate(RESTED)
    assert spoken == [found.locator(".summary").text_content()]


def test_play_is_silent_until_it_ends(visit_bare):
    found = explorer(visit_bare("convolution").page, "convolution")
    found.evaluate("one => one.set({image: 'patch'})")
    found.evaluate(RESTED)
    found.evaluate(LISTEN)
    found.get_by_label("Speed of playing").select_option("4")
    found.get_by_role("button", name="Play").click()
    found.get_by_role("button", name="Play").wait_for()  # again: it has ended
    assert found.evaluate(RESTED) == [found.locator(".summary").text_content()]


def test_what_does_not_go_together_is_spoken(visit_bare):
    found = explorer(visit_bare("convolution").page, "convolution")
    found.evaluate(LISTEN)
    found.evaluate("one => one.set({image: 'tiny', kernel_size: 7})")
    spoken = found.evaluate(RESTED)
    assert len(spoken) == 1
    assert spoken[0].startswith("Does not go together: ")
    assert spoken[0].endswith("use padding “same” or a smaller kernel. There is no output.")


def test_a_step_and_what_follows_are_spoken_together(visit_bare):
    found = explorer(visit_bare("network-builder").page, "network-builder")
    found.evaluate(LISTEN)
    for _ in range(3):
        found.get_by_role("button", name="Add layer at the end").click()
    spoken = found.evaluate(RESTED)
    assert len(spoken) == 1
    assert re.match(r"Added layer \d+\. .*layer", spoken[0])


def test_what_is_only_pointed_at_is_not_spoken(visit_bare):
    found = explorer(visit_bare("convolution").page, "convolution")
    found.evaluate(LISTEN)
    found.locator(".output .map").hover()
    drawn(found)
    assert found.evaluate(RESTED) == []


def test_nothing_is_spoken_when_a_page_opens(visit_bare):
    page = visit_bare().page
    for slug in EXPLORERS:
        assert explorer(page, slug).locator(".spoken").text_content() == ""
