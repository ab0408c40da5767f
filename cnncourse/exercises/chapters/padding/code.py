"""The exercises of "Padding" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.padding.frames import (
    floor_sides,
    framed,
    other_end,
    same_frame,
    same_sides,
    swapped,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "padding"


def drawn(rng, size, kind):
    """Return an image without a zero, so that a frame of zeros is seen."""
    return rng.integers(1, 200, size).astype(kind)


PAD = Exercise(
    name="pad-four",
    chapter=CHAPTER,
    section="Padding in numbers",
    rung="write",
    goal="Put a frame of zeros of four widths around an image.",
    minutes=8,
    difficulty=2,
    prompt=(
        "Write `pad(image, top, bottom, left, right)` for one grey image `(H, W)`: a new array "
        "with so many rows and columns of zeros around it. Any of the four may be 0."
    ),
    answer=Function(
        signature="pad(image, top, bottom, left, right)",
        cases=lambda rng: [
            {
                "image": drawn(rng, size, kind),
                **dict(zip(("top", "bottom", "left", "right"), sides, strict=True)),
            }
            for size, kind, sides in [
                ((2, 3), "float64", (0, 1, 2, 3)),
                ((3, 2), "float32", (1, 0, 0, 2)),
                ((4, 5), "uint8", (2, 1, 3, 0)),
                ((5, 3), "int64", tuple(rng.permutation(4).tolist())),
                ((6, 7), "float64", (0, 0, 0, 0)),
            ]
        ],
        expected=lambda image, top, bottom, left, right: framed(image, (top, bottom, left, right)),
        wrong={
            "left and right first": lambda image, top, bottom, left, right: framed(
                image, (left, right, top, bottom)
            ),
            "other end": lambda image, top, bottom, left, right: framed(
                image, (bottom, top, right, left)
            ),
            "padding on one side": lambda image, top, bottom, left, right: framed(
                image, (top, 0, left, 0)
            ),
            "border repeated": lambda image, top, bottom, left, right: framed(
                image, (top, bottom, left, right), "replicate"
            ),
            "padding forgotten": lambda image, top, bottom, left, right: image,
            "one axis alone": lambda image, top, bottom, left, right: framed(
                image, (top, bottom, 0, 0)
            ),
        },
    ),
    hints=(
        "How many rows and columns has the new array?",
        "Start from zeros of (top + H + bottom) rows and as many columns as it takes.",
        "The image's first pixel goes to row top and column left: assign to a slice there.",
    ),
    solution=(
        "`image.shape` gives the ends of the slices; `-bottom` would fail where bottom is 0.\n\n"
        "```python\n"
        "def pad(image, top, bottom, left, right):\n"
        "    h, w = image.shape\n"
        "    padded = np.zeros((top + h + bottom, left + w + right))\n"
        "    padded[top : top + h, left : left + w] = image\n"
        "    return padded\n"
        "```"
    ),
)

FRAME_STUB = """\
def frame(image, kernel, step):
    sides = []
    for n in image.shape:
        out = n
        total = out - 1 + kernel - n
        sides.append((total // 2, total - total // 2))
    return np.pad(image, sides)"""

FRAME = Exercise(
    name="same-frame",
    chapter=CHAPTER,
    section="Same shape, other pixels",
    rung="edit",
    goal="Compute TensorFlow's same for windows that move by more than one pixel.",
    minutes=8,
    difficulty=2,
    prompt=(
        '`frame(image, kernel, step)` puts zeros around an image `(H, W)` as Keras\'s `"same"` '
        "does, for a kernel of `kernel` × `kernel`. It is right where the window moves one pixel "
        "at a time. Change it so that it is right for every `step`."
    ),
    answer=Function(
        signature="frame(image, kernel, step)",
        stub=FRAME_STUB,
        cases=lambda rng: [
            {"image": drawn(rng, size, kind), "kernel": kernel, "step": step}
            for size, kind, kernel, step in [
                ((3, 4), "float64", 3, 2),
                ((4, 5), "float32", 3, 1),
                ((5, 6), "uint8", 3, 2),
                ((7, 6), "float64", 2, 3),
                ((8, 7), "int64", 5, 2),
                ((9, 10), "float64", 5, 3),
            ]
        ],
        expected=same_frame,
        wrong={
            "symmetric padding": lambda image, kernel, step: framed(image, kernel // 2),
            "stride forgotten": lambda image, kernel, step: same_frame(image, kernel, 1),
            "other end": lambda image, kernel, step: framed(
                image, other_end(same_sides(image.shape, kernel, step))
            ),
            "padding forgotten": lambda image, kernel, step: image,
            "floor for ceil": lambda image, kernel, step: framed(
                image, floor_sides(image, kernel, step)
            ),
            "height and width swapped": lambda image, kernel, step: framed(
                image, swapped(same_sides(image.shape, kernel, step))
            ),
        },
    ),
    hints=(
        "The ends are shared out well. How many windows come out along a side?",
        "It is the side divided by step, rounded up: -(-n // step) in whole numbers.",
        "From the first start to the last end it is (out - 1) * step + kernel pixels; no total "
        "is below 0.",
    ),
    solution=(
        "```python\n"
        "def frame(image, kernel, step):\n"
        "    sides = []\n"
        "    for n in image.shape:\n"
        "        out = -(-n // step)\n"
        "        total = max((out - 1) * step + kernel - n, 0)\n"
        "        sides.append((total // 2, total - total // 2))\n"
        "    return np.pad(image, sides)\n"
        "```"
    ),
)

REFLECT = Exercise(
    name="reflect",
    chapter=CHAPTER,
    section="What stands in the frame",
    rung="write",
    goal="Mirror an image at its borders.",
    minutes=10,
    difficulty=3,
    prompt=(
        "Write `reflect(image, p)`: one grey image `(H, W)` with `p` pixels of reflect padding "
        "on all four sides. `p` is smaller than both sides. Without `np.pad` it is a nice puzzle "
        "of indices."
    ),
    answer=Function(
        signature="reflect(image, p)",
        cases=lambda rng: [
            {"image": drawn(rng, size, kind), "p": p}
            for size, kind, p in [
                ((3, 4), "float64", 2),
                ((4, 3), "uint8", 1),
                ((4, 6), "float32", 3),
                ((5, 4), "int64", 2),
                ((6, 7), "float64", 5),
            ]
        ],
        expected=lambda image, p: framed(image, p, "reflect"),
        wrong={
            "border pixel twice": lambda image, p: np.pad(image, p, mode="symmetric"),
            "border repeated": lambda image, p: framed(image, p, "replicate"),
            "zeros in the frame": lambda image, p: framed(image, p),
            "wrapped round": lambda image, p: np.pad(image, p, mode="wrap"),
            "padding on one side": lambda image, p: framed(image, (p, 0, p, 0), "reflect"),
            "one axis alone": lambda image, p: framed(image, (p, p, 0, 0), "reflect"),
        },
    ),
    hints=(
        "Which row of the image does row r of the result show? Count r from -p.",
        "Below 0 it is row -r. Beyond the last row, H - 1, it comes back as far as it went.",
        "One list of rows and one of columns is enough: image[rows][:, columns].",
    ),
    solution=(
        "`abs` mirrors at the first pixel, and the same again, counted from the last one, "
        "mirrors there.\n\n"
        "```python\n"
        "def reflect(image, p):\n"
        "    shown = []\n"
        "    for n in image.shape:\n"
        "        places = np.abs(np.arange(-p, n + p))\n"
        "        shown.append(n - 1 - np.abs(n - 1 - places))\n"
        "    rows, columns = shown\n"
        "    return image[rows][:, columns]\n"
        "```"
    ),
)
