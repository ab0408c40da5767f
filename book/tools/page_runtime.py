"""Python for pages, as the build finds it: Pyodide from npm's package, NumPy's wheel by its hash.

The runtime is what `npm ci` put into ``node_modules``, at the version of ``package.json``; the
wheel lies in the folder that ``CNNCOURSE_PYODIDE`` names, or in ``../shared/pyodide`` beside the
clone, or is taken from Pyodide's own release where ``CNNCOURSE_PYODIDE=release`` asks for it.

Pages do not start Python from nothing, which takes seconds: the build does so once, in Node, and a
page takes up the memory of a Python that has started (`prepare`), and NumPy with its bytecode.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = "0.27.7"
RELEASE = "https://cdn.jsdelivr.net/pyodide/v{}/full/{}"
TERMS = ROOT / "book" / "running" / "licences"
PREPARING = ROOT / "book" / "running" / "making" / "prepared.js"
MADE = ("started.bin", "numpy.zip")
LONGEST = 600  # seconds of preparing, which takes ten
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
    lock: str  # Pyodide's list of packages, with none in it: a page has NumPy as it is prepared
    wheel: bytes


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
    lock["packages"] = {}
    wish = os.environ.get("CNNCOURSE_PYODIDE", "") if wish is None else wish
    wheel = _wheel(numpy["file_name"], numpy["sha256"], root, wish)
    files = {name: package / name for name in FILES}
    return Runtime(files, json.dumps(lock, sort_keys=True), wheel)


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


def prepare(runtime, modules, root=ROOT):
    """Return what a page's Python starts from, by name: made once, and kept beside the runtime.

    Parameters
    ----------
    runtime : Runtime
        What it is made of.
    modules : sequence of str
        Modules of the standard library that are to be there already.
    root : Path
        The clone.

    Returns
    -------
    dict
        The bytes of ``started.bin`` and of ``numpy.zip``; `book/running/making/prepared.js` says
        what they are.

    Raises
    ------
    MissingError
        If there is no Node to make them, or it cannot.
    """
    package = root / "node_modules" / "pyodide"
    made_of = "\n".join((VERSION, digest(runtime.wheel), digest(PREPARING.read_bytes()), *modules))
    kept = root / "node_modules" / ".cache" / "cnncourse" / digest(made_of.encode())[:16]
    if not _whole(kept):
        if shutil.which("node") is None:
            raise MissingError(f"Node, which prepares Python for pages, is not installed: {CURE}")
        try:
            _make(package, runtime.wheel, kept, modules)
        except (OSError, subprocess.SubprocessError) as error:
            said = getattr(error, "stderr", None) or str(error)
            last = said.strip().splitlines()[-1:]
            words = f"Python for pages could not be prepared: {''.join(last)}"
            raise MissingError(words) from error
    return {name: (kept / name).read_bytes() for name in MADE}


def _whole(folder):
    return all((folder / name).exists() for name in MADE)


def _make(package, wheel, kept, modules):
    """Have Node make both files, and keep them once both are there."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as name:
        folder = Path(name)
        (folder / "numpy.whl").write_bytes(wheel)
        command = ["node", PREPARING, package, folder / "numpy.whl", folder / "made", *modules]
        settings = {"capture_output": True, "text": True, "encoding": "utf-8"}
        subprocess.run(command, check=True, timeout=LONGEST, **settings)
        if kept.exists() and not _whole(kept):
            shutil.rmtree(kept)
        try:
            (folder / "made").replace(kept)
        except OSError:
            if not _whole(kept):  # no other build was faster
                raise


def write(runtime, prepared, folder):
    """Write the files where pages load them from, with the terms under which they may be used.

    Returns
    -------
    sizes, names : dict
        The size of each file in bytes; the names that what was prepared has there: with its hash,
        so that no browser keeps an older one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = {name: path.read_bytes() for name, path in runtime.files.items()}
    names = {name: f"{digest(made)[:8]}-{name}" for name, made in prepared.items()}
    contents |= {names[name]: made for name, made in prepared.items()}
    contents["pyodide-lock.json"] = runtime.lock.encode()
    contents |= {path.name: path.read_bytes() for path in sorted(TERMS.iterdir())}
    contents["NumPy-LICENSE.txt"] = _terms_of_numpy(runtime.wheel)
    for name, content in contents.items():
        path = folder / name
        if not path.exists() or path.stat().st_size != len(content):
            path.write_bytes(content)
    for path in folder.iterdir():
        if path.name not in contents:
            path.unlink()
    return {name: len(content) for name, content in contents.items()}, names


def _terms_of_numpy(wheel):
    with zipfile.ZipFile(io.BytesIO(wheel)) as packed:
        names = [name for name in packed.namelist() if name.endswith("dist-info/LICENSE.txt")]
        return b"\n\n".join(packed.read(name) for name in sorted(names))
