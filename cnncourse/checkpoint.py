"""A training run on disk: one file that holds all that is needed to go on.

Weights, optimiser state, the best weights so far and the history stand in one safetensors
file that is replaced whole after every epoch, so a run killed at any moment leaves the
last complete epoch. Random numbers need no storing: the batch order and the dropout masks
of an epoch follow from the recipe's seed and the epoch's number.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import safetensors.numpy

from cnncourse import weightfile
from cnncourse.architecture import Architecture
from cnncourse.recipe import History, Recipe

FORMAT = weightfile.CHECKPOINT
GROUPS = ("weights", "best", "optimizer")
# A run may be made longer, or watched differently, without becoming another run.
FREE_FIELDS = ("epochs", "patience", "restore_best")

# What checkpoints from before recipes had a precision were trained in.
BEFORE = {"precision": "float32"}


class CheckpointError(ValueError):
    """A checkpoint that belongs to another run, or a file that is no checkpoint."""


@dataclass
class Progress:
    """Where a run stands: arrays by name, and what was measured.

    Attributes
    ----------
    weights, best, optimizer : dict of arrays
        The neutral weights now and at the lowest validation loss (empty before), and the
        optimiser's state under names of the framework's own.
    history : History
    """

    weights: dict[str, np.ndarray]
    best: dict[str, np.ndarray]
    optimizer: dict[str, np.ndarray]
    history: History


@dataclass(frozen=True)
class Identity:
    """What makes a run this run: who trains what, how, on which images."""

    framework: str
    architecture: Architecture
    recipe: Recipe
    data: str


def save(path: str | Path, identity: Identity, progress: Progress) -> None:
    """Write the checkpoint, atomically.

    Raises
    ------
    OSError
        If it cannot be written; the checkpoint before it stays.
    """
    arrays = _to_arrays(progress)
    metadata = {
        "format": FORMAT,
        "framework": identity.framework,
        "architecture": identity.architecture.to_json(),
        "recipe": json.dumps(identity.recipe.as_dict()),
        "data": identity.data,
        "history": progress.history.to_json(),
    }
    weightfile.write(path, arrays, metadata)


def _to_arrays(progress):
    """Return all arrays of a run, each named by its group and its own name."""
    return {
        f"{group}/{name}": np.asarray(array, order="C")
        for group in GROUPS
        for name, array in getattr(progress, group).items()
    }


def to_bytes(progress: Progress) -> bytes:
    """Return where a run stands, for a process of the same run on another machine."""
    text = np.frombuffer(progress.history.to_json().encode(), np.uint8)
    return safetensors.numpy.save({"history": text, **_to_arrays(progress)})


def from_bytes(content: bytes) -> Progress:
    """Read what `to_bytes` wrote."""
    arrays = safetensors.numpy.load(content)
    history = History.from_json(arrays.pop("history").tobytes().decode())
    groups = {group: {} for group in GROUPS}
    for name, array in arrays.items():
        group, _, key = name.partition("/")
        groups[group][key] = array
    return Progress(**groups, history=history)


def load(path: str | Path, identity: Identity) -> Progress:
    """Read a checkpoint and hold it against the run that wants to go on.

    Raises
    ------
    FileNotFoundError
        If there is no file.
    CheckpointError
        If it is truncated or incomplete, or was left by another framework, architecture,
        recipe or data set.
    """
    try:
        arrays, metadata = weightfile.read(path)
    except weightfile.WeightError as error:
        raise CheckpointError(str(error)) from error
    if metadata.get("format") != FORMAT:
        raise CheckpointError(
            f"{path} is no checkpoint (its format is {metadata.get('format')!r}); "
            "name the file that train(..., checkpoint=...) wrote"
        )
    try:
        left = Identity(
            metadata["framework"],
            Architecture.from_json(metadata["architecture"]),
            _recipe(metadata["recipe"]),
            metadata["data"],
        )
        history = History.from_json(metadata["history"])
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError(
            f"{path} does not say what run it is of ({error}); name another checkpoint file"
        ) from error
    _compare(path, left, identity)
    if history.epochs > identity.recipe.epochs:
        raise CheckpointError(
            f"{path} has {history.epochs} epochs behind it, more than the "
            f"epochs (={identity.recipe.epochs}) asked for, and none can be taken back; ask for "
            f"at least {history.epochs}, or start anew with another checkpoint file"
        )
    return Progress(**_groups(path, arrays, identity.architecture), history=history)


def _recipe(text):
    """Return the recipe that a checkpoint tells, as one writes it now."""
    settings = BEFORE | json.loads(text)
    # Until version 0.1 a recipe named its loss, of which there was one.
    settings.pop("loss", None)
    return Recipe(**settings)


def _groups(path, arrays, architecture):
    """Return a checkpoint's arrays by group, both sets of weights held against the network."""
    groups = {group: {} for group in GROUPS}
    for name, array in arrays.items():
        group, _, key = name.partition("/")
        if group not in groups:
            raise CheckpointError(
                f"{path} holds {name!r}, which is of no checkpoint; name another checkpoint file"
            )
        groups[group][key] = array
    for group in ("weights", "best") if groups["best"] else ("weights",):
        try:
            weightfile.check_arrays(groups[group], architecture)
        except weightfile.WeightError as error:
            raise CheckpointError(f"{path} ({group}): {error}; name another file") from error
    return groups


def check_type(path: str | Path, stored: dict, wanted: dict) -> None:
    """Raise CheckpointError if the stored weights are of another type than the model's."""
    for name, array in wanted.items():
        if stored[name].dtype != array.dtype:
            raise CheckpointError(
                f"{path} holds {stored[name].dtype} weights, this run's are {array.dtype}; "
                "resume with the same dtype, or name another checkpoint file"
            )


def _compare(path, left, wanted):
    """Raise unless the run that left a checkpoint is the one that wants to go on."""
    cure = "resume with the same one, or name another checkpoint file"
    if left.framework != wanted.framework:
        raise CheckpointError(
            f"{path} was left by {left.framework}, this run is {wanted.framework}; {cure}"
        )
    if left.architecture != wanted.architecture:
        raise CheckpointError(
            f"{path} is of another architecture ({left.architecture.name!r}) than this run's "
            f"({wanted.architecture.name!r}); {cure}"
        )
    # Most schedules are spread over all epochs, so each is another one with more of them.
    spread = left.recipe.schedule not in ("constant", "step") or left.recipe.warmup
    free = FREE_FIELDS[1:] if spread else FREE_FIELDS
    there, here = left.recipe.as_dict(), wanted.recipe.as_dict()
    other = [
        f"{key} {there[key]!r} there, {here[key]!r} here"
        for key in here
        if there[key] != here[key] and key not in free
    ]
    if other:
        raise CheckpointError(f"{path} follows another recipe ({', '.join(other)}); {cure}")
    if left.data != wanted.data:
        raise CheckpointError(f"{path} was trained on other images or labels; {cure}")
