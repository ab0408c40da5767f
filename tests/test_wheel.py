"""A wheel built from the tree installs and runs in an empty environment."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 2**20
LOAD = """
from cnncourse import __file__, datasets, pretrained, reference
data = datasets.load("fashion-mnist-mini")
print(__file__)
print(data.train.images.shape, data.test.images.shape, len(data.classes))
network, weights = pretrained.load("C-cnn")
logits = reference.forward(network, weights, data.test.images[:100])
print((logits.argmax(axis=1) == data.test.labels[:100]).mean())
"""


def holds_data(name):
    """Tell whether a file is images or trained weights, the explorers' scripts of them too."""
    return name.endswith((".gz", ".safetensors")) or Path(name).match("bundle/data-*.js")


def run(*command, **options):
    """Run a command that must succeed, and return what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built with what is installed: no build environment is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", folder]
    run(sys.executable, "-m", "pip", "wheel", *options, ROOT)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        files = {Path(name) for name in archive.namelist()}
    sources = {p.relative_to(ROOT) for p in (ROOT / "cnncourse").rglob("*.py")}
    assert sources <= files
    assert {name.parts[0] for name in files if ".dist-info" not in name.parts[0]} == {"cnncourse"}
    assert not [name for name in files if "test" in name.stem.split("_") or name.suffix == ".pyc"]


def test_the_wheel_holds_the_explorers_as_built_and_not_what_builds_them(wheel):
    explorers = ROOT / "cnncourse" / "explorers"
    bundle = [path for path in (explorers / "bundle").rglob("*") if path.is_file()]
    assert {path.name for path in bundle} > {"explorers-core.js", "explorer-output-size.js"}
    needed = set(bundle)
    with zipfile.ZipFile(wheel) as archive:
        files = {ROOT / name for name in archive.namelist()}
    assert needed <= files
    scripts = {path for path in files if path.suffix in (".js", ".mjs", ".ts")}
    assert scripts <= needed
    assert not [path for path in files if explorers / "page" in path.parents]


def test_the_wheel_holds_the_trained_weights(wheel):
    weights = {*(ROOT / "cnncourse" / "pretrained").glob("*.safetensors")}
    with zipfile.ZipFile(wheel) as archive:
        found = {ROOT / name for name in archive.namelist() if name.endswith(".safetensors")}
    assert found == weights
    assert len(weights) >= 3


def test_the_wheel_is_small_and_carries_its_notices(wheel):
    with zipfile.ZipFile(wheel) as archive:
        sizes = {one.filename: one.compress_size for one in archive.infolist()}
        data = sum(size for name, size in sizes.items() if holds_data(name))
        # Images and trained weights are most of it; what people write grows with the chapters:
        # a chapter with its exercises and engine brings about 0.03 megabytes, and the eight of
        # Part III with the room for looking inside 0.15.
        assert data < 4.56 * MEGABYTE
        rest = wheel.stat().st_size - data
        assert rest < 1.15 * MEGABYTE, (data, rest)
        licences = [name for name in archive.namelist() if ".dist-info/licenses/" in name]
        text = "".join(archive.read(name).decode() for name in licences)
    assert "the cnncourse contributors" in text
    assert "Zalando" in text  # the notice of the data set inside the package


@pytest.mark.slow
def test_the_wheel_runs_in_an_empty_environment(wheel, tmp_path):
    home = tmp_path / "environment"
    run(sys.executable, "-m", "venv", home)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [programs / "python", "-m", "pip", "install", "--quiet"]
    run(*pip, "--constraint", ROOT / "constraints.txt", wheel)

    elsewhere = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": ""}}
    assert "reproduce" in run(programs / "cnncourse", "--help", **elsewhere)
    place, shapes, right = run(programs / "python", "-c", LOAD, **elsewhere).splitlines()
    assert Path(place).is_relative_to(home)
    assert shapes == "(5000, 28, 28, 1) (1000, 28, 28, 1) 10"
    assert float(right) > 0.8  # trained weights from within the wheel, run in NumPy
    doctor = subprocess.run(
        [programs / "cnncourse", "doctor"], capture_output=True, text=True, check=False, **elsewhere
    )
    # Neither framework is in an empty environment: doctor says so and names the cure.
    assert "Traceback" not in doctor.stderr
    assert "cnncourse[torch]" in doctor.stdout
    assert "cnncourse[keras]" in doctor.stdout
