"""``{explorer}`` in a page of text: its settings, its chosen controls, the way to all of them."""

import importlib
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from tests.test_book.building import ROOT

CONF = f"""
import sys
sys.path.insert(0, {str(ROOT / "book" / "extensions")!r})
extensions = ["myst_parser", "explorers"]
html_theme = "basic"
"""
CHOSEN = "```{explorer} Convolution\nkernel: blur\ncontrols: [kernel, stride]\n```\n"


def built(folder, **pages):
    """Build a small book; return the process and a way to read a page's soup."""
    for name, text in {"conf.py": CONF, **pages}.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(folder), str(folder / "out")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    def soup(name):
        page = (folder / "out" / f"{name}.html").read_text(encoding="utf-8")
        return BeautifulSoup(page, "html.parser")

    return done, soup


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A page of all explorers, a chapter with chosen controls, one without explorers."""
    toc = "# Book\n\n```{toctree}\nexplorers\nchapters/one\nplain\n```\n"
    pages = {
        "index.md": toc,
        "explorers.md": "# All\n\n```{explorer} Convolution\n```\n",
        "chapters__one.md": f"# One\n\n{CHOSEN}",
        "plain.md": "# Plain\n\nWords.\n",
    }
    done, soup = built(tmp_path_factory.mktemp("book"), **pages)
    assert done.returncode == 0, done.stderr
    return soup


def scripts(page):
    return [one for one in page.find_all("script") if "explorers-core" in one.get("src", "")]


def test_the_element_carries_the_controls(book):
    (chosen,) = book("chapters/one").find_all("cnncourse-explorer")
    assert (chosen["name"], chosen["controls"]) == ("convolution", "kernel stride")
    assert chosen["state"] == '{"kernel": "blur"}'
    (whole,) = book("explorers").find_all("cnncourse-explorer")
    assert not whole.has_attr("controls")


def test_the_script_is_told_where_all_explorers_are(book):
    (script,) = scripts(book("chapters/one"))
    assert script["data-explorers"] == "../explorers.html"
    (script,) = scripts(book("explorers"))
    assert not script.has_attr("data-explorers")
    assert scripts(book("plain")) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("controls: [strid]", "got 'strid' (did you mean 'stride'?)"),
        ("controls: stride", "controls must be a list of names"),
        ("stride: 99", "stride must be a whole number from 1 to 6, got 99"),
        ("strides: 2", "has no setting 'strides' (did you mean 'stride'?)"),
    ],
)
def test_a_mistake_is_named_by_the_build(wrong, words, tmp_path):
    done, _ = built(
        tmp_path, **{"index.md": f"# One\n\n```{{explorer}} Convolution\n{wrong}\n```\n"}
    )
    assert words in done.stderr


def test_files_beside_the_core_are_asked_for_by_what_they_hold(book, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "book" / "extensions"))
    edition = importlib.import_module("explorers").edition
    (core,) = scripts(book("explorers"))
    assert core["data-edition"] == f"v={edition()}"
    names = []
    for count in range(2):
        folder = tmp_path / str(count)
        folder.mkdir()
        (folder / "data-images.js").write_text(f"let a = {count};")
        names.append(edition(folder))
    assert len({*names, edition()}) == 3
