"""The folder of a command's run: what may stand there, what is made, what is put back."""

import errno
import os
import shlex
from contextlib import contextmanager, suppress

from cnncourse.cli.parsing import Failure, UsageError


def line(*words):
    """Return a command of this program as one would type it."""
    return shlex.join(["cnncourse", *(str(word) for word in words)])


def resuming(arguments):
    """Return the command that goes on with the run of these arguments."""
    words = [word for word in arguments.argv if word not in ("--overwrite", "--resume")]
    return line(*words, "--resume")


def prepare(folder, results, checkpoint, arguments, others=()):
    """Raise `Failure` if an earlier run, or no folder, stands in the way of a run.

    Parameters
    ----------
    folder : Path
        Where the run will write; `fit` makes it.
    results : list of Path
        What a finished run leaves.
    checkpoint : Path
        What an interrupted one leaves.
    arguments : Namespace
        With ``resume``, ``overwrite`` and ``argv``.
    others : sequence of Path
        What a run writes as well, and an earlier one may have left without being finished.
    """
    from cnncourse.disk import remove_leftovers

    if arguments.resume and arguments.overwrite:
        raise UsageError("--resume goes on with a run and --overwrite drops it: give one of them")
    files = {*results, checkpoint, *others}
    _check_place(folder, files)
    _settle(checkpoint)
    for file in files:
        remove_leftovers(file)
    if arguments.overwrite:
        return
    finished = [path for path in results if path.exists()]
    if arguments.resume and (checkpoint.exists() or not finished):
        return
    if finished and arguments.resume:
        raise Failure(
            f"{finished[0]} stands there from a finished run, with no checkpoint to go on from; "
            "train anew with --overwrite instead of --resume"
        )
    if finished:
        raise Failure(
            f"{finished[0]} stands there from an earlier run; name another place with --output, "
            "or replace it with --overwrite"
        )
    if checkpoint.exists():
        raise Failure(
            f"{checkpoint} stands there from an unfinished run; go on with it: "
            f"{resuming(arguments)}\nor start anew with --overwrite"
        )


def _check_place(folder, files):
    """Raise `Failure` unless files can be written to a folder, made first where it is missing."""
    cure = "name another with --output"
    try:
        there = folder.stat()
    except (FileNotFoundError, NotADirectoryError):
        there = None
    except OSError as error:
        looping = error.errno == errno.ELOOP
        reason = "its link leads nowhere" if looping else error.strerror
        raise Failure(f"cannot use {folder} ({reason}); {cure}") from error
    if there is None and folder.is_symlink():
        raise Failure(f"cannot use {folder} (its link leads nowhere); {cure}")
    if there and not folder.is_dir():
        raise Failure(f"{folder} is a file; name a folder with --output")
    above = next(one for one in (folder, *folder.absolute().parents) if os.path.lexists(one))
    if not above.is_dir():
        raise Failure(f"cannot make the folder {folder} ({above} is no folder); {cure}")
    effective = os.access in os.supports_effective_ids
    if not os.access(above, os.R_OK | os.W_OK | os.X_OK, effective_ids=effective):
        denied = os.strerror(errno.EACCES)
        if there is None:
            raise Failure(f"cannot make the folder {folder} ({denied}); {cure}")
        raise Failure(f"cannot write in {folder} ({denied}); mend its permissions, or {cure}")
    for file in files:
        if file.is_dir():
            raise Failure(f"{file} is a folder, where a file of the run is to stand; {cure}")


@contextmanager
def made(folder, team):
    """Make the folder of a run; take away again what was made if nothing came into it."""
    from cnncourse.processes import lead

    missing = []

    def make():
        try:
            missing.extend(one for one in (folder, *folder.parents) if not one.exists())
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Failure(
                f"cannot make the folder {folder} ({error.strerror}); name another with --output"
            ) from error

    lead(team, make)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            for one in missing:
                one.rmdir()  # only if it is empty
        raise


@contextmanager
def replacing(checkpoint, arguments):
    """With ``--overwrite``, hold an earlier checkpoint aside until a new one has been left."""
    if arguments.overwrite and checkpoint.exists():
        try:
            checkpoint.replace(_aside(checkpoint))
        except OSError as error:
            raise Failure(
                f"cannot replace {checkpoint} ({error.strerror}); make its folder writable, or "
                "name another with --output"
            ) from error
    try:
        yield
    finally:
        _settle(checkpoint)


def _aside(checkpoint):
    """Return where a checkpoint that is about to be replaced is held."""
    return checkpoint.with_name(f".{checkpoint.name}.replaced")


def _settle(checkpoint):
    """Drop a checkpoint held aside if another has taken its place, else put it back."""
    aside = _aside(checkpoint)
    if aside.exists():
        aside.unlink() if checkpoint.exists() else aside.replace(checkpoint)
