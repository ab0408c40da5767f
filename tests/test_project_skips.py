"""A CI run fails when a test is skipped that should have run."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SUITE = {
    "test_one.py": """
        import pytest
        def test_runs(): pass
        @pytest.mark.skip(reason="needs a GPU")
        def test_a(): pass
        @pytest.mark.skip(reason="needs a GPU")
        def test_b(): pass
    """,
    "test_two.py": 'import pytest\npytest.skip("needs a moon", allow_module_level=True)',
}
GPU = '[[skip]]\nreason = "needs a GPU"\ntests = {}\n'
MOON = '[[skip]]\nreason = "needs a moon"\ntests = 1\n'


@pytest.fixture
def run(tmp_path):
    """Return a function that runs the small suite and returns its exit code and output."""
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "torch.py").touch()  # what conftest.py imports; the real one takes seconds
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = network: fetches")
    for name, source in SUITE.items():
        lines = source.strip("\n").splitlines()
        indent = len(lines[0]) - len(lines[0].lstrip())
        (tmp_path / name).write_text("\n".join(line[indent:] for line in lines))

    def run(expected, *options):
        (tmp_path / "skips.toml").write_text(expected)
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


WORKERS = ["--numprocesses=0", "--numprocesses=2"]


@pytest.mark.parametrize("workers", WORKERS)
def test_the_expected_skips_pass(run, workers):
    code, output = run(GPU.format(2) + MOON, "--expected-skips=skips.toml", workers)
    assert (code, "not the expected ones" in output) == (0, False), output


@pytest.mark.parametrize("workers", WORKERS)
def test_an_unexpected_skip_fails_the_run(run, workers):
    code, output = run(GPU.format(2), "--expected-skips=skips.toml", workers)
    assert code == 1
    assert "skipped 1 instead of 0: needs a moon" in output
    assert "1 passed, 3 skipped" in output


@pytest.mark.parametrize(("count", "told"), [(1, "2 instead of 1"), (3, "2 instead of 3")])
def test_another_number_of_skips_fails_the_run(run, count, told):
    code, output = run(GPU.format(count) + MOON, "--expected-skips=skips.toml")
    assert code == 1
    assert f"skipped {told}: needs a GPU" in output


@pytest.mark.parametrize(("folder", "code"), [("", 0), ("somewhere", 1)])
def test_a_skip_may_depend_on_the_machine(run, monkeypatch, folder, code):
    monkeypatch.setenv("CNNCOURSE_DATA", folder)
    expected = GPU.format(2) + MOON + 'when = "no full data sets"\n'
    assert run(expected, "--expected-skips=skips.toml")[0] == code


def test_without_the_option_skips_are_only_told(run):
    assert run("")[0] == 0
