"""The command from release to gradebook, alone and on the workers of a Dask scheduler."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from cnncourse.grading import environment
from cnncourse.grading.sandbox import unavailable
from tests import processes
from tests.test_grading import handing

pytest.importorskip("nbgrader")
boxed = pytest.mark.skipif(bool(unavailable()), reason=f"no sandbox: {unavailable()}")
ROOT = Path(__file__).resolve().parents[2]
FREEZE = ROOT / "tests" / "data" / "colab-pip-freeze.txt"


def cnncourse(*words, cwd, code=0):
    """Run the command in a folder; return what it printed to both streams."""
    done = subprocess.run(
        [sys.executable, "-m", "cnncourse", *map(str, words)],
        cwd=cwd,
        env=processes.environment() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A folder with a master, a roster, a release, and the solutions handed in."""
    folder = tmp_path_factory.mktemp("command")
    handing.master(folder)
    (folder / "roster.csv").write_text("student,name\nada,Ada\nbob,Bob\n")
    out, _ = cnncourse(
        "release", "first.ipynb", "--out", "out", "--roster", "roster.csv", cwd=folder
    )
    assert out.splitlines() == [
        "2 notebooks in out/student",
        "3 questions, 6 points",
        "a secret was made: keep .cnncourse-secret, grading needs it, and hand it to nobody",
    ]
    return folder


@boxed
def test_two_commands_go_from_a_master_to_a_gradebook(school):
    words = ["grade", "first.ipynb", "out/solution", "--roster", "roster.csv", "--out", "graded"]
    out, _ = cnncourse(*words, "--no-progress", cwd=school)
    assert out.startswith("2 of 2 in graded/gradebook.csv\n2 graded, mean 6.00 of 6 points\n")
    again, _ = cnncourse(*words, "--no-progress", cwd=school)
    assert again == out
    assert "ada,Ada,2,1,3,6," in (school / "graded" / "gradebook.csv").read_text()


@boxed
@pytest.mark.slow
def test_daskworkers_give_the_same_gradebook(school):
    pytest.importorskip("distributed")
    script = textwrap.dedent("""
        from dask.distributed import LocalCluster
        from cnncourse.cli import main
        if __name__ == "__main__":
            with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
                words = "grade first.ipynb out/solution --roster roster.csv --no-progress"
                words = [*words.split(), "--out", "far", "--dask", cluster.scheduler_address]
                raise SystemExit(main(words))
    """)
    (school / "far.py").write_text(script)
    done = subprocess.run(
        [sys.executable, "far.py"],
        cwd=school,
        env=processes.environment() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    here, far = (school / name / "gradebook.csv" for name in ("graded", "far"))
    assert far.read_text() == here.read_text()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["release", "none.ipynb", "--out", "x"], 1, "no such file; a master NAME.ipynb"),
        (["release", "first.ipynb", "--out", "x", "--roster", "none.csv"], 1, "cannot be read"),
        (["grade", "first.ipynb", "none", "--out", "x"], 1, "none is no folder"),
        (
            ["grade", "first.ipynb", "out/student", "--out", "x", "--secret", "none"],
            1,
            "no secret at none",
        ),
        (
            ["grade", "first.ipynb", "out/student", "--out", "x", "--question", "q9"],
            2,
            "no question 'q9'; known are q1, q2, q3",
        ),
        (
            ["grade", "first.ipynb", "out/student", "--out", "x", "--student", "eve"],
            2,
            "no submission of eve",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(words, code, said, school):
    _, errors = cnncourse(*words, cwd=school, code=code)
    assert errors.startswith("cnncourse: ")
    assert said in errors
    assert "Traceback" not in errors
    assert not (school / "x" / "gradebook.csv").exists()


@boxed
def test_colabs_versions_are_those_of_its_freeze():
    freeze = dict(
        line.lower().split("==")
        for line in FREEZE.read_text().splitlines()
        if line.count("==") == 1
    )
    for name, version in environment.COLAB.items():
        if name != "python":
            assert environment.short(freeze[name]) == version


def test_other_versions_than_colabs_are_told():
    assert environment.differences({"numpy": "1.0", "no-such-package": "2.0"}) == [
        f"numpy {environment.version('numpy')}, Colab 1.0",
        "no-such-package is missing, Colab 2.0",
    ]
    here = {"python": environment.short(environment.version("python"))}
    assert environment.differences(here) == []
    assert json.dumps(here)


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("import numpy as np", {"numpy"}),
        ("import torch.nn as nn, cv2", {"torch", "opencv-python"}),
        ("if True:\n    from PIL import Image", {"pillow"}),
        ("from sklearn.linear_model import (\n    Ridge,\n)", {"scikit-learn"}),
        ("%pip install jax\nx = 'import scipy'\n# import keras", set()),
        ("def broken(:\n    import yaml  # pandas", {"pyyaml"}),
    ],
)
def test_what_code_imports_is_found(source, packages):
    assert environment.imported(source) == packages


def test_all_that_an_assignment_imports_is_compared_and_nothing_else():
    source = "import matplotlib.pyplot as plt\nfrom cnncourse import ops"
    assert set(environment.of_assignment(source)) == {"python", "numpy", "matplotlib"}
    both = environment.of_assignment(source, frameworks=True)
    assert {"torch", "tensorflow", "keras"} <= set(both)
    assert set(environment.of_assignment("import keras")) >= {"keras", "tensorflow"}
    for path in (ROOT / "book" / "assignments").glob("*.ipynb"):
        code = "\n".join(
            "".join(cell["source"])
            for cell in json.loads(path.read_text())["cells"]
            if cell["cell_type"] == "code"
        )
        own = {"cnncourse", "importlib", "math", "itertools", "functools"}
        assert environment.imported(code) - own <= set(environment.COLAB), path.name
