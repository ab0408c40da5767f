"""Stored notebooks are in their normal form, and every fault in one is named."""

import copy
import os
import subprocess
import sys
from unittest import mock

import nbformat
import notebooks
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.test_book.building import ROOT

PIXEL = "iVBORw0KGgo="  # no more than the sign of a PNG file: nothing here draws it


@pytest.mark.parametrize("path", notebooks.chapters(), ids=lambda path: path.stem)
def test_a_chapter_is_stored_as_it_should_be(path):
    assert notebooks.problems(path) == []


def chapter():
    """Return a small chapter without a fault."""
    first = new_code_cell(notebooks.first_cell(), metadata=notebooks.FIRST_CELL_METADATA)
    drawing = new_code_cell("draw()", metadata={"mystnb": {"image": {"alt": "A boot"}}})
    drawing.outputs = [new_output("display_data", {"image/png": PIXEL, "text/plain": "<Figure>"})]
    said = new_code_cell("print(np.pi)", outputs=[new_output("stream", text="3.14\n")])
    tools = new_code_cell("from cnncourse import in_torch\n\nprint(in_torch.device.describe())")
    cells = [new_markdown_cell("# A chapter"), first, tools]
    return notebooks.normalise(new_notebook(cells=[*cells, said, drawing]))


def faults(tmp_path, notebook, *, normal=True):
    if normal:
        counts = [cell.get("execution_count") for cell in notebook.cells]
        notebooks.normalise(notebook)
        for cell, count in zip(notebook.cells, counts, strict=True):
            if cell.cell_type == "code":
                cell.execution_count = count
    path = tmp_path / "chapter.ipynb"
    path.write_text(notebooks.dumps(notebook), encoding="utf-8")
    return notebooks.problems(path)


def test_a_chapter_without_a_fault_has_none(tmp_path):
    assert faults(tmp_path, chapter()) == []


def say_on_stderr(cells):
    cells[3].outputs = [new_output("stream", name="stderr", text="a warning")]


def fail(cells):
    cells[3].outputs = [new_output("error", ename="ValueError", evalue="no", traceback=[])]


def forget_to_run(cells):
    cells[3].execution_count = None


def grow(cells):
    cells[3].source = "\n".join(f"a{n} = {n}" for n in range(11))


def grow_with_blanks(cells):
    cells[3].source = "a = 1" + "\n\nb = 2" * 6


def import_late(cells):
    cells[4].source = "%time\nif True:\n    import os"


def import_unused(cells):
    cells[4].source = "import os\nimport sys\n\nprint(sys.path)"


def import_much(cells):
    cells[4].source = "\n".join(f"import {name}" for name in "abcdef") + "\nprint(a, b, c, d, e, f)"


def show_an_address(cells):
    text = "<object object at 0x7f3a5c0d1e40>"
    cells[3].outputs = [new_output("execute_result", {"text/plain": text}, execution_count=3)]


def draw_without_words(cells):
    del cells[4].metadata["mystnb"]


def words_without_a_drawing(cells):
    cells[4].outputs = []


def draw_by_hand(cells):
    cells[4].source = "axes.imshow(boot)"


def bring_the_tools_to_draw_by_hand(cells):
    cells[2].source = "import matplotlib.pyplot as plt\n" + cells[2].source


def draw_at_length(cells):
    cells[4].source = "\n".join(f"plots.image(boot, axes[{n}])" for n in range(5))


def picture_without_words(cells):
    cells[0].source = "![](boot.png)"


def tag_without_words(cells):
    cells[0].source = '<img src="boot.png" alt="">'


def install_from_elsewhere(cells):
    cells[1].source = cells[1].source.replace("git+https", "git+http")


def keep_the_device_to_oneself(cells):
    cells[2].source = "from cnncourse import in_torch\n\nin_torch.build"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (keep_the_device_to_oneself, "no cell says what will compute"),
        (say_on_stderr, "cell 4: stored a message on stderr: a warning"),
        (fail, "cell 4: stored an error: ValueError: no"),
        (forget_to_run, "cell 4: has not been run"),
        (grow, "cell 4: 11 lines are more than 10"),
        (grow_with_blanks, "cell 4: 13 lines are more than 10"),
        (import_late, "cell 5: an import below other code or inside it"),
        (import_unused, "cell 5: imports os, which the next cells do not use"),
        (import_much, "cell 5: 6 imports are more than 5"),
        (show_an_address, "cell 4: stored an object's address"),
        (words_without_a_drawing, "cell 5: has words for a drawing, but stored none"),
        (draw_by_hand, "cell 5: draws by hand, where chapters only call plots"),
        (bring_the_tools_to_draw_by_hand, "cell 3: draws by hand"),
        (draw_at_length, "cell 5: 5 lines for a drawing are more than 4"),
        (draw_without_words, "cell 5: a drawing without words"),
        (picture_without_words, "cell 1: an image without alternative text"),
        (tag_without_words, "cell 1: an image without alternative text"),
        (install_from_elsewhere, "the first code cell must be exactly"),
    ],
)
def test_a_fault_is_named_with_its_cell(tmp_path, spoil, message):
    notebook = chapter()
    spoil(notebook.cells)
    found = faults(tmp_path, notebook)
    assert any(fault.startswith(message) for fault in found), found


def disorder(notebook):
    """Return the chapter as Jupyter may leave it after some trying."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata["widgets"] = {"state": {}}
    notebook.metadata["language_info"]["version"] = "3.11.7"
    for number, cell in enumerate(notebook.cells):
        cell.metadata["execution"] = {"iopub.execute_input": "2030-01-01T00:00:00"}
        if cell.cell_type == "code":
            cell.execution_count = 7 * number + 1
    notebook.cells[3].source += "  \n"
    notebook.cells[3].outputs = [
        new_output("stream", text="3."),
        new_output("stream", text="14\n"),
    ]
    notebook.cells[4].outputs[0].data[notebooks.WIDGET_VIEW] = {"model_id": "5f"}
    return notebook


def test_the_normal_form_takes_out_what_differs_from_run_to_run():
    tidy = notebooks.dumps(chapter())
    other = disorder(chapter())
    for cell, wanted in zip(other.cells, nbformat.reads(tidy, 4).cells, strict=True):
        cell["id"] = wanted["id"]
    assert notebooks.dumps(other) != tidy
    assert notebooks.dumps(notebooks.normalise(other)) == tidy
    assert tidy.endswith("}\n")


def test_a_notebook_out_of_its_normal_form_is_found(tmp_path):
    found = faults(tmp_path, disorder(chapter()), normal=False)
    assert found == ["not in the normal form: run `make notebooks`"]


def test_cells_without_an_id_of_their_own_get_one():
    notebook = chapter()
    notebook.cells[3]["id"] = notebook.cells[2]["id"]
    ids = [cell["id"] for cell in notebooks.normalise(notebook).cells]
    assert len(set(ids)) == len(ids)
    assert ids[3] == "cell-004"


def test_a_run_stores_outputs_and_the_course_can_be_imported(tmp_path):
    notebook = new_notebook(cells=[new_code_cell("import cnncourse\ncnncourse.__name__")])
    notebooks.execute(notebook, tmp_path)
    (output,) = notebook.cells[0].outputs
    assert output.data["text/plain"] == "'cnncourse'"
    assert "widgets" not in notebook.metadata


LOG = "import os\nos.write(2, b'2030-01-01 00:00:00.5: a library written in C++ has started\\n')"
TENSORFLOW = "import tensorflow as tf\ntf.constant([1.0]).numpy().sum().item()"


@pytest.mark.parametrize(
    "source", [LOG, pytest.param(TENSORFLOW, marks=pytest.mark.slow)], ids=["log", "tensorflow"]
)
def test_a_librarys_log_leaves_no_trace_in_the_outputs(tmp_path, source):
    """It carries the time of day; this holds when outputs are stored and when they are compared."""
    if source == TENSORFLOW:
        pytest.importorskip("tensorflow")
    path = tmp_path / "chapter.ipynb"
    notebook = new_notebook(cells=[new_code_cell(source)])
    with mock.patch.dict(os.environ):
        del os.environ["PYTEST_CURRENT_TEST"]  # ipykernel copies no log while this is set
        notebooks.execute(notebook, tmp_path)
    assert [output.output_type for output in notebook.cells[0].outputs] == ["execute_result"]
    path.write_text(notebooks.dumps(notebooks.normalise(notebook)), encoding="utf-8")
    (tmp_path / "conftest.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom book.conftest import *\n"
    )
    command = [sys.executable, "-m", "pytest", "--nbval", "--rootdir", str(tmp_path), str(path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "1 passed" in done.stdout, done.stdout + done.stderr
