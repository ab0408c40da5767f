"""The requirements: ranges that admit Colab, pins that are the tested set, one copy of each."""

import re
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.pins import EXTRAS, FOR_CHAPTERS, ON_COLAB, PROJECT, ROOT, read_pins, refusals

EVERYTHING = [Requirement(line) for line in PROJECT["dependencies"] + sum(EXTRAS.values(), [])]
IN_EVERY_ENVIRONMENT = {"pip", "cnncourse"}
# Which of these torch brings depends on where its build comes from.
OF_TORCH = re.compile(r"nvidia-.*|cuda-.*|triton")
MADE_BY_MAKE = (Path(sys.prefix) / ".made").exists() and Path(sys.prefix).parent == ROOT


COLAB = read_pins((ROOT / "tests/data/colab-pip-freeze.txt").read_text(encoding="utf-8"))
PINS = read_pins((ROOT / "constraints.txt").read_text(encoding="utf-8"))


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


def test_the_list_of_an_image_can_be_checked_from_the_command_line(tmp_path):
    def check(text):
        file = tmp_path / "freeze.txt"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, ROOT / "tests" / "pins.py", file], capture_output=True, text=True
        )
        return done.returncode, done.stdout + done.stderr

    known = (ROOT / "tests/data/colab-pip-freeze.txt").read_text(encoding="utf-8")
    assert check(known) == (0, f"{len(COLAB)} packages; every range admits what is there\n")
    code, told = check(known.replace("safetensors==", "safetensors==0.1+was."))
    assert (code, "refuses 0.1+was" in told) == (1, True)


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
    # Of this folder alone: whoever imports setuptools adds what it carries within itself.
    found = metadata.distributions(path=[sysconfig.get_path("purelib")])
    installed = {canonicalize_name(d.name): Version(d.version) for d in found}
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
