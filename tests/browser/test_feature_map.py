"""The feature map under a pointer, the keys and a link, and its pictures once one is asked for."""

import json

import numpy as np
import pytest

from cnncourse.explorers import FeatureMap
from tests.browser.explorers import drawn, expect_as_in_python, explorer, snapshot

pytestmark = pytest.mark.browser

PIXELS = """(one, selector) => {
  const canvas = one.shadowRoot.querySelector(selector);
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return [...data].filter((_, i) => i % 4 === 0);
}"""
HAS_PICTURES = "one => one.shadowRoot.querySelector('.chosen-image canvas').width === 28"
MARGIN, SIDE = 6, 255


@pytest.fixture
def found(visit_bare):
    return explorer(visit_bare("feature-map").page, "feature-map")


def at(found, place):
    """Return where a place of the map lies in the window."""
    box = found.locator(".plane svg").bounding_box()
    unit = box["width"] / (SIDE + 2 * MARGIN)
    return box["x"] + (place[0] + MARGIN) * unit, box["y"] + (place[1] + MARGIN) * unit


def picture(found, selector=".chosen-image canvas"):
    found.page.wait_for_function(HAS_PICTURES, arg=found.element_handle())
    return np.array(found.evaluate(PIXELS, selector)).reshape(28, 28)


def test_what_is_pointed_at_shows_its_image_and_a_click_keeps_it(found):
    made = FeatureMap()
    assert found.locator(".chosen-image").is_hidden()
    alone = np.argmax([(made.places == place).all(1).sum() == 1 for place in made.places])
    found.locator(".plane").scroll_into_view_if_needed()
    found.page.mouse.move(*at(found, made.places[alone]))
    drawn(found)
    assert np.abs(picture(found) - made.images[alone][..., 0]).max() == 0
    assert f"Image {alone}:" in found.locator(".chosen-image").inner_text()
    assert found.evaluate("one => one.state.point") == -1
    found.page.mouse.down()
    found.page.mouse.up()
    found.page.mouse.move(2, 2)
    seen = snapshot(found)
    assert seen["state"]["point"] == alone
    made.point = int(alone)
    expect_as_in_python(made, seen)
    nearest = picture(found, ".nearest li:first-child canvas")
    assert np.array_equal(nearest, made.images[made.near[0]][..., 0])
    found.locator(".nearest button").nth(2).click()
    assert snapshot(found)["state"]["point"] == made.near[2]


def test_keys_walk_from_mark_to_mark_within_the_class(found):
    made, page = FeatureMap(category="bag"), found.page
    bags = np.flatnonzero(made.labels == 8)
    found.evaluate("one => one.set({ category: 'bag' })")
    found.locator(".plane").focus()
    walked = []
    for key in ("Home", "]", "PageUp", "ArrowDown", "ArrowLeft", "End"):
        page.keyboard.press(key)
        walked.append(snapshot(found)["state"]["point"])
        assert walked[-1] in bags
        assert f"image {walked[-1]}, Bag" in found.locator(".plane").get_attribute("aria-label")
    assert walked[:3] == [bags[0], bags[1], bags[0]]
    assert made.places[walked[3]][1] > made.places[walked[2]][1]
    assert walked[-1] == bags[-1]
    page.keyboard.press("Escape")
    assert snapshot(found)["state"]["point"] == -1


def test_a_link_brings_the_map_back_and_reset_takes_it_away(visit_bare):
    reader = visit_bare("feature-map")
    found, page = explorer(reader.page, "feature-map"), reader.page
    wanted = {"features": "pixels", "method": "pca", "category": "shirt", "point": 4}
    found.evaluate("(one, given) => one.set(given)", wanted)
    page.wait_for_function("location.hash.includes('point=4')")
    page.reload()
    seen = snapshot(explorer(page, "feature-map"))
    expect_as_in_python(FeatureMap(**wanted), seen)
    assert {name: seen["state"][name] for name in wanted} == wanted
    assert "784" in found.locator(".panel .heading").inner_text()
    found.get_by_role("button", name="Reset").click()
    assert snapshot(found)["state"] == json.loads(json.dumps(FeatureMap().values))
    assert reader.errors == []


def test_a_touch_chooses_on_a_phone_and_nothing_is_wider_than_it(visit_bare):
    phone = {"viewport": {"width": 390, "height": 800}, "has_touch": True}
    found = explorer(visit_bare("feature-map", **phone).page, "feature-map")
    found.locator(".plane").scroll_into_view_if_needed()
    place = FeatureMap().places[100]
    found.page.touchscreen.tap(*at(found, place))
    point = snapshot(found)["state"]["point"]
    assert (FeatureMap().places[point] == place).all()
    assert found.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_pictures_that_are_missing_are_told_of_and_asked_for_again(visit_bare):
    reader = visit_bare("feature-map")
    found = explorer(reader.page, "feature-map")
    reader.page.route("**/data-clothes.js*", lambda route: route.abort())
    found.evaluate("one => one.set({ point: 1 })")
    words = found.get_by_text("data-clothes.js")
    words.wait_for()
    assert "could not be loaded" in words.inner_text()
    reader.page.unroute("**/data-clothes.js*")
    found.evaluate("one => one.set({ point: 2 })")
    assert np.array_equal(picture(found), FeatureMap().images[2][..., 0])
    assert words.count() == 0
    reader.errors.clear()
