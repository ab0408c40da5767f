"""Pages without what they do not show: 2,000 icons, and the index that a search needs."""

import re

import light_pages
import pytest
from bs4 import BeautifulSoup
from light_pages import DRAWN, icons, lighten, lighten_style, sets_in

HEAD = """<script defer src="../_static/scripts/fontawesome.js?digest=1"></script>
<script src="../_static/searchtools.js"></script>
    <script src="../_static/language_data.js"></script>
<script src="../searchindex.js"></script>
<script src="../_static/doctools.js?v=2"></script>
"""
SCRIPT = (
    '(()=>{var b={github:[496,512,[],"f09b","M1 2"],x:[512,512,[],"e61b","M0"]};'
    'var r={"hand-point-left":[8,9,[],"f0a5","M3"],file:[8,9,[],"f15b","M4"]};'
    'var s={"magnifying-glass":[512,511,[128269,"search"],"f002","M5"],file:[7,9,[],"f15b","M6"],'
    '"hand-point-left":[8,9,[],"f0a5","M7"]};'
)


def icon(text):
    """Return the one element that a page of a single icon becomes."""
    (made,) = BeautifulSoup(lighten(text, icons()), "html.parser").find_all(True, recursive=False)
    return made


def test_the_theme_has_the_icons_by_set_and_by_all_their_names():
    found = icons()
    assert sorted(found) == ["brands", "regular", "solid"]
    assert found["solid"]["home"] == found["solid"]["house"]
    assert found["solid"]["lightbulb"] != found["regular"]["lightbulb"]
    assert "github" in found["brands"]
    assert "github" not in found["solid"]


def test_the_sets_are_told_apart_by_what_is_in_them():
    found = sets_in(SCRIPT)
    assert found["solid"]["search"] == ("magnifying-glass", 512, 511, "M5")
    assert (found["solid"]["file"][3], found["regular"]["file"][3]) == ("M6", "M4")
    assert list(found["brands"]) == ["github", "x"]
    assert sets_in(SCRIPT.replace("github", "gitlab")) == sets_in("") == {}


@pytest.mark.parametrize("tag", ["i", "span"])
def test_an_icon_is_drawn_where_it_stands(tag):
    made = icon(f'<{tag} class="fa-solid fa-magnifying-glass fa-lg"></{tag}>')
    assert (made.name, made["aria-hidden"], made["viewbox"]) == ("svg", "true", "0 0 512 512")
    assert made["class"] == ["svg-inline--fa", "fa-magnifying-glass", "fa-lg"]
    assert made.path["d"] == icons()["solid"]["magnifying-glass"][3]
    assert made.path["fill"] == "currentColor"


def test_an_icon_under_another_of_its_names_and_with_a_title():
    made = icon('<i class="fas fa-home"\n title="Start" data-mode="light"></i>')
    assert made["data-icon"] == "house"
    assert made["data-mode"] == "light"
    assert (made["aria-label"], made.title.text) == ("Start", "Start")
    assert not made.has_attr("aria-hidden")
    assert not made.has_attr("title")


@pytest.mark.parametrize(
    "text",
    [
        '<i class="fa-solid fa-no-such-icon"></i>',
        '<i class="fa-magnifying-glass"></i>',
        '<i class="fa-solid fa-bars">words</i>',
        '<span class="fast"></span>',
        "<i></i>",
        "&lt;i class=&quot;fa-solid fa-bars&quot;&gt;&lt;/i&gt;",
    ],
)
def test_what_is_no_icon_stays(text):
    assert lighten(text, icons()) == text


def test_a_page_is_without_the_index_and_the_page_that_searches_has_it():
    assert re.findall(r"(\w+)\.js", lighten(HEAD, icons())) == ["doctools"]
    kept = ["searchtools", "language_data", "searchindex", "doctools"]
    assert re.findall(r"(\w+)\.js", lighten(HEAD, icons(), searches=True)) == kept


def test_a_light_page_stays_as_it_is():
    once = lighten(f'{HEAD}<i class="fab fa-github"></i>', icons())
    assert lighten(once, icons()) == once


def test_the_style_loses_the_letters_of_icons_and_nothing_else():
    rest = '.fa-solid{font-weight:900}.bd-search .fa-bars:before{content:"x"}.fade{opacity:0}'
    letters = '.fa-house:before,.fa-home:before{content:"\\f015"}.fa-bars:before{content:"\\f0c9"}'
    xmark = '.fa-times:before,.fa-xmark:before{content:"\\f00d"}'
    style = f'@charset "UTF-8";{letters}{rest}{xmark}'
    light = lighten_style(style, 'i.classList="fa-solid fa-xmark"')
    assert light == f'@charset "UTF-8";{DRAWN}{rest}{xmark}'
    assert lighten_style(f"{letters}{rest}", "") == f"{DRAWN}{rest}"


def test_the_build_names_the_extension_and_the_pages_are_light(pages):
    paths = [path for path in sorted(pages.rglob("*.html")) if "_static" not in path.parts]
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    assert len(texts) > 30
    for path, text in texts.items():
        assert "fontawesome" not in text, path
        assert not re.search(r'<(i|span)[^>]*class="[^"]*\bfa-[^"]*"[^>]*>\s*</\1>', text), path
        assert ("searchindex.js" in text) is (path.name == "search.html"), path
    assert sum(text.count("svg-inline--fa") for text in texts.values()) > 10 * len(texts)
    style = (pages / light_pages.STYLE).read_text(encoding="utf-8")
    assert style.count(DRAWN) == 1
    assert len(style) < 320_000
    assert list((pages / "_static" / "scripts").glob("fontawesome*")) == []
