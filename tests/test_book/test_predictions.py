"""Answers are folded until they are asked for: which, by what, and what is a mistake."""

import nbformat
import pytest

from tests.test_book import site

EXTENSIONS = ["framework_tabs", "explorers", "figures", "predictions"]
MARKED = nbformat.v4.new_markdown_cell


def code(source, output=None, **metadata):
    """Return a cell as it is stored once it has been run."""
    cell = nbformat.v4.new_code_cell(source, metadata=metadata)
    if output is not None:
        cell.outputs = [nbformat.v4.new_output("stream", text=f"{output}\n")]
    return cell


def write(path, *cells):
    language = {"language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells), metadata=language), path)


HELD = """\
# A page

:::{predict} How many $3 \\times 3$ windows fit into *six* by six, with `stride` 1?
Sixteen, **four** along each side.

- one
- two
:::

After.

```{predict} What does it compute?
```
% a note to the author
```{explorer} OutputSize
size: 28
```

```{predict} Which are the sources?
:next:
The letters A to E.
```
```{table} sources
```
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Pages that ask in every way there is."""
    folder = tmp_path_factory.mktemp("predictions")
    (folder / "index.md").write_text(HELD + "\n```{toctree}\ncells\n```\n", encoding="utf-8")
    write(
        folder / "cells.ipynb",
        MARKED("# Cells"),
        MARKED("```{predict} What is printed?\n```"),
        code("print(1 + 1)", "two"),
        code("print(3)", "three", tags=["predict"], predict="And `3`, of $x^2$, for <b>?"),
        MARKED("```{predict} Do they agree?\n:next:\nThey do.\n```"),
        code("keras()", "keras answers", tags=["keras"]),
        code("torch()", "torch answers", tags=["torch"]),
        code("print(5)", "five"),
        code("print(6)", "six", tags=["predict", "hide-input"], predict="Six?"),
    )
    done = site.build(folder, EXTENSIONS)
    assert done.returncode == 0, done.stderr
    return folder


def folded(page):
    return page.select("details.prediction")


def told(element):
    return " ".join(element.get_text().split())


def test_the_answer_is_what_the_directive_holds(page):
    first = folded(site.read(page))[0]
    assert first.get("open") is None
    assert told(first.summary) == (
        r"Predict first. How many \(3 \times 3\) windows fit into six by six, with stride 1? "
        "Show the answer"
    )
    assert first.summary.em.get_text() == "six"
    assert first.summary.code.get_text() == "stride"
    assert [item.get_text().strip() for item in first("li")] == ["one", "two"]
    assert first.strong.get_text() == "four"
    assert "After." not in first.get_text()


def test_without_content_it_is_what_comes_next(page):
    _, second, third = folded(site.read(page))
    assert second.find("cnncourse-explorer")
    assert told(second.summary).startswith("Predict first. What does it compute?")
    # With both, what comes next stands before what the directive says of it.
    assert len(third.find("table").tbody("tr")) == 7
    assert third.find("table").find_next("p", string="The letters A to E.")


def test_of_a_cell_the_output_is_folded_and_its_code_is_not(page):
    first, second, *_ = folded(site.read(page, "cells"))
    assert told(first) == "Predict first. What is printed? Show the answer two"
    assert "print(1 + 1)" in told(first.find_parent("div", class_="cell"))
    assert told(second) == r"Predict first. And 3, of \(x^2\), for <b>? Show the answer three"
    assert second.summary.code.get_text() == "3"
    assert "five" not in " ".join(map(told, folded(site.read(page, "cells"))))


def test_of_a_pair_each_frameworks_output_is_folded(page):
    cells = site.read(page, "cells")
    tabs = [content for content in cells.select(".framework-tabs .sd-tab-content")]
    assert [told(tab.select_one("details")) for tab in tabs] == [
        f"Predict first. Do they agree? Show the answer {name} answers They do."
        for name in ("keras", "torch")
    ]
    assert len(folded(cells)) == 5


def test_a_cell_whose_code_is_folded_keeps_that(page):
    last = folded(site.read(page, "cells"))[-1]
    cell = last.find_parent("div", class_="cell")
    assert told(last) == "Predict first. Six? Show the answer six"
    assert cell.select_one("details.hide summary")


def test_only_pages_that_ask_have_the_script(page):
    assert "beforeprint" in str(site.read(page))
    assert "beforeprint" not in str(site.read(page, "search"))


def test_what_has_no_answer_fails_the_build(tmp_path):
    write(
        tmp_path / "index.ipynb",
        MARKED("# Cells"),
        code("x = 1", None, tags=["predict"], predict="And now?"),
        code("print(2)", "two", tags=["predict"]),
        code("print(3)", "three", tags=["predict"], predict=" "),
        MARKED("```{predict} What comes?\n```\nWords."),
        MARKED("```{predict} What is `x`?\nOne.\n```"),
        MARKED("```{predict} And at the end?\n```"),
    )
    done = site.build(tmp_path, EXTENSIONS)
    assert done.returncode == 1
    assert done.stderr.count('has the tag "predict" and no output to fold') == 1
    assert done.stderr.count('no question: set its metadata "predict"') == 2
    assert done.stderr.count("nothing to fold follows: give the answer as content") == 2
    assert done.stderr.count("put a question with `code` behind :::{predict}") == 1
    assert done.stderr.count("WARNING") == 6
