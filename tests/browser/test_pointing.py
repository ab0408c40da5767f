"""The pointer: it keeps what is clicked, only shows what it crosses, and lets a finger scroll."""

import time

import pytest

from tests.browser.explorers import drawn, explorer, point

pytestmark = pytest.mark.browser

PHONE = {
    "viewport": {"width": 390, "height": 800},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
# Everything that can be pointed at, of each explorer that has such a thing.
POINTED = [
    ("convolution", ".output .map"),
    ("convolution", ".input .map"),
    ("pooling", ".input .map"),
    ("pooling", ".output .map"),
    ("receptive-field", "figure:nth-child(2) .map"),
    ("receptive-field", "figure:nth-child(1) .map"),
    ("flatten", ".stack"),
    ("flatten", ".vector"),
    ("live-network", ".pad"),
    ("dense-head", ".bar.logit"),
    ("feature-map", ".plane"),
]


def state(found):
    drawn(found)
    return found.evaluate("one => [JSON.stringify(one.state), location.href]")


def box_of(found, selector):
    target = found.locator(selector).first
    target.scroll_into_view_if_needed()
    return target.bounding_box()


def at(box, across, down):
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


@pytest.mark.parametrize(("slug", "selector"), POINTED)
def test_a_mouse_that_crosses_changes_neither_state_nor_address(visit_bare, slug, selector):
    found = explorer(visit_bare(slug, viewport={"width": 1000, "height": 900}).page, slug)
    before = state(found)
    words = found.locator(".summary").text_content()
    box = box_of(found, selector)
    for step in range(5):
        found.page.mouse.move(*at(box, 0.1 + 0.18 * step, 0.2 + 0.15 * step))
        drawn(found)
    found.page.mouse.move(2, 2)
    found.page.wait_for_timeout(400)  # the address is written 300 ms after a change
    assert state(found) == before
    assert found.locator(".summary").text_content() == words


@pytest.mark.parametrize(("slug", "selector"), POINTED)
def test_other_buttons_move_nothing(visit_bare, slug, selector):
    found = explorer(visit_bare(slug, viewport={"width": 1000, "height": 900}).page, slug)
    before = state(found)
    box = box_of(found, selector)
    for button, key in (("right", None), ("middle", None), ("left", "Control")):
        found.page.mouse.move(*at(box, 0.2, 0.3))
        if key:  # on a Mac a click with Control asks for the menu
            found.page.keyboard.down(key)
        found.page.mouse.down(button=button)
        found.page.mouse.move(*at(box, 0.8, 0.6), steps=4)
        found.page.mouse.up(button=button)
        if key:
            found.page.keyboard.up(key)
    assert state(found) == before
    found.page.mouse.click(
        *at(box_of(found, f"{selector} .cell:last-child"), 0.5, 0.5)
        if slug == "flatten"
        else at(box, 0.83, 0.7)
    )
    if slug != "live-network":  # there a click without a drag moves nothing
        assert state(found)[0] != before[0]


def test_what_is_pointed_at_is_shown_and_a_click_keeps_it(visit_bare):
    found = explorer(visit_bare("convolution").page, "convolution")
    where = found.locator(".player > span")
    point(found, "output", 9, 17, 26)
    drawn(found)
    assert where.text_content() == "row 9, column 17"
    assert found.evaluate("one => [one.state.row, one.state.column]") == [12, 8]
    found.page.mouse.down()
    found.page.mouse.up()
    point(found, "output", 20, 3, 26)
    drawn(found)
    assert where.text_content() == "row 20, column 3"
    assert found.evaluate("one => [one.state.row, one.state.column]") == [9, 17]
    found.page.mouse.move(2, 2)
    drawn(found)
    assert where.text_content() == "row 9, column 17"


class Finger:
    """Touches as the screen of a phone sends them."""

    def __init__(self, page):
        self.page, self.session = page, page.context.new_cdp_session(page)

    def send(self, kind, *places):
        points = [{"x": x, "y": y} for x, y in places]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def swipe(self, start, end, steps=12):
        """Move in a straight line from one place to another, and lift."""
        self.send("touchStart", start)
        for step in range(1, steps + 1):
            share = step / steps
            self.send(
                "touchMove", tuple(a + (b - a) * share for a, b in zip(start, end, strict=True))
            )
        self.send("touchEnd")

    def tap(self, place):
        self.page.touchscreen.tap(*place)


def scrolled(page):
    """Wait until the page stands still and return how far it was scrolled."""
    return page.evaluate(
        """async () => {
          let before = -1;
          for (let still = 0; still < 5; before = scrollY) {
            await new Promise(requestAnimationFrame);
            still = scrollY === before ? still + 1 : 0;
          }
          return scrollY;
        }"""
    )


TOUCHED = [*POINTED, ("convolution", ".slice .map"), ("pooling", ".window .map")]


@pytest.mark.parametrize(("slug", "selector"), TOUCHED)
def test_a_finger_that_swipes_over_a_picture_scrolls_the_page(visit_bare, slug, selector):
    page = visit_bare(slug, **PHONE).page
    page.add_style_tag(content="main { padding: 600px 0 }")
    found = explorer(page, slug)
    if selector.startswith(".slice"):
        found.evaluate("one => one.set({image: 'landscape'})")
        page.wait_for_function("location.hash.includes('landscape')")
    before = state(found)
    target = found.locator(selector).first
    target.evaluate("one => one.scrollIntoView({ block: 'center' })")
    y = scrolled(page)
    box = target.bounding_box()
    middle = at(box, 0.55, 0.5)
    Finger(page).swipe(middle, (middle[0], middle[1] - 250))
    assert scrolled(page) > y + 150
    assert state(found) == before


@pytest.mark.parametrize("slug", ["convolution", "pooling"])
def test_a_tap_takes_hold_of_a_map_until_another_tap_lets_go(visit_bare, slug):
    page = visit_bare(slug, **PHONE).page
    page.add_style_tag(content="main { padding: 600px 0 }")
    found = explorer(page, slug)
    target, finger = found.locator(".output .map"), Finger(page)
    target.evaluate("one => one.scrollIntoView({ block: 'center' })")
    y = scrolled(page)
    box = target.bounding_box()
    size = found.evaluate("one => one.results.output_shape[0]")
    finger.tap(at(box, 0.5 / size, 0.5 / size))
    page.wait_for_function("one => !one.state.row && !one.state.column", arg=found.element_handle())
    finger.swipe(at(box, 0.2, 0.2), at(box, 0.2, 1 - 0.5 / size))
    drawn(found)
    assert found.evaluate("one => one.state.row") == size - 1
    assert scrolled(page) == y
    kept = state(found)[0]
    finger.tap((2, box["y"] + 20))  # beside the explorer
    finger.swipe(at(box, 0.5, 0.5), (at(box, 0.5, 0.5)[0], box["y"] - 200))
    assert scrolled(page) > y + 60
    assert state(found)[0] == kept


def test_a_finger_drags_a_bar_sideways_and_a_tap_sets_it(visit_bare):
    page = visit_bare("dense-head", **PHONE).page
    found = explorer(page, "dense-head")
    target, finger = found.locator(".bar.logit").first, Finger(page)
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    finger.swipe(at(box, 0.3, 0.5), at(box, 0.75, 0.5))
    drawn(found)
    assert found.evaluate("one => one.results.logits[0]") == pytest.approx(5, abs=0.3)
    until = time.monotonic() + 10
    # A browser takes no tap as long as it may be the end of the swipe before it.
    while found.evaluate("one => one.results.logits[0]") != pytest.approx(-5, abs=0.3):
        assert time.monotonic() < until
        finger.tap(at(box, 0.25, 0.5))
        page.wait_for_timeout(200)
