"""The exercises of "Convolution" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.convolution.maps import both_at_once, flipped, not_both, single
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "convolution"

STEP_STUB = """\
def step(image):
    left = image[:, :-1]
    right = image[:, 1:]
    return right - left"""

STEP = Exercise(
    name="bytes-step",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="edit",
    goal="Keep bytes from wrapping around.",
    minutes=4,
    difficulty=1,
    prompt=(
        "`step(image)` is to give how much brighter each pixel `(H, W)` is than its left "
        "neighbour. For floats it does; for bytes 194 − 220 becomes 230. Change it so that it is "
        "right for both, without changing the image that it is given."
    ),
    answer=Function(
        signature="step(image)",
        stub=STEP_STUB,
        cases=lambda rng: [
            {"image": (rng.uniform if kind[0] == "f" else rng.integers)(0, 256, size).astype(kind)}
            for size, kind in [
                ((2, 4), "uint8"),
                ((3, 4), "float64"),
                ((5, 3), "float32"),
                ((4, 6), "uint8"),
                ((7, 5), "int16"),
            ]
        ],
        expected=lambda image: np.diff(image.astype(np.float64), axis=1),
        wrong={
            "integers wrapped": lambda image: image[:, 1:] - image[:, :-1],
            "sign forgotten": lambda image: -np.diff(image.astype(np.float64), axis=1),
            "signs lost": lambda image: np.abs(np.diff(image.astype(np.float64), axis=1)),
            "height and width swapped": lambda image: np.diff(image.astype(np.float64), axis=0),
            "neighbour skipped": lambda image: image[:, 2:].astype(float) - image[:, :-2],
            "scaled": lambda image: np.diff(image.astype(np.float64), axis=1) / 255,
            "fractions cut first": lambda image: np.diff(image.astype(np.int64), axis=1),
        },
    ),
    hints=(
        "What type has the difference of two arrays of bytes?",
        "One line before the subtraction is enough: make floats of the image.",
        "astype gives a new array, so the image itself stays as it was.",
    ),
    solution=(
        "```python\n"
        "def step(image):\n"
        '    image = image.astype("float64")\n'
        "    left = image[:, :-1]\n"
        "    right = image[:, 1:]\n"
        "    return right - left\n"
        "```"
    ),
)

SLIDE = Exercise(
    name="slide",
    chapter=CHAPTER,
    section="Ten lines of NumPy",
    rung="write",
    goal="Write the sliding window without looking it up.",
    minutes=12,
    difficulty=2,
    prompt=(
        "Write `slide(image, kernel)`: it gives the map of one grey image `(H, W)` under one "
        "kernel `(h, w)`. The window goes one pixel at a time and never leaves the image. Neither "
        "need be square."
    ),
    answer=Function(
        signature="slide(image, kernel)",
        cases=lambda rng: [
            {"image": rng.integers(0, 9, (h, w)).astype(kind), "kernel": rng.normal(size=size)}
            for h, w, size, kind in [
                (3, 4, (2, 2), "float64"),
                (4, 4, (3, 3), "float32"),
                (4, 5, (3, 2), "uint8"),
                (6, 4, (1, 3), "float64"),
                (7, 9, (3, 3), "uint8"),
            ]
        ],
        expected=single,
        wrong={
            "flipped kernel": flipped,
            "divided": lambda image, kernel: single(image, kernel) / np.size(kernel),
            "padding on one side": lambda image, kernel: single(
                image, kernel, padding=(1, 0, 1, 0)
            ),
            "off by one": lambda image, kernel: single(image[:-1, :-1], kernel),
            "height and width swapped": lambda image, kernel: single(image.T, kernel),
            "stride on the kernel": lambda image, kernel: single(image, kernel, stride=2),
        },
    ),
    hints=(
        "How many places are there for the window's top left corner?",
        "H - h + 1 rows and W - w + 1 columns; two loops over them.",
        "At each place: (image[r:r+h, c:c+w] * kernel).sum().",
    ),
    solution=(
        "```python\n"
        "def slide(image, kernel):\n"
        "    h, w = kernel.shape\n"
        "    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1\n"
        "    output = np.zeros((rows, columns))\n"
        "    for r in range(rows):\n"
        "        for c in range(columns):\n"
        "            output[r, c] = (image[r : r + h, c : c + w] * kernel).sum()\n"
        "    return output\n"
        "```"
    ),
)

ONE_KERNEL = Exercise(
    name="one-kernel-for-two",
    chapter=CHAPTER,
    section="Convolution, strictly speaking",
    rung="write",
    goal="Combine two layers without anything between them into one kernel.",
    minutes=15,
    difficulty=3,
    prompt=(
        "The map of one kernel goes through a second kernel, with nothing in between. One kernel "
        "could have done both. Write `one_kernel(first, second)`, which gives it: a kernel of "
        "$h$ rows and one of $H$ rows make one of $h + H - 1$."
    ),
    answer=Function(
        signature="one_kernel(first, second)",
        cases=lambda rng: [
            {"first": rng.normal(size=one), "second": rng.normal(size=other).astype(kind)}
            for one, other, kind in [
                ((2, 3), (2, 3), "float64"),
                ((3, 2), (3, 2), "float32"),
                ((3, 3), (3, 3), "float64"),
                ((3, 3), (2, 4), "float64"),
                ((5, 3), (3, 3), "float64"),
            ]
        ],
        expected=both_at_once,
        wrong={
            "flipped kernel": not_both,
            "not turned": lambda first, second: not_both(first, second)[::-1, ::-1],
            "too small a kernel": lambda first, second: both_at_once(first, second)[1:-1, 1:-1],
            "added for combined": lambda first, second: first + second,
            "height and width swapped": lambda first, second: both_at_once(first, second).T,
            "order of the layers": lambda first, second: both_at_once(first, second)[:, ::-1],
        },
    ),
    hints=(
        "Through both layers, one lit pixel makes a picture of the kernel that you look for.",
        "Each weight of the second kernel reads a copy of the first, moved to its place.",
        "Start from zeros; add second[i, j] * first to the window whose corner is (i, j).",
    ),
    solution=(
        "A number of the second map is a weighted sum of numbers of the first, and each of these "
        "is a weighted sum of pixels. Adding up what each pixel counts gives the true convolution "
        "of the two kernels: 18 weights do the work of 25, though not of any 25.\n\n"
        "```python\n"
        "def one_kernel(first, second):\n"
        "    h, w = first.shape\n"
        "    rows, columns = second.shape\n"
        "    both = np.zeros((h + rows - 1, w + columns - 1))\n"
        "    for i in range(rows):\n"
        "        for j in range(columns):\n"
        "            both[i : i + h, j : j + w] += second[i, j] * first\n"
        "    return both\n"
        "```"
    ),
)
