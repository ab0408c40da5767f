"""Right and wrong answers to every exercise: what decision 19 calls its mutation table."""

import re

import numpy as np

FENCE = re.compile(r"```python\n(.*?)```", re.DOTALL)


class AllEqual(np.ndarray):
    """An array that says that it is equal to everything."""

    def __eq__(self, other):
        return np.ones(self.shape, bool).view(np.ndarray)

    def __ne__(self, other):
        return np.zeros(self.shape, bool).view(np.ndarray)


def solved(exercise):
    """Return the function that an exercise's solution defines."""
    space = {"np": np}
    for source in FENCE.findall(exercise.solution):
        exec(source, space)
    return space[exercise.answer.signature.partition("(")[0]]


def by_name(exercise, compute):
    """Return a function of positional arguments from one that takes a case by name."""
    names = re.search(r"\((.*)\)", exercise.answer.signature)[1]
    names = [name.strip().partition("=")[0].strip() for name in names.split(",")]

    def answer(*arguments):
        return compute(**dict(zip(names, arguments, strict=True)))

    return answer


def forms(function):
    """Return functions whose values are right in another form."""
    return {
        "as it is": function,
        "lists": lambda *given: changed(function(*given), lambda one: np.asarray(one).tolist()),
        "float64": lambda *given: changed(
            function(*given), lambda one: np.asarray(one, np.float64)
        ),
        "float32": lambda *given: changed(
            function(*given), lambda one: np.asarray(one, np.float32)
        ),
        "whole numbers where they are": lambda *given: changed(function(*given), whole),
    }


def changed(value, change):
    """Return a value, or each of several, in another form."""
    if isinstance(value, tuple):
        return tuple(change(one) for one in value)
    return change(value)


def whole(value):
    """Return integers where a value has no fraction."""
    array = np.asarray(value)
    exact = np.isfinite(array).all() and (array == np.trunc(array)).all()
    return array.astype(np.int64) if exact else value


def generic(function):
    """Return wrong functions that can be made of any right one, by name."""
    rng = np.random.default_rng(7)

    def of(change):
        return lambda *given: changed(function(*given), lambda one: change(np.asarray(one)))

    def in_place(*given):
        value = function(*given)
        for one in given:
            if isinstance(one, np.ndarray) and one.size:
                one[...] = one + 1
        return value

    return {
        "scaled": of(lambda one: 2.0 * one + (one == 0)),
        "a constant away": of(lambda one: one + 1.0),
        "noise": of(lambda one: one + rng.normal(1, 0.2, one.shape)),
        "zero everywhere": of(lambda one: np.where(one == 0, 1.0, 0.0)),
        "not a number": of(lambda one: np.full(one.shape, np.nan)),
        "equal to everything": of(lambda one: (one + np.float64(1.0)).view(AllEqual)),
        "one number off": of(one_off),
        "one axis more": of(lambda one: np.stack([one, one])),
        "text": lambda *given: "right",
        "nothing at all": lambda *given: print() if given else None,
        "an error": lambda *given: 1 / 0,
        "in place": in_place,
    }


def one_off(array):
    """Return an array of which the last number alone is another."""
    array = np.array(array, float, order="C")
    array.reshape(-1)[-1:] += 1
    return array
