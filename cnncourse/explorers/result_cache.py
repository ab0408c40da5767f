"""What follows from an explorer's settings, computed once for each change of them."""

import numpy as np


class ResultCache:
    """Results by name, each kept as long as what it follows from stays the same.

    What is kept cannot be spoilt by who received it: arrays are read-only, and lists and
    dictionaries are new ones each time.

    Examples
    --------
    >>> cache, computed = ResultCache(), []
    >>> for stride in (1, 1, 2):
    ...     _ = cache.get("output", stride, lambda: computed.append(stride) or [stride])
    >>> computed
    [1, 2]
    """

    def __init__(self):
        self._kept = {}

    def get(self, name, key, compute):
        """Return what ``compute()`` gave for this name and key, calling it where it must be.

        Parameters
        ----------
        name : str
        key : object
            What the result follows from; compared by ``==``, so it must not change in place.
        compute : callable
            Takes nothing. What it raises is raised, and nothing is kept.
        """
        if name not in self._kept or self._kept[name][0] != key:
            self._kept[name] = key, _protected(compute())
        return _handed_out(self._kept[name][1])


def _protected(value):
    """Return a result after its arrays, however deep, were made read-only."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    elif isinstance(value, dict):
        for one in value.values():
            _protected(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            _protected(one)
    return value


def _handed_out(value):
    """Return a result with lists and dictionaries of its own, arrays shared."""
    if type(value) is dict:
        return {key: _handed_out(one) for key, one in value.items()}
    if type(value) in (list, tuple):
        return type(value)(map(_handed_out, value))
    return value
