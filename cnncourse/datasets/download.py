"""Downloads that end whole or not at all: mirrors in turn, hashed, moved into place at the end."""

import contextlib
import errno
import logging
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from cnncourse import disk

from .errors import DatasetError, DownloadError, StorageError

PREFIX = ".download-"
TIMEOUT_SECONDS = (10, 60)  # to connect, between two packets
# Without this header a server may send the .gz as "Content-Encoding: gzip", and it would
# arrive decompressed.
AS_IT_IS = {"Accept-Encoding": "identity"}
STORAGE_FAULTS = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
}


@contextlib.contextmanager
def workspace(folder: Path):
    """Give a temporary folder inside ``folder``, made if need be, and remove it at the end.

    A file finished there moves into ``folder`` by one rename, because it is on the same disk.
    One process at a time is inside: who comes second finds what the first has brought, and
    looks again at what is still missing. What a download that was killed left is removed.

    Raises
    ------
    StorageError
        If the folder cannot be made or written to, or the disk is full.
    """
    with storage_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder) as locked:
            _sweep(folder, locked)
            with tempfile.TemporaryDirectory(prefix=PREFIX, dir=folder) as work:
                yield Path(work)


def tidy(folder: Path) -> None:
    """Remove what downloads into a folder left that were killed, unless one is at work there."""
    with contextlib.suppress(OSError):
        if any(folder.glob(f"{PREFIX}*")):
            with _locked(folder, wait=False) as locked:
                if locked is not False:
                    _sweep(folder, locked)


@contextlib.contextmanager
def _locked(folder, *, wait=True):
    """Keep other processes out of a folder; the system lets them in when this one ends.

    Gives what `disk.lock` says. Windows, and some disks that are shared over a network, have no
    such locks. There two processes may download the same; the renames still make every file whole.
    """
    if os.name == "nt":
        yield None
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield disk.lock(handle, wait=wait)
    finally:
        os.close(handle)


def _sweep(folder, locked):
    """Remove what killed downloads left: who has the lock is alone, without locks age tells."""
    for left in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if locked or time.time() - left.stat().st_mtime > disk.STALE_SECONDS:
                shutil.rmtree(left)


@contextlib.contextmanager
def storage_faults(folder: Path):
    """Turn a failure to write below ``folder`` into a `StorageError` with its cure."""
    try:
        yield
    except DatasetError:
        raise
    except OSError as error:
        if error.errno not in STORAGE_FAULTS and not _is_path_fault(error):
            raise
        raise StorageError(
            f"cannot write to {folder}: {error.strerror}; nothing there was changed. Free some "
            "space or mend the permissions, or let the environment variable CNNCOURSE_DATA name "
            "another folder"
        ) from error


def retrieve(
    dataset: str,
    addresses: list[str],
    known_hash: str,
    work: Path,
    *,
    target: Path,
    missing: list[str],
    progress: bool,
) -> Path:
    """Download a file into ``work`` from the first address that delivers it whole.

    Parameters
    ----------
    dataset : str
        The set it belongs to, for messages.
    addresses : list of str
        The same file at several places, tried in order.
    known_hash : str
        ``"sha256:..."`` or ``"md5:..."``.
    work : Path
        A folder made by `workspace`.
    target : Path
        Where the file will go, for messages.
    missing : list of str
        The files that are wanted from it, for messages.
    progress : bool
        Whether to show a bar and the address on standard error.

    Raises
    ------
    DownloadError
        If every address fails; the message tells how each one did.
    OSError
        If the disk cannot be written; `workspace` turns it into a `StorageError`.
    """
    import pooch
    from tqdm.auto import tqdm

    failures = []
    with _quiet(pooch.get_logger()):
        for address in addresses:
            if progress:
                print(f"{target.name} from {address}", file=sys.stderr)
            try:
                # pooch closes a bar of its own only at a good end; this one is always closed.
                # It counts as a bar only with a total; pooch sets the true one.
                with tqdm(total=1, unit="B", unit_scale=True, disable=not progress) as bar:
                    downloader = pooch.HTTPDownloader(
                        progressbar=bar if progress else False,
                        timeout=TIMEOUT_SECONDS,
                        headers=AS_IT_IS,
                    )
                    return Path(
                        pooch.retrieve(
                            address, known_hash, fname=target.name, path=work, downloader=downloader
                        )
                    )
            except (OSError, ValueError) as error:
                if isinstance(error, OSError) and error.errno in STORAGE_FAULTS:
                    raise
                failures.append(f"  {address}: {_reason(error)}")
    raise DownloadError(
        "\n".join(
            [
                f"{dataset!r} lacks {', '.join(missing)}, and {target.name} ({known_hash}) "
                "could not be downloaded:",
                *failures,
                f"Connect to the network and try again, or put that file at {target}.",
                'Without a network, use the set inside the package, load("fashion-mnist-mini"), '
                'or the drawn one in colour, load("shapes").',
            ]
        )
    )


def install(source: Path, target: Path) -> None:
    """Move a finished file to its place by one rename, readable like any new file."""
    # Temporary files are for their owner alone; a shared folder needs the usual permissions.
    probe = source.with_name(f"{source.name}.mode")
    probe.touch()
    shutil.copymode(probe, source)
    os.replace(source, target)


def _reason(error):
    """Return a download's failure in one line."""
    words = " ".join(str(error).split())
    if isinstance(error, ValueError) and "hash" in words:
        return f"the content is not the expected one. {words}"
    # requests wraps the cause in the address, which the caller names already.
    return f"{type(error).__name__}: {words.rpartition('Caused by ')[2]}"


def _is_path_fault(error):
    """Whether a part of the path to the folder is a file, or cannot be made."""
    return isinstance(error, (NotADirectoryError, FileExistsError, FileNotFoundError))


@contextlib.contextmanager
def _quiet(logger):
    """Keep pooch's own account of a download, with its temporary paths, off the screen."""
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)
