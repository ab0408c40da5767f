"""The book's tools and extensions on the path."""

import sys

from tests.test_book.building import ROOT

sys.path[:0] = [str(ROOT / "book" / "tools"), str(ROOT / "book" / "extensions")]
