"""A real Chromium over the built book, from a file server and straight from the disk."""

import contextlib
import functools
import http.server
import re
import shutil
import sys
import threading
from pathlib import Path

import pytest

from cnncourse.explorers import EXPLORERS, feature_map, training
from cnncourse.explorers.making.script import script
from tests.browser.explorers import explorer
from tests.test_book.building import ROOT

sys.path[:0] = [str(ROOT / "book" / "tools"), str(ROOT / "book" / "extensions")]

BUNDLE = Path(__file__).resolve().parents[2] / "cnncourse" / "explorers" / "bundle"
BARE = """<!doctype html><html lang=en><meta charset=utf-8>
<meta name=viewport content="width=device-width, initial-scale=1"><title>Explorers</title>
<style>body {{ margin: 0.5rem }}</style><script defer src=explorers-core.js></script>
<main><h1>Explorers</h1>{}</main>"""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, *arguments):
        """Say nothing."""


@contextlib.contextmanager
def file_server(folder, handler=QuietHandler):
    """Give the address of a file server over a folder, as long as it is wanted."""
    own = functools.partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), own) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def served(pages):
    """The address of a plain file server over the pages."""
    with file_server(pages) as address:
        yield address


@pytest.fixture(scope="session")
def bare(tmp_path_factory):
    """The folder of a page of the explorers alone, and of one page for each: no book is built."""
    folder = tmp_path_factory.mktemp("bare")
    shutil.copytree(BUNDLE, folder, dirs_exist_ok=True)
    for kind in (training, feature_map):
        images = script(kind.PAGE_DATA, kind.page_data())
        (folder / f"data-{kind.PAGE_DATA}.js").write_text(images, encoding="ascii")
    made = {slug: kind().html() for slug, kind in EXPLORERS.items()}
    for name, html in {**made, "all": "".join(made.values())}.items():
        (folder / f"{name}.html").write_text(BARE.format(html), encoding="utf-8")
    return folder.as_uri() + "/"


@pytest.fixture
def visit_bare(browser, bare):
    """Return a function that opens one of these pages and gives its `Visit`."""
    opened = []

    def start(name="all", **settings):
        opened.append(Visit(browser, bare, **settings))
        opened[-1].open(name)
        return opened[-1]

    yield start
    for one in opened:
        errors = one.errors
        one.context.close()
        assert errors == []


# For what cannot depend on where a page comes from: how it looks, how it is laid out.
from_disk = pytest.mark.parametrize("home", ["disk"], indirect=True)


def everywhere(name, cases):
    """Parametrise by all cases from the disk, and by the first from a server too."""
    pairs = [("server", cases[0]), *(("disk", case) for case in cases)]
    return pytest.mark.parametrize(("home", name), pairs, indirect=["home"])


@pytest.fixture(params=["server", "disk"])
def home(request):
    """The address before a page's name: served, and from the disk."""
    if request.param == "server":
        return request.getfixturevalue("served")
    return request.getfixturevalue("pages").as_uri() + "/"


@pytest.fixture(scope="session")
def browser(chromium_program):
    """A Chromium of this test run."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as control:
        chromium = control.chromium.launch(executable_path=chromium_program, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Visit:
    """A page opened in a context of its own; outside requests are refused and remembered."""

    def __init__(self, browser, home, **settings):
        self.home, self.outside, self.errors = home, [], []
        self.context = browser.new_context(**settings)
        # What belongs to the book passes without being asked about: it is most of the time.
        self.context.route(re.compile(f"^(?!{re.escape(home)}|data:|blob:)"), self.refuse)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)  # a busy machine takes 20 s to load a page
        self.page.on("console", lambda m: m.type == "error" and self.errors.append(m.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def refuse(self, route):
        """Remember and refuse what does not belong to the book."""
        self.outside.append(route.request.url)
        route.abort()

    def open(self, name):
        """Go to the page ``name`` and wait until its scripts have run."""
        self.page.goto(f"{self.home}{name}.html", wait_until="load")
        return self.page

    def again(self, name):
        """Go to the page ``name``, which is to find what pages before it have stored.

        Once in a hundred times, on a busy machine, Chromium gives a page from the disk an empty
        storage that is cut off from the browser's as long as it is open, as a page beside it shows.
        Such a page is opened anew.
        """
        empty, stored = f"{self.home}empty.html", "Object.entries(localStorage).sort()"
        self.context.route(empty, lambda one: one.fulfill(body="", content_type="text/html"))
        for _ in range(5):
            page, beside = self.open(name), self.context.new_page()
            beside.goto(empty)
            joined = page.evaluate(stored) == beside.evaluate(stored)
            beside.close()
            if joined:
                break
        return page


@pytest.fixture
def visit(browser, home):
    """Open a context with the settings given; each is closed after the test."""
    opened = []

    def start(**settings):
        opened.append(Visit(browser, home, **settings))
        return opened[-1]

    yield start
    for one in opened:
        one.context.close()


@pytest.fixture(scope="module")
def explorers_page(browser, served):
    """One visit of the page of all explorers for the tests of a file."""
    one = Visit(browser, served, viewport={"width": 1200, "height": 900})
    one.open("explorers")
    yield one
    one.context.close()


@pytest.fixture
def open_training(visit_bare):
    """Return a function that opens the explorer, measured at step 0, and gives its locator."""

    def start(fragment="", **settings):
        visited = visit_bare("training", **settings)
        if fragment:
            visited.page.goto(f"{visited.home}training.html{fragment}")
            visited.page.reload()
        found = explorer(visited.page, "training")
        found.locator(".measured td").first.filter(has_text="Step 0").wait_for()
        found.locator(".kernels canvas").first.wait_for()
        return found

    return start
