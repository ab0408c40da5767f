"""Weights on disk: safetensors with the architecture inside, written whole or not at all."""

import contextlib
import glob
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from cnncourse.architecture import Architecture, weight_faults

FORMAT = "cnncourse weights"
PARTIAL = ".partial"  # ends the name of a file that is being written


class WeightError(ValueError):
    """Weights that do not fit the architecture, or a file that does not hold weights."""


def write_atomically(path: str | Path, content: bytes) -> None:
    """Write a file so that at any moment the old or the new one stands there, whole.

    Raises
    ------
    OSError
        If the folder is missing, read-only or full; what was there stays.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(
            f"cannot write {path}: the folder {path.parent} does not exist; create it first"
        )
    if path.is_dir():
        raise IsADirectoryError(f"cannot write {path}: it is a folder; name a file in it")
    try:
        handle, temporary = tempfile.mkstemp(PARTIAL, f".{path.name}.", path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes private files; a saved model is as readable as any other file.
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _cannot_write(path, error) from error
        raise


def remove_partial(path: str | Path) -> None:
    """Remove what a process that was killed while writing ``path`` left beside it.

    Only who writes ``path`` may call it: the unfinished file of another that is still
    writing looks the same.
    """
    path = Path(path)
    # mkstemp puts eight characters of its own in the middle.
    for left in path.parent.glob(f".{glob.escape(path.name)}.????????{PARTIAL}"):
        with contextlib.suppress(OSError):
            left.unlink()


def _cannot_write(path, error):
    return type(error)(
        error.errno,
        f"cannot write {path} ({error.strerror}); what was there is unchanged: free space "
        "or name another folder",
    )


def check_arrays(arrays: Mapping[str, np.ndarray], architecture: Architecture) -> None:
    """Raise unless a weight dictionary has exactly the architecture's names and shapes.

    Raises
    ------
    WeightError
        Naming what is missing, what is extra and every wrong shape.
    """
    if not isinstance(arrays, Mapping):
        raise WeightError(f"weights must be a dictionary of arrays, got {type(arrays).__name__}")
    faults = weight_faults(architecture, arrays)
    types = {name: np.asarray(array).dtype for name, array in arrays.items()}
    faults += [
        f"{name} must hold floating-point numbers, got {dtype}"
        for name, dtype in types.items()
        if not np.issubdtype(dtype, np.floating)
    ]
    if faults:
        raise WeightError(f"weights do not fit {architecture.name!r}: " + "; ".join(faults))


def write(path: str | Path, arrays: Mapping[str, np.ndarray], metadata: dict[str, str]) -> None:
    """Write arrays and text metadata as one safetensors file, atomically."""
    # Not np.ascontiguousarray, which makes a vector of a single number.
    contiguous = {name: np.asarray(array, order="C") for name, array in arrays.items()}
    write_atomically(path, save(contiguous, metadata=metadata))


def read(path: str | Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Read a safetensors file as (arrays, metadata).

    Raises
    ------
    FileNotFoundError, WeightError
        If there is no file, it is truncated or of another format, or it holds numbers of a
        type that NumPy lacks.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"no weight file at {path}; check the name, or train and save one")
    try:
        with safe_open(str(path), framework="numpy") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}
    except SafetensorError as error:
        size = path.stat().st_size
        raise WeightError(
            f"{path} ({size:,} bytes) is not a whole safetensors file ({error}); "
            "it may be truncated: copy or save it again"
        ) from error
    except (AttributeError, TypeError) as error:
        # Of bfloat16 and the like, unless another package taught NumPy the type.
        raise WeightError(
            f"{path} holds numbers of a type that NumPy lacks ({error}); "
            "save it as float16, float32 or float64"
        ) from error


def save_weights(
    path: str | Path,
    architecture: Architecture,
    arrays: Mapping[str, np.ndarray],
    **metadata: str,
) -> None:
    """Save a weight dictionary with its architecture, and further metadata as text.

    Raises
    ------
    WeightError
        If the dictionary does not fit the architecture; nothing is written then.
    """
    check_arrays(arrays, architecture)
    named = {name: np.asarray(arrays[name]) for name in architecture.weight_shapes()}
    text = json.dumps(json.loads(architecture.to_json()))
    write(path, named, {**metadata, "format": FORMAT, "architecture": text})


def load_weights(path: str | Path) -> tuple[Architecture, dict[str, np.ndarray]]:
    """Load an architecture and its weight dictionary, in layer order.

    Half precision is a way to store numbers, not to compute with them: float16 comes back as
    float32.

    Raises
    ------
    FileNotFoundError, WeightError
        If there is no such file, or it holds something else.
    """
    arrays, metadata = read(path)
    if metadata.get("format") != FORMAT:
        raise WeightError(
            f"{path} holds no architecture (its format is {metadata.get('format')!r}); "
            "only files written by weights.save can be loaded"
        )
    try:
        architecture = Architecture.from_json(metadata.get("architecture", ""))
    except ValueError as error:
        raise WeightError(f"{path}: {error}") from error
    check_arrays(arrays, architecture)
    return architecture, {name: _full(arrays[name]) for name in architecture.weight_shapes()}


def _full(array):
    return array.astype(np.float32) if array.dtype == np.float16 else array
