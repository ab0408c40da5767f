"""Every room of the package imports only what stands below it.

The imports are read from the source, those inside functions included, so a violation is found
without running anything. ``ROOMS`` is the table; a module that is not in it fails.
"""

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "cnncourse"

UNDER_THE_TWINS = {
    "numpy",
    "arguments",
    "safetensors",
    "tqdm",
    "geometry",
    "architecture",
    "recipe",
}
UNDER_THE_TWINS |= {"hardware", "inputs", "weightfile", "pretrained", "loop", "processes"}
UNDER_THE_TWINS |= {"listings", "stopping", "rate_range", "transfer"}
UNDER_THE_TWINS |= {"arguments", "checks", "installing"}

ROOMS = {  # room: what it may import beside the standard library and itself
    "__init__": set(),
    "arguments": set(),
    "contrast": {"numpy"},
    "checks": {"numpy"},
    "disk": set(),
    "installing": {"triton"},
    "geometry": {"arguments"},
    "architecture": {"numpy", "arguments", "geometry"},
    "recipe": {"numpy", "arguments"},
    "zoo": {"architecture"},
    "ops": {"numpy", "arguments", "checks", "geometry"},
    "gradients": {"numpy", "geometry", "ops"},
    "reference": {"numpy", "checks", "geometry", "ops", "gradients", "architecture"},
    "inspection": {"numpy", "arguments", "checks", "ops", "reference", "datasets"},
    "datasets": {"numpy", "pooch", "tqdm", "arguments", "checks", "disk", "installing"},
    # Picture files, read by Pillow, which matplotlib brings.
    "datasets/pictures": {"numpy", "PIL", "datasets"},
    "corner": {"numpy", "tqdm", "architecture", "zoo", "recipe"},
    "experiments": {"architecture", "arguments", "zoo", "recipe", "corner", "transfer"},
    "records": {"architecture", "disk", "zoo", "recipe", "experiments", "transfer"},
    "hardware": set(),
    "inputs": {"numpy", "architecture", "arguments", "checks", "recipe"},
    "weightfile": {"numpy", "safetensors", "architecture", "disk"},
    "pretrained": {"numpy", "architecture", "zoo", "weightfile", "datasets", "installing"},
    "transfer": {"numpy", "architecture", "arguments", "checks", "datasets", "disk"}
    | {"weightfile"},
    # What makes the files of weights: run by hand, and imported by nothing.
    "pretrained/from_record": {"numpy", "architecture", "datasets", "experiments", "weightfile"}
    | {"records", "pretrained", "in_torch", "in_keras"},
    "checkpoint": {"numpy", "safetensors", "architecture", "recipe", "weightfile"},
    "stopping": set(),
    "processes": {"numpy"},
    "loop": {"numpy", "tqdm", "architecture", "recipe", "inputs", "weightfile", "checkpoint"}
    | {"disk", "processes"},
    "rate_range": {"numpy", "arguments", "recipe", "inputs", "loop"},
    "listings": {"geometry", "architecture"},
    # Helper classes, imported by the twins; a listing only reads their text.
    "listings/torch_classes": {"torch"},
    "listings/keras_classes": {"keras"},
    "in_torch": {"torch"} | UNDER_THE_TWINS,
    "in_keras": {"keras", "tensorflow", "torch"} | UNDER_THE_TWINS,
    "explorers": {"ipywidgets", "anywidget", "traitlets", "numpy", "geometry", "ops", "reference"}
    | {"arguments", "contrast"}
    | {"architecture", "zoo", "datasets", "listings", "gradients", "inspection"},
    # What makes the explorers' data files; of the package only `describe` imports from it.
    "explorers/making": {"numpy", "ops", "reference", "datasets", "experiments", "weightfile"}
    | {"explorers", "records", "inspection", "pretrained", "sklearn"},
    "exercises": {"numpy", "ops", "gradients", "architecture", "geometry", "zoo", "reference"}
    | {"datasets"},
    "plots": {"matplotlib", "numpy", "arguments", "checks", "contrast", "geometry", "architecture"}
    | {"recipe", "records"},
    "grading": {"numpy", "exercises", "architecture", "disk"}
    | {"nbformat", "nbgrader", "yaml", "tqdm", "dask"},
    # Its worker runs by path, beside `plain` and the guard of the exercises.
    "grading/sandbox": {"numpy", "exercises", "grading", "plain", "guard"},
    # The last cell of a student's notebook, which asks Colab for the notebook's own text.
    "grading/handing_in": {"exercises", "google"},
    "__main__": {"cli", "installing"},
    "cli": {"*"},  # anything, but only inside its functions
}
STANDARD = frozenset(sys.stdlib_module_names)
PICKLES = {"pickle", "_pickle", "shelve", "dill", "cloudpickle", "joblib"}


class Import(NamedTuple):
    """One import: who it is of, where it stands, and whether it runs at import time."""

    target: str  # a room's name, or the top-level name of an outside package
    line: int
    lazy: bool


def room_of(path, package=PACKAGE):
    """Return the room a source file belongs to: its first name below the package, or its two."""
    parts = path.relative_to(package).with_suffix("").parts
    within = "/".join(parts[:2])
    return within if within in ROOMS else parts[0]


def read_imports(path, package=PACKAGE):
    """Return every `Import` of a file, those inside functions and by name included."""
    names = (package.name, *path.relative_to(package).with_suffix("").parts)
    here = names[:-1]  # the package that a relative import starts from
    found = []

    def add(dotted, node, lazy):
        first, _, rest = dotted.partition(".")
        if first == package.name:
            first = rest.partition(".")[0]
        if first and not first.startswith("__"):
            found.append(Import(first, node.lineno, lazy))

    def visit(node, lazy):
        if isinstance(node, ast.Import):
            for alias in node.names:
                add(alias.name, node, lazy)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) + 1 - node.level]) if node.level else ""
            source = ".".join(filter(None, (base, node.module)))
            for alias in node.names:
                add(f"{source}.{alias.name}" if source == package.name else source, node, lazy)
        elif isinstance(node, ast.Call) and node.args:
            called = getattr(node.func, "attr", getattr(node.func, "id", None))
            named = getattr(node.args[0], "value", None)
            if called in ("import_module", "__import__") and isinstance(named, str):
                add(named, node, lazy)
        inside = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            visit(child, inside)

    visit(ast.parse(path.read_text(encoding="utf-8")), lazy=False)
    return found


def violations(package=PACKAGE, rooms=ROOMS):
    """Return a sentence for every import that the table does not allow."""
    wrong = []
    for path in sorted(package.rglob("*.py")):
        room, place = room_of(path, package), path.relative_to(package.parent)
        if room not in rooms:
            wrong.append(f"{place}: room {room!r} is not in the table of rooms")
            continue
        for target, line, lazy in read_imports(path, package):
            if target in STANDARD or target == room or target in rooms[room]:
                continue
            if "*" in rooms[room]:
                if not lazy:
                    wrong.append(f"{place}:{line}: {room} imports {target} outside a function")
            else:
                wrong.append(f"{place}:{line}: {room} must not import {target}")
    return wrong


def pickled(package=PACKAGE):
    """Return the places that could read or write a pickle."""
    wrong = []
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package.parent)
        for target, line, _ in read_imports(path, package):
            if target in PICKLES:
                wrong.append(f"{place}:{line}: imports {target}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in ("torch.load", "torch.save") or called.endswith(".load_model"):
                wrong.append(f"{place}:{node.lineno}: calls {called}")
            for keyword in node.keywords:
                if keyword.arg == "allow_pickle" and getattr(keyword.value, "value", 1):
                    wrong.append(f"{place}:{node.lineno}: allows pickle")
    return wrong


def test_every_room_imports_only_what_stands_below_it():
    assert violations() == []


def circles(rooms):
    """Return a circle of rooms that may import one another in turn, as a list; empty without."""
    below = {room: {at for at in allowed if at in rooms} for room, allowed in rooms.items()}
    # The command may import anything, and only the way to start it may import the command.
    below = {
        room: set(rooms) - {room, "__main__"} if "*" in rooms[room] else at
        for room, at in below.items()
    }
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_the_table_has_no_circle():
    assert circles(ROOMS) == []


@pytest.mark.parametrize(
    "planted",
    [
        {"ops": {"zoo"}, "zoo": {"ops"}},
        {"ops": {"zoo"}, "zoo": {"geometry"}, "geometry": {"ops"}},
        {"ops": {"ops"}},
        {"ops": {"cli"}, "cli": {"*"}},
    ],
)
def test_a_planted_circle_is_found(planted):
    assert circles({**{"geometry": set()}, **planted})
    assert circles({**ROOMS, "geometry": {"in_torch"}})


def test_rooms_that_stand_in_no_circle_pass():
    assert circles({"a": {"b", "numpy"}, "b": {"c"}, "c": set(), "cli": {"*"}}) == []


DOORS = {  # door: the other doors that it may enter
    "in_torch/faster": set(),
    "in_torch/several": set(),
    "in_keras/faster": set(),
    "in_keras/several": {"in_keras/faster"},  # the steps of several devices are the fast ones
}


def behind_doors(package=PACKAGE, doors=DOORS):
    """Return a sentence for every import past a door, or from one door to another."""
    wrong = []
    for path in sorted(package.rglob("*.py")):
        within = path.relative_to(package).as_posix()
        here = next((door for door in doors if within.startswith(f"{door}/")), None)
        for dotted, line in dotted_imports(path, package):
            for door in doors:
                _, found, rest = f"{dotted}/".partition(f"{package.name}/{door}/")
                if not found or here == door:
                    continue
                inside = path_of(package / door, rest)
                place = f"{package.name}/{within}:{line}"
                if inside:
                    wrong.append(f"{place}: {door} is entered by its door, not by {inside}")
                elif here and door not in doors[here]:
                    wrong.append(f"{place}: {here} must not import {door}")
    return wrong


def path_of(door, rest):
    """Return the name of the file behind a door that an import names, if it names one."""
    first = rest.partition("/")[0]
    return first if first and (door / f"{first}.py").exists() else ""


def dotted_imports(path, package):
    """Yield (what is imported, with slashes, its line), relative names made whole."""
    here = (package.name, *path.relative_to(package).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.replace(".", "/"), node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) + 1 - node.level] if node.level else ()
            source = [*base, *(node.module or "").split(".")]
            for alias in node.names:
                yield "/".join([*filter(None, source), alias.name]), node.lineno


def test_what_stands_behind_a_door_is_entered_by_it():
    assert behind_doors() == []
    assert all((PACKAGE / door / "__init__.py").exists() for door in DOORS)


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("in_torch/training.py", "from cnncourse.in_torch.faster import passes", "by passes"),
        ("in_torch/training.py", "from .faster.passes import laid_out", "not by passes"),
        ("in_torch/training.py", "def f():\n    import cnncourse.in_torch.faster.passes", "passes"),
        ("in_torch/several/a.py", "from cnncourse.in_torch import faster", "must not import"),
        ("in_torch/faster/a.py", "from ..several import join", "must not import in_torch/several"),
        ("in_keras/faster/a.py", "from cnncourse.in_keras import several", "must not import"),
    ],
)
def test_a_planted_way_past_a_door_is_found(plant, name, source, expected):
    files = {f"{door}/{file}.py": "" for door in DOORS for file in ("__init__", "passes")}
    (found,) = behind_doors(plant({**files, name: source}))
    assert expected in found


def test_the_ways_through_a_door_pass(plant):
    files = {f"{door}/{file}.py": "" for door in DOORS for file in ("__init__", "passes")}
    ways = {
        "in_torch/training.py": "from cnncourse.in_torch import faster, several",
        "in_torch/faster/layout.py": "from cnncourse.in_torch.faster import passes",
        "in_keras/several/steps.py": "from cnncourse.in_keras import faster",
    }
    assert behind_doors(plant({**files, **ways})) == []


def test_every_room_of_the_table_exists():
    present = {room_of(path) for path in PACKAGE.rglob("*.py")}
    assert sorted(set(ROOMS) - present) == []


@pytest.mark.parametrize(
    ("framework", "places"),
    [
        ("tensorflow", {"tensorflow_steps", "replicated_steps", "joining", "team"}),
        ("torch", set()),
    ],
)
def test_a_back_end_is_named_only_where_keras_alone_cannot_do_it(framework, places):
    found = {
        path.stem
        for path in (PACKAGE / "in_keras").rglob("*.py")
        if any(found.target == framework for found in read_imports(path))
    }
    assert found == places | {"differentiation"}


def test_nothing_is_pickled():
    assert pickled() == []


@pytest.fixture
def plant(tmp_path):
    """Return a function that writes a package of the given files and returns its folder."""

    def write(files):
        package = tmp_path / "cnncourse"
        for name, source in files.items():
            path = package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source, encoding="utf-8")
        return package

    return write


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("ops.py", "import torch", "cnncourse/ops.py:1: ops must not import torch"),
        ("ops.py", "from cnncourse.zoo import B", "ops must not import zoo"),
        ("ops.py", "from cnncourse import zoo, geometry", "ops must not import zoo"),
        ("ops.py", "from . import zoo", "ops must not import zoo"),
        ("ops.py", "from .zoo import B", "ops must not import zoo"),
        ("ops.py", "import cnncourse.zoo as z", "ops must not import zoo"),
        ("ops.py", "def f():\n    import torch.nn", "ops.py:2: ops must not import torch"),
        ("ops.py", "if 0:\n    import scipy", "ops must not import scipy"),
        ("ops.py", "from importlib import import_module as i\nimport_module('torch')", "torch"),
        ("in_torch/building.py", "from ..in_keras import build", "must not import in_keras"),
        ("in_keras/a/b.py", "from ...in_torch import build", "must not import in_torch"),
        ("in_keras/a.py", "def f():\n    from cnncourse import in_torch", "import in_torch"),
        ("geometry.py", "import numpy", "geometry must not import numpy"),
        ("__init__.py", "from . import ops", "__init__ must not import ops"),
        ("plots.py", "import tests", "plots must not import tests"),
        ("cli.py", "import torch", "cli imports torch outside a function"),
        ("helpers.py", "", "cnncourse/helpers.py: room 'helpers' is not in the table"),
        ("extras/deep.py", "", "room 'extras' is not in the table"),
    ],
)
def test_a_planted_violation_is_found(plant, name, source, expected):
    found = violations(plant({name: source}))
    assert len(found) == 1
    assert expected in found[0]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("ops.py", "import math\nimport numpy.lib.stride_tricks\nfrom .geometry import pair"),
        ("gradients.py", "from cnncourse import geometry, ops"),
        ("in_torch/building.py", "from . import weights\nfrom ..architecture import Dense"),
        ("in_torch/sub/deep.py", "from ..building import build\nfrom ...recipe import Recipe"),
        ("cli.py", "import argparse\ndef main():\n    from cnncourse import in_keras\n"),
        ("loop.py", "from cnncourse import __version__"),
    ],
)
def test_what_the_table_allows_passes(plant, name, source):
    assert violations(plant({name: source})) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "def f():\n    from pickle import loads",
        "np.load(path, allow_pickle=True)",
        "torch.load(path)",
        "torch.save(model, path)",
        "keras.models.load_model(path)",
    ],
)
def test_a_planted_pickle_is_found(plant, source):
    assert len(pickled(plant({"weightfile.py": source}))) == 1
