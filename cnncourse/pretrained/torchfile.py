"""The numbers of a file of PyTorch, read without PyTorch and without running anything in it.

Until 2020 ``torch.save`` wrote a pickle, a second one with the order of the storages, and then
the storages as they lie in memory. A pickle is a program; it is not run here: the standard
library's ``pickletools`` lists its instructions, and the names in them are all that is needed
where one knows what the file holds. So this reads a file whose hash is known, and no other.
"""

import io
import pickletools

import numpy as np

PREAMBLE = 3  # pickles before that of the arrays: a magic number, a version, sizes of numbers
COUNT = 8  # bytes before a storage: how many numbers follow


def read(content: bytes) -> dict[str, np.ndarray]:
    """Return every float32 array of a state dictionary by its name, flat, as it lies in memory.

    Parameters
    ----------
    content : bytes
        Of a file as ``torch.save`` wrote it before version 1.6; whole numbers are left out.
    """
    stream = io.BytesIO(content)
    for _ in range(PREAMBLE):
        _instructions(stream)
    owners = _owners(_instructions(stream))
    found = {}
    for key in _texts(_instructions(stream)):
        count = int.from_bytes(stream.read(COUNT), "little")
        name, kind = owners[key]
        numbers = stream.read(count * np.dtype(kind).itemsize)
        if kind == "<f4":
            found[name] = np.frombuffer(numbers, kind)
    return {name: found[name] for name, _ in owners.values() if name in found}


def _instructions(stream):
    """Return the (name, argument) of each instruction of the pickle that begins here."""
    return [(code.name, argument) for code, argument, _ in pickletools.genops(stream)]


def _texts(instructions):
    return [argument for name, argument in instructions if name == "BINUNICODE"]


def _owners(instructions):
    """Return the array that each storage belongs to, and its type, by the storage's key."""
    owners, array, kinds, kind = {}, "", {}, ""
    for place, (name, argument) in enumerate(instructions):
        if name == "GLOBAL" and argument.endswith("Storage"):
            # Kept under the number that the next instruction gives it, for the next array.
            kind = "<f4" if argument == "torch FloatStorage" else "<i8"
            kinds[instructions[place + 1][1]] = kind
        elif name in ("BINGET", "LONG_BINGET") and argument in kinds:
            kind = kinds[argument]
        elif name == "BINUNICODE" and argument.isdigit():
            owners[argument] = array, kind
        elif name == "BINUNICODE" and "." in argument:
            array = argument
    return owners
