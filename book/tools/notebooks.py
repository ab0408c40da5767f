"""Run the chapters in place and store their outputs in one normal form.

    make notebooks                              every chapter
    python book/tools/notebooks.py PATH...      these alone
    python book/tools/notebooks.py --check      run nothing; say what is wrong with what is stored

The normal form leaves nothing in a file that differs from one run to the next, so that a
re-run shows in Git exactly what changed in the outputs.
"""

import argparse
import ast
import os
import re
import sys
import tempfile
from pathlib import Path

import exercises
import nbformat
from address import ROOT, current

BOOK = ROOT / "book"
MOST_LINES, MOST_LINES_WITH_BLANKS, MOST_LINES_OF_A_DRAWING = 10, 12, 4
MOST_IMPORTS = 5  # statements in one cell, behind the first cells
NEAR = 3  # an imported name is used in its own cell or one of the next two
FRAMEWORKS = re.compile(r"\b(in_torch|in_keras|torch|keras)\b")
BY_HAND = re.compile(
    r"\b(matplotlib|pyplot|plt)\b|\.(imshow|add_patch|colorbar|semilogy|bar|barh)\("
)
NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CELL_METADATA = {"mystnb", "nbgrader", "predict", "slide", "tags"}
UNSTORED = {"_build", ".ipynb_checkpoints", "assignments"}  # what is handed out is no page
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
FIRST_CELL = """\
from importlib.util import find_spec

if find_spec("cnncourse") is None:  # on Colab: add the course to the frameworks found there
    %pip install -q "cnncourse[notebooks] @ git+{repository}@{branch}"\
"""
FIRST_CELL_METADATA = {
    "mystnb": {"code_prompt_show": "Setup: installs the course where it is missing"},
    "tags": ["hide-input"],
}


def chapters():
    """Return the paths of the book's notebooks."""
    return sorted(path for path in BOOK.rglob("*.ipynb") if not UNSTORED & set(path.parts))


def first_cell():
    """Return the source that every chapter's first code cell has."""
    address = current()
    return FIRST_CELL.format(repository=address.repository, branch=address.branch)


def kernel_environment(profile):
    """Return the variables that a chapter's kernel runs under, here and in the tests.

    TensorFlow writes its log to the file descriptor with time stamps in it; the profile in the
    folder ``profile`` keeps IPython from copying that into the outputs. One thread and no
    accelerator, so that the numbers do not depend on whose machine stored them.
    """
    settings = Path(profile) / "profile_default" / "ipython_kernel_config.py"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(
        "c = get_config()\n"
        "c.IPKernelApp.capture_fd_output = False\n"
        "c.HistoryManager.enabled = False\n"
        # What matplotlib writes into an SVG would differ at each run: its date and its names.
        'c.InlineBackend.print_figure_kwargs.update({"metadata": {"Date": None}})\n'
        'c.InlineBackend.rc = {"svg.hashsalt": "cnncourse"}\n'
    )
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "IPYTHONDIR": str(profile),
        "PYTHONPATH": os.pathsep.join(paths),
        "CUDA_VISIBLE_DEVICES": "-1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def execute(notebook, folder):
    """Run every cell of ``notebook`` in ``folder``, from a fresh kernel of this Python."""
    from nbclient import NotebookClient

    with tempfile.TemporaryDirectory() as profile:
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=1800,
            store_widget_state=False,
            resources={"metadata": {"path": str(folder)}},
        )
        client.execute(env={**os.environ, **kernel_environment(profile)})


def normalise(notebook):
    """Put ``notebook`` into the normal form, in place."""
    notebook.metadata = nbformat.from_dict(NOTEBOOK_METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    seen, count = set(), 0
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.get("id", "") in seen | {""}:
            cell["id"] = f"cell-{number:03d}"
        seen.add(cell["id"])
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in sorted(CELL_METADATA & set(cell.metadata))}
        )
        cell.source = "\n".join(line.rstrip() for line in cell.source.strip("\n").split("\n"))
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = normal_outputs(cell.outputs, count)
    return notebook


def normal_outputs(outputs, count):
    """Return outputs without what differs between two runs; a stream's pieces become one."""
    kept = []
    for output in outputs:
        if output.output_type == "stream":
            if kept and kept[-1].get("name") == output.name:
                kept[-1].text += output.text
                continue
        elif "data" in output:
            output.data.pop(WIDGET_VIEW, None)
            own = {k: v for k, v in output.metadata.items() if k.startswith("image/")}
            output.metadata = nbformat.from_dict(own)
            if output.output_type == "execute_result":
                output.execution_count = count
        kept.append(output)
    return kept


def dumps(notebook):
    """Return the text of ``notebook``'s file."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def problems(path):
    """Return what is wrong with the stored notebook at ``path``, a line for each fault."""
    stored = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(stored, as_version=4)
    found = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if not code or code[0].source != first_cell():
        found.append(f"the first code cell must be exactly:\n{first_cell()}")
    computes = any(FRAMEWORKS.search(cell.source) for cell in code[1:])
    if computes and not any("device.describe()" in cell.source for cell in code):
        found.append("no cell says what will compute: print(in_torch.device.describe())")
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code":
            place = code.index(cell)
            near = "\n".join(one.source for one in code[place : place + NEAR])
            faults = [*source_faults(cell, place, near), *output_faults(cell)]
        else:
            faults = prose_faults(cell)
        found += [f"cell {number}: {fault}" for fault in faults]
    found += exercises.problems(notebook, path.stem)
    if dumps(normalise(notebook)) != stored:
        found.append("not in the normal form: run `make notebooks`")
    return found


def source_faults(cell, place, near=""):
    """Yield what is wrong with the source of the code cell at ``place`` among the code cells.

    ``near`` is the source of this cell and the next ones, where an imported name must be used.
    """
    lines = cell.source.split("\n")
    if len(lines) > MOST_LINES_WITH_BLANKS or len([*filter(str.strip, lines)]) > MOST_LINES:
        yield f"{len(lines)} lines are more than {MOST_LINES}: one idea a cell"
    if place > 1 and cell.source != exercises.IMPORT:
        yield from import_faults(cell.source, near or cell.source)
    if BY_HAND.search(cell.source):
        yield "draws by hand, where chapters only call plots: give plots a function for it"
    if _words_for_a_drawing(cell) and len([*filter(str.strip, lines)]) > MOST_LINES_OF_A_DRAWING:
        yield f"{len(lines)} lines for a drawing are more than {MOST_LINES_OF_A_DRAWING}"
    if cell.execution_count is None:
        yield "has not been run: run `make notebooks`"


def import_faults(source, near):
    """Yield what is wrong with a cell's imports: they stand on top, few, right before their use."""
    body = ast.parse(re.sub(r"(?m)^\s*[%!].*$", "", source)).body
    kinds = (ast.Import, ast.ImportFrom)
    all_of_them = [one for node in body for one in ast.walk(node) if isinstance(one, kinds)]
    head = [node for place, node in enumerate(body) if isinstance(node, kinds) and place == 0]
    while len(head) < len(body) and isinstance(body[len(head)], kinds):
        head.append(body[len(head)])
    if len(all_of_them) > len(head):
        yield "an import below other code or inside it: imports stand on top of a cell"
    if len(head) > MOST_IMPORTS:
        yield f"{len(head)} imports are more than {MOST_IMPORTS}: import where it is first needed"
    names = [(one.asname or one.name).partition(".")[0] for node in head for one in node.names]
    for name in names:
        if len(re.findall(rf"\b{re.escape(name)}\b", near)) < 2:
            yield f"imports {name}, which the next cells do not use: import where it is needed"


def output_faults(cell):
    """Yield what is wrong with the outputs of a code cell."""
    alt = _words_for_a_drawing(cell)
    kinds = [kind for output in cell.outputs for kind in output.get("data", {})]
    if alt and not any(kind.startswith("image/") for kind in kinds):
        yield "has words for a drawing, but stored none: run `make notebooks`"
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"stored an error: {output.ename}: {output.evalue}"
        if output.get("name") == "stderr":
            yield f"stored a message on stderr: {output.text.strip()[:80]}"
        texts = [output.get("text", ""), *map(str, output.get("data", {}).values())]
        if any(re.search(r"\bat 0x[0-9a-f]{6,}", text) for text in texts):
            yield "stored an object's address in memory, which differs at each run"
        if any(kind.startswith("image/") for kind in output.get("data", {})) and not alt:
            yield 'a drawing without words: set the metadata {"mystnb": {"image": {"alt": "…"}}}'


def _words_for_a_drawing(cell):
    """Return what a cell's metadata say of its drawing, for those who do not see it."""
    return cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "").strip()


def prose_faults(cell):
    """Yield the images of a text cell that say nothing to one who does not see them."""
    for image in re.findall(r"!\[\s*\]\(\S+\)|<img(?![^>]*\balt=[\"'][^\"'])[^>]*>", cell.source):
        yield f"an image without alternative text: {image}"


def main(arguments=None):
    """Run or check the notebooks named, or all; return 1 if something is wrong with one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="run nothing, report what is wrong")
    parser.add_argument("paths", nargs="*", type=Path, help="notebooks (default: all)")
    options = parser.parse_args(arguments)
    failed = False
    for path in options.paths or chapters():
        path = path.resolve()
        if not options.check:
            print(f"running {path.relative_to(ROOT)}", flush=True)
            notebook = nbformat.read(path, as_version=4)
            execute(notebook, path.parent)
            path.write_text(dumps(normalise(notebook)), encoding="utf-8")
        for problem in problems(path):
            failed = True
            print(f"{path.name}: {problem}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
