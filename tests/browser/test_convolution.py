"""Convolution under the hand: the window dragged, walked, pointed at and played, cells typed."""

import pytest

from tests.browser.explorers import drawn, explorer, point, snapshot

pytestmark = pytest.mark.browser

# How much of the output each drawing from now on shows.
RECORD = """one => {
  one.seen = [];
  one.addEventListener("explorer-drawn", () => one.seen.push(one.results.shown));
}"""


@pytest.fixture
def found(visit):
    """The explorer of the page, in view."""
    reader = visit()
    one = explorer(reader.open("explorers"), "convolution")
    one.scroll_into_view_if_needed()
    yield one
    assert reader.errors == []


def place(found):
    """Return the row and column of the output that the window computes."""
    drawn(found)
    return tuple(found.evaluate("one => [one.results.row, one.results.column]"))


def ended(found):
    """Wait until the play button offers to play again."""
    found.get_by_role("button", name="Play").wait_for()


def test_the_window_is_dragged_by_its_middle(found):
    point(found, "input", 5, 6, 28)
    found.page.mouse.down()
    assert place(found) == (4, 5)
    point(found, "input", 20, 14, 28)
    assert place(found) == (19, 13)
    found.page.mouse.move(0, 0)  # the hand may leave the picture; the window stays in it
    assert place(found) == (0, 0)
    found.page.mouse.up()


def test_a_click_on_the_output_shows_where_it_came_from(found):
    point(found, "output", 9, 17, 26)
    found.page.mouse.down()
    found.page.mouse.up()
    assert place(found) == (9, 17)
    seen = snapshot(found)
    assert seen["results"]["rows"] == [9, 10, 11]
    assert seen["results"]["value"] == seen["results"]["output"][9][17]


def test_the_arrow_keys_walk_on_both_maps_by_one_window(found):
    found.evaluate("one => one.set({stride: 3, row: 0, column: 0})")
    for area in ("input", "output"):
        found.locator(f".{area} .map").focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
            found.page.keyboard.press(key)  # also faster than the screen
    assert place(found) == (2, 2)
    found.page.keyboard.press("End")
    assert place(found) == (8, 8)
    found.page.keyboard.press("ArrowDown")
    assert place(found) == (8, 8)


def test_a_cell_that_is_typed_into_makes_the_kernel_typed(found):
    cell = found.get_by_label("Weight, row 0, column 1")
    cell.fill("-1.5")
    seen = snapshot(found)
    assert seen["state"]["kernel"] == "typed"
    assert seen["results"]["weights"] == [[[-1], [-1.5], [1]], [[-2], [0], [2]], [[-1], [0], [1]]]
    cell.press("Enter")
    following = found.get_by_label("Weight, row 0, column 2")
    assert following.evaluate("one => one.getRootNode().activeElement === one")
    following.fill("1000")  # beyond what a weight may be: said, not taken, forgotten afterwards
    assert following.get_attribute("aria-invalid") == "true"
    assert snapshot(found)["results"]["weights"][0] == [[-1], [-1.5], [1]]
    following.press("Tab")
    assert following.input_value() == "1"


def test_each_slice_of_a_colour_kernel_is_typed_for_itself(found):
    found.evaluate("one => one.set({image: 'landscape', slices: 'red-green', kernel_size: 1})")
    found.evaluate("one => one.set({kernel: 'identity'})")
    drawn(found)
    found.get_by_label("Blue, row 0, column 0").fill("2")
    seen = snapshot(found)
    assert seen["results"]["weights"] == [[[1, -1, 2]]]
    assert seen["results"]["value"] == pytest.approx(sum(seen["results"]["channel_sums"]))
    assert found.locator(".slice .map").count() == 3


def test_play_grows_the_map_to_its_end_and_stops_there(found):
    found.evaluate("one => one.set({image: 'tiny', row: 1, column: 1})")
    drawn(found)
    found.evaluate(RECORD)
    found.get_by_role("button", name="Play").click()
    ended(found)
    seen = snapshot(found)
    shown = found.evaluate("one => one.seen")
    assert (shown[0], shown[-1]) == (1, 4)
    assert shown == sorted(shown)
    assert (seen["results"]["row"], seen["results"]["column"]) == (1, 1)
    assert not seen["state"]["grow"]  # as it was before


def test_play_pauses_and_goes_on_by_steps(found):
    _, before = place(found)
    found.get_by_role("button", name="Play").click()
    found.page.wait_for_function(
        "([one, column]) => one.results.column !== column", arg=[found.element_handle(), before]
    )
    found.get_by_role("button", name="Pause").click()
    drawn(found)
    row, column = place(found)
    found.get_by_role("button", name="One place on").click()
    assert place(found) == ((row, column + 1) if column < 25 else (row + 1, 0))
    found.get_by_role("button", name="Last place").click()
    assert place(found) == (25, 25)


def test_a_large_map_is_played_by_whole_rows(found):
    found.evaluate("one => one.set({image: 'landscape-large', row: 0, column: 0})")
    drawn(found)
    found.get_by_label("Speed of playing").select_option("4")
    found.evaluate(RECORD)
    found.get_by_role("button", name="Play").click()
    ended(found)
    assert place(found) == (253, 253)
    shown = found.evaluate("one => one.seen")
    assert shown[0] == 1
    assert all(one % 254 == 0 for one in shown[1:])
    assert len(shown) <= 256  # no drawing for each of the 64,516 places


def test_without_motion_the_button_goes_on_row_by_row(visit):
    found = explorer(visit(reduced_motion="reduce").open("explorers"), "convolution")
    found.get_by_role("button", name="Next row").click()
    assert place(found) == (12, 25)
    found.get_by_role("button", name="Next row").click()
    seen = snapshot(found)["results"]
    assert (seen["row"], seen["column"], seen["shown"]) == (13, 25, 14 * 26)
    assert found.get_by_label("Speed of playing").count() == 0


def test_controls_without_a_part_say_so_and_buttons_rest_with_a_problem(found):
    why = found.locator("[data-control=padding] .why")
    found.evaluate("one => one.set({padding_kind: 'same'})")
    drawn(found)
    assert "same" in why.text_content()
    found.evaluate("one => one.set({padding_kind: 'number', image: 'tiny', kernel_size: 7})")
    seen = snapshot(found)
    assert why.text_content() == ""
    assert "kernel_size (=7) is larger than the padded input (=4)" in seen["problem"]
    assert found.get_by_role("button", name="Play").is_disabled()
