"""What a student handed in, read with patience: which cells answer which question.

Nothing is run here and nothing is believed: a notebook may be torn, of an old format, of Colab or
of VS Code, with cells renamed, doubled, merged, moved or deleted. What could not be read is told.
"""

import ast
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

MOST_BYTES = 64 * 2**20
MOST_CELLS = 5000
MOST_SOURCE = 200_000  # characters of a cell
MARK = re.compile(r"^[ \t]*#[ \t]*(?:exercise|question)[ \t]*[:=][ \t]*([\w-]+)", re.M | re.I)
IDENTITY = re.compile(r"^(?:exercise|question)-([\w-]+?)(?:-answer)?$")
OURS = re.compile(r"\s*# cnncourse: (?:set-up|hand in)\b")
"""A cell of the release's own, which has nothing to do with an answer."""
MAGIC = re.compile(r"^\s*(?:[%!?]|[\w.]+\?{1,2}\s*$)")


class SubmissionError(ValueError):
    """A file that cannot be read as a notebook; the words say why."""


@dataclass
class Submission:
    """The code of a notebook, sorted.

    Parameters
    ----------
    shared : list of str
        Cells that belong to no question, in their order: imports, helper functions.
    cells : dict of str to list of str
        For each question its cells, in their order.
    told : list of str
        What was strange, in sentences.
    """

    shared: list[str] = field(default_factory=list)
    cells: dict[str, list[str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def read(path: Path, answers: dict[str, str]) -> Submission:
    """Read a notebook, or a Python file with the same marks.

    Parameters
    ----------
    path : Path
    answers : dict of str to str
        For each question the name that its answer has in the notebook.

    Raises
    ------
    SubmissionError
        If it is no file of its own, too large, or no notebook.
    """
    sources, told = sources_of(path)
    found = Submission(told=told)
    for number, source in enumerate(sources, start=1):
        if OURS.match(source):
            continue
        place(found, clean(source, number, told), number, answers)
    if not (found.shared or found.cells):
        told.append("no cell with code could be read")
    for name in answers:
        if len(found.cells.get(name, [])) > 1:
            told.append(f"{name} has {len(found.cells[name])} cells; they are run in their order")
    return found


def sources_of(path: Path) -> tuple[list[str], list[str]]:
    """Return the sources of a notebook's code cells, and what was strange."""
    path = Path(path)
    if path.is_symlink() or not path.is_file():
        raise SubmissionError("this is a link or no file; hand in the notebook itself")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SubmissionError(
            f"the file has {size / 2**20:,.0f} MB, at most {MOST_BYTES / 2**20:,.0f} MB are read; "
            "clear the outputs and hand it in again"
        )
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    if path.suffix == ".py":
        return re.split(r"(?m)^# ?%%.*$", text), []
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = "it is empty" if not text.strip() else type(error).__name__
        raise SubmissionError(f"the file is not a notebook, whose text is JSON ({why})") from None
    return _code_of(content)


def _code_of(content):
    cells = content.get("cells") if isinstance(content, dict) else None
    if cells is None and isinstance(content, dict):  # format 3
        sheets = content.get("worksheets")
        sheets = sheets if isinstance(sheets, list) else []
        parts = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        cells = [cell for part in parts if isinstance(part, list) for cell in part] or None
    if not isinstance(cells, list):
        raise SubmissionError("the file is JSON and no notebook: it has no list of cells")
    told = []
    if len(cells) > MOST_CELLS:
        told.append(f"it has {len(cells):,} cells; the first {MOST_CELLS:,} are read")
    sources = [_source_of(cell) for cell in cells[:MOST_CELLS]]
    return [source for source in sources if source is not None], told


def _source_of(cell):
    """Return the source of a code cell, with a mark for its question if its metadata names one."""
    if not isinstance(cell, dict) or cell.get("cell_type", "code") != "code":
        return None
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    source = source[:MOST_SOURCE].replace("\r\n", "\n").replace("\r", "\n")
    metadata = cell.get("metadata")
    own = metadata.get("nbgrader", {}) if isinstance(metadata, dict) else {}
    names = [cell.get("id"), own.get("grade_id") if isinstance(own, dict) else None]
    for name in names:
        named = IDENTITY.match(name) if isinstance(name, str) else None
        if named and not MARK.search(source):
            return f"# exercise: {named[1]}\n{source}"
    return source


def clean(source: str, number: int, told: list[str]) -> str:
    """Return a cell without what only IPython understands."""
    lines = source.split("\n")
    if lines and lines[0].startswith("%%"):
        told.append(f"cell {number} is for {lines[0][:30]!r} and is not run")
        return ""
    kept = ["pass" + _comment(line) if MAGIC.match(line) else line for line in lines]
    if kept != lines:
        kept = [_indented(new, old) for new, old in zip(kept, lines, strict=True)]
        told.append(f"cell {number}: lines for IPython (%, !, ?) are left out")
    return "\n".join(kept)


def _comment(line):
    return f"  # left out: {line.strip()[:60]}"


def _indented(new, old):
    return new if new == old else old[: len(old) - len(old.lstrip())] + new


def place(found: Submission, source: str, number: int, answers: dict[str, str]) -> None:
    """Put a cell where it belongs: by its marks, or else by what it defines."""
    if not source.strip():
        return
    marks = [(match.start(), match[1]) for match in MARK.finditer(source)]
    known = [(start, name) for start, name in marks if name in answers]
    if not known:
        names = [name for name, answer in answers.items() if answer in defined(source)]
        if len(names) == 1:
            found.told.append(f"cell {number} has no mark; it defines what {names[0]} asks for")
            found.cells.setdefault(names[0], []).append(source)
        elif names:
            # Merged without marks: every question may have it.
            found.told.append(f"cell {number} defines what {', '.join(names)} ask for")
            for name in names:
                found.cells.setdefault(name, []).append(source)
        else:
            found.shared.append(source)
        return
    if len(known) > 1:
        found.told.append(f"cell {number} holds several questions and is taken apart at the marks")
    starts = [0, *(start for start, _ in known[1:]), len(source)]
    for (_, name), start, end in zip(known, starts, starts[1:], strict=False):
        found.cells.setdefault(name, []).append(source[start:end])


def defined(source: str) -> set[str]:
    """Return the names that a cell defines at its top; none if it cannot be parsed."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pattern = r"(?m)^(?:def\s+(\w+)|(\w+)\s*=)"
        return {one or other for one, other in re.findall(pattern, source)}
    names = set()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        names |= {one.id for t in targets for one in ast.walk(t) if isinstance(one, ast.Name)}
    return names
