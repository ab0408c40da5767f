"""What a page loads, how much, and in which order: what is in view and answers comes first."""

import functools
import http.server
import shutil
import threading
from pathlib import Path

import pytest

from cnncourse import explorers
from tests.browser.conftest import QuietHandler, Visit
from tests.browser.explorers import explorer, seen_as_in_python

pytestmark = pytest.mark.browser

MOST_BYTES = 1_200_000
BUNDLE = Path(explorers.__file__).parent / "bundle"
# In the order in which they happen: explorers that answer, scripts that have run.
NOTE = """() => {
  window.noted = [];
  const note = (name) => window.noted.push(name);
  document.addEventListener("explorer-ready", (event) => note(event.target.identity));
  document.addEventListener("explorers-ready", () => note("all"));
  document.addEventListener("load", ({target}) => target.localName === "script" && note(
    target.src.replace(/[?].*/, "").split("/").pop()), true);
}"""
# What has the browser lay out the page, and what of it is called while an explorer starts.
ASKED = """() => {
  window.asked = [];
  window.while_starting = [];
  let starting = false;
  const note = (name) => (starting ? window.while_starting : window.asked).push(name);
  const style = window.getComputedStyle;
  window.getComputedStyle = (...of) => (note("getComputedStyle"), style(...of));
  for (const name of ["offsetHeight", "offsetWidth"]) {
    const { get } = Object.getOwnPropertyDescriptor(HTMLElement.prototype, name);
    const read = function () { note(name); return get.call(this); };
    Object.defineProperty(HTMLElement.prototype, name, { get: read });
  }
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) {
    starting = true;
    return attach.call(this, how);
  };
  document.addEventListener("explorer-ready", () => { starting = false; });
}"""
# The page is shown from its end to its beginning: what comes last in it is seen at once.
TURNED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Explorers</title>
<script defer src="explorers-core.js"></script>
<body style="display: flex; flex-direction: column-reverse">
<div>{out_of_view}</div><div style="height: 4000px"></div><div>{in_view}</div></body></html>"""


def element(name):
    return f'<cnncourse-explorer name="{name}"></cnncourse-explorer>'


class Loaded:
    """A visit that counts what its page asks for."""

    def __init__(self, visit, **settings):
        self.reader = visit(**settings)
        self.page = self.reader.page
        self.asked = []
        self.page.on("requestfinished", lambda one: self.asked.append(one))

    def names(self):
        """Return the names of the files asked for."""
        return [one.url.partition("?")[0].rpartition("/")[2] for one in self.asked]

    def count(self, pages):
        """Return the bytes of all that was asked for, by the sizes of the book's files."""
        asked = {one.url.partition("?")[0].partition("#")[0] for one in self.asked}
        asked = {url for url in asked if url.startswith(self.reader.home)}
        return sum((pages / url.removeprefix(self.reader.home)).stat().st_size for url in asked)


@pytest.fixture
def lab(tmp_path):
    """The address of a folder with the explorers' scripts."""
    for path in BUNDLE.glob("*.js"):
        shutil.copy(path, tmp_path)
    handler = functools.partial(QuietHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield tmp_path, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


LARGE = ["feature-map", "live-network"]  # they start when they are about to be seen


def all_but(page, slugs):
    """Wait until all explorers but some answer, and the page has asked for what it needs."""
    page.wait_for_function(
        "names => [...document.querySelectorAll('cnncourse-explorer')].every("
        "one => one.hasAttribute('ready') || names.includes(one.getAttribute('name')))",
        arg=slugs,
    )
    page.wait_for_load_state("networkidle")


def test_the_page_of_all_explorers_moves_little(visit, pages):
    loaded = Loaded(visit, viewport={"width": 1280, "height": 800})
    page = loaded.reader.open("explorers")
    all_but(page, LARGE)
    names = loaded.names()
    assert {"explorers.html", "explorers-core.js", "data-images.js"} <= set(names)
    needless = [name for name in names if name.startswith(("fontawesome", "fa-", "search"))]
    assert needless == []
    assert not {"data-maps.js", "data-weights.js"} & set(names)
    assert 500_000 < loaded.count(pages) <= MOST_BYTES
    assert loaded.reader.errors == []


def test_the_weights_are_loaded_when_their_explorer_comes_into_view(visit, pages):
    loaded = Loaded(visit, viewport={"width": 1280, "height": 800})
    page = loaded.reader.open("explorers")
    all_but(page, LARGE)
    assert seen_as_in_python(explorer(page, "live-network"))["state"]["image"] == "boot"
    assert loaded.names().count("data-weights.js") == 1
    assert loaded.reader.errors == []


def test_an_address_that_names_it_starts_the_explorer_of_large_data(visit):
    reader = visit(viewport={"width": 1280, "height": 800})
    reader.open("index")
    page = reader.page
    page.goto(f"{reader.home}explorers.html#!live-network?shift_right=3")
    found = page.locator("cnncourse-explorer[name=live-network][ready]")
    found.wait_for()
    assert found.evaluate("one => one.state.shift_right") == 3
    page.wait_for_function("scrollY > 1000")
    assert reader.errors == []


def test_a_link_within_the_page_leads_to_the_explorer_of_large_data(visit):
    reader = visit(viewport={"width": 1280, "height": 800})
    page = reader.open("explorers")
    all_but(page, LARGE)
    page.evaluate("location.hash = '#!live-network?shift_right=2'")
    found = page.locator("cnncourse-explorer[name=live-network][ready]")
    found.wait_for()
    assert found.evaluate("one => one.state.shift_right") == 2


def test_icons_are_drawn_without_a_script(visit):
    page = visit(java_script_enabled=False).open("foundations/convolution")
    icon = page.locator("a.right-next svg.svg-inline--fa path").first
    assert icon.is_visible()
    box = page.locator("a.right-next svg.svg-inline--fa").first.bounding_box()
    assert 5 < box["width"] < box["height"] < 40


def test_a_search_begins_on_any_page(visit):
    reader = visit(viewport={"width": 1280, "height": 800})
    page = reader.open("explorers")
    page.locator("button.search-button__button:visible").first.click()
    page.locator("#pst-search-dialog input[name=q]").fill("stride")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=stride*")
    page.locator("#search-results li a").first.wait_for()
    assert reader.outside == []


def test_explorers_in_view_answer_before_the_others(browser, lab):
    folder, home = lab
    first = ["network-builder", "convolution", "receptive-field"]
    out, seen = "".join(map(element, first)), "".join(map(element, ["flatten", "pooling"]))
    (folder / "turned.html").write_text(
        TURNED.format(out_of_view=out, in_view=seen), encoding="utf-8"
    )
    reader = Visit(browser, home, viewport={"width": 1000, "height": 900})
    reader.page.add_init_script(f"({NOTE})()")
    page = reader.open("turned")
    page.wait_for_function("noted.includes('all')")
    noted = page.evaluate("noted.filter(one => !one.endsWith('.js'))")
    assert noted == ["flatten", "pooling", *first, "all"]
    # What is out of view is not even asked for before.
    order = page.evaluate("noted")
    later = [order.index(f"explorer-{name}.js") for name in first]
    assert max(order.index("flatten"), order.index("pooling")) < min(later)
    assert reader.errors == []
    reader.context.close()


def test_who_goes_on_meanwhile_sees_first_what_is_there(browser, lab):
    folder, home = lab
    slugs = ["flatten", "network-builder", "convolution", "receptive-field"]
    far = '<div style="height: 4000px"></div>'.join(map(element, slugs))
    (folder / "far.html").write_text(
        TURNED.format(out_of_view="", in_view=far).replace("column-reverse", "column"),
        encoding="utf-8",
    )
    reader = Visit(browser, home, viewport={"width": 1000, "height": 900})
    reader.page.add_init_script(f"({NOTE})()")
    reader.page.add_init_script(
        """document.addEventListener("explorer-ready", () => document.querySelector(
        "[name=receptive-field]").scrollIntoView(), { once: true })"""
    )
    page = reader.open("far")
    page.wait_for_function("noted.includes('all')")
    noted = page.evaluate("noted.filter(one => !one.endsWith('.js'))")
    assert noted == ["flatten", "receptive-field", "network-builder", "convolution", "all"]
    assert reader.errors == []
    reader.context.close()


def test_a_start_has_the_page_laid_out_by_nobody(browser, lab):
    folder, home = lab
    slugs = ["convolution", "pooling", "dense-head", "network-builder"]
    (folder / "some.html").write_text(
        TURNED.format(out_of_view="", in_view="".join(map(element, slugs))), encoding="utf-8"
    )
    reader = Visit(browser, home, viewport={"width": 1000, "height": 900})
    reader.page.add_init_script(f"({ASKED})()")
    page = reader.open("some")
    page.wait_for_function("document.querySelectorAll('[ready]').length === 4")
    assert page.evaluate("window.while_starting") == []
    page.wait_for_function("window.asked.length > 0")  # the ink is asked for, and later
    assert reader.errors == []
    reader.context.close()


def test_formulas_do_not_stand_before_the_explorers(visit):
    reader = visit(viewport={"width": 1280, "height": 800})
    reader.page.add_init_script(f"({NOTE})()")
    page = reader.open("foundations/padding")
    page.wait_for_selector("mjx-container svg")
    noted = page.evaluate("noted")
    count = page.locator("cnncourse-explorer").count()
    assert count > 0
    before = noted[: noted.index("tex-svg.js")]
    assert len([one for one in before if not one.endswith(".js")]) == count + 1, noted
    assert reader.errors == []


def test_formulas_are_drawn_where_no_explorer_can_be(visit):
    reader = visit()
    reader.context.route("**/explorers-core.js*", lambda route: route.abort())
    reader.open("foundations/padding").wait_for_selector("mjx-container svg")
