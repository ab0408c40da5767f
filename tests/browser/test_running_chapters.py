"""The cells of the chapters give in the page what is printed, by a policy that forbids the rest."""

import json
import re

import cell_names
import contents
import nbformat
import pytest
import running

from tests.browser.conftest import Visit, file_server
from tests.browser.strict import PolicyHandler

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHAPTERS = [page for page in contents.pages() if contents.file_of(page).suffix == ".ipynb"]
# Of each part the chapter in which the most is clicked through.
CLICKED = ["foundations/convolution", "networks/deeper", "inside/measuring"]


@pytest.fixture(scope="module")
def book(page_python, pages):
    """The address of the built book."""
    with file_server(pages, PolicyHandler) as address:
        yield address


def shown(cell):
    """Return the text that a cell's stored outputs show."""
    found = [one.get("text") or one.get("data", {}).get("text/plain", "") for one in cell.outputs]
    return "".join(found).strip()


def read(name):
    """Return the cells of a chapter."""
    return nbformat.read(contents.file_of(name), as_version=4).cells


def ignored(cell):
    """Return whether a cell's output is not compared in the notebook either."""
    return "nbval-ignore-output" in cell.metadata.get("tags", [])


def left_out(texts, cells):
    """Return for each cell whether it is ignored, or takes from one that is."""
    held = [ignored(cell) for cell in cells]
    needed = [cell_names.needed(texts, at) for at in range(len(texts))]
    return [
        own or any(held[above] for above in takes) for own, takes in zip(held, needed, strict=True)
    ]


def texts_of(told, cells):
    """Return what runs of each cell."""
    return [one.get("text", cells[place].source) for place, one in told.items()]


def compared(told, cells):
    """Return the places of the cells that run in the page and print there what is stored."""
    left = left_out(texts_of(told, cells), [cells[place] for place in told])
    return [
        place
        for (place, one), out in zip(told.items(), left, strict=True)
        if not one.get("lacks") and not out
    ]


IN_ONE_PYTHON = """async ([address, pages]) => {
  const { Python } = await import(address);
  const python = new Python();
  const printed = [];
  for (const [page, texts] of pages) {
    for (const text of texts) {
      const settings = { filename: "<cell>", seconds: 120, space: page };
      printed.push(text === null ? null : await python.run(text, settings));
    }
  }
  python.dispose();
  return printed.map((run) => run && { text: run.output, error: run.error?.last });
}"""


def test_every_cell_of_every_chapter_gives_in_a_pages_python_what_is_printed(browser, book, pages):
    """In one Python, each chapter in a space of names of its own; the next test clicks."""
    asked, wanted = [], []
    for name in CHAPTERS:
        cells, told = read(name), running.page_data(contents.file_of(name))
        texts, runs = texts_of(told, cells), {*compared(told, cells)}
        left = left_out(texts, [cells[place] for place in told])
        given = [None if out else text for text, out in zip(texts, left, strict=True)]
        asked.append([name, [text if text and text.strip() else None for text in given]])
        wanted += [(name, at, shown(cells[at])) if at in runs else None for at in told]
    one = Visit(browser, book)
    page = one.open(CHAPTERS[0])
    (script,) = (path.relative_to(pages) for path in pages.glob("_static/running/*/python.js"))
    found = page.evaluate(IN_ONE_PYTHON, [f"{book}{script.as_posix()}", asked])
    wrong = [
        (*expected, got)
        for expected, got in zip(wanted, found, strict=True)
        if expected and got and (got["error"] or got["text"].strip() != expected[2])
    ]
    assert wrong == []
    assert sum(bool(expected and got) for expected, got in zip(wanted, found, strict=True)) >= 300
    assert (one.outside, one.errors) == ([], [])
    one.context.close()


@pytest.mark.parametrize("name", CLICKED)
def test_the_cells_of_a_chapter_give_in_the_page_what_is_printed(browser, book, name):
    cells = read(name)
    one = Visit(browser, book)
    page = one.open(name)
    stored = page.locator("#running-cells")
    told = json.loads(stored.text_content()) if stored.count() else []
    told = {int(cell["at"].split("-")[1]): cell for cell in told}
    ran = 0
    for place in compared(told, cells):
        cell = page.locator(f"#cell-{place}")
        if not cell.locator(".run-tools").count():
            continue  # it is not in sight, and runs for those that need it
        cell.get_by_role("button", name=re.compile("^Run cell")).press("Enter")
        cell.locator(".run-tools:is([data-state=run], [data-state=failed])").wait_for(
            state="attached", timeout=120_000
        )
        live = cell.locator(".live-output pre")
        came = live.first.text_content() if live.count() else ""
        assert came.strip() == shown(cells[place]), (place, cell.inner_text())
        ran += 1
    assert (ran > 0) == any(not cell.get("lacks") for cell in told.values())
    assert (one.outside, one.errors) == ([], [])
    one.context.close()
