"use strict";(()=>{var y=`"""Which names a cell takes from the cells above it, and which it gives to those below.

The build reads with it which cells a page can run (\`cell_fates\`); in a page, Python reads with it
which cells a changed one needs. So it imports nothing of either.
"""

import ast
from dataclasses import dataclass, field
from functools import cache

GENERATORS = ("default_rng", "Generator", "RandomState", "Random")  # each use moves them on


@dataclass
class Names:
    """What a statement, or a whole cell, does with names.

    \`\`takes\`\` come from above; \`\`gives\`\` are bound anew; \`\`changes\`\` are given another content, and
    \`\`may_change\`\` are names whose method is called for nothing else than its effect. \`\`inner\`\` are
    taken by the bodies of functions, which may come before the name that they take.
    """

    takes: set = field(default_factory=set)
    inner: set = field(default_factory=set)
    gives: set = field(default_factory=set)
    changes: set = field(default_factory=set)
    may_change: set = field(default_factory=set)
    modules: dict = field(default_factory=dict)  # by the name that is bound, what is imported
    generators: set = field(default_factory=set)


def statements(code):
    """Return the statements of a cell, None for what is no Python, as a line for the shell."""
    try:
        return ast.parse(code).body
    except SyntaxError:
        return None


def names_of(statement):
    """Return the \`Names\` of one statement."""
    reader = _Reader()
    reader.visit(statement)
    reader.read_bodies()
    return reader.names


@cache
def read(code):
    """Return the \`Names\` of a whole cell; those of no Python are none."""
    whole = Names()
    for one in map(names_of, statements(code) or ()):
        whole.takes |= one.takes - whole.gives
        whole.inner |= one.inner
        whole.modules |= one.modules
        for part in ("gives", "changes", "may_change", "generators"):
            getattr(whole, part).update(getattr(one, part))
    whole.takes |= whole.inner - whole.gives
    return whole


class _Reader(ast.NodeVisitor):
    """Visits a cell in the order in which it runs; the bodies of functions come last."""

    def __init__(self):
        self.names, self.inner, self.bodies, self.deferred = Names(), [], [], False

    def load(self, name):
        known = self.names.gives | set().union(*self.inner)
        if name not in known:
            (self.names.inner if self.deferred else self.names.takes).add(name)

    def store(self, name):
        (self.inner[-1] if self.inner else self.names.gives).add(name)

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load):
            self.load(node.id)
        elif isinstance(node.ctx, ast.Store):
            self.store(node.id)

    def visit_Assign(self, node):
        self.visit(node.value)
        for target in node.targets:
            self.change(target)
        called = node.value.func if isinstance(node.value, ast.Call) else None
        if getattr(called, "attr", getattr(called, "id", "")) in GENERATORS:
            self.names.generators |= {one.id for one in node.targets if isinstance(one, ast.Name)}

    def visit_AnnAssign(self, node):
        if node.value:
            self.visit(node.value)
            self.change(node.target)

    def visit_NamedExpr(self, node):
        self.visit(node.value)
        self.names.gives.add(node.target.id)

    def visit_AugAssign(self, node):
        self.visit(node.value)
        root = root_of(node.target)
        if root:
            self.load(root)
            self.names.changes.add(root)
        self.change(node.target)

    def change(self, target):
        """Bind a target; \`x[0] = 1\` and \`x.a = 1\` change what \`x\` holds."""
        if isinstance(target, ast.Tuple | ast.List):
            for one in target.elts:
                self.change(one)
            return
        root = root_of(target)
        if root and not isinstance(target, ast.Name | ast.Starred):
            self.names.changes.add(root)
        self.visit(target)

    def visit_Expr(self, node):
        self.visit(node.value)
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            root = root_of(call.func)
            if root:
                self.names.may_change.add(root)

    def visit_For(self, node):
        self.visit(node.iter)
        self.change(node.target)
        for statement in (*node.body, *node.orelse):
            self.visit(statement)

    def visit_With(self, node):
        for item in node.items:
            self.visit(item.context_expr)
            if item.optional_vars:
                self.visit(item.optional_vars)
        for statement in node.body:
            self.visit(statement)

    def visit_Import(self, node):
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            self.names.modules[bound] = alias.name
            self.store(bound)

    def visit_ImportFrom(self, node):
        for alias in node.names:
            # \`from cnncourse import ops\` names a module as well.
            self.names.modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
            self.store(alias.asname or alias.name)

    def visit_FunctionDef(self, node):
        for part in (*node.decorator_list, *node.args.defaults, *node.args.kw_defaults):
            if part is not None:
                self.visit(part)
        self.store(node.name)
        self.bodies.append((node.args, node.body, [set(one) for one in self.inner]))

    def visit_Lambda(self, node):
        for part in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(part)
        self.bodies.append((node.args, [node.body], [set(one) for one in self.inner]))

    def visit_ClassDef(self, node):
        for part in (*node.decorator_list, *node.bases, *(one.value for one in node.keywords)):
            self.visit(part)
        self.inner.append(set())
        for statement in node.body:
            self.visit(statement)
        self.inner.pop()
        self.store(node.name)

    def visit_comprehension_of(self, node, *made):
        self.inner.append(set())
        for part in node.generators:
            self.visit(part.iter)
            self.visit(part.target)
            for condition in part.ifs:
                self.visit(condition)
        for part in made:
            self.visit(part)
        self.inner.pop()

    def visit_ListComp(self, node):
        self.visit_comprehension_of(node, node.elt)

    visit_SetComp = visit_GeneratorExp = visit_ListComp

    def visit_DictComp(self, node):
        self.visit_comprehension_of(node, node.key, node.value)

    def read_bodies(self):
        """Read the bodies of functions: what they take may be defined after them."""
        self.deferred = True
        while self.bodies:
            arguments, body, around = self.bodies.pop(0)
            every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
            own = {one.arg for one in (*every, arguments.vararg, arguments.kwarg) if one}
            self.inner = [*around, own | stored_in(body)]
            for part in body:
                self.visit(part)
            self.inner = []


def stored_in(body):
    """Return the names that a function's own statements bind."""
    walked = [node for part in body for node in ast.walk(part)]
    outside = {name for node in walked if isinstance(node, ast.Global) for name in node.names}
    found = {
        node.id for node in walked if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    found |= {node.name for node in walked if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return found - outside


def root_of(node):
    """Return the name at the root of \`\`name.a[0].b\`\`, or None."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def needed(codes, place):
    """Return the places of the cells above one that must have run before it, in their order.

    Parameters
    ----------
    codes : list of str
        What can be run of the cells of a page, from the top.
    place : int
        Which of them is to be run.
    """
    cells = [read(code) for code in codes]
    generators = set().union(*(one.generators for one in cells))
    found, waiting = set(), [place]
    while waiting:
        at = waiting.pop()
        for name in cells[at].takes:
            for above in range(at - 1, -1, -1):
                one = cells[above]
                moves = name in generators and name in one.takes
                if not (moves or name in one.gives | one.changes | one.may_change):
                    continue
                if above not in found:
                    found.add(above)
                    waiting.append(above)
                if name in one.gives and name not in one.takes:
                    break
    return sorted(found)
`;var g=`"""Arrays as a page draws them: a few maps of numbers, or of colours, small enough to send."""

import numpy as np

MOST_MAPS = 16
LARGEST = 256  # pixels along a side


def plain(array):
    """Return what a page needs to draw an array, as plain values.

    Two axes are one map. Of three, a last axis of three is colour where the numbers are colours;
    otherwise each place of it is a map. Of four, the first counts images and the last their
    channels: the first image that is left after a colour is one map for each.
    """
    array = np.asarray(array)
    if array.dtype == bool:
        array = array.astype(np.uint8)
    if array.dtype.kind not in "uif":
        raise TypeError(f"show draws arrays of numbers; this one's dtype is {array.dtype}")
    if not 1 <= array.ndim <= 4 or array.size == 0:
        raise ValueError(
            f"show draws arrays of one to four axes that are not empty; "
            f"this one's shape is {array.shape}"
        )
    maps, colour = _maps(array)
    finite = array[np.isfinite(array)]
    bounds = [float(finite.min()), float(finite.max())] if finite.size else [0.0, 0.0]
    kept = [one[:LARGEST, :LARGEST] for one in maps[:MOST_MAPS]]
    return {
        "shape": list(array.shape),
        "dtype": str(array.dtype),
        "bounds": bounds,
        "colour": colour,
        "left": len(maps) - len(kept),
        "cut": any(one.shape[:2] != part.shape[:2] for one, part in zip(maps, kept, strict=False)),
        "maps": [
            {"height": one.shape[0], "width": one.shape[1], "values": _numbers(one, colour)}
            for one in kept
        ],
    }


def _maps(array):
    """Return the maps of an array, and whether they are colours."""
    if array.ndim == 1:
        return [array[np.newaxis]], False
    if array.ndim == 2:
        return [array], False
    images = array[np.newaxis] if array.ndim == 3 else array
    if array.shape[-1] == 3 and _is_colour(array):
        return list(images), True
    return [image[..., channel] for image in images for channel in range(image.shape[-1])], False


def _is_colour(array):
    return array.dtype == np.uint8 or bool(np.all((array >= 0) & (array <= 1)))


def _numbers(one, colour):
    """Return the numbers in a row: bytes for colours, four digits for the others."""
    if colour:
        whole = one if one.dtype == np.uint8 else np.rint(one * 255)
        return whole.astype(int).reshape(-1).tolist()
    row = one.astype(float).reshape(-1)
    return [float(f"{value:.4g}") if np.isfinite(value) else None for value in row.tolist()]
`;var w=`"""What runs a page's code in Python's worker: output, values, errors and arrays as plain text.

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
CUT = f"\\n… the rest is left out: a run shows at most {MOST_PRINTED:,} characters.\\n"
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
        "whole": "\\n".join(whole),
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
    """Have \`numpy.bincount\` take 64-bit integers, which NumPy of 32 bits refuses to count."""
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
`;var i=globalThis,E="/lib/python3.12/site-packages",T={page_arrays:g,cell_names:y,page_session:w},f,u=(a,e)=>i.postMessage({id:a,...e});async function R(a,e){let t=a?.getReader();for(;;){let{done:o,value:n}=await t?.read()??{done:!0,value:void 0};if(o||!n)return;e(n.byteLength)}}function A(a,e){let t=i.fetch.bind(i),o=async(s,l)=>{let r=await t(s,l);return r.ok&&R(r.clone().body,e).catch(()=>{}),r},n=new Map(a.map(s=>[s,o(s)]));for(let s of n.values())s.catch(()=>{});i.fetch=(s,l)=>{let r=String(s?.url??s),d=l?.integrity?void 0:n.get(r);return n.delete(r),d??o(r,l)}}async function b(a){let e=a.slice(a.lastIndexOf("/")+1),t=await i.fetch(a).catch(()=>{});if(t?.ok)return t;throw new Error(`${e} could not be loaded (${t?.status??"no answer"}): click again.`)}async function M(a){let{body:e}=await b(a),t=e?.pipeThrough(new DecompressionStream("gzip"));return new Response(t).arrayBuffer()}async function O(a,{runtime:e,memory:t,numpy:o,course:n,total:s,lacking:l}){let r=0,d="Python",m=()=>u(a,{progress:{step:d,loaded:r,total:s}}),v=[`${e}pyodide.asm.wasm`,t,`${e}python_stdlib.zip`];A([...v,o,n],c=>{r+=c,m()}),m(),i.importScripts(`${e}pyodide.js`);let k={indexURL:e,fullStdLib:!1,_loadSnapshot:M(t)},p=await i.loadPyodide(k);d="NumPy",m();let _=async(c,h)=>p.unpackArchive(await(await b(c)).arrayBuffer(),"zip",{extractDir:h});await _(o,E),d="the course's package",m(),await _(n,"/course"),p.runPython("import random, sys; random.seed(); sys.path.insert(0, '/course')");for(let[c,h]of Object.entries(T))p.FS.writeFile(`/course/${c}.py`,h);return f=p.pyimport("page_session"),f.lack(JSON.stringify(l)),f.count_as_elsewhere(),{total:r}}var P={start:O,run:(a,{code:e,filename:t,space:o})=>JSON.parse(f.run(e,t,n=>u(a,{output:n}),o)),call:(a,{module:e,name:t,args:o})=>({json:f.call(e,t,o)}),define:(a,{name:e,text:t})=>f.define(e,t)??{}};i.onmessage=async({data:a})=>{let{id:e,ask:t,...o}=a;try{u(e,{done:await P[t](e,o)})}catch(n){let s=n instanceof Error?n.message:String(n);u(e,{failed:s,fatal:n instanceof RangeError||/fatally/.test(s)})}};})();
