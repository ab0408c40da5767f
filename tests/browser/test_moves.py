"""What one move of a slider touches: what is drawn again is only what differs."""

import io
import json
import shutil
from html import escape
from pathlib import Path

import numpy as np
import pytest
from matplotlib import image as images

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
    ("convolution", {"kernel_size": 6}, {"kernel_size": 7}, 44),
    ("convolution", {**COLOUR, "kernel_size": 6}, {"kernel_size": 7}, 120),
    ("convolution", COLOUR, {"row": 3, "column": 5}, 2),
    ("convolution", {"image": "landscape-large"}, {"kernel": "blur"}, 4),
    ("output-size", {}, {"stride": 3}, 20),
    ("output-size", LARGE, {"stride": 4}, 60),
    ("pooling", {"image": "boot"}, {"size": 3}, 10),
    ("pooling", {"image": "boot"}, {"row": 2, "column": 3}, 4),
    ("flatten", STACK, {"channels": 3}, 0),
    ("flatten", STACK, {"row": 3, "column": 2, "channel": 1}, 0),
    ("dense-head", {}, {"temperature": 2}, 12),
    ("receptive-field", {}, {"row": 0, "column": 1}, 0),
    ("receptive-field", {}, {"input_size": 20}, 0),
    ("live-network", {}, {"shift_right": 3}, 8),
    ("network-builder", {}, {"input_size": 30}, 0),
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


SIZE = "canvas => [canvas.width, canvas.height]"
SHRUNK = [  # an explorer's settings, the move to a smaller picture, and the picture's place
    ("convolution", {}, {"stride": 2}, ".output .map"),
    ("convolution", {"padding_kind": "same", "stride": 2}, {"stride": 5}, ".output .map"),
    ("convolution", {"kernel_size": 7}, {"kernel_size": 4}, ".weights"),
    ("convolution", {"kernel_size": 7}, {"kernel_size": 5}, ".products"),
    ("pooling", {"image": "boot"}, {"size": 4, "stride": 4}, ".output .map"),
]


@pytest.mark.parametrize(("slug", "settings", "move", "place"), SHRUNK)
def test_a_canvas_stays_for_a_smaller_picture_which_looks_as_in_a_new_one(
    alone, slug, settings, move, place
):
    found = alone(slug, settings)
    canvas = found.locator(f"{place} > canvas").first
    before = canvas.evaluate(SIZE)
    found.evaluate("(one, move) => one.set(move)", move)
    drawn(found)
    assert canvas.evaluate(SIZE) == before
    seen = pictured(found.locator(place).first)
    anew = alone(slug, {**settings, **move})
    assert anew.locator(f"{place} > canvas").first.evaluate(SIZE) < before
    expected = pictured(anew.locator(place).first)
    assert seen.shape == expected.shape
    assert np.mean(np.abs(seen - expected).max(axis=-1) > 0.02) < 0.01
    page = found.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def pictured(place):
    """Return what the screen shows of an element."""
    return images.imread(io.BytesIO(place.screenshot()), format="png")[..., :3]


@pytest.mark.parametrize("channels", [1, 3])
def test_the_cells_of_a_kernel_stay_as_it_grows(alone, channels):
    found = alone("convolution", {"image": "landscape"} if channels == 3 else {})
    seen = []
    for size in (3, 5, 7, 3, 5):
        found.evaluate("(one, kernel_size) => one.set({kernel_size})", size)
        drawn(found)
        cells = found.locator(".weights input")
        assert cells.count() == channels * size * size
        assert cells.nth(size).get_attribute("aria-label").endswith("row 1, column 0")
        assert cells.nth(size).get_attribute("data-tap") == str(channels * size)
        found.evaluate(
            "one => { (one.seen ??= []).push(one.shadowRoot.querySelectorAll"
            "('.weights input, .weights [role=row]')); }"
        )
        seen.append(size)
    kept = found.evaluate(
        "one => one.seen.map(a => one.seen.map(b => "
        "[...a].filter(node => [...b].includes(node)).length))"
    )
    lines = [[min(a, b) * (1 + min(a, b)) * channels for b in seen] for a in seen]
    assert kept == lines


def test_the_colours_of_a_kernel_are_those_of_its_weights(alone):
    found = alone("convolution", {"kernel": "sobel-x", "kernel_size": 5})
    colours, shown = found.evaluate(
        """one => {
          const grid = one.shadowRoot.querySelector('.weights');
          const { data } = grid.querySelector('canvas').getContext('2d').getImageData(0, 0, 5, 5);
          const red = Array.from({ length: 25 }, (_, i) => data[4 * i]);
          return [red, [...grid.querySelectorAll('input')].map(cell => cell.value)];
        }"""
    )
    weights = [float(one.replace("\u2212", "-")) for one in shown]
    assert len(set(weights)) > 5
    strongest = weights.index(min(weights)), weights.index(max(weights))
    assert colours[strongest[0]] < 120 < 170 < colours[strongest[1]] < 256
    for a, one in zip(weights, colours, strict=True):  # equal weights, equal colours; 0 is white
        assert {c for b, c in zip(weights, colours, strict=True) if b == a} == {one}
        assert a or one >= 240


# What stands in the canvases of each layer inside the network, as one number, and if it is shown.
LAYERS = """one => [...one.shadowRoot.querySelectorAll('.layer')].map(layer => [
  ...layer.querySelectorAll('.one canvas')].map(canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const shown = getComputedStyle(canvas).visibility === 'visible';
    return [data.reduce((sum, level) => (31 * sum + level) % 1e9, 0), shown];
  }))"""

# The browser tells what is in view a frame or two later: until then all is painted.
UNSEEN = """one => {
  one.set({ shift_right: one.state.shift_right === 1 ? 2 : 1 });
  return one.shadowRoot.querySelector('.layer:last-of-type').matches('.unseen');
}"""


def test_maps_out_of_view_are_painted_when_they_come_into_view(alone):
    found = alone("live-network", {}, viewport={"width": 1000, "height": 500})
    page = found.page
    found.locator(".layers button").first.evaluate("one => one.click()")
    found.locator(".inside .layer").first.wait_for(state="attached")
    page.evaluate("scrollTo(0, 0)")
    last = "one => one.shadowRoot.querySelector('.layer:last-of-type').getBoundingClientRect().top"
    assert found.evaluate(last) > 1.5 * 500
    page.wait_for_function(UNSEEN, arg=found.element_handle())
    before = found.evaluate(LAYERS)
    found.evaluate("one => one.set({ shift_right: 3 })")
    drawn(found)
    far = found.evaluate(LAYERS)[-1]
    assert [sum for sum, _ in far] == [sum for sum, _ in before[-1]]
    assert not any(shown for _, shown in far), "an old map must not be seen"
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_function(f"one => ({LAYERS})(one).at(-1)[0][1]", arg=found.element_handle())
    assert found.evaluate(LAYERS)[-1] != before[-1]
    found.evaluate("one => one.set({ shift_right: 4 })")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # on paper all of it is seen
    printed = found.evaluate(LAYERS)
    assert all(shown for layer in printed for _, shown in layer)
    assert all(old != new for old, new in zip(before, printed, strict=True))
