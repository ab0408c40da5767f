"""A framework that is missing, broken, hidden or told to compute with something else."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cnncourse import installing

ROOT = Path(__file__).resolve().parents[1]


def test_the_commands_install_from_the_repository_that_the_readme_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    address = project["project"]["urls"]["Repository"]
    branch = project["tool"]["cnncourse"]["branch"]
    command = installing.command("torch")
    assert command == f'pip install "cnncourse[torch] @ git+{address}@{branch}"'
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
    again = installing.command("keras", again=True)
    assert again == f'pip install --force-reinstall "cnncourse[keras] @ git+{address}@{branch}"'
    assert installing.command().endswith(f'"cnncourse @ git+{address}@{branch}"')


def test_pip_understands_the_requirement():
    packaging = pytest.importorskip("packaging.requirements")
    found = packaging.Requirement(installing.requirement("torch"))
    assert (found.name, found.extras) == ("cnncourse", {"torch"})
    assert found.url.startswith("git+https://")


def test_an_installed_package_knows_its_address_too(monkeypatch, tmp_path):
    monkeypatch.setattr(installing, "ROOT", str(tmp_path))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    address = project["project"]["urls"]["Repository"]
    assert installing.requirement("torch") == f"cnncourse[torch] @ git+{address}"
    # Another project's file may lie beside the packages.
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "other"\n')
    assert installing.requirement() == f"cnncourse @ git+{address}"


@pytest.fixture
def python(tmp_path):
    """Return a function that runs Python in an empty folder with the reader's files in it."""

    def run(*words, files=None, **environment):
        for name, source in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source)
        given = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3", **environment}
        told = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env=given,
            capture_output=True,
            text=True,
            check=False,
        )
        return told, tmp_path

    return run


TRAIN = ["-m", "cnncourse", "train", "lenet-5", "--framework"]


@pytest.mark.parametrize(
    ("framework", "name", "source"),
    [
        ("torch", "torch.py", "x = 1"),
        ("torch", "torch.py", "import torch.nn"),
        ("torch", "torch/__init__.py", ""),
        ("torch", "random.py", "print('six numbers for tonight')"),
        ("torch", "numpy.py", "array = list"),
        ("keras", "keras.py", "model = None"),
        ("keras", "tensorflow.py", "model = None"),
        ("keras", "random.py", "x = 1"),
        ("torch", "argparse.py", "x = 1"),
        ("torch", "json.py", "x = 1"),
    ],
)
def test_a_file_of_the_readers_that_hides_a_module_is_named(python, framework, name, source):
    told, folder = python(*TRAIN, framework, files={name: source})
    file = os.path.realpath(folder / name.removesuffix("/__init__.py"))
    module = Path(name.split("/")[0]).stem
    assert told.returncode == 1
    assert told.stderr.splitlines()[-1] == (
        f"cnncourse: {file} has the name of the module {module!r} that is needed, and Python finds "
        "it first; rename it, and start Python anew"
    )
    assert "Traceback" not in told.stderr
    assert sorted({path.parts[len(folder.parts)] for path in folder.rglob("*.py")}) == [
        name.split("/")[0]
    ]


@pytest.mark.parametrize(
    ("twin", "name"),
    [("in_torch", "torch.py"), ("in_torch", "random.py"), ("in_keras", "keras.py")],
)
def test_a_notebook_is_told_the_same(python, twin, name):
    told, _ = python("-c", f"from cnncourse import {twin}", files={name: "x = 1"})
    last = told.stderr.strip().splitlines()[-1]
    assert last.startswith("cnncourse.installing.FrameworkError: ")
    assert f"{name} has the name of the module" in last


def test_files_that_hide_nothing_are_let_be(python):
    files = {"lesson.py": "raise SystemError", "test.py": "x", "data.py": "x", "calendar.py": ""}
    told, _ = python("-m", "cnncourse", "--version", files=files)
    assert (told.returncode, told.stderr) == (0, "")
    told, _ = python("-c", "from cnncourse import in_torch; print(in_torch.__name__)")
    assert told.stdout == "cnncourse.in_torch\n"


@pytest.mark.parametrize("backend", ["jax", "openvino", "nonsense", "tensorflow "])
def test_a_backend_that_is_not_here_is_named(python, backend):
    told, _ = python(*TRAIN, "keras", KERAS_BACKEND=backend)
    line = told.stderr.strip().splitlines()[-1]
    assert told.returncode == 1
    assert line.startswith(f"cnncourse: Keras is told to compute with {backend!r} (by KERAS_BACK")
    assert line.endswith("set KERAS_BACKEND=tensorflow before Python starts")
    assert "force-reinstall" not in told.stderr
    told, _ = python("-c", "import cnncourse.in_keras", KERAS_BACKEND=backend)
    assert f"Keras is told to compute with {backend!r}" in told.stderr.strip().splitlines()[-1]


def test_a_backend_set_in_keras_own_file_is_named(python, tmp_path):
    files = {"home/.keras/keras.json": '{"backend": "jax"}'}
    told, _ = python(*TRAIN, "keras", files=files, KERAS_HOME=str(tmp_path / "home/.keras"))
    assert "Keras is told to compute with 'jax'" in told.stderr.strip().splitlines()[-1]


def test_a_twin_without_its_framework_names_the_command():
    code = "import sys; sys.modules['torch'] = None; from cnncourse import in_torch"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    last = told.stderr.strip().splitlines()[-1]
    assert last == (
        "cnncourse.installing.FrameworkError: PyTorch is not installed; run: "
        + installing.command("torch")
    )
    assert issubclass(installing.FrameworkError, ImportError)


@pytest.fixture
def compiler(tmp_path, monkeypatch):
    """A Triton that can be imported and is not yet."""
    (tmp_path / "triton.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "triton", raising=False)


@pytest.mark.parametrize(
    ("loaded", "comes"),
    [({"torch"}, True), (set(), False), ({"torch", "tensorflow"}, False)],
)
def test_pytorchs_compiler_comes_before_tensorflow_or_not_at_all(
    compiler, monkeypatch, loaded, comes
):
    for name in ("torch", "tensorflow"):
        monkeypatch.delitem(sys.modules, name, raising=False)
        if name in loaded:
            monkeypatch.setitem(sys.modules, name, object())
    installing.settle_compilers()
    assert ("triton" in sys.modules) is comes


def test_a_pytorch_without_a_compiler_is_left_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", object())
    monkeypatch.delitem(sys.modules, "tensorflow", raising=False)
    monkeypatch.setitem(sys.modules, "triton", None)  # as if there were none
    installing.settle_compilers()
