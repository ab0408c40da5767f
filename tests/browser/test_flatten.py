"""Flatten under the hand: a cell is chosen in the maps and in either vector."""

import pytest

from tests.browser.explorers import drawn, explorer, snapshot

pytestmark = pytest.mark.browser


@pytest.fixture
def found(visit):
    """The explorer of the page, in view and away from the pointer."""
    reader = visit()
    one = explorer(reader.open("explorers"), "flatten")
    one.scroll_into_view_if_needed()
    reader.page.mouse.move(0, 0)
    yield one
    assert reader.errors == []


def press(found, *keys):
    """Press keys one after the other and return the cell that is chosen then."""
    for key in keys:
        found.page.keyboard.press(key)  # also faster than the screen
    return snapshot(found)["results"]["cell"]


def test_a_click_on_a_cell_marks_it_in_both_vectors(found):
    found.locator(".stack [data-place='10']").click()
    seen = snapshot(found)["results"]
    assert (seen["cell"], seen["keras_index"], seen["torch_index"]) == ([1, 0, 1], 10, 9)
    chosen = found.locator(".cell.chosen")
    assert chosen.evaluate_all("all => all.map(one => one.dataset.place)") == ["10"] * 3
    assert found.locator(".numbers .chosen").inner_text() == "10"
    assert found.locator(".crossing .above").inner_text() == "place 10"
    assert found.locator(".crossing .below").inner_text() == "place 9"


def test_pointing_at_a_cell_shows_it_and_keeps_nothing(found):
    before = snapshot(found)["state"]
    for place in ("10", "3"):
        found.locator(f".stack [data-place='{place}']").hover()
        drawn(found)
        assert found.locator(".crossing .above").inner_text() == f"place {place}"
    found.page.mouse.move(0, 0)
    assert snapshot(found)["state"] == before
    assert found.locator(".crossing .above").inner_text() == "place 4"


def test_a_click_on_a_place_of_a_vector_chooses_its_cell(found):
    found.locator(".vector").nth(1).locator(".cell").nth(6).click()
    seen = snapshot(found)["results"]
    assert (seen["torch_index"], seen["cell"]) == (6, [0, 0, 1])


def test_the_keys_walk_over_the_maps_and_through_the_channels(found):
    found.locator(".stack").focus()
    assert press(found, "Home") == [0, 0, 0]
    assert press(found, "ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown") == [1, 2, 0]
    assert press(found, "]", "PageDown", "PageDown", "ArrowLeft", "ArrowUp") == [0, 1, 2]
    assert press(found, "[") == [0, 1, 1]
    assert press(found, "End") == [1, 2, 2]


def test_the_keys_walk_along_each_vector_in_its_own_order(found):
    keras, torch = found.locator(".vector").nth(0), found.locator(".vector").nth(1)
    keras.focus()
    assert press(found, "Home", "ArrowRight", "ArrowRight") == [0, 0, 2]
    assert press(found, "ArrowRight") == [0, 1, 0]
    torch.focus()
    assert press(found, "Home", "ArrowRight", "ArrowRight") == [0, 2, 0]
    assert press(found, "ArrowRight") == [1, 0, 0]
    assert press(found, "End", "ArrowRight") == [1, 2, 2]


def test_a_smaller_stack_shows_the_nearest_cell(found):
    found.evaluate("one => one.set({height: 5, width: 5, channels: 4, row: 4, channel: 3})")
    assert len(snapshot(found)["results"]["permutation"]) == 100
    found.evaluate("one => one.set({height: 1, channels: 1})")
    seen = snapshot(found)
    assert seen["results"]["cell"] == [0, 1, 0]
    assert found.locator(".stack .cell").count() == 5
    assert "the two orders are the same" in seen["summary"]
