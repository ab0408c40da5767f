"""What one move of a slider touches: what is drawn again is only what differs."""

import json
import shutil
from html import escape
from pathlib import Path

import pytest

from cnncourse import explorers
from tests.browser.conftest import Visit
from tests.browser.explorers import drawn, explorer

pytestmark = pytest.mark.browser

BUNDLE = Path(explorers.__file__).parent / "bundle"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Explorers</title>
<script defer src="explorers-core.js"></script><body>{}</body></html>"""
LARGE = {"size": 64, "kernel_size": 11}
STACK = {"height": 5, "width": 5, "channels": 4}
COLOUR = {"image": "landscape", "kernel_size": 7}
# An explorer, its settings, the move, and how many nodes may be made for it. A number that has
# changed is written into the text that is there.
MOVES = [
    ("convolution", {"stride": 3}, {"stride": 4}, 4),
    ("convolution", {}, {"row": 3, "column": 5}, 0),
    ("convolution", COLOUR, {"row": 3, "column": 5}, 2),
    ("convolution", {"image": "landscape-large"}, {"kernel": "blur"}, 4),
    ("output-size", {}, {"stride": 3}, 20),
    ("output-size", LARGE, {"stride": 4}, 60),
    ("pooling", {"image": "boot"}, {"size": 3}, 10),
    ("pooling", {"image": "boot"}, {"row": 2, "column": 3}, 4),
    ("flatten", STACK, {"channels": 3}, 0),
    ("flatten", STACK, {"row": 3, "column": 2, "channel": 1}, 0),
    ("dense-head", {}, {"temperature": 2}, 12),
    ("receptive-field", {}, {"row": 0, "column": 1}, 12),
    ("live-network", {}, {"shift_right": 3}, 8),
]
TOUCHED = """([one, move]) => new Promise(done => {
  const seen = { made: 0, changed: 0, drawn: 0 };
  const watch = new MutationObserver((records) => {
    for (const { type, addedNodes } of records) {
      seen.made += addedNodes.length;
      seen.changed += type !== "childList";
    }
  });
  watch.observe(one.shadowRoot.querySelector(".drawing"),
    { subtree: true, childList: true, attributes: true, characterData: true });
  one.addEventListener("explorer-drawn", () => {
    seen.drawn += 1;
    setTimeout(() => done(seen));
  });
  one.set(move);
  if (!one.frame.asked) done(seen);  // it was set to that before
})"""
SEVERAL = """one => new Promise(done => {
  let drawn = 0;
  one.addEventListener("explorer-drawn", () => { drawn += 1; });
  for (let n = 1; n <= 6; n += 1) one.set({ stride: n });
  requestAnimationFrame(() => requestAnimationFrame(() => done([drawn, one.state.stride])));
})"""
INK = """canvas => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  return [width, data.filter((level, i) => i % 4 === 3 && level > 127).length / (width * height)];
}"""


@pytest.fixture
def alone(browser, tmp_path):
    """Open an explorer in a page of its own, from the disk."""
    for path in BUNDLE.glob("*.js"):
        shutil.copy(path, tmp_path)
    visits = []

    def start(slug, settings, **more):
        state = escape(json.dumps(settings))
        element = f'<cnncourse-explorer name="{slug}" state="{state}"></cnncourse-explorer>'
        (tmp_path / "page.html").write_text(PAGE.format(element), encoding="utf-8")
        visits.append(Visit(browser, f"{tmp_path.as_uri()}/", **more))
        found = explorer(visits[-1].open("page"), slug)
        drawn(found)
        return found

    yield start
    for one in visits:
        assert one.errors == []
        one.context.close()


@pytest.mark.parametrize(("slug", "settings", "move", "most"), MOVES)
def test_a_move_makes_few_nodes_anew(alone, slug, settings, move, most):
    found = alone(slug, settings)
    seen = found.page.evaluate(TOUCHED, [found.element_handle(), move])
    assert seen["drawn"] == 1
    assert seen["made"] + seen["changed"] > 0
    assert seen["made"] <= most


def test_what_stays_as_it_is_is_not_touched(alone):
    found = alone("output-size", {"stride": 2})
    found.evaluate("one => { one.frame.mounted.update(one.results, one.state, []); }")
    touched = found.evaluate(
        """one => {
          const watch = new MutationObserver(() => {});
          watch.observe(one.shadowRoot, { subtree: true, childList: true, attributes: true });
          one.frame.mounted.update(one.results, one.state, []);
          return watch.takeRecords().length;
        }"""
    )
    assert touched == 0


def test_many_changes_before_a_frame_are_drawn_once(alone):
    assert alone("convolution", {}).evaluate(SEVERAL) == [1, 6]


def test_numbers_are_written_on_the_maps_as_sharp_as_the_screen(alone):
    found = alone("convolution", {"stride": 4}, device_scale_factor=2)
    numbers = found.locator(".output canvas.numbers")
    width, ink = numbers.evaluate(INK)
    assert width == pytest.approx(2 * numbers.bounding_box()["width"], abs=1)
    assert 0.01 < ink < 0.4
    found.evaluate("one => one.set({stride: 1})")  # a map of too many numbers to read
    drawn(found)
    assert not numbers.is_visible()
    assert found.locator(".map svg text").count() == 0


def test_the_cells_of_a_kernel_come_back_with_its_size(alone):
    found = alone("convolution", {})
    seen = []
    for size in (3, 5, 3, 5):
        found.evaluate("(one, kernel_size) => one.set({kernel_size})", size)
        drawn(found)
        seen.append(found.locator(".weights input").first.evaluate_handle("one => one"))
        assert found.locator(".weights input").count() == size * size
    same = found.page.evaluate("([a, b, c, d]) => [a === c, b === d, a === b]", seen)
    assert same == [True, True, False]
