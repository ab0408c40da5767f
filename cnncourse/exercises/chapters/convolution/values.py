"""The exercises of "Convolution" that are answered by a number, a shape, a choice or a kernel."""

import numpy as np

from cnncourse.architecture import Architecture, Conv2D
from cnncourse.exercises.chapters.convolution.maps import (
    KERNEL,
    LOOK_RIGHT,
    PATCH,
    keeps_flat,
    kernel_of,
    level_step,
    map_size,
    moved_statement,
    single,
    way_of,
    window_sum,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number, Shape

CHAPTER = "convolution"

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
            "negative weights added": lambda: window_sum(kernel=np.abs(KERNEL)),
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
        because={
            2: "Nine equal pixels are added up: how does that compare with one of them?",
            3: "Add up its weights: what do they do to nine equal pixels?",
        },
        wrong={"difference for average": lambda: 0},
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
            "windows for pixels": lambda: 1076 * 1916,
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
        "A bright spot in the middle of a dark image moves two pixels to the right. The window "
        "goes one pixel at a time and never leaves the image. Which sentence about the map is "
        "true, and why?"
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
        "bright right). Where dark meets bright below it, it gives a positive number, and "
        "nowhere a negative one."
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
                "dark above and bright below gives a positive number, and no negative one",
                lambda k: single(level_step(), k).max() > 1e-6 > -single(level_step(), k).min(),
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
