"""Rewrite the course's address everywhere, so that a fork's links follow the fork.

    make address REPOSITORY=https://github.com/you/cnncourse BRANCH=main

The address lives in ``pyproject.toml``: ``[project.urls] Repository`` and
``[tool.cnncourse] branch``. Every other file that Git tracks (the first cell of each chapter,
the book's settings, the README's badges, the workflows) repeats it and is rewritten here.
Without arguments the address is printed, and every place that differs from it.
"""

import argparse
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE_OWNER = "you"  # the fork that the instructions speak of; not an address to keep in step
SKIPPED = {".git", ".venv", "_build", "__pycache__", "build", "dist", "node_modules"}

# Each site writes "owner/name", and then the branch after its own kind of sign.
BRANCH_SIGNS = {
    r"github\.com[/:]": r"(?:\.git)?@|/(?:blob|tree|edit|raw)/",
    r"google\.com/github/": r"/blob/",
    r"/v2/gh/": r"/",
    r"raw\.githubusercontent\.com/": r"/",
}
# The places that name the branch without the repository: (file, sign, what follows).
BRANCH_LINES = (
    ("pyproject.toml", r'^branch = "', r'"'),
    ("book/_config.yml", r"^  branch: ", r"$"),
    ("*.yml", r"^ +branches: \[", r"\]"),
    ("*.md", r"[?&]branch=", r"(?![\w./-])"),
)


class Address(NamedTuple):
    """Where a copy of the course lives: owner and name on GitHub, and the branch."""

    owner: str
    name: str
    branch: str

    @property
    def repository(self):
        """The page of the repository."""
        return f"https://github.com/{self.owner}/{self.name}"


def parse(repository, branch):
    """Return the `Address` of ``repository`` at ``branch``.

    Raises
    ------
    ValueError
        If either is not in the form that Colab and Binder can open.
    """
    found = re.fullmatch(r"https://github\.com/(\w[\w-]*)/(\w[\w.-]*?)(?:\.git)?/?", repository)
    if not found:
        raise ValueError(
            f"REPOSITORY must look like https://github.com/you/cnncourse, got {repository!r}: "
            "Colab opens notebooks from GitHub only"
        )
    if not re.fullmatch(r"\w[\w./-]*", branch):
        raise ValueError(f"BRANCH must be the name of a branch or a tag, got {branch!r}")
    return Address(found[1], found[2], branch)


def current(root=ROOT):
    """Return the `Address` that ``pyproject.toml`` states."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return parse(project["project"]["urls"]["Repository"], project["tool"]["cnncourse"]["branch"])


def texts(root=ROOT):
    """Yield (path relative to root, text) of every text file of the project."""
    listing = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard"]
    run = subprocess.run(listing, capture_output=True, text=True)
    if run.returncode == 0 and run.stdout:
        paths = {root / line for line in run.stdout.splitlines()}
    else:  # a copy without its history
        paths = {p for p in root.rglob("*") if not SKIPPED & set(p.relative_to(root).parts)}
    for path in sorted(p for p in paths if p.is_file()):
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            yield path.relative_to(root), content.decode("utf-8")


def branch_lines(path):
    """Return the (sign, what follows) pairs of the lines of ``path`` that name the branch."""
    return [(sign, after) for name, sign, after in BRANCH_LINES if path.match(name)]


def rewrite(path, text, old, new):
    """Return the ``text`` of the file ``path`` with the address ``old`` replaced by ``new``."""
    at = re.escape(f"{old.owner}/{old.name}") + r"(?![\w-])"
    branch = re.escape(old.branch) + r"(?![\w-])"
    for site, signs in BRANCH_SIGNS.items():

        def renamed(match):
            ref = match["sign"] + new.branch if match["sign"] else ""
            return f"{match['site']}{new.owner}/{new.name}{ref}"

        text = re.sub(f"(?P<site>{site}){at}(?:(?P<sign>{signs}){branch})?", renamed, text)
    pages = re.escape(f"{old.owner.lower()}.github.io/{old.name}") + r"(?![\w-])"
    text = re.sub(pages, f"{new.owner.lower()}.github.io/{new.name}", text)
    for sign, after in branch_lines(path):
        text = re.sub(f"(?m)({sign}){branch}(?={after})", rf"\g<1>{new.branch}", text)
    return text


def strays(root=ROOT):
    """Return a line for every place whose repository or branch is not the current one."""
    own, found = current(root), []
    names = "|".join({re.escape(own.name), "cnncourse"})
    for path, text in texts(root):
        # Few files name a site; in the long lines of a bundle the search itself takes a second.
        sites = BRANCH_SIGNS if "github" in text or "/v2/gh/" in text else {}
        for site, signs in sites.items():
            mention = rf"{site}(?P<owner>[\w-]+)/(?P<name>{names})(?![\w-])"
            for match in re.finditer(rf"{mention}(?:(?:{signs})(?P<ref>[\w./-]+))?", text):
                ref = match["ref"] or own.branch
                if match["owner"] != EXAMPLE_OWNER and (
                    (match["owner"], match["name"]) != own[:2]
                    or not f"{ref}/".startswith(f"{own.branch}/")
                ):
                    found.append(f"{path}: {match[0]}")
        pages = rf"(?<![\w-])([\w-]+)\.github\.io/({names})(?![\w-])"
        for match in re.finditer(pages, text) if sites else ():
            if match.groups() != (own.owner.lower(), own.name):
                found.append(f"{path}: {match[0]}")
        for sign, after in branch_lines(path):
            for match in re.finditer(f"(?m){sign}([\\w./-]+)(?={after})", text):
                if match[1] != own.branch:
                    found.append(f"{path}: {match[0].strip()}")
    return found


def move(new, root=ROOT):
    """Rewrite every file of the project from its current address to ``new``; return the paths."""
    old, changed = current(root), []
    for path, text in list(texts(root)):
        moved = rewrite(path, text, old, new)
        if moved != text:
            (root / path).write_text(moved, encoding="utf-8", newline="")
            changed.append(path)
    return changed


def main(arguments=None):
    """Rewrite the address, or print it; return 1 if some place differs from it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("repository", nargs="?", help="such as https://github.com/you/cnncourse")
    parser.add_argument("branch", nargs="?", default="main", help="a branch or tag (main)")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.repository:
        try:
            new = parse(options.repository, options.branch)
        except ValueError as error:
            parser.error(str(error))
        for path in move(new, options.root):
            print(f"rewrote {path}")
    print("{0.repository} at {0.branch}".format(current(options.root)))
    different = strays(options.root)
    for line in different:
        print(f"differs: {line}", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
