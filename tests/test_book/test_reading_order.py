"""One reading order: in the contents, on the landing page, in the README, from page to page."""

import re

import contents
import mould
import nbformat
import yaml
from bs4 import BeautifulSoup

from tests.test_book.building import ROOT

BOOK = ROOT / "book"
FOLDERS = "|".join(contents.FOLDERS)
CURIOUS = ["speed", "beyond_one_machine", "every_run"]


def order():
    """Return the names of all pages as a reader turns them: sections follow their page."""
    contents = yaml.safe_load((BOOK / "_toc.yml").read_text(encoding="utf-8"))
    names = [contents["root"]]
    for part in contents["parts"]:
        for entry in part["chapters"]:
            names += [entry["file"], *(one["file"] for one in entry.get("sections", []))]
    return names


def title(path):
    first = nbformat.read(path, as_version=4).cells[0].source
    return re.match(r"# (.+)", first)[1]


def test_the_readme_lists_the_chapters_as_the_contents_do():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"\| (.+) \| \[open on Colab\]\(\S+/book/(\S+)\) \|", text)
    wanted = [(title(path), f"{path.parent.name}/{path.name}") for path in mould.chapters()]
    assert rows == wanted


def test_the_landing_page_says_of_each_chapter_in_order_for_whom_it_is():
    text = (BOOK / "index.md").read_text(encoding="utf-8")
    listing = text[text.index("## The chapters") : text.index("## How to run it")]
    lines = re.findall(rf"(?m)^(?:\d+\.|-) \{{doc\}}`((?:{FOLDERS})/\w+)`\. (.+)$", listing)
    assert [name for name, _ in lines] == contents.pages()
    for name, words in lines:
        assert re.match(r"For whoever |Start here if you ", words), name
        assert 20 < len(words.split()) < 50, name


def test_the_first_button_leads_to_the_first_chapter():
    text = (BOOK / "index.md").read_text(encoding="utf-8")
    (first,) = re.findall(r"\{button-ref\} (\S+)", text)
    assert first == contents.pages()[0]
    assert f"/book/{first}.ipynb\n" in text


def test_what_learners_do_not_need_stands_last():
    assert order()[-len(CURIOUS) :] == CURIOUS


def test_every_page_leads_to_the_one_before_and_the_one_after(pages):
    names = order()
    for place, name in enumerate(names):
        page = BeautifulSoup((pages / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        for side, beside in (("left-prev", place - 1), ("right-next", place + 1)):
            links = [link["href"] for link in page.select(f"a.{side}")]
            wanted = [f"{names[beside]}.html"] if 0 <= beside < len(names) else []
            reached = [(pages / name).parent.joinpath(link).resolve() for link in links]
            assert reached == [(pages / one).resolve() for one in wanted], (name, side)
