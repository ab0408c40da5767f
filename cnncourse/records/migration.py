"""Older formats of records, brought to today's: what follows is supplied, nothing is guessed.

Format 1 grew while it was in use, and its files do not all have the same fields. Which of
today's a file lacked is told in its field ``migrated``.
"""

import re

from cnncourse import experiments
from cnncourse.records.checking import RecordError, short
from cnncourse.records.record import FORMAT, NAME, VERSION

# Settings of a recipe that came later, each with the value that changes nothing. What precision
# a run computed in, every record's hardware tells.
LATER_SETTINGS = {"warmup": 0.0, "label_smoothing": 0.0, "flip": False, "shift": 0}


class LaterFormat(RecordError):
    """A record that a later version wrote; it is whole, and the cure is another."""


def to_today(values: dict) -> dict:
    """Return the plain values of a record of any known format in today's, without ``format``.

    Raises
    ------
    RecordError
        If they are of another kind of file, or of a later format.
    """
    version = _version(values)
    values = {key: value for key, value in values.items() if key != "format"}
    return _from_1(values) if version == 1 else values


def _version(values):
    """Return the number of a record's format, or say why it cannot be read."""
    told = values.get("format") if isinstance(values, dict) else None
    found = re.fullmatch(rf"{NAME} ([1-9]\d*)", told) if isinstance(told, str) else None
    if not found:
        raise RecordError(
            f"not a record of cnncourse reproduce: its format is {short(told)}, "
            f"a record's {FORMAT!r}"
        )
    version = int(found[1])
    if version > VERSION:
        raise LaterFormat(
            f"its format is {told!r} and this version of cnncourse reads up to {FORMAT!r}; "
            "update cnncourse to read it"
        )
    return version


def _from_1(values):
    """Bring format 1 to format 2."""
    for name in ("history", "recipe", "hardware"):
        if not isinstance(values.get(name), dict):
            raise RecordError(f"{name} must be of type dict, got {short(values.get(name))}")
    unknown, supplied = [], []
    history = values["history"]
    for name in ("processor_seconds", "processes"):
        if name not in values:
            unknown.append(name)
            values[name] = None
        if name not in history:
            unknown.append(f"history.{name}")
            history = history | {name: []}
    recipe = _settings(values, supplied)
    values |= {"recipe": recipe, "history": history | {"recipe": recipe}}
    values["note"] = _note(values, supplied)
    values |= {name: values.get(name) for name in ("weights", "places")}
    values["migrated"] = {"from": f"{NAME} 1", "unknown": unknown, "supplied": supplied}
    return values


def _settings(values, supplied):
    """Return a recipe with the settings that came later."""
    recipe = dict(values["recipe"])
    recipe.pop("loss", None)  # there was one to choose from, the cross-entropy
    computed = values["hardware"].get("precision", "float32")
    for name, value in (LATER_SETTINGS | {"precision": computed}).items():
        if name not in recipe:
            recipe[name] = value
            supplied.append(f"recipe.{name}")
    return recipe


def _note(values, supplied):
    """Return the note of a record's experiment as it stands: one record told it in part."""
    told = values.get("note", "")
    known = experiments.EXPERIMENTS.get(values.get("experiment"))
    if known is None or known.note == told:
        return told
    supplied.append("note")
    return known.note
