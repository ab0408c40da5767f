"""The exercises of "Kernels and maps" that are answered by a value or a choice."""

import numpy as np

from cnncourse.architecture import Architecture, Conv2D, MaxPool2D
from cnncourse.exercises import understood
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number

CHAPTER = "kernels_and_maps"
PLACE = 3
START, RATE, STEPS = -0.4, 0.2, 50


def last_row():
    """Return the last row of the image that a unit of source B's second convolution sees."""
    network = Architecture("B", (28, 28, 1), [Conv2D(6, 5), MaxPool2D(2), Conv2D(10, 5)])
    field = network.receptive_field()["conv2"]
    return int(field.centre[0] + PLACE * field.stride[0] + (field.size[0] - 1) / 2)


WINDOW = Exercise(
    name="last-row-of-a-window",
    chapter=CHAPTER,
    section="In the data",
    rung="pencil",
    goal="Find what a unit of a deeper layer sees of the image.",
    minutes=5,
    difficulty=2,
    prompt="In source B's network a convolution of 5×5, a max pool of 2×2 with stride 2 and a "
    f"convolution of 5×5 follow each other, without padding. A unit in row {PLACE} of the last "
    "map, counted from 0, sees rows of the image. Which is the last of them?",
    answer=Number(
        right=last_row,
        wrong={
            "first row of the window": lambda: last_row() - 13,
            "middle of the window": lambda: last_row() - 7,
            "one row past the window": lambda: last_row() + 1,
            "stride left out": lambda: last_row() - PLACE,
            "pool left out": lambda: PLACE + 4 + 4,
        },
        unit="rows from the top",
    ),
    hints=(
        "The unit reads rows 3 to 7 of the pooled map.",
        "Row 7 of the pooled map comes from rows 14 and 15 of the first map.",
        "Row 15 of the first map reads five rows of the image.",
    ),
    solution="Rows 3 to 7 of the pooled map are rows 6 to 15 of the first map, and row 15 of it "
    "reads rows 15 to 19: the last is 19. The first is 6.",
)

STUCK = Exercise(
    name="climbing-on-flat-ground",
    chapter=CHAPTER,
    section="By climbing",
    rung="predict",
    goal="Say what gradient ascent does where ReLU gives 0.",
    minutes=2,
    difficulty=1,
    prompt=f"At the start of a climb the weighted sum before ReLU is {START}. The kernel's length "
    f"(the root of its summed squares) is 1, and each of {STEPS} steps goes {RATE} up the gradient "
    "of what *leaves* ReLU, as it is. No pixel comes near 0 or 1. What leaves ReLU at the end?",
    answer=Number(
        right=lambda: 0.0,
        wrong={
            "climbed as if without relu": lambda: START + RATE * STEPS,
            "sum before relu": lambda: START,
            "one step's gain": lambda: RATE,
            "all steps from zero": lambda: RATE * STEPS,
        },
    ),
    hints=(
        "How steep is ReLU at a number below 0?",
        "What is 50 times a step of length zero?",
        "The weighted sum never changes.",
    ),
    solution="ReLU is flat below 0: the gradient is 0, no step moves anything, and 0 leaves it at "
    "the end as at the start.",
)

ALIKE = Exercise(
    name="what-a-smooth-kernel-proves",
    chapter=CHAPTER,
    section="Exercises",
    rung="explain",
    goal="Judge a claim about kernels by its control.",
    minutes=3,
    difficulty=1,
    prompt="Somebody shows eight orderly kernels of a trained layer and writes: *these features "
    "were learned*. Which of the following would show it best?",
    answer=Choice(
        options=(
            "Eight more kernels of the same layer.",
            "Eight kernels, chosen alike, of the same layer before training.",
            "The accuracy of the network.",
            "The windows in which these eight fire most.",
        ),
        right=lambda: 1,
        because={
            0: "These may have been orderly before training, too.",
            2: "A network can be good without an orderly kernel: source C's is.",
            3: "An untrained filter has such windows, too, and they look alike among themselves.",
        },
        wrong={
            "more of the same": lambda: 0,
            "accuracy for a control": lambda: 2,
            "windows for a control": lambda: 3,
        },
    ),
    hints=(
        "What would all of this look like if nothing had been learned?",
        "For which of the four is something compared with its opposite?",
        "A control differs in the training and in nothing else.",
    ),
    solution="**b**. The same layer before training is the control, with kernels chosen in the "
    "same way. The others would look alike if nothing had been learned.",
)


def unit_of(answer):
    """Return an answer as three weights and a bias, or say what is wanted."""
    row = understood.row(answer)
    if row is None or np.size(row) != 4:
        raise ValueError("give four numbers, three weights and a bias, such as [1, -1, 0.5, -3]")
    found = [float(one) for one in np.ravel(row)]
    if not np.isfinite(found).all():
        raise ValueError("give four finite numbers, three weights and a bias")
    return tuple(found)


def highest(unit):
    """Return the largest sum that brightnesses from 0 to 1 can give."""
    return sum(max(weight, 0) for weight in unit[:3]) + unit[3]


NEVER = Exercise(
    name="dead-for-every-image",
    chapter=CHAPTER,
    section="Exercises",
    rung="design",
    goal="Tell a filter that cannot fire from one that has not fired yet.",
    minutes=5,
    difficulty=2,
    prompt="A filter of 1×3 weights and a bias is followed by ReLU; brightnesses lie from 0 to 1. "
    "Give three weights and a bias, such as `[1, -1, 0.5, -3]`, for which it is 0 for *every* "
    "image, although two of the weights or more are at least 0.5 and the bias is at least "
    "-1.25. No weight is 0.",
    answer=Design(
        accept=unit_of,
        requirements=(
            ("no weight is 0", lambda unit: all(unit[:3])),
            ("two weights or more of at least 0.5", lambda unit: sorted(unit[:3])[1] >= 0.5),
            ("a bias of at least -1.25", lambda unit: unit[3] >= -1.25),
            ("0 for every image", lambda unit: highest(unit) <= 1e-9),
        ),
        example=lambda: (0.5, -1, 0.5, -1),
        wrong={
            "weights that cancel": lambda: (0.5, -1, 0.5, 0),
            "image taken for grey": lambda: (0.8, 0.8, -1, -0.9),
            "black image alone": lambda: (0.5, 0.5, 0.5, -0.2),
            "bias too low": lambda: (1, -1, 0.5, -3),
        },
    ),
    hints=(
        "For which image is the sum largest: where is it white, where black?",
        "White under the positive weights, black under the others: negative weights do not help.",
        "The positive weights and the bias together must not exceed 0.",
    ),
    solution="The sum is largest where the image is white under positive weights and black "
    "elsewhere. `[0.5, -1, 0.5, -1]` has 0.5 + 0.5 - 1 = 0 there, and less in any other image.",
)
