"""A small site of a test's own, built with the book's extensions."""

import json
import subprocess
import sys

from bs4 import BeautifulSoup

from tests.test_book.building import ROOT


def build(folder, extensions, conf=""):
    """Build what stands in ``folder``; return the finished process, warnings being errors."""
    own = str(ROOT / "book" / "extensions")
    (folder / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {json.dumps(own)})\n"
        f"extensions = {['myst_nb', 'sphinx_design', *extensions]}\n"
        f"myst_enable_extensions = {['colon_fence', 'dollarmath']}\n"
        f"nb_execution_mode = 'off'\n{conf}",
        encoding="utf-8",
    )
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        ".",
        "html",
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def read(folder, name="index"):
    """Return a page of a built site."""
    text = (folder / "html" / f"{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")
