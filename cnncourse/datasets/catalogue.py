"""The data sets by name: what there is, where it lies, and `load`."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from . import cifar10, fashion_mnist, fashion_mnist_mini, shapes
from .dataset import Dataset
from .errors import CorruptFileError, UnknownDatasetError
from .files import FileCheck, faults_named
from .registry import DatasetInfo

SETS = {module.INFO.name: module for module in (fashion_mnist_mini, fashion_mnist, cifar10, shapes)}
DEFAULT = "fashion-mnist-mini"


@dataclass(frozen=True)
class Verification:
    """What checking every file of a set found.

    Parameters
    ----------
    name : str
        The set.
    checks : tuple of FileCheck
        One for each file; empty for a generated set.
    """

    name: str
    checks: tuple[FileCheck, ...]

    @property
    def ok(self) -> bool:
        """Whether every file is there and whole."""
        return all(check.ok for check in self.checks)

    def __str__(self):
        if not self.checks:
            return f"{self.name}: generated, it has no files"
        lines = [check.fault or f"{check.path} is as it should be" for check in self.checks]
        verdict = "every file is as it should be" if self.ok else "not as it should be"
        return "\n  ".join([f"{self.name}: {verdict}", *lines])


def load(
    name: str = DEFAULT,
    *,
    validation: int | float | None = None,
    stratified: bool = False,
    seed: int = 0,
    train: int | None = None,
    test: int | None = None,
    download: bool = True,
    progress: bool = True,
) -> Dataset:
    """Return a data set as NumPy arrays.

    Parameters
    ----------
    name : str
        ``"fashion-mnist-mini"`` (inside the package), ``"fashion-mnist"``, ``"cifar10"`` or
        ``"shapes"`` (drawn).
    validation : int or float, optional
        How many training images, or which fraction of them, to set apart for validation.
    stratified : bool
        Whether each class gives the same share to the validation split.
    seed : int
        Draws the validation split and, for ``"shapes"``, the images.
    train, test : int, optional
        How many images to draw; for ``"shapes"`` only. `Split.take` reduces the other sets.
    download : bool
        Whether missing files may be downloaded, into the folder that the environment variable
        ``CNNCOURSE_DATA`` names, or pooch's cache.
    progress : bool
        Whether a download shows a progress bar, on standard error.

    Returns
    -------
    Dataset
        Images uint8 of shape (N, H, W, C), labels int64 of shape (N,).

    Raises
    ------
    UnknownDatasetError
        For another name; the message has the nearest one.
    DataFileError
        If a file is missing, truncated, altered or cannot be downloaded or written. Its
        subclasses `MissingFileError`, `CorruptFileError`, `DownloadError` and `StorageError`
        say which.
    TypeError, ValueError
        For a count, fraction or seed out of range.

    Examples
    --------
    >>> dataset = load(validation=0.2, stratified=True)
    >>> len(dataset.train), len(dataset.validation), len(dataset.test)
    (4000, 1000, 1000)
    """
    module = _module(name)
    if module.INFO.kind == "generated":
        splits = module.read(
            train=module.INFO.train if train is None else train,
            test=module.INFO.test if test is None else test,
            seed=seed,
        )
    else:
        if train is not None or test is not None:
            raise ValueError(
                f"train and test choose how many images to draw, but {name!r} is not drawn: its "
                f"{module.INFO.train} and {module.INFO.test} images are given; "
                "use dataset.train.take(count) for fewer"
            )
        with faults_named():
            if download:
                module.fetch(progress=progress)
            splits = module.read()
    dataset = Dataset(name, *splits, module.INFO.classes)
    if validation is None:
        return dataset
    return dataset.with_validation(validation, seed=seed, stratified=stratified)


def available() -> tuple[DatasetInfo, ...]:
    """Return the facts of every data set: name, description, sizes, classes, licence."""
    return tuple(module.INFO for module in SETS.values())


def locate(name: str) -> Path | None:
    """Return the folder where a set's files lie, or None if they have yet to be downloaded.

    A generated set lies where its generator does. For an archive that has yet to be unpacked,
    the archive's path.

    Raises
    ------
    UnknownDatasetError
        For a name that is not in `available`.
    """
    module = _module(name)
    with faults_named():
        return module.locate()


def fetch(name: str, *, progress: bool = True) -> Path:
    """Return the folder of a set's files, all checked, after downloading what is missing.

    Raises
    ------
    UnknownDatasetError
        For a name that is not in `available`.
    DataFileError
        If no address delivers the files, they cannot be written, or one that was there
        already is not as it should be.
    """
    module = _module(name)
    with faults_named():
        folder = module.fetch(progress=progress)
    for check in verify(name).checks:
        if not check.ok:
            raise CorruptFileError(check.fault)
    return folder


def verify(name: str) -> Verification:
    """Return the outcome of checking each file of a set against its size and hash.

    A faulty or missing file is reported, not raised.

    Examples
    --------
    >>> verify("fashion-mnist-mini").ok
    True
    """
    module = _module(name)
    with faults_named():
        return Verification(name, module.check())


def _module(name):
    if not isinstance(name, str):
        raise TypeError(f"the name of a data set must be a string, got {name!r}")
    if name in SETS:
        return SETS[name]
    plain = {_plain(known): known for known in SETS}
    near = difflib.get_close_matches(_plain(name), plain, n=1, cutoff=0.5)
    hint = f"did you mean {plain[near[0]]!r}? " if near else ""
    raise UnknownDatasetError(f"no data set named {name!r}: {hint}choose from {', '.join(SETS)}")


def _plain(name):
    """Return a name without case and punctuation, the way they are misspelt."""
    return "".join(letter for letter in name.lower() if letter.isalnum())
