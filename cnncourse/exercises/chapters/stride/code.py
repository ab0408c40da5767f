"""The exercises of "Stride and dilation" that are answered by a function."""

import numpy as np

from cnncourse import ops
from cnncourse.exercises.chapters.convolution.maps import single
from cnncourse.exercises.chapters.stride.fields import (
    CHAPTER,
    field,
    halves,
    padded_end,
    plain,
    seen,
    steps_counted_late,
    wrapped_halves,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

SHRINK_STUB = """\
def shrink(image):
    small = image[::2, ::2]
    return small"""

SHRINK = Exercise(
    name="shrink-softly",
    chapter=CHAPTER,
    section="Finer than the step",
    rung="edit",
    goal="Average before you skip.",
    minutes=6,
    difficulty=2,
    prompt=(
        "`shrink(image)` keeps one pixel of each 2×2 block of an image `(H, W)` with even sides. "
        "Change it so that it gives each block's mean: a 2×2 blur, then the stride. Images may "
        "be bytes."
    ),
    answer=Function(
        signature="shrink(image)",
        stub=SHRINK_STUB,
        cases=lambda rng: [
            {"image": rng.integers(0, 256, size).astype(kind)}
            for size, kind in [
                ((2, 2), "float64"),
                ((2, 4), "uint8"),
                ((4, 2), "float32"),
                ((4, 6), "uint8"),
                ((8, 6), "int16"),
            ]
        ],
        expected=halves,
        wrong={
            "integers wrapped": wrapped_halves,
            "sum for average": lambda image: 4 * halves(image),
            "max for average": lambda image: ops.max_pool2d(image[None, :, :, None])[0, :, :, 0],
            "picked for averaged": lambda image: image[::2, ::2] * 1.0,
            "stride forgotten": lambda image: single(image, np.full((2, 2), 0.25)),
            "height and width swapped": lambda image: halves(image.T),
            "only along the rows": lambda image: (
                0.5 * (image[::2, ::2] * 1.0 + image[::2, 1::2] * 1.0)
            ),
            "only along the columns": lambda image: (
                0.5 * (image[::2, ::2] * 1.0 + image[1::2, ::2] * 1.0)
            ),
            "rounded down": lambda image: np.floor(halves(image)),
        },
    ),
    hints=(
        "Four pixels make a block: where do the other three start?",
        "image[1::2, ::2] holds the pixels below those that the code keeps.",
        "Make floats first, add four such slices, divide by their number.",
    ),
    solution=(
        "```python\n"
        "def shrink(image):\n"
        '    image = image.astype("float64")\n'
        "    above = image[::2, ::2] + image[::2, 1::2]\n"
        "    below = image[1::2, ::2] + image[1::2, 1::2]\n"
        "    return (above + below) / 4\n"
        "```"
    ),
)

SLIDE = Exercise(
    name="slide-with-gaps",
    chapter=CHAPTER,
    section="Gaps in the kernel",
    rung="write",
    goal="Write a convolution with stride and dilation.",
    minutes=12,
    difficulty=2,
    prompt=(
        "Write `slide(image, kernel, stride, dilation)` for one grey image `(H, W)` and one "
        "kernel `(h, w)`, without padding. Neither need be square."
    ),
    answer=Function(
        signature="slide(image, kernel, stride, dilation)",
        cases=lambda rng: [
            {
                "image": rng.integers(0, 9, size).astype(kind),
                "kernel": rng.normal(size=kernel),
                "stride": stride,
                "dilation": dilation,
            }
            for size, kernel, stride, dilation, kind in [
                ((3, 4), (2, 2), 1, 1, "float64"),
                ((4, 6), (2, 2), 2, 1, "uint8"),
                ((4, 7), (2, 3), 1, 2, "float32"),
                ((7, 8), (3, 2), 3, 2, "float64"),
                ((9, 8), (3, 3), 2, 3, "uint8"),
                ((10, 12), (2, 3), 2, 2, "int64"),
            ]
        ],
        expected=lambda image, kernel, stride, dilation: single(
            image, kernel, stride=stride, dilation=dilation
        ),
        wrong={
            "flipped kernel": lambda image, kernel, stride, dilation: single(
                image, kernel[::-1, ::-1], stride=stride, dilation=dilation
            ),
            "stride forgotten": lambda image, kernel, stride, dilation: single(
                image, kernel, dilation=dilation
            ),
            "dilation forgotten": lambda image, kernel, stride, dilation: single(
                image, kernel, stride=stride
            ),
            "stride and dilation swapped": lambda image, kernel, stride, dilation: single(
                image, kernel, stride=dilation, dilation=stride
            ),
            "ceil for floor": padded_end,
            "gaps one too wide": lambda image, kernel, stride, dilation: single(
                image, kernel, stride=stride, dilation=dilation + 1
            ),
            "height and width swapped": lambda image, kernel, stride, dilation: single(
                image.T, kernel, stride=stride, dilation=dilation
            ),
            "divided": lambda image, kernel, stride, dilation: (
                single(image, kernel, stride=stride, dilation=dilation) / kernel.size
            ),
        },
    ),
    hints=(
        "How many pixels does the kernel span with its gaps, down and across?",
        "There are (H - span) // stride + 1 rows of windows, and so for columns.",
        "A slice with the dilation as its step reads a window: image[top : top + span : dilation].",
    ),
    solution=(
        "```python\n"
        "def slide(image, kernel, stride, dilation):\n"
        "    spans = [dilation * (side - 1) + 1 for side in kernel.shape]\n"
        "    down, across = spans\n"
        "    rows = (image.shape[0] - down) // stride + 1\n"
        "    columns = (image.shape[1] - across) // stride + 1\n"
        "    output = np.zeros((rows, columns))\n"
        "    for r in range(rows):\n"
        "        for c in range(columns):\n"
        "            top, left = r * stride, c * stride\n"
        "            window = image[top : top + down, left : left + across]\n"
        "            output[r, c] = (window[::dilation, ::dilation] * kernel).sum()\n"
        "    return output\n"
        "```"
    ),
)

SEEN = Exercise(
    name="first-and-last-seen",
    chapter=CHAPTER,
    section="What one number sees",
    rung="write",
    goal="Follow one number of a map back to the pixels behind it.",
    minutes=10,
    difficulty=3,
    prompt=(
        "Write `seen(layers, place)`. `layers` is a list of (kernel, stride, dilation), the "
        "first layer first, none with padding; `place` is a place along a side of the last map, "
        "from 0. It gives the first and the last pixel of the image, along that side, that this "
        "number sees."
    ),
    answer=Function(
        signature="seen(layers, place)",
        cases=lambda rng: [
            {"layers": layers, "place": int(rng.integers(1, 9))}
            for layers in [
                [(3, 1, 1)],
                [(5, 3, 1)],
                [(3, 2, 2)],
                [(3, 1, 1), (3, 2, 1)],
                [(3, 2, 1), (5, 1, 1), (2, 2, 1)],
                [(7, 2, 1), (3, 2, 2), (3, 1, 4)],
            ]
        ],
        expected=seen,
        wrong={
            "dilation forgotten": lambda layers, place: seen(plain(layers, dilation=1), place),
            "stride forgotten": lambda layers, place: seen(plain(layers, stride=1), place),
            "own stride counted": lambda layers, place: (
                seen(layers, place)[0],
                seen(layers, place)[0] + steps_counted_late(layers) - 1,
            ),
            "off by one": lambda layers, place: (
                seen(layers, place)[0],
                seen(layers, place)[1] + 1,
            ),
            "size for last pixel": lambda layers, place: (seen(layers, place)[0], field(layers)),
            "kernels added up": lambda layers, place: (
                seen(layers, place)[0],
                seen(layers, place)[0] + sum(k for k, _, _ in layers) - 1,
            ),
            "counted from one": lambda layers, place: tuple(
                pixel + 1 for pixel in seen(layers, place)
            ),
            "layers in the wrong order": lambda layers, place: seen(layers[::-1], place),
        },
    ),
    hints=(
        "Go backwards: which numbers of the map before does a window of the last layer read?",
        "A number at place p reads p · stride up to p · stride + dilation · (kernel - 1).",
        "Do that for both ends, from the last layer to the first.",
    ),
    solution=(
        "```python\n"
        "def seen(layers, place):\n"
        "    first = last = place\n"
        "    for kernel, stride, dilation in reversed(layers):\n"
        "        first = first * stride\n"
        "        last = last * stride + dilation * (kernel - 1)\n"
        "    return first, last\n"
        "```"
    ),
)
