"""Files on disk: paths as people give them, and files written whole or not at all.

While a file is written it has another name beside its own, ``.NAME.xxxxxxxx.partial``, and its
writer holds a lock on it. The system drops the lock when the writer ends, however it ends: what
no one holds any more is a leftover, and the next writer of that file removes it.
"""

import contextlib
import errno
import glob
import os
import tempfile
import time
from pathlib import Path

PARTIAL = ".partial"  # ends the name of a file that is being written
STALE_SECONDS = 24 * 3600
"""How old what was left must be to go where a disk has no locks."""


def expand(path: str | Path) -> Path:
    """Return a path as one means it: ``~`` at its start is the home folder.

    Raises
    ------
    TypeError, ValueError
        For what names no path: nothing at all, or text with a zero byte.
    FileNotFoundError
        For the home folder of a user whom the system does not know.

    Examples
    --------
    >>> expand("~/model.safetensors") == Path.home() / "model.safetensors"
    True
    """
    try:
        text = os.fsdecode(path)
    except TypeError:
        raise TypeError(f"a path must be text, got {type(path).__name__}") from None
    if not text.strip() or "\0" in text:
        raise ValueError(f"a path must name a file or folder, got {text!r}")
    whole = os.path.expanduser(text)
    if whole.startswith("~") and len(Path(whole).parts) > 1:
        raise FileNotFoundError(
            f"{text}: there is no user {Path(whole).parts[0][1:]!r} on this machine; write the "
            "home folder out"
        )
    return Path(whole)


def unquoted(text: str) -> str:
    """Return the value of a setting without the quotes and spaces that some tools leave around it.

    Examples
    --------
    >>> unquoted(' "/data/sets" ')
    '/data/sets'
    """
    text = text.strip()
    for opening, closing in ('""', "''", "“”", "‘’"):
        if len(text) > 1 and (text[0], text[-1]) == (opening, closing):
            return unquoted(text[1:-1])
    return text


def write_atomically(path: str | Path, content: bytes) -> None:
    """Write a file so that at any moment the old or the new one stands there, whole.

    What a writer of this file left that was killed is removed.

    Raises
    ------
    OSError
        If the folder is missing, read-only or full; what was there stays.
    """
    path = expand(path)
    with _named_faults(path):
        if not path.parent.is_dir():
            raise FileNotFoundError(
                f"cannot write {path}: the folder {path.parent} does not exist; create it first"
            )
        if path.is_dir():
            raise IsADirectoryError(f"cannot write {path}: it is a folder; name a file in it")
    remove_leftovers(path)
    with _named_faults(path):
        handle, temporary = _begin(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            # mkstemp makes private files; a saved model is as readable as any other file.
            umask = os.umask(0)
            os.umask(umask)
            os.chmod(temporary, 0o666 & ~umask)
            if os.name != "nt":  # while it is locked; Windows renames no open file
                os.replace(temporary, path)
        if os.name == "nt":
            os.replace(temporary, path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _cannot_write(path, error) from error
        raise


def _begin(path):
    """Make the file that will be ``path``, and lock it."""
    while True:
        handle, temporary = tempfile.mkstemp(PARTIAL, f".{path.name}.", path.parent)
        lock(handle, wait=True)
        # Another may have taken it for a leftover between these two lines.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.stat(temporary)):
                return handle, temporary
        os.close(handle)


def remove_leftovers(path: str | Path) -> None:
    """Remove what a process that was killed while it wrote ``path`` left beside it.

    The unfinished file of one that is still writing stays.
    """
    path = Path(path)
    # mkstemp puts eight characters of its own in the middle.
    for left in path.parent.glob(f".{glob.escape(path.name)}.????????{PARTIAL}"):
        with contextlib.suppress(OSError):
            _remove_if_left(left)


def _remove_if_left(path):
    """Remove an unfinished file unless a living process holds its lock."""
    if os.name == "nt":
        path.unlink()  # Windows refuses while it is open
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        held = lock(handle, wait=False)
        if held or (held is None and time.time() - os.fstat(handle).st_mtime > STALE_SECONDS):
            path.unlink()
    finally:
        os.close(handle)


def lock(handle: int, *, wait: bool) -> bool | None:
    """Lock an open file or folder for this process, until it is closed.

    Returns
    -------
    bool or None
        Whether it is locked now; None on systems and disks that have no locks.
    """
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


@contextlib.contextmanager
def _named_faults(path):
    """Say of an error of the system what was to be written."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise _cannot_write(path, error) from error


def _cannot_write(path, error):
    reason, cure = error.strerror, "free space"
    if error.errno == errno.ELOOP:
        reason, cure = "its links lead in a circle", "mend them"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        cure = "mend the permissions of its folder"
    elif error.errno == errno.ENAMETOOLONG:
        cure = "shorten its name"
    return type(error)(
        error.errno,
        f"cannot write {path} ({reason}); what was there is unchanged: {cure} "
        "or name another folder",
    )
