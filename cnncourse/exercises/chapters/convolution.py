"""Exercises of "Convolution": the window, its sum, kernels, equivariance."""

import numpy as np

from cnncourse import ops
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Number

CHAPTER = "convolution"
PATCH = np.array([[1, 2, 0], [0, 3, 1], [2, 1, 1]])
KERNEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])


def single(image, kernel, **options):
    """Return the map of one grey image (H, W) under one kernel."""
    image, kernel = np.asarray(image), np.asarray(kernel)
    return ops.conv2d(image[None, :, :, None], kernel[:, :, None, None], **options)[0, :, :, 0]


def flipped(image, kernel):
    """Return what the kernel gives after a half turn."""
    return single(image, np.asarray(kernel)[::-1, ::-1])


def window_sum(patch=PATCH, kernel=KERNEL):
    """Return the sum of one window."""
    return single(patch, kernel)[0, 0]


WINDOW = Exercise(
    name="window-sum",
    chapter=CHAPTER,
    section="The window and the sum",
    rung="pencil",
    goal="Compute one number of a feature map with a pencil.",
    minutes=3,
    difficulty=1,
    prompt=(
        "A window shows the pixels\n\n"
        "$$\\begin{matrix}1&2&0\\\\0&3&1\\\\2&1&1\\end{matrix}$$\n\n"
        "and the kernel is\n\n"
        "$$\\begin{matrix}1&0&-1\\\\2&0&-2\\\\1&0&-1\\end{matrix}.$$\n\n"
        "Which number stands in the map?"
    ),
    answer=Number(
        right=window_sum,
        wrong={
            "flipped kernel": lambda: window_sum(kernel=KERNEL[::-1, ::-1]),
            "sum for average": lambda: PATCH.sum(),
            "average for max": lambda: window_sum() / 9,
            "transposed": lambda: window_sum(kernel=KERNEL.T),
        },
    ),
    hints=(
        "Lay the kernel on the window: each weight meets one pixel.",
        "The middle column of the kernel is zero; six products are left.",
        "Left column: 1·1 + 2·0 + 1·2. Take the right column's products from it.",
    ),
    solution="The left column gives 1 + 0 + 2 = 3, the right one 0 + 2 + 1 = 3: the sum is 0.",
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
        "kernel `(h, w)`, stride 1, no padding. Neither need be square."
    ),
    answer=Function(
        signature="slide(image, kernel)",
        cases=lambda rng: [
            {"image": rng.integers(0, 9, (h, w)).astype(kind), "kernel": rng.normal(size=size)}
            for h, w, size, kind in [
                (2, 3, (2, 2), "float64"),
                (3, 3, (3, 3), "float32"),
                (4, 5, (3, 2), "uint8"),
                (6, 4, (1, 3), "float64"),
                (7, 9, (3, 3), "uint8"),
            ]
        ],
        expected=single,
        wrong={
            "flipped kernel": flipped,
            "average for max": lambda image, kernel: single(image, kernel) / np.size(kernel),
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

EXERCISES = (WINDOW, SLIDE)
