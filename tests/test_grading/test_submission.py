"""A notebook that came back: torn, renamed, merged, doubled, and what can still be read of it."""

import copy
import json
import random

import pytest

from cnncourse.grading import submission
from tests.test_grading.handing import write

ANSWERS = {"q1": "window", "q2": "size", "q3": "total"}
Q1 = "# exercise: q1\nwindow = 5"
Q2 = "# exercise: q2\nsize = (1, 2)"
Q3 = "# exercise: q3\ndef total(image):\n    return image.sum()"


def code(source, **more):
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": source} | more


def whole(*sources):
    sources = sources or ("import numpy as np", Q1, Q2, Q3)
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [code(s) for s in sources]}


def read(tmp_path, content, name="ada.ipynb"):
    return submission.read(write(tmp_path / name, content), ANSWERS)


def test_cells_are_sorted_by_their_marks(tmp_path):
    found = read(tmp_path, whole())
    assert found.shared == ["import numpy as np"]
    assert found.cells == {"q1": [Q1], "q2": [Q2], "q3": [Q3]}
    assert found.told == []


@pytest.mark.parametrize(
    "mark",
    ["# exercise: q1", "#exercise:q1", "# Exercise = q1", "  # question: q1", "# EXERCISE: q1"],
)
def test_a_mark_may_be_written_in_another_way(mark, tmp_path):
    found = read(tmp_path, whole(f"{mark}\nanything = 5"))
    assert list(found.cells) == ["q1"]


def test_a_lost_mark_is_made_up_for_by_the_cells_id(tmp_path):
    content = {"cells": [code("anything = 5", id="exercise-q1")]}
    assert list(read(tmp_path, content).cells) == ["q1"]
    content = {"cells": [code("x = 5", metadata={"nbgrader": {"grade_id": "exercise-q2"}})]}
    assert list(read(tmp_path, content).cells) == ["q2"]


def test_a_lost_mark_is_made_up_for_by_what_the_cell_defines(tmp_path):
    found = read(tmp_path, whole("def total(image):\n    return 1"))
    assert list(found.cells) == ["q3"]
    assert "cell 1 has no mark; it defines what q3 asks for" in found.told


def test_merged_cells_are_taken_apart_at_their_marks(tmp_path):
    found = read(tmp_path, whole("import math\n" + Q1 + "\n" + Q2 + "\n" + Q3))
    assert [found.cells[name][0].strip() for name in ANSWERS] == ["import math\n" + Q1, Q2, Q3]
    assert "cell 1 holds several questions and is taken apart at the marks" in found.told


def test_merged_cells_without_marks_go_to_every_question_that_they_answer(tmp_path):
    found = read(tmp_path, whole("window = 1\nsize = (1, 2)"))
    assert found.cells == {"q1": ["window = 1\nsize = (1, 2)"], "q2": ["window = 1\nsize = (1, 2)"]}


def test_doubled_cells_are_kept_in_their_order_and_told(tmp_path):
    found = read(tmp_path, whole(Q1, "# exercise: q1\nwindow = 6"))
    assert found.cells["q1"] == [Q1, "# exercise: q1\nwindow = 6"]
    assert "q1 has 2 cells; they are run in their order" in found.told


def test_what_only_ipython_understands_is_left_out(tmp_path):
    found = read(
        tmp_path, whole("%pip install x\n!ls\nif True:\n    !rm -rf /\nx = 1", "%%bash\nls")
    )
    (shared,) = found.shared
    compile(shared, "cell", "exec")
    assert "x = 1" in shared
    assert any("%%bash" in one for one in found.told)


def test_the_releases_own_cells_are_no_answers(tmp_path):
    assert read(tmp_path, whole("# cnncourse: set-up\n%pip install x")).shared == []
    assert read(tmp_path, whole("# cnncourse: hand in\nhand_in()", "x = 1")).told == []


def test_a_cell_that_cannot_be_parsed_still_has_its_place(tmp_path):
    found = read(tmp_path, whole("def total(image:\n    return", "window = = 3"))
    assert set(found.cells) == {"q1", "q3"}


def test_a_python_file_with_cells_is_read_as_well(tmp_path):
    found = read(tmp_path, f"import numpy\n# %%\n{Q1}\n# %%\n{Q2}", "ada.py")
    assert set(found.cells) == {"q1", "q2"}


def test_format_3_is_read(tmp_path):
    old = [{"cell_type": "code", "input": Q1, "language": "python", "outputs": []}]
    content = {"nbformat": 3, "worksheets": [{"cells": old}]}
    assert read(tmp_path, content).cells == {"q1": [Q1]}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it is empty"),
        ("not json", "the file is not a notebook"),
        ("[" * 100_000, "the file is not a notebook"),
        ("[]", "no list of cells"),
        ('{"cells": 5}', "no list of cells"),
        ("null", "no list of cells"),
        ('{"worksheets": [5]}', "no list of cells"),
    ],
)
def test_what_is_no_notebook_is_named(content, words, tmp_path):
    with pytest.raises(submission.SubmissionError, match=words):
        read(tmp_path, content)


def test_a_link_is_not_followed(tmp_path):
    secret = write(tmp_path / "secret.ipynb", whole())
    link = tmp_path / "ada.ipynb"
    link.symlink_to(secret)
    with pytest.raises(submission.SubmissionError, match="a link"):
        submission.read(link, ANSWERS)


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path):
    path = tmp_path / "ada.ipynb"
    with open(path, "wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(
        submission.SubmissionError, match=r"100 MB, at most 64 MB .* clear the outputs"
    ):
        submission.read(path, ANSWERS)


def test_ten_thousand_cells_are_not_too_many(tmp_path):
    found = read(tmp_path, whole(Q1, *["x = 1"] * 10_000))
    assert found.cells["q1"] == [Q1]
    assert "it has 10,001 cells; the first 5,000 are read" in found.told


def mutilated(rng):
    """Return a notebook to which some of what happens to notebooks has happened."""
    content = whole("import numpy as np", "def helper(x):\n    return x", Q1, Q2, Q3)
    for _ in range(rng.randint(1, 6)):
        cells = content["cells"]
        if not cells:
            break
        at = rng.randrange(len(cells))
        damage = rng.choice(DAMAGE)
        damage(rng, content, cells, at)
    return content


def delete(rng, content, cells, at):
    del cells[at]


def double(rng, content, cells, at):
    cells.insert(rng.randrange(len(cells) + 1), copy.deepcopy(cells[at]))


def shuffle(rng, content, cells, at):
    rng.shuffle(cells)


def rename(rng, content, cells, at):
    cells[at]["id"] = rng.choice(["", "exercise-q1", "exercise-", 5, None, "x" * 1000])


def merge(rng, content, cells, at):
    other = cells.pop(rng.randrange(len(cells)))
    if cells:
        cells[0]["source"] = f"{source(cells[0])}\n{source(other)}"


def source(cell):
    found = cell.get("source", "")
    return "".join(map(str, found)) if isinstance(found, list) else str(found)


def tear(rng, content, cells, at):
    text = source(cells[at])
    cells[at]["source"] = text[: rng.randrange(len(text) + 1)]


def lines(rng, content, cells, at):
    cells[at]["source"] = source(cells[at]).splitlines(keepends=True)


def strange(rng, content, cells, at):
    cells[at][rng.choice(["source", "cell_type", "metadata", "outputs"])] = rng.choice(
        [None, 5, [], {}, [None, 5], "raw", True]
    )


def replace_cell(rng, content, cells, at):
    cells[at] = rng.choice([None, 5, "text", [], {}])
    content["cells"] = [one for one in cells if isinstance(one, dict)] or cells


def platform(rng, content, cells, at):
    content["metadata"] = rng.choice(
        [{"colab": {"provenance": []}}, {"vscode": {"interpreter": 1}}, [], None]
    )


DAMAGE = [delete, double, shuffle, rename, merge, tear, lines, strange, platform, replace_cell]


@pytest.mark.parametrize("seed", range(300))
def test_a_mutilated_notebook_is_read_or_its_fault_is_named(seed, tmp_path):
    content = mutilated(random.Random(seed))
    try:
        found = read(tmp_path, json.dumps(content))
    except submission.SubmissionError as refused:
        found = submission.Submission(told=[str(refused)])
    assert found.cells or found.shared or found.told or not content["cells"]
    for sources in (found.shared, *found.cells.values()):
        assert all(isinstance(one, str) for one in sources)
    assert set(found.cells) <= set(ANSWERS)
