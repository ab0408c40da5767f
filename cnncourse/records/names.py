"""Names that a page or a reader writes, looked up; a wrong one is answered with the nearest."""

import difflib


class UnknownName(LookupError):
    """A name that there is not; the message has the nearest one."""


def pick(kind: str, name: str, known: dict):
    """Return what stands under a name.

    Parameters
    ----------
    kind : str
        What is looked up, for the message: ``"experiment"``.
    name : str
    known : dict
        By name.

    Raises
    ------
    UnknownName
        For another name.

    Examples
    --------
    >>> pick("colour", "blue", {"blue": 7})
    7
    >>> pick("colour", "bleu", {"blue": 7, "red": 8})
    Traceback (most recent call last):
    cnncourse.records.names.UnknownName: no colour 'bleu'; did you mean 'blue'? known: blue, red
    """
    if name in known:
        return known[name]
    folded = {key.lower(): key for key in known}
    near = difflib.get_close_matches(str(name).lower(), folded, n=1, cutoff=0.5)
    hint = f"did you mean {folded[near[0]]!r}? " if near else ""
    raise UnknownName(f"no {kind} {name!r}; {hint}known: {', '.join(known) or 'none'}")
