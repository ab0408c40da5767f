"""Who takes part, and which file is whose."""

import csv
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

STUDENT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._@+-]{0,62}[A-Za-z0-9])?")
COLUMNS = ("student", "name", "email", "canvas_id", "extension")
SUFFIXES = (".ipynb", ".py")


class RosterError(ValueError):
    """What is wrong with a roster: the line, the rule, what was found."""


@dataclass(frozen=True)
class Student:
    """A line of the roster.

    Parameters
    ----------
    student : str
        What the files are named by: letters, digits and ``. _ @ + -``.
    name, email, canvas_id : str
        As the systems that get the marks know them; empty if they are not asked.
    extension : str
        A later due time of their own, as in the YAML; empty for none.
    """

    student: str
    name: str = ""
    email: str = ""
    canvas_id: str = ""
    extension: str = ""


@dataclass(frozen=True)
class Handed:
    """A file in the folder of submissions.

    Parameters
    ----------
    student : str
        Whose it is: as in the roster, or what the file is called.
    path : Path or None
        None if a student of the roster handed nothing in.
    problem : str
        Why it is not graded; empty if it is.
    """

    student: str
    path: Path | None
    problem: str = ""


def read(path: Path) -> dict[str, Student]:
    """Read a roster: CSV with a line of names, of which ``student`` must be one.

    Raises
    ------
    RosterError
        For a file that is none, a student named twice, or a name that is no file's.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"{path}: cannot be read as text in UTF-8 ({error})") from None
    first = text.partition("\n")[0]
    # A spreadsheet in half of Europe writes semicolons.
    apart = ";" if ";" in first and "," not in first else ","
    lines = csv.DictReader(text.splitlines(), delimiter=apart)
    if "student" not in (lines.fieldnames or ()):
        raise RosterError(
            f"{path}: its first line must name the columns, student among them; got "
            f"{', '.join(lines.fieldnames or ['nothing'])}"
        )
    found, folded = {}, set()
    for line in lines:
        values = {key: (line.get(key) or "").strip() for key in COLUMNS}
        name = values["student"]
        if not STUDENT.fullmatch(name):
            raise RosterError(
                f"{path}, line {lines.line_num}: student {name!r} must be of letters, digits and "
                ". _ @ + -, because files are named so"
            )
        if name.casefold() in folded:
            raise RosterError(f"{path}, line {lines.line_num}: {name!r} is there already")
        if values["extension"] and not _is_time(values["extension"]):
            raise RosterError(
                f"{path}, line {lines.line_num}: extension {values['extension']!r} is no time such "
                "as 2027-02-08 23:59"
            )
        folded.add(name.casefold())
        found[name] = Student(**values)
    if not found:
        raise RosterError(f"{path}: no student")
    return found


def _is_time(text):
    """Return whether a text is a time as a YAML has it."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def read_times(path: Path) -> dict[str, datetime]:
    """Read when each student handed in: CSV with the columns ``student`` and ``submitted``.

    Raises
    ------
    RosterError
        For a column that is missing, or a time that is none; without a zone UTC is meant.
    """
    lines = csv.DictReader(Path(path).read_text(encoding="utf-8-sig").splitlines())
    if not {"student", "submitted"} <= set(lines.fieldnames or ()):
        raise RosterError(f"{path}: its columns must be student and submitted")
    found = {}
    for line in lines:
        try:
            time = datetime.fromisoformat((line["submitted"] or "").strip())
        except ValueError:
            words = f"{line['submitted']!r} is no time such as 2027-02-01T23:10+01:00"
            raise RosterError(f"{path}, line {lines.line_num}: {words}") from None
        found[line["student"].strip()] = time if time.tzinfo else time.replace(tzinfo=UTC)
    return found


def collect(folder: Path, roster: dict[str, Student] | None = None) -> list[Handed]:
    """Return what was handed in, sorted by student: ``STUDENT.ipynb`` or ``STUDENT/*.ipynb``.

    Everybody in the roster is there, with or without a file; what belongs to nobody has a line.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is no folder; name the one with the submissions")
    found: dict[str, list[Handed]] = {}
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.startswith("."):
            continue
        for handed in _of_entry(entry, roster):
            found.setdefault(handed.student, []).append(handed)
    lines = [_only(handed) for handed in found.values()]
    lines += [
        Handed(one, None, "nothing was handed in") for one in roster or () if one not in found
    ]
    return sorted(lines, key=lambda one: one.student)


def _of_entry(entry, roster):
    """Return what a file or folder is: usually one submission."""
    if entry.is_symlink():
        name = entry.stem if entry.suffix in SUFFIXES else entry.name
        return [Handed(_whose(name, roster)[0], None, "it is a link, which is not followed")]
    if entry.is_dir():
        student, problem = _whose(entry.name, roster)
        files = [one for one in sorted(entry.iterdir()) if one.suffix in SUFFIXES]
        files = [one for one in files if not one.name.startswith(".")]
        if not files:
            return [Handed(student, None, problem or "the folder holds no notebook")]
        newest = max(files, key=lambda one: one.lstat().st_mtime)
        return [Handed(student, newest, problem)]
    if entry.suffix not in SUFFIXES:
        return []
    student, problem = _whose(entry.stem, roster)
    return [Handed(student, entry, problem)]


def _whose(name, roster):
    """Return the student that a file's name means, and what is wrong with it."""
    if roster is not None:
        named = {one.casefold(): one for one in roster}
        if name.casefold() in named:
            return named[name.casefold()], ""
        return name, "this name is not in the roster"
    if not STUDENT.fullmatch(name):
        return name, "no student is called so: letters, digits and . _ @ + - alone"
    return name, ""


def _only(handed):
    """Return the newest of what one student handed in."""
    files = [one for one in handed if one.path is not None]
    return max(files, key=lambda one: one.path.lstat().st_mtime) if files else handed[0]
