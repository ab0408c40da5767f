"""The live network under a real hand: dragged, walked by keys, drawn on, tried everywhere."""

import numpy as np
import pytest

from cnncourse.explorers import LiveNetwork
from tests.browser.explorers import explorer

pytestmark = pytest.mark.browser

SUMMARY = "one => one.shadowRoot.querySelector('.summary').textContent"


class Live:
    """The live network of a page, and its picture."""

    def __init__(self, page):
        self.page = page
        self.root = explorer(page, "live-network")
        self.pad = self.root.locator(".pad")
        self.pad.scroll_into_view_if_needed()

    @property
    def state(self):
        """The settings that the page holds."""
        return self.root.evaluate("one => ({...one.state})")

    def set(self, **settings):
        """Set it as the page's controls do, and wait for the drawing."""
        self.root.evaluate("(one, given) => one.set(given)", settings)
        self.drawn()

    def drawn(self):
        """Wait for two frames of the screen."""
        self.page.evaluate(
            "() => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))"
        )

    def drag(self, *points):
        """Press at the first place and move over the others, in pixels of the picture."""
        self.pad.scroll_into_view_if_needed()
        box = self.pad.bounding_box()
        for i, (row, column) in enumerate(points):
            x = box["x"] + box["width"] * column / 28
            self.page.mouse.move(x, box["y"] + box["height"] * row / 28, steps=4 if i else 1)
            if i == 0:
                self.page.mouse.down()
        self.page.mouse.up()
        self.drawn()

    def keys(self, *names):
        """Press keys with the picture in focus."""
        self.pad.focus()
        for name in names:
            self.page.keyboard.press(name)
        self.drawn()

    def press(self, name):
        """Press one of its buttons."""
        self.root.get_by_role("button", name=name, exact=True).click()
        self.drawn()

    def check(self):
        """The page says what Python computes; returns Python's explorer."""
        explorer = LiveNetwork(**self.state)
        for key in ("prediction", "dense_prediction"):
            assert self.root.locator(f'[data-result="{key}"]').inner_text() == getattr(
                explorer, key
            )
        shares = self.root.locator(".shares td .number").all_inner_texts()
        columns = np.stack([explorer.probabilities, explorer.dense_probabilities], -1)
        assert shares == [f"{100 * share:.1f} %" for share in columns.ravel()]
        assert explorer.prediction in self.root.evaluate(SUMMARY)
        return explorer


@pytest.fixture
def live(visit):
    opened = visit(viewport={"width": 900, "height": 800})
    yield Live(opened.open("explorers"))
    assert opened.errors == []
    assert opened.outside == []


def test_the_item_follows_the_pointer_and_the_keys(live):
    live.drag((14, 14), (10, 17))
    assert (live.state["shift_down"], live.state["shift_right"]) == (-4, 3)
    live.check()
    live.keys("ArrowDown", "ArrowDown", "ArrowLeft")
    assert (live.state["shift_down"], live.state["shift_right"]) == (-2, 2)
    live.check()
    live.drag((1, 1), (27, 27))
    assert (live.state["shift_down"], live.state["shift_right"]) == (14, 14)
    live.keys("ArrowDown", "Home")
    assert (live.state["shift_down"], live.state["shift_right"]) == (0, 0)


def test_a_small_item_goes_into_the_corner_whole(live):
    live.set(image="bag", size=14)
    live.press("Lower left corner")
    explorer = live.check()
    assert explorer.results["kept"] == pytest.approx(1)
    assert explorer.frame_image[-1].any()
    assert explorer.frame_image[:, 0].any()


def test_pen_keys_and_eraser_draw_what_python_reads(live):
    live.press("Draw")
    assert live.state["image"] == "drawn"
    live.drag((6, 9), (6, 18), (22, 18))
    drawn = live.check().frame_image
    assert drawn[6, 9:18].min() > 0.5
    assert drawn[6:22, 18].min() > 0.5
    assert not drawn[10:, :15].any()
    live.keys("ArrowLeft", "ArrowLeft", "Space", "Shift+ArrowLeft", "Shift+ArrowLeft")
    dotted = live.check().frame_image
    assert dotted[14, 10:12].min() > 0.5
    live.press("Erase")
    live.drag((6, 9), (6, 13))
    wiped = live.check().frame_image
    assert not wiped[5:7, 9:13].any()
    assert wiped[14, 10:12].min() > 0.5
    live.press("Clear")
    assert live.state["sketch"] == ""


def test_a_moved_and_shrunken_drawing_is_drawn_on_where_the_pen_is(live):
    live.set(image="drawn", size=14, shift_down=7, shift_right=-7)
    live.press("Draw")
    live.drag((20, 7), (20, 8))
    frame = live.check().frame_image
    assert frame[19:21, 6:9].max() > 0.5
    assert not frame[:17].any()
    assert not frame[:, 12:].any()


def test_choosing_a_picture_ends_drawing(live):
    live.press("Draw")
    live.set(image="coat")
    live.drag((14, 14), (14, 16))
    assert live.state["shift_right"] == 2
    assert live.state["sketch"] == ""
    live.check()


def test_every_position_is_counted_as_python_counts(live):
    live.set(image="sneaker")
    live.press("Try every position")
    said = live.root.locator(".sweep .found")
    live.page.wait_for_function(
        "one => one.shadowRoot.querySelector('.found').textContent.includes('nothing of')",
        arg=live.root.element_handle(),
        timeout=120_000,  # at least one of the 841 positions a frame
    )
    found, words = LiveNetwork(image="sneaker").sweep(), said.inner_text()
    assert f"right at {found['right'].sum()} of 841" in words
    assert f"the dense one at {found['dense_right'].sum()} (" in words
    whole = found["whole"]
    inside = [int((found[key] & whole).sum()) for key in ("right", "dense_right")]
    assert f"At {whole.sum()} of them" in words
    assert words.endswith(f"there it is {inside[0]} against {inside[1]}.")
    live.root.locator(".places").first.click(position={"x": 2, "y": 2})
    assert (live.state["shift_down"], live.state["shift_right"]) == (-14, -14)
    live.set(image="bag")
    assert said.inner_text() == ""
