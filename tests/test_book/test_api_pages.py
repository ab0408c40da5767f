"""Every public name of the package is on an API page, whatever frameworks are missing."""

import ast
import zlib

import pytest

from tests.test_book.building import ROOT

PACKAGE = ROOT / "cnncourse"


def rooms():
    """Return the paths of the package's public modules, by dotted name."""
    found = {}
    for path in sorted(PACKAGE.iterdir()):
        file = path / "__init__.py" if path.is_dir() else path
        if file.suffix == ".py" and file.exists() and not path.name.startswith("_"):
            found[f"cnncourse.{path.stem}"] = file
    return found


def exported(file):
    """Return the names in a module's ``__all__``; without one, its own public definitions."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and [ast.unparse(t) for t in node.targets] == ["__all__"]:
            return ast.literal_eval(node.value)
    defined = (ast.FunctionDef, ast.ClassDef)
    names = [node.name for node in tree.body if isinstance(node, defined)]
    return [name for name in names if not name.startswith("_")]


@pytest.fixture(scope="module")
def described(pages):
    """The full names of everything that the API pages describe."""
    content = (pages / "objects.inv").read_bytes().split(b"\n", 4)[4]
    lines = zlib.decompress(content).decode("utf-8").splitlines()
    return {line.split(" ")[0] for line in lines if " py:" in line}


def test_every_room_of_the_package_has_its_place(described):
    assert sorted(set(rooms()) - described) == []


@pytest.mark.parametrize("room", rooms())
def test_every_public_name_is_described(described, room):
    last = {name.rpartition(".")[2] for name in described}
    constants = {name for name in exported(rooms()[room]) if name.isupper()}
    missing = {
        name
        for name in set(exported(rooms()[room])) - constants
        if f"{room}.{name}" not in described and name not in last
    }
    assert sorted(missing) == []


@pytest.mark.parametrize(
    "room", [room for room, file in rooms().items() if file.stem == "__init__"]
)
def test_modules_that_a_room_exports_are_described_with_their_functions(described, room):
    file, last = rooms()[room], {name.rpartition(".")[2] for name in described}
    for name in exported(file):
        module = file.with_name(f"{name}.py")
        if module.exists():
            assert f"{room}.{name}" in described
            assert sorted(set(exported(module)) - last) == []


def test_a_page_says_how_a_description_is_made(pages):
    text = (pages / "api" / "describing.html").read_text(encoding="utf-8")
    assert 'id="cnncourse.architecture.Conv2D"' in text
    start = text.index('id="cnncourse.architecture.Conv2D"')
    signature = text[start : text.index("</dt>", start)]
    for field in ("filters", "kernel_size", "stride", "padding", "dilation", "use_bias"):
        assert field in signature
