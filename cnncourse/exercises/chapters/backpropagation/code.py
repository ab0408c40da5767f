"""The exercises of "Backpropagation through a convolution" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.backpropagation import backwards
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "backpropagation"


def kernel_cases(rng):
    """Return slopes for maps, with images: nothing square, several types."""
    return [
        {"arriving": rng.normal(size=g), "image": rng.integers(0, 9, sides).astype(kind)}
        for g, sides, kind in [
            ((1, 2), (2, 4), "float64"),
            ((2, 2), (3, 4), "float32"),
            ((3, 2), (4, 4), "uint8"),
            ((2, 5), (4, 6), "float64"),
            ((5, 4), (7, 6), "float64"),
            ((3, 2), (6, 7), "float64"),
        ]
    ]


def sides_of(arriving, image):
    """Return the kernel's sides that fit slopes and image."""
    return tuple(np.array(image.shape) - arriving.shape + 1)


def image_cases(rng):
    """Return slopes for maps, with kernels: nothing square, several types."""
    return [
        {"arriving": rng.normal(size=g).astype(kind), "kernel": rng.normal(size=sides)}
        for g, sides, kind in [
            ((1, 2), (2, 2), "float64"),
            ((2, 3), (2, 3), "float64"),
            ((3, 2), (3, 2), "float32"),
            ((2, 4), (3, 3), "float64"),
            ((5, 4), (3, 2), "float64"),
        ]
    ]


def cut_to_valid(arriving, kernel):
    """Return the turned kernel slid without padding, in the image's middle."""
    whole = backwards.for_image(arriving, kernel)
    inside = np.zeros(whole.shape)
    rows, columns = np.array(kernel.shape) - 1
    inside[rows : whole.shape[0] - rows, columns : whole.shape[1] - columns] = whole[
        rows : whole.shape[0] - rows, columns : whole.shape[1] - columns
    ]
    return inside


def overwritten(arriving, kernel):
    """Return the slopes of which each window keeps only its own."""
    slopes = np.zeros(np.array(arriving.shape) + kernel.shape - 1)
    for r, c in np.ndindex(arriving.shape):
        slopes[r : r + kernel.shape[0], c : c + kernel.shape[1]] = arriving[r, c] * kernel
    return slopes


def pool_cases(rng):
    """Return slopes for pooled maps, with images of different numbers, some odd in size."""
    cases = []
    for rows, columns, quarters_below, kind in [
        (2, 4, 3, "float64"),
        (4, 4, 3, "int64"),
        (5, 4, 3, "float64"),
        (4, 7, 1, "float32"),  # mostly above 0: the largest in size is not the smallest
        (6, 8, 3, "float64"),
    ]:
        below = quarters_below * rows * columns // 4
        image = rng.permutation(rows * columns).reshape(rows, columns) - below
        arriving = rng.normal(size=(rows // 2, columns // 2))
        cases.append({"arriving": arriving, "image": image.astype(kind)})
    return cases


def relu_cases(rng):
    """Return slopes and what went into a ReLU, with zeros in it."""
    return [
        {"arriving": rng.normal(size=sides), "before": rng.integers(-3, 4, sides).astype(kind)}
        for sides, kind in [
            ((5,), "float64"),
            ((2, 4), "int64"),
            ((3, 5), "float32"),
            ((2, 4, 3, 2), "float64"),
        ]
    ]


RELU_STUB = """\
def relu_backward(arriving, before):
    after = np.maximum(before, 0)
    return arriving * after"""


RELU = Exercise(
    name="relu-backward",
    chapter=CHAPTER,
    section="Who gets the slope",
    rung="edit",
    goal="Send slopes back through a ReLU.",
    minutes=4,
    difficulty=1,
    prompt="`relu_backward` gets the slopes that arrive for a ReLU's outputs, and what went in. It "
    "is to return the slopes for what went in, with 0 where a 0 went in. Mend it.",
    answer=Function(
        signature="relu_backward(arriving, before)",
        stub=RELU_STUB,
        cases=relu_cases,
        expected=lambda arriving, before: arriving * (before > 0),
        wrong={
            "value for slope": lambda arriving, before: arriving * np.maximum(before, 0),
            "ReLU of the slopes": lambda arriving, before: np.maximum(arriving, 0),
            "passed on unchanged": lambda arriving, before: arriving,
            "zero counted as on": lambda arriving, before: arriving * (before >= 0),
            "arriving forgotten": lambda arriving, before: 1.0 * (before > 0),
            "wrong side": lambda arriving, before: arriving * (before < 0),
        },
    ),
    hints=(
        "How fast does the output change with the input, where that is above 0? And below?",
        "Its slope is 1 or 0, and never the number itself.",
        "A comparison gives True and False, which count as 1 and 0 in a product.",
    ),
    solution=(
        "```python\ndef relu_backward(arriving, before):\n    return arriving * (before > 0)\n```"
    ),
)


KERNEL = Exercise(
    name="kernel-backward",
    chapter=CHAPTER,
    section="A convolution by hand",
    rung="write",
    goal="Write the gradient for a kernel.",
    minutes=10,
    difficulty=2,
    prompt="Write `kernel_backward(arriving, image)`: the slopes for the kernel of a convolution "
    "(stride 1, no padding) of one grey image `(H, W)`, from the slopes that arrive for its map. "
    "The two sizes say how large the kernel is.",
    answer=Function(
        signature="kernel_backward(arriving, image)",
        cases=kernel_cases,
        expected=lambda arriving, image: backwards.for_kernel(
            arriving, image, sides_of(arriving, image)
        ),
        wrong={
            "flipped kernel": lambda arriving, image: backwards.slid(image, arriving[::-1, ::-1]),
            "turned slopes": lambda arriving, image: backwards.slid(image, arriving)[::-1, ::-1],
            "mean over the places": lambda arriving, image: (
                backwards.slid(image, arriving) / arriving.size
            ),
            "arriving forgotten": lambda arriving, image: backwards.slid(
                image, np.ones(arriving.shape)
            ),
            "sign forgotten": lambda arriving, image: -backwards.slid(image, arriving),
            "overwritten": lambda arriving, image: (
                arriving[-1, -1] * image[arriving.shape[0] - 1 :, arriving.shape[1] - 1 :]
            ),
            "image forgotten": lambda arriving, image: np.full(
                sides_of(arriving, image), arriving.sum()
            ),
        },
    ),
    hints=(
        "How large is a kernel that makes a map of this size from an image of that size?",
        "Weight (i, j) saw image[i : i + rows, j : j + columns], as large as the map.",
        "Its slope is the sum of what it saw, each times what arrives there.",
    ),
    solution=(
        "```python\n"
        "def kernel_backward(arriving, image):\n"
        "    rows, columns = arriving.shape\n"
        "    h, w = image.shape[0] - rows + 1, image.shape[1] - columns + 1\n"
        "    slopes = np.zeros((h, w))\n"
        "    for i, j in np.ndindex(h, w):\n"
        "        slopes[i, j] = (arriving * image[i : i + rows, j : j + columns]).sum()\n"
        "    return slopes\n"
        "```"
    ),
)


IMAGE = Exercise(
    name="image-backward",
    chapter=CHAPTER,
    section="A convolution by hand",
    rung="write",
    goal="Write the gradient for an image.",
    minutes=12,
    difficulty=3,
    prompt="Write `image_backward(arriving, kernel)`: the slopes for the image of a convolution "
    "(stride 1, no padding), from those that arrive for its map. Nothing need be square.",
    answer=Function(
        signature="image_backward(arriving, kernel)",
        cases=image_cases,
        expected=backwards.for_image,
        wrong={
            "not turned": lambda arriving, kernel: backwards.for_image(
                arriving, kernel[::-1, ::-1]
            ),
            "half of the turn": lambda arriving, kernel: backwards.for_image(
                arriving, kernel[::-1]
            ),
            "padding forgotten": lambda arriving, kernel: backwards.slid(
                arriving, kernel[::-1, ::-1]
            ),
            "border forgotten": cut_to_valid,
            "mean over the places": lambda arriving, kernel: (
                backwards.for_image(arriving, kernel) / kernel.size
            ),
            "arriving forgotten": lambda arriving, kernel: backwards.for_image(
                np.ones(arriving.shape), kernel
            ),
            "sign forgotten": lambda arriving, kernel: -backwards.for_image(arriving, kernel),
            "overwritten": overwritten,
        },
    ),
    hints=(
        "How large was the image? Start from zeros of that size.",
        "The window at (r, c) read image[r : r + h, c : c + w] and weighed it with the kernel.",
        "So for each (r, c), add arriving[r, c] * kernel to that part of the slopes.",
    ),
    solution=(
        "```python\n"
        "def image_backward(arriving, kernel):\n"
        "    (rows, columns), (h, w) = arriving.shape, kernel.shape\n"
        "    slopes = np.zeros((rows + h - 1, columns + w - 1))\n"
        "    for r, c in np.ndindex(rows, columns):\n"
        "        slopes[r : r + h, c : c + w] += arriving[r, c] * kernel\n"
        "    return slopes\n"
        "```"
    ),
)


POOL = Exercise(
    name="max-pool-backward",
    chapter=CHAPTER,
    section="Who gets the slope",
    rung="write",
    goal="Write the backward pass of a max pooling.",
    minutes=12,
    difficulty=3,
    prompt="Write `max_pool_backward(arriving, image)` for a 2×2 max pooling with stride 2 of one "
    "grey image `(H, W)`, which may be odd: its last row or column is then in no window. No two "
    "pixels are equal.",
    answer=Function(
        signature="max_pool_backward(arriving, image)",
        cases=pool_cases,
        expected=backwards.through_max_pool,
        wrong={
            "average for max": backwards.through_average_pool,
            "to everyone": backwards.to_everyone,
            "slope to the smallest": backwards.to_smallest,
            "largest in size": backwards.to_largest_in_size,
            "always the corner": backwards.to_corner,
            "times the largest": backwards.times_largest,
            "arriving forgotten": lambda arriving, image: backwards.through_max_pool(
                np.ones(arriving.shape), image
            ),
            "zeros won": lambda arriving, image: (
                backwards.through_max_pool(arriving, image) * (image > 0)
            ),
        },
    ),
    hints=(
        "Start from zeros of the image's size, and go through the windows.",
        "np.argmax counts through a flattened window; divmod(place, 2) gives row and column.",
        "Window (r, c) begins at row 2r and column 2c; its winner gets arriving[r, c].",
    ),
    solution=(
        "```python\n"
        "def max_pool_backward(arriving, image):\n"
        "    slopes = np.zeros(image.shape)\n"
        "    for r, c in np.ndindex(arriving.shape):\n"
        "        window = image[2 * r : 2 * r + 2, 2 * c : 2 * c + 2]\n"
        "        i, j = divmod(int(window.argmax()), 2)\n"
        "        slopes[2 * r + i, 2 * c + j] = arriving[r, c]\n"
        "    return slopes\n"
        "```"
    ),
)
