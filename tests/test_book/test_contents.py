"""A chapter is found in the folder where the contents list it."""

import contents
import pytest

from cnncourse.exercises.chapters import ORDER


def test_every_chapter_is_found_and_its_source_exists():
    pages = [contents.page_of(chapter) for chapter in ORDER]
    assert pages == contents.pages()
    assert {page.partition("/")[0] for page in pages} == {*contents.FOLDERS}
    assert all(contents.file_of(page).is_file() for page in pages)


def test_parts_do_not_interleave():
    folders = [page.partition("/")[0] for page in contents.pages()]
    assert folders == sorted(folders, key=contents.FOLDERS.index)


def test_a_chapter_is_found_wherever_the_contents_have_it(tmp_path, monkeypatch):
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / "one.ipynb").write_text("{}")
    chapters = [{"file": name} for name in ("networks/one", "foundations/two", "results")]
    listing = {"parts": [{"chapters": chapters[:1]}, {"chapters": chapters[1:]}]}
    (tmp_path / "_toc.yml").write_text(str(listing))
    monkeypatch.setattr(contents, "BOOK", tmp_path)
    assert contents.pages() == ["networks/one", "foundations/two"]
    assert contents.page_of("one") == "networks/one"
    assert contents.file_of("networks/one").suffix == ".ipynb"
    assert contents.file_of("foundations/two").suffix == ".md"
    with pytest.raises(ValueError, match="list 'results' 0 times"):
        contents.page_of("results")
    chapters.append({"file": "networks/two"})
    (tmp_path / "_toc.yml").write_text(str({"parts": [{"chapters": chapters}]}))
    with pytest.raises(ValueError, match="list 'two' 2 times"):
        contents.page_of("two")
