"""The two frameworks, loaded only when a command needs one."""

import importlib
import importlib.util
import os
import signal
import subprocess
import sys

from cnncourse.cli.parsing import Failure


def load(name):
    """Return the twin ``in_torch`` or ``in_keras``.

    Raises
    ------
    Failure
        If the framework is missing or broken, with the command that mends it.
    """
    from cnncourse import stopping
    from cnncourse.installing import FrameworkError, explain, need

    quieten()
    try:
        with stopping.at_once():
            need(name)
            return importlib.import_module(f"cnncourse.in_{name}")
    except FrameworkError as error:
        raise Failure(str(error)) from error
    # Its import went well and it is broken all the same, or is another module of that name.
    except Exception as error:
        raise Failure(explain(name, error)) from error


def quieten():
    """Set what TensorFlow reads at import: no log, and no more of a card than it uses."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")


class Questions:
    """The processes that are being asked; none of them outlives the command."""

    def __init__(self):
        self._asked, self._over = [], False

    def add(self, process):
        """Take in a process that has been started."""
        self._asked.append(process)
        if self._over:
            process.kill()

    def end(self):
        """End those that are there, and those that are still to come."""
        self._over = True
        for process in list(self._asked):
            process.kill()


def ask(name, script, seconds, questions=None):
    """Return the last line that a script about a framework prints, run in a process of its own.

    A framework that is broken may end Python, not only raise, and the two of them in one process
    must be loaded in a certain order. Where it is one of several `Questions`, they can end it.

    Raises
    ------
    Failure
        If the framework is missing or broken, or does not answer within so many seconds.
    """
    from cnncourse.installing import absent, broken

    if not present(name):
        raise Failure(absent(name, name))
    quieten()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    told = subprocess.Popen(
        [sys.executable, "-c", script],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with told:
        if questions is not None:
            questions.add(told)
        try:
            output, errors = told.communicate(timeout=seconds)
        except BaseException as error:
            told.kill()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            silent = TimeoutError(f"no answer in {seconds} seconds")
            raise Failure(broken(name, silent)) from None
    if told.returncode:
        raise Failure(_fault(name, told.returncode, errors))
    return output.strip().splitlines()[-1]


def present(name):
    """Return whether a package can be found, without loading it."""
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _fault(name, code, errors):
    """Return what a script that failed died of."""
    from cnncourse.installing import broken, explain

    if code < 0:
        ended = signal.Signals(-code).name
        return broken(name, OSError(f"it ends Python with {ended}"))
    last = (errors.strip().splitlines() or ["no message"])[-1]
    # The script's own sentence already names the cure.
    mended = last.partition("Failure: ")[2]
    return mended or explain(name, RuntimeError(errors if "Error" in last else last))
