"""What grades, beside what Colab has: a student's code may have met other versions."""

import re
import sys
from importlib import metadata

COLAB = {
    "python": "3.13",
    "numpy": "2.1",
    "scipy": "1.16",
    "torch": "2.11",
    "torchvision": "0.26",
    "tensorflow": "2.20",
    "keras": "3.13",
    "jax": "0.7",
    "matplotlib": "3.10",
    "pandas": "2.2",
    "pillow": "11.3",
    "h5py": "3.16",
    "opencv-python": "5.0",
    "scikit-image": "0.25",
    "scikit-learn": "1.6",
    "seaborn": "0.13",
    "sympy": "1.14",
    "tqdm": "4.67",
    "pyyaml": "6.0",
    "requests": "2.32",
}
"""Colab's versions in 2026, of what an assignment about networks may import."""

IMPORTED_AS = {"cv2": "opencv-python", "PIL": "pillow", "skimage": "scikit-image"}
IMPORTED_AS |= {"sklearn": "scikit-learn", "yaml": "pyyaml"}
NEEDED = ("python", "numpy")
IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+([^#\n]+)", re.M)


def imported(source: str) -> set[str]:
    """Return the packages that code imports, as they are called where they are installed.

    Lines that only IPython reads, and code that cannot be parsed, are no obstacle.

    Examples
    --------
    >>> sorted(imported("import numpy as np, cv2"))
    ['numpy', 'opencv-python']
    """
    found = set()
    for names in IMPORT.findall(source):
        for one in names.partition(" import ")[0].split(","):
            name = one.split()[0].partition(".")[0] if one.split() else ""
            found |= {IMPORTED_AS.get(name, name)} if name else set()
    return found


def of_assignment(source: str, frameworks: bool = False) -> dict[str, str]:
    """Return Colab's versions of Python, NumPy and what the code of an assignment imports.

    Parameters
    ----------
    source : str
        Of all its code cells.
    frameworks : bool
        Whether a question of it runs PyTorch or Keras, which the course's own rooms import.
    """
    used = imported(source) | set(NEEDED)
    used |= {"torch", "tensorflow", "keras"} if frameworks else set()
    used |= {"tensorflow"} if "keras" in used else set()
    return {name: version for name, version in COLAB.items() if name in used}


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
