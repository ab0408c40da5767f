"""The exercises of "Pooling" that are answered by a function."""

from functools import partial

import numpy as np

from cnncourse import ops
from cnncourse.exercises.chapters.pooling.pools import (
    CHAPTER,
    by_nine,
    channels_pooled,
    in_its_own_type,
    lit_alone,
    one_may_win,
    pooled,
    ring,
    soft,
    with_ceil,
    zero_may_win,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

RING_STUB = """\
def around(image):
    padded = np.pad(image, 1)
    view = np.lib.stride_tricks.sliding_window_view
    return view(padded, (3, 3)).max(axis=(2, 3))"""

RING = Exercise(
    name="padding-never-wins",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="edit",
    goal="Keep padding from winning a maximum.",
    minutes=6,
    difficulty=2,
    prompt=(
        "`around(image)` is to give, for every pixel of an image `(H, W)`, the largest number in "
        "the 3×3 pixels around it. At the border of a negative map it gives 0, which is no pixel "
        "at all. Change it so that padding never wins. Images may be whole numbers."
    ),
    answer=Function(
        signature="around(image)",
        stub=RING_STUB,
        cases=lambda rng: [
            {"image": rng.normal(np.linspace(-9, 0, 8), 0.5, (3, 8))},
            {"image": rng.normal(-9, 2, (3, 4)) * 1e10},
            *(
                {"image": (rng.normal(-3, 2, size) * scale).astype(kind)}
                for size, kind, scale in [
                    ((2, 3), "float64", 1),
                    ((3, 3), "float32", 1),
                    ((3, 5), "int64", 9),
                    ((6, 4), "float64", 100),
                    ((5, 7), "int16", 20),
                ]
            ),
        ],
        expected=ring,
        wrong={
            "padding wins": zero_may_win,
            "average for max": soft,
            "sign forgotten": lambda image: -ring(image),
            "signs lost": lambda image: ring(np.abs(image)),
            "border forgotten": lambda image: pooled(image, 2, stride=1),
            "smallest for largest": lambda image: -ring(-image),
            "padding of one number": lambda image: one_may_win(image, -1),
        },
        also=[
            ("padding of one number", partial(one_may_win, number=number))
            for number in (-10, -100, -255, -999, -1000, -9999, -1e5, -1e6, -1e9)
        ]
        + [("padding of one number", lambda image: one_may_win(image, np.mean(image)))],
    ),
    hints=(
        "Which number can stand around the image and never be the largest?",
        "np.pad takes constant_values; whole numbers have no infinity, floats do.",
        "Make floats of the image first, then pad with minus infinity.",
    ),
    solution=(
        "```python\n"
        "def around(image):\n"
        '    image = image.astype("float64")\n'
        "    padded = np.pad(image, 1, constant_values=-np.inf)\n"
        "    view = np.lib.stride_tricks.sliding_window_view\n"
        "    return view(padded, (3, 3)).max(axis=(2, 3))\n"
        "```\n\n"
        "Repeating the border pixels does it as well: they are in the window anyway."
    ),
)

MAX_POOL = Exercise(
    name="max-pool",
    chapter=CHAPTER,
    section="The largest of each window",
    rung="write",
    goal="Write max pooling for maps of several channels.",
    minutes=10,
    difficulty=2,
    prompt=(
        "Write `max_pool(maps, size, stride)` for maps `(H, W, C)`, without padding. The window "
        "is square, the maps need not be."
    ),
    answer=Function(
        signature="max_pool(maps, size, stride)",
        cases=lambda rng: [
            {
                "maps": (rng.normal(-1, 3, shape) * scale).astype(kind),
                "size": size,
                "stride": stride,
            }
            for shape, size, stride, kind, scale in [
                ((2, 4, 1), 2, 2, "float64", 1),
                ((3, 5, 2), 2, 1, "float32", 1),
                ((5, 8, 2), 2, 3, "int64", 9),
                ((7, 6, 3), 3, 2, "float64", 1),
                ((9, 8, 2), 3, 3, "float32", 1),
                ((8, 9, 4), 4, 2, "int16", 9),
            ]
        ],
        expected=lambda maps, size, stride: channels_pooled(maps, size, stride),
        wrong={
            "average for max": lambda maps, size, stride: channels_pooled(
                maps, size, stride, ops.avg_pool2d
            ),
            "stride forgotten": lambda maps, size, stride: channels_pooled(maps, size, 1),
            "window for stride": lambda maps, size, stride: channels_pooled(maps, size, size),
            "ceil for floor": with_ceil,
            "off by one": lambda maps, size, stride: channels_pooled(maps, size, stride)[:-1, :-1],
            "channels first": lambda maps, size, stride: channels_pooled(
                maps, size, stride
            ).transpose(2, 0, 1),
            "smallest for largest": lambda maps, size, stride: (
                -channels_pooled(-maps, size, stride)
            ),
            "height and width swapped": lambda maps, size, stride: channels_pooled(
                maps.swapaxes(0, 1), size, stride
            ),
            "channels compete": lambda maps, size, stride: channels_pooled(
                maps.max(axis=2, keepdims=True) + 0 * maps, size, stride
            ),
            "zeros win": lambda maps, size, stride: np.maximum(
                channels_pooled(maps, size, stride), 0
            ),
            "one corner for the largest": lambda maps, size, stride: channels_pooled(
                maps[: len(maps) - size + 1, : maps.shape[1] - size + 1], 1, stride
            ),
        },
    ),
    hints=(
        "Count the windows as for a convolution: (H - size) // stride + 1 rows of them.",
        "Start from an empty array (rows, columns, C) and loop over its places.",
        "A window is maps[top : top + size, left : left + size]; take its max over two axes.",
    ),
    solution=(
        "```python\n"
        "def max_pool(maps, size, stride):\n"
        "    rows = (maps.shape[0] - size) // stride + 1\n"
        "    columns = (maps.shape[1] - size) // stride + 1\n"
        "    output = np.empty((rows, columns, maps.shape[2]))\n"
        "    for r in range(rows):\n"
        "        for c in range(columns):\n"
        "            top, left = r * stride, c * stride\n"
        "            window = maps[top : top + size, left : left + size]\n"
        "            output[r, c] = window.max(axis=(0, 1))\n"
        "    return output\n"
        "```"
    ),
)

AVERAGE = Exercise(
    name="fair-average",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="write",
    goal="Divide by the pixels that were there.",
    minutes=12,
    difficulty=3,
    prompt=(
        "Write `average(image)`: for every pixel of an image `(H, W)` the mean of the 3×3 pixels "
        "around it, of those only that lie on the image: four in a corner, six at a border."
    ),
    answer=Function(
        signature="average(image)",
        cases=lambda rng: [
            {"image": (rng.uniform(0, 255, size) * (rng.random(size) > dark)).astype(kind)}
            for size, kind, dark in [
                ((2, 2), "float64", 0),
                ((2, 4), "float32", 0),
                ((4, 3), "uint8", 0),
                ((5, 7), "float64", 0.3),
                ((7, 6), "uint8", 0.3),
            ]
        ],
        expected=soft,
        wrong={
            "padding counted": by_nine,
            "zeros not counted": lit_alone,
            "integers wrapped": in_its_own_type,
            "sum for average": lambda image: 9 * by_nine(image),
            "max for average": ring,
            "border forgotten": lambda image: pooled(image, 2, stride=1, by=ops.avg_pool2d),
            "border repeated": lambda image: pooled(
                np.pad(np.asarray(image, float), 1, mode="edge"), 3, stride=1, by=ops.avg_pool2d
            ),
            "own pixel left out": lambda image: (
                (9 * by_nine(image) - image) / (9 * by_nine(np.ones(image.shape)) - 1)
            ),
            "rounded down": lambda image: np.floor(soft(image)),
        },
    ),
    hints=(
        "Add up the nine shifted copies of the image, with zeros around it.",
        "Do the same with an image of ones: that counts the pixels in each window.",
        "Divide the first sum by the second; make floats before you add.",
    ),
    solution=(
        "```python\n"
        "def average(image):\n"
        "    def add_up(values):\n"
        '        padded = np.pad(values.astype("float64"), 1)\n'
        "        view = np.lib.stride_tricks.sliding_window_view\n"
        "        return view(padded, (3, 3)).sum(axis=(2, 3))\n"
        "\n"
        "    return add_up(image) / add_up(np.ones(image.shape))\n"
        "```"
    ),
)
