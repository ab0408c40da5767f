"""Explorers where readers have them: narrow screens, forced colours, pages from right to left."""

import pytest

from cnncourse.explorers import EXPLORERS
from tests.browser.accessibility import axe_violations
from tests.browser.explorers import drawn, explorer

pytestmark = pytest.mark.browser

# Pairs of texts that stand over one another, and texts that leave the explorer.
CLASHES = """one => {
  const box = one.shadowRoot.querySelector("section"), texts = [];
  const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const outer = box.getBoundingClientRect();
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility() || parent.closest("svg, style, option"))
      continue;
    if (parent.closest(".spoken, .scroll, pre") || getComputedStyle(parent).clipPath !== "none")
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom } of range.getClientRects())
      texts.push({ words: node.data.trim(), parent, left, right, top, bottom });
  }
  const found = texts.filter(({ right }) => right > outer.right + 1).map(({ words }) => [words]);
  texts.forEach((a, i) => texts.slice(i + 1).forEach(b => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1.5 && high > 4 && a.parent !== b.parent) found.push([a.words, b.words]);
  }));
  return found;
}"""


@pytest.mark.parametrize("slug", EXPLORERS)
def test_at_320_pixels_no_text_stands_over_another(visit_bare, slug):
    page = visit_bare(slug, viewport={"width": 320, "height": 700}).page
    found = explorer(page, slug)
    assert found.evaluate(CLASHES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_violations(page, "cnncourse-explorer") == []


def test_text_over_text_is_noticed(visit_bare):
    found = explorer(visit_bare("output-size").page, "output-size")
    found.evaluate("""one => {
      const [a, b] = one.shadowRoot.querySelectorAll("figcaption");
      b.style.marginTop = `${a.getBoundingClientRect().top - b.getBoundingClientRect().top}px`;
      a.parentElement.style.position = b.parentElement.style.position = "static";
    }""")
    assert found.evaluate(CLASHES)


FILLED = """one => [...one.shadowRoot.querySelectorAll(
  ".fill, .share .part, .nb-fill, .shares .share"
)].filter(
  bar => bar.matches("span") && bar.checkVisibility() && bar.getBoundingClientRect().width > 2
).map(bar => {
  const { backgroundColor, backgroundImage } = getComputedStyle(bar);
  const ground = getComputedStyle(bar.closest("section")).backgroundColor;
  return backgroundImage !== "none" ||
    ![ground, "rgba(0, 0, 0, 0)"].includes(backgroundColor);
})"""


@pytest.mark.parametrize("slug", ["dense-head", "live-network", "network-builder", "pooling"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_are_seen_in_forced_colours(visit_bare, slug, scheme):
    page = visit_bare(slug, forced_colors="active", color_scheme=scheme).page
    found = explorer(page, slug)
    if slug == "pooling":
        found.evaluate("one => one.set({shift_right: 1})")
        drawn(found)
    filled = found.evaluate(FILLED)
    assert len(filled) > 1
    assert all(filled)


@pytest.mark.parametrize("slug", EXPLORERS)
def test_in_a_page_from_right_to_left_an_explorer_reads_as_it_is_written(visit_bare, slug):
    page = visit_bare(slug, viewport={"width": 900, "height": 800}).page
    found = explorer(page, slug)
    places = """one => [...one.shadowRoot.querySelectorAll(".drawing *")].map(part => {
      const box = one.getBoundingClientRect(), { left } = part.getBoundingClientRect();
      return Math.round(left - box.left);
    })"""
    before = found.evaluate(places)
    page.evaluate("document.documentElement.dir = 'rtl'")
    drawn(found)
    assert found.evaluate(places) == before


def test_without_scripts_too_the_drawing_reads_as_it_is_written(visit_bare):
    page = visit_bare(java_script_enabled=False).page
    places = """() => [...document.querySelectorAll("svg")].map(
      svg => [...svg.querySelectorAll("text")].map(words => Math.round(
        words.getBoundingClientRect().left - svg.getBoundingClientRect().left)))"""
    before = page.evaluate(places)
    assert len(before) == len(EXPLORERS)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate(places) == before


@pytest.mark.parametrize(
    ("slug", "state", "marked"),
    [
        ("pooling", {"padding_kind": "valid"}, {"padding": "valid"}),
        ("pooling", {"padding_kind": "same"}, {"padding": "same"}),
        ("pooling", {"padding_kind": "number"}, {}),
        (
            "pooling",
            {"kind": "global"},
            dict.fromkeys(("size", "stride", "padding_kind", "padding"), "one window"),
        ),
        ("output-size", {"padding_kind": "valid"}, {"padding": "valid"}),
        ("output-size", {"padding_kind": "same"}, {"padding": "same"}),
        ("output-size", {"padding_kind": "number"}, {}),
        ("output-size", {"padding_kind": "number", "kernel_size": 1}, {"dilation": "no gaps"}),
        (
            "convolution",
            {"image": "landscape", "padding": 1, "kernel_size": 1},
            {"dilation": "no gaps"},
        ),
    ],
)
def test_a_control_that_changes_nothing_says_why(visit_bare, slug, state, marked):
    found = explorer(visit_bare(slug).page, slug)
    found.evaluate("(one, state) => one.set(state)", state)
    drawn(found)
    told = found.locator(".control.idle").evaluate_all(
        "all => all.map(one => [one.dataset.control, one.querySelector('.why').textContent])"
    )
    assert {name for name, _ in told} == set(marked)
    assert all(marked[name] in why for name, why in told)


@pytest.mark.parametrize(
    ("slug", "state", "words"),
    [
        ("convolution", {"image": "tiny", "kernel_size": 7},
         "Kernel size (7) is larger than the padded input (4); use padding “same” or a smaller"),
        ("output-size", {"size": 4, "kernel_size": 11, "padding_kind": "valid"},
         "Kernel size (11) is larger than the padded input (4)"),
        ("pooling", {"image": "tiny", "size": 6},
         "Window size (6) is larger than the padded input (4)"),
    ],
)  # fmt: skip
def test_a_problem_calls_controls_by_their_labels(visit_bare, slug, state, words):
    found = explorer(visit_bare(slug).page, slug)
    found.evaluate("(one, state) => one.set(state)", state)
    drawn(found)
    problem = found.locator(".problem").inner_text()
    assert words in problem
    assert "=" not in problem
    assert "_" not in problem
