"""Which names a cell takes from the cells above it, and which it gives to those below.

The build reads with it which cells a page can run (`cell_fates`); in a page, Python reads with it
which cells a changed one needs. So it imports nothing of either.
"""

import ast
from dataclasses import dataclass, field
from functools import cache

GENERATORS = ("default_rng", "Generator", "RandomState", "Random")  # each use moves them on


@dataclass
class Names:
    """What a statement, or a whole cell, does with names.

    ``takes`` come from above; ``gives`` are bound anew; ``changes`` are given another content, and
    ``may_change`` are names whose method is called for nothing else than its effect. ``inner`` are
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
    """Return the `Names` of one statement."""
    reader = _Reader()
    reader.visit(statement)
    reader.read_bodies()
    return reader.names


@cache
def read(code):
    """Return the `Names` of a whole cell; those of no Python are none."""
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
        """Bind a target; `x[0] = 1` and `x.a = 1` change what `x` holds."""
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
            # `from cnncourse import ops` names a module as well.
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
    """Return the name at the root of ``name.a[0].b``, or None."""
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
