"""An old address leads to the new one; a setting that leads nowhere fails the build."""

import moved_pages
import pytest
import yaml
from bs4 import BeautifulSoup

from tests.test_book import site
from tests.test_book.building import ROOT

SETTINGS = yaml.safe_load((ROOT / "book" / "_config.yml").read_text(encoding="utf-8"))
MOVED = SETTINGS["sphinx"]["config"]["moved_pages"]


def links(page):
    found = BeautifulSoup(page, "html.parser")
    refresh = found.select_one("meta[http-equiv=refresh]")["content"].partition("url=")[2]
    return {refresh, found.select_one("link[rel=canonical]")["href"], found.a["href"]}


@pytest.mark.parametrize("old", MOVED)
def test_the_books_old_addresses_lead_to_pages(pages, old):
    (link,) = links((pages / f"{old}.html").read_text(encoding="utf-8"))
    reached = (pages / old).parent.joinpath(link).resolve()
    assert reached == (pages / f"{MOVED[old]}.html").resolve()
    assert reached.is_file()


@pytest.mark.parametrize(
    ("old", "new", "link"),
    [("a", "b", "b.html"), ("a/b", "c/d", "../c/d.html"), ("a/b", "a/c", "c.html")],
)
def test_the_link_is_relative_and_keeps_the_place_in_the_page(old, new, link):
    page = moved_pages.page(old, new, "Fish & chips")
    assert links(page) == {link}
    assert f'location.replace("{link}" + location.search + location.hash)' in page
    assert "<title>Moved: Fish &amp; chips</title>" in page


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"old": "nowhere"}, "there is no such page"),
        ({"index": "index"}, "a page stands at 'index' again"),
    ],
)
def test_a_setting_that_leads_nowhere_fails_the_build(tmp_path, table, words):
    (tmp_path / "index.md").write_text("# One page\n")
    done = site.build(tmp_path, ["moved_pages"], f"moved_pages = {table}\n")
    assert done.returncode != 0
    assert words in done.stderr
