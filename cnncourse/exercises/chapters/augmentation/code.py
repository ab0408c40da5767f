"""The exercises of "Augmentation" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.augmentation import changing
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "augmentation"
ROUND = """\
def shifted(image, down, right):
    moved = np.roll(image, (down, right), axis=(0, 1))
    return moved"""


def moved_cases(rng):
    """Return images of several sizes and types, and moves in all four directions."""
    return [
        {"image": rng.integers(1, 200, shape).astype(kind), "down": down, "right": right}
        for shape, down, right, kind in [
            ((2, 3), 1, 0, "int64"),
            ((3, 4), 0, -1, "uint8"),
            ((4, 3), -1, 2, "float32"),
            ((5, 6), 2, 1, "float64"),
            ((6, 5), -3, -2, "uint8"),
            ((4, 7), 0, 0, "int64"),
        ]
    ]


SHIFTED = Exercise(
    name="nothing-comes-round",
    chapter=CHAPTER,
    section="Look back, not forward",
    rung="edit",
    goal="Move an image so that black comes in.",
    minutes=6,
    difficulty=2,
    prompt="`shifted(image, down, right)` moves a grey image (H, W); negative numbers move it up "
    "and to the left. What leaves the frame is to be lost and black (0) to come in, but `np.roll` "
    "lets it come in again on the other side. Mend it.",
    answer=Function(
        signature="shifted(image, down, right)",
        stub=ROUND,
        cases=moved_cases,
        expected=changing.shifted,
        wrong={
            "round the edge": lambda image, down, right: np.roll(image, (down, right), (0, 1)),
            "edge drawn out": changing.edge_drawn_out,
            "moved the other way": lambda image, down, right: changing.shifted(
                image, -down, -right
            ),
            "down for right": lambda image, down, right: changing.shifted(image, right, down),
            "left as it was": lambda image, down, right: image.copy(),
            "rows alone": lambda image, down, right: changing.shifted(image, down, 0),
            "columns alone": lambda image, down, right: changing.shifted(image, 0, right),
            "mirrored too": lambda image, down, right: changing.shifted(
                image[:, ::-1], down, right
            ),
        },
    ),
    hints=(
        "After the roll, which rows hold what came round? For down = 2 the first two.",
        "For down = −2 it is the last two. `moved[down:] = 0` with a negative number counts from "
        "the end.",
        "Set rows to 0 if down is positive and other rows if it is negative; the same for columns.",
    ),
    solution=(
        "```python\n"
        "def shifted(image, down, right):\n"
        "    moved = np.roll(image, (down, right), axis=(0, 1))\n"
        "    if down:\n"
        "        moved[slice(down) if down > 0 else slice(down, None)] = 0\n"
        "    if right:\n"
        "        moved[:, slice(right) if right > 0 else slice(right, None)] = 0\n"
        "    return moved\n"
        "```"
    ),
)


def square_cases(rng):
    """Return images and squares in the middle, at edges and in corners."""
    return [
        {
            "image": rng.integers(1, 200, shape).astype(kind),
            "row": row,
            "column": column,
            "side": side,
        }
        for shape, row, column, side, kind in [
            ((3, 4), 1, 2, 1, "int64"),
            ((5, 6), 2, 3, 3, "uint8"),
            ((5, 6), 0, 0, 3, "float64"),
            ((6, 5), 5, 1, 5, "uint8"),
            ((7, 8), 1, 6, 5, "float32"),
            ((4, 9), 3, 8, 3, "int64"),
        ]
    ]


SQUARE = Exercise(
    name="black-square",
    chapter=CHAPTER,
    section="What it promises",
    rung="write",
    goal="Write cutout, also at the edge.",
    minutes=7,
    difficulty=2,
    prompt="Write `cutout(image, row, column, side)`: a new grey image (H, W) with a black (0) "
    "square of `side` pixels, an odd number, whose middle is the pixel at `row`, `column`. What of "
    "the square lies outside the image is left out.",
    answer=Function(
        signature="cutout(image, row, column, side)",
        cases=square_cases,
        expected=changing.blacked,
        wrong={
            "negative start": changing.from_negative,
            "corner for middle": lambda image, row, column, side: changing.blacked(
                image, row + side // 2, column + side // 2, side
            ),
            "one pixel short": lambda image, row, column, side: changing.blacked(
                image, row, column, side - 2
            ),
            "twice as wide": lambda image, row, column, side: changing.blacked(
                image, row, column, 2 * side + 1
            ),
            "square alone kept": lambda image, row, column, side: (
                image - changing.blacked(image, row, column, side)
            ),
            "whole rows": changing.whole_rows,
            "row for column": lambda image, row, column, side: changing.blacked(
                image, column, row, side
            ),
            "left as it was": lambda image, row, column, side: image.copy(),
        },
    ),
    hints=(
        "A square of side 3 reaches one pixel each way.",
        "Near the upper edge row − half is negative, and a slice that starts at −1 starts at the "
        "last row.",
        "`max(row - half, 0)` is the first row of what is left.",
    ),
    solution=(
        "```python\n"
        "def cutout(image, row, column, side):\n"
        "    half, new = side // 2, image.copy()\n"
        "    top, left = max(row - half, 0), max(column - half, 0)\n"
        "    new[top : row + half + 1, left : column + half + 1] = 0\n"
        "    return new\n"
        "```"
    ),
)


def pair_cases(rng):
    """Return labels, partners and weights for several numbers of classes."""
    cases = []
    for n, classes, weight in [(2, 2, 0.75), (3, 4, 0.6), (4, 3, 0.1), (5, 6, 0.5), (6, 5, 1.0)]:
        labels = rng.integers(0, classes, n)
        labels[0], labels[1] = 0, classes - 1
        partners = np.roll(np.arange(n), -1)
        cases.append({"labels": labels, "partners": partners, "weight": weight, "classes": classes})
    return cases


MIXED = Exercise(
    name="two-labels-at-once",
    chapter=CHAPTER,
    section="Change the label with the image",
    rung="write",
    goal="Write what is wanted of a mixed image.",
    minutes=7,
    difficulty=2,
    prompt="Each image is mixed with another: it weighs `weight`, one number for all, and its "
    "partner, whose number is in `partners`, weighs the rest. Write `wanted(labels, partners, "
    "weight, classes)`: an array (n, classes) with the probability that is wanted of each class.",
    answer=Function(
        signature="wanted(labels, partners, weight, classes)",
        cases=pair_cases,
        expected=changing.wanted,
        wrong={
            "weights swapped": lambda labels, partners, weight, classes: changing.wanted(
                labels, partners, 1 - weight, classes
            ),
            "one label kept": lambda labels, partners, weight, classes: np.eye(classes)[labels],
            "always halves": lambda labels, partners, weight, classes: changing.wanted(
                labels, partners, 0.5, classes
            ),
            "number for label": lambda labels, partners, weight, classes: (
                weight * np.eye(classes)[labels]
                + (1 - weight) * np.eye(classes)[np.asarray(partners) % classes]
            ),
            "more than one in all": lambda labels, partners, weight, classes: (
                np.eye(classes)[labels] + (1 - weight) * np.eye(classes)[labels[partners]]
            ),
            "labels averaged": lambda labels, partners, weight, classes: (
                weight * labels + (1 - weight) * labels[partners]
            ),
            "partner alone": lambda labels, partners, weight, classes: np.eye(classes)[
                labels[partners]
            ],
            "classes as rows": lambda labels, partners, weight, classes: (
                changing.wanted(labels, partners, weight, classes).T
            ),
        },
    ),
    hints=(
        "`np.eye(classes)[labels]` has a 1 at each label.",
        "The labels of the partners are `labels[partners]`.",
        "Add the two with the weights that the images have.",
    ),
    solution=(
        "```python\n"
        "def wanted(labels, partners, weight, classes):\n"
        "    single = np.eye(classes)[labels]\n"
        "    return weight * single + (1 - weight) * single[partners]\n"
        "```"
    ),
)
