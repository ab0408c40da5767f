"""What a test reads of an explorer in a page."""

import contextlib
import re

import pytest

from cnncourse.explorers import EXPLORERS
from tests.test_explorers.states import difference, plain

SNAPSHOT = """element => {
  const plain = value => {
    if (ArrayBuffer.isView(value)) return Array.from(value, plain);
    if (Array.isArray(value)) return value.map(plain);
    if (value && value.shape && value.data) {
      const nest = (shape, data) => shape.length <= 1 ? plain(data) : Array.from(
        {length: shape[0]}, (_, i) => nest(shape.slice(1),
          data.subarray(i * data.length / shape[0], (i + 1) * data.length / shape[0])));
      return nest(value.shape, value.data);
    }
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
    }
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  };
  const root = element.shadowRoot, problem = root.querySelector(".problem");
  const shown = [...root.querySelectorAll("[data-result]")].filter(
    one => !one.closest("[hidden]")).map(one => [one.dataset.result, one.textContent]);
  const controls = [...root.querySelectorAll("[data-setting]")].map(one => [
    one.dataset.setting, one.type === "checkbox" ? one.checked
      : one.type === "range" ? Number(one.dataset.value ?? one.value) : one.value]);
  return {
    state: element.state, results: plain(element.results), shown, controls,
    problem: problem.hidden ? "" : element.results.problem, told: problem.textContent,
    summary: root.querySelector(".summary").textContent,
  };
}"""

RESTED = """one => {
  const { looks, course, busy } = one.frame.mounted.view;
  return looks && looks.waiting.size === 0 && course.last && !busy;
}"""

HOLD = """() => {
  const { requestAnimationFrame: ask, cancelAnimationFrame: cancel } = window;
  const held = window.heldFrames = new Map();
  let last = 1e9;  // apart from the browser's own numbers
  window.requestAnimationFrame = draw => { held.set(last += 1, draw); return last; };
  window.cancelAnimationFrame = id => { if (!held.delete(id)) cancel.call(window, id); };
  window.releaseFrames = () => {
    Object.assign(window, { requestAnimationFrame: ask, cancelAnimationFrame: cancel });
    for (const draw of held.values()) draw(performance.now());
  };
}"""


def explorer(page, slug):
    """Return the locator of an explorer that answers; one with large data does so in view."""
    page.locator(f"cnncourse-explorer[name={slug}]").first.evaluate(
        "one => one.hasAttribute('ready') || one.scrollIntoView()"
    )
    found = page.locator(f"cnncourse-explorer[name={slug}][ready]").first
    found.wait_for()
    if slug == "training":  # it loads and measures once it is seen, and comes to rest
        found.scroll_into_view_if_needed()
        page.wait_for_function(RESTED, arg=found.element_handle())
    return found


def drawn(found):
    """Wait until the page has drawn what was asked for last."""
    found.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


@contextlib.contextmanager
def between_frames(page):
    """Hold the screen's next frame back until all that is done within has reached the page.

    A slow machine does the same at any moment; here it is certain. The frame is drawn at the end.
    """
    page.evaluate(HOLD)
    try:
        yield
        held = page.evaluate("window.heldFrames.size")
    finally:
        page.evaluate("window.releaseFrames()")
    assert held, "nothing waited for the frame, so nothing was shown by holding it back"


def snapshot(found):
    """Return its state, its results as plain values, and the words and numbers it shows."""
    drawn(found)
    return found.evaluate(SNAPSHOT)


def _at(results, key):
    """Return what stands at a path like ``map.3.4``, or None where nothing does."""
    for part in key.split("."):
        try:
            results = results[int(part)] if isinstance(results, list) else results[part]
        except (IndexError, KeyError, TypeError):
            return None
    return results


def shown_wrongly(seen):
    """Return the numbers that stand in the page beside others in the results.

    A number is shown with some digits after the point; it may differ by half of the last.
    """
    wrong = []
    for key, words in seen["shown"]:
        value = _at(seen["results"], key)
        if value is None:  # a drawing of before this problem
            wrong.append((key, words, value))
            continue
        if isinstance(value, str):
            if value not in words:
                wrong.append((key, words, value))
            continue
        number = re.search(r"[-−]?[\d,]*\.?\d+(?:e[-−+]?\d+)?", words)
        text = number.group().replace("−", "-").replace(",", "") if number else "nan"
        share = 0.01 if "%" in words else 1
        half = 0.5 * share * 10.0 ** -len(text.partition(".")[2])
        if not abs(float(text) * share - value) <= half * (1 + 1e-9) + 1e-12:
            wrong.append((key, words, value))
    return wrong


def expect_as_in_python(made, seen, where=""):
    """Compare what the page computed and shows with the package, set to the same."""
    for name, value in seen["state"].items():
        setattr(made, name, value)
    expected = plain(made.results)
    assert difference(expected, seen["results"]) == "", (where, seen["state"])
    assert seen["problem"] == expected["problem"], where
    assert shown_wrongly(seen) == [], (where, seen["state"])
    assert seen["summary"], where
    for name, value in seen["controls"]:
        assert value == pytest.approx(seen["state"][name]), (where, name)


def seen_as_in_python(found):
    """Return what an explorer has and shows, held to the package's numbers."""
    seen = snapshot(found)
    expect_as_in_python(EXPLORERS[found.get_attribute("name")](), seen)
    return seen


def point(found, area, row, column, size):
    """Move the pointer over a cell of a map of ``size`` rows and columns."""
    shown = found.locator(f".{area} .map")
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    x, y = (box[key] + box["width"] * (n + 0.5) / size for key, n in (("x", column), ("y", row)))
    found.page.mouse.move(x, y)
