"""The exercises of "What a dense layer sees" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.dense_layer.sums import CHAPTER, layer, rows_of, shuffled_rows
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function


def images_of(rng, size, kind):
    """Return random images of a size and kind: bytes, or floats from 0 to 1."""
    drawn = rng.integers(0, 256, size)
    return drawn.astype(kind) if kind == "uint8" else (drawn / 255).astype(kind)


def layers_drawn(rng):
    """Return cases of images with weights and biases, the smallest first."""
    sizes = [(1, 2, 3, 1), (2, 3, 2, 1), (3, 2, 4, 2), (4, 5, 3, 1), (5, 4, 6, 3)]
    kinds = ["float64", "uint8", "float32", "float64", "uint8"]
    return [
        {
            "images": images_of(rng, size, kind),
            "weights": rng.normal(size=(size[1] * size[2] * size[3], outputs)),
            "bias": 30 * rng.normal(size=outputs),
        }
        for size, kind, outputs in zip(sizes, kinds, (2, 3, 4, 3, 10), strict=True)
    ]


def orders_drawn(rng):
    """Return cases of weights and an order that is not its own inverse."""
    found = []
    for inputs, outputs, kind in [(4, 2, int), (6, 1, "float32"), (9, 3, float), (20, 10, float)]:
        order = rng.permutation(inputs)
        while np.array_equal(order, np.argsort(order)):
            order = rng.permutation(inputs)
        weights = rng.permutation(inputs * outputs).reshape(inputs, outputs)
        found.append({"weights": weights.astype(kind), "order": order})
    return found


def in_columns(images):
    """Return images as rows, laid out column by column."""
    return rows_of(np.asarray(images).transpose(0, 2, 1, 3))


MEAN_STUB = """\
def mean_of_two(first, second):
    total = first + second
    return total / 2"""

MEAN = Exercise(
    name="mean-of-two",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="edit",
    goal="Keep bytes from wrapping around.",
    minutes=3,
    difficulty=1,
    prompt=(
        "`mean_of_two(first, second)` is to give the mean of two images, pixel by pixel: of 100 "
        "and 201 it is 150.5. With floats it does, with bytes it does not. Change it so that it "
        "is right for both."
    ),
    answer=Function(
        signature="mean_of_two(first, second)",
        stub=MEAN_STUB,
        cases=lambda rng: [
            {"first": images_of(rng, size, kind), "second": images_of(rng, size, kind)}
            for size, kind in [
                ((1, 2), "float64"),
                ((2, 3), "uint8"),
                ((4, 3), "float32"),
                ((5, 6), "uint8"),
                ((4, 5, 3), "uint8"),
            ]
        ],
        expected=lambda first, second: (first.astype(float) + second) / 2,
        wrong={
            "integers wrapped": lambda first, second: (first + second) / 2,
            "sum for average": lambda first, second: first.astype(float) + second,
            "fraction lost": lambda first, second: np.trunc((first.astype(float) + second) / 2),
            "fractions cut first": lambda first, second: (
                (first.astype(int) + second.astype(int)) / 2
            ),
            "divided by 255": lambda first, second: (first.astype(float) + second) / 510,
            "first alone": lambda first, second: first.astype(float),
            "max for average": lambda first, second: np.maximum(first, second).astype(float),
            "difference for sum": lambda first, second: (first.astype(float) - second) / 2,
        },
        also=[("fractions cut first", lambda first, second: (first.astype(int) + second) / 2)],
    ),
    hints=(
        "What is 200 + 100 in a byte?",
        "Division makes floats, but the sum has wrapped around by then.",
        "Make floats of one of the two before they are added; astype does that.",
    ),
    solution=(
        "```python\n"
        "def mean_of_two(first, second):\n"
        '    total = first.astype("float64") + second\n'
        "    return total / 2\n"
        "```"
    ),
)


OUTPUTS = Exercise(
    name="dense-outputs",
    chapter=CHAPTER,
    section="Ten sums are a layer",
    rung="write",
    goal="Write a dense layer.",
    minutes=6,
    difficulty=2,
    prompt=(
        "Write `dense_outputs(images, weights, bias)`: images `(N, H, W, C)`, taken row by row as "
        "they are, weights `(H*W*C, outputs)` and a bias for each output give `(N, outputs)`."
    ),
    answer=Function(
        signature="dense_outputs(images, weights, bias)",
        cases=layers_drawn,
        expected=layer,
        wrong={
            "bias forgotten": lambda images, weights, bias: layer(images, weights, 0 * bias),
            "bias taken away": lambda images, weights, bias: layer(images, weights, -bias),
            "bias for every weight": lambda images, weights, bias: layer(
                images, weights, len(weights) * bias
            ),
            "wrong flatten order": lambda images, weights, bias: (
                in_columns(images) @ weights + bias
            ),
            "channels first": lambda images, weights, bias: (
                rows_of(np.asarray(images).transpose(0, 3, 1, 2)) @ weights + bias
            ),
            "averaged": lambda images, weights, bias: layer(images, weights / len(weights), bias),
            "divided by 255": lambda images, weights, bias: layer(images, weights / 255, bias),
            "transposed": lambda images, weights, bias: layer(images, weights, bias).T,
        },
    ),
    hints=(
        "First give each image one row. How many rows are that?",
        "reshape(len(images), -1) takes the pixels row by row.",
        "One matrix product has all weighted sums; the biases are added to each of its rows.",
    ),
    solution=(
        "```python\n"
        "def dense_outputs(images, weights, bias):\n"
        "    rows = images.reshape(len(images), -1)\n"
        "    return rows @ weights + bias\n"
        "```"
    ),
)

SHUFFLED = Exercise(
    name="shuffled-weights",
    chapter=CHAPTER,
    section="Scrambled pixels",
    rung="write",
    goal="Move weights along with the pixels that they belong to.",
    minutes=6,
    difficulty=2,
    prompt=(
        "Images as rows `X` were shuffled to `X[:, order]`. Write `shuffled_weights(weights, "
        "order)`. From the weights `(inputs, outputs)` that belong to `X` it makes those with "
        "which the shuffled rows have the same outputs."
    ),
    answer=Function(
        signature="shuffled_weights(weights, order)",
        cases=orders_drawn,
        expected=shuffled_rows,
        wrong={
            "shuffled back": lambda weights, order: shuffled_rows(weights, np.argsort(order)),
            "not shuffled": lambda weights, order: weights,
            "transposed": lambda weights, order: shuffled_rows(weights, order).T,
            "mirrored": lambda weights, order: weights[::-1],
            "shuffled twice": lambda weights, order: weights[order][order],
            "outputs shuffled": lambda weights, order: np.roll(weights, 1, axis=1)[order],
        },
    ),
    hints=(
        "Which pixel stands in place 0 of a shuffled row?",
        "It is pixel order[0], so the weights of place 0 are those that pixel had.",
        "Rows of weights are picked by an array of places as columns of X are.",
    ),
    solution=("```python\ndef shuffled_weights(weights, order):\n    return weights[order]\n```"),
)
