"""What holds for every test: one thread of control over frameworks, Hypothesis and skips."""

import contextlib
import os
import shutil
import sys
import tomllib
from collections import Counter
from pathlib import Path

# Read by the frameworks when they are first imported. Both may share one graphics card, and
# TF32's ten bits of mantissa would blur every comparison of numbers.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
os.environ.setdefault("NVIDIA_TF32_OVERRIDE", "0")
os.environ.setdefault("MPLBACKEND", "Agg")

# In a process that uses both frameworks, torch and its compiler must come before TensorFlow.
with contextlib.suppress(ImportError):
    import torch  # noqa: F401
    import triton  # noqa: F401

import hypothesis
import pytest

# A machine shared with another test says nothing about the time of one example.
hypothesis.settings.register_profile("course", deadline=None)
if not os.environ.get("CI"):
    hypothesis.settings.load_profile("course")


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Return a function that runs the command in an empty folder: (code, output, errors)."""
    from cnncourse.cli import main

    monkeypatch.chdir(tmp_path)

    def call(*words):
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def any_numbers(monkeypatch):
    """Let images be any numbers: arithmetic is tried far outside of what an image holds."""
    monkeypatch.setattr("cnncourse.checks.images.check_range", lambda *given: None)


@pytest.fixture(scope="session")
def built(tmp_path_factory, worker_id):
    """The finished build of the book and the folder of its pages: one build for all workers."""
    # What runs with Colab's widgets builds no book and does without these.
    import filelock

    from tests.test_book.building import build_once

    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    with filelock.FileLock(shared / "book.lock"):
        return build_once(shared / "book")


@pytest.fixture(scope="session")
def chromium_program():
    """The path of a Chromium; CNNCOURSE_CHROMIUM names one that is not on the path."""
    # The first has no windows, and takes less than half of the others' time.
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    names += ("google-chrome", "google-chrome-stable")
    found = os.environ.get("CNNCOURSE_CHROMIUM")
    found = found or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("needs Chromium on the path")
    return found


@pytest.fixture(scope="session")
def pages(built):
    """The folder of the built pages."""
    done, folder = built
    assert (folder / "index.html").exists(), done.stderr[-2000:]
    return folder


def python_for_pages():
    """Return what a page's Python is made of, or None where it is not on this machine."""
    sys.path.append(str(Path(__file__).parents[1] / "book" / "tools"))
    import page_runtime

    try:
        return page_runtime.find()
    except page_runtime.MissingError:
        return None


@pytest.fixture(scope="session")
def page_python():
    """What a page's Python is made of."""
    found = python_for_pages()
    if found is None or shutil.which("node") is None:
        pytest.skip("needs Python for pages")
    return found


def pytest_addoption(parser):
    parser.addoption(
        "--expected-skips",
        metavar="FILE",
        help="fail unless exactly the skips that this TOML file names happen, each as often",
    )


def pytest_configure(config):
    # A worker of pytest-xdist only reports to the main process, which does the counting.
    if config.getoption("--expected-skips") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SkipCount(config), "expected-skips")


# Roughly what a test takes, by its marker or its kind.
SECONDS = {"browser": 4, "slow": 6, "notebook": 1, "other": 0.25}


def seconds(item):
    """Return roughly what a test takes."""
    kinds = [mark.name for mark in item.iter_markers()]
    kinds += ["notebook" if item.path.suffix == ".ipynb" else "other"]
    return SECONDS[next(kind for kind in kinds if kind in SECONDS)]


def longest_first(items):
    """Order the files by their time, so that no worker begins a long one when others end.

    The file for which the book is built comes first, and those that look at its pages come last: in
    between is what needs no book.
    """
    total, browsing = Counter(), set()
    for item in items:
        total[item.path] += seconds(item)
        if item.get_closest_marker("browser"):
            browsing.add(item.path)

    def place(item):
        builds = item.path.name == "test_build.py"
        return not builds, item.path in browsing, -total[item.path]

    items.sort(key=place)


def pytest_collection_modifyitems(config, items):
    """Order the files; leave tests that fetch from outside out, unless -m asks for them."""
    longest_first(items)
    if "network" in config.getoption("markexpr"):
        return
    for item in items:
        if "network" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="needs the network (-m network)"))


# What a skip in the list of expected ones may depend on, under the key "when".
CONDITIONS = {
    "always": lambda: True,
    "root": lambda: hasattr(os, "geteuid") and os.geteuid() == 0,
    "no Python for pages": lambda: python_for_pages() is None,
    "no full data sets": lambda: not os.environ.get("CNNCOURSE_DATA"),
}


class SkipCount:
    """Compares the skips of a run with those that are expected, reason by reason."""

    def __init__(self, config):
        self.file = Path(config.getoption("--expected-skips"))
        table = tomllib.loads(self.file.read_text(encoding="utf-8"))
        self.expected = Counter()
        for skip in table.get("skip", []):
            if CONDITIONS[skip.get("when", "always")]():
                self.expected[skip["reason"]] += skip["tests"]
        self.happened = {}  # by test: the workers may each report the same skipped module

    def note(self, report):
        """Remember a skip or an expected failure under its reason."""
        if not report.skipped:
            return
        if hasattr(report, "wasxfail"):
            reason = f"xfail: {report.wasxfail}"
        elif isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
        else:
            reason = str(report.longrepr)
        self.happened[report.nodeid] = reason

    pytest_runtest_logreport = pytest_collectreport = note

    def differences(self):
        """Return a line for every reason whose number of skips is not the expected one."""
        happened = Counter(self.happened.values())
        return [
            f"skipped {happened[reason]} instead of {self.expected[reason]}: {reason}"
            for reason in sorted({*happened, *self.expected})
            if happened[reason] != self.expected[reason]
        ]

    def pytest_terminal_summary(self, terminalreporter):
        lines = self.differences()
        if lines:
            terminalreporter.section("skips that are not the expected ones", red=True)
            for line in lines:
                terminalreporter.write_line(line)
            terminalreporter.write_line(f"The expected skips are listed in {self.file}.")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session):
        if self.differences() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
