"""What the values of a record's file must be, field by field, before anything reads them."""

import math
from dataclasses import fields

from cnncourse.experiments import Claim


class RecordError(ValueError):
    """A file that is no record, or one that this version cannot read."""


FACTS = {
    "hardware": ("framework", "kind", "name", "cores"),
    "data": ("name", "images", "sha256", "validation"),
    "parameters": ("total", "trainable", "fixed"),
    "weights": ("file", "sha256"),
    "places": ("frame", "item", "images", "seed", "accuracy"),
    "migrated": ("from", "unknown", "supplied"),
}
"""What stands at least in the fields that hold several facts."""
CURVES = ("loss", "accuracy", "seconds")
"""Of the history, one number for each epoch; the others may be empty."""
OTHERS = ("validation_loss", "validation_accuracy", "processes", "processor_seconds")
LEAST = ("seed", "test_loss", "train_loss", "seconds", "processor_seconds")
"""What is 0 or more."""


def check(values: dict) -> None:
    """Raise `RecordError` for a field whose value no run gives.

    Parameters
    ----------
    values : dict
        Of a file, each of its fields there.
    """
    for name in LEAST:
        if isinstance(values[name], int | float):  # of another type, `Record` names it
            _number(name, values[name])
    for name, facts in FACTS.items():
        if name in ("weights", "places", "migrated") and values[name] is None:
            continue
        _keys(name, values[name], facts)
    _keys("claim", values["claim"], (), allowed=[one.name for one in fields(Claim)])
    for name in ("test_accuracy", "train_accuracy"):
        if values["claim"].get(name) is not None:
            _number(f"claim.{name}", values["claim"][name])
    _history(values["history"])
    _classes(values["classes"], values["confusion_matrix"])


def _history(history):
    """Check that a history has one number for each of its epochs."""
    # What else stands there, `History` names.
    _keys("history", history, CURVES, allowed=[*history] if isinstance(history, dict) else None)
    for name in (*CURVES, *OTHERS, "batch_losses"):
        curve = history.get(name, [])
        if not isinstance(curve, list):
            raise RecordError(f"history.{name} must be a list of numbers, got {short(curve)}")
        for number in curve:
            _number(f"history.{name}", number)
    epochs = len(history["loss"])
    wrong = [name for name in CURVES if len(history[name]) != epochs]
    wrong += [name for name in OTHERS if len(history.get(name, [])) not in (0, epochs)]
    if not epochs or wrong:
        name = wrong[0] if wrong else "loss"
        raise RecordError(
            f"history.{name} must have one number for each epoch, got {len(history[name])} numbers "
            f"beside a loss of {epochs} epochs"
        )


def _classes(classes, matrix):
    """Check the classes' names, and that a confusion matrix holds counts."""
    if not isinstance(classes, list | tuple) or not all(isinstance(one, str) for one in classes):
        raise RecordError(f"classes must be a list of names, got {short(classes)}")
    if not isinstance(matrix, list) or not all(isinstance(row, list) for row in matrix):
        raise RecordError(f"confusion_matrix must be a list of rows, got {short(matrix)}")
    for row in matrix:
        for number in row:
            if type(number) is not int or number < 0:
                raise RecordError(
                    f"confusion_matrix must hold whole numbers of 0 or more, got {short(number)}"
                )


def _keys(name, value, needed, allowed=None):
    """Check that a field is a dictionary with the facts that readers ask it for."""
    if not isinstance(value, dict):
        raise RecordError(f"{name} must be of type dict, got {short(value)}")
    missing = [key for key in needed if key not in value]
    if missing:
        raise RecordError(f"{name} must have {', '.join(needed)}; missing: {', '.join(missing)}")
    unknown = [key for key in value if allowed is not None and key not in allowed]
    if unknown:
        raise RecordError(f"{name} has {', '.join(allowed)}; unexpected: {', '.join(unknown)}")


def _number(name, value):
    """Check that a value is a number of 0 or more, with an end; True is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        kind = "int" if name == "seed" else "float or int"
        raise RecordError(f"{name} must be of type {kind}, got {short(value)}")
    if not math.isfinite(value) or value < 0:
        raise RecordError(f"{name} must be a finite number of 0 or more, got {value!r}")


def short(value: object) -> str:
    """Return a value as Python writes it, cut to what a message can hold."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
