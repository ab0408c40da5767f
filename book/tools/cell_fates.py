"""Which cells of a chapter a page can run: read from what they import, not from a list."""

import ast
from dataclasses import dataclass

import cell_names


@dataclass
class Fate:
    """Whether a page can run a cell.

    ``lacks`` is the module that it needs and a page has not, empty if it runs; ``part`` is the
    text of the statements that run nonetheless, each on its line.
    """

    lacks: str
    part: str


def fates(codes, absent, harmless=()):
    """Return the `Fate` of each cell of a page, from the top.

    Parameters
    ----------
    codes : list of str
    absent : callable
        Given ``"torch"``, or ``"cnncourse.ops"``, tells whether a page lacks that module: its
        name then, else nothing.
    harmless : collection of str
        Modules that only draw or read: what stands beside their use in a cell runs without it. Of
        a cell that lacks another module nothing runs: it may write a file, or change an array.
    """
    lacking, found = {}, []
    for code in codes:
        body = cell_names.statements(code)
        if body is None:
            found.append(Fate("shell", ""))
            continue
        before, missing = dict(lacking), [_missing(one, lacking, absent) for one in body]
        lacks = next((one for one in missing if one not in harmless), "") or next(
            filter(None, missing), ""
        )
        kept = [one for one, lack in zip(body, missing, strict=True) if not lack]
        if lacks and lacks not in harmless:
            lacking, kept = before, [one for one in body if is_import(one)]
            for one in body:
                _hide(cell_names.names_of(one), lacks, lacking, absent)
        found.append(Fate(lacks or only_imports(body, absent), text_of(code, body, kept)))
    return found


def _missing(statement, lacking, absent):
    """Return the module that a statement lacks, else nothing; note what it binds."""
    names = cell_names.names_of(statement)
    missing = next(
        (lacking[one] for one in sorted(names.takes | names.inner) if one in lacking), ""
    )
    if missing:
        _hide(names, missing, lacking, absent)
        return missing
    for name in names.gives:
        lacking.pop(name, None)
    lacking |= {name: absent(module) for name, module in names.modules.items() if absent(module)}
    return ""


def _hide(names, lacks, lacking, absent):
    """Note that what a statement binds or changes lacks a module, but what is imported."""
    there = {name for name, module in names.modules.items() if not absent(module)}
    lacking |= dict.fromkeys((names.gives | names.changes | names.may_change) - there, lacks)
    for name in there:
        lacking.pop(name, None)


def is_import(statement):
    """Tell whether a statement imports and does nothing else."""
    return isinstance(statement, ast.Import | ast.ImportFrom)


def text_of(code, body, kept):
    """Return the text of the statements that are kept, each on its line where that can be."""
    if len(kept) == len(body):
        return code
    lines, there = [""] * len(code.splitlines()), code.splitlines()
    for one in kept:
        first = min([one.lineno, *(mark.lineno for mark in getattr(one, "decorator_list", ()))])
        lines[first - 1 : one.end_lineno] = there[first - 1 : one.end_lineno]
    text = "\n".join(lines).rstrip()
    same = cell_names.statements(text)
    if same is not None and len(same) == len(kept):
        return text
    return "\n".join(map(ast.unparse, kept))


def only_imports(body, absent):
    """Return what a page lacks of a cell that does nothing but import it, else nothing."""
    if not all(map(is_import, body)):
        return ""
    modules = [module for one in body for module in cell_names.names_of(one).modules.values()]
    return next(filter(None, map(absent, modules)), "")
