"""What `.ci/colab` holds against the stored chapters: words, numbers, explorers."""

import copy
import os
import subprocess
import sys

import colab
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

VIEW = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "VBox()"}
ELEMENT = {"text/html": '<cnncourse-explorer name="pooling" state="{}">', "text/plain": "Pooling()"}


def cell(output, *tags):
    return new_code_cell("...", outputs=[output], metadata={"tags": [*tags]})


def printed(text, *tags):
    return cell(new_output("stream", text=text), *tags)


def shown(data):
    return cell(new_output("execute_result", data=data))


@pytest.mark.parametrize(
    ("stored", "fresh", "same"),
    [
        ("26 x 26 pixels", "26 x 26 pixels", True),
        ("26 x 26 pixels", "26 x 27 pixels", False),
        ("loss 0.4512 nats", "loss 0.4513 nats", True),
        ("loss 0.4512 nats", "loss 0.4912 nats", False),
        ("gap 3e-07", "gap 4.1e-07", True),
        ("gap 3e-07", "gap 4.1e-03", False),
        ("132,710,400 weights", "132,710,400  weights\n", True),
        ("sum \N{MINUS SIGN}871", "sum -871", True),
        ("sum -871", "sum 871", False),
        ("a boot", "a shirt", False),
        ("3 of 4", "3 of", False),
    ],
)
def test_texts_are_compared_word_for_word_and_number_for_number(stored, fresh, same):
    assert colab.alike(stored, fresh) is same


def found(stored, fresh):
    first = printed("pip says something")
    return list(
        colab.differences(new_notebook(cells=[first, stored]), new_notebook(cells=[first, fresh]))
    )


def test_a_cell_that_answers_otherwise_is_named():
    (told,) = found(printed("88 %"), printed("10 %"))
    assert told.startswith("cell 2 printed '10 %'")
    assert found(printed("88 %", "nbval-ignore-output"), printed("10 %")) == []


def test_what_the_first_cell_says_of_the_installation_is_no_difference():
    pages = [new_notebook(cells=[printed(text)]) for text in ("", "Note: restart the kernel")]
    assert list(colab.differences(*pages)) == []


def test_an_explorer_must_be_a_live_widget():
    assert found(shown(ELEMENT), shown(VIEW)) == []
    (told,) = found(shown(ELEMENT), shown({"text/plain": "Pooling()"}))
    assert "shows no explorer" in told


def executed(state):
    notebook = new_notebook(cells=[shown(VIEW)])
    states = {"state": {"1": {"state": state}, "2": {"state": {"_model_name": "VBoxModel"}}}}
    notebook.metadata["widgets"] = {colab.WIDGET_STATE: states}
    return notebook


@pytest.fixture
def state():
    """The state of a real explorer's view, as a kernel keeps it."""
    from cnncourse.explorers import OutputSize

    return OutputSize(size=7).view.get_state()


@pytest.fixture
def render(chromium_program, tmp_path):
    """Return a function that renders what the folder holds, in a process of its own.

    The other browser tests of this process hold a browser already, and there may be only one.
    """

    def run():
        command = [sys.executable, colab.__file__, "render", tmp_path]
        environment = {**os.environ, "CNNCOURSE_CHROMIUM": chromium_program}
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == bool(done.stderr.strip()), done.stderr
        return done.stderr.splitlines()

    return run


@pytest.mark.browser
def test_an_explorer_is_drawn_from_its_state(state, tmp_path, render):
    nbformat.write(executed(state), tmp_path / "chapter.ipynb")
    assert colab.explorers(executed(state))[0]["size"] == 7
    assert [line for line in render() if line] == []
    broken = copy.deepcopy(state) | {"_esm": "export default { render() { throw Error('no') } }"}
    empty = state | {"_esm": "export default { render() {} }"}
    for name, one in {"broken": broken, "empty": empty}.items():
        nbformat.write(executed(one), tmp_path / f"{name}.ipynb")
    wrong = [line for line in render() if ".ipynb" in line]
    assert len(wrong) == 2
    assert wrong[0].startswith("broken.ipynb: output-size: ")
    assert wrong[1] == "empty.ipynb: output-size: nothing was drawn"


@pytest.mark.browser
def test_chapters_without_an_explorer_are_a_fault(render):
    (told,) = render()
    assert told.startswith("no explorer in the notebooks of")
