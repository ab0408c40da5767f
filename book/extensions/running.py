"""Cells that run in the page: which of them can, and what a page loads once a reader asks.

A cell can run if neither it nor what it takes from the cells above needs a module that Python in
the page lacks; that is read from the cells (`cell_names`). Such a page loads one small script,
``start.js``; Python itself, NumPy and the course's package lie beside it, and are loaded by a
reader's first click. Where the files are not on this machine, pages are as they are without.
"""

import hashlib
import json
import shutil
import sys
from functools import cache
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx.util import logging

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "tools")]
import cell_fates
import cell_names
import page_package
import page_runtime
from questions import question_block

BUNDLE = Path(__file__).parents[1] / "running" / "bundle"
STYLE = Path(__file__).parents[1] / "running" / "running.css"
PLACE = Path("_static", "running")
RUNTIME = Path("_static", f"pyodide-{page_runtime.VERSION}")
REMOVED, HIDDEN = {"remove-cell", "remove_cell", "exercise"}, {"remove-input", "remove_input"}
# Their use in a cell changes nothing that stands beside it.
HARMLESS = {"cnncourse.plots", "cnncourse.pretrained", "cnncourse.explorers"}
SPOKEN = {  # what a reader knows a module by
    "torch": "PyTorch",
    "keras": "Keras",
    "tensorflow": "TensorFlow",
    "scipy": "SciPy",
    "sklearn": "scikit-learn",
    "PIL": "Pillow",
    "matplotlib": "Matplotlib",
    "cnncourse.in_torch": "PyTorch",
    "cnncourse.in_keras": "Keras",
    "cnncourse.plots": "Matplotlib",
    "cnncourse.explorers": "Jupyter’s widgets",
    "cnncourse.pretrained": "the trained weights",
}
logger = logging.getLogger(__name__)


def cells_of(path):
    """Return the code cells of a notebook that a page can show or need, by their places in it."""
    notebook = nbformat.read(path, as_version=4)
    return {
        place: cell
        for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and not REMOVED & set(cell.metadata.get("tags", []))
    }


def page_data(path):
    """Return what a page tells its script of each cell, by the cell's place in the notebook.

    ``lacks`` is what a cell needs that a page has not. ``text`` is what runs of a cell that is not
    in sight, or in part; where it is missing, it is the text that stands in the page.
    """
    cells = cells_of(path)
    codes = [cell.source for cell in cells.values()]
    fates = cell_fates.fates(codes, page_package.absent, HARMLESS)
    made = {}
    for (place, cell), fate in zip(cells.items(), fates, strict=True):
        one = {"at": f"cell-{place}"}
        if fate.lacks:
            one["lacks"] = SPOKEN.get(fate.lacks, fate.lacks)
        hidden = bool(HIDDEN & set(cell.metadata.get("tags", [])))
        if fate.lacks or hidden:
            one["text"] = fate.part
        made[place] = one
    return made


def modules_lacking(path):
    """Return the modules that a notebook imports and Python in a page has not."""
    found = [cell_names.read(cell.source).modules.values() for cell in cells_of(path).values()]
    return {page_package.absent(module) for modules in found for module in modules} - {""}


def modules_that_pages_lack(app):
    """Return the modules that chapters import, and rooms, that Python in a page has not."""
    rooms = {path.stem for path in page_package.PACKAGE.iterdir() if path.name[0] not in "._"}
    wanted = {page_package.absent(f"cnncourse.{room}") for room in rooms}
    paths = [Path(app.env.doc2path(name)) for name in app.env.found_docs]
    return sorted(wanted.union(*(modules_lacking(p) for p in paths if p.suffix == ".ipynb")) - {""})


@cache
def found():
    """Return the runtime and what it starts from, the package's archive and the edition of all.

    Where they are not to be had, the last value says why.
    """
    try:
        runtime = page_runtime.find()
        prepared = page_runtime.prepare(runtime, page_package.of_the_library())
    except page_runtime.MissingError as error:
        return None, b"", "", str(error)
    package = page_package.archive()
    digest = hashlib.sha256(package + page_runtime.VERSION.encode() + STYLE.read_bytes())
    for path in sorted(BUNDLE.glob("*")):
        digest.update(path.name.encode() + path.read_bytes())
    return (runtime, prepared), package, digest.hexdigest()[:8], ""


def renew(app, config):
    """Have every page written anew when what it loads is another."""
    config.pages_run = found()[2]


def prepare(app):
    """Write what pages load, or say in a line what is missing."""
    if app.builder.format != "html":
        app.config.pages_run = ""
        return
    runtime, package, edition, reason = found()
    if reason:
        logger.info("Pages do not run their cells: %s", reason)
        return
    sizes, names = page_runtime.write(*runtime, Path(app.outdir, RUNTIME))
    folder = Path(app.outdir, PLACE, edition)
    folder.mkdir(parents=True, exist_ok=True)
    for path in (*BUNDLE.glob("*"), STYLE):
        shutil.copyfile(path, folder / path.name)
    (folder / "cnncourse.zip").write_bytes(package)
    # A page hears of the bytes of what is fetched; scripts are loaded without a word.
    fetched = [name for name in (*page_runtime.FILES, *names.values()) if name[-3:] != ".js"]
    there = f"../../{RUNTIME.name}/"
    app.running_told = {
        "runtime": there,
        "memory": there + names["started.bin"],
        "numpy": there + names["numpy.zip"],
        "course": "cnncourse.zip",
        "total": sum(sizes[name] for name in fetched) + len(package),
    }


def tell(app, exception):
    """Write, once all pages are read, what Python lacks; take older editions away."""
    if not app.config.pages_run or exception is not None:
        return
    folder = Path(app.outdir, PLACE, app.config.pages_run)
    told = {**app.running_told, "lacking": modules_that_pages_lack(app)}
    (folder / "running.json").write_text(json.dumps(told), encoding="utf-8")
    for other in folder.parent.iterdir():
        if other != folder:
            shutil.rmtree(other)


def mark(app, doctree, docname):
    """Give the cells of a page their names, and the page what its script must know of them."""
    path = Path(app.env.doc2path(docname))
    if not app.config.pages_run or path.suffix != ".ipynb":
        return
    data = page_data(path)
    if all(one.get("lacks") for one in data.values()):
        return
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code" and cell["cell_index"] in data:
            cell["ids"].append(data[cell["cell_index"]]["at"])
    words = json.dumps([*data.values()], ensure_ascii=False).replace("<", "\\u003c")
    script = f'<script type="application/json" id="running-cells">{words}</script>'
    doctree += nodes.raw("", script, format="html")


def add_script(app, pagename, templatename, context, doctree):
    """Load the small script where a cell can run or code be judged; deferred: both are there."""
    if doctree is None or not app.config.pages_run:
        return
    cells = any('id="running-cells"' in raw.astext() for raw in doctree.findall(nodes.raw))
    if cells or any(one["kind"] == "notebook" for one in doctree.findall(question_block)):
        place = f"running/{app.config.pages_run}"
        app.add_js_file(f"{place}/start.js", loading_method="defer")
        app.add_css_file(f"{place}/{STYLE.name}")


def setup(app):
    """Connect the steps of a build."""
    app.add_config_value("pages_run", "", "html")
    app.connect("config-inited", renew)
    app.connect("builder-inited", prepare)
    app.connect("doctree-resolved", mark)
    app.connect("html-page-context", add_script)
    app.connect("build-finished", tell)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
