"""Fashion-MNIST's small set as a page learns from it: 16 grey levels, the classes in turn.

The set is the package's own, so nothing of this lies in it twice: the book's build writes the
script for its pages, and a notebook sends the same payload when the drawing asks for it.

An image's numbers are the differences from what its neighbours foretell (PNG's rule "Paeth", for
each image by itself), one byte each, modulo 16. That deflates to two fifths of the bytes.
"""

import base64
import zlib
from functools import cache

import numpy as np

from cnncourse import datasets

NAME = "fashion-mnist-mini"
LEVELS = 16
STEP = 255 // (LEVELS - 1)  # grey levels of 255 from one of these to the next


@cache
def splits() -> tuple[datasets.Split, datasets.Split]:
    """Return the 5,000 images to learn from and the 1,000 to validate with.

    Each pixel is the nearest of 16 grey levels (0, 17, … 255). The training images come with the
    classes in turn, so that the first 10, 20 or 100 have as many of each; the others, which are
    the set's test images, as they are in the set.

    Examples
    --------
    >>> training, validation = splits()
    >>> len(training), len(validation), training.labels[:12].tolist()
    (5000, 1000, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    """
    data = datasets.load(NAME)
    return _coarse(data.train.select(_in_turn(data.train.labels))), _coarse(data.test)


def _in_turn(labels):
    """Return the order in which one image of every class follows the other."""
    turns = np.empty(len(labels), int)
    for label in np.unique(labels):
        own = labels == label
        turns[own] = np.arange(own.sum())
    return np.lexsort((labels, turns))


def _coarse(split):
    levels = np.rint(split.images / STEP).astype(np.uint8)
    return datasets.Split(levels * STEP, split.labels)


def payload() -> dict:
    """Return both splits as plain values: what a page sees as ``cnncourseData[NAME]``."""
    training, validation = splits()
    levels = np.concatenate([one.images[..., 0] for one in (training, validation)]) // STEP
    labels = np.concatenate([one.labels for one in (training, validation)]).astype(np.uint8)
    compressor = zlib.compressobj(9, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
    content = compressor.compress(_residuals(levels).tobytes()) + compressor.flush()
    return {
        "classes": list(datasets.load(NAME).classes),
        "training": len(training),
        "validation": len(validation),
        "side": levels.shape[1],
        "levels": LEVELS,
        "labels": base64.b64encode(labels.tobytes()).decode("ascii"),
        "images": base64.b64encode(content).decode("ascii"),
    }


def first_of_validation(count: int) -> dict:
    """Return the first validation images as plain values, two pixels in a byte, deflated.

    Examples
    --------
    >>> found = first_of_validation(3)
    >>> found["count"], found["side"], found["step"]
    (3, 28, 17)
    """
    levels = (splits()[1].images[:count] // STEP).reshape(-1, 2)
    content = zlib.compress((levels[:, 0] * LEVELS + levels[:, 1]).tobytes(), 9)
    packed = {"images": base64.b64encode(content).decode("ascii")}
    return {"count": count, "side": 28, "step": STEP} | packed


def _residuals(levels):
    """Return what each pixel differs by from the neighbour that foretells it, modulo 16."""
    whole = levels.astype(int)
    padded = np.pad(whole, ((0, 0), (1, 0), (1, 0)))
    left, above, corner = padded[:, 1:, :-1], padded[:, :-1, 1:], padded[:, :-1, :-1]
    first = left + above - corner
    far = [np.abs(first - one) for one in (left, above, corner)]
    nearest = np.where(far[1] <= far[2], above, corner)
    nearest = np.where((far[0] <= far[1]) & (far[0] <= far[2]), left, nearest)
    return ((whole - nearest) % LEVELS).astype(np.uint8)
