"""Records read from their folder, each file once, and found by experiment and framework."""

import json
import os
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path

from cnncourse.disk import expand
from cnncourse.experiments import EXPERIMENTS
from cnncourse.records import migration
from cnncourse.records.checking import RecordError
from cnncourse.records.names import UnknownName, pick
from cnncourse.records.record import FRAMEWORKS, Record, from_values
from cnncourse.zoo import SOURCES

FOLDER = Path(__file__).resolve().parents[2] / "records"
"""The repository's folder of records, which an installed package does not carry."""
CURE = "move the file elsewhere, or have cnncourse reproduce write it again"


class MissingRecord(UnknownName):
    """No run of an experiment is recorded; the message has the command that makes one."""


def read(path: str | Path) -> Record:
    """Return the record in a file; a file that has not changed is read once in a process.

    Raises
    ------
    FileNotFoundError, RecordError
        If there is no file, or it holds no record that this version can read.
    OSError
        If it cannot be read.
    """
    path = expand(path)
    try:
        state = path.stat()
        if path.is_dir():
            raise IsADirectoryError(f"no record at {path}: that is a folder; name a file in it")
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(f"no record at {path}; cnncourse reproduce writes them") from None
    except OSError as error:
        raise _unreadable(error, path) from error
    return _read(os.path.abspath(path), state.st_mtime_ns, state.st_size)


def load(folder: str | Path | None = None) -> tuple[Record, ...]:
    """Return every record of a folder, by experiment, framework and seed.

    A file is read once in a process; one that has changed, or is new, is read when next asked
    for.

    Parameters
    ----------
    folder : path, optional
        The repository's ``records`` where left out.

    Raises
    ------
    FileNotFoundError, RecordError
        If there is no such folder, or a ``.json`` file in it is no record.
    """
    folder = FOLDER if folder is None else expand(folder)
    try:
        if not folder.is_dir():
            raise FileNotFoundError(
                f"no folder of records at {folder}; clone the repository, which has them, or name "
                "the folder that cnncourse reproduce wrote to"
            )
        with os.scandir(os.path.abspath(folder)) as entries:
            found = [one for one in entries if one.name.endswith(".json")]
    except OSError as error:
        raise _unreadable(error, folder) from error
    return _load(tuple(_state(one) for one in sorted(found, key=lambda one: one.name)))


def _state(entry):
    """Return a file's path, when it was changed, and its size."""
    try:
        state = entry.stat()
        if entry.is_dir():
            raise RecordError(f"{entry.path}: a folder is no record; {CURE}")
    except OSError as error:
        raise _unreadable(error, entry.path) from error
    return entry.path, state.st_mtime_ns, state.st_size


def _unreadable(error, path):
    """Return the error for what the system does not let be read; the same if it tells its cure."""
    if error.errno is None:
        return error
    reason, cure = error.strerror, "mend its permissions"
    if os.path.islink(path) and not os.path.exists(path):
        reason, cure = f"a link to {os.readlink(path)}, which leads nowhere", "mend or remove it"
    return type(error)(error.errno, f"cannot read {path} ({reason}); {cure}")


@lru_cache(maxsize=8)
def _load(files):
    """Return the records of files in the states that they were found in."""
    found = [_read(*file) for file in files]
    return tuple(sorted(found, key=lambda one: (one.experiment, one.framework, one.seed)))


@cache
def _read(path, changed, size):
    """Return the record of a file in the state that it was found in."""
    try:
        values = _values(path)
        return from_values(migration.to_today(values))
    except migration.LaterFormat as error:
        raise RecordError(f"{path}: {error}") from error
    except RecordError as error:
        raise RecordError(f"{path}: {error}; {CURE}") from error
    except OSError as error:
        raise _unreadable(error, path) from error


def _values(path):
    """Return what a file holds as plain values."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"), parse_constant=_no_number)
    except RecordError:
        raise
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON, or only a part of it ({error})") from error


def _no_number(word):
    raise RecordError(f"{word} is no number of JSON")


def by_framework(records=None) -> dict[tuple[str, str], list[Record]]:
    """Return {(experiment, framework): its records by seed}.

    Trials with changes are left out, and so is the corner experiment, whose records hold a map
    each (see `records.corner`).
    """
    found = defaultdict(list)
    for record in load() if records is None else records:
        if not record.overrides and record.places is None:
            found[record.experiment, record.framework].append(record)
    return {
        key: sorted(group, key=lambda record: record.seed) for key, group in sorted(found.items())
    }


def by_experiment(found=None) -> dict[str, dict[str, list[Record]]]:
    """Return {experiment: {framework: its records}}, the sources' in their order, then others."""
    found = by_framework() if found is None else found
    names = [*SOURCES, *(name for name, _ in found if name not in SOURCES)]
    grouped = {
        name: {key: found[name, key] for key in FRAMEWORKS if (name, key) in found}
        for name in names
    }
    return {name: groups for name, groups in grouped.items() if groups}


def runs(name: str, framework: str, found=None) -> list[Record]:
    """Return the records of an experiment in a framework, by seed.

    Raises
    ------
    UnknownName, MissingRecord
        For a name that there is not, with the nearest; for one without a record, with the
        command that makes it.
    """
    found = by_framework() if found is None else found
    pick("framework", framework, FRAMEWORKS)
    if (name, framework) in found:
        return found[name, framework]
    pick("experiment", name, {**EXPERIMENTS, **dict.fromkeys(one for one, _ in found)})
    raise MissingRecord(
        f"no record of {name} in {FRAMEWORKS[framework]}; make it with: {command(name, framework)}"
    )


def groups_of(name: str, found=None) -> dict[str, list[Record]]:
    """Return {framework: records} of an experiment, as `runs` does; one of the two is enough."""
    found = by_framework() if found is None else found
    there = [framework for framework in FRAMEWORKS if (name, framework) in found]
    return {framework: runs(name, framework, found) for framework in there or FRAMEWORKS}


def missing_of(name: str, groups: dict) -> tuple[str, ...]:
    """Return the commands for the frameworks in which an experiment has no record."""
    return tuple(command(name, framework) for framework in FRAMEWORKS if framework not in groups)


def command(name: str, framework: str) -> str:
    """Return the command that makes a record."""
    return f"cnncourse reproduce {name} --framework {framework}"
