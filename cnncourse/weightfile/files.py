"""Files of weights: written whole or not at all, equal for equal weights, and read back."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from cnncourse.architecture import Architecture
from cnncourse.disk import expand, write_atomically
from cnncourse.weightfile.fitting import WeightError, check_arrays
from cnncourse.weightfile.kinds import describe

FORMAT = "cnncourse weights"
CHECKPOINT = "cnncourse checkpoint"
WIDEST = 8  # bytes of a number: float64
LENGTH = 8  # bytes before the header of a safetensors file, which count it


def write(path: str | Path, arrays: Mapping[str, np.ndarray], metadata: dict[str, str]) -> None:
    """Write arrays and text metadata as one safetensors file, atomically.

    Equal arrays and metadata give equal bytes.
    """
    # Not np.ascontiguousarray, which makes a vector of a single number.
    contiguous = {
        name: np.asarray(array, dtype=np.asarray(array).dtype.newbyteorder("="), order="C")
        for name, array in arrays.items()
    }
    write_atomically(path, _in_order(save(contiguous, metadata=metadata)))


def _in_order(content):
    """Return a safetensors file whose header has its metadata in alphabetical order.

    The library keeps them in a table without an order, anew on every call.
    """
    size = int.from_bytes(content[:LENGTH], "little")
    header = json.loads(content[LENGTH : LENGTH + size])
    kept = header.pop("__metadata__", {})
    header = {"__metadata__": dict(sorted(kept.items())), **header}
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % LENGTH)  # the arrays begin at a multiple of eight
    return len(text).to_bytes(LENGTH, "little") + text + content[LENGTH + size :]


def read(path: str | Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Read a safetensors file as (arrays, metadata).

    Raises
    ------
    FileNotFoundError, WeightError
        If there is no file, it is truncated or of another kind, which is named, or it holds
        numbers of a type that NumPy lacks.
    OSError
        If it cannot be read.
    """
    path = expand(path)
    if path.is_dir():
        raise FileNotFoundError(f"no weight file at {path}: that is a folder; name a file in it")
    if not path.is_file():
        raise FileNotFoundError(f"no weight file at {path}; check the name, or train and save one")
    try:
        with safe_open(str(path), framework="numpy") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}
    except SafetensorError as error:
        raise _not_whole(path, error) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise type(error)(
            error.errno, f"cannot read {path} ({reason}); mend its permissions, or copy it again"
        ) from error
    except (AttributeError, TypeError) as error:
        # Of bfloat16 and the like, unless another package taught NumPy the type.
        raise WeightError(
            f"{path} holds numbers of a type that NumPy lacks ({error}); "
            "save it as float16, float32 or float64"
        ) from error


def _not_whole(path, error):
    """Return the error for a file that is no safetensors file, or a part of one."""
    size, found = path.stat().st_size, describe(path)
    rule = f"{path} ({size:,} bytes) is not a whole safetensors file"
    if found is None:
        return WeightError(f"{rule} ({error}); it may be truncated: copy or save it again")
    kind, cure = found
    return WeightError(
        f"{rule}: it looks like {kind}; {cure}. What is wanted is a file that weights.save wrote"
    )


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
    wide = [name for name, array in named.items() if array.dtype.itemsize > WIDEST]
    if wide:
        raise WeightError(
            f"{wide[0]} is of {named[wide[0]].dtype}, which no weight file holds; save float64"
        )
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
    if metadata.get("format") == CHECKPOINT:
        raise WeightError(
            f"{path} is the checkpoint of a training run, not saved weights; go on with the run by "
            "train(..., checkpoint=path, resume=True), then weights.save"
        )
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
