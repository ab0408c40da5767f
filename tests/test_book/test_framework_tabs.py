"""Which neighbouring cells share a tab set, and what a real notebook's pair becomes."""

import json
import subprocess
import sys

import nbformat
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document
from framework_tabs import FrameworkTabs

from tests.test_book.building import ROOT


def cell(*tags, element="cell_code"):
    classes = ["cell", *(f"tag_{tag}" for tag in tags)]
    return nodes.container("", nb_element=element, classes=classes)


LETTERS = {
    "K": lambda: cell("keras"),
    "T": lambda: cell("torch"),
    "H": lambda: cell("hide-input", "torch"),
    "B": lambda: cell("keras", "torch"),
    "c": lambda: cell(),
    "m": lambda: cell("keras", element="cell_markdown"),
    "p": lambda: nodes.paragraph("", "words"),
    "%": lambda: nodes.comment("", "a note to the author"),
}


def arrange(letters):
    """Return how the transform arranges the cells, with [Keras cells|PyTorch cells] for tabs."""
    document = new_document("chapter")
    section = nodes.section("", *(LETTERS[letter]() for letter in letters))
    names = {id(child): letter for child, letter in zip(section.children, letters, strict=True)}
    document += section
    FrameworkTabs(document).apply()
    shown = ""
    for child in section.children:
        if child.get("design_component") == "tab-set":
            tabs = [[names[id(cell)] for cell in item.children[1].children] for item in child]
            shown += f"[{'|'.join(map(''.join, tabs))}]"
        else:
            shown += names[id(child)]
    return shown


@pytest.mark.parametrize(
    ("letters", "arranged"),
    [
        ("KT", "[K|T]"),
        ("TK", "[K|T]"),
        ("KH", "[K|H]"),
        ("cKTc", "c[K|T]c"),
        ("KTKT", "[K|T][K|T]"),
        ("KTTK", "[K|T][K|T]"),
        ("TKKT", "[K|T][K|T]"),
        ("KKTT", "[KK|TT]"),
        ("KKT", "[KK|T]"),
        ("KTpTK", "[K|T]p[K|T]"),
        ("K%T", "[K|T]%"),
        ("K", "K"),
        ("T", "T"),
        ("KK", "KK"),
        ("KpT", "KpT"),
        ("KcT", "KcT"),
        ("KTK", "[K|T]K"),
        ("mT", "mT"),
        ("BT", "BT"),
        ("", ""),
    ],
)
def test_neighbours_of_both_frameworks_share_a_tab_set(letters, arranged):
    assert arrange(letters) == arranged


def test_tabs_of_all_pages_are_in_step():
    document = new_document("chapter")
    document += nodes.section("", cell("torch"), cell("keras"))
    FrameworkTabs(document).apply()
    labels = list(document.findall(nodes.rubric))
    assert [(label.astext(), label["sync_group"], label["sync_id"]) for label in labels] == [
        ("Keras", "framework", "keras"),
        ("PyTorch", "framework", "torch"),
    ]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page made from a notebook with stored outputs."""
    folder = tmp_path_factory.mktemp("tabs")
    cells = [nbformat.v4.new_markdown_cell("# A page")]
    for name in ("torch", "keras"):
        code = nbformat.v4.new_code_cell(f'print("{name} says")', metadata={"tags": [name]})
        code.outputs = [nbformat.v4.new_output("stream", text=f"{name} answers\n")]
        cells += [code]
    language = {"language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=language), folder / "index.ipynb")
    extensions = ["myst_nb", "sphinx_design", "framework_tabs"]
    (folder / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {json.dumps(str(ROOT / 'book' / 'extensions'))})\n"
        f"extensions = {extensions}\nnb_execution_mode = 'off'\n"
    )
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", ".", "html"]
    subprocess.run(command, cwd=folder, check=True, timeout=120)
    text = (folder / "html" / "index.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def test_a_tab_holds_the_code_and_its_output(page):
    (tabs,) = page.select(".framework-tabs")
    labels = [label.get_text().strip() for label in tabs.select("label")]
    contents = [content.get_text() for content in tabs.select(".sd-tab-content")]
    assert labels == ["Keras", "PyTorch"]
    for name, content in zip(("keras", "torch"), contents, strict=True):
        assert f"{name} says" in content
        assert f"{name} answers" in content
    assert [bool(button.get("checked")) for button in tabs("input")] == [True, False]
