"""Every chapter of the book keeps to the mould, and every way of leaving it is named."""

import copy

import exercises as tool
import mould
import nbformat
import notebooks
import pytest
import vocabulary
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cnncourse import exercises

CHAPTERS = mould.chapters()


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_keeps_to_the_mould(path):
    assert mould.problems(nbformat.read(path, as_version=4), path.stem) == []


def test_the_contents_list_the_chapters_in_the_order_in_which_they_can_be_read():
    assert mould.listed() == [*mould.ORDER]
    assert notebooks.chapters() == sorted(mould.chapters())


def printed(source, text, *tags):
    return new_code_cell(source, outputs=[new_output("stream", text=text)], metadata={"tags": tags})


TOP = (
    "# Stride\n\nHow far does a window move?\n\n*You need*: {doc}`padding`. *You will be able to*: "
    "compute a size. *Time*: 35 minutes."
)
NAME = "two_frameworks"  # the exercises of the small chapter below
ASKED = tool.of_chapter(NAME)


def chapter():
    """Return a small chapter that keeps to the mould."""
    sections = sorted({one.section for one in ASKED.values()})
    cells = [
        new_markdown_cell(TOP),
        new_code_cell(notebooks.first_cell()),
        *(new_markdown_cell(f"## {section}") for section in sections),
        printed("import numpy as np\n\nprint(np.pi)", "3.14\n"),
        printed("print(np.e)", "2.72\n"),
        new_code_cell("import torch"),
        printed("from cnncourse import in_torch\n\nprint(in_torch.device.describe())", "a" * 90),
        printed("print(1.5)", "1.5\n", "keras"),
        printed("print(1.5)", "1.5\n", "torch"),
        new_markdown_cell(":::{predict} Guess the size.\nIt is 3.\n:::"),
        *(new_markdown_cell(f"## {heading}") for heading in mould.ENDING),
    ]
    made = new_notebook(cells=cells)
    made.cells = tool.answered(tool.renewed(made, NAME))
    return made


@pytest.fixture(scope="module")
def whole():
    return chapter()


def faults(notebook, before=mould.ORDER):
    return mould.problems(notebook, NAME, before)


def test_a_chapter_that_keeps_to_the_mould_has_no_fault(whole):
    assert faults(whole) == []


def edit(found, wanted, replacement):
    """Return a change of the one cell whose source holds ``found``."""

    def change(cells):
        (cell,) = [cell for cell in cells if found in cell.source]
        assert wanted in cell.source
        cell.source = cell.source.replace(wanted, replacement)

    return change


def add(cell, place=-1):
    return lambda cells: cells.insert(place, cell)


def text(source):
    return add(new_markdown_cell(source), 2)


def exchange(cells):
    places = [n for n, cell in enumerate(cells) if cell.source.startswith("## What")]
    cells[places[-1]], cells[places[-2]] = cells[places[-2]], cells[places[-1]]


def import_first(cells):
    cells.insert(2, new_code_cell("from cnncourse import in_keras"))


def show_one_framework(cells):
    for cell in cells:
        if "keras" in cell.metadata.get("tags", []):
            cell.metadata["tags"] = ["torch"]


def ask_nothing(cells):
    cells[:] = [cell for cell in cells if "{predict}" not in cell.source]


def define_above(cells):
    place = next(n for n, cell in enumerate(cells) if cell.get("id", "").endswith("-answer"))
    cells[place].source = "def later(x):\n    ..."
    cells.insert(place + 1, new_code_cell("print(later(2))"))


def test_a_word_in_a_string_is_no_use_of_a_name(whole):
    notebook = copy.deepcopy(whole)
    define_above(notebook.cells)
    place = next(n for n, cell in enumerate(notebook.cells) if cell.source == "print(later(2))")
    notebook.cells[place].source = 'print("later")'
    assert not any("uses later" in fault for fault in faults(notebook))


def answer_one(cells):
    next(cell for cell in cells if cell.get("id", "").endswith("-answer")).outputs = [
        new_output("stream", text="right")
    ]


LONG = "a" * 61
SECTION = next(iter(ASKED.values())).section
UNEQUAL = "the last sections must come in this order"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (text("word " * 3000), "words are more than 3,000"),
        (add(new_code_cell("\n".join("abcdefghijk"))), "11 lines in a cell are more than 10"),
        (add(new_code_cell(LONG)), "61 characters are more than 60"),
        (add(printed("print()", f"short\n{LONG}\n")), "61 characters are more than 60"),
        (edit("# Stride", "# Stride", "Stride"), "the first cell must begin with '# '"),
        (edit("# Stride", "*You need*", "*You want*"), "the first cell needs one paragraph"),
        (edit("# Stride", "*Time*: 35 minutes.", ""), "the first cell needs one paragraph"),
        (edit("# Stride", "{doc}`padding`. ", ""), "the first cell needs one paragraph"),
        (edit("# Stride", "35", "24"), "24 minutes are not from 25 to 45"),
        (edit("# Stride", "35", "46"), "46 minutes are not from 25 to 45"),
        *[
            (edit(f"## {name}", f"## {name}", "## Else"), f"'## {name}' stands 0 times")
            for name in mould.ENDING
        ],
        (exchange, UNEQUAL),
        (add(new_markdown_cell("## One more"), 999), "the chapter must end with"),
        (edit(f"## {SECTION}", SECTION, "Else"), f"belongs to {SECTION!r}, which is no heading"),
        (ask_nothing, "no prediction is asked before its answer"),
        (add(printed("print(2)", "2", "predict")), "has the tag predict and no question: print(2)"),
        (add(printed("print()", "the same: True")), "prints 'the same: True'"),
        (add(new_code_cell("for check in []:\n    pass")), "binds check, which the exercises call"),
        (add(new_code_cell("from a import hint")), "binds hint, which the exercises call"),
        (define_above, "uses later, which an exercise above it defines"),
        (import_first, "imports a framework after 0 cells"),
        (show_one_framework, "no pair of neighbouring cells tagged keras and torch"),
        (answer_one, "an unanswered exercise says 'right'"),
    ],
)
def test_a_way_of_leaving_the_mould_is_named(whole, spoil, message, monkeypatch):
    if spoil is import_first:
        monkeypatch.setattr(mould, "BOTH_FROM_THE_START", set())
    notebook = copy.deepcopy(whole)
    spoil(notebook.cells)
    assert any(message in fault for fault in faults(notebook)), faults(notebook)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("A {term}`kernel`.", "links the term 'kernel', which convolution teaches"),
        ("Some {term}`Kernels <kernel>`.", "links the term 'kernel', which convolution teaches"),
        ("A softmax follows.", "says 'softmax', which dense_heads teaches"),
        ("Three Epochs.", "says 'epoch', which learning teaches"),
        ("A link ({doc}`stride`).\n\nThen padding.", "says 'padding', which padding teaches"),
        ("Its stride ({doc}`padding`).", "says 'stride', which stride teaches"),
    ],
)
def test_a_word_before_its_chapter_is_named(source, message):
    notebook = new_notebook(cells=[new_markdown_cell(source)])
    known = {"dense_layer"}
    found = [*vocabulary.link_faults(notebook, known), *vocabulary.word_faults(notebook, [], known)]
    assert any(fault.startswith(message) for fault in found), found


@pytest.mark.parametrize(
    "source",
    [
        "A {term}`kernel`, after its chapter.",
        "Its stride is for later: {doc}`stride`.",
        "Its step is for later: {doc}`Stride and dilation <stride>`; see {term}`kernel`.",
        "The call is `softmax(z)`, the formula $softmax$, {cite:p}`adam`.",
        "```\nsoftmax\n```",
        "A paddingtonian adamant.",
    ],
)
def test_a_word_in_its_chapter_or_with_a_link_ahead_is_none(source):
    notebook = new_notebook(cells=[new_markdown_cell(source)])
    known = {"dense_layer", "convolution"}
    assert [*vocabulary.link_faults(notebook, known)] == []
    assert [*vocabulary.word_faults(notebook, [], known)] == []


@pytest.mark.parametrize("call", ["ops.softmax(z)", "MaxPool2D(2)", 'Dense(3, activation="relu")'])
def test_a_call_before_its_chapter_is_named_unless_the_text_above_links_it(call):
    bare = new_notebook(cells=[new_code_cell(call)])
    assert len([*vocabulary.word_faults(bare, [], {"convolution"})]) == 1
    assert [*vocabulary.word_faults(bare, [], {*mould.ORDER})] == []
    link = "{doc}`dense_heads`, {doc}`../foundations/pooling`, {doc}`ReLU <activations>`"
    told = [new_markdown_cell(f"## One\n\nFor later: {link}."), new_code_cell(call)]
    assert [*vocabulary.word_faults(new_notebook(cells=told), [], {"convolution"})] == []
    told += [new_markdown_cell("And again:"), new_code_cell(call)]
    assert [*vocabulary.word_faults(new_notebook(cells=told), [], {"convolution"})] == []
    told += [new_markdown_cell("More.\n\n## Two\n\nAnd again:"), new_code_cell(call)]
    assert len([*vocabulary.word_faults(new_notebook(cells=told), [], {"convolution"})]) == 1


def test_exercises_that_are_few_or_hard_or_of_one_kind_are_named(whole):
    (first, *_) = asked = [*ASKED.values()]
    assert [*mould.exercise_faults(whole, asked)] == []
    found = " ".join(mould.exercise_faults(whole, [first] * 5))
    assert "5 exercises are fewer than 6" in found
    assert "on 1 rungs are fewer than 5" in found
    hard = exercises.Exercise(**{**vars(first), "difficulty": 3, "minutes": 60, "goal": " "})
    found = " ".join(mould.exercise_faults(whole, [hard] * 6))
    assert "none of the exercises is easy" in found
    assert "takes 60 minutes" in found
    assert "has no goal" in found


def test_hints_and_solutions_are_read_for_words_as_the_text_is(whole):
    (first, *_) = ASKED.values()
    hint = exercises.Exercise(**{**vars(first), "hints": ("Look.", "A softmax.", "Sum.")})
    found = [*vocabulary.word_faults(new_notebook(), [hint], {"dense_layer"})]
    assert any(fault.startswith(f"a hint or the solution of {first.name} says") for fault in found)


def test_the_command_names_the_notebook_and_its_faults(whole, tmp_path, capsys):
    path = tmp_path / f"{NAME}.ipynb"
    nbformat.write(whole, path)
    assert mould.main([path]) == 0
    spoilt = copy.deepcopy(whole)
    ask_nothing(spoilt.cells)
    nbformat.write(spoilt, path)
    assert mould.main([path]) == 1
    assert "two_frameworks.ipynb: no prediction is asked" in capsys.readouterr().err
