"""The explorers' tests in Python, once more with the widgets that Colab has."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.pins import read_pins
from tests.test_project_requirements import COLAB

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent.relative_to(ROOT)
LIST = ROOT / "tests" / "colab-widgets.txt"
PROGRAM = ROOT / ".venv-widgets7" / "bin" / "python"
# Old packages warn of each other and of a newer Python; what our own lines cause is an error.
WARNINGS = "filterwarnings=error:::cnncourse"
VERSIONS = """
import anywidget, ipywidgets, traitlets
print(*(package.__version__ for package in (ipywidgets, anywidget, traitlets)))
"""

needs_the_environment = pytest.mark.skipif(
    not (PROGRAM.parents[1] / ".made").exists(),
    reason="needs the environment of Colab's widgets, which make test makes",
)


def run(*words):
    """Run Python there and return (exit code, what it printed)."""
    done = subprocess.run([PROGRAM, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_environment_is_listed_with_colabs_versions():
    listed = read_pins(LIST.read_text(encoding="utf-8"))
    differing = {name for name, version in listed.items() if COLAB.get(name) != version}
    # These Colab lacks. Of NumPy's two lines the last, for Python 3.13, is Colab's.
    assert differing == {"hypothesis", "jedi", "pytest-timeout"}
    assert str(listed["ipywidgets"]) == "7.7.1"


@needs_the_environment
def test_the_environment_has_the_widgets_of_colab():
    assert run("-c", VERSIONS) == (0, "7.7.1 0.9.21 5.7.1\n")


@needs_the_environment
def test_the_tests_in_python_pass_there():
    files = [HERE / path.name for path in sorted((ROOT / HERE).glob("test_python_*.py"))]
    assert files
    code, told = run("-m", "pytest", "-p", "no:cacheprovider", "-q", "-o", WARNINGS, *files)
    assert code == 0, told
    (passed,) = re.findall(r"(\d+) passed", told)
    assert int(passed) >= len(files)
    assert "skipped" not in told
