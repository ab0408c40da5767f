"""Write a chapter's exercises into its notebook, from `cnncourse.exercises`.

    python book/tools/exercises.py PATH...            renew the exercises of these notebooks
    python book/tools/exercises.py --check PATH...    change nothing; say what is out of date

What is asked stands in one place, the chapter's module; the notebook has a copy. An exercise comes
where a cell holds ``:::{question} NAME`` and nothing else, and all others after the cell with the
heading "Exercises". Each becomes a cell with what is asked and one for the answer, known by their
ids, with what the empty answer shows stored below it.
"""

import argparse
import ast
import itertools
import re
import sys
from pathlib import Path

import nbformat

IMPORT = "from cnncourse.exercises import check, hint, solution"
PREFIX = "exercise-"
ASKED = re.compile(r":::\{question\} ([a-z0-9-]+)\n(?:.*\n)?:::", re.DOTALL)
HEADING = re.compile(r"(?m)^#+ Exercises\s*$")


def of_chapter(chapter):
    """Return the exercises of a chapter by their names, in order."""
    from cnncourse.exercises import exercises

    return {one.name: one for one in exercises().values() if one.chapter == chapter}


def prompt_of(exercise):
    """Return the text of the cell that asks: it reads well as Markdown, and is a directive."""
    lines = f"**{exercise.rung.capitalize()}, {minutes(exercise.minutes)}.** {exercise.asked}"
    return f":::{{question}} {exercise.name}\n{lines}\n:::"


def minutes(count):
    """Return a time in words."""
    return f"{count} minute{'' if count == 1 else 's'}"


def answer_of(exercise):
    """Return the source of the cell that answers, still empty."""
    apart = "\n\n\n" if exercise.answer.kind == "function" else "\n"
    return f'{exercise.start}{apart}check("{exercise.name}", {exercise.defines})'


def cells_of(exercise):
    """Return the two cells of an exercise."""
    asks = nbformat.v4.new_markdown_cell(prompt_of(exercise), id=PREFIX + exercise.name)
    answers = nbformat.v4.new_code_cell(
        answer_of(exercise),
        id=f"{PREFIX}{exercise.name}-answer",
        metadata={"tags": ["exercise", "remove-cell"]},
    )
    return [asks, answers]


def import_cell():
    """Return the cell that imports what the answers need."""
    return nbformat.v4.new_code_cell(
        IMPORT, id=f"{PREFIX}import", metadata={"tags": ["exercise", "remove-cell"]}
    )


def renewed(notebook, chapter):
    """Return the cells of a notebook with the chapter's exercises as they are now.

    Raises
    ------
    ValueError
        For a question that the chapter's module does not have, or exercises without a place.
    """
    left, made, place = of_chapter(chapter), [], None
    for cell in notebook.cells:
        asked = cell.cell_type == "markdown" and ASKED.fullmatch(cell.source.strip())
        own = str(cell.get("id", "")).startswith(PREFIX)
        if asked and not (own and place is not None):
            if asked[1] not in left:
                raise ValueError(f"{chapter} has no exercise {asked[1]!r}, or asks it twice")
            made += cells_of(left.pop(asked[1]))
        elif not own:
            made.append(cell)
            if cell.cell_type == "markdown" and HEADING.search(cell.source):
                place = len(made)
    if left and place is None:
        raise ValueError(f'{chapter} has exercises and no cell with the heading "## Exercises"')
    for exercise in reversed(left.values()):
        made[place:place] = cells_of(exercise)
    first = next((n for n, c in enumerate(made) if c.get("id", "").startswith(PREFIX)), None)
    if first is not None:
        made.insert(first, import_cell())
    return made


def answered(cells):
    """Store with each exercise's empty cell what running it shows; return the cells.

    These cells need nothing of the chapter, so the chapter itself is not run.
    """
    for cell in cells:
        if cell.cell_type == "code" and str(cell.get("id", "")).startswith(PREFIX):
            shown = run(cell.source)
            cell.outputs = [] if shown is None else [result(repr(shown))]
    count = itertools.count(1)
    for cell in cells:
        if cell.cell_type == "code":
            cell.execution_count = next(count)
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = cell.execution_count
    return cells


def result(text):
    """Return an output of a cell whose last line has a value."""
    return nbformat.v4.new_output("execute_result", {"text/plain": text}, execution_count=0)


def run(source, space=None):
    """Run a cell's source and return the value of its last line, or None."""
    space = {} if space is None else space
    exec("from cnncourse.exercises import check, hint, solution\nimport numpy as np", space)
    *body, last = ast.parse(source).body
    if not isinstance(last, ast.Expr):
        body, last = [*body, last], None
    exec(compile(ast.Module(body, []), "<answer>", "exec"), space)
    return eval(compile(ast.Expression(last.value), "<answer>", "eval"), space) if last else None


def dumps(notebook):
    """Return the text of a notebook's file."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def problems(notebook, chapter):
    """Return a line for each exercise cell that is not as the module says."""
    try:
        wanted = renewed(notebook, chapter)
    except ValueError as error:
        return [str(error)]
    stored = [(cell.cell_type, cell.source) for cell in notebook.cells]
    if stored == [(cell.cell_type, cell.source) for cell in wanted]:
        return []
    known = {cell.get("id") for cell in notebook.cells}
    missing = [c.id for c in wanted if c.get("id", "").startswith(PREFIX) and c.id not in known]
    told = f" ({', '.join(missing[:3])} missing)" if missing else ""
    return [f"the exercises are not the module's{told}: run book/tools/exercises.py"]


def main(arguments=None):
    """Renew or check the notebooks named; return 1 if something is wrong with one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, report")
    parser.add_argument("paths", nargs="+", type=Path, help="notebooks")
    options = parser.parse_args(arguments)
    failed = False
    for path in options.paths:
        notebook = nbformat.read(path, as_version=4)
        found = problems(notebook, path.stem)
        if not options.check:
            try:
                notebook.cells = answered(renewed(notebook, path.stem))
                path.write_text(dumps(notebook), encoding="utf-8")
                found = problems(notebook, path.stem)
            except ValueError as error:
                found = [str(error)]
        for problem in found:
            failed = True
            print(f"{path.name}: {problem}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
