"""What runs a page's code in Python's worker: output, values, errors and arrays as plain text.

It is tried in CPython as well, so it names nothing of the browser.
"""

import ast
import builtins
import contextlib
import functools
import importlib.abc
import importlib.machinery
import io
import json
import linecache
import sys
import time
import traceback
import types

MOST_PRINTED = 20_000  # characters of one run
MOST_LINES = 12  # of the traceback of a deep recursion, at either end
BETWEEN = 0.05  # seconds between two pieces of output that the page is sent
CUT = f"\n… the rest is left out: a run shows at most {MOST_PRINTED:,} characters.\n"
SAID = {  # by the kind of error, what the page adds to Python's own words
    MemoryError: "There is no room for it in the page's Python: try a smaller array.",
    RecursionError: "A function called itself too deeply: does it come to an end?",
}
spaces = {}  # by name, what has been defined there
_shown = []


class Output(io.TextIOBase):
    """A stream that hands on what is written, in pieces, up to a limit."""

    def __init__(self, emit):
        self.emit, self.kept, self.left, self.sent = emit, [], MOST_PRINTED, 0.0

    def writable(self):
        """Say that it may be written to."""
        return True

    def write(self, text):
        """Take a text."""
        if self.left >= 0 and text:
            self.kept.append(text[: self.left])
            self.left -= len(text)
            if self.left < 0:
                self.kept.append(CUT)
            if self.left < 0 or time.monotonic() - self.sent > BETWEEN:
                self.hand_on()
        return len(text)

    def hand_on(self):
        """Send what has come since the last time."""
        if self.kept:
            self.emit("".join(self.kept))
        self.kept.clear()
        self.sent = time.monotonic()


def space(name="page"):
    """Return the names defined in a space; all cells of a page share one."""
    if name not in spaces:
        module = types.ModuleType("__main__" if name == "page" else name)
        module.__dict__.update(__builtins__=builtins, show=show)
        spaces[name] = module.__dict__
        if name == "page":
            sys.modules["__main__"] = module
    return spaces[name]


def run(code, filename, emit, name="page"):
    """Run a cell; return, as JSON, whether it went well, its value's text, arrays and error."""
    out = Output(emit)
    _shown.clear()
    linecache.cache[filename] = (len(code), None, code.splitlines(keepends=True), filename)
    value, error = "", None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            found = _value(code, filename, space(name))
            value = "" if found is None else text_of(found)[:MOST_PRINTED]
        except BaseException as raised:
            error = _told(raised, filename)
    out.hand_on()
    return json.dumps({"ok": error is None, "value": value, "shown": _shown, "error": error})


def _value(code, filename, names):
    tree = ast.parse(code, filename)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr) or code.rstrip().endswith(";"):
        last = None
    else:
        tree.body.pop()
    exec(compile(tree, filename, "exec"), names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), filename, "eval"), names)


def text_of(value):
    """Return the text that a notebook shows of a value."""
    return repr(value)


def _told(error, filename):
    """Return an error's last line, its line in the cell, and the whole."""
    last = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    more = next((words for kind, words in SAID.items() if isinstance(error, kind)), "")
    if last.startswith("ValueError: array is too big"):  # more than 32 bits can count
        more = SAID[MemoryError]
    steps = traceback.extract_tb(error.__traceback__)
    lines = [step.lineno for step in steps if step.filename == filename]
    if isinstance(error, SyntaxError) and error.filename == filename:
        lines.append(error.lineno)
    whole = traceback.format_exception(error)
    own = f'File "{__file__}"'
    whole = "".join(part for part in whole if own not in part).splitlines()
    if len(whole) > 4 * MOST_LINES:
        whole = [*whole[: 2 * MOST_LINES], "  …", *whole[-MOST_LINES:]]
    return {
        "last": last,
        "more": more,
        "line": lines[-1] if lines else None,
        "whole": "\n".join(whole),
    }


def show(array, title=""):
    """Show an array below the cell, as the page's own maps."""
    from page_arrays import plain

    _shown.append({**plain(array), "title": str(title)})


def call(module, name, arguments):
    """Call a function with arguments in JSON, and return its value in JSON."""
    function = getattr(importlib.import_module(module), name)
    return json.dumps(function(*json.loads(arguments)))


def define(name, text):
    """Make a module of a text, which the page may then call."""
    module = types.ModuleType(name)
    module.__file__ = f"{name}.py"
    exec(compile(text, module.__file__, "exec"), module.__dict__)
    sys.modules[name] = module


def count_as_elsewhere():
    """Have `numpy.bincount` take 64-bit integers, which NumPy of 32 bits refuses to count."""
    import numpy as np

    counted = np.bincount

    @functools.wraps(counted)
    def bincount(x, /, weights=None, minlength=0):
        x = np.asarray(x)
        return counted(x.astype(np.intp) if x.dtype.kind in "iu" else x, weights, minlength)

    np.bincount = bincount


def lack(names):
    """Have an import of a module that a page lacks succeed, and its use say what is lacking."""
    wanted = set(json.loads(names))
    sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, _Lacking)]
    sys.meta_path.insert(0, _Lacking(wanted))


class _Lacking(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds what is not there, with what stands below it."""

    def __init__(self, names):
        self.names = names

    def find_spec(self, name, path=None, target=None):
        """Return where an absent module comes from."""
        parts = name.split(".")
        heads = {".".join(parts[: place + 1]) for place in range(len(parts))}
        if heads & self.names:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        """Return a module of names whose use says what is lacking."""
        return _Absent(spec.name)

    def exec_module(self, module):
        """Do nothing."""


class _Absent(types.ModuleType):
    """A module that a page lacks."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Missing(self.__name__, name)


class _Missing:
    """A name of a module that a page lacks."""

    def __init__(self, module, name):
        self.__dict__.update(_of=module, _called=name)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise ImportError(self._words())

    def __call__(self, *arguments, **named):
        raise ImportError(self._words())

    def _words(self):
        return (
            f"{self._called} comes from {self._of}, which Python in the page does not have: "
            "open the chapter on Colab or in Jupyter"
        )
