"""Exercises of "Flattening": what is said, counted, chosen and designed."""

import numpy as np

from cnncourse.architecture import (
    Flatten,
    GlobalAvgPool2D,
)
from cnncourse.exercises.chapters.flattening.arithmetic import (
    CHAPTER,
    COUNT,
    SMALL,
    STACKS,
    cell_at,
    features,
    head,
    hidden_reason,
    identity,
    in_keras,
    in_torch,
    same_order,
    shape_of,
    there,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Array, Choice, Design, Number

IN_KERAS = Exercise(
    name="place-in-keras",
    chapter=CHAPTER,
    section="From maps to a row",
    rung="pencil",
    goal="Compute a number's place in Keras's row.",
    minutes=3,
    difficulty=1,
    prompt=(
        "A stack has 3 rows, 4 columns and 5 channels. At which place of Keras's row, counted "
        "from 0, stands the number of row 1, column 2, channel 3?"
    ),
    answer=Number(
        right=lambda: in_keras((1, 2, 3)),
        wrong={
            "PyTorch's order": lambda: in_torch((1, 2, 3)),
            "counted from one": lambda: in_keras((1, 2, 3)) + 1,
            "height for width": lambda: (1 * 3 + 2) * 5 + 3,
            "channels skipped": lambda: 1 * 4 + 2 + 3,
            "height and width swapped": lambda: in_keras((2, 1, 3), (4, 3, 5)),
        },
    ),
    hints=(
        "How many whole pixels come before this one?",
        "A row of the stack has 4 pixels, and each pixel has 5 numbers.",
        "Count the pixels before it first, then 5 numbers for each, then its own earlier channels.",
    ),
    solution="(1 · 4 + 2) · 5 + 3 = 33: channels run fastest, then columns, then rows.",
)

BACKWARDS = Exercise(
    name="cell-in-torch",
    chapter=CHAPTER,
    section="From maps to a row",
    rung="pencil",
    goal="Find the number behind a place of PyTorch's row.",
    minutes=4,
    difficulty=2,
    prompt=(
        "A stack has 3 rows, 4 columns and 5 channels. Which number stands at place 29 of "
        "PyTorch's row? Write its row, column and channel, all counted from 0, such as `1, 1, 1`."
    ),
    answer=Array(
        right=lambda: cell_at(29, SMALL),
        wrong={
            "Keras's order": lambda: cell_at(29, SMALL, identity),
            "counted from one": lambda: cell_at(29, SMALL) + 1,
            "channels first": lambda: np.roll(cell_at(29, SMALL), 1),
            "the place before": lambda: cell_at(28, SMALL),
            "height for width": lambda: [29 % 12 // 3, 29 % 3, 29 // 12],
        },
    ),
    hints=(
        "PyTorch's row is one whole map after the other. How many numbers has a map?",
        "12: take as many whole maps away as fit; what is left is a place within one map.",
        "Within a map, divide by the 4 columns: whole rows, and the column that is left over.",
    ),
    solution=(
        "A map has 12 numbers: 29 = 2 · 12 + 5, so channel 2. Within it 5 = 1 · 4 + 1: row 1, "
        "column 1. The answer is 1, 1, 2."
    ),
)

SIZE = Exercise(
    name="flattened-size",
    chapter=CHAPTER,
    section="Where the parameters sit",
    rung="predict",
    goal="Say how long the row will be before the network is built.",
    minutes=4,
    difficulty=2,
    prompt=(
        "A 32×32 colour image: 16 filters of 3×3, pooling 2×2, 32 filters of 5×5, pooling 2×2, no "
        "padding anywhere, then flattening. How many numbers has the row?"
    ),
    answer=Number(
        right=features,
        wrong={
            "ceil for floor": lambda: 6 * 6 * 32,
            "as if padded": lambda: features("same"),
            "channels forgotten": lambda: features(last=1),
            "both layers' filters": lambda: features(last=16 * 32),
            "last pooling forgotten": lambda: 11 * 11 * 32,
        },
    ),
    hints=(
        "Follow one side: 32, then what after 3×3, what after pooling?",
        "A window of k takes k − 1; the pooling halves and drops an odd last row.",
        "The side goes 32, 30, 15, 11, and once more through a pooling; then count channels too.",
    ),
    solution="32 → 30 → 15 → 11 → 5, with 32 channels at the end: 5 · 5 · 32 = 800.",
)

AVERAGE = Exercise(
    name="dense-after-average",
    chapter=CHAPTER,
    section="No row at all",
    rung="pencil",
    goal="Count what a global average saves.",
    minutes=3,
    difficulty=1,
    prompt=(
        "Maps of 5×5 with 40 channels are averaged, each to one number. A dense layer of 100 "
        "units with biases follows. How many parameters has it?"
    ),
    answer=Number(
        right=lambda: head(GlobalAvgPool2D()),
        wrong={
            "flattened": lambda: head(Flatten()),
            "bias forgotten": lambda: head(GlobalAvgPool2D(), use_bias=False),
            "pixels for channels": lambda: 5 * 5 * 100 + 100,
            "bias for every weight": lambda: 2 * 40 * 100,
            "one map": lambda: 100 + 100,
        },
    ),
    hints=(
        "How many numbers are left after the average?",
        "One for each channel, whatever the size of the maps.",
        "Each of the 100 units has a weight for each of these, and a bias.",
    ),
    solution="40 · 100 + 100 = 4,100. Flattened, it would be 1,000 · 100 + 100 = 100,100.",
)

ALIKE = Exercise(
    name="same-order",
    chapter=CHAPTER,
    section="The list between the two",
    rung="predict",
    goal="Tell when the frameworks' orders agree.",
    minutes=3,
    difficulty=1,
    prompt=(
        "Which of these stacks (rows × columns × channels) are laid out in the same order by "
        "both frameworks? Choose all."
    ),
    answer=Choice(
        options=tuple(" × ".join(map(str, one)) for one in STACKS),
        right=same_order,
        because={
            2: "7 × 7 × 64: Keras's second number is channel 1 of the first pixel.",
            3: "1 × 6 × 3: one row, but several pixels with several channels each.",
            4: "5 × 1 × 2: one column, but several pixels with two channels each.",
        },
        wrong={
            "one row is enough": lambda: same_order(also=[3]),
            "one side is enough": lambda: same_order(also=[3, 4]),
        },
    ),
    hints=(
        "Write the first three numbers of both rows.",
        "The orders differ as soon as there are two pixels and two channels.",
        "So one of the two counts has to be 1: the channels, or the pixels.",
    ),
    solution=(
        "28 × 28 × 1, with one channel, and 1 × 1 × 64, with one pixel. Wherever two pixels have "
        "two channels, Keras puts channel 1 of the first pixel next, PyTorch the next pixel."
    ),
)

HIDDEN = Exercise(
    name="test-that-hides",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="explain",
    goal="Choose a test that can fail.",
    minutes=3,
    difficulty=2,
    prompt=(
        "A colleague sorts a dense layer's rows by the list that leads from PyTorch's order to "
        "Keras's, where the other one is needed. His test, on 2×2 maps with 4 channels, finds no "
        "difference; on 7×7 maps with 64 everything is wrong. Why did the test not notice?"
    ),
    answer=Choice(
        options=(
            "For 2×2 maps with 4 channels both frameworks have the same order.",
            "With as many pixels as channels the list leads back as well as there.",
            "For square maps the two lists are always the same.",
            "Sixteen numbers are too few to see a difference.",
        ),
        right=hidden_reason,
        because={
            0: "The orders differ: place 1 is channel 1 in one, another pixel in the other.",
            2: "Write the list down for 2×2 maps with 3 channels, and apply it twice.",
            3: "For 2×3 maps with 2 channels twelve numbers are enough.",
        },
    ),
    hints=(
        "Think of the stack as a table: a row for each pixel, a column for each channel.",
        "One order reads the table row by row, the other column by column.",
        "When does turning a table about twice by the same recipe bring every cell back?",
    ),
    solution=(
        "As a table of pixels × channels, one order reads the rows and the other the columns. For "
        "a square table, here 4 × 4, exchanging rows and columns twice changes nothing: the list "
        "is its own way back. A test should have more or fewer channels than pixels, two at least."
    ),
)

OWN_WAY_BACK = Exercise(
    name="own-way-back",
    chapter=CHAPTER,
    section="The list between the two",
    rung="design",
    goal="Find a stack in which a wrong permutation is right.",
    minutes=6,
    difficulty=3,
    prompt=(
        "Find a stack of 36 numbers, as height x width x channels, in which the two frameworks' "
        "orders differ, and yet the list that leads from one to the other is also the way back."
    ),
    answer=Design(
        accept=shape_of,
        requirements=(
            ("it holds 36 numbers", lambda shape: np.prod(shape) == COUNT),
            (
                "the orders differ",
                lambda shape: not np.array_equal(there(shape), identity(shape)),
            ),
            (
                "the list applied twice changes nothing",
                lambda shape: np.array_equal(there(shape)[there(shape)], identity(shape)),
            ),
        ),
        example=lambda: (2, 3, 6),
        wrong={
            "same order": lambda: (6, 6, 1),
            "one pixel": lambda: (1, 1, 36),
            "square maps": lambda: (3, 3, 4),
            "two sides alike": lambda: (4, 3, 3),
        },
    ),
    hints=(
        "Think of the stack as a table: a row for each pixel, a column for each channel.",
        "The list exchanges rows and columns. For which tables does doing it twice help?",
        "The table has to be square: how many pixels and how many channels make 36?",
    ),
    solution=(
        "Six pixels and six channels: 2 x 3 x 6, 3 x 2 x 6, 1 x 6 x 6 or 6 x 1 x 6. As a table "
        "of 6 × 6, exchanging rows and columns twice gives the table back."
    ),
)
