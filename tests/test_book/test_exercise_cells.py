"""The exercises in a notebook are those of the chapter's module, and answer as they should."""

import exercises as tool
import nbformat
import notebooks
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnncourse import exercises
from tests.test_exercises import mutants

ALL = exercises.exercises()
CHAPTERS = sorted({exercise.chapter for exercise in ALL.values()})


def chapter(name="convolution", *more):
    """Return a small notebook with a place for exercises and a closing word."""
    texts = ["# A chapter", *more, "## Exercises\n\nTry them.", "The end."]
    notebook = new_notebook(cells=[new_markdown_cell(text) for text in texts])
    notebook.cells = tool.answered(tool.renewed(notebook, name))
    return notebook


@pytest.mark.parametrize("name", CHAPTERS)
def test_unanswered_cells_say_so_and_nothing_crashes(name):
    cells = [cell for cell in chapter(name).cells if cell.cell_type == "code"]
    assert cells[0].source == tool.IMPORT
    assert len(cells) == 1 + len(tool.of_chapter(name))
    for cell in cells[1:]:
        (output,) = cell.outputs
        assert ": not attempted" in output.data["text/plain"], cell.source


def solved(exercise, space):
    """Return the source of an exercise's cell with its solution in, as a reader would leave it."""
    source, answer = tool.answer_of(exercise), exercise.answer
    if answer.kind == "function":
        return "\n".join([*mutants.FENCE.findall(exercise.solution), source.splitlines()[-1]])
    space["right"] = answer.example() if answer.kind == "design" else answer.right()
    return source.replace("answer = ...", "answer = right")


@pytest.mark.parametrize("name", CHAPTERS)
def test_with_the_solutions_put_in_all_are_right(name):
    for exercise in tool.of_chapter(name).values():
        space = {}
        verdict = tool.run(solved(exercise, space), space)
        assert verdict, verdict


@pytest.mark.parametrize("path", notebooks.chapters(), ids=lambda path: path.stem)
def test_solutions_are_right_one_after_the_other_in_the_notebooks_order(path):
    """What one exercise defines does not spoil the next; `mould` keeps the chapter's own cells."""
    cells = nbformat.read(path, as_version=4).cells
    ids = [cell["id"].removeprefix(tool.PREFIX).removesuffix("-answer") for cell in cells]
    names = [name for name in dict.fromkeys(ids) if name in ALL]
    assert sorted(names) == sorted(tool.of_chapter(path.stem))
    space = {}
    for name in names:
        verdict = tool.run(solved(ALL[name], space), space)
        assert verdict, (name, verdict)


def test_a_renewed_notebook_stays_as_it_is_and_reads_back():
    notebook = chapter()
    assert tool.problems(notebook, "convolution") == []
    again = tool.answered(tool.renewed(notebook, "convolution"))
    assert again == notebook.cells
    assert [cell.source for cell in notebook.cells[:2]] == [
        "# A chapter",
        "## Exercises\n\nTry them.",
    ]
    assert notebook.cells[-1].source == "The end."


def test_a_question_in_the_text_comes_there_and_not_below():
    notebook = chapter("convolution", ":::{question} map-size\n:::", "More.")
    sources = [cell.source for cell in notebook.cells]
    place = next(n for n, source in enumerate(sources) if "{question} map-size" in source)
    assert sources[place - 1 : place + 3] == [
        tool.IMPORT,
        tool.prompt_of(ALL["map-size"]),
        tool.answer_of(ALL["map-size"]),
        "More.",
    ]
    assert "\n".join(sources).count("{question} map-size") == 1
    assert tool.answered(tool.renewed(notebook, "convolution")) == notebook.cells


def change_a_prompt(cells):
    cells[3].source = cells[3].source.replace("window", "door")


def change_a_call(cells):
    cells[4].source = 'check("window-sum", 8)'


def take_one_away(cells):
    del cells[5:7]


def forget_the_import(cells):
    del cells[2]


@pytest.mark.parametrize(
    "spoil", [change_a_prompt, change_a_call, take_one_away, forget_the_import]
)
def test_what_is_not_as_the_module_says_is_found(spoil):
    notebook = chapter()
    spoil(notebook.cells)
    (problem,) = tool.problems(notebook, "convolution")
    assert "run book/tools/exercises.py" in problem
    notebook.cells = tool.renewed(notebook, "convolution")
    assert tool.problems(notebook, "convolution") == []


def test_faults_of_place_are_named():
    bare = new_notebook(cells=[new_markdown_cell("# A chapter")])
    assert "no cell with the heading" in tool.problems(bare, "convolution")[0]
    strange = new_notebook(cells=[new_markdown_cell(":::{question} nothing\n:::")])
    assert "no exercise 'nothing'" in tool.problems(strange, "convolution")[0]
    assert tool.problems(bare, "a page without exercises") == []


def test_the_command_renews_a_file_and_checks_it(tmp_path, capsys):
    path = tmp_path / "convolution.ipynb"
    cells = [new_markdown_cell("## Exercises"), new_code_cell("print(1)")]
    nbformat.write(new_notebook(cells=cells), path)
    assert tool.main(["--check", str(path)]) == 1
    assert "run book/tools/exercises.py" in capsys.readouterr().err
    assert tool.main([str(path)]) == 0
    assert tool.main(["--check", str(path)]) == 0
    stored = path.read_text(encoding="utf-8")
    assert tool.main([str(path)]) == 0
    assert path.read_text(encoding="utf-8") == stored


@pytest.mark.parametrize("name", ALL)
def test_an_answers_cell_is_short(name):
    lines = tool.answer_of(ALL[name]).split("\n")
    assert len([*filter(str.strip, lines)]) <= notebooks.MOST_LINES
    assert len(lines) <= notebooks.MOST_LINES_WITH_BLANKS
