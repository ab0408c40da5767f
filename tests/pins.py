"""The requirements held against a list of what an environment has installed.

python tests/pins.py FREEZE.txt     a list such as ``pip freeze`` prints
"""

import re
import sys
import tomllib
from pathlib import Path

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


def main(file):
    """Print what the list in ``file`` does not admit; return 1 if there is anything."""
    installed = read_pins(Path(file).read_text(encoding="utf-8"))
    wrong = refusals(FOR_CHAPTERS, installed)
    print(f"{len(installed)} packages;", "; ".join(wrong) or "every range admits what is there")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
