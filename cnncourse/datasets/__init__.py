"""Data sets as NumPy arrays: real ones, hashed, and one drawn by a seed.

`load` returns a `Dataset`: training and test `Split`, each with ``images`` (uint8, shape
(N, H, W, C)) and ``labels`` (int64, shape (N,)), and the names of the classes. Without a name
it gives ``"fashion-mnist-mini"``, which is inside the package and needs no network. Your own
arrays become a set with ``Dataset(name, Split(...), Split(...), classes)``, your own pictures
with `from_folder`.

The map of the room:

``splits``, ``dataset``
    `Split` and `Dataset`, checked when made; validation splits and balanced subsets.
``biased``
    `biased_shapes`: shapes whose background goes with their class, and three kinds of test.
``folder``, ``class_folders``, ``pictures``
    `from_folder`: your own pictures, one folder for each class, with every fault told.
``framing``
    Images pasted into a larger black frame: `Split.in_frame`, `Dataset.in_frame`.
``catalogue``
    `load`, `available`, `locate`, `fetch`, `verify`: the sets by name.
``registry``
    Every fact, hash and address, in one place.
``fashion_mnist``, ``fashion_mnist_mini``, ``cifar10``, ``shapes``
    One file for each set.
``files``, ``idx``, ``download``, ``errors``
    Files found and read with every fault named; downloads that are whole or absent.

Downloaded files go to the folder that the environment variable ``CNNCOURSE_DATA`` names, or
to pooch's cache; files already there, or in Debian's ``/usr/share/datasets/fashion-mnist``,
are used. The author of CIFAR-10 states no licence: this package never contains it.
"""

from .biased import BiasedShapes, biased_shapes
from .catalogue import Verification, available, fetch, load, locate, verify
from .dataset import Dataset
from .errors import (
    CorruptFileError,
    DataFileError,
    DatasetError,
    DownloadError,
    FolderError,
    MissingFileError,
    StorageError,
    UnknownDatasetError,
)
from .files import FileCheck
from .folder import ImageFolder, from_folder
from .registry import DatasetInfo
from .splits import Split

__all__ = [
    "BiasedShapes",
    "CorruptFileError",
    "DataFileError",
    "Dataset",
    "DatasetError",
    "DatasetInfo",
    "DownloadError",
    "FileCheck",
    "FolderError",
    "ImageFolder",
    "MissingFileError",
    "Split",
    "StorageError",
    "UnknownDatasetError",
    "Verification",
    "available",
    "biased_shapes",
    "fetch",
    "from_folder",
    "load",
    "locate",
    "verify",
]
