"""The requirements: ranges that admit Colab, pins that are the tested set, one copy of each."""

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
# What a reader installs on Colab: the package and the frameworks it finds there.
ON_COLAB = [
    Requirement(line) for line in PROJECT["dependencies"] + EXTRAS["torch"] + EXTRAS["keras"]
]
FOR_CHAPTERS = ON_COLAB + [Requirement(line) for line in EXTRAS["notebooks"]]
EVERYTHING = [Requirement(line) for line in PROJECT["dependencies"] + sum(EXTRAS.values(), [])]
IN_EVERY_ENVIRONMENT = {"pip", "cnncourse"}
# Which of these torch brings depends on where its build comes from.
OF_TORCH = re.compile(r"nvidia-.*|cuda-.*|triton")
MADE_BY_MAKE = (Path(sys.prefix) / ".made").exists() and Path(sys.prefix).parent == ROOT


def read_pins(text):
    """Return {name: version or None} from a list such as ``pip freeze`` prints.

    A package installed from a file, an address or a repository has no version in such a list
    unless its wheel's name says it. Comments and options are passed over.
    """
    pins = {}
    for line in text.splitlines():
        entry = line.split(" #")[0].strip()
        if not entry or entry.startswith(("#", "-")):
            continue
        try:
            requirement = Requirement(entry)
        except InvalidRequirement:
            raise ValueError(f"not a line of pip freeze: {line!r}") from None
        found = re.search(r"==([^,;\s]+)$", str(requirement.specifier))
        wheel = re.search(r"/[^/]+?-(\d[^-/]*)-[^/]+\.whl", requirement.url or "")
        version = found or wheel
        pins[canonicalize_name(requirement.name)] = Version(version[1]) if version else None
    return pins


COLAB = read_pins((ROOT / "tests/data/colab-pip-freeze.txt").read_text(encoding="utf-8"))
PINS = read_pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))


def refusals(requirements, installed):
    """Return a sentence for every requirement that the installed versions do not meet."""
    wrong = []
    for requirement in requirements:
        version = installed.get(canonicalize_name(requirement.name))
        if version is None:
            wrong.append(f"{requirement.name} is not there")
        elif not requirement.specifier.contains(version.public, prereleases=True):
            wrong.append(f"{requirement} refuses {version}")
    return wrong


def test_the_ranges_admit_what_colab_has():
    assert refusals(FOR_CHAPTERS, COLAB) == []


def test_colab_list_is_read_in_full():
    assert len(COLAB) > 600
    assert COLAB["torch"] == Version("2.11.0+cu128")
    assert COLAB["google-colab"] is None
    assert COLAB["en-core-web-sm"] == Version("3.8.0")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("numpy==2.1.2", "refuses 2.1.3"),
        ("torch>=2.11.1", "refuses 2.11.0+cu128"),
        ("keras<3.13", "refuses 3.13.2"),
        ("not-on-colab", "is not there"),
        ("google-colab>=1", "is not there"),
    ],
)
def test_a_range_that_colab_contradicts_is_found(line, told):
    (sentence,) = refusals([Requirement(line)], COLAB)
    assert told in sentence


def test_python_of_colab_is_admitted():
    assert PROJECT["requires-python"] == ">=3.11"
    assert "Programming Language :: Python :: 3.13" in PROJECT["classifiers"]


def test_the_pins_meet_every_range():
    assert refusals(EVERYTHING, PINS) == []


def test_the_pins_are_plain_versions_in_order():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][a-z0-9.]*", line) for line in lines)
    assert lines == sorted(lines)
    assert "torch==2.13.0" in lines


@pytest.mark.skipif(not MADE_BY_MAKE, reason="needs the environment that make test makes")
def test_the_environment_is_the_tested_set():
    installed = {canonicalize_name(d.name): Version(d.version) for d in metadata.distributions()}
    known = {name: version for name, version in installed.items() if not OF_TORCH.fullmatch(name)}
    assert sorted(set(known) - set(PINS) - IN_EVERY_ENVIRONMENT) == []
    differing = {n: str(known[n]) for n in PINS if n in known and known[n].public != str(PINS[n])}
    assert differing == {}


def test_conda_has_the_bounds_of_pip():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    entries = re.findall(r"^ +- ([a-z][\w-]*(?:[<>=].*)?)$", text, flags=re.MULTILINE)
    other_names = {"matplotlib-base": "matplotlib", "pytorch-cpu": "torch"}
    other_names["tensorflow-cpu"] = "tensorflow"
    bounds = {}
    for entry in entries:
        name, bound = re.fullmatch(r"([\w-]+)(.*)", entry).groups()
        bounds[other_names.get(name, name)] = bound
    wanted = {requirement.name: str(requirement.specifier) for requirement in FOR_CHAPTERS}
    assert {name: bounds.get(name) for name in wanted} == wanted
    python = Version(bounds["python"].removeprefix("="))
    assert Version("3.11") <= python <= Version("3.13")


def test_nothing_is_required_that_no_file_imports():
    """A dependency that the package has stopped using is a dependency to drop."""
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "cnncourse").rglob("*.py"))
    for requirement in ON_COLAB:
        assert re.search(rf"\b(import|from) {requirement.name}\b", source), requirement.name
