"""The exercises of "One network, two frameworks" that are answered by a value or a choice."""

import math

import numpy as np

from cnncourse.exercises import understood
from cnncourse.exercises.chapters.two_frameworks.conventions import (
    CHAPTER,
    odd_and_even,
    orders_agree_after_the_mean,
    own_parameters,
    place_of,
    running,
    same,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Array, Choice, Design, Number

KEPT, SEEN = 0.99, 8  # the share that Keras keeps, and the numbers in a batch


def setting_of(answer):
    """Return an answer as PyTorch's momentum and a factor, or say what is wanted."""
    pair = understood.row(answer)
    if pair is None or pair.size != 2 or not np.isfinite(pair.astype(float)).all():
        raise ValueError("give two numbers, momentum and factor, such as [0.5, 1]")
    return tuple(round(float(one), 3) for one in pair.ravel())


def close(setting, batches):
    """Return whether PyTorch's running variance so set is Keras's after some batches."""
    momentum, factor = setting
    theirs = running(batches, kept=1 - momentum, divisor_less=1, factor=factor)
    return abs(theirs - running(batches, kept=KEPT, divisor_less=0)) < 1e-4


COUNT = Exercise(
    name="second-convolution",
    chapter=CHAPTER,
    section="Say it once",
    rung="pencil",
    goal="Count a convolution's parameters.",
    minutes=3,
    difficulty=1,
    prompt="The second convolution has 64 filters of 3×3, with biases, and reads 32 maps. How "
    "many parameters has it?",
    answer=Number(
        right=own_parameters,
        wrong={
            "bias forgotten": lambda: 3 * 3 * 32 * 64,
            "channels forgotten": lambda: 3 * 3 * 64 + 64,
            "one filter": lambda: 3 * 3 * 32 + 1,
            "bias for every weight": lambda: 2 * 3 * 3 * 32 * 64,
        },
    ),
    hints=(
        "How many weights has one filter, if it has a slice for each map that comes in?",
        "A filter has 3·3·32 weights and a bias of its own.",
        "Multiply what one filter has, its bias included, by the number of filters.",
    ),
    solution="One filter has 3·3·32 + 1 = 289 numbers, and 64 of them have 18,496.",
)

FLAT_PLACE = Exercise(
    name="flat-place",
    chapter=CHAPTER,
    section="Carry the weights over",
    rung="pencil",
    goal="Find a pixel's place in a flattened map, in either framework.",
    minutes=4,
    difficulty=2,
    prompt="A map has 2 rows, 3 columns and 4 channels. At which place, counted from 0, does "
    "PyTorch's flattening put the number of row 1, column 0, channel 2?",
    answer=Number(
        right=lambda: place_of((2, 0, 1)),
        wrong={
            "Keras's order": lambda: place_of((0, 1, 2)),
            "counted from one": lambda: place_of((2, 0, 1)) + 1,
            "height and width swapped": lambda: place_of((2, 1, 0)),
            "wrong flatten order": lambda: place_of((1, 0, 2)),
        },
    ),
    hints=(
        "In which order does PyTorch keep the axes of a map?",
        "Channel, row, column: the column runs fastest.",
        "Before channel 2 come two whole channels of 2·3 numbers each; count on from there.",
    ),
    solution="(c·H + i)·W + j = (2·2 + 1)·3 + 0 = 15. Keras puts it at (1·3 + 0)·4 + 2 = 14.",
)

PADDING = Exercise(
    name="same-at-stride-two",
    chapter=CHAPTER,
    section="Same padding, other pixels",
    rung="predict",
    goal="Say what same padding adds, and where.",
    minutes=4,
    difficulty=2,
    prompt='An 8×8 image goes through a 3×3 convolution with stride 2 and `padding="same"` by '
    "TensorFlow's rule. How many rows and columns are added? Write top, bottom, left, right, such "
    "as `[2, 2, 2, 2]`.",
    answer=Array(
        right=same,
        wrong={
            "symmetric padding": lambda: np.ones(4),
            "other end": lambda: same()[[1, 0, 3, 2]],
            "padding forgotten": lambda: np.zeros(4),
            "stride forgotten": lambda: 2 * same(),
        },
    ),
    hints=(
        "Eight pixels at stride 2 give four numbers.",
        "How many rows do four windows of three take, two apart?",
        "Four windows need (4 - 1)·2 + 3 rows. An odd row goes to the end, not to the start.",
    ),
    solution="Four windows need 9 rows; 8 are there, and the ninth goes to the bottom, as the "
    "ninth column goes to the right: [0, 1, 0, 1]. `padding=1` reads other pixels.",
)

ADAM = Exercise(
    name="adam-half-step",
    chapter=CHAPTER,
    section="The constant inside the optimiser",
    rung="pencil",
    goal="See what the place of a constant in a formula does.",
    minutes=8,
    difficulty=3,
    prompt="At Adam's first step $m = (1-\\beta_1)g$ and $v = (1-\\beta_2)g^2$. Keras's step is "
    "$\\eta\\sqrt{1-\\beta_2}\\,g/(\\sqrt{1-\\beta_2}\\,g+\\varepsilon)$, with $\\beta_2 = 0.999$ "
    "and $\\varepsilon = 10^{-7}$. For which gradient $g$ is it half of $\\eta$? Two digits are "
    "enough.",
    answer=Number(
        right=lambda: 1e-7 / math.sqrt(1 - 0.999),
        wrong={
            "epsilon as it stands": lambda: 1e-7,
            "the other framework": lambda: 1e-8,
            "root on the wrong side": lambda: 1e-7 * math.sqrt(1 - 0.999),
            "square for root": lambda: 1e-7 / (1 - 0.999),
        },
        share=0.03,
    ),
    hints=(
        "a/(a + b) is a half where the two are equal. Which two are it here?",
        "The root times g has to equal epsilon.",
        "The root of 0.001 is 0.0316; divide epsilon by it.",
    ),
    solution="Half a step where √0.001·g = ε: g = 10⁻⁷/0.0316 = 3.2·10⁻⁶. PyTorch's step is "
    "half of η at g = 10⁻⁸. Weights with gradients in between are moved by one and hardly by "
    "the other.",
)

VARIANCE = Exercise(
    name="equal-running-variances",
    chapter=CHAPTER,
    section="Batch normalisation counts differently",
    rung="design",
    goal="Make two running variances agree.",
    minutes=6,
    difficulty=3,
    prompt="Keras keeps 0.99 of its running variance. Batches have 8 numbers. Which `momentum` and "
    "which factor on the batch's variance make PyTorch's the same? Give two numbers, such as "
    "`[0.5, 1]`.",
    answer=Design(
        accept=setting_of,
        requirements=(
            (
                "both move equally far with batches that all have variance 0",
                lambda asked: close(asked, np.zeros((3, SEEN))),
            ),
            (
                "both are equal after three drawn batches",
                lambda asked: close(asked, np.random.default_rng(0).normal(size=(3, SEEN))),
            ),
        ),
        example=lambda: (1 - KEPT, (SEEN - 1) / SEEN),
        wrong={
            "momentum swapped": lambda: (KEPT, (SEEN - 1) / SEEN),
            "divisors taken for one": lambda: (1 - KEPT, 1.0),
            "factor turned over": lambda: (1 - KEPT, SEEN / (SEEN - 1)),
        },
    ),
    hints=(
        "PyTorch's momentum is the share that is new.",
        "PyTorch's running variance divides by n - 1, Keras's by n.",
        "By what must a seventh be multiplied to become an eighth?",
    ),
    solution="A momentum of 0.01 is new where 0.99 is kept. PyTorch divides the squares by 7 and "
    "Keras by 8: the factor is 7/8 = 0.875. It depends on the batch's size, so no setting does it "
    "for all.",
)

AVERAGED = Exercise(
    name="no-flattening",
    chapter=CHAPTER,
    section="Carry the weights over",
    rung="explain",
    goal="Say where the two frameworks' orders matter.",
    minutes=4,
    difficulty=2,
    prompt="The layer `Flatten()` is replaced by `GlobalAvgPool2D()`, which takes the mean of each "
    "channel. Which weights must now be sorted anew on the way from Keras to PyTorch, beside the "
    "exchange of axes?",
    answer=Choice(
        options=(
            "The rows of the first dense layer, as before.",
            "None: one number a channel is left, and both count channels alike.",
            "The filters of the last convolution, whose maps are averaged.",
            "The rows of every dense layer.",
        ),
        right=orders_agree_after_the_mean,
        because={
            0: "Which order of rows, columns and channels is left to differ behind a mean?",
            2: "Filters are counted alike in both; only their axes are exchanged.",
            3: "Behind the first dense layer there are no pixels to be put in order.",
        },
    ),
    hints=(
        "What was it that put the rows into two orders?",
        "A map has rows, columns and channels. Which of them are left after the mean?",
        "With one number for each channel there is one axis, and one axis has one order.",
    ),
    solution="None. The mean leaves one number for each channel, and both frameworks count "
    "channels alike.",
)


BETWEEN = Exercise(
    name="relu-between",
    chapter=CHAPTER,
    section="Build it in both",
    rung="explain",
    goal="Prove that an activation keeps two layers from being one.",
    minutes=5,
    difficulty=2,
    prompt="Two 3×3 convolutions without biases follow one another: one 5×5 kernel can do the work "
    "of both. With a ReLU between them, none can. Which observation proves it?",
    answer=Choice(
        options=(
            "A picture twice as bright does not give twice the map.",
            "A picture with all signs changed does not give the map with all signs changed.",
            "The second map has no negative number.",
            "The second map is of another size than a 5×5 kernel's.",
        ),
        right=lambda: odd_and_even().index(True),
        because={
            0: "It does give twice the map: a ReLU doubles with what comes in.",
            2: "The second convolution has negative weights, and no ReLU behind it.",
            3: "Two 3×3 windows take as much from the rim as one of 5×5.",
        },
    ),
    hints=(
        "One kernel is a weighted sum. What does a weighted sum do with -x?",
        "Put a picture and its negative through a ReLU: which numbers are left of each?",
        "A weighted sum of -x is minus the weighted sum of x. Is that so here?",
    ),
    solution="For any kernel the map of −x is minus the map of x. Behind a ReLU other numbers are "
    "left of −x than of x, so the map is another. (Doubling proves nothing: a ReLU of 2x is twice "
    "the ReLU of x.)",
)
