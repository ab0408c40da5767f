"""The built pages: complete, without warnings, and asking nothing of any other site."""

import functools
import subprocess
import sys
from typing import NamedTuple

import address
import exercises
import notebooks
import pytest
import yaml
from bs4 import BeautifulSoup

from tests.test_book.building import BLOCKED, ROOT, blocked_environment

BOOK = ROOT / "book"


def listed():
    """Return the names of the pages that the table of contents lists, and each chapter's."""
    contents = yaml.safe_load((BOOK / "_toc.yml").read_text(encoding="utf-8"))
    names, waiting = [contents["root"]], [*contents["parts"]]
    while waiting:
        entry = waiting.pop(0)
        names += [entry["file"]] if "file" in entry else []
        waiting += entry.get("chapters", []) + entry.get("sections", [])
    return names


def chapter_names():
    return [path.relative_to(BOOK).with_suffix("").as_posix() for path in notebooks.chapters()]


class Page(NamedTuple):
    """What the tests ask of a page, read once: a page takes half a second."""

    links: list[str]
    loaded: list[str]
    images: list[tuple[str, str]]  # address and words; the logo's are left out: its words follow
    asked: list[str]
    solutions: int
    unfolded: int


LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@functools.cache
def read(path):
    page = soup(path)
    images = [tag for tag in page("img") if "logo__image" not in tag.get("class", [])]
    return Page(
        links=[link["href"] for link in page("a", href=True)],
        loaded=[tag.get(LOADS[tag.name], "") for tag in page(list(LOADS))],
        images=[(tag["src"], tag.get("alt", "")) for tag in images],
        asked=[one["id"].removeprefix("question-") for one in page.select("section.question")],
        solutions=len(page.select("section.question > details.question-solution")),
        unfolded=len(page.select("details[open]")),
    )


def test_the_build_ends_without_a_warning(built):
    done, folder = built
    said = (done.stdout + done.stderr).splitlines()
    assert [line for line in said if "WARNING" in line or "ERROR" in line] == []
    assert done.returncode == 0, said[-20:]
    assert all((folder / f"{name}.html").exists() for name in listed())


@pytest.mark.parametrize("name", BLOCKED)
def test_the_build_could_not_have_found_a_framework(name, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", f"import {name}"],
        env=blocked_environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert "must not be needed to build the book" in done.stderr


def test_the_contents_list_every_page_that_exists_and_no_other():
    sources = {
        path.relative_to(BOOK).with_suffix("").as_posix()
        for path in [*BOOK.rglob("*.md"), *notebooks.chapters()]
        if not {"_build", "assignments", "static", "tools", "extensions"} & set(path.parts)
    }
    assert sorted(listed()) == sorted(sources)


def test_no_page_loads_anything_from_elsewhere(pages):
    outside = [
        (page.name, address)
        for page in pages.rglob("*.html")
        for address in read(page).loaded
        if address.startswith(("http:", "https:", "//"))
    ]
    assert outside == []


def test_every_image_has_words_for_those_who_do_not_see_it(pages):
    every = list(pages.rglob("*.html"))
    images = [(page.name, *image) for page in every for image in read(page).images]
    assert len(images) > 0
    assert [(name, at) for name, at, alt in images if not alt.strip() or "/" in alt] == []


@pytest.mark.parametrize("name", chapter_names())
def test_a_chapters_buttons_lead_to_its_own_repository(pages, name):
    own = address.current()
    links = read(pages / f"{name}.html").links
    path = f"{own.owner}/{own.name}"
    notebook = f"book/{name}.ipynb"
    colab = f"https://colab.research.google.com/github/{path}/blob/{own.branch}/{notebook}"
    binder = f"https://mybinder.org/v2/gh/{path}/{own.branch}?urlpath=lab/tree/{notebook}"
    assert colab in links
    assert binder in links
    assert own.repository in links
    assert f"{own.repository}/edit/{own.branch}/{notebook}" in links
    assert any(link.startswith(f"{own.repository}/issues/new") for link in links)


@pytest.mark.parametrize("name", chapter_names())
def test_a_chapter_can_be_downloaded_as_it_was_stored(pages, name):
    links = read(pages / f"{name}.html").links
    (download,) = {link for link in links if link.endswith(".ipynb") and "_sources" in link}
    copy = (pages / name).parent / download
    assert copy.read_bytes() == (BOOK / f"{name}.ipynb").read_bytes()


@pytest.mark.parametrize("name", chapter_names())
def test_a_chapter_asks_all_its_exercises_each_with_a_folded_solution(pages, name):
    page, chapter = read(pages / f"{name}.html"), name.rpartition("/")[2]
    assert sorted(page.asked) == sorted(exercises.of_chapter(chapter))
    assert page.solutions == len(page.asked) > 0
    assert page.unfolded == 0


def test_the_glossary_gives_the_right_words_in_three_languages(pages):
    entries = {
        term.get_text().strip("#\n "): term.find_next_sibling("dd").get_text()
        for term in soup(pages / "glossary.html").select("dl.glossary dt")
    }
    for term, words in {
        "convolution": ("convolución", "convoluzione", "卷积"),
        "pooling": ("agrupación", "raggruppamento", "池化"),
        "flattening": ("aplanamiento", "appiattimento", "展平"),
        "padding": ("relleno", "riempimento", "填充"),
        "stride": ("paso", "passo", "步幅"),
        "kernel": ("núcleo", "filtro", "卷积核"),
        "layer": ("capa", "strato", "层"),
        "dropout": ("abandono", "dropout", "随机失活"),
        "tensor": ("tensor", "tensore", "张量"),
    }.items():
        assert all(word in entries[term] for word in words), term


def test_mathjax_is_whole_and_carries_its_licence(pages):
    assert (pages / "_static/mathjax/tex-svg.js").stat().st_size > 2_000_000
    assert "Apache License" in (pages / "_static/mathjax/LICENSE").read_text(encoding="utf-8")
