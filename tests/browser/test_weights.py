"""A weight of the convolution under the hand: pixels, outputs, its share; kept by a click."""

import numpy as np
import pytest

from cnncourse.explorers import Convolution
from tests.browser.accessibility import axe_violations
from tests.browser.explorers import drawn, explorer

pytestmark = pytest.mark.browser

MARKED = """one => ["input", "output"].map(name => {
    const canvas = one.shadowRoot.querySelector(`figure.${name} canvas.touched`);
    if (!canvas || canvas.classList.contains("off")) return null;
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const kinds = Array.from({ length: width * height }, (_, at) =>
        data[4 * at + 3] ? (data[4 * at] > data[4 * at + 2] ? 2 : 1) : 0);
    return { width, height, kinds };
})"""
SETTINGS = {"image": "boot", "stride": 2, "dilation": 2, "padding": 3, "row": 4, "column": 5}


@pytest.fixture
def reader(visit_bare):
    return visit_bare("convolution", viewport={"width": 1100, "height": 1000})


@pytest.fixture
def found(reader):
    one = explorer(reader.page, "convolution")
    one.evaluate("(one, settings) => one.set(settings)", SETTINGS)
    return one


def said(found, words):
    """Wait until a weight's words hold some others; returns them."""
    told = found.locator(".weight-said").filter(has_text=words)
    told.wait_for()
    drawn(found)
    return told.inner_text()


def marked(found):
    """Return which pixels and outputs are marked: 0 not, 1 met, 2 with padding."""
    shown = found.evaluate(MARKED)
    return [m and np.reshape(m["kinds"], (m["height"], m["width"])) for m in shown]


def expected(found, *place):
    """Return the same from Python, and what it says of the weight."""
    made = Convolution(**found.evaluate("one => one.state"))
    touched = made.touched(*place)
    pixels, outputs = np.zeros(made.picture.shape[:2], int), np.zeros(made.output.shape, int)
    outputs[:] = 2 if touched["padded"] else 0
    pixels[np.ix_(touched["rows"], touched["columns"])] = 1
    outputs[np.ix_(touched["output_rows"], touched["output_columns"])] = 1
    return pixels, outputs, touched


def check(found, *place):
    """Compare all that is marked and said of a weight with Python."""
    words = said(found, f"row {place[0]}, column {place[1]}:")
    pixels, outputs, touched = expected(found, *place)
    for seen, wanted in zip(marked(found), (pixels, outputs), strict=True):
        np.testing.assert_array_equal(seen, wanted)
    assert f"multiplies {touched['pixels']:,} of {pixels.size:,} pixels" in words
    assert f"{touched['padded']:,} with padding" in words or not touched["padded"]
    if touched["share"] is not None and abs(touched["share"]) < 10:
        assert f"{100 * touched['share'] + 0:.1f} % of the sum".replace("-", "−") in words
    return words


def cell(found, row, column):
    return found.get_by_label(f"Weight, row {row}, column {column}")


def test_pointing_shows_all_and_leaves_state_and_address(reader, found):
    scripts = "[...document.scripts].some(one => one.src.includes('part-weights'))"
    assert not reader.page.evaluate(scripts)
    drawn(found)
    state = found.evaluate("one => one.state")
    for row, column in ((0, 0), (1, 1), (2, 0), (0, 2)):
        cell(found, row, column).hover()
        words = check(found, row, column)
        assert "Kept" not in words
    reader.page.mouse.move(5, 5)
    found.get_by_text("Point at a weight to see").wait_for()
    drawn(found)
    assert marked(found) == [None, None]
    assert found.evaluate("one => one.state") == state
    assert "weight=" not in reader.page.url


def test_a_click_keeps_another_lets_go_and_a_link_shows_what_is_kept(reader, found):
    page = reader.page
    cell(found, 0, 1).click()
    assert "Kept" in check(found, 0, 1)
    page.mouse.move(5, 5)
    page.locator("h1").click()  # the keys leave the cell too
    check(found, 0, 1)
    assert found.locator('[role=gridcell][aria-selected="true"] input').count() == 1
    page.wait_for_function("location.hash.includes('weight=%220%2C1%2C0%22')")
    cell(found, 2, 2).hover()  # another is shown, and then this one again
    check(found, 2, 2)
    page.mouse.move(5, 5)
    check(found, 0, 1)
    found.evaluate("one => one.set({row: 0, column: 0, stride: 3, padding_kind: 'same'})")
    drawn(found)
    check(found, 0, 1)
    assert axe_violations(page, "cnncourse-explorer") == []
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    again = explorer(page, "convolution")
    check(again, 0, 1)
    assert again.locator("figure.input .frame.second").count() == 2  # the pixel, on its ground
    assert again.locator(".term.chosen").count() == 1
    cell(again, 0, 1).click()
    page.mouse.move(5, 5)
    page.locator("h1").click()
    again.get_by_text("Point at a weight to see").wait_for()
    assert again.evaluate("one => one.state.weight") == ""
    cell(again, 1, 1).click()
    again.get_by_role("button", name="Reset", exact=True).click()
    assert again.evaluate("one => one.state.weight") == ""


def test_the_keys_keep_and_let_go_and_it_is_spoken_once(found):
    cell(found, 1, 0).focus()
    check(found, 1, 0)
    found.page.keyboard.press("Enter")
    assert found.evaluate("one => one.state.weight") == "1,0,0"
    assert "Kept" in check(found, 1, 0)
    found.page.wait_for_function(
        "one => one.shadowRoot.querySelector('.spoken').textContent.includes('It multiplies')",
        arg=found.element_handle(),
    )
    found.page.keyboard.press("ArrowRight")
    check(found, 1, 1)
    found.page.keyboard.type("0,5")
    assert "0.5" in check(found, 1, 1)
    found.page.keyboard.press("Escape")  # ends typing
    assert found.evaluate("one => one.state.weight") == "1,0,0"
    found.page.keyboard.press("Escape")
    assert found.evaluate("one => one.state.weight") == ""
    found.page.keyboard.press("Enter")
    assert found.evaluate("one => one.state.weight") == "1,1,0"


def test_a_tap_keeps(visit_bare):
    reader = visit_bare("convolution", viewport={"width": 390, "height": 900}, has_touch=True)
    found = explorer(reader.page, "convolution")
    cell(found, 2, 1).tap()
    check(found, 2, 1)
    assert found.evaluate("one => one.state.weight") == "2,1,0"
    cell(found, 2, 1).tap()
    drawn(found)
    assert found.evaluate("one => one.state.weight") == ""


@pytest.mark.parametrize("image", ["landscape", "landscape-large", "worked-6x6", "own"])
def test_other_pictures_channels_and_no_output(found, image):
    found.evaluate("(one, image) => one.set({image, weight: '0,2,0'})", image)
    drawn(found)
    if image == "own":  # there is none: nothing to mark, and no error
        found.get_by_text("Point at a weight to see").wait_for()
        assert marked(found) == [None, None]
        found.evaluate("one => one.set({image: 'boot'})")
    check(found, 0, 2)
    found.evaluate("one => one.set({image: 'tiny', kernel_size: 7, padding_kind: 'valid'})")
    drawn(found)
    assert marked(found) == [None, None]
    assert "Does not go together" not in found.locator(".weight-said").inner_text()


@pytest.mark.parametrize("kind", ["depthwise", "1x1", "transposed"])
def test_every_kind_of_convolution(found, kind):
    settings = {"image": "landscape", "kind": kind, "padding": 1, "stride": 2, "dilation": 1}
    place = (0, 0, 1) if kind == "1x1" else (2, 0, 1)
    weight = ",".join(map(str, place))
    found.evaluate("(one, settings) => one.set(settings)", settings | {"weight": weight})
    words = said(found, f"row {place[0]}, column 0:")
    found.page.wait_for_function(
        "one => one.shadowRoot.querySelector('figure.output canvas.touched:not(.off)')",
        arg=found.element_handle(),
    )
    drawn(found)
    made = Convolution(**found.evaluate("one => one.state"))
    touched = made.touched()
    assert words.startswith("Green weight")
    assert f"multiplies {touched['pixels']:,} of 2,304 pixels" in words
    assert ("of the green map" in words) == (kind == "depthwise")
    pixels, outputs = marked(found)
    wanted = np.zeros(pixels.shape, int)
    wanted[np.ix_(touched["rows"], touched["columns"])] = 1
    np.testing.assert_array_equal(pixels, wanted)
    wanted = np.full(made.results["output_shape"], 2 if touched["padded"] else 0)
    wanted[np.ix_(touched["output_rows"], touched["output_columns"])] = 1
    np.testing.assert_array_equal(outputs, wanted)
