"""Cells that run in the page: as printed, changed, ended, in error, on a phone, without a network.

Every address outside of the book is refused and fails the test.
"""

import re

import nbformat
import pytest

from tests.browser import accessibility
from tests.browser.conftest import Visit, file_server
from tests.browser.strict import PolicyHandler
from tests.test_book import site
from tests.test_book.building import ROOT

pytestmark = pytest.mark.browser
CONF = f"""
html_theme = "sphinx_book_theme"
html_static_path = [{str(ROOT / "book" / "static")!r}]
html_css_files = ["cnncourse.css"]
html_context = {{"default_mode": "auto"}}
html_theme_options = {{"navbar_persistent": []}}
"""
CELLS = {
    "import": "import numpy as np\nx = np.arange(4)",
    "print": "print(x.sum())\nx * 2",
    "endless": "while True:\n    pass",
    "error": "a = 1\nx[99]",
    "flood": "while len(x):\n    print('flood', '<b id=planted>')\n    x = x[:-1] if x[0] else x",
    "deep": "def f(n):\n    return 1 + f(n + 1)\n\n\nf(0)",
    "large": "y = np.ones(3 * 2**28)\ny.size",
    "shown": "show(np.eye(6), 'six')\nprint('<i id=planted>no</i>')",
    "torch": "import torch\ntorch.ones(3)",
    "torch again": "torch.zeros(2)",
}
PLACES = {name: place for place, name in enumerate(CELLS)}


@pytest.fixture(scope="module")
def folder(page_python, tmp_path_factory):
    """A site of one notebook, whose cells do what a page must withstand."""
    made = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python"}})
    made.cells = [nbformat.v4.new_markdown_cell("# A chapter")]
    for code in CELLS.values():
        made.cells.append(nbformat.v4.new_code_cell(code))
    made.cells[2].outputs = [nbformat.v4.new_output("stream", name="stdout", text="printed")]
    place = tmp_path_factory.mktemp("running")
    nbformat.write(made, place / "index.ipynb")
    done = site.build(place, ["running"], CONF)
    assert done.returncode == 0, done.stderr
    return place / "html"


@pytest.fixture(scope="module")
def strict(folder):
    """The address of the small site."""
    with file_server(folder, PolicyHandler) as address:
        yield address


class Reader(Visit):
    """A reader of a page whose cells run."""

    def cell(self, name):
        """Return the cell of a name."""
        return self.page.locator(f"#cell-{PLACES[name] + 1}")

    def press(self, name, button="Run"):
        """Press one of the cell's buttons."""
        one = self.cell(name).get_by_role("button", name=re.compile(f"^{button}"))
        one.first.press("Enter")

    def came(self, name, state="run"):
        """Wait until a cell has run, or failed; return its output's text."""
        tools = self.cell(name).locator(f".run-tools[data-state={state}]")
        tools.wait_for(state="attached")
        live = self.cell(name).locator(".live-output")
        return live.inner_text().strip() if live.count() else ""

    def run(self, name, state="run"):
        """Run a cell and return its output's text."""
        self.press(name)
        return self.came(name, state)

    def status(self, name):
        """Return what is said under a cell."""
        return self.cell(name).locator(".run-status").inner_text()

    def write(self, name, text):
        """Write a text into a cell's editor."""
        if not self.cell(name).locator(".cm-content").count():
            self.press(name, "Edit")
        box = self.cell(name).locator(".cm-content")
        box.wait_for()
        box.focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)


@pytest.fixture(scope="module")
def reader(browser, strict):
    """One reader for the tests of a file: Python is loaded once."""
    one = Reader(browser, strict, viewport={"width": 1200, "height": 900})
    one.open("index")
    yield one
    assert one.outside == []
    one.context.close()


def test_nothing_is_loaded_before_a_click_and_all_of_it_from_the_book_after(reader):
    asked = reader.page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
    own = [url.rpartition("/")[2].partition("?")[0] for url in asked if "/running/" in url]
    assert sorted(own) == ["running.css", "start.js"]
    assert not [url for url in asked if "pyodide" in url]
    assert reader.run("print") == "6\narray([0, 2, 4, 6])"
    assert "The cell above that it needs ran first" in reader.status("print")
    assert reader.outside == []


def test_a_cell_is_changed_run_and_put_back_as_it_was_printed(reader):
    assert "printed" not in reader.run("print")
    reader.write("print", "print('mine')")
    reader.page.keyboard.press("Control+Enter")
    reader.cell("print").get_by_text("mine", exact=True).wait_for()
    reader.press("print", "Back")
    assert reader.cell("print").locator(".live-output").count() == 0
    assert reader.cell("print").locator(".cell_output").inner_text().strip() == "printed"
    assert reader.cell("print").locator(".cell_input pre").is_visible()


def test_an_error_says_its_last_line_first_and_marks_the_line(reader):
    told = reader.run("error", "failed")
    assert told.splitlines()[0].startswith("IndexError: index 99 is out of bounds")
    assert "line 2 of this cell" in told
    assert reader.cell("error").locator(".run-mark").count() == 1
    whole = reader.cell("error").locator("details pre")
    assert not whole.is_visible()
    reader.cell("error").locator("summary").press("Enter")
    assert "Traceback" in whole.inner_text()


def test_what_python_prints_is_text_and_arrays_are_drawn(reader):
    assert "<i id=planted>no</i>" in reader.run("shown")
    assert reader.page.locator("#planted").count() == 0
    drawn = reader.cell("shown").get_by_role("img", name="six: 6 × 6, float64, 0 to 1")
    assert drawn.locator("canvas").evaluate("(c) => [c.width, c.height]") == [6, 6]


def test_a_flood_is_cut_and_ended_by_stop_and_what_was_defined_comes_back(reader):
    reader.press("flood")
    reader.cell("flood").get_by_text("the rest is left out").wait_for()
    reader.press("flood", "Stop")
    assert "Stopped." in reader.came("flood", "failed")
    assert "What was defined is gone" in reader.status("flood")
    assert reader.page.locator("#planted").count() == 0
    assert reader.run("print") == "6\narray([0, 2, 4, 6])"


def test_too_deep_and_too_large_are_told_in_words(reader):
    assert "does it come to an end" in reader.run("deep", "failed")
    assert "try a smaller array" in reader.run("large", "failed")
    assert "6" in reader.run("print")


def test_an_endless_loop_of_ones_own_ends_by_itself_and_the_page_stays_awake(reader):
    reader.write("endless", "while True:\n    pass")
    reader.press("endless")
    reader.cell("endless").locator(".run-tools[data-state=running]").wait_for()
    reader.write("print", "print('meanwhile')")  # edited while another runs
    reader.press("print")
    assert "Another cell is running" in reader.status("print")
    assert "Ended after 10 seconds: an endless loop?" in reader.came("endless", "failed")
    reader.press("endless", "Back")
    assert reader.run("print") == "meanwhile"
    reader.press("print", "Back")


def test_a_printed_cell_that_takes_from_a_changed_one_has_ten_seconds_too(reader):
    reader.write("import", CELLS["import"] + "  # changed")
    assert "Ended after 10 seconds: an endless loop?" in _ended(reader, "flood")
    reader.press("import", "Back")


def _ended(reader, name):
    """Run a cell that does not end, and return its output's text."""
    text = reader.run(name, "failed")
    assert "What was defined is gone" in reader.status(name)
    return text


def test_a_file_that_does_not_come_is_named_and_asked_for_again(reader):
    reader.page.reload()
    reader.context.route("**/*-started.bin", lambda route: route.abort())
    reader.press("print")
    reader.came("print", "failed")
    assert "started.bin could not be loaded (no answer): click again." in reader.status("print")
    reader.context.unroute("**/*-started.bin")
    assert reader.run("print") == "6\narray([0, 2, 4, 6])"


def test_what_is_drawn_at_random_is_another_in_every_page(reader):
    """Though each page takes up the memory of the one Python that the build has started."""
    drawn = set()
    for _ in range(2):
        reader.page.reload()
        reader.write("print", "import random\nprint(random.random(), np.random.random())")
        drawn |= set(reader.run("print").split())
    assert len(drawn) == 4
    reader.press("print", "Back")


def test_what_one_wrote_is_kept_and_there_after_reload_and_back(reader):
    reader.write("print", "print('kept')")
    reader.again("search")
    reader.page.go_back()
    reader.page.reload()
    assert "You have changed this cell before" in reader.status("print")
    reader.press("print", "Edit")
    assert reader.cell("print").locator(".cm-content").inner_text() == "print('kept')"
    reader.press("print", "Back")
    reader.page.reload()
    assert reader.status("print") == ""


def test_after_the_first_load_no_network_is_needed(reader):
    reader.run("print")
    reader.context.set_offline(True)
    reader.write("print", "print(x.max())")
    reader.press("print")
    reader.cell("print").get_by_text("3", exact=True).wait_for()
    reader.context.set_offline(False)
    reader.press("print", "Back")


def test_keys_alone_run_change_and_put_back_a_cell(reader):
    page = reader.page
    cell = reader.cell("print")

    def tab_to(words):
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent").startswith(words):
                return
        raise AssertionError(f"Tab does not lead to {words}")

    cell.get_by_role("button", name=re.compile("^Run cell")).focus()
    page.keyboard.press("Enter")
    assert reader.came("print") == "6\narray([0, 2, 4, 6])"
    tab_to("Edit")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.code-editor')")
    page.keyboard.press("Control+A")
    page.keyboard.type("x.min()")
    page.keyboard.press("Control+Enter")
    cell.get_by_text(re.compile(r"^np\.int\d+\(0\)$")).wait_for()
    page.keyboard.press("Escape")
    tab_to("Back to the printed")
    page.keyboard.press("Enter")
    assert cell.locator(".cell_output").inner_text().strip() == "printed"
    assert page.evaluate("document.activeElement.textContent") == "Edit"


def test_two_tabs_have_each_their_own_python(reader):
    other = reader.context.new_page()
    other.goto(reader.page.url)
    reader.write("print", "x = np.zeros(4)\nx.sum()")
    reader.press("print")
    reader.cell("print").get_by_text("np.float64(0.0)").wait_for()
    other.locator("#cell-2").get_by_role("button", name=re.compile("^Run cell")).press("Enter")
    other.locator("#cell-2 .run-tools[data-state=run]").wait_for(state="attached")
    assert other.locator("#cell-2 .live-output").inner_text().strip() == "6\narray([0, 2, 4, 6])"
    other.close()
    reader.press("print", "Back")


def test_a_cell_that_needs_more_says_so(reader):
    note = reader.cell("torch").locator(".run-note").inner_text()
    assert note.startswith("Needs PyTorch, which this page has not")
    assert reader.cell("torch").get_by_role("button", name="Run").count() == 0
    again = reader.cell("torch again").locator(".run-note").inner_text()
    assert again.startswith("Needs PyTorch")
    assert len(again) < len("Needs PyTorch, which")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_shows_it_whole_and_axe_finds_nothing(browser, strict, theme):
    size = {"width": 390, "height": 800}
    one = Reader(browser, strict, viewport=size, color_scheme=theme, bypass_csp=True)
    page = one.open("index")
    one.run("shown")
    one.run("error", "failed")
    one.press("print", "Edit")
    one.cell("print").locator(".cm-content").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert accessibility.axe_violations(page, "article") == []
    one.context.close()


def test_from_the_disk_a_sentence_names_the_cure(browser, folder):
    one = Reader(browser, folder.as_uri() + "/")
    one.open("index")
    one.press("print")
    assert "run make serve" in one.status("print")
    assert one.errors == []
    one.context.close()
