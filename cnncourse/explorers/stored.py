"""The data that the explorers carry: images, trained networks, networks to start from.

They lie in ``bundle`` as classic scripts, since a page that is opened from a disk may load
nothing else; Python reads the very same files. ``making`` is how they came about.
"""

import base64
import binascii
import json
import math
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType

import numpy as np

from cnncourse.architecture import Architecture, weight_faults

PREFIX = "globalThis.cnncourseData=Object.assign(globalThis.cnncourseData||{},"
SUFFIX = ");"
_BUNDLE = resources.files(__package__).joinpath("bundle")
PATHS = MappingProxyType(
    {
        name: _BUNDLE.joinpath(f"data-{name}.js")
        for name in ("images", "landscapes", "weights", "b-relu", "c-cnn-small", "presets", "maps")
    }
)
"""Every data file by the name of its payload."""

DTYPES = {"uint8": "u1", "float16": "<f2", "float32": "<f4"}


class StoredDataError(ValueError):
    """A data file that is missing or does not hold what it should."""


@dataclass(frozen=True, eq=False)
class StoredImage:
    """A picture to look at through a window.

    Parameters
    ----------
    name : str
        Its key, such as ``"boot"``.
    title : str
        What to call it in a list.
    pixels : ndarray (H, W, C)
        uint8, read-only.
    scale : int
        The largest value a pixel could have: 255 for brightness in bytes; smaller for whole
        numbers that are shown and computed with as they are.
    label : int or None
        Its class in Fashion-MNIST.
    alt : str
        What is to be seen, in words.
    """

    name: str
    title: str
    pixels: np.ndarray
    scale: int
    label: int | None
    alt: str

    @cached_property
    def values(self) -> np.ndarray:
        """The pixels as explorers compute with them: bytes in [0, 1], else as they are.

        float64, read-only.
        """
        found = self.pixels / 255 if self.scale == 255 else self.pixels.astype(np.float64)
        found.flags.writeable = False
        return found


@dataclass(frozen=True, eq=False)
class StoredNetwork:
    """A trained network and how it came about.

    Parameters
    ----------
    architecture : Architecture
    weights : mapping of str to ndarray
        Every array by name, float64 and read-only.
    classes : tuple of str
        What each logit stands for.
    experiment, framework, seed, command
        What was trained, in which framework, from which seed, by which command.
    test_accuracy : float
        A fraction, of these very weights on ``test_images`` images.
    probability_error : float
        How far any probability on those images is from that of the weights as trained, which
        are float32.
    """

    architecture: Architecture
    weights: MappingProxyType
    classes: tuple[str, ...]
    experiment: str
    framework: str
    seed: int
    command: str
    test_accuracy: float
    test_images: int
    probability_error: float


def payload(name: str) -> dict | list:
    """Return what a page sees as ``cnncourseData[name]``: plain values, a new copy each time.

    Parameters
    ----------
    name : str
        Of `PATHS`: ``"images"``, ``"landscapes"``, ``"weights"``, ``"presets"``, ``"maps"``, or a
        network that has a file of its own, as ``"b-relu"``.

    Raises
    ------
    KeyError
        For another name.
    StoredDataError
        If the file is missing or broken.
    """
    if name not in PATHS:
        raise KeyError(f"no stored data {name!r}; there are {', '.join(PATHS)}")
    return json.loads(_json(name))[name]


@cache
def _json(name):
    """Return the JSON in a data file, checked once."""
    path = PATHS[name]
    try:
        text = path.read_text(encoding="ascii").rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(name, error) from error
    if not (text.startswith(PREFIX) and text.endswith(SUFFIX)):
        raise _broken(name, f"it must begin with {PREFIX!r} and end with {SUFFIX!r}")
    text = text[len(PREFIX) : -len(SUFFIX)]
    try:
        found = json.loads(text)
    except ValueError as error:
        raise _broken(name, error) from error
    if not isinstance(found, dict) or list(found) != [name]:
        raise _broken(name, f"its one entry must be {name!r}")
    return text


def _broken(name, reason):
    return StoredDataError(
        f"the explorers' data file {PATHS[name].name} cannot be read: {reason}; "
        "install cnncourse again"
    )


def decode(encoded: dict) -> np.ndarray:
    """Return an array from its plain form, read-only.

    Parameters
    ----------
    encoded : dict
        ``shape``, ``dtype`` ("uint8", "float16" or "float32"), and ``base64`` of the
        little-endian bytes in C order.

    Raises
    ------
    ValueError
        For another type, or bytes that do not fit the shape.

    Examples
    --------
    >>> decode({"shape": [1, 2], "dtype": "uint8", "base64": "AP8="})
    array([[  0, 255]], dtype=uint8)
    """
    shape, dtype = tuple(encoded["shape"]), encoded["dtype"]
    if dtype not in DTYPES:
        raise ValueError(f"dtype must be one of {', '.join(DTYPES)}, got {dtype!r}")
    try:
        content = base64.b64decode(encoded["base64"], validate=True)
    except binascii.Error as error:
        raise ValueError(f"an array's base64 is broken: {error}") from error
    wanted = math.prod(shape) * np.dtype(DTYPES[dtype]).itemsize
    if len(content) != wanted:
        raise ValueError(f"{dtype} of shape {shape} takes {wanted} bytes, got {len(content)}")
    array = np.frombuffer(content, DTYPES[dtype]).reshape(shape)
    return array.astype(array.dtype.newbyteorder("="), copy=False)


@cache
def images() -> MappingProxyType:
    """Return every stored image by its name, in the order of the file.

    Returns
    -------
    mapping of str to StoredImage

    Raises
    ------
    StoredDataError
        If the file is missing or broken.

    Examples
    --------
    >>> images()["boot"].pixels.shape
    (28, 28, 1)
    """
    return _read("images", _image)


def _entries(name):
    """Return a payload's entries; large images stand as None, and lie in a file of their own."""
    found = payload(name)
    if name == "images":
        large = payload("landscapes")
        found = {key: large[key] if entry is None else entry for key, entry in found.items()}
    return found


@cache
def networks() -> MappingProxyType:
    """Return the trained networks by their architecture's name.

    Returns
    -------
    mapping of str to StoredNetwork
        ``"two-small-conv"`` (source B with logits) and ``"dense-baseline"`` (source C's).

    Raises
    ------
    StoredDataError
        If the file is missing or broken, or weights do not fit their architecture.

    Examples
    --------
    >>> networks()["two-small-conv"].architecture.parameters().total
    11252
    """
    return _read("weights", _network)


@cache
def network(name: str) -> StoredNetwork:
    """Return a trained network that lies in a file of its own.

    Parameters
    ----------
    name : str
        ``"b-relu"`` or ``"c-cnn-small"``.

    Raises
    ------
    KeyError, StoredDataError
        As `payload` and `networks`.

    Examples
    --------
    >>> network("b-relu").architecture.name
    'two-small-conv-relu'
    """
    try:
        return _network(name, payload(name))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise error if isinstance(error, StoredDataError) else _broken(name, repr(error)) from error


def _read(name, make):
    """Return what ``make`` builds of every entry of a payload."""
    try:
        return MappingProxyType({key: make(key, e) for key, e in _entries(name).items()})
    except StoredDataError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _broken(name, repr(error)) from error


def _image(name, entry):
    facts = {key: value for key, value in entry.items() if key != "array"}
    return StoredImage(name=name, pixels=decode(entry["array"]), **facts)


def _network(name, entry):
    architecture = Architecture.from_json(json.dumps(entry["architecture"]))
    weights = {key: decode(array).astype(np.float64) for key, array in entry["weights"].items()}
    faults = weight_faults(architecture, weights)
    if faults:
        raise ValueError(f"weights do not fit {name!r}: " + "; ".join(faults))
    for array in weights.values():
        array.flags.writeable = False
    made = {"architecture": architecture, "weights": MappingProxyType(weights)}
    facts = entry | made | {"classes": tuple(entry["classes"])}
    return StoredNetwork(**facts)
