"""A real JupyterLab with a kernel of its own, and a notebook in it driven by the browser."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
SECONDS_TO_ARRIVE = 15
OPTIONS = {
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.port": 0,  # any that is free; the server writes which it took
    "ServerApp.open_browser": False,
    "ServerApp.allow_root": True,
    "ServerApp.terminals_enabled": False,
    "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    "LabApp.news_url": None,
    "LabApp.extension_manager": "readonly",
    "LabApp.expose_app_in_browser": True,
    "LanguageServerManager.autodetect": False,
}
# Nothing asks before the notebook is there, and cells out of sight are drawn as well.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}


class Lab:
    """A running JupyterLab over ``folder``."""

    def __init__(self, folder, home, token):
        self.folder, self.home, self.token = folder, home, token

    def open(self, page, name, cells):
        """Write a notebook of the given cells and return it opened in ``page``."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, self.folder / f"{name}.ipynb")
        page.goto(f"{self.home}doc/tree/{name}.ipynb?reset&token={self.token}")
        return Notebook(page)


class Notebook:
    """A notebook open in a page, whose cells are run one by one."""

    def __init__(self, page):
        self.page = page
        page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext")
        page.evaluate("jupyterapp.shell.currentWidget.sessionContext.ready")

    def run(self, index, *, fails=False):
        """Run the cell at ``index`` to its end, which may be an error; return what it shows."""
        finished = self.page.evaluate(
            """async index => {
                jupyterapp.shell.currentWidget.content.activeCellIndex = index;
                return await jupyterapp.commands.execute("notebook:run-cell");
            }""",
            index,
        )
        output = self.output(index)
        assert finished != fails, output.all_inner_texts()
        return output

    def output(self, index):
        """Return the place of the output of the cell at ``index``."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index).locator(".jp-OutputArea")

    def printed(self, index):
        """Run the cell at ``index`` and return the text that it prints."""
        return self.run(index).locator(".jp-RenderedText").inner_text().strip()

    def wait_until_printed(self, index, text):
        """Run the cell at ``index`` until it prints ``text``; a slider's moves arrive later."""
        until = time.monotonic() + SECONDS_TO_ARRIVE
        while (printed := self.printed(index)) != text:
            assert time.monotonic() < until, f"{printed!r} is printed, not {text!r}"


@contextlib.contextmanager
def running_lab(folder):
    """Start a JupyterLab below ``folder`` that knows no other settings than its own."""
    places = {name: folder / name for name in ("notebooks", "runtime", "settings", "state")}
    for place in places.values():
        place.mkdir(parents=True)
    for name, settings in SETTINGS.items():
        path = places["settings"] / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), encoding="utf-8")
    token = secrets.token_hex(16)
    own = {
        "IdentityProvider.token": token,
        "ServerApp.root_dir": str(places["notebooks"]),
        "LabApp.user_settings_dir": str(places["settings"]),
        "LabApp.workspaces_dir": str(places["state"] / "workspaces"),
    }
    options = [f"--{name}={value}" for name, value in {**OPTIONS, **own}.items()]
    variables = {name: str(places["state"]) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR")}
    variables |= {"JUPYTER_DATA_DIR": str(places["state"] / "data")}
    variables |= {"JUPYTER_RUNTIME_DIR": str(places["runtime"])}
    variables |= {"PYTHONPATH": str(ROOT)}
    with (folder / "log.txt").open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            cwd=places["notebooks"],
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            home = _address(server, places["runtime"], folder / "log.txt")
            yield Lab(places["notebooks"], home, token)
        finally:
            _end(server)


def _address(server, runtime, log):
    """Return the address that the server wrote down, once it is up."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(json.JSONDecodeError):  # it is just being written
                return json.loads(path.read_text(encoding="utf-8"))["url"]
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


def _end(server):
    """End the server, and with it its kernels; by force if it will not."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=10)
