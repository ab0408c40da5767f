"""The slides of the chapters: every figure, every prediction, every explorer, and words to each."""

import json

import contents
import pytest
from bs4 import BeautifulSoup

from cnncourse.exercises.chapters import ORDER
from tests.test_book import site
from tests.test_book.building import ROOT

BOOK = ROOT / "book"
CHAPTERS = contents.pages()


def read(pages, name):
    return BeautifulSoup((pages / f"{name}.html").read_text("utf-8"), "html.parser")


def words(node):
    """Return a node's text without the marks that the page puts around it."""
    return " ".join(node.get_text(" ").split())


@pytest.fixture(scope="module", params=CHAPTERS)
def both(request, pages):
    """A chapter's page and its slides."""
    name = request.param
    slides = read(pages, f"instructors/slides/{name.rpartition('/')[2]}")
    return name, read(pages, name).select_one("article"), slides.select("section.slide")


def of_kind(slides, *kinds):
    return [one for one in slides if one["data-kind"] in kinds]


def test_each_chapter_has_its_slides_and_they_are_listed(pages):
    listed = read(pages, "instructors/slides")
    links = {one["href"].partition(".html")[0] for one in listed.select("article table a")}
    assert len(CHAPTERS) == len(ORDER)
    for name in CHAPTERS:
        own = name.rpartition("/")[2]
        assert {f"slides/{own}", f"../{name}"} <= links


def test_they_begin_with_the_chapters_name_and_what_it_is_for(both):
    _, chapter, slides = both
    (first,) = of_kind(slides, "title")
    assert first is slides[0]
    assert words(first.h2) == words(chapter.h1).removesuffix(" #")
    assert "You will be able to" in words(first)
    assert "_" not in words(first)  # the name of a chapter, not of its file


def test_every_slide_has_a_heading_and_all_but_the_first_a_line(both):
    _, _, slides = both
    for number, slide in enumerate(slides, start=1):
        assert slide["id"] == f"slide-{number}"
        assert slide["data-number"] == f"{number} / {len(slides)}"
        assert words(slide.h2)
        lines = slide.select(".slide-line")
        assert len(lines) == (slide["data-kind"] != "title")
        assert all(10 < len(words(one)) < 200 for one in lines), words(slide)


def test_every_figure_of_a_chapter_is_there_once_with_its_alt_text(both):
    name, chapter, slides = both
    drawn = [one["aria-label"] for one in chapter.select("svg.figure")]
    assert [one["aria-label"] for s in slides for one in s.select("svg.figure")] == drawn
    if (BOOK / f"{name}.ipynb").exists():
        stored = json.loads((BOOK / f"{name}.ipynb").read_text("utf-8"))["cells"]
        alts = [
            one["metadata"]["mystnb"]["image"]["alt"]
            for one in stored
            if any("image/svg+xml" in o.get("data", {}) for o in one.get("outputs", []))
        ]
        assert drawn == alts
    else:
        maps = [words(one) for one in chapter.select(".corner-map")]
        assert [words(one) for s in slides for one in s.select(".corner-map")] == maps
        assert maps


def test_every_prediction_is_two_slides_and_the_first_does_not_tell(both):
    _, chapter, slides = both
    asked = []
    for one in chapter.select("details.prediction"):
        question = one.summary.get_text(" ")
        question = " ".join(question.replace("Predict first.", "").split())
        asked.append(question.removesuffix("Show the answer").strip())
    shown = of_kind(slides, "question")
    assert [words(one.select_one(".slide-line")) for one in shown] == list(dict.fromkeys(asked))
    for question in shown:
        answer = question.find_next_sibling("section")
        assert answer["data-kind"] == "answer"
        line = words(answer.select_one(".slide-line"))
        assert line == words(question.select_one(".slide-line"))
        assert len(words(answer)) > len(words(answer.h2)) + len(line) + 1 or answer.select("svg")
        assert not question.select(".cell_output, svg, cnncourse-explorer, table")


def test_every_explorer_of_a_chapter_is_there_and_every_chapter_has_one(both):
    _, chapter, slides = both
    count = len(chapter.select("cnncourse-explorer"))
    own = [s for s in of_kind(slides, "explorer", "answer") if s.select("cnncourse-explorer")]
    assert len(own) == count
    more = of_kind(slides, "more")
    assert all(len(one.select("cnncourse-explorer")) == 1 for one in more)
    assert count + len(more) >= 1


def test_no_picture_of_them_is_a_file_and_nothing_is_asked_of_another_site(both):
    _, _, slides = both
    for slide in slides:
        assert not [one for one in slide.select("img") if not one["src"].startswith("data:")]
        assert not slide.select("script[src], iframe, link")
        assert not [one for one in slide.select("a[href]") if "://" in one["href"]]


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9pt" height="9pt">'
    '<path d="M 0 0" style="stroke: #1f2430"/></svg>'
)


def notebook(**metadata):
    """Return a notebook of one figure."""
    cell = {
        "cell_type": "code",
        "id": "drawn",
        "metadata": {"tags": ["remove-input"], **metadata},
        "execution_count": 1,
        "source": "draw()",
        "outputs": [{"output_type": "display_data", "data": {"text/html": SVG}, "metadata": {}}],
    }
    text = {"cell_type": "markdown", "id": "head", "metadata": {}, "source": "# Chapter"}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [text, cell]})


EXTENSIONS = ["predictions", "questions", "slides"]


def built(folder, chapter, directive="```{slides} chapter\n```"):
    """Build a site of a chapter and its slides."""
    (folder / "chapter.ipynb").write_text(chapter)
    (folder / "index.md").write_text(f"# Slides\n\n```{{toctree}}\nchapter\n```\n\n{directive}\n")
    return site.build(folder, EXTENSIONS)


def test_a_figure_without_a_line_fails_the_build(tmp_path):
    done = built(tmp_path, notebook())
    assert done.returncode != 0
    assert "chapter, under 'Chapter': a figure without a line for its slide" in done.stderr


def test_a_figures_line_is_read_from_its_cell(tmp_path):
    done = built(tmp_path, notebook(slide="Which way does `x` go?"))
    assert done.returncode == 0, done.stderr
    (slide,) = of_kind(site.read(tmp_path).select("section.slide"), "figure")
    assert words(slide.select_one(".slide-line")) == "Which way does x go?"
    assert slide.svg


def test_a_chapter_that_is_not_there_fails_the_build(tmp_path):
    done = built(tmp_path, notebook(slide="Well?"), "```{slides} no/such\n```")
    assert done.returncode != 0
    assert "no page is called 'no/such'" in done.stderr
