"""Python for pages, as the build finds it: Pyodide from npm's package, NumPy's wheel by its hash.

The runtime is what `npm ci` put into ``node_modules``, at the version of ``package.json``; the
wheel lies in the folder that ``CNNCOURSE_PYODIDE`` names, or in ``../shared/pyodide`` beside the
clone, or is taken from Pyodide's own release where ``CNNCOURSE_PYODIDE=release`` asks for it.
"""

import hashlib
import io
import json
import os
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = "0.27.7"
RELEASE = "https://cdn.jsdelivr.net/pyodide/v{}/full/{}"
TERMS = ROOT / "book" / "running" / "licences"
CURE = "see 'Pages that run' in README.md"
FILES = {  # of npm's package: what a browser loads, each by its SHA-256
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}


class MissingError(Exception):
    """What pages need is not on this machine, or is not what it should be; says the cure."""


@dataclass(frozen=True)
class Runtime:
    """What a page's Python is made of."""

    files: dict  # by name, where each lies
    lock: str  # Pyodide's list of packages, with NumPy alone in it
    wheel: bytes
    wheel_name: str


def digest(content):
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def find(root=ROOT, wish=None):
    """Return the `Runtime`.

    Raises
    ------
    MissingError
        If a file is missing, or is another than the one that was tried.
    """
    package = root / "node_modules" / "pyodide"
    if not (package / "package.json").exists():
        raise MissingError(f"npm's package pyodide {VERSION} is not installed: run npm ci, {CURE}")
    found = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    if found != VERSION:
        raise MissingError(f"pyodide is {found}, not {VERSION}: run npm ci")
    for name, wanted in FILES.items():
        if digest((package / name).read_bytes()) != wanted:
            raise MissingError(f"{name} is not that of pyodide {VERSION}: run npm ci")
    lock = json.loads((package / "pyodide-lock.json").read_text(encoding="utf-8"))
    numpy = lock["packages"]["numpy"]
    lock["packages"] = {"numpy": numpy}
    wish = os.environ.get("CNNCOURSE_PYODIDE", "") if wish is None else wish
    wheel = _wheel(numpy["file_name"], numpy["sha256"], root, wish)
    files = {name: package / name for name in FILES}
    return Runtime(files, json.dumps(lock, sort_keys=True), wheel, numpy["file_name"])


def _wheel(name, wanted, root, wish):
    """Return NumPy's wheel, whichever place it comes from."""
    if wish == "release":
        content = _released(name)
    else:
        folder = Path(wish) if wish else root.parent / "shared" / "pyodide"
        if not (folder / name).exists():
            raise MissingError(
                f"{name} is not in {folder}: name its folder in CNNCOURSE_PYODIDE, "
                f"or set it to release to fetch it, {CURE}"
            )
        content = (folder / name).read_bytes()
    if digest(content) != wanted:
        raise MissingError(f"{name} has not the SHA-256 that pyodide {VERSION} asks for: {wanted}")
    return content


def _released(name):
    """Fetch a file of Pyodide's release."""
    address = RELEASE.format(VERSION, name)
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.read()
    except OSError as error:
        raise MissingError(f"{address} could not be fetched: {error}") from None


def write(runtime, folder):
    """Write the files where pages load them from, with the terms under which they may be used."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {name: path.read_bytes() for name, path in runtime.files.items()}
    contents[runtime.wheel_name] = runtime.wheel
    contents["pyodide-lock.json"] = runtime.lock.encode()
    contents |= {path.name: path.read_bytes() for path in sorted(TERMS.iterdir())}
    contents["NumPy-LICENSE.txt"] = _terms_of_numpy(runtime.wheel)
    for name, content in contents.items():
        path = folder / name
        if not path.exists() or path.stat().st_size != len(content):
            path.write_bytes(content)
    return {name: len(content) for name, content in contents.items()}


def _terms_of_numpy(wheel):
    with zipfile.ZipFile(io.BytesIO(wheel)) as packed:
        names = [name for name in packed.namelist() if name.endswith("dist-info/LICENSE.txt")]
        return b"\n\n".join(packed.read(name) for name in sorted(names))
