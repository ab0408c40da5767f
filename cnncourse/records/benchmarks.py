"""What ``make bench`` wrote: one record for each benchmark, checked as it is read."""

import json
from functools import cache
from pathlib import Path

from cnncourse.disk import expand, write_atomically
from cnncourse.records.checking import RecordError
from cnncourse.records.names import pick

FORMAT = "cnncourse benchmark 1"
FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "records"
"""The repository's folder, which an installed package does not carry."""
COMMON = ("benchmark", "date", "rounds", "hardware", "versions")
"""What every benchmark's record has, beside what it measured."""


def read(name: str, folder: str | Path | None = None) -> dict:
    """Return a benchmark's record as plain values, read once until its file changes.

    Parameters
    ----------
    name : str
        Of the benchmark: ``"conv2d"``.
    folder : path, optional
        The repository's ``benchmarks/records`` where left out.

    Raises
    ------
    FileNotFoundError, UnknownName, RecordError
        If there is no such folder, no such benchmark in it, or a file of another kind.
    """
    folder = FOLDER if folder is None else expand(folder)
    if not folder.is_dir():
        raise FileNotFoundError(
            f"no folder of benchmarks' records at {folder}; clone the repository, which has them"
        )
    path = pick("benchmark", name, {one.stem: one for one in sorted(folder.glob("*.json"))})
    state = path.stat()
    return _read(path.resolve(), state.st_mtime_ns, state.st_size)


def write(path: str | Path, record: dict) -> None:
    """Write a benchmark's record, its format first; the folder is made where it is missing."""
    path = expand(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, (json.dumps({"format": FORMAT} | record, indent=2) + "\n").encode())


@cache
def _read(path, changed, size):
    """Return the record in a file in the state that it was found in."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise RecordError(
            f"{path}: not a benchmark's record, or a part of one ({error}); make it anew with make "
            "bench"
        ) from error
    told = record.get("format") if isinstance(record, dict) else None
    if told != FORMAT:
        raise RecordError(
            f"{path}: its format is {told!r} and this version of cnncourse reads {FORMAT!r}; "
            "make it anew with make bench, or update cnncourse"
        )
    missing = [name for name in COMMON if name not in record]
    if missing:
        raise RecordError(f"{path}: a benchmark's record lacks {', '.join(missing)}")
    return record
