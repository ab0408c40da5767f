"""The exercises of "Channels and filters" that are answered by a value, a choice or a design."""

import numpy as np

from cnncourse import ops
from cnncourse.architecture import Conv2D
from cnncourse.exercises import understood
from cnncourse.exercises.chapters.channels.filters import (
    BIAS,
    CHAPTER,
    SLICES,
    WINDOW,
    maps_shape,
    one_sum,
    parameters,
    protected,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number, Shape


def mixing(answer):
    """Return an answer as the three weights of a 1×1 filter, or say what is wanted."""
    weights = understood.row(answer)
    if weights is None or weights.size != 3:
        raise ValueError("give three weights, for red, green and blue, such as [1, 2, 3]")
    return weights.reshape(1, 1, 3, 1).astype(float)


def seen(filters, *pixel):
    """Return what a 1×1 filter makes of one pixel."""
    return ops.conv2d(np.array(pixel, float).reshape(1, 1, 1, 3), filters).item()


COLOUR_WINDOW = Exercise(
    name="two-slices",
    chapter=CHAPTER,
    section="A slice for each channel",
    rung="pencil",
    goal="Compute one number of a map from several channels.",
    minutes=3,
    difficulty=1,
    prompt=(
        "A window of two channels, and below it the slices of a filter with bias 1:\n\n"
        "$$\\begin{matrix}4&1\\\\0&2\\end{matrix}\\qquad\\begin{matrix}3&5\\\\1&0\\end{matrix}$$\n\n"
        "$$\\begin{matrix}1&2\\\\-3&1\\end{matrix}\\qquad"
        "\\begin{matrix}-1&1\\\\2&4\\end{matrix}$$\n\n"
        "Which number stands in the map?"
    ),
    answer=Number(
        right=one_sum,
        wrong={
            "bias forgotten": lambda: one_sum(bias=0),
            "bias for every slice": lambda: one_sum(bias=2 * BIAS),
            "channels forgotten": lambda: one_sum(WINDOW[:, :, :1], SLICES[:, :, :1]),
            "flipped kernel": lambda: one_sum(slices=SLICES[::-1, ::-1]),
            "channels swapped": lambda: one_sum(slices=SLICES[:, :, ::-1]),
            "averaged over channels": lambda: one_sum(bias=0) / 2 + BIAS,
        },
    ),
    hints=(
        "Each channel meets its own slice, as in a grey image.",
        "The first channel gives 4·1 + 1·2 + 0·(−3) + 2·1.",
        "Add what the second channel gives, and then the bias, once for the filter.",
    ),
    solution="The first slice gives 4 + 2 + 0 + 2 = 8, the second −3 + 5 + 2 + 0 = 4. With the "
    "bias that is 13.",
)

COUNT = Exercise(
    name="filter-parameters",
    chapter=CHAPTER,
    section="Many filters, many maps",
    rung="pencil",
    goal="Count the parameters of a convolution on several channels.",
    minutes=3,
    difficulty=1,
    prompt="A layer has 16 filters of 5×5, with biases, and reads colour images. How many "
    "parameters are that?",
    answer=Number(
        right=lambda: parameters((32, 32, 3), Conv2D(16, 5)),
        wrong={
            "bias forgotten": lambda: parameters((32, 32, 3), Conv2D(16, 5, use_bias=False)),
            "channels forgotten": lambda: parameters((32, 32, 1), Conv2D(16, 5)),
            "one filter": lambda: parameters((32, 32, 3), Conv2D(1, 5)),
            "bias for every slice": lambda: (
                parameters((32, 32, 3), Conv2D(16, 5, use_bias=False)) + 16 * 3
            ),
            "bias for every weight": lambda: (
                2 * parameters((32, 32, 3), Conv2D(16, 5, use_bias=False))
            ),
        },
    ),
    hints=(
        "How many weights has one filter, if each channel has a slice?",
        "One filter has 5·5·3 weights. How many biases?",
        "Multiply what one filter has, its bias included, by the number of filters.",
    ),
    solution="One filter has 5·5·3 + 1 = 76, and 16 have 1,216, whatever the images' size.",
)

MAPS = Exercise(
    name="shape-of-maps",
    chapter=CHAPTER,
    section="Many filters, many maps",
    rung="predict",
    goal="Say the shape that a layer gives.",
    minutes=2,
    difficulty=1,
    prompt="A colour image `(20, 24, 3)` goes through 10 filters of 3 rows and 5 columns. The "
    "window never leaves the image. What shape has the result, channels last?",
    answer=Shape(
        right=lambda: maps_shape((20, 24, 3), 10, (3, 5)),
        wrong={
            "channels first": lambda: np.roll(maps_shape((20, 24, 3), 10, (3, 5)), 1).tolist(),
            "channels kept apart": lambda: (*maps_shape((20, 24, 3), 1, (3, 5))[:2], 30),
            "border forgotten": lambda: (20, 24, 10),
            "kernel's sides swapped": lambda: maps_shape((20, 24, 3), 10, (5, 3)),
            "filters forgotten": lambda: (*maps_shape((20, 24, 3), 1, (3, 5))[:2], 3),
        },
    ),
    hints=(
        "Sides first: how many places has a window of 3 rows in 20?",
        "The channels that go in are used up in the sums.",
        "One filter makes one map, so the last number counts the filters.",
    ),
    solution="20 − 3 + 1 = 18 rows, 24 − 5 + 1 = 20 columns, one map a filter: (18, 20, 10).",
)

RESHAPE = Exercise(
    name="it-worked-on-boots",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="explain",
    goal="Say when a reshape does no harm.",
    minutes=3,
    difficulty=2,
    prompt=(
        "A colleague turns `(N, H, W, C)` into `(N, C, H, W)` by `reshape`. On Fashion-MNIST all "
        "is well for months; colour pictures give poor results. What protected the boots?"
    ),
    answer=Choice(
        options=(
            "They are square, so height and width cannot be mistaken for each other.",
            "They have one channel: the pixels lie in the same order with the axis first or last.",
            "They are grey, and the network would have learned colours in any order as well.",
            "They are small: all numbers of an image lie side by side in memory.",
        ),
        right=protected,
        because={
            2: "The order of channels is not the trouble: a pixel's own numbers are torn apart.",
            3: "So do those of a colour picture. In which order?",
        },
        wrong={"square for grey": lambda: 0},
    ),
    hints=(
        "Write down in which order the numbers of a 2×2 image lie, with one channel and with two.",
        "reshape keeps that order; transpose may change it. When do the two agree?",
        "Try both on np.arange: images that are square or not, with one channel or three.",
    ),
    solution=(
        "With one channel, the numbers lie in the same order whether its axis stands first or "
        "last. With three, memory holds red, green and blue of the first pixel, then of the "
        "second, and `reshape` fills the “red” plane with all three colours of the first third "
        "of the picture."
    ),
)

MIXING = Exercise(
    name="blind-to-grey",
    chapter=CHAPTER,
    section="A window of one pixel",
    rung="design",
    goal="Choose the weights of a 1×1 filter.",
    minutes=4,
    difficulty=2,
    prompt=(
        "Choose the three weights (red, green, blue) of a 1×1 filter without bias that gives 0 for "
        "every grey pixel, a positive number for blue (0, 0, 1), and the same for red as for green."
    ),
    answer=Design(
        accept=mixing,
        requirements=(
            ("0 for grey", lambda f: abs(seen(f, 1, 1, 1)) < 1e-6),
            ("positive for blue", lambda f: seen(f, 0, 0, 1) > 1e-6),
            (
                "the same for red and green",
                lambda f: abs(seen(f, 1, 0, 0) - seen(f, 0, 1, 0)) < 1e-6,
            ),
        ),
        example=lambda: [-1, -1, 2],
        wrong={
            "grey comes through": lambda: [0, 0, 1],
            "average of the channels": lambda: [1, 1, 1],
            "sign forgotten": lambda: [1, 1, -2],
            "one channel left out": lambda: [-1, 0, 1],
        },
    ),
    hints=(
        "A grey pixel has three equal numbers. What does the total of the weights do to it?",
        "Red and green alone show their own weight, so these two must be equal.",
        "If red and green have -a each, what must blue have for a total of 0?",
    ),
    solution="The weights add up to 0, and those of red and green are equal: −a, −a, 2a with a "
    "above 0, such as [−1, −1, 2].",
)
