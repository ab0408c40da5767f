"""The exercises of "Deeper" that are answered by a function."""

import numpy as np

from cnncourse import ops
from cnncourse.exercises.chapters.deeper import blocks
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "deeper"

MEND_STUB = """\
def pair(x, first, second):
    inner = np.maximum(x @ first, 0)
    x = np.maximum(inner @ second, 0)
    return x + inner"""


def pair_cases(rng):
    """Return rows and two matrices, several types, and as many numbers after as before."""
    return [
        {
            "x": rng.normal(size=(rows, size)).astype(kind),
            "first": rng.normal(size=(size, inner)).astype(kind),
            "second": rng.normal(size=(inner, size)).astype(kind),
        }
        for rows, size, inner, kind in [
            (1, 2, 2, "float64"),
            (3, 4, 4, "float64"),
            (5, 6, 3, "float32"),
            (8, 3, 7, "float64"),
        ]
    ]


def body(x, first, second):
    """Return what is added: two dense layers with a ReLU between them."""
    return ops.relu(x @ first) @ second


MEND = Exercise(
    name="mend-a-residual",
    chapter=CHAPTER,
    section="Plain and residual, side by side",
    rung="edit",
    goal="Put the sum and the last ReLU of a residual pair in their places.",
    minutes=5,
    difficulty=2,
    prompt="`pair(x, first, second)` is to be a residual pair of dense layers as He et al. wrote "
    "it: a ReLU after the first layer, none after the second, then the sum with what came in, and "
    "a ReLU after the sum. Two lines are wrong.",
    answer=Function(
        signature="pair(x, first, second)",
        stub=MEND_STUB,
        cases=pair_cases,
        expected=blocks.pair,
        wrong={
            "sum forgotten": lambda x, first, second: ops.relu(body(x, first, second)),
            "ReLU before the sum": lambda x, first, second: x + ops.relu(body(x, first, second)),
            "no ReLU after the sum": lambda x, first, second: x + body(x, first, second),
            "ReLU before and after": lambda x, first, second: ops.relu(
                x + ops.relu(body(x, first, second))
            ),
            "first ReLU lost": lambda x, first, second: ops.relu(x + x @ first @ second),
            "doubled instead": lambda x, first, second: ops.relu(2 * body(x, first, second)),
            "input added twice": lambda x, first, second: ops.relu(
                x + ops.relu(x + x @ first) @ second
                if first.shape[0] == first.shape[1]
                else 2 * x + body(x, first, second)
            ),
            "taken away": lambda x, first, second: ops.relu(body(x, first, second) - x),
        },
    ),
    hints=(
        "Which name still holds what came in when the sum is made?",
        "The second matrix product goes into the sum as it is.",
        "The ReLU is the last thing that is done.",
    ),
    solution=(
        "```python\n"
        "def pair(x, first, second):\n"
        "    inner = np.maximum(x @ first, 0)\n"
        "    x = x + inner @ second\n"
        "    return np.maximum(x, 0)\n"
        "```"
    ),
)


def mix_cases(rng):
    """Return images that are not square, weights and a bias, several types."""
    return [
        {
            "images": rng.normal(size=(count, height, width, channels)).astype(kind),
            "weights": rng.normal(size=(channels, filters)).astype(kind),
            "bias": rng.normal(size=filters).astype(kind),
        }
        for count, height, width, channels, filters, kind in [
            (1, 1, 2, 2, 3, "float64"),
            (2, 3, 4, 3, 3, "float64"),
            (2, 5, 3, 4, 2, "float32"),
            (3, 2, 6, 1, 5, "float64"),
        ]
    ]


def swapped(images, weights, bias):
    """Return a mixture by the transposed weights, where they are square."""
    if weights.shape[0] != weights.shape[1]:
        raise ValueError("not square")
    return blocks.mixed(images, weights.T, bias)


MIX = Exercise(
    name="mix-at-each-pixel",
    chapter=CHAPTER,
    section="Cheap mixers and heads",
    rung="write",
    goal="Write a 1×1 convolution without a loop.",
    minutes=7,
    difficulty=2,
    prompt="Write `mix(images, weights, bias)`: a 1×1 convolution of images (N, H, W, C) by "
    "weights (C, F), with one bias for each of the F maps that leave.",
    answer=Function(
        signature="mix(images, weights, bias)",
        cases=mix_cases,
        expected=blocks.mixed,
        wrong={
            "bias forgotten": lambda images, weights, bias: images @ weights,
            "weights transposed": swapped,
            "channels averaged": lambda images, weights, bias: (
                images @ weights / weights.shape[0] + bias
            ),
            "pixels averaged": lambda images, weights, bias: (
                images.mean(axis=(1, 2), keepdims=True) @ weights + bias
            ),
            "pixels flattened": lambda images, weights, bias: (
                images.reshape(-1, images.shape[3]) @ weights + bias
            ),
            "ReLU added": lambda images, weights, bias: ops.relu(images @ weights + bias),
            "bias taken away": lambda images, weights, bias: images @ weights - bias,
            "maps put first": lambda images, weights, bias: np.moveaxis(
                images @ weights + bias, -1, 1
            ),
        },
    ),
    hints=(
        "What does one pixel become? It is a row of C numbers.",
        "A matrix product takes the last axis of the left side and leaves the others as they are.",
        "images @ weights, or np.tensordot(images, weights, axes=1); then the bias.",
    ),
    solution=(
        "```python\n"
        "def mix(images, weights, bias):\n"
        "    return np.tensordot(images, weights, axes=1) + bias\n"
        "```"
    ),
)


def product_cases(rng):
    """Return sizes of maps that are not square, windows and numbers of maps."""
    return [
        {"height": int(h), "width": int(w), "channels": int(c), "filters": int(f), "window": k}
        for h, w, c, f, k in [
            (1, 2, 2, 3, 3),
            (*rng.integers(5, 12, 2), *rng.integers(4, 9, 2), 3),
            (*rng.integers(9, 30, 2), 16, 32, 5),
            (28, 14, *rng.integers(10, 20, 2), 7),
        ]
    ]


def _places(case):
    return case["height"] * case["width"]


PRODUCTS = Exercise(
    name="products-of-a-split",
    chapter=CHAPTER,
    section="An eighth of the products",
    rung="write",
    goal="Count what a depthwise convolution and a 1×1 after it multiply.",
    minutes=8,
    difficulty=2,
    prompt="Write `products(height, width, channels, filters, window)`: how many multiply-adds a "
    "depthwise convolution takes with the 1×1 convolution after it. Maps of `height` × `width` "
    "keep their size; `channels` come in, `filters` go out; the depthwise window is "
    "`window` × `window`. Count taps on the padding, leave biases out, and give a whole number.",
    answer=Function(
        signature="products(height, width, channels, filters, window)",
        cases=product_cases,
        expected=blocks.split,
        wrong={
            "full convolution": blocks.full,
            "1×1 forgotten": lambda **case: _places(case) * case["window"] ** 2 * case["channels"],
            "depthwise forgotten": lambda **case: (
                _places(case) * case["channels"] * case["filters"]
            ),
            "window not squared": lambda **case: (
                _places(case) * case["channels"] * (case["window"] + case["filters"])
            ),
            "one place": lambda **case: case["channels"] * (case["window"] ** 2 + case["filters"]),
            "multiplied for added": lambda **case: (
                _places(case) * case["window"] ** 2 * case["channels"] ** 2 * case["filters"]
            ),
            "depthwise on the maps that leave": lambda **case: (
                _places(case) * case["filters"] * (case["window"] ** 2 + case["channels"])
            ),
            "borders lost": lambda height, width, channels, filters, window: blocks.split(
                max(height - window + 1, 0) or 1,
                max(width - window + 1, 0) or 1,
                channels,
                filters,
                window,
            ),
        },
    ),
    hints=(
        "Count for one place of the maps first; there are height · width of them.",
        "Depthwise: one window for each map that comes in. 1×1: each map that leaves takes one "
        "number of each map that comes in.",
        "channels · window² + channels · filters at each place.",
    ),
    solution=(
        "```python\n"
        "def products(height, width, channels, filters, window):\n"
        "    at_a_place = channels * window**2 + channels * filters\n"
        "    return height * width * at_a_place\n"
        "```"
    ),
)
