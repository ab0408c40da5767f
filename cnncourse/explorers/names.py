"""Names of settings and controls: found as attributes, checked, the nearest one suggested."""

import difflib
from collections.abc import Iterable

from cnncourse.explorers.traits import SettingError


class Named(dict):
    """A dictionary whose entries are also attributes: ``sliders.stride``."""

    def __getattr__(self, name):
        if name in self:
            return self[name]
        raise AttributeError(f"no control {name!r}; there are {', '.join(self) or 'none'}")


def near(name, names) -> str:
    """Return " (did you mean 'stride'?)" where one of the names is near, else nothing.

    Examples
    --------
    >>> near("strides", ["kernel", "stride"]), near("x", ["kernel", "stride"])
    (" (did you mean 'stride'?)", '')
    """
    found = difflib.get_close_matches(str(name), list(names), n=1)
    return f" (did you mean {found[0]!r}?)" if found else ""


def chosen_controls(names, settings) -> tuple[str, ...] | None:
    """Return the names of the controls to show, checked; None stands for all there are.

    Parameters
    ----------
    names : iterable of str or None
    settings : dict of str to Setting

    Raises
    ------
    TypeError
        If ``names`` is no list of names.
    SettingError
        If a name is no setting's or its setting has no control, or is there twice.
    """
    if names is None:
        return None
    if isinstance(names, (str, bytes)) or not isinstance(names, Iterable):
        raise TypeError(f'controls must be a list of names such as ["stride"], got {names!r}')
    names = tuple(names)
    known = [name for name, setting in settings.items() if setting.has_control]
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f'controls must be a list of names such as ["stride"], got {name!r}')
        if name in known:
            continue
        hint = " (it is set in the drawing itself)" if name in settings else near(name, known)
        rule = f"controls must be among {', '.join(known)}"
        raise SettingError(f"{rule}, got {name!r}{hint}")
    if len(set(names)) < len(names):
        raise SettingError(f"controls must name each setting once, got {list(names)}")
    return names
