"""The last cell of a student's notebook: what is missing, and the file to hand in."""

import inspect
import json
import sys
from pathlib import Path


def hand_in(assignment: str, answers: dict, space: dict, student: str = "", notebook=None):
    """Say which questions have no answer yet, and where the file to hand in is.

    Parameters
    ----------
    assignment : str
        Its name.
    answers : dict of str to str
        For each question the name of its answer.
    space : dict
        The notebook's names, ``globals()``.
    student : str
        Whose numbers the notebook has; empty where all have the same.
    notebook : str or Path, optional
        The saved notebook; on Colab and where there is only one in the folder it is found.
    """
    missing = [name for name, answer in answers.items() if is_missing(space.get(answer))]
    done = len(answers) - len(missing)
    print(f"{done} of {len(answers)} questions have an answer.")
    if missing:
        print("Nothing yet for:", ", ".join(missing))
    content = from_colab() or from_folder(notebook)
    if content is None:
        print("Save this notebook and hand in its file as it is.")
        return
    path = Path(f"{student or assignment}.ipynb").resolve()
    path = path.with_name(f"{path.stem}-to-hand-in.ipynb") if path.exists() else path
    path.write_text(json.dumps(without_outputs(content), indent=1), encoding="utf-8")
    print(f"Hand in {path.name}, which is in {path.parent}.")
    download(path)


def is_missing(value) -> bool:
    """Return whether an answer is still empty: nothing, ``...`` or a function without a body."""
    from cnncourse.exercises.guard import is_stub

    return value is None or value is Ellipsis or (inspect.isfunction(value) and is_stub(value))


def from_colab():
    """Return the notebook as Colab shows it, or None elsewhere."""
    if "google.colab" not in sys.modules:
        return None
    from google.colab import _message

    answer = _message.blocking_request("get_ipynb", timeout_sec=20)
    return answer["ipynb"] if answer else None


def from_folder(notebook):
    """Return the notebook of a file, or of the folder's only one; None if it cannot be told."""
    paths = [Path(notebook)] if notebook else list(Path().glob("*.ipynb"))
    if len(paths) != 1:
        return None
    try:
        return json.loads(paths[0].read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def without_outputs(content):
    """Return a notebook's content with its code cells' outputs left out."""
    cells = [dict(cell, outputs=[]) if "outputs" in cell else cell for cell in content["cells"]]
    return content | {"cells": cells}


def download(path):
    """On Colab, let the browser save the file."""
    if "google.colab" in sys.modules:
        from google.colab import files

        files.download(str(path))
