"""Features computed once and kept on disk, under a name that says of what they are."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from cnncourse import disk, weightfile
from cnncourse.architecture import Architecture
from cnncourse.datasets.files import data_folder
from cnncourse.transfer.resizing import resize

FORMAT = "cnncourse features"
BLOCK = 1000
"""Images that are made larger at once: 28 MB of them at 96 x 96 pixels."""

log = logging.getLogger(__name__)


def kept_features(
    compute: Callable[[np.ndarray], np.ndarray],
    architecture: Architecture,
    arrays: Mapping[str, np.ndarray],
    images: np.ndarray,
    layer: str,
    *,
    by: str,
    cache: bool | str | Path = True,
) -> np.ndarray:
    """Return the features of images, from the disk if they were computed before.

    Parameters
    ----------
    compute : function
        Of some images, as large as the architecture wants them; returns the layer's output.
    architecture : Architecture
    arrays : mapping of str to ndarray
        Its weights.
    images : ndarray of uint8, (N, H, W, C)
        Where they are of another size than the architecture's, `resize` makes them fit.
    layer : str
        The layer's name.
    by : str
        What computes: frameworks differ in the last digits.
    cache : bool or path
        The folder to keep them in; True is ``features`` in the folder of data sets.

    Returns
    -------
    ndarray of float32, (N, features)
    """
    if not cache:
        return _computed(compute, architecture, images)
    folder = data_folder() / "features" if cache is True else disk.expand(cache)
    key = _key(architecture, arrays, images, layer, by)
    path = folder / f"{key[:32]}.safetensors"
    found = _read(path, key, len(images))
    if found is None:
        found = _computed(compute, architecture, images)
        _write(path, key, found)
    return found


def _computed(compute, architecture, images):
    """Return the features, computed block after block."""
    found = []
    for start in range(0, len(images), BLOCK):
        block = np.asarray(images[start : start + BLOCK])
        if block.shape[1:3] != architecture.input_shape[:2]:
            block = resize(block, architecture.input_shape[:2])
        found.append(np.asarray(compute(block), np.float32))
    return np.concatenate(found)


def _key(architecture, arrays, images, layer, by):
    """Return the SHA-256 of all that decides the features."""
    total = hashlib.sha256(f"{FORMAT} {by} {layer} {architecture.to_json()}".encode())
    for name, array in {**arrays, "images": images}.items():
        array = np.ascontiguousarray(array)
        total.update(f"{name} {array.dtype} {array.shape}".encode())
        total.update(array.data)
    return total.hexdigest()


def _read(path, key, count):
    """Return the features that a file keeps, or None unless it is whole and of this key."""
    try:
        arrays, about = weightfile.read(path)
    except (OSError, ValueError):
        return None
    features = arrays.get("features")
    if about.get("key") != key or features is None or len(features) != count:
        return None
    return features if about.get("sha256") == _digest(features) else None


def _write(path, key, features):
    """Keep features; where that cannot be, they are computed again the next time."""
    about = {"format": FORMAT, "key": key, "sha256": _digest(features)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        weightfile.write(path, {"features": features}, about)
    except OSError as error:
        log.warning("the features are not kept: %s", error)


def _digest(features):
    return hashlib.sha256(np.ascontiguousarray(features)).hexdigest()
