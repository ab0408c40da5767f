"""Every public function of the NumPy rooms shows an example of itself."""

import doctest
import importlib
import inspect

import pytest


@pytest.mark.parametrize("room", ["geometry", "ops", "gradients", "reference"])
def test_every_public_function_has_an_example(room):
    module = importlib.import_module(f"cnncourse.{room}")
    names = getattr(module, "__all__", None) or [n for n in vars(module) if not n.startswith("_")]
    functions = [
        value
        for value in (getattr(module, name) for name in names)
        if inspect.isfunction(value) and value.__module__.startswith(f"cnncourse.{room}")
    ]
    assert len(functions) >= 3
    finder = doctest.DocTestFinder(recurse=False)
    without = [f.__name__ for f in functions if not any(t.examples for t in finder.find(f))]
    assert without == []
