"""Run what a learner wrote: an endless loop is ended, an exception is told in one line."""

import contextlib
import ctypes
import threading
import types
from dataclasses import dataclass
from typing import Any

SECONDS = 5.0


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

    An endless loop in Python is ended after ``seconds``; one inside a library's own code is
    not. Ctrl-C is passed on.

    Examples
    --------
    >>> call(lambda x: x + 1, (1,)).value
    2
    >>> call(lambda x: x / 0, (1,)).error
    'ZeroDivisionError: division by zero'
    """
    try:
        with _Clock(seconds):
            value = function(*arguments)
    except _OutOfTimeError:
        return Outcome(error=f"it was still running after {seconds:g} seconds: an endless loop?")
    except KeyboardInterrupt:
        raise
    except NotImplementedError:
        return Outcome(missing=True)
    except BaseException as error:
        return Outcome(error=_in_one_line(error, function))
    if value is Ellipsis or value is NotImplemented or (value is None and is_stub(function)):
        return Outcome(missing=True)
    return Outcome(value)


class _Clock:
    """Raises within the thread that it times once its time is up, and again if that is caught.

    Where there are no threads, as in a page, nothing is ended here: the page ends its worker.
    """

    def __init__(self, seconds):
        self.seconds, self.thread = seconds, threading.get_ident()
        self.over, self.lock = threading.Event(), threading.Lock()

    def __enter__(self):
        watch = threading.Thread(target=self.watch, daemon=True)
        with contextlib.suppress(RuntimeError):
            watch.start()

    def __exit__(self, *raised):
        with self.lock:
            self.over.set()
            _raise_in(self.thread, None)  # what was sent and has not arrived yet

    def watch(self):
        """Wait for the end; without it, interrupt until it comes."""
        wait = self.seconds
        while not self.over.wait(wait):
            with self.lock:
                if not self.over.is_set():
                    _raise_in(self.thread, _OutOfTimeError)
            wait = 0.05


def _raise_in(thread, error):
    """Have a thread raise an error before its next step in Python; None takes that back."""
    what = ctypes.py_object(error) if error is not None else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


def is_stub(function) -> bool:
    """Return whether a function's body is nothing but a docstring, ``...``, ``pass`` or None."""
    code = getattr(function, "__code__", None)
    if not isinstance(code, types.CodeType):
        return False
    values = [one for one in code.co_consts if one is not None and one is not Ellipsis]
    documented = function.__doc__ is not None
    return not code.co_names and len(values) <= documented and len(code.co_code) <= 16


def _in_one_line(error, function):
    """Return an exception's name and words, and the line of the learner's own code."""
    words = " ".join(str(error).split())[:200]
    told = f"{type(error).__name__}: {words}" if words else type(error).__name__
    line, code = None, getattr(function, "__code__", None)
    trace = error.__traceback__
    while trace is not None:
        if code is not None and trace.tb_frame.f_code.co_filename == code.co_filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    return told if line is None or code.co_name == "<lambda>" else f"{told} (line {line})"
