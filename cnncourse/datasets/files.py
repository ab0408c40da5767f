"""The folders where data sets lie, and their files read with every fault named."""

import contextlib
import gzip
import hashlib
import os
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnncourse.disk import expand, unquoted
from cnncourse.installing import command

from . import idx
from .errors import CorruptFileError, DataFileError, DatasetError, StorageError
from .registry import IdxFile

VARIABLE = "CNNCOURSE_DATA"
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
PACKAGED = Path(__file__).resolve().parent
BLOCK = 1 << 20
"""Bytes read at a time."""


@dataclass(frozen=True)
class FileCheck:
    """The outcome of checking one file.

    Parameters
    ----------
    path : Path
        The file.
    fault : str or None
        What is wrong with it, in a sentence that names it; None where nothing is.
    """

    path: Path
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the file is there and whole."""
        return self.fault is None


def absent(path: Path) -> FileCheck:
    """Return the outcome for a file that is not there."""
    return FileCheck(path, f"{path} is missing")


def data_folder() -> Path:
    """Return the folder for downloaded sets: ``CNNCOURSE_DATA``, or else pooch's cache.

    Raises
    ------
    DataFileError
        If the variable names something that is no folder and cannot become one.
    """
    named = unquoted(os.environ.get(VARIABLE, ""))
    if not named:
        import pooch

        return Path(pooch.os_cache("cnncourse"))
    cure = f"let {VARIABLE} name another folder, or unset it"
    try:
        folder = expand(named).absolute()
        there = folder.stat()
    except FileNotFoundError as error:
        if named.startswith("~") and error.errno is None:
            raise DataFileError(f"{VARIABLE}: {error}") from None
        if folder.is_symlink():
            raise DataFileError(
                f"{VARIABLE} must name a folder, got {named!r}, a link to {os.readlink(folder)}, "
                f"which is not there; {cure}"
            ) from error
        return folder  # `workspace` makes it
    except NotADirectoryError as error:
        raise StorageError(
            f"cannot write to {folder}: {error.strerror} (a part of the path is a file); {cure}"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataFileError(f"{VARIABLE} (={named!r}) cannot be used ({reason}); {cure}") from error
    if not stat.S_ISDIR(there.st_mode):
        raise DataFileError(
            f"{VARIABLE} must name a folder, got {named!r}, which is a file; "
            f"name its folder, or unset {VARIABLE}"
        )
    return folder


@contextlib.contextmanager
def faults_named():
    """Turn what the system says of a file or folder into a `DataFileError` with its cure."""
    try:
        yield
    except DatasetError:
        raise
    except OSError as error:
        if error.filename is None or error.errno is None:
            raise
        raise DataFileError(
            f"{os.fsdecode(error.filename)} cannot be read ({error.strerror}); mend its "
            f"permissions, or let {VARIABLE} name another folder"
        ) from error


def cure_for(path: Path) -> str:
    """Return what to do about a file that is not what it should be."""
    if path.is_relative_to(DEBIAN):
        return (
            "reinstall it with: sudo apt-get install --reinstall dataset-fashion-mnist, "
            f"or put the set in the folder that {VARIABLE} names"
        )
    if path.is_relative_to(PACKAGED):
        return f"reinstall the package with: {command(again=True)}"
    return "delete it, then load the set again to download it afresh"


def corrupt(path: Path, expected: str, found: str) -> CorruptFileError:
    """Return the error for a file that holds something else than it should."""
    return CorruptFileError(
        f"{path} is not the file it should be: expected {expected}, found {found}; {cure_for(path)}"
    )


def unreadable(path: Path, error: OSError) -> DataFileError:
    """Return the error for a file that is there but cannot be read."""
    return DataFileError(
        f"{path} cannot be read ({error.strerror or error}); check its permissions"
    )


def find_idx(folder: Path, file: IdxFile) -> Path | None:
    """Return where an IDX file lies in ``folder``, compressed or plain, or None."""
    for path in (folder / file.archive, folder / file.name):
        if path.is_file():
            return path
    return None


def read_idx(path: Path, file: IdxFile) -> np.ndarray:
    """Return the values of an IDX file, its header and its content's SHA-256 checked.

    Raises
    ------
    CorruptFileError
        For a truncated or altered file; the message says what was expected and found.
    DataFileError
        If the file cannot be read.
    """
    content = _content(path, idx.content_size(file.shape))
    try:
        values = idx.values(content, file.shape)
    except ValueError as error:
        # The message of idx.values reads "expected ..., found ...".
        raise CorruptFileError(
            f"{path} is not the file it should be: {error}; {cure_for(path)}"
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != file.content_sha256:
        raise corrupt(
            path, f"content with SHA-256 {file.content_sha256}", f"{found} ({len(content)} bytes)"
        )
    return values


def _content(path, size):
    """Return the bytes of a file, decompressed where it is .gz, of which ``size`` are expected."""
    compressed = path.suffix == ".gz"
    content = np.empty(size, np.uint8)
    try:
        with gzip.open(path) if compressed else open(path, "rb") as stream:
            filled = 0
            # In blocks: gzip's readinto makes all that it is asked for a second time, then copies.
            while filled < size and (
                count := stream.readinto(memoryview(content)[filled : filled + BLOCK])
            ):
                filled += count
            surplus = bool(stream.read(1))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise corrupt(
            path,
            f"a gzip file of {size} bytes of content",
            f"{path.stat().st_size} bytes that cannot be decompressed ({error})",
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    if surplus:
        raise corrupt(path, f"{size} bytes of content", "more")
    return content[:filled]
