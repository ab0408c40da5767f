"""The package as a page's Python takes it: the rooms that need nothing but NumPy, in one archive.

Which rooms these are is read from their imports: what a room's modules import when they are
imported must be the standard library, NumPy, or a room that is itself taken.
"""

import ast
import io
import sys
import zipfile
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "cnncourse"
THERE = {"numpy"}  # beside the standard library
NO_MATTER = {"__pycache__"}
NOT_TAKEN = (".pyc", ".css", ".js")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can tell
# What the browser's Python has not of the standard library, or has without its use.
NOT_IN_A_PAGE = {"curses", "dbm", "ensurepip", "idlelib", "lib2to3", "multiprocessing", "tkinter"}
NOT_IN_A_PAGE |= {"fcntl", "resource", "ssl", "subprocess", "termios", "turtle", "venv"}


def imports(path, package=PACKAGE):
    """Return what a module imports when it is imported: rooms as ``cnncourse.ops``."""
    here = (package.name, *path.relative_to(package).parent.parts)
    found, waiting = set(), list(ast.parse(path.read_text(encoding="utf-8")).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) + 1 - node.level]) if node.level else ""
            source = ".".join(filter(None, (base, node.module)))
            named = [f"{source}.{alias.name}" for alias in node.names]
            found |= set(named) if source == package.name else {source}
        waiting += ast.iter_child_nodes(node)
    return found


def absent(module, rooms=None):
    """Return the part of a module's name that a page lacks, or nothing.

    Examples
    --------
    >>> absent("numpy.linalg"), absent("cnncourse.ops.conv2d"), absent("torch.nn")
    ('', '', 'torch')
    >>> absent("cnncourse.plots.image")
    'cnncourse.plots'
    """
    first, _, rest = module.partition(".")
    if first == PACKAGE.name:
        room = rest.partition(".")[0]
        known = rooms if rooms is not None else taken()
        return "" if not room or room.startswith("_") or room in known else f"{first}.{room}"
    known = first in THERE or (first in sys.stdlib_module_names and first not in NOT_IN_A_PAGE)
    return "" if known else first


@cache
def taken(package=PACKAGE):
    """Return the names of the rooms that a page's Python can import."""
    wanted = {}
    for path in package.rglob("*.py"):
        room = path.relative_to(package).with_suffix("").parts[0]
        if not room.startswith("_") and entered(path, package):
            wanted[room] = wanted.get(room, set()) | imports(path, package)
    rooms = set(wanted)
    while True:
        kept = {room for room in rooms if not any(absent(module, rooms) for module in wanted[room])}
        if kept == rooms:
            return frozenset(rooms - {"cli"})  # a page has no command line
        rooms = kept


def entered(path, package):
    """Tell whether importing its room may import a file; one that is only read is not entered."""
    return "_classes" not in path.stem and not path.stem.startswith("_make")


def files(package=PACKAGE):
    """Return the files that are taken, in order."""
    rooms = taken(package)
    found = [package / "__init__.py", package / "py.typed"]
    for path in package.rglob("*"):
        parts = path.relative_to(package).with_suffix("").parts
        if parts[0] in rooms and path.is_file() and not NO_MATTER & set(parts):
            found.append(path)
    return sorted(p for p in found if p.exists() and p.suffix not in NOT_TAKEN)


def of_the_library(package=PACKAGE):
    """Return what the rooms that are taken import of the standard library, in order."""
    paths = [path for path in files(package) if path.suffix == ".py" and entered(path, package)]
    found = set().union(*(imports(path, package) for path in paths))
    return sorted(one for one in found if one.partition(".")[0] in sys.stdlib_module_names)


def archive(package=PACKAGE):
    """Return the archive, the same bytes from the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for path in files(package):
            name = path.relative_to(package.parent).as_posix()
            told = zipfile.ZipInfo(name, LONG_AGO)
            told.create_system, told.external_attr = 3, 0o644 << 16
            # What is compressed already gains nothing.
            kind = zipfile.ZIP_STORED if path.suffix == ".gz" else zipfile.ZIP_DEFLATED
            packed.writestr(told, path.read_bytes(), kind, compresslevel=9)
    return made.getvalue()
