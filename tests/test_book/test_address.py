"""The address of the course: equal everywhere, and moved as a whole."""

import subprocess
import sys
from pathlib import Path

import address
import pytest

from tests.test_book.building import ROOT

OWN = address.current()


@pytest.fixture
def copy(tmp_path):
    """A copy of the project's files without its history."""
    for path, text in address.texts():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="")
    return tmp_path


def contents(root):
    return {path: (root / path).read_bytes() for path, _ in address.texts(root)}


def test_every_place_has_the_address_that_pyproject_states():
    assert address.strays() == []


def test_the_places_that_matter_are_among_those_compared():
    naming = {str(path) for path, text in address.texts() if f"{OWN.owner}/{OWN.name}" in text}
    assert {"pyproject.toml", "README.md", "book/_config.yml", "book/index.md"} <= naming
    assert {path for path in naming if path.endswith(".ipynb")}


@pytest.mark.parametrize(
    "new",
    [
        address.Address("another-one", OWN.name, OWN.branch),
        address.Address("Ada", "nets.in.2030", "spring/2030"),
        address.Address(OWN.owner, OWN.name, "v1.0"),
    ],
)
def test_moving_leaves_nothing_behind_and_can_be_undone(copy, new):
    before = contents(copy)
    changed = address.move(new, copy)
    assert address.current(copy) == new
    assert address.strays(copy) == []
    assert Path("pyproject.toml") in changed
    if new[:2] != OWN[:2]:
        left = [path for path, text in address.texts(copy) if OWN.repository in text]
        assert left == []
    address.move(OWN, copy)
    assert contents(copy) == before


def test_a_moved_chapter_installs_from_the_fork(copy):
    address.move(address.parse("https://github.com/ada/fork", "spring"), copy)
    for path in copy.rglob("*.ipynb"):
        source = path.read_text("utf-8")
        assert "cnncourse[notebooks] @ git+https://github.com/ada/fork@spring" in source


@pytest.mark.parametrize(
    "form",
    [
        "https://github.com/{o}/{n}",
        "https://github.com/{o}/{n}.git",
        "git@github.com:{o}/{n}.git",
        "git+https://github.com/{o}/{n}@{b}",
        "https://github.com/{o}/{n}/blob/{b}/README.md",
        "https://github.com/{o}/{n}/actions/workflows/tests.yml/badge.svg?branch={b}",
        "https://colab.research.google.com/github/{o}/{n}/blob/{b}/book/a.ipynb",
        "https://mybinder.org/v2/gh/{o}/{n}/{b}?urlpath=lab/tree/book/a.ipynb",
        "https://raw.githubusercontent.com/{o}/{n}/{b}/book/images/logo.svg",
        "https://{o}.github.io/{n}/",
    ],
)
def test_every_form_of_a_link_is_moved_and_compared(copy, form):
    def write(owner, name, branch):
        return form.format(o=owner, n=name, b=branch)

    page, new = Path("A.md"), address.Address("ada", "fork", "spring")
    old = address.Address(OWN.owner, OWN.name, OWN.branch)
    assert address.rewrite(page, write(*old), old, new) == write(*new)
    (copy / page).write_text(write("somebody", OWN.name, OWN.branch), encoding="utf-8")
    assert [line for line in address.strays(copy) if line.startswith("A.md: ")]
    if "{b}" in form:
        (copy / page).write_text(write(*old[:2], "another"), encoding="utf-8")
        assert [line for line in address.strays(copy) if line.startswith("A.md: ")]


def test_other_repositories_stay_as_they_are():
    text = f"https://github.com/{OWN.owner}/{OWN.name}-data and https://github.com/a/{OWN.name}"
    new = address.Address("ada", "fork", "spring")
    assert address.rewrite(Path("A.md"), text, OWN, new) == text


@pytest.mark.parametrize(
    ("repository", "branch", "message"),
    [
        ("https://gitlab.com/ada/fork", "main", "REPOSITORY must look like"),
        ("github.com/ada/fork", "main", "REPOSITORY must look like"),
        ("https://github.com/ada", "main", "REPOSITORY must look like"),
        ("https://github.com/ada/fork", "a branch", "BRANCH must be the name"),
    ],
)
def test_an_address_that_colab_cannot_open_is_refused(repository, branch, message):
    with pytest.raises(ValueError, match=message):
        address.parse(repository, branch)


def run(*arguments):
    command = [sys.executable, str(ROOT / "book" / "tools" / "address.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_command_moves_prints_and_refuses(copy):
    moved = run("https://github.com/ada/fork.git", "spring", "--root", str(copy))
    assert moved.returncode == 0, moved.stderr
    assert "rewrote pyproject.toml" in moved.stdout
    assert moved.stdout.endswith("https://github.com/ada/fork at spring\n")
    assert run("--root", str(copy)).stdout == "https://github.com/ada/fork at spring\n"
    refused = run("https://example.org/fork", "--root", str(copy))
    assert refused.returncode == 2
    assert "REPOSITORY must look like" in refused.stderr


def test_the_command_says_what_differs(copy):
    (copy / "A.md").write_text(f"https://github.com/somebody/{OWN.name}", encoding="utf-8")
    done = run("--root", str(copy))
    assert done.returncode == 1
    assert "differs: A.md" in done.stderr
