"""Pooling under the hand: windows chosen by pointer and keys, examples, and a shift."""

import pytest

from tests.browser.explorers import explorer, point, snapshot

pytestmark = pytest.mark.browser


@pytest.fixture
def found(visit):
    """The explorer of the page, in view."""
    reader = visit()
    one = explorer(reader.open("explorers"), "pooling")
    one.scroll_into_view_if_needed()
    yield one
    assert reader.errors == []


def click(found):
    """Press and release where the pointer is."""
    found.page.mouse.down()
    found.page.mouse.up()


def place(found):
    """Return the row and column of the window looked at."""
    seen = snapshot(found)["results"]
    return seen["row"], seen["column"]


def test_a_click_on_the_input_or_the_output_chooses_a_window(found):
    point(found, "input", 5, 2, 6)
    assert place(found) == (1, 0)  # only shown
    click(found)
    assert place(found) == (2, 1)
    point(found, "output", 0, 2, 3)
    click(found)
    assert place(found) == (0, 2)
    assert snapshot(found)["results"]["winner"] == [0, 4]


def test_the_arrow_keys_step_from_window_to_window(found):
    found.page.mouse.move(0, 0)
    for area in ("input", "output"):
        found.evaluate("one => one.set({row: 0, column: 0})")
        found.locator(f".{area} .map").focus()
        for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp"):
            found.page.keyboard.press(key)  # also faster than the screen
        assert place(found) == (1, 1)
        found.page.keyboard.press("End")
        assert place(found) == (2, 2)


def test_an_example_sets_image_window_and_stride_at_once(found):
    found.get_by_role("button", name="A tutorial’s 3 × 3").click()
    seen = snapshot(found)
    assert [seen["state"][name] for name in ("image", "size", "stride")] == ["pooling-3x3", 3, 3]
    assert seen["results"]["output"] == [[25]]
    assert ["value", "25"] in seen["shown"]
    assert found.get_by_text("a third of each side").is_visible()


def test_a_shift_is_shown_beside_what_was_before_and_counted(found):
    before = found.locator(".output-before")
    assert not before.is_visible()
    found.get_by_role("button", name="Boot, 1 pixel right").click()
    seen = snapshot(found)
    assert before.is_visible()
    changed = seen["results"]["output_changed"]
    assert 0 < changed < 196
    assert ["output_changed", str(changed)] in seen["shown"]
    outlined = found.locator(".output .marks.changed path:not(.under)").get_attribute("d")
    assert outlined.count("M") == changed


def test_every_winner_has_a_dot_unless_all_pixels_are_equal(found):
    dots = found.locator(".input .marks.dots path:not(.under)")
    assert dots.get_attribute("d").count("M") == 7  # nine windows, two of zeros or sevens alone
    found.evaluate("one => one.set({kind: 'average'})")
    snapshot(found)
    assert dots.get_attribute("d") == ""


def test_a_problem_leaves_the_input_and_says_why(found):
    found.evaluate("one => one.set({image: 'tiny', size: 6})")
    seen = snapshot(found)
    assert seen["problem"].startswith("size (=6) is larger than the padded input (=4)")
    assert found.locator(".input .map").is_visible()
    assert not found.locator(".output").is_visible()
    found.locator(".input .map").focus()
    found.page.keyboard.press("ArrowDown")
    assert place(found) == (0, 0)
