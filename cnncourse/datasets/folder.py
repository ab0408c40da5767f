"""A folder of pictures, one folder inside for each class, as images and labels.

People's folders hold pictures of several sizes, grey ones among colour, see-through ones, some
turned by their camera, some broken, and files that are no pictures at all. What a rule can mend
is mended and told; what none can is refused, with its cure.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnncourse.arguments import is_whole, real

from . import pictures
from .class_folders import checked, class_names, listed, picture_files
from .dataset import Dataset
from .errors import FolderError
from .splits import Split, describe

FITS = ("stretch", "crop")


@dataclass(frozen=True, eq=False, repr=False)
class ImageFolder:
    """Images read from a folder, and what was found on the way.

    Parameters
    ----------
    name : str
        Of the folder.
    split : Split
        The images, uint8 (N, H, W, C), and their labels, positions in ``classes``.
    classes : tuple of str
        The names of the folders inside.
    files : tuple of str
        Where each image came from, seen from the folder.
    left_out : tuple of str
        Every file that is no image of the set, and why.
    changed : mapping of str to int
        What was done to images to make them alike, and to how many.
    """

    name: str
    split: Split
    classes: tuple[str, ...]
    files: tuple[str, ...]
    left_out: tuple[str, ...]
    changed: dict[str, int]

    def dataset(self, test: float = 0.2, *, seed: int = 0) -> Dataset:
        """Return the images as a `Dataset`, a share of each class drawn apart as test images.

        Parameters
        ----------
        test : float
            Which fraction of the images, between 0 and 1.
        seed : int
            Draws them.

        Raises
        ------
        TypeError, ValueError
            For a fraction out of range.
        """
        test = real(test, "test", 0, 1, low_open=True, cure="0.2 is a fifth")
        both = Dataset(self.name, self.split, self.split, self.classes)
        parts = both.with_validation(test, seed=seed, stratified=True)
        return Dataset(self.name, parts.train, parts.validation, self.classes)

    def __repr__(self):
        lines = [f"{self.name}: {describe(self.split)}", f"  classes: {', '.join(self.classes)}"]
        lines += [f"  {count} {what}" for what, count in self.changed.items()]
        lines += [f"  left out {one}" for one in self.left_out]
        return "\n".join(lines)


def from_folder(path, *, size=None, channels: int = 3, classes=None, fit: str = "stretch"):
    """Return the pictures of a folder that has one folder inside for each class.

    Grey pictures, palettes, opacity, 16 bits and turned photographs are brought to bytes of
    ``channels``; `ImageFolder.changed` counts them. Files that are no pictures and broken ones are
    left out, and `ImageFolder.left_out` names each; hidden ones are passed over. The rest is
    refused if it cannot be a set. Folders inside a class's folder belong to the class.

    Parameters
    ----------
    path : str or Path
    size : (int, int) or int, optional
        Height and width to bring every picture to, or the side of a square. All must have one
        size where left out.
    channels : int
        3 for colour, 1 for grey.
    classes : sequence of str, optional
        The classes in the order of their labels, as `ImageFolder.classes` of the training
        pictures: then the test pictures' labels mean the same, even if a class has none.
        In alphabetical order where left out; names that are all numbers, in their order.
    fit : str
        How a picture of another shape comes to ``size``: ``"stretch"``, or ``"crop"``, which
        first cuts the middle to the wanted shape.

    Returns
    -------
    ImageFolder

    Raises
    ------
    MissingFileError
        If there is no such folder.
    FolderError
        If the folder has no classes, a class has no picture, pictures differ in size and no size
        was asked for, or no pixel is brighter than 1.
    TypeError, ValueError
        For an argument out of range.

    Examples
    --------
    >>> from_folder("no-such-folder")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    cnncourse.datasets.errors.MissingFileError: there is no folder no-such-folder; ...
    """
    size, path = _size(size), Path(path)
    if not is_whole(channels) or channels not in (1, 3):
        raise ValueError(f"channels must be 1 (grey) or 3 (colour), got {channels!r}")
    if fit not in FITS:
        raise ValueError(f'fit must be "stretch" or "crop", got {fit!r}')
    left_out = []
    names = class_names(path, left_out) if classes is None else checked(path, classes)
    images, labels, files, changed = [], [], [], Counter()
    for label, file in picture_files(path, names, left_out):
        try:
            pixels, done = pictures.read(file, channels)
        except pictures.PictureError as error:
            left_out.append(f"{file.relative_to(path).as_posix()}: {error}")
            continue
        if size is not None:
            pixels, resized = pictures.resize(pixels, size, fit)
            done += resized
        changed.update(done)
        images.append(pixels)
        labels.append(label)
        files.append(file.relative_to(path).as_posix())
    _check_counts(path, labels, names, left_out, every=classes is None)
    _check_sizes(images, files)
    split = Split(np.stack(images), labels)
    _check_bright(path, split)
    return ImageFolder(path.name, split, names, tuple(files), tuple(left_out), dict(changed))


def _size(size):
    given = (size, size) if is_whole(size) else size
    if given is None:
        return None
    sides = tuple(given) if isinstance(given, tuple | list) else ()
    if len(sides) != 2 or not all(is_whole(side) and side >= 1 for side in sides):
        raise ValueError(f"size must be (height, width) in pixels, from 1, got {size!r}")
    return int(sides[0]), int(sides[1])


def _check_counts(path, labels, names, left_out, *, every):
    """Raise unless there are pictures, and of every class where that is asked."""
    empty = [name for label, name in enumerate(names) if label not in labels]
    told = f" (left out: {listed(left_out, '; ')})" if left_out else ""
    if not labels:
        raise FolderError(
            f"{path} must hold pictures ({', '.join(pictures.ENDINGS)}), but its "
            f"{len(names)} folders have none{told}; add some"
        )
    if every and empty:
        raise FolderError(
            f"every class must have a picture, but there is none of {listed(empty)}{told}; "
            "add some, or remove the folder"
        )


def _check_sizes(images, files):
    """Raise unless all images have one size."""
    sizes = Counter(image.shape[:2] for image in images)
    if len(sizes) == 1:
        return
    (usual, count), *_ = sizes.most_common()
    at = next(n for n, image in enumerate(images) if image.shape[:2] != usual)
    other = "×".join(map(str, images[at].shape[:2]))
    raise FolderError(
        f"all pictures must have one size, height×width: {count} of {len(images)} are "
        f"{usual[0]}×{usual[1]}, but {files[at]} is {other}; bring them to one with "
        f"size={usual}"
    )


def _check_bright(path, split):
    """Raise if no pixel is brighter than 1, as where floats were written as bytes."""
    most = int(split.images.max())
    if most <= 1:
        raise FolderError(
            f"pictures must use the bytes 0 to 255, but in {path} none is above {most}: numbers "
            "from 0 to 1 seem to have been written as bytes; multiply them by 255 before writing"
        )
