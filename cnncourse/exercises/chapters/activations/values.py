"""Exercises of "Activations": what is said, counted, chosen and designed."""

import numpy as np

from cnncourse import gradients, ops
from cnncourse.exercises.chapters.activations.arithmetic import (
    BUMP,
    CHAPTER,
    FIRST,
    SECOND,
    SUMS,
    linear_ones,
    merged_size,
    near,
    places,
    revivable,
    rows_of,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Array, Choice, Design, Number, Shape

RELU = Exercise(
    name="relu-by-hand",
    chapter=CHAPTER,
    section="ReLU",
    rung="pencil",
    goal="Apply a ReLU with a pencil.",
    minutes=1,
    difficulty=1,
    prompt="A layer gives −2, 3, −0.5, 0, 1. What is left after a ReLU? Write five numbers.",
    answer=Array(
        right=lambda: ops.relu(SUMS),
        wrong={
            "size for ReLU": lambda: np.abs(SUMS),
            "on or off": lambda: (SUMS > 0).astype(float),
            "wrong half": lambda: np.minimum(SUMS, 0),
            "leaky": lambda: ops.leaky_relu(SUMS),
            "dropped for zero": lambda: SUMS[SUMS >= 0],
        },
    ),
    hints=(
        "Take each number by itself.",
        "Compare it with 0 and keep the larger of the two.",
        "Two of the five are negative; the others stay as they are.",
    ),
    solution="0, 3, 0, 0, 1: negative numbers become 0, all others pass.",
)

TABLES = Exercise(
    name="two-tables-one",
    chapter=CHAPTER,
    section="Two layers that are one",
    rung="pencil",
    goal="Multiply two dense layers out to one.",
    minutes=4,
    difficulty=1,
    prompt=(
        "Two numbers, as a row, go through the weights [[1, 2], [0, 1]] and then through "
        "[[1, 1], [2, 0]], without biases and with nothing in between. Which table does both at "
        "once? Write two rows."
    ),
    answer=Array(
        right=lambda: FIRST @ SECOND,
        wrong={
            "second table first": lambda: SECOND @ FIRST,
            "cell by cell": lambda: FIRST * SECOND,
            "tables added": lambda: FIRST + SECOND,
            "transposed": lambda: (FIRST @ SECOND).T,
        },
    ),
    hints=(
        "Send the row 1, 0 through both layers: that is the first row of the answer.",
        "1, 0 becomes 1, 2 in the first layer. What does the second make of it?",
        "1 · (1, 1) + 2 · (2, 0) for the first row; for the second start from 0, 1.",
    ),
    solution=(
        "[[5, 1], [2, 0]], the product of the tables in the order in which the row meets them."
    ),
)

KERNEL_SIZE = Exercise(
    name="merged-kernel-size",
    chapter=CHAPTER,
    section="Two convolutions are one",
    rung="predict",
    goal="Say how large the kernel is that does the work of two.",
    minutes=3,
    difficulty=2,
    prompt=(
        "A kernel of 5 rows and 3 columns is followed by one of 3 rows and 4 columns, with "
        "nothing in between. How large is the one kernel that does both, as rows x columns?"
    ),
    answer=Shape(
        right=lambda: merged_size((5, 3), (3, 4)),
        wrong={
            "sizes added": lambda: (5 + 3, 3 + 4),
            "sizes multiplied": lambda: (5 * 3, 3 * 4),
            "larger of the two": lambda: (max(5, 3), max(3, 4)),
            "height and width swapped": lambda: merged_size((5, 3), (3, 4))[::-1],
        },
    ),
    hints=(
        "How many pixels does one number of the second map depend on?",
        "In one direction it reads 3 neighbouring windows of 5 rows, each one row further.",
        "Windows that move by one row overlap: count the rows that they cover together.",
    ),
    solution=(
        "Three windows of five rows, each one row below the last, cover 5 + 3 − 1 = 7 rows; in "
        "the other direction it is 3 + 4 − 1 = 6 columns: 7 x 6."
    ),
)

LINEAR = Exercise(
    name="which-are-linear",
    chapter=CHAPTER,
    section="What only a bend can do",
    rung="predict",
    goal="Tell layers that mix pictures faithfully from those that do not.",
    minutes=4,
    difficulty=2,
    prompt=(
        "Which of these give, for half of one picture plus half of another, half of the one "
        "output plus half of the other, whatever the pictures? Choose all."
    ),
    answer=Choice(
        options=(
            "a 3×3 convolution with a bias",
            "average pooling",
            "max pooling",
            "subtracting 0.5, then ReLU",
            "turning the picture upside down",
            "counting the pixels above 0.5",
        ),
        right=linear_ones,
        because={
            2: "Max pooling: the winner in the mixed picture need not have won in either.",
            3: "ReLU: a number that is cut in one picture may survive in the mixed one.",
            5: "A pixel that is half of 0 and half of 0.9 is not counted at all.",
        },
        wrong={
            "max is linear": lambda: linear_ones(also=["max pooling"]),
            "a bias bends": lambda: linear_ones(without=["a 3×3 convolution with a bias"]),
            "average bends": lambda: linear_ones(without=["average pooling"]),
        },
    ),
    hints=(
        "Try two pictures of one or two pixels.",
        "A bias of 5 stays 5: half of 5 and half of 5.",
        "Where the layer chooses or compares, look for two pictures that choose differently.",
    ),
    solution=(
        "Convolution (the bias is half and half again), average pooling and turning. Max "
        "pooling, ReLU and counting compare numbers, and the mixed picture may compare otherwise."
    ),
)

SLOPE = Exercise(
    name="three-sigmoids",
    chapter=CHAPTER,
    section="The relatives, and their slopes",
    rung="pencil",
    goal="See how slopes shrink through sigmoids.",
    minutes=3,
    difficulty=2,
    prompt=(
        "A number goes through three sigmoids in a row, and each passes on at most its largest "
        "slope. Multiply the three largest slopes: more than this share of a nudge cannot arrive. "
        "Four decimals are enough."
    ),
    answer=Number(
        right=lambda: gradients.sigmoid_backward(1.0, 0.0) ** 3,
        tolerance=4e-4,
        wrong={
            "slopes added": lambda: 3 * gradients.sigmoid_backward(1.0, 0.0),
            "height for slope": lambda: ops.sigmoid(0.0) ** 3,
            "one layer alone": lambda: gradients.sigmoid_backward(1.0, 0.0),
            "one too few": lambda: gradients.sigmoid_backward(1.0, 0.0) ** 2,
        },
    ),
    hints=(
        "Where is the sigmoid steepest, and how steep is it there?",
        "At 0 its slope is a quarter. What does the second sigmoid do to a nudge of a quarter?",
        "Each of the three leaves at most a quarter of the nudge that reaches it.",
    ),
    solution=(
        "A quarter of a quarter of a quarter: 1/64, about 0.0156. In truth it is less, since "
        "only an input of 0 meets the steepest place, and the next input is then 0.5."
    ),
)

STUCK = Exercise(
    name="stuck-unit",
    chapter=CHAPTER,
    section="Units that never answer",
    rung="explain",
    goal="Say why a dead unit stays dead, and what would wake it.",
    minutes=3,
    difficulty=2,
    prompt=(
        "A unit in the first layer, behind a ReLU, has a negative sum for every training image. "
        "After which change does a nudge of its weights change its output?"
    ),
    answer=Choice(
        options=(
            "None is needed: a small nudge changes its output already.",
            "All its weights and its bias are doubled.",
            "A leaky ReLU takes the ReLU's place.",
            "Every training image is shown twice as often.",
        ),
        right=revivable,
        because={
            0: "Its sums change a little and stay negative. What comes out behind the ReLU?",
            1: "Doubled, a negative sum is twice as negative.",
            3: "The same images give the same sums, however often they come.",
        },
    ),
    hints=(
        "Draw the ReLU and mark where the unit's sums lie.",
        "How steep is the curve there? A slope of 0 passes no nudge on.",
        "Which of the four gives another curve, or other sums that reach above 0?",
    ),
    solution=(
        "Behind the leaky ReLU a negative sum still has a slope, 0.01, so that training gets an "
        "answer to its nudges. Doubling keeps the signs, and so do the same images."
    ),
)

HAT = Exercise(
    name="relu-hat",
    chapter=CHAPTER,
    section="What only a bend can do",
    rung="design",
    goal="Build a curve from ReLUs.",
    minutes=10,
    difficulty=3,
    prompt=(
        "Each unit gives `out · relu(weight · x + bias)`, and the units' results are added up. "
        "Make a hat: 0 up to x = −1, then straight up to 1 at x = 0, straight down to 0 at "
        "x = 1, and 0 from there on. Give a row `[weight, bias, out]` for each unit."
    ),
    answer=Design(
        accept=rows_of,
        requirements=(
            ("0 up to x = −1", lambda rows: near(rows, places(rows, high=-1), 0)),
            ("1 at x = 0", lambda rows: near(rows, [0], 1)),
            (
                "straight lines between −1, 0 and 1",
                lambda rows: near(rows, x := places(rows, -1, 1), 1 - np.abs(x)),
            ),
            ("0 from x = 1 on", lambda rows: near(rows, places(rows, low=1), 0)),
        ),
        example=lambda: BUMP,
        wrong={
            "never comes down": lambda: BUMP[:1],
            "comes down and goes on": lambda: BUMP[:2],
            "flat for down": lambda: BUMP * [1, 1, 1] - [[0, 0, 0], [0, 0, -1], [0, 0, 1]],
            "upside down": lambda: BUMP * [1, 1, -1],
        },
    ),
    hints=(
        "A unit of weight 1 and bias −c starts to rise at x = c. Where must the curve bend?",
        "It bends at −1, 0 and 1: three units. The first goes up with slope 1.",
        "At 0 the slope has to change from 1 to −1, and at 1 from −1 to 0.",
    ),
    solution=(
        "relu(x + 1) − 2 relu(x) + relu(x − 1): rows [1, 1, 1], [1, 0, −2], [1, −1, 1]. With "
        "enough narrow hats, each of its own height, a smooth curve can be followed closely."
    ),
)
