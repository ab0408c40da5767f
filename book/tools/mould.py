"""The mould of a chapter: what is asked of each beyond the normal form of its file.

    python book/tools/mould.py PATH...    say what is not as it should be

`problems` puts the rules together; each is a function of a notebook and its chapter's name.
"""

import ast
import re
import sys
from pathlib import Path

import contents
import exercises
import nbformat
import vocabulary

from cnncourse.exercises.chapters import ORDER

MOST_WORDS, MOST_LINES, MOST_CHARACTERS = 3000, 10, 60
MINUTES, MINUTES_OF_AN_EXERCISE = range(25, 46), range(1, 21)
FEWEST_EXERCISES, FEWEST_RUNGS = 6, 5
TOP = re.compile(
    r"\*You need\*: \S.+ \*You will be able to\*: \S.+ \*Time\*: (\d+) minutes\.", re.DOTALL
)
ENDING = (
    "What goes wrong in practice",
    "What you can predict now",
    "What the sources say",
    "Exercises",
)
BOTH_FROM_THE_START = {"two_frameworks"}  # its subject is the frameworks themselves
SHOWN_FIRST = 2  # cells that compute and print before the first import of a framework
FRAMEWORK = re.compile(
    r"(?m)^\s*(?:import|from)\b.*\b(?:torch|keras|tensorflow|in_torch|in_keras)\b"
)
ONLY_TRUE = re.compile(r"(?im)^(?:.*\b(?:same|equal|agree|alike)\b.*)?\bTrue$")


def listed():
    """Return the names of the chapters that the contents list, in order."""
    return [page.rpartition("/")[2] for page in contents.pages()]


def chapters():
    """Return the paths of the chapters that are notebooks, in order."""
    return [path for path in map(contents.file_of, contents.pages()) if path.suffix == ".ipynb"]


def problems(notebook, chapter, before=None):
    """Return a line for each rule that a chapter breaks.

    Parameters
    ----------
    notebook : NotebookNode
    chapter : str
        The chapter's file name, such as ``"padding"``.
    before : list of str, optional
        The chapters that a reader has read. By default those before it in ``ORDER``.
    """
    if before is None:
        before = ORDER[: ORDER.index(chapter)]
    known = {*before, chapter}
    asked = [*exercises.of_chapter(chapter).values()]
    return [
        *length_faults(notebook),
        *line_faults(notebook),
        *top_faults(notebook),
        *heading_faults(notebook),
        *exercise_faults(notebook, asked),
        *name_faults(notebook),
        *prediction_faults(notebook),
        *vocabulary.link_faults(notebook, known),
        *vocabulary.word_faults(notebook, asked, known),
        *framework_faults(notebook, chapter),
        *answer_faults(notebook),
    ]


def code_cells(notebook):
    """Return the code cells of a chapter without the set-up, which is equal in all."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"][1:]


def own(cell):
    """Return whether a cell is the chapter's and not written in by the exercises' tool."""
    return not str(cell.get("id", "")).startswith(exercises.PREFIX)


def length_faults(notebook):
    """Yield a fault if all cells together have too many words."""
    words = sum(len(cell.source.split()) for cell in notebook.cells)
    if words > MOST_WORDS:
        yield f"{words:,} words are more than {MOST_WORDS:,}"


def shown_text(output):
    """Return what a page shows of an output as text: nothing where it shows a picture or HTML."""
    data = output.get("data", {})
    if any(kind == "text/html" or kind.startswith("image/") for kind in data):
        return ""
    return output.get("text", "") or data.get("text/plain", "")


def line_faults(notebook):
    """Yield each cell that has too many lines, or a line too long for a phone."""
    for cell in code_cells(notebook):
        lines = cell.source.split("\n")
        if len(lines) > MOST_LINES:
            yield f"{len(lines)} lines in a cell are more than {MOST_LINES}: {lines[0]}"
        if "device.describe()" not in cell.source:  # says what stands in the machine
            lines += [line for one in cell.outputs for line in shown_text(one).split("\n")]
        for line in lines:
            if len(line) > MOST_CHARACTERS:
                yield f"{len(line)} characters are more than {MOST_CHARACTERS}: {line}"


def top_faults(notebook):
    """Yield what is missing in the first cell."""
    top = notebook.cells[0]
    if top.cell_type != "markdown" or not top.source.startswith("# "):
        yield "the first cell must begin with '# ' and the title"
        return
    told = [TOP.fullmatch(paragraph.strip()) for paragraph in top.source.split("\n\n")]
    told = [match for match in told if match]
    if len(told) != 1:
        yield (
            "the first cell needs one paragraph '*You need*: … *You will be able to*: … "
            "*Time*: 35 minutes.'"
        )
    elif int(told[0][1]) not in MINUTES:
        yield f"{told[0][1]} minutes are not from {MINUTES[0]} to {MINUTES[-1]}"


def headings(notebook):
    """Return the headings of a chapter as pairs (level, text), in order."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"(?ms)^```.*?^```", "", cell.source)
            found += re.findall(r"(?m)^(#+) (.+?)\s*$", text)
    return [(len(marks), text) for marks, text in found]


def heading_faults(notebook):
    """Yield each closing section that is missing or out of its place."""
    own_sections = [text for level, text in headings(notebook) if level == 2]
    for name in ENDING:
        if own_sections.count(name) != 1:
            yield f"'## {name}' stands {own_sections.count(name)} times, not once"
    if tuple(name for name in own_sections if name in ENDING) != ENDING:
        yield f"the last sections must come in this order: {', '.join(ENDING)}"
    elif tuple(own_sections[-3:]) != ENDING[-3:]:
        yield f"the chapter must end with {', '.join(ENDING[-3:])}"


def exercise_faults(notebook, asked):
    """Yield what is wrong with a chapter's exercises as a set."""
    if len(asked) < FEWEST_EXERCISES:
        yield f"{len(asked)} exercises are fewer than {FEWEST_EXERCISES}"
    rungs = {one.rung for one in asked}
    if len(rungs) < FEWEST_RUNGS:
        yield f"exercises on {len(rungs)} rungs are fewer than {FEWEST_RUNGS}: {sorted(rungs)}"
    if asked and min(one.difficulty for one in asked) > 1:
        yield "none of the exercises is easy (difficulty 1)"
    sections = {text for _, text in headings(notebook)}
    for one in asked:
        if one.section not in sections:
            yield f"{one.name} belongs to {one.section!r}, which is no heading here"
        if one.minutes not in MINUTES_OF_AN_EXERCISE:
            yield f"{one.name} takes {one.minutes} minutes"
        if not one.goal.strip():
            yield f"{one.name} has no goal"


CALLED = {"check", "hint", "solution"}


def parsed(source):
    """Return the tree of a cell's source, without what only IPython can read."""
    return ast.parse(re.sub(r"(?m)^\s*[%!].*$", "", source))


def used(source):
    """Return the names that a cell's source speaks of; a word in a string is none."""
    return {node.id for node in ast.walk(parsed(source)) if isinstance(node, ast.Name)}


def bound(source):
    """Return the names that a cell's source binds outside its functions."""
    tree = parsed(source)
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        for one in ast.walk(node):
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
                names.add(one.id)
            elif isinstance(one, ast.alias):
                names.add((one.asname or one.name).partition(".")[0])
    return names


def name_faults(notebook):
    """Yield names that a chapter and its exercises take from each other, whoever answers what."""
    answered = set()
    for cell in code_cells(notebook):
        if not own(cell):
            answered |= bound(cell.source) - CALLED
            continue
        for name in sorted(bound(cell.source) & CALLED):
            yield f"a cell of the chapter binds {name}, which the exercises call"
        answered -= bound(cell.source)
        for name in sorted(answered & used(cell.source)):
            yield f"a cell of the chapter uses {name}, which an exercise above it defines"


def prediction_faults(notebook):
    """Yield a fault if the text asks for no prediction, and cells that print True for a number."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    end = next((n for n, text in enumerate(texts) if exercises.HEADING.search(text)), len(texts))
    folded = [cell for cell in notebook.cells if "predict" in cell.metadata.get("tags", [])]
    asked = [text for text in texts[:end] if re.search(r"\{(?:predict|question)\}", text)]
    for cell in folded:
        if not str(cell.metadata.get("predict", "")).strip():
            yield f"has the tag predict and no question: {cell.source[:60]}"
    if not folded and not asked:
        yield "no prediction is asked before its answer: {predict}, {question} or the tag predict"
    for cell in code_cells(notebook):
        for output in cell.get("outputs", []):
            for line in ONLY_TRUE.findall(shown_text(output)):
                yield f"prints {line!r}: print the largest difference, or what was found"


def framework_faults(notebook, chapter):
    """Yield a fault if a framework comes before NumPy, or only one of the two comes."""
    cells = [cell for cell in code_cells(notebook) if own(cell)]
    first = next((n for n, cell in enumerate(cells) if FRAMEWORK.search(cell.source)), None)
    if chapter not in BOTH_FROM_THE_START and first is not None:
        shown = [
            cell
            for cell in cells[:first]
            if any(shown_text(output).strip() for output in cell.get("outputs", []))
        ]
        if len(shown) < SHOWN_FIRST:
            yield f"imports a framework after {len(shown)} cells that show the idea in NumPy"
    tags = [set(cell.metadata.get("tags", [])) & {"keras", "torch"} for cell in notebook.cells]
    pairs = sum(
        one | other == {"keras", "torch"} for one, other in zip(tags, tags[1:], strict=False)
    )
    if not pairs:
        yield "shows no pair of neighbouring cells tagged keras and torch"


def answer_faults(notebook):
    """Yield each exercise's cell that does not say "not attempted" as it is stored."""
    for cell in code_cells(notebook):
        if not own(cell) and cell.source != exercises.IMPORT:
            said = "".join(map(shown_text, cell.get("outputs", [])))
            if ": not attempted" not in said:
                yield f"an unanswered exercise says {said[:60]!r}"


def main(paths=None):
    """Check the notebooks named, or all that the contents list; return 1 if there is a fault."""
    failed = False
    for path in [*map(Path, paths or [])] or chapters():
        for problem in problems(nbformat.read(path, as_version=4), path.stem):
            failed = True
            print(f"{path.name}: {problem}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
