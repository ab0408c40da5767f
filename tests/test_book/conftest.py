"""The book's tools and extensions on the path, and the book itself, built once."""

import sys

import pytest

from tests.test_book.building import ROOT, build

sys.path[:0] = [str(ROOT / "book" / "tools"), str(ROOT / "book" / "extensions")]


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The finished build and the folder of its pages."""
    return build(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="session")
def pages(built):
    """The folder of the built pages."""
    done, folder = built
    assert (folder / "index.html").exists(), done.stderr[-2000:]
    return folder
