"""The folders inside a folder of pictures, one for each class, and the files in them."""

from .errors import FolderError, MissingFileError
from .pictures import ENDINGS

NAMED = 5  # files that a message names
HIDDEN = {"thumbs.db", "desktop.ini"}
PARTS = {"train", "training", "test", "testing", "val", "valid", "validation"}


def class_names(path, left_out):
    """Return the classes that a folder has, in order: those that are numbers by their value."""
    inside = _shown(path)
    folders = [one for one in inside if one.is_dir()]
    if not folders:
        loose = [one for one in inside if _is_picture(one)]
        there = f"{len(loose)} pictures and no folder" if loose else "no folder"
        raise FolderError(
            f"{path} must hold one folder for each class, but it holds {there}; "
            "put the pictures of each class into a folder that bears its name"
        )
    names = [one.name for one in folders]
    if len(names) > 1 and {name.lower() for name in names} <= PARTS:
        first = next((name for name in names if name.lower().startswith("train")), names[0])
        raise FolderError(
            f"{path} holds {' and '.join(names)}, which are parts of a set and no classes; read "
            f"them one by one: train = from_folder({str(path / first)!r}), and the others with "
            "classes=train.classes"
        )
    left_out += [
        f"{one.name}: beside the folders, so of no class" for one in inside if not one.is_dir()
    ]
    numbers = all(name.isdecimal() for name in names)
    return tuple(sorted(names, key=int) if numbers else names)


def checked(path, classes):
    """Return the classes asked for, if the folder has no others."""
    if isinstance(classes, str) or not all(isinstance(name, str) for name in classes):
        raise TypeError(f"classes must be a sequence of names, got {classes!r}")
    more = [one.name for one in _shown(path) if one.is_dir() and one.name not in classes]
    if more:
        raise FolderError(
            f"{path} has folders that are none of the classes: {listed(more)}; add them to "
            "classes, or move them away"
        )
    return tuple(classes)


def picture_files(path, names, left_out):
    """Yield (label, file) for every picture, by class and name; other files are told."""
    for label, name in enumerate(names):
        for file in _below(path / name):
            if _is_picture(file):
                yield label, file
            else:
                left_out.append(f"{file.relative_to(path).as_posix()}: not a picture by its name")


def _below(folder):
    """Return the files of a folder and of those inside it that are not hidden, by name."""
    if not folder.is_dir():
        return []
    return [
        file
        for one in _shown(folder)
        for file in (_below(one) if one.is_dir() and not one.is_symlink() else [one])
    ]


def _shown(folder):
    """Return what a folder holds, by name, without what systems hide there."""
    if not folder.is_dir():
        cure = "unpack it first" if folder.is_file() else "mind the spelling and where you are"
        what = (
            f"{folder} is a file and no folder"
            if folder.is_file()
            else (f"there is no folder {folder}")
        )
        raise MissingFileError(f"{what}; {cure}")
    return sorted(
        (
            one
            for one in folder.iterdir()
            if not one.name.startswith((".", "__MACOSX")) and one.name.lower() not in HIDDEN
        ),
        key=lambda one: one.name,
    )


def _is_picture(file):
    return file.is_file() and file.suffix.lower() in ENDINGS


def listed(names, between=", "):
    """Return a few names, and how many more there are."""
    rest = len(names) - NAMED
    return between.join(names[:NAMED]) + (f" and {rest} more" if rest > 0 else "")
