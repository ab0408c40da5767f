"""The exercises of "One network, two frameworks" that are answered by a function."""

from cnncourse.exercises.chapters.two_frameworks.conventions import CHAPTER, both_ends, sorted_rows
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function


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
