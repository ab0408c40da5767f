"""Fashion-MNIST: 60,000 + 10,000 grey images of clothing by Zalando Research."""

from pathlib import Path

from . import files, registry
from .errors import DataFileError, MissingFileError
from .files import FileCheck
from .splits import Split

INFO = registry.FASHION_MNIST


def folders() -> tuple[Path, ...]:
    """Return the folders that may hold the set, the first to be preferred and written to."""
    data = files.data_folder()
    return data / "fashion-mnist", data / "FashionMNIST" / "raw", files.DEBIAN


def locate() -> Path | None:
    """Return the first folder with all four files, or None."""
    for folder in folders():
        if not missing_from(folder, registry.FASHION_MNIST_FILES):
            return folder
    return None


def missing_from(folder: Path, expected) -> list[registry.IdxFile]:
    """Return the files of ``expected`` that ``folder`` has neither compressed nor plain."""
    return [file for file in expected if files.find_idx(folder, file) is None]


def fetch(*, progress: bool = True) -> Path:
    """Return the folder of the set; what is missing is downloaded first."""
    from . import download

    if (folder := locate()) is not None:
        download.tidy(folder)
        return folder

    folder = folders()[0]
    with download.workspace(folder) as work:
        missing = missing_from(folder, registry.FASHION_MNIST_FILES)
        for file in missing:
            path = download.retrieve(
                INFO.name,
                [base + file.archive for base in registry.FASHION_MNIST_MIRRORS],
                f"sha256:{file.archive_sha256}",
                work,
                target=folder / file.archive,
                missing=[file.archive for file in missing],
                progress=progress,
            )
            download.install(path, folder / file.archive)
    return folder


def read() -> tuple[Split, Split]:
    """Return the training and the test split from the files there are."""
    folder = locate()
    if folder is None:
        looked = ", ".join(str(folder) for folder in folders())
        raise MissingFileError(
            f"no folder has all four files of {INFO.name!r} (looked in {looked}); "
            "let load() download it, or use the set inside the package: "
            'load("fashion-mnist-mini")'
        )
    return read_splits(folder, registry.FASHION_MNIST_FILES)


def read_splits(folder: Path, expected) -> tuple[Split, Split]:
    """Return training and test split from four IDX files: images, labels, images, labels."""
    arrays = []
    for file in expected:
        path = files.find_idx(folder, file)
        if path is None:
            raise MissingFileError(
                f"{folder / file.archive} is missing; {files.cure_for(folder / file.archive)}"
            )
        arrays.append(files.read_idx(path, file))
    train_images, train_labels, test_images, test_labels = arrays
    return (
        Split(train_images[..., None], train_labels),
        Split(test_images[..., None], test_labels),
    )


def check() -> tuple[FileCheck, ...]:
    """Return the state of each file, in the folder that would be read."""
    return check_files(locate() or folders()[0], registry.FASHION_MNIST_FILES)


def check_files(folder: Path, expected) -> tuple[FileCheck, ...]:
    """Return the state of each IDX file of ``expected`` in ``folder``."""
    checks = []
    for file in expected:
        path = files.find_idx(folder, file)
        if path is None:
            checks.append(files.absent(folder / file.archive))
            continue
        try:
            files.read_idx(path, file)
        except DataFileError as error:
            checks.append(FileCheck(path, str(error)))
        else:
            checks.append(FileCheck(path))
    return tuple(checks)
