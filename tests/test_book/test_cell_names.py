"""What a cell takes and gives, which cells a page can run, and which must run before another."""

import cell_fates
import cell_names
import pytest


@pytest.mark.parametrize(
    ("code", "takes", "gives"),
    [
        ("y = x + 1", {"x"}, {"y"}),
        ("x = 1\nprint(x)", {"print"}, {"x"}),
        ("x += 1", {"x"}, {"x"}),
        ("a, (b, *c) = d", {"d"}, {"a", "b", "c"}),
        ("import numpy as np\nfrom os import path", set(), {"np", "path"}),
        ("import os.path", set(), {"os"}),
        ("[i * k for i in r if i]", {"k", "r"}, set()),
        ("{i: j for i, j in d}", {"d"}, set()),
        ("def f(a, b=c):\n    t = a + later\n    return t", {"c", "later"}, {"f"}),
        ("def f():\n    return g()\ndef g():\n    return 1", set(), {"f", "g"}),
        ("f = lambda x: x + y", {"y"}, {"f"}),
        ("class A(B):\n    n = k\n    m = n", {"B", "k"}, {"A"}),
        ("for i in r:\n    t = i", {"r"}, {"i", "t"}),
        ("with o() as f:\n    f.read()", {"o"}, {"f"}),
        ("if (n := k) > 1:\n    n", {"k"}, {"n"}),
        ("%pip install x", set(), set()),
    ],
)
def test_what_a_cell_takes_and_gives(code, takes, gives):
    found = cell_names.read(code)
    assert (found.takes, found.gives) == (takes, gives)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("x[0] = 1", {"x"}),
        ("x.a.b = 1", {"x"}),
        ("x[i], y = f()", {"x"}),
        ("x += 1", {"x"}),
        ("for x[0] in r:\n    pass", {"x"}),
        ("y = x[0]", set()),
    ],
)
def test_what_a_cell_changes(code, changed):
    assert cell_names.read(code).changes == changed


def test_a_cell_needs_what_it_takes_and_what_that_takes():
    codes = ["x = 1", "y = x", "z = 5", "print(y)"]
    assert cell_names.needed(codes, 3) == [0, 1]
    assert cell_names.needed(codes, 0) == []


def test_of_two_that_give_a_name_the_nearest_is_needed():
    codes = ["x = 1", "x = 2", "print(x)", "x = 3"]
    assert cell_names.needed(codes, 2) == [1]


@pytest.mark.parametrize("change", ["x[0] = 2", "x += 2", "x.append(2)"])
def test_what_changes_a_name_is_needed_with_what_gave_it(change):
    assert cell_names.needed(["x = [1]", change, "print(x)"], 2) == [0, 1]


def test_each_use_of_a_generator_moves_it_on():
    codes = [
        "rng = default_rng(0)",
        "a = rng.normal(size=3)",
        "b = draw(rng)",
        "c = 1",
        "print(rng.normal())",
    ]
    assert cell_names.needed(codes, 4) == [0, 1, 2]


def lacks(module):
    """Torch and plots are not in this page."""
    return next((one for one in ("torch", "course.plots") if module.startswith(one)), "")


def fates(*codes):
    return cell_fates.fates(codes, lacks, {"course.plots"})


def test_a_cell_runs_if_neither_it_nor_what_it_takes_needs_what_is_lacking():
    found = fates("import torch", "x = torch.ones(3)", "y = x + 1", "z = 1", "x = z", "x")
    assert [one.lacks for one in found] == ["torch", "torch", "torch", "", "", ""]


def test_an_import_among_others_does_not_keep_a_cell_from_running():
    found = fates("import numpy as np\nfrom course import plots\nx = 1", "print(x)", "plots.f(x)")
    assert [one.lacks for one in found] == ["", "", "course.plots"]


def test_a_function_that_uses_it_lacks_it_too():
    found = fates("import torch\ndef f(x):\n    return torch.relu(x)", "f(1)")
    assert [one.lacks for one in found] == ["torch", "torch"]


def test_what_stands_beside_a_drawing_runs_without_it():
    drawn = "a = 1\nplots.image(\n    a)\n@keep\ndef f():\n    return a"
    found = fates("from course import plots", drawn, "print(a)")
    assert found[1].lacks == "course.plots"
    assert found[1].part == "a = 1\n\n\n@keep\ndef f():\n    return a"
    assert found[2].lacks == ""


def test_of_a_cell_that_shares_a_line_with_a_drawing_the_rest_is_kept():
    found = fates("from course import plots", "a = 1; plots.f(); b = 2")
    assert found[1].part == "a = 1\nb = 2"


def test_of_a_cell_that_uses_a_framework_nothing_runs():
    found = fates("import torch\nrows = []", "k = 1\nrows.append(torch.ones(k))", "k", "rows")
    assert [one.lacks for one in found] == ["", "torch", "torch", "torch"]
    assert found[1].part == ""


def test_a_line_for_the_shell_is_no_python():
    assert fates("%pip install a\nx = 1")[0] == cell_fates.Fate("shell", "")
