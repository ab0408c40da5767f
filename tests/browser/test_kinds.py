"""Kinds of convolution under the hand: a part that comes when it is asked for, held to Python."""

import json
from urllib.parse import quote

import pytest

from cnncourse.explorers import Convolution
from tests.browser.accessibility import axe_violations
from tests.browser.explorers import drawn, explorer, point, seen_as_in_python, snapshot

pytestmark = pytest.mark.browser

PART = "part-kinds.js"
SETTINGS = {
    "depthwise": {"image": "landscape", "padding": 1, "kernel_size": 5},
    "1x1": {"image": "landscape", "slices": "blue-yellow", "stride": 2},
    "transposed": {"image": "patch", "stride": 2, "padding": 1, "row": 3, "column": 4},
}


# Every drawing: the place, how much of the map is shown, and what part of the plane its picture is.
WATCH = """one => {
  one.seen = [];
  one.addEventListener("explorer-drawn", () => {
    const { row, column, shown, output_shape: [, width] } = one.results;
    const map = [...one.shadowRoot.querySelectorAll(".output .map")].find(
      map => !map.closest("[hidden]"));
    const plane = map.querySelector("svg").getAttribute("viewBox");
    one.seen.push([row * width + column, shown, plane]);
  });
}"""
# The luminance of each cell's ground and of its ink.
INKS = """grid => {
  const linear = level => level <= 10 ? level / 3294.6 : ((level / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const cells = [...grid.querySelectorAll(".product, input")], side = Math.sqrt(cells.length);
  const picture = grid.querySelector("canvas").getContext("2d").getImageData(0, 0, side, side);
  return cells.map((cell, i) => [
    light(picture.data.subarray(4 * i)), light(getComputedStyle(cell).color.match(/\\d+/g))]);
}"""


@pytest.fixture
def found(visit_bare):
    """The explorer alone in a page."""
    return explorer(visit_bare("convolution").page, "convolution")


def choose(found, kind):
    """Choose a kind by its control, and wait until what it shows is there."""
    found.get_by_label("Kind").select_option(kind)
    found.locator("p.kind:not([hidden])").wait_for()
    drawn(found)


def why(found, name):
    """Return what a control says of having no part."""
    return found.locator(f"[data-control={name}] .why").text_content()


def loaded(page):
    """Return whether the page has asked for the part."""
    return page.evaluate(f"[...document.scripts].some(one => one.src.includes('{PART}'))")


def test_a_kind_is_loaded_when_it_is_chosen_and_shows_pythons_numbers(found):
    assert not loaded(found.page)
    for kind, settings in SETTINGS.items():
        choose(found, kind)
        for changes in ({}, settings, {"kernel_size": 4, "dilation": 2}, {"padding_kind": "same"}):
            found.evaluate("(one, changes) => one.set(changes)", changes)
            seen = seen_as_in_python(found)
            shown = {key.split(".")[0] for key, _ in seen["shown"]}
            assert shown & {"value", "channel_sums"}, kind
            assert found.locator(".cost").is_visible()
            assert axe_violations(found.page, "cnncourse-explorer") == []
        found.evaluate(
            "one => one.set({kernel_size: 3, dilation: 1, padding: 0, padding_kind: 'number'})"
        )
    assert loaded(found.page)
    found.get_by_label("Kind").select_option("ordinary")
    drawn(found)
    assert not found.locator("p.kind").is_visible()
    assert not found.locator(".copies").is_visible()
    assert "value" in dict(seen_as_in_python(found)["shown"])


def test_a_grey_image_is_told_of_and_one_in_colour_taken_by_a_button(found):
    choose(found, "depthwise")
    assert "one channel" in why(found, "kind")
    found.get_by_role("button", name="Take an image in colour").click()
    drawn(found)
    assert why(found, "kind") == ""
    assert found.locator(".maps .map").count() == 3
    assert not found.get_by_role("button", name="Take an image in colour").is_visible()
    green = found.locator(".maps .map").nth(1)
    green.focus()
    before = snapshot(found)["results"]
    found.page.keyboard.press("ArrowDown")
    after = seen_as_in_python(found)["results"]
    assert (after["row"], after["column"]) == (before["row"] + 1, before["column"])
    assert f"Output of the green channel, 46 × 46: row {after['row']}" in green.get_attribute(
        "aria-label"
    )


def test_a_number_of_the_input_shows_its_copy_and_keys_lead_to_the_next(found):
    choose(found, "transposed")
    found.evaluate("one => one.set({image: 'patch', stride: 3, padding: 1, kernel_size: 3})")
    drawn(found)
    point(found, "input", 2, 1, 6)
    found.page.mouse.down()
    found.page.mouse.up()
    assert seen_as_in_python(found)["results"]["stamp_at"] == [2, 1]
    found.locator(".input .map").focus()
    found.page.keyboard.press("ArrowRight")
    found.page.keyboard.press("ArrowDown")
    assert seen_as_in_python(found)["results"]["stamp_at"] == [3, 2]
    assert found.locator(".copies .here").count() == 1
    assert "copy of row 3, column 2" in found.locator(".copies .heading").first.text_content()


def test_controls_without_a_part_in_a_kind_say_why(found):
    choose(found, "1x1")
    assert "1 × 1" in why(found, "kernel")
    assert "1 × 1" in why(found, "kernel_size")
    assert "no gaps" in why(found, "dilation")
    choose(found, "transposed")
    assert "cuts off" in why(found, "padding_mode")
    assert why(found, "kernel") == why(found, "kernel_size") == ""


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_link_brings_the_kind_and_a_phone_shows_all_of_it(visit_bare, kind):
    visit = visit_bare("convolution", viewport={"width": 320, "height": 800})
    values = {"kind": kind, **SETTINGS[kind]}
    words = "&".join(f"{name}={quote(json.dumps(value))}" for name, value in values.items())
    visit.page.goto("about:blank")
    visit.page.goto(f"{visit.home}convolution.html#!convolution?{words}")
    found = explorer(visit.page, "convolution")
    found.locator("p.kind:not([hidden])").wait_for()
    seen = seen_as_in_python(found)
    assert seen["state"] == {**Convolution(kind=kind, **SETTINGS[kind]).values, **seen["state"]}
    assert seen["state"]["kind"] == kind
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
    visit.page.reload()
    assert snapshot(explorer(visit.page, "convolution"))["state"] == seen["state"]


def test_a_part_that_does_not_come_is_told(visit_bare):
    visit = visit_bare("convolution")
    found = explorer(visit.page, "convolution")
    visit.page.route(f"**/{PART}*", lambda route: route.abort())
    found.get_by_label("Kind").select_option("transposed")
    found.get_by_text("could not be loaded").wait_for()
    assert snapshot(found)["results"]["output_shape"] == [30, 30]
    visit.page.unroute(f"**/{PART}*")
    visit.errors.clear()
    found.evaluate("one => one.set({stride: 2})")
    found.locator("p.kind:not([hidden])").wait_for()
    assert found.get_by_text("could not be loaded").count() == 0


def test_where_the_control_is_not_shown_nothing_is_said_of_kinds(visit_bare):
    visit = visit_bare("convolution")
    found = visit.page.locator("cnncourse-explorer")
    found.evaluate(
        """one => {
          const other = one.cloneNode(true);
          other.removeAttribute("ready");
          other.setAttribute("controls", "kernel stride");
          one.replaceWith(other);
        }"""
    )
    other = explorer(visit.page, "convolution")
    drawn(other)
    assert other.get_by_label("Kind").count() == 0
    assert not other.locator(".cost").is_visible()
    assert not loaded(visit.page)


@pytest.mark.parametrize("kind", SETTINGS)
def test_play_leads_over_all_of_the_output(found, kind):
    found.evaluate("(one, all) => one.set(all)", {"kind": kind, **SETTINGS[kind]})
    found.locator("p.kind:not([hidden])").wait_for()
    found.evaluate("one => one.set({row: 0, column: 0})")
    drawn(found)
    found.evaluate(WATCH)
    found.get_by_label("Speed of playing").select_option("4")
    found.get_by_role("button", name="Play").click()
    found.get_by_role("button", name="Pause").wait_for()
    found.get_by_role("button", name="Play").wait_for()  # again: it has ended
    height, width = seen_as_in_python(found)["results"]["output_shape"]
    seen = found.evaluate("one => one.seen")
    places = [place for place, _, _ in seen]
    assert len(seen) > 5
    assert places == sorted(set(places))
    assert places[-1] == height * width - 1
    assert all(shown == place + 1 for place, shown, _ in seen)
    assert len({plane for _, _, plane in seen}) == 1, "the picture stays where it is"
    assert not found.evaluate("one => one.state.grow")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_its_numbers_to_be_read(visit_bare, scheme):
    page = visit_bare("convolution", forced_colors="active", color_scheme=scheme).page
    found = explorer(page, "convolution")
    choose(found, "transposed")
    found.evaluate("(one, all) => one.set(all)", {**SETTINGS["transposed"], "row": 0, "column": 0})
    drawn(found)
    for grid in (".weights", ".copies .products"):
        pairs = found.locator(grid).evaluate(INKS)
        assert len(pairs) == 9
        for pair in pairs:
            low, high = sorted(pair)
            assert (high + 0.05) / (low + 0.05) >= 4.5, grid
    style = "(one, name) => getComputedStyle(one)[name]"
    here, cut = found.locator(".copies .here"), found.locator(".copies .cut")
    assert here.evaluate(style, "outlineStyle") == "solid"
    assert cut.count() == 5
    assert "line-through" in cut.first.evaluate(style, "textDecorationLine")


@pytest.mark.parametrize("kind", SETTINGS)
def test_on_paper_the_kind_that_is_set_is_seen(found, kind):
    found.page.emulate_media(color_scheme="dark")
    choose(found, kind)
    found.evaluate("(one, all) => one.set(all)", SETTINGS[kind])
    found.page.emulate_media(color_scheme="dark", media="print")
    drawn(found)
    assert found.locator(".drawing").is_visible()
    assert not found.locator("> svg").is_visible()
    assert found.locator("p.kind").inner_text().lower().startswith(kind.replace("x", " × "))
    assert found.locator(".copies").is_visible() == (kind == "transposed")
    assert found.locator(".maps .map").first.is_visible() == (kind == "depthwise")
    assert found.get_by_label("Kind").input_value() == kind
    assert not found.get_by_role("button").filter(visible=True).count()
    ink = found.locator("p.kind").evaluate("one => getComputedStyle(one).color")
    assert max(json.loads(ink.replace("rgb(", "[").replace(")", "]"))) < 60


def test_reset_and_back_take_a_kind_away_and_bring_it_again(found):
    page = found.page
    choose(found, "transposed")
    found.evaluate("(one, all) => one.set(all)", SETTINGS["transposed"])
    before = seen_as_in_python(found)
    page.evaluate("location.hash = '#!convolution?kind=%22depthwise%22&image=%22landscape%22'")
    found.locator(".maps .map").first.wait_for()
    assert seen_as_in_python(found)["state"]["kind"] == "depthwise"
    assert not found.locator(".copies").is_visible()
    page.go_back()
    found.locator(".copies").wait_for()
    again = seen_as_in_python(found)
    assert (again["state"], again["shown"]) == (before["state"], before["shown"])
    found.get_by_role("button", name="Reset").click()
    drawn(found)
    plain = seen_as_in_python(found)
    assert plain["state"] == Convolution().values | plain["state"]
    assert plain["state"]["kind"] == "ordinary"
    for place in ("p.kind", ".copies", ".maps"):
        assert not found.locator(place).first.is_visible(), place
