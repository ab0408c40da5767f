"""The explorers' sources: what imports what, and that no table is typed a second time."""

import json
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from cnncourse.architecture import ReLU, base, serial
from cnncourse.explorers import EXPLORERS, describe, tables

FOLDER = Path(describe.__file__).parent
PAGE = FOLDER / "page"
SHARED = ("arithmetic", "core")
PARTS = "parts"  # scripts that several explorers load when they are asked for
SOURCES = sorted(PAGE.rglob("*.js"))
MAY_IMPORT = {"arithmetic": {"arithmetic"}, "core": {"arithmetic", "core"}}
IMPORT = re.compile(r'\b(?:from|import)\s*"(\.[^"]+)"')
MENTION = re.compile(r'\b(?:from|import)\s*\(?"(\.[^"]+)"')  # types of comments as well
ARRAY = re.compile(r"\[([^\[\]{}()]*)\]")
TEXT = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`$]*)`")


def imports(path, pattern=IMPORT):
    """Return the files that a source imports."""
    found = pattern.findall(path.read_text(encoding="utf-8"))
    # "X.alone" is X.js made one function without imports.
    files = [re.sub(r"\.alone$", ".js", one) for one in found]
    return {(path.parent / one).resolve() for one in files}


def owner(path):
    """Return the folder of a source below ``page``: core, arithmetic or an explorer's."""
    return path.relative_to(PAGE).parts[0]


def circle(graph):
    """Return the circle that a graph of imports has, or None."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return None


def out_of_bounds(path, others):
    """Return the files that a source in its place must not import."""
    allowed = MAY_IMPORT.get(owner(path), {*SHARED, owner(path)})
    return [one for one in others if owner(one) not in allowed]


def test_no_source_imports_itself_on_a_way_round():
    graph = {path: imports(path) for path in SOURCES}
    assert len(graph) > 60
    assert sum(map(len, graph.values())) > 150
    assert {one for found in graph.values() for one in found} <= {
        *SOURCES,
        *PAGE.rglob("*.json"),
        *PAGE.rglob("*.css"),
    }
    assert circle(graph) is None


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PAGE)))
def test_the_core_imports_no_explorer_and_explorers_do_not_import_one_another(path):
    assert out_of_bounds(path, imports(path, MENTION)) == []


def test_a_circle_and_an_import_out_of_bounds_are_found():
    core, own, other = PAGE / "core/a.js", PAGE / "pooling/a.js", PAGE / "flatten/a.js"
    assert circle({core: {own}, own: {core}}) == [core, own, core]
    assert circle({core: set(), own: {core}}) is None
    assert out_of_bounds(core, [own]) == [own]
    assert out_of_bounds(PAGE / "arithmetic/a.js", [core]) == [core]
    assert out_of_bounds(own, [core, other, own]) == [other]
    assert IMPORT.findall('import "./a.js";\nexport { b } from "../b.js";') == ["./a.js", "../b.js"]
    assert MENTION.findall('/** @type {import("../c.js").C} */') == ["../c.js"]


def test_every_explorer_has_its_folder():
    folders = {path.name for path in PAGE.iterdir() if path.is_dir()} - {*SHARED, PARTS}
    assert folders == {slug.replace("-", "_") for slug in EXPLORERS}


def lists(value):
    """Return the lists of names in a table: its arrays of text and the keys of its objects."""
    found = []
    if isinstance(value, dict):
        found.append(set(value))
        for inner in value.values():
            found += lists(inner)
    elif isinstance(value, list):
        if all(isinstance(one, str) for one in value):
            found.append(set(value))
        else:
            found += [entry for one in value for entry in lists(one)]
    return [names for names in found if len(names) > 2]


def texts(value):
    """Return the long texts in a table, such as the source of a class."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) and len(value) > 30 else []


def typed_again(source, generated):
    """Return what of generated tables stands in a source as well: a list, or a long text."""
    known = [names for table in generated for names in lists(table)]
    found = []
    for body in ARRAY.findall(source):
        words = {"".join(groups) for groups in TEXT.findall(body)}
        # Three of a table's names beside one another were copied from it.
        if any(len(words & names) > 2 for names in known):
            found.append(body.strip())
    found += [text for table in generated for text in texts(table) if text in source]
    if re.search(r"\bfallback:\s*(?!any\b)|\bclass \w+\([\w.]+\):", source):
        found.append("a field's default, or a class of Python")
    return found


def generated():
    """Return every generated table as values."""
    made = describe.files().items()
    found = [json.loads(text) for name, text in made if "/tables/" in name]
    return found + [explorer.constants for explorer in EXPLORERS.values()]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PAGE)))
def test_no_table_is_typed_a_second_time(path):
    assert typed_again(path.read_text(encoding="utf-8"), generated()) == []


@pytest.mark.parametrize(
    "source",
    [
        'const NAMES = ["relu", "elu", "gelu"];',
        'export const MODES = [\n  "zero",\n  "reflect",\n  "replicate",\n];',
        "const A = `class ChannelsLast(nn.Module):\n    pass`;",
        "const ELU = { alpha: { type: 'number', fallback: 1, low: 0 } };",
        'const NOTE = "Keras has no stride with a dilation: a pooling of one pixel strides '
        'instead.";',
        'export const CLASSES = ["trouser", "dress", "shirt", "sneaker", "bag"];',
    ],
)
def test_a_table_typed_a_second_time_is_found(source):
    assert len(typed_again(source, generated())) == 1


def test_the_tables_are_those_of_the_layers():
    made = tables.layers()
    assert [*made["layers"]] == [*serial.LAYERS] != []
    fields = made["layers"]["Residual"]["fields"]
    assert fields == {
        "layers": {"type": "layers"},
        "shortcut": {"type": "layers", "fallback": None},
    }
    assert made["layers"]["Dropout"] == {
        "kind": "dropout",
        "fields": {
            "rate": {
                "type": "number",
                "low": 0,
                "high": 1,
                "cure": "it is the share dropped: 0.25 drops a quarter",
            }
        },
    }
    epsilon = {"type": "number", "low": 0, "open": True, "fallback": 0.001}
    assert made["layers"]["BatchNorm"]["fields"]["epsilon"] == epsilon
    assert made["layers"]["MaxPool2D"]["fields"]["stride"] == {"type": "pair", "fallback": None}
    assert made["layers"]["ReLU"] == {"kind": ReLU.kind, "fields": {}}


def test_a_new_layer_is_described_without_a_line_of_javascript():
    """Its fields' rules are heard from its own check."""
    namespace = {"__annotations__": {"beta": float}, "beta": 0.5, "kind": "swoosh"}
    namespace["__post_init__"] = lambda self: self._number("beta", 0, 2, low_open=True)
    swoosh = base.dataclass(frozen=True, repr=False)(type("Swoosh", (base.Layer,), namespace))
    rule = {"type": "number", "low": 0, "high": 2, "open": True, "fallback": 0.5}
    assert tables.rules(swoosh) == {"beta": rule}


def test_a_field_that_no_check_is_heard_for_is_told():
    namespace = {"__annotations__": {"mood": str}, "mood": "fair", "kind": "swoosh"}
    moody = base.dataclass(frozen=True, repr=False)(type("Moody", (base.Layer,), namespace))
    with pytest.raises(LookupError, match="Moody does not say how its field 'mood' is checked"):
        tables.rules(moody)
