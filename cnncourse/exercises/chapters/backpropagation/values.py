"""The exercises of "Backpropagation through a convolution" that are answered by a value."""

import numpy as np

from cnncourse.exercises.chapters.backpropagation import backwards
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Array, Choice, Design, Number, Shape

CHAPTER = "backpropagation"
PATCH = np.array([[0, 1, 8, 7], [0, 8, 8, 7], [2, 8, 7, 7], [5, 8, 7, 7]])
ARRIVING = np.array([[1, 0], [-1, 2]])
POOLED = np.array([[3, 1, 2, 2], [0, 5, 4, 1], [7, 6, 0, 1], [6, 2, 3, 2]])
SLOPES = np.array([[2, -1], [1, 3]])


def weight_slope(arriving=ARRIVING, image=PATCH):
    """Return the slope for the kernel's lower left weight."""
    return backwards.for_kernel(arriving, image, (3, 3))[2, 0]


def filters_of(shape, kernel, filters):
    """Return the shape of the slopes for a layer's kernels."""
    from cnncourse.gradients import conv2d_backward

    images, kernels = np.zeros((1, *shape)), np.zeros((*kernel, shape[2], filters))
    places = shape[0] - kernel[0] + 1, shape[1] - kernel[1] + 1
    return conv2d_backward(np.zeros((1, *places, filters)), images, kernels)[1].shape


TWO_PATHS = Exercise(
    name="two-paths",
    chapter=CHAPTER,
    section="Back along a chain",
    rung="pencil",
    goal="Multiply along a path and add over paths.",
    minutes=4,
    difficulty=1,
    prompt="A weight is used twice: $y = w\\cdot w\\cdot x$, and the loss is $(y - t)^2$. With "
    "$w = 3$, $x = 2$ and $t = 20$, what is the slope of the loss for $w$?",
    answer=Number(
        right=lambda: backwards.chain(3, 2, 20),
        wrong={
            "one path": lambda: backwards.chain(3, 2, 20) / 2,
            "paths multiplied": lambda: 2 * (3 * 3 * 2 - 20) * (3 * 2) * (3 * 2),
            "loss forgotten": lambda: 3 * 2 + 3 * 2,
            "half way back": lambda: 2 * (3 * 3 * 2 - 20),
            "sign forgotten": lambda: -backwards.chain(3, 2, 20),
        },
    ),
    hints=(
        "First forwards: what are y and the error?",
        "The loss's slope for y is twice the error. How does y depend on each of the two w?",
        "y changes w·x times as fast as the first w, and as fast again with the second one.",
    ),
    solution="y = 18 and the error is −2, so the loss's slope for y is −4. Along each path y "
    "changes w·x = 6 times as fast as w; both paths together 12 times. −4·12 = −48.",
)


ONE_SLOPE = Exercise(
    name="slope-of-a-weight",
    chapter=CHAPTER,
    section="A convolution by hand",
    rung="pencil",
    goal="Compute the slope for one weight of a kernel by hand.",
    minutes=4,
    difficulty=1,
    prompt="The image on the left went through a 3×3 kernel; the slopes on the right arrive for "
    "its map.\n\n"
    "$$\\begin{matrix}0&1&8&7\\\\0&8&8&7\\\\2&8&7&7\\\\5&8&7&7\\end{matrix}"
    "\\qquad\\qquad\\begin{matrix}1&0\\\\-1&2\\end{matrix}$$\n\n"
    "What is the slope for the kernel's lower left weight, $k_{2,0}$?",
    answer=Number(
        right=weight_slope,
        wrong={
            "flipped kernel": lambda: weight_slope(ARRIVING[::-1, ::-1]),
            "another weight": lambda: backwards.for_kernel(ARRIVING, PATCH, (3, 3))[0, 2],
            "arriving forgotten": lambda: weight_slope(np.ones((2, 2))),
            "divided": lambda: weight_slope() / ARRIVING.size,
        },
    ),
    hints=(
        "Which pixel does this weight see in each of the four windows?",
        "In the window at row r and column c it sees the pixel at row r + 2, column c.",
        "These are 2, 8 in one row and 5, 8 in the next; weigh them with 1, 0 and −1, 2.",
    ),
    solution="It sees 2, 8, 5 and 8. Weighed by what arrives: 1·2 + 0·8 − 1·5 + 2·8 = 13.",
)


KERNEL_SHAPE = Exercise(
    name="shape-of-slopes",
    chapter=CHAPTER,
    section="A convolution by hand",
    rung="predict",
    goal="Say what shape a gradient has.",
    minutes=2,
    difficulty=1,
    prompt="A layer has 8 filters of 5×3 on images of 20 × 30 pixels with 4 channels, without "
    "padding. 16 images pass at once. Which shape has the gradient for the layer's kernels, in "
    "this course's order of axes?",
    answer=Shape(
        right=lambda: filters_of((20, 30, 4), (5, 3), 8),
        wrong={
            "shape of the map": lambda: (20 - 5 + 1, 30 - 3 + 1, 8),
            "shape of the image": lambda: (20, 30, 4),
            "channels forgotten": lambda: (5, 3, 8),
            "one for each image": lambda: (16, *filters_of((20, 30, 4), (5, 3), 8)),
            "channels first": lambda: (8, 4, 5, 3),
            "channels in and out swapped": lambda: (5, 3, 8, 4),
            "height and width swapped": lambda: (3, 5, 4, 8),
        },
    ),
    hints=(
        "A step takes the gradient from the weights: what does that say about the two shapes?",
        "Each weight has one slope, whatever number of images or windows used it.",
        "Kernel height, kernel width, channels in, filters.",
    ),
    solution="The kernels' own: (5, 3, 4, 8). What the 16 images and all windows say about a "
    "weight is added up into its one slope.",
)


WINNERS = Exercise(
    name="who-won",
    chapter=CHAPTER,
    section="Who gets the slope",
    rung="predict",
    goal="Send slopes back through a max pooling.",
    minutes=4,
    difficulty=1,
    prompt="A 2×2 max pooling (stride 2) read the numbers on the left; the slopes on the right "
    "arrive for its four outputs.\n\n"
    "$$\\begin{matrix}3&1&2&2\\\\0&5&4&1\\\\7&6&0&1\\\\6&2&3&2\\end{matrix}\\qquad\\qquad"
    "\\begin{matrix}2&-1\\\\1&3\\end{matrix}$$\n\n"
    "Which sixteen slopes go further back? Write rows, as `[[1, 2, 3, 4], ...]`.",
    answer=Array(
        right=lambda: backwards.through_max_pool(SLOPES, POOLED),
        wrong={
            "average for max": lambda: backwards.through_average_pool(SLOPES, POOLED),
            "to everyone": lambda: backwards.to_everyone(SLOPES, POOLED),
            "slope to the smallest": lambda: backwards.to_smallest(SLOPES, POOLED),
            "always the corner": lambda: backwards.to_corner(SLOPES, POOLED),
            "times the largest": lambda: backwards.times_largest(SLOPES, POOLED),
        },
    ),
    hints=(
        "In each window one number was passed on. Which?",
        "The others could change a little and nothing would happen: their slope is 0.",
        "Four numbers are not 0. The first one stands where the 5 stood.",
    ),
    solution="The winners are 5, 4, 7 and 3, and each gets its window's slope whole: "
    "[[0, 0, 0, 0], [0, 2, −1, 0], [1, 0, 0, 0], [0, 0, 3, 0]].",
)


UNTOUCHED = Exercise(
    name="pixels-without-slope",
    chapter=CHAPTER,
    section="Stride and padding",
    rung="pencil",
    goal="Count the pixels that a stride leaves out.",
    minutes=4,
    difficulty=2,
    prompt="A 3×3 kernel with nine positive weights slides over an 8×8 image with stride 2, "
    "without padding; positive slopes arrive everywhere. How many pixels get a slope of 0?",
    answer=Number(
        right=lambda: backwards.untouched(8, 3, 2),
        wrong={
            "one side only": lambda: 8,
            "corner twice": lambda: 16,
            "gaps of the stride": lambda: backwards.untouched(8, 1, 2),
            "stride forgotten": lambda: backwards.untouched(8, 3, 1),
            "the others": lambda: 64 - backwards.untouched(8, 3, 2),
        },
    ),
    hints=(
        "In how many places does the window stand along a side of eight?",
        "It starts at 0, 2 and 4. Which columns does it look at there?",
        "Column 7 and row 7 are in no window; count their pixels, the corner once.",
    ),
    solution="The windows start at 0, 2 and 4 and reach to 6. Row 7 and column 7 are in no window: "
    "8 + 8 − 1 = 15 pixels.",
)


NUDGE = Exercise(
    name="why-nudging-fails",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="explain",
    goal="Say when finite differences can be trusted.",
    minutes=4,
    difficulty=2,
    prompt="You test a backward pass in float32 by nudges of $10^{-8}$, at weights near 1. Every "
    "nudged slope is exactly 0, and the backward pass gives −4. What is wrong?",
    answer=Choice(
        options=(
            "The backward pass: a slope of 0 means that the loss does not depend on the weight.",
            "The nudge: near 1, float32 has no numbers that close, and the weight did not change.",
            "The loss: it must be at its lowest point.",
            "Nothing: a slope for so small a nudge has to be small.",
        ),
        right=lambda: 1 if np.float32(1) + np.float32(1e-8) == np.float32(1) else 0,
        because={
            2: "At the lowest point the backward pass would give 0, too.",
            3: "A slope is the change divided by the nudge: it does not shrink with the nudge.",
        },
        wrong={"nudge taken for granted": lambda: 0},
    ),
    hints=(
        "Print the weight before and after the nudge.",
        "A float32 keeps about seven digits. How many does 1.00000001 need?",
        "If the weight is the same before and after, so is the loss, and the difference is 0.",
    ),
    solution="float32 keeps about seven digits, so 1 + 10⁻⁸ is 1: nothing was nudged. Test in "
    "float64, with nudges near 10⁻⁵.",
)


DIAGONAL = Exercise(
    name="winners-on-a-diagonal",
    chapter=CHAPTER,
    section="Who gets the slope",
    rung="design",
    goal="Make an image whose winners stand where you want them.",
    minutes=5,
    difficulty=2,
    prompt="Make a 4×4 image without ties such that, behind a 2×2 max pooling with stride 2, all "
    "slopes that go back lie on the diagonal from the *upper right* to the *lower left* of its "
    "window: never at a window's upper left or lower right pixel.",
    answer=Design(
        accept=backwards.four_by_four,
        requirements=(
            ("no window has its largest number twice", backwards.has_no_tie),
            (
                "no slope arrives at the upper left of a window",
                lambda image: not backwards.winners(image)[::2, ::2].any(),
            ),
            (
                "no slope arrives at the lower right of a window",
                lambda image: not backwards.winners(image)[1::2, 1::2].any(),
            ),
        ),
        example=lambda: np.tile([[0, 2], [1, 0]], (2, 2)),
        wrong={
            "other diagonal": lambda: np.tile([[2, 0], [0, 1]], (2, 2)),
            "tie": lambda: np.tile([[0, 1], [1, 0]], (2, 2)),
            "slope to the smallest": lambda: np.tile([[2, 1], [1, 3]], (2, 2)),
        },
    ),
    hints=(
        "Look at each of the four windows by itself.",
        "The largest of the four numbers stands upper right or lower left.",
        "The other of these two must be smaller, or the first of them wins a tie.",
    ),
    solution="For instance 0, 2 above 1, 0 in each window: the 2 wins. A 1 in place of the 2 would "
    "be a tie, and a tie is settled by the library, not by you.",
)
