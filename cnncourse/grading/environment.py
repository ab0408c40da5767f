"""What grades, beside what Colab has: a student's code may have met other versions."""

import sys
from importlib import metadata

COLAB = {
    "python": "3.13",
    "numpy": "2.1",
    "scipy": "1.16",
    "torch": "2.11",
    "tensorflow": "2.20",
    "keras": "3.13",
}
"""Colab's versions in 2026, as far as a first change of behaviour is to be expected."""


def differences(colab=COLAB) -> list[str]:
    """Return a line for each package that is here in another version than on Colab, or missing.

    Examples
    --------
    >>> differences({"python": "2.7"})[0].partition(",")[2]
    ' Colab 2.7'
    """
    return [
        f"{name} {here or 'is missing'}, Colab {there}"
        for name, there in colab.items()
        if (here := version(name)) is None or short(here) != there
    ]


def version(name: str) -> str | None:
    """Return the version of a package, or of Python; None if it is not installed."""
    if name == "python":
        return ".".join(map(str, sys.version_info[:3]))
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def short(version: str) -> str:
    """Return a version's first two numbers."""
    return ".".join(version.split("+")[0].split(".")[:2])
