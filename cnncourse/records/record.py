"""The `Record`: what one run of ``cnncourse reproduce`` gave, in memory and as a file's text."""

import json
from dataclasses import asdict, dataclass, fields
from types import UnionType
from typing import get_args, get_origin

from cnncourse.experiments import Claim
from cnncourse.recipe import History
from cnncourse.records.checking import RecordError, check, short

NAME = "cnncourse record"
VERSION = 2
FORMAT = f"{NAME} {VERSION}"
"""What the field ``format`` of a record written today says."""

FRAMEWORKS = {"keras": "Keras", "torch": "PyTorch"}
"""The frameworks by the names that records have for them, as a page writes them, in its order."""


@dataclass(frozen=True)
class Record:
    """One run of an experiment: what was trained, on what, and what came out.

    Every record has every field. What a run did not measure, or an old record does not tell,
    is None, or empty in the history.

    Attributes
    ----------
    experiment, framework, seed : str, str, int
        Which run it is; the framework is ``"keras"`` or ``"torch"``.
    command : str
        What makes it again.
    overrides : dict
        What a trial changed about the experiment; empty in a record of the experiment itself.
    test_accuracy, train_accuracy : float
        Fractions, measured after training.
    test_loss, train_loss : float
        Mean cross-entropies, natural logarithm.
    claim : Claim
        The source's figures.
    seconds : float
        Of all epochs, validation included.
    processor_seconds : float or None
        What they took of the processor's cores.
    processes : int or None
        The most that trained together in any epoch.
    hardware, versions : dict
        What it ran on and with.
    note : str
        What the source leaves open or does wrong, and what is done here.
    data : dict
        ``name``, and for each part the number of ``images`` and the ``sha256`` of images and
        labels; ``validation`` is ``"apart"``, ``"test"`` or None.
    parameters : dict
        How many: ``total``, ``trainable``, ``fixed``.
    architecture, recipe : dict
        As plain values.
    history : History
        Epoch by epoch; its ``accuracy`` is the mean *while* training.
    classes : tuple of str
        Their names.
    confusion_matrix : list of list of int
        ``[i][j]`` counts the test images of class i that were taken for class j.
    weights : dict or None
        ``file`` beside the record and its ``sha256``, if the trained weights were kept.
    places : dict or None
        For an experiment with a frame, the ``accuracy`` with the ``item`` at each place of it.
    migrated : dict or None
        Of a record in an older format: ``from`` which, which fields are ``unknown``, and which
        were ``supplied`` because they follow from what it does tell.

    Raises
    ------
    RecordError
        For a value that no run gives.
    """

    experiment: str
    framework: str
    seed: int
    command: str
    overrides: dict
    test_accuracy: float
    test_loss: float
    train_accuracy: float
    train_loss: float
    claim: Claim
    seconds: float
    processor_seconds: float | None
    processes: int | None
    hardware: dict
    versions: dict
    note: str
    data: dict
    parameters: dict
    architecture: dict
    recipe: dict
    history: History
    classes: tuple[str, ...]
    confusion_matrix: list[list[int]]
    weights: dict | None = None
    places: dict | None = None
    migrated: dict | None = None

    def __post_init__(self):
        for name, kind in _KINDS.items():
            value = getattr(self, name)
            if not isinstance(value, kind) or isinstance(value, bool):
                raise RecordError(f"{name} must be of type {_word(kind)}, got {short(value)}")
        if self.framework not in FRAMEWORKS:
            raise RecordError(
                f"framework must be one of {', '.join(FRAMEWORKS)}, got {self.framework!r}"
            )
        for name in ("test_accuracy", "train_accuracy"):
            if not 0 <= (value := getattr(self, name)) <= 1:
                raise RecordError(f"{name} must be a fraction from 0 to 1, got {value!r}")
        count = len(self.classes)
        if [len(row) for row in self.confusion_matrix] != [count] * count:
            raise RecordError(f"confusion_matrix must be {count}×{count}, one row for each class")

    def to_text(self) -> str:
        """Return the text of a record's file: one field a line, a matrix's rows below another."""
        lines = [f'  "format": {json.dumps(FORMAT)}']
        lines += [f'  "{one.name}": {_text(one.name, getattr(self, one.name))}' for one in FIELDS]
        return "{\n" + ",\n".join(lines) + "\n}\n"

    def followed(self, recipe) -> bool:
        """Return whether it was trained by this recipe, apart from the seed.

        Settings that an old record does not tell were not there to be chosen; they are left out.
        """
        supplied = set(self.migrated["supplied"]) if self.migrated else set()
        wanted = recipe.as_dict() | {"seed": self.seed}
        told = {key: one for key, one in self.recipe.items() if f"recipe.{key}" not in supplied}
        return all(wanted.get(key) == value for key, value in told.items())


FIELDS = fields(Record)


def _kind(hint):
    """Return what a field's value must be an instance of; a whole number may stand for a float."""
    kinds = [get_origin(one) or one for one in get_args(hint)] if _is_union(hint) else []
    kinds = kinds or [get_origin(hint) or hint]
    return tuple(kinds + [int] * (float in kinds))


def _is_union(hint):
    return get_origin(hint) is UnionType


def _word(kinds):
    return " or ".join("None" if kind is type(None) else kind.__name__ for kind in kinds)


_KINDS = {one.name: _kind(one.type) for one in FIELDS}


def from_values(values: dict) -> Record:
    """Return the record of plain values in today's format, its ``format`` taken away.

    Raises
    ------
    RecordError
        For a field that is missing or unknown, or a value that no run gives.
    """
    names = [one.name for one in FIELDS]
    missing = [name for name in names if name not in values]
    unknown = [name for name in values if name not in names]
    if missing or unknown:
        raise RecordError(
            f"a record has the fields {', '.join(names)}; "
            f"missing: {', '.join(missing) or 'none'}, unknown: {', '.join(unknown) or 'none'}"
        )
    check(values)
    try:
        made = {
            "claim": Claim(**values["claim"]),
            "history": History.from_json(json.dumps(values["history"])),
            "classes": tuple(values["classes"]),
        }
        return Record(**values | made)
    except RecordError:
        raise
    except (TypeError, ValueError) as error:  # Claim's and History's own words
        raise RecordError(str(error)) from error


def _text(name, value):
    """Return one field as JSON."""
    if name in ("claim", "history"):
        value = asdict(value)
    if name == "confusion_matrix":
        return _rows(value)
    if name == "places" and value is not None:
        facts = json.dumps({key: fact for key, fact in value.items() if key != "accuracy"})
        return f'{facts[:-1]}, "accuracy": {_rows(value["accuracy"])}}}'
    return json.dumps(value, allow_nan=False, ensure_ascii=False)


def _rows(matrix):
    """Return a matrix as JSON, its rows below one another."""
    return "[\n    " + ",\n    ".join(map(json.dumps, matrix)) + "\n  ]"
