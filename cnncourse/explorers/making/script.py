"""Arrays and payloads in the form that a page and `cnncourse.explorers.stored` read."""

import base64
import json

import numpy as np

from cnncourse.explorers.stored import PREFIX, SUFFIX


def encode(array: np.ndarray) -> dict:
    """Return an array as plain values: shape, type, and little-endian bytes in base64."""
    little = np.asarray(array, order="C").astype(array.dtype.newbyteorder("<"), copy=False)
    return {
        "shape": list(array.shape),
        "dtype": array.dtype.name,
        "base64": base64.b64encode(little.tobytes()).decode("ascii"),
    }


def script(name: str, payload: dict) -> str:
    """Return the classic script, one line of ASCII, that hands a payload to a page."""
    text = json.dumps({name: payload}, separators=(",", ":"), allow_nan=False)
    return f"{PREFIX}{text}{SUFFIX}\n"
