"""Exercises of "Convolution": the window, its sum, kernels, equivariance."""

import numpy as np

from cnncourse import ops
from cnncourse.architecture import Architecture, Conv2D
from cnncourse.exercises import understood
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Choice, Design, Number, Shape

CHAPTER = "convolution"
PATCH = np.array([[2, 1, 0], [3, 1, 0], [1, 2, 1]])
KERNEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
LOOK_RIGHT = np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])


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


def map_size(image, kernel):
    """Return the size of the map of an image of a size."""
    return single(np.zeros(image), np.zeros(kernel)).shape


def way_of(kernel):
    """Return which way a kernel with one weight moves a picture: left, right, up, down."""
    lit = np.zeros((7, 7))
    lit[3, 3] = 1
    row, column = np.argwhere(single(lit, kernel))[0] - 2
    return {(0, -1): 0, (0, 1): 1, (-1, 0): 2, (1, 0): 3}[int(row), int(column)]


FLAT_KERNELS = (
    np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    np.full((3, 3), 1 / 9),
    np.ones((3, 3)),
    np.array([[0, 0, 0], [-1, 2, 1], [0, 0, 0]]) / 3,
)


def keeps_flat():
    """Return which of the kernels leaves an image of one colour as it is."""
    values = [single(np.full((3, 3), 0.5), kernel)[0, 0] for kernel in FLAT_KERNELS]
    return int(np.argmin(np.abs(np.array(values) - 0.5)))


def moved_statement():
    """Return which statement about a moved picture holds, by moving one."""
    image, kernel = np.zeros((9, 9)), np.random.default_rng(0).normal(size=(3, 3))
    image[3:5, 2:4] = [[1, 2], [3, 4]]
    before = single(image, kernel)
    after = single(np.roll(image, 2, axis=1), kernel)
    moved = np.allclose(after[:, 2:], before[:, :-2])
    holds = [np.allclose(after, before), moved, np.allclose(after[:, 1:], before[:, :-1]), False]
    return holds.index(True)


def both_at_once(first, second):
    """Return the kernel that does what the first and then the second do."""
    second = np.asarray(second)
    rows, columns = second.shape[0] - 1, second.shape[1] - 1
    padded = np.pad(np.asarray(first), [(rows, rows), (columns, columns)])
    return flipped(padded, second)


def not_both(first, second):
    """Return the same with the second kernel unturned."""
    rows, columns = np.array(np.shape(second)) - 1
    return single(np.pad(np.asarray(first), [(rows, rows), (columns, columns)]), second)


def kernel_of(answer):
    """Return an answer as a 3×3 kernel, or say what is wanted."""
    kernel = understood.array(answer)
    if kernel is None or kernel.shape != (3, 3):
        raise ValueError("give nine numbers in three rows, such as [[1, 2, 3], [4, 5, 6], ...]")
    return kernel


def level_step():
    """Return an image that is dark above and bright below."""
    return np.repeat([0.0, 0.0, 0.0, 1.0, 1.0, 1.0], 6).reshape(6, 6)


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
        "$$\\begin{matrix}2&1&0\\\\3&1&0\\\\1&2&1\\end{matrix}$$\n\n"
        "and the kernel is\n\n"
        "$$\\begin{matrix}1&0&-1\\\\2&0&-2\\\\1&0&-1\\end{matrix}.$$\n\n"
        "Which number stands in the map?"
    ),
    answer=Number(
        right=window_sum,
        wrong={
            "flipped kernel": lambda: window_sum(kernel=KERNEL[::-1, ::-1]),
            "kernel forgotten": lambda: PATCH.sum(),
            "divided": lambda: window_sum() / KERNEL.size,
            "transposed": lambda: window_sum(kernel=KERNEL.T),
        },
    ),
    hints=(
        "Lay the kernel on the window: each weight meets one pixel.",
        "The middle column of the kernel is zero; six products are left.",
        "The left column gives 1·2 + 2·3 + 1·1. Take the right column's products from it.",
    ),
    solution=(
        "The left column gives 2 + 6 + 1 = 9. The right one gives 0 + 0 + 1 = 1, and its "
        "weights are negative: 9 − 1 = 8. Nothing is divided and nothing is turned."
    ),
)

MAP_SIZE = Exercise(
    name="map-size",
    chapter=CHAPTER,
    section="The map",
    rung="predict",
    goal="Say how large a map is before computing it.",
    minutes=2,
    difficulty=1,
    prompt=(
        "An image of 20 rows and 28 columns goes through a kernel of 3 rows and 5 columns, one "
        "pixel at a time, and the window never leaves the image. What size has the map, as "
        "rows x columns?"
    ),
    answer=Shape(
        right=lambda: map_size((20, 28), (3, 5)),
        wrong={
            "off by one": lambda: tuple(n - 1 for n in map_size((20, 28), (3, 5))),
            "border forgotten": lambda: (20, 28),
            "height and width swapped": lambda: map_size((20, 28), (3, 5))[::-1],
            "kernel's sides swapped": lambda: map_size((20, 28), (5, 3)),
        },
    ),
    hints=(
        "Count the places where the window's top left corner can stand.",
        "Rows first: the corner may stand in row 0, and last in the row from which three fit.",
        "A side of n pixels has n - k + 1 places for a window of k.",
    ),
    solution=(
        "20 − 3 + 1 = 18 rows and 28 − 5 + 1 = 24 columns: (18, 24). A window of k pixels takes "
        "k − 1 from its side."
    ),
)

FLAT = Exercise(
    name="flat-picture",
    chapter=CHAPTER,
    section="What nine numbers find",
    rung="predict",
    goal="Tell from a kernel's total what it does to an even area.",
    minutes=3,
    difficulty=1,
    prompt="Over an area of one grey, which of these kernels gives that same grey?",
    answer=Choice(
        options=(
            "−4 in the centre, 1 left, right, above and below it, 0 in the corners",
            "nine times 1/9",
            "nine times 1",
            "0 but for the middle row, which is −1/3, 2/3, 1/3",
        ),
        right=keeps_flat,
        because={3: "Add up its weights: what do they do to nine equal pixels?"},
        wrong={"difference for average": lambda: 0, "scaled": lambda: 2},
    ),
    hints=(
        "All nine pixels are equal: take the grey out of the sum.",
        "What is left is the grey times the sum of the weights.",
        "The weights have to add up to 1. Two of the four come near it; add them up.",
    ),
    solution=(
        "Where all pixels are v, the sum is v times the kernel's total. The totals are 0, 1, 9 "
        "and 2/3: only the nine ninths give the grey itself. A total of 0 finds differences, "
        "and a total of 1 keeps the brightness."
    ),
)

ONE_WEIGHT = Exercise(
    name="one-weight",
    chapter=CHAPTER,
    section="What nine numbers find",
    rung="predict",
    goal="See what a kernel does from the place of its weights.",
    minutes=3,
    difficulty=2,
    prompt=(
        "All nine weights of a kernel are 0, but the one to the *right* of the centre is 1. "
        "Which way does it move the picture?"
    ),
    answer=Choice(
        options=("to the left", "to the right", "up", "down"),
        right=lambda: way_of(LOOK_RIGHT),
        because={2: "The weight stands in the middle row.", 3: "It stands in the middle row."},
        wrong={"flipped kernel": lambda: way_of(LOOK_RIGHT[::-1, ::-1])},
    ),
    hints=(
        "Which pixel does a number of the map come from?",
        "It is the pixel right of the window's centre. Where was it, and where is it now?",
        "A lit pixel in column 5 is read by the window whose centre is in column 4.",
    ),
    solution=(
        "Each number of the map is the pixel right of the window's centre, so the picture moves "
        "one pixel to the left and loses its rim. A convolution in the strict sense would move "
        "it to the right."
    ),
)

MULTIPLICATIONS = Exercise(
    name="multiplications",
    chapter=CHAPTER,
    section="Sharing and locality",
    rung="pencil",
    goal="Count what a kernel costs, not only what it weighs.",
    minutes=5,
    difficulty=2,
    prompt=(
        "One 5×5 kernel slides over a grey picture of 1080 rows and 1920 columns, and the window "
        "never leaves the picture. It has 25 weights. How many multiplications does it take?"
    ),
    answer=Number(
        right=lambda: Architecture(
            "large", (1080, 1920, 1), [Conv2D(1, 5, use_bias=False)]
        ).multiply_adds(),
        wrong={
            "border forgotten": lambda: 1080 * 1920 * 25,
            "off by one": lambda: (1080 - 5) * (1920 - 5) * 25,
            "weights only": lambda: 5 * 5,
            "additions counted": lambda: 2 * 1076 * 1916 * 25,
            "kernel forgotten": lambda: 1076 * 1916,
        },
    ),
    hints=(
        "In how many places does the window stand?",
        "In each place it takes one multiplication for each weight.",
        "The places are (1080 - 4) rows of (1920 - 4) each.",
    ),
    solution=(
        "1076 · 1916 = 2,061,616 places, each with 25 multiplications: 51,540,400. Sharing saves "
        "weights, not work."
    ),
)

MOVED = Exercise(
    name="moved-picture",
    chapter=CHAPTER,
    section="A moved picture",
    rung="explain",
    goal="Say what a convolution promises about a picture that moves, and what it does not.",
    minutes=4,
    difficulty=2,
    prompt=(
        "A bright spot in the middle of a dark image moves two pixels to the right. Which "
        "sentence about the map (stride 1, no padding) is true, and why?"
    ),
    answer=Choice(
        options=(
            "The map stays the same: the same weights are used everywhere.",
            "What stood in the map moves two columns to the right; at the border it may be cut.",
            "What stood in the map moves one column to the right: the window takes a border.",
            "Nothing can be said: the window sees other pixels now.",
        ),
        right=moved_statement,
        because={
            0: "Equal weights make equal sums of equal pixels, and these stand elsewhere now.",
            2: "The border makes the map smaller; it does not change how far things move.",
            3: "The windows that see the spot see the same pixels as before, in another place.",
        },
    ),
    hints=(
        "Take one window before the move, and the window two columns further after it.",
        "They show the same nine pixels. What are their sums?",
        "Where does each of the two sums stand in the map?",
    ),
    solution=(
        "The window two columns further right sees after the move what this one saw before it, "
        "and weighs it with the same nine numbers. So the whole answer moves by two columns. "
        "Near the border windows are missing, and there the promise ends."
    ),
)

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
            {"image": rng.integers(0, 256, size).astype(kind)}
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
            "off by one": lambda image: image[:, 2:].astype(float) - image[:, :-2],
            "scaled": lambda image: np.diff(image.astype(np.float64), axis=1) / 255,
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
        "kernel `(h, w)`, stride 1, no padding. Neither need be square."
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

LEVEL = Exercise(
    name="level-edges",
    chapter=CHAPTER,
    section="What nine numbers find",
    rung="design",
    goal="Make a kernel that finds what you want and nothing else.",
    minutes=6,
    difficulty=2,
    prompt=(
        "Make a 3×3 kernel that gives 0 over one grey and 0 along an upright border (dark left, "
        "bright right), and a positive number where it is dark above and bright below."
    ),
    answer=Design(
        accept=kernel_of,
        requirements=(
            (
                "over one grey the map is 0",
                lambda k: np.abs(single(np.ones((5, 5)), k)).max() < 1e-6,
            ),
            (
                "along an upright border the map is 0",
                lambda k: np.abs(single(level_step().T, k)).max() < 1e-6,
            ),
            (
                "dark above and bright below gives a positive number",
                lambda k: single(level_step(), k)[1:3].min() > 1e-6,
            ),
        ),
        example=lambda: -KERNEL.T,
        wrong={
            "transposed": lambda: -KERNEL,
            "answers to the wrong side": lambda: KERNEL.T,
            "zero everywhere": lambda: np.zeros((3, 3)),
            "kernel forgotten": lambda: np.ones((3, 3)),
        },
    ),
    hints=(
        "Over one grey only the total of the weights counts.",
        "Along an upright border only the totals of the columns count.",
        "Give the row below positive weights and the row above the same ones, negative.",
    ),
    solution=(
        "For instance −1, −2, −1 above, zeros in the middle and 1, 2, 1 below. Every column adds "
        "up to 0, so upright borders and even areas give 0; the rows do not."
    ),
)

EXERCISES = (
    WINDOW,
    MAP_SIZE,
    FLAT,
    ONE_WEIGHT,
    MULTIPLICATIONS,
    MOVED,
    STEP,
    SLIDE,
    ONE_KERNEL,
    LEVEL,
)
