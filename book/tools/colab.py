"""Run the chapters as Colab does, and show their explorers, for `.ci/colab`.

    python colab.py run FOLDER [NOTEBOOK...]    in Colab's image, without cnncourse installed
    python colab.py render FOLDER               anywhere with playwright and a Chromium

``run`` starts each chapter away from the repository, so that its first cell has to install the
course; it compares what is printed with what is stored and leaves the notebooks, with the state
of their widgets, in FOLDER. ``render`` hands each explorer's script that state in a browser.
"""

import argparse
import importlib.metadata
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
ELEMENT = '<cnncourse-explorer name="'
LEFT_OUT = {"nbval-ignore-output", "nbval-skip"}
NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?")
# Other versions of the frameworks round otherwise; a printed figure differs in its last digits.
RELATIVE, ABSOLUTE = 0.02, 1e-5


def alike(stored, fresh):
    """Return whether two texts have the same words and, within the tolerance, the same numbers."""
    if NUMBER.sub("#", stored).split() != NUMBER.sub("#", fresh).split():
        return False
    return all(
        math.isclose(_value(a), _value(b), rel_tol=RELATIVE, abs_tol=ABSOLUTE)
        for a, b in zip(NUMBER.findall(stored), NUMBER.findall(fresh), strict=True)
    )


def _value(text):
    return float(text.replace(",", "").replace("−", "-"))


def printed(cell):
    """Return what a cell printed and the text of its value, without addresses and warnings."""
    texts = []
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stdout":
            texts.append(output.text)
        elif output.output_type == "execute_result" and not shows_widget(output):
            texts.append(output.data.get("text/plain", ""))
    return "\n".join(texts)


def shows_widget(output):
    """Return whether an output is an explorer, as stored for a page or as a live widget."""
    data = output.get("data", {})
    return WIDGET_VIEW in data or ELEMENT in "".join(data.get("text/html", ""))


def differences(stored, fresh):
    """Yield a sentence for each cell of ``fresh`` that does not answer as ``stored`` does."""
    cells = enumerate(zip(stored.cells, fresh.cells, strict=True), start=1)
    code = [(number, *pair) for number, pair in cells if pair[0].cell_type == "code"]
    for number, old, new in code[1:]:  # the first installs, and pip says so
        if any(map(shows_widget, old.outputs)) and not any(map(shows_widget, new.outputs)):
            yield f"cell {number} shows no explorer"
            continue
        ignored = LEFT_OUT & set(old.metadata.get("tags", []))
        if not ignored and not alike(printed(old), printed(new)):
            yield f"cell {number} printed {printed(new)!r}; stored is {printed(old)!r}"


def run(path, folder):
    """Execute the notebook at ``path``, write it into ``folder``; return what is wrong."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    _forget_the_course()
    stored = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    environment |= {"CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        fresh, kernel_name="python3", timeout=1800, store_widget_state=True, resources=where
    )
    try:
        client.execute(env=environment)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        return [str(error)]
    nbformat.write(fresh, folder / f"{path.parent.name}-{path.name}")
    wrong = list(differences(stored, fresh))
    if _installed() is None:
        wrong.append("the first cell did not install the course")
    return wrong


def _installed():
    try:
        return importlib.metadata.distribution("cnncourse")
    except importlib.metadata.PackageNotFoundError:
        return None


def _forget_the_course():
    """Uninstall the course, which the chapter before this one has installed."""
    if _installed() is not None:
        command = [sys.executable, "-m", "pip", "uninstall", "--quiet", "--yes", "cnncourse"]
        subprocess.run(command, check=True)


def explorers(notebook):
    """Return the state of every explorer's view in a notebook, its name and settings in it."""
    states = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    return [one["state"] for one in states.values() if "explorer" in one["state"]]


# A model as anywidget hands it to a script, and the explorer drawn from it.
DRAW = """async state => {
    const source = new Blob([state._esm], { type: "text/javascript" });
    const { default: view } = await import(URL.createObjectURL(source));
    const model = {
        get: name => state[name], set() {}, save_changes() {}, on() {}, off() {}, send() {},
        widget_manager: { get_model: async () => { throw new Error("not announced"); } },
    };
    const el = document.body.appendChild(document.createElement("div"));
    await view.render({ model, el });
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    const inside = [...el.querySelectorAll("*")].find(one => one.shadowRoot)?.shadowRoot;
    const drawn = [...(inside ?? el).querySelectorAll("canvas, svg, table")];
    return drawn.filter(one => one.getBoundingClientRect().height > 10).length;
}"""


def render(folder, program=None):
    """Draw every explorer of the notebooks in ``folder``; return what is wrong."""
    from playwright.sync_api import Error, sync_playwright

    wrong, count = [], 0
    with sync_playwright() as control:
        browser = control.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for path in sorted(folder.glob("*.ipynb")):
            for state in explorers(nbformat.read(path, as_version=4)):
                page, count = browser.new_page(), count + 1
                try:
                    drawn = page.evaluate(DRAW, json.loads(json.dumps(state)))
                    told = [] if drawn else ["nothing was drawn"]
                except Error as error:
                    told = [error.message]
                wrong += [f"{path.name}: {state['explorer']}: {one}" for one in told]
                page.close()
        browser.close()
    return wrong or ([] if count else [f"no explorer in the notebooks of {folder}"])


def main(arguments=None):
    """Run or render; print what is wrong and return 1 if anything is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["run", "render"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("notebooks", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if options.what == "run":
        wrong = []
        for path in options.notebooks:
            print(f"running {path}", flush=True)
            wrong += [f"{path.name}: {one}" for one in run(path.resolve(), folder)]
    else:
        wrong = render(folder, os.environ.get("CNNCOURSE_CHROMIUM"))
    print(*wrong, sep="\n", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
