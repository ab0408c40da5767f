"""The exercises of "Data" that read a record and compare images."""

import numpy as np

from cnncourse.exercises.chapters.data import looking
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "data"

PICTURE = Exercise(
    name="picture-of-a-record",
    chapter=CHAPTER,
    section="Find, check, unpack",
    rung="write",
    goal="Read a record that has its channels first.",
    minutes=6,
    difficulty=1,
    prompt="Write `picture(record, side)`. A record is a row of bytes: a label, then all red "
    "values of a square picture, row by row, all green ones, all blue ones. It returns the picture "
    "with shape (side, side, 3).",
    answer=Function(
        signature="picture(record, side)",
        cases=lambda rng: [
            {"record": rng.permutation(1 + 3 * side * side).astype(kind), "side": side}
            for side, kind in [
                (2, "uint8"),
                (3, "uint8"),
                (4, "int64"),
                (5, "uint8"),
                (8, "uint8"),
            ]
        ],
        expected=looking.picture,
        wrong={
            "reshape for transpose": lambda record, side: record[1:].reshape(side, side, 3),
            "label read as red": lambda record, side: looking.picture(np.roll(record, 1), side),
            "planes left first": lambda record, side: record[1:].reshape(3, side, side),
            "rows and columns exchanged": lambda record, side: looking.picture(
                record, side
            ).transpose(1, 0, 2),
            "channels reversed": lambda record, side: looking.picture(record, side)[..., ::-1],
            "red plane alone": lambda record, side: looking.picture(record, side)[..., 0],
            "divided by 255": lambda record, side: looking.picture(record, side) / 255,
            "upside down": lambda record, side: looking.picture(record, side)[::-1],
        },
    ),
    hints=(
        "The first byte is the label; what follows is three planes.",
        "First lay the planes out as they lie in the file: 3, side, side.",
        "Then turn the axes, so that the first of them comes last; reshape does not turn.",
    ),
    solution=(
        "```python\n"
        "def picture(record, side):\n"
        "    planes = record[1:].reshape(3, side, side)\n"
        "    return planes.transpose(1, 2, 0)\n"
        "```"
    ),
)


def split_cases(rng):
    """Return training and test images: copies, new ones, and new ones of equal sums."""
    cases = []
    for train, test, shape in [
        (3, 4, (2, 3, 1)),
        (4, 6, (3, 2, 1)),
        (6, 6, (2, 2, 3)),
        (5, 9, (4, 3, 3)),
        (20, 12, (5, 4, 1)),
    ]:
        known = rng.integers(0, 256, (train, *shape), dtype=np.uint8)
        asked = rng.integers(0, 256, (test, *shape), dtype=np.uint8)
        asked[1] = known[train - 1]  # a copy, at another place
        asked[2] = known[0][::-1]  # the same sum, upside down
        asked[3] = known[1]
        asked[3, -1, -1, -1] ^= 1  # one bit away, at the end
        if train == test:
            asked[0] = known[0]
        cases.append({"train": known, "test": asked})
    return cases


def any_pixel(train, test):
    """Return whether any training image agrees in any pixel."""
    return np.array([bool((train == one).any()) for one in test])


KNOWN = Exercise(
    name="known-already",
    chapter=CHAPTER,
    section="Look before you train",
    rung="write",
    goal="Find the test images that are training images.",
    minutes=8,
    difficulty=2,
    prompt="Write `known(train, test)` for two arrays of images (N, H, W, C) in bytes, of which "
    "the numbers N may differ. It returns an array of booleans, one for each test image: whether "
    "the same image, in every pixel, is among the training images.",
    answer=Function(
        signature="known(train, test)",
        cases=split_cases,
        expected=looking.known,
        wrong={
            "equal sums taken for equal": looking.by_sums,
            "any pixel for every pixel": any_pixel,
            "training images told": lambda train, test: looking.known(test, train),
            "copies counted": lambda train, test: int(looking.known(train, test).sum()),
            "new ones named": lambda train, test: ~looking.known(train, test),
            "nearly the same": lambda train, test: np.array(
                [bool((np.abs(train.astype(int) - one).max((1, 2, 3)) < 2).any()) for one in test]
            ),
            "first row alone": lambda train, test: looking.known(train[:, :1], test[:, :1]),
            "first image alone": lambda train, test: looking.known(train[:1], test),
        },
    ),
    hints=(
        "What of an image could be put into a set, so that `in` finds it again?",
        "one.tobytes() is a value that holds every pixel of an image.",
        "Make a set of the training images' bytes, and ask for each test image.",
    ),
    solution=(
        "```python\n"
        "def known(train, test):\n"
        "    there = {one.tobytes() for one in train}\n"
        "    return np.array([one.tobytes() in there for one in test])\n"
        "```"
    ),
)
