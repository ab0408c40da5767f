"""Exercises of "One network, two frameworks": counts, orders, and defaults that differ."""

import math

import numpy as np

from cnncourse import ops, zoo
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Array, Choice, Number
from cnncourse.geometry import resolve_padding

CHAPTER = "two_frameworks"
SIDES = (2, 3, 4)  # height, width, channels of the map that is flattened
PLACE = (1, 0, 2)  # row, column, channel
BATCH = np.array([2.0, 4.0, 4.0, 6.0])


def own_parameters(name="conv2"):
    """Return how many parameters a layer of the network has."""
    return zoo.TWO_CONV.parameters().layers[name].total


def place_of(order):
    """Return the place of a pixel in a map flattened with its axes in an order."""
    axes = np.arange(math.prod(SIDES)).reshape([SIDES[axis] for axis in order])
    return int(axes[tuple(PLACE[axis] for axis in order)])


def orders_agree_after_the_mean():
    """Return 1 if a map of one pixel has one order, else 0."""
    averaged = np.arange(4).reshape(1, 1, 4)
    return int(np.array_equal(averaged.reshape(-1), averaged.transpose(2, 0, 1).reshape(-1)))


def running(variance, new=0.1):
    """Return a running variance that started at 1."""
    return (1 - new) * 1 + new * variance


def same(size=8, kernel=3, stride=2):
    """Return the padding of TensorFlow's rule: top, bottom, left, right."""
    return np.array(resolve_padding("same", (size, size), (kernel, kernel), (stride, stride)))


def both_ends(size, kernel, stride):
    """Return what the rule adds before and after one side."""
    return resolve_padding("same", (size, 1), (kernel, 1), (stride, 1))[:2]


def sorted_rows(weights, height, width):
    """Return a dense layer's weights as PyTorch holds them, from Keras's."""
    inside = weights.shape[0] // (height * width)
    stood = weights.reshape(height, width, inside, -1)
    return stood.transpose(3, 2, 0, 1).reshape(weights.shape[1], -1)


def below_zero(size, kernel, stride):
    """Return what the last window needs, or less than nothing where it needs none."""
    total = (-(-size // stride) - 1) * stride + kernel - size
    return total // 2, total - total // 2


def too_few_windows(size, kernel, stride):
    """Return what the rule would add if it left the last, incomplete step out."""
    total = max((size // stride - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def read_the_other_way(weights, height, width):
    """Return the rows sorted as if they came in PyTorch's order and went into Keras's."""
    cube = weights.reshape(-1, height, width, weights.shape[1])
    return cube.transpose(3, 1, 2, 0).reshape(weights.shape[1], -1)


def turned(order):
    """Return what comes of taking the axes (height, width, channel) in another order."""

    def wrong(weights, height, width):
        stood = weights.reshape(height, width, -1, weights.shape[1])
        return stood.transpose(3, *order).reshape(weights.shape[1], -1)

    return wrong


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
    name="running-variance",
    chapter=CHAPTER,
    section="Batch normalisation counts differently",
    rung="pencil",
    goal="Follow a running variance through one step.",
    minutes=5,
    difficulty=2,
    prompt="PyTorch's batch normalisation with `momentum=0.1` sees its first batch: the numbers "
    "2, 4, 4, 6. Its running variance started at 1. What is it now? Three digits are enough.",
    answer=Number(
        right=lambda: running(BATCH.var(ddof=1)),
        wrong={
            "divided by n": lambda: running(BATCH.var()),
            "momentum swapped": lambda: running(BATCH.var(ddof=1), new=0.9),
            "start forgotten": lambda: 0.1 * BATCH.var(ddof=1),
            "batch for running": lambda: BATCH.var(ddof=1),
        },
        tolerance=0.005,
    ),
    hints=(
        "The mean is 4. What do the squares of the four differences add up to?",
        "PyTorch divides their total by n - 1 for the running variance.",
        "Its momentum is the share that is new: 0.9 of the old and 0.1 of the batch's.",
    ),
    solution="The squares add up to 8, and 8/3 = 2.667; 0.9·1 + 0.1·2.667 = 1.167. Keras "
    "divides by 4 and would arrive at 1.1.",
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


def odd_and_even(between=ops.relu):
    """Return which statements hold of two convolutions with a function between them.

    In the order of the options of `BETWEEN`, of a drawn picture and drawn kernels.
    """
    rng = np.random.default_rng(0)
    picture = rng.normal(size=(1, 9, 9, 1))
    first, second = rng.normal(size=(2, 3, 3, 1, 1))

    def both(images):
        return ops.conv2d(between(ops.conv2d(images, first)), second)

    map_ = both(picture)
    return [
        not np.allclose(both(2 * picture), 2 * map_),
        not np.allclose(both(-picture), -map_),
        bool((map_ >= 0).all()),
        map_.shape != ops.conv2d(picture, np.zeros((5, 5, 1, 1))).shape,
    ]


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

ONE_STUB = """\
def same_padding(size, kernel, stride):
    total = kernel - 1
    before = total // 2
    return before, total - before"""

SAME = Exercise(
    name="same-padding",
    chapter=CHAPTER,
    section="Same padding, other pixels",
    rung="edit",
    goal="Turn a rule for stride 1 into the rule for any stride.",
    minutes=8,
    difficulty=3,
    prompt="`same_padding(size, kernel, stride)` gives what TensorFlow's rule adds before and "
    "after a side of `size` pixels. It is right for stride 1. Make it right for every stride; a "
    "padding is never negative.",
    answer=Function(
        signature="same_padding(size, kernel, stride)",
        stub=ONE_STUB,
        cases=lambda rng: [
            {"size": int(size), "kernel": int(kernel), "stride": int(stride)}
            for size, kernel, stride in [
                (6, 3, 2),
                (7, 3, 2),
                (5, 1, 3),
                (8, 5, 3),
                (7, 3, 3),
                (21, 4, 5),
                *rng.integers((6, 2, 1), (40, 6, 5), (8, 3)),
            ]
        ],
        expected=both_ends,
        wrong={
            "stride forgotten": lambda size, kernel, stride: ((kernel - 1) // 2, kernel // 2),
            "other end": lambda size, kernel, stride: both_ends(size, kernel, stride)[::-1],
            "symmetric padding": lambda size, kernel, stride: (kernel // 2, kernel // 2),
            "padding forgotten": lambda size, kernel, stride: (0, 0),
            "negative padding": below_zero,
            "floor for ceil": too_few_windows,
            "padding on one side": lambda size, kernel, stride: (
                0,
                sum(both_ends(size, kernel, stride)),
            ),
            "stride's own padding": lambda size, kernel, stride: (
                max(kernel - stride, 0) // 2,
                (max(kernel - stride, 0) + 1) // 2,
            ),
        },
    ),
    hints=(
        "First count the windows: a side of size pixels at this stride has how many?",
        "The rule takes ceil(size / stride) windows. How many pixels do they reach over?",
        "They reach over (windows - 1) * stride + kernel pixels; what is missing is added.",
    ),
    solution=(
        "```python\n"
        "def same_padding(size, kernel, stride):\n"
        "    windows = -(-size // stride)\n"
        "    total = max((windows - 1) * stride + kernel - size, 0)\n"
        "    before = total // 2\n"
        "    return before, total - before\n"
        "```"
    ),
)

ROWS = Exercise(
    name="rows-for-pytorch",
    chapter=CHAPTER,
    section="Carry the weights over",
    rung="write",
    goal="Carry a dense layer behind a flattening from one framework to the other.",
    minutes=12,
    difficulty=3,
    prompt="Write `rows_for_pytorch(weights, height, width)`. It takes the weights of a dense "
    "layer behind a flattened map as Keras holds them, `(height * width * channels, units)`, and "
    "gives them as PyTorch holds them, `(units, channels * height * width)`.",
    answer=Function(
        signature="rows_for_pytorch(weights, height, width)",
        cases=lambda rng: [
            {
                "weights": rng.normal(size=(h * w * c, units)).astype(kind),
                "height": h,
                "width": w,
            }
            for h, w, c, units, kind in [
                (1, 2, 3, 2, "float64"),
                (2, 3, 2, 4, "float32"),
                (3, 2, 4, 5, "float64"),
                (4, 3, 3, 2, "float32"),
                (7, 5, 8, 3, "float64"),
            ]
        ],
        expected=sorted_rows,
        wrong={
            "only transposed": lambda weights, height, width: weights.T,
            "not transposed": lambda weights, height, width: sorted_rows(weights, height, width).T,
            "height and width swapped": turned((2, 1, 0)),
            "reshape for transpose": lambda weights, height, width: weights.reshape(
                weights.shape[1], -1
            ),
            "channels first": lambda weights, height, width: sorted_rows(
                weights, weights.shape[0] // (height * width), height
            ),
            "read in PyTorch's order": read_the_other_way,
            "wrong flatten order": turned((1, 0, 2)),
        },
    ),
    hints=(
        "Before the rows can be sorted they need their three axes back.",
        "reshape to (height, width, channels, units); in which order does PyTorch want them?",
        "Units first, then channels, height, width: one transpose, then flatten the last three.",
    ),
    solution=(
        "```python\n"
        "def rows_for_pytorch(weights, height, width):\n"
        "    units = weights.shape[1]\n"
        "    stood = weights.reshape(height, width, -1, units)\n"
        "    return stood.transpose(3, 2, 0, 1).reshape(units, -1)\n"
        "```"
    ),
)

EXERCISES = (COUNT, FLAT_PLACE, PADDING, AVERAGED, BETWEEN, VARIANCE, ADAM, SAME, ROWS)
