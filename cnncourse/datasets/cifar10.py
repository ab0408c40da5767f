"""CIFAR-10: 50,000 + 10,000 colour images of animals and vehicles, in its binary version.

Its author, Alex Krizhevsky, states no licence. The images are downloaded from his page or read
from files already there; this package never contains them.
"""

import gzip
import hashlib
import tarfile
import zlib
from pathlib import Path

import numpy as np

from . import files, registry
from .errors import DataFileError, MissingFileError
from .files import FileCheck
from .splits import Split

INFO = registry.CIFAR10
SIDE, CHANNELS = 32, 3
RECORD = 1 + SIDE * SIDE * CHANNELS
BLOCK = 1 << 20


def folder() -> Path:
    """Return the folder of the six files, whether they are there or not."""
    return files.data_folder() / registry.CIFAR10_FOLDER


def locate() -> Path | None:
    """Return the folder of the six files; else the archive that has them; else None."""
    if not _missing():
        return folder()
    archive = _archive()
    return archive if archive.is_file() else None


def fetch(*, progress: bool = True) -> Path:
    """Return the folder of the six files, unpacked or downloaded first where need be."""
    from . import download

    if not _missing():
        download.tidy(folder())
        return folder()
    with download.workspace(folder()) as work:
        if not _missing():  # another process has brought them in the meantime
            return folder()
        archive = _archive()
        if archive.is_file():
            _check_archive(archive)
        else:
            archive = download.retrieve(
                INFO.name,
                [base + registry.CIFAR10_ARCHIVE for base in registry.CIFAR10_MIRRORS],
                f"md5:{registry.CIFAR10_ARCHIVE_MD5}",
                work,
                target=archive,
                missing=[file.name for file in _missing()],
                progress=progress,
            )
        _unpack(archive, work)
        for file in _missing():
            download.install(work / file.name, folder() / file.name)
    return folder()


def read() -> tuple[Split, Split]:
    """Return the training and the test split from the files there are."""
    if missing := _missing():
        names = ", ".join(file.name for file in missing)
        raise MissingFileError(
            f"{INFO.name!r} lacks {names} in {folder()}; let load() download it, or use the sets "
            'that need no network: load("fashion-mnist-mini"), load("shapes")'
        )
    *train, test = registry.CIFAR10_FILES
    return _read_split(train), _read_split([test])


def check() -> tuple[FileCheck, ...]:
    """Return the state of each file."""
    missing = _missing()
    if missing and _archive().is_file():
        return (_checked(_archive(), lambda: _check_archive(_archive())),)
    return tuple(
        files.absent(folder() / file.name)
        if file in missing
        else _checked(folder() / file.name, lambda file=file: _records(file))
        for file in registry.CIFAR10_FILES
    )


def _checked(path, test):
    try:
        test()
    except DataFileError as error:
        return FileCheck(path, str(error))
    return FileCheck(path)


def _archive():
    return files.data_folder() / registry.CIFAR10_ARCHIVE


def _missing():
    """Return the files that are not in the folder."""
    return [file for file in registry.CIFAR10_FILES if not (folder() / file.name).is_file()]


def _read_split(batches):
    """Return the images of ``batches``, each file turned into place so that one is held at a time.

    A record is a label, then 1,024 red, 1,024 green and 1,024 blue values.
    """
    count = sum(file.images for file in batches)
    images = np.empty((count, SIDE, SIDE, CHANNELS), np.uint8)
    labels = np.empty(count, np.int64)
    start = 0
    for file in batches:
        records = _records(file)
        part = slice(start, start + file.images)
        labels[part] = records[:, 0]
        planes = records[:, 1:].reshape(-1, CHANNELS, SIDE, SIDE)
        images[part] = planes.transpose(0, 2, 3, 1)
        start += file.images
    return Split(images, labels)


def _records(file):
    """Return the records of one file, shape (images, 3073), after checking size and SHA-256."""
    path, size = folder() / file.name, file.images * RECORD
    try:
        found = path.stat().st_size
        if found != size:
            raise files.corrupt(path, f"{size} bytes", f"{found} bytes")
        content = np.fromfile(path, np.uint8)
    except DataFileError:
        raise
    except OSError as error:
        raise files.unreadable(path, error) from error
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != file.sha256:
        raise files.corrupt(path, f"SHA-256 {file.sha256}", f"{sha256} ({found} bytes)")
    return content.reshape(-1, RECORD)


def _check_archive(archive):
    """Raise unless the archive is the official one."""
    try:
        with open(archive, "rb") as stream:
            found = hashlib.file_digest(
                stream, lambda: hashlib.md5(usedforsecurity=False)
            ).hexdigest()
        size = archive.stat().st_size
    except OSError as error:
        raise files.unreadable(archive, error) from error
    if found != registry.CIFAR10_ARCHIVE_MD5:
        raise files.corrupt(
            archive,
            f"MD5 {registry.CIFAR10_ARCHIVE_MD5} ({INFO.size} bytes)",
            f"{found} ({size} bytes)",
        )


def _unpack(archive, work):
    """Write the six files of the archive into ``work``, each checked; nothing else is unpacked."""
    wanted = {f"{registry.CIFAR10_FOLDER}/{file.name}": file for file in registry.CIFAR10_FILES}
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                if member.isfile() and (file := wanted.pop(member.name, None)):
                    _unpack_member(archive, tar.extractfile(member), file, work)
                if not wanted:
                    return
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise files.corrupt(archive, "a gzip-compressed tar archive", str(error)) from error
    raise files.corrupt(archive, f"the members {', '.join(wanted)}", "an archive without them")


def _unpack_member(archive, stream, file, work):
    digest = hashlib.sha256()
    with open(work / file.name, "wb") as target:
        while block := stream.read(BLOCK):
            digest.update(block)
            target.write(block)
    if digest.hexdigest() != file.sha256:
        raise files.corrupt(archive, f"{file.name} with SHA-256 {file.sha256}", digest.hexdigest())
