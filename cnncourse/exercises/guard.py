"""Run what a learner wrote: an endless loop is ended, an exception is told in one line."""

import ctypes
import io
import sys
import threading
import time
import types
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

SECONDS = 5.0
MOST_PRINTED = 2000  # characters that one call may print


class _OutOfTimeError(BaseException):
    """Raised inside a function that has run too long; no ``except Exception`` holds it."""


@dataclass(frozen=True)
class Outcome:
    """What a call came to.

    Parameters
    ----------
    value : object
        What it returned.
    error : str
        In one line, why there is no value; empty if there is one.
    missing : bool
        Whether the function is still a stub.
    """

    value: Any = None
    error: str = ""
    missing: bool = False


def call(function, arguments, *, seconds: float = SECONDS) -> Outcome:
    """Call a function with positional arguments and return what came of it.

    It runs in a thread of its own. After ``seconds`` an endless loop is ended; one that cannot
    be ended, inside a library's own code, is left behind. Ctrl-C is passed on. Where there are
    no threads, as in a page, the call has all the time it takes: the page ends its worker.

    Examples
    --------
    >>> call(lambda x: x + 1, (1,)).value
    2
    >>> call(lambda x: x / 0, (1,)).error
    'ZeroDivisionError: division by zero'
    """
    run = _Run(function, arguments)
    try:
        thread = threading.Thread(target=_to_the_end, args=(run,), daemon=True)
        thread.start()
    except RuntimeError:
        run()
        return run.outcome
    try:
        done = run.done.wait(seconds)
    except BaseException:
        _end(thread, run)
        raise
    if not done:
        _end(thread, run)
        return Outcome(error=f"it was still running after {seconds:g} seconds: an endless loop?")
    return run.outcome


class _Run:
    """One call, whose outcome is kept."""

    def __init__(self, function, arguments):
        self.function, self.arguments = function, arguments
        self.outcome, self.done = Outcome(error="it was ended"), threading.Event()

    def __call__(self):
        printed = sys.stdout
        try:
            sys.stdout = _Shortened(printed)
            with np.errstate(all="ignore"):
                self.outcome = _outcome(self.function, self.arguments)
        except BaseException as error:  # the end came while the error of another was read
            self.outcome = Outcome(error=type(error).__name__)
        finally:
            sys.stdout = printed
            self.done.set()


def _to_the_end(run):
    """Make a call; the last of several ends may come when it is over already."""
    with suppress(_OutOfTimeError):
        run()


def _outcome(function, arguments):
    try:
        value = function(*arguments)
    except NotImplementedError:
        return Outcome(missing=True)
    except BaseException as error:
        return Outcome(error=_in_one_line(error, function))
    if value is Ellipsis or value is NotImplemented or (value is None and is_stub(function)):
        return Outcome(missing=True)
    return Outcome(value)


class _Shortened(io.TextIOBase):
    """What a function prints, up to a limit: a page that fills with output helps nobody."""

    def __init__(self, stream):
        self.stream, self.left = stream, MOST_PRINTED

    def writable(self):
        return True

    def write(self, text):
        if self.left > 0:
            self.stream.write(text[: self.left])
            self.left -= len(text)
            if self.left <= 0:
                self.stream.write("\n... more was printed\n")
        return len(text)

    def flush(self):
        self.stream.flush()


def _end(thread, run, patience: float = 2.0):
    """Raise in a thread again and again until it ends: ``except:`` catches it only at times."""
    stdout, interval, until = sys.stdout, sys.getswitchinterval(), time.monotonic() + patience
    sys.setswitchinterval(1e-5)
    try:
        while not run.done.is_set() and time.monotonic() < until:
            _raise_in(thread.ident, _OutOfTimeError)
            run.done.wait(1e-4)
    finally:
        sys.setswitchinterval(interval)
        if isinstance(stdout, _Shortened):  # the call has no time left to put it back
            sys.stdout = stdout.stream


def _raise_in(thread, error):
    """Have a thread raise an error before its next step in Python."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def is_stub(function) -> bool:
    """Return whether a function's body is nothing but a docstring, ``...``, ``pass`` or None."""
    code = getattr(function, "__code__", None)
    if not is_code(code):
        return False
    values = [one for one in code.co_consts if one is not None and one is not Ellipsis]
    documented = function.__doc__ is not None
    return not code.co_names and len(values) <= documented and len(code.co_code) <= 16


def same_code(function, source: str) -> bool:
    """Return whether a function is the one that a source defines, word for word."""
    code = getattr(function, "__code__", None)
    if not is_code(code):
        return False
    defined = compile(source, "<given>", "exec").co_consts
    parts = [(one.co_code, one.co_names, one.co_varnames) for one in defined if is_code(one)]
    return (code.co_code, code.co_names, code.co_varnames) in parts


def is_code(value) -> bool:
    """Return whether a value is compiled code."""
    return isinstance(value, types.CodeType)


def _in_one_line(error, function):
    """Return an exception's name and words, and the line of the learner's own code."""
    try:
        words = " ".join(str(error).split())[:200]
    except Exception:  # an exception of the learner's own may not even have words
        words = ""
    told = f"{type(error).__name__}: {words}" if words else type(error).__name__
    line, code = None, getattr(function, "__code__", None)
    trace = error.__traceback__
    while trace is not None:
        if code is not None and trace.tb_frame.f_code.co_filename == code.co_filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    return told if line is None or code.co_name == "<lambda>" else f"{told} (line {line})"
