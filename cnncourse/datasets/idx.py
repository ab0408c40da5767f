"""IDX, the file format of MNIST and Fashion-MNIST, read and written.

A file is a magic number (two zero bytes, a type code, the number of dimensions), one
big-endian 32-bit size for each dimension, then the values. Only unsigned bytes are used here.
"""

import math
import struct

import numpy as np

UNSIGNED_BYTE = 0x08


def header(shape: tuple[int, ...]) -> bytes:
    """Return the header of an IDX file that holds unsigned bytes of this shape.

    Examples
    --------
    >>> header((2, 28, 28)).hex()
    '00000803000000020000001c0000001c'
    """
    return struct.pack(f">HBB{len(shape)}I", 0, UNSIGNED_BYTE, len(shape), *shape)


def content_size(shape: tuple[int, ...]) -> int:
    """Return the size in bytes of an IDX file that holds unsigned bytes of this shape."""
    return 4 + 4 * len(shape) + math.prod(shape)


def values(content: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return the values of an IDX file as a view of its content.

    Parameters
    ----------
    content : np.ndarray
        Every byte of the file, header and all: one dimension, uint8.
    shape : tuple of int
        The shape the file must have.

    Raises
    ------
    ValueError
        If the header says anything else, in words without the file's name.
    """
    expected = header(shape)
    found = content[: len(expected)].tobytes()
    if found[:4] != expected[:4]:
        raise ValueError(
            f"expected the magic number 0x{expected[:4].hex()}, found 0x{found[:4].hex()}"
        )
    if len(found) == len(expected) and found != expected:
        sizes = struct.unpack(f">{len(shape)}I", found[4:])
        raise ValueError(f"expected the dimensions {shape}, found {sizes}")
    if len(content) != content_size(shape):
        raise ValueError(f"expected {content_size(shape)} bytes, found {len(content)}")
    return content[len(expected) :].reshape(shape)
