"""Exercises of "What a dense layer sees": weighted sums, counts, scrambled pixels."""

import numpy as np

from cnncourse import ops
from cnncourse.architecture import Architecture, Dense, Flatten
from cnncourse.exercises import understood
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Choice, Design, Number, Shape

CHAPTER = "dense_layer"
PIXELS = np.array([[5, 2, 0], [4, 3, 1]])
WEIGHTS = np.array([[2, -1, 3], [1, 0, -2]])
BIAS = -3
SMALL = (28, 28, 1)
FEWEST, MOST = 20_000, 25_000


def one_sum(pixels=PIXELS, weights=WEIGHTS, bias=BIAS):
    """Return the output of a dense layer with one output."""
    column = np.asarray(weights, float).reshape(-1, 1)
    return ops.dense(np.asarray(pixels, float).reshape(1, -1), column, np.array([bias])).item()


def parameters(outputs, shape=SMALL, *, bias=True):
    """Return how many parameters dense layers with so many outputs have, one after another."""
    layers = [Flatten(), *(Dense(count, use_bias=bias) for count in outputs)]
    return Architecture("counted", shape, layers).parameters().total


def weight_shape(shape, outputs):
    """Return the shape of a dense layer's weights, (inputs, outputs)."""
    layers = Architecture("weighed", shape, [Flatten(), Dense(outputs)])
    return (layers.parameters().total - outputs) // outputs, outputs


def rows_of(images):
    """Return images (N, H, W, C) as rows of floats."""
    images = np.asarray(images, np.float64)
    return images.reshape(len(images), -1)


def layer(images, weights, bias):
    """Return a dense layer's outputs for images (N, H, W, C)."""
    return ops.dense(rows_of(images), np.asarray(weights, np.float64), bias)


def in_columns(images):
    """Return images as rows, laid out column by column."""
    return rows_of(np.asarray(images).transpose(0, 2, 1, 3))


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


def shuffled_rows(weights, order):
    """Return the weights that give shuffled pixels the old outputs."""
    pixels = np.eye(len(order))[:, order]  # shuffled images that each have one pixel lit
    return ops.dense(pixels.T, np.asarray(weights, np.float64))


def own_shuffles():
    """Return which statement holds where every image is shuffled in its own way."""
    rng = np.random.default_rng(0)
    images = rng.random((200, 6))
    means = [rng.permuted(np.tile(image, (400, 1)), axis=1).mean(axis=0) for image in images[:5]]
    alike = all(np.ptp(one) < 0.15 for one in means)  # every pixel has the same mean
    totals = np.allclose(rng.permuted(images, axis=1).sum(axis=1), images.sum(axis=1))
    return 1 if alike and totals else 0


def widths(answer):
    """Return an answer as the outputs of layers, or say what is wanted."""
    found = understood.row(answer)
    whole = found is not None and found.ndim == 1 and (found == np.trunc(found)).all()
    if not whole or not 1 <= len(found) <= 20 or found.min() < 1 or found.max() > 1e6:
        raise ValueError("give the outputs of each layer, whole numbers in a row, such as [64, 10]")
    return tuple(int(one) for one in found)


SUM = Exercise(
    name="weighted-sum",
    chapter=CHAPTER,
    section="A weighted sum",
    rung="pencil",
    goal="Compute one output of a dense layer with a pencil.",
    minutes=2,
    difficulty=1,
    prompt=(
        "Pixels, weights:\n\n"
        "$$\\begin{matrix}5&2&0\\\\4&3&1\\end{matrix}\\qquad"
        "\\begin{matrix}2&-1&3\\\\1&0&-2\\end{matrix}$$\n\n"
        "The bias is −3. What is the output?"
    ),
    answer=Number(
        right=one_sum,
        wrong={
            "bias forgotten": lambda: one_sum(bias=0),
            "bias taken away": lambda: one_sum(bias=-BIAS),
            "negative weights added": lambda: one_sum(weights=np.abs(WEIGHTS)),
            "kernel forgotten": lambda: one_sum(weights=np.ones_like(WEIGHTS)),
            "averaged": lambda: one_sum(bias=0) / PIXELS.size + BIAS,
            "bias for every weight": lambda: one_sum(bias=BIAS * PIXELS.size),
        },
    ),
    hints=(
        "Each pixel meets the weight in the same place.",
        "A negative weight takes its pixel away; a weight of 0 leaves it out.",
        "The upper row gives 5·2 − 2·1 + 0·3. Add the lower row, then the bias, once.",
    ),
    solution="10 − 2 + 0 above, 4 + 0 − 2 below: 10. With the bias of −3 the output is 7.",
)

COUNT = Exercise(
    name="dense-parameters",
    chapter=CHAPTER,
    section="What it costs",
    rung="pencil",
    goal="Count the parameters of a dense network.",
    minutes=3,
    difficulty=1,
    prompt="Source C's dense network has 128 outputs where this one has 64. How many parameters "
    "has it in all?",
    answer=Number(
        right=lambda: parameters([128, 10]),
        wrong={
            "bias forgotten": lambda: parameters([128, 10], bias=False),
            "one layer": lambda: parameters([128]),
            "last biases forgotten": lambda: parameters([128, 10]) - 10,
            "first biases forgotten": lambda: parameters([128, 10]) - 128,
            "bias for every weight": lambda: 2 * parameters([128, 10], bias=False),
            "other inputs": lambda: parameters([128]) + parameters([10]),
            "doubled": lambda: 2 * parameters([64, 10]),
        },
    ),
    hints=(
        "Count each layer by itself: its weights, then its biases.",
        "A layer has inputs times outputs weights, and one bias for each output.",
        "The first layer has 784·128 + 128. How many inputs has the second?",
    ),
    solution="784·128 + 128 = 100,480 and 128·10 + 10 = 1,290, together 101,770.",
)

SHAPE = Exercise(
    name="weight-shape",
    chapter=CHAPTER,
    section="The same layer in Keras and PyTorch",
    rung="predict",
    goal="Say the shape of a layer's weights from that of the images.",
    minutes=2,
    difficulty=1,
    prompt=(
        "A batch of 32 grey images `(32, 20, 30, 1)` is laid out in rows and goes into "
        "`keras.layers.Dense(64)`. What shape have its weights?"
    ),
    answer=Shape(
        right=lambda: weight_shape((20, 30, 1), 64),
        wrong={
            "transposed": lambda: weight_shape((20, 30, 1), 64)[::-1],
            "batch counted": lambda: weight_shape((32, 20, 30), 64),
            "bias as a row": lambda: (weight_shape((20, 30, 1), 64)[0] + 1, 64),
            "outputs of the batch": lambda: (32, 64),
            "inputs of the batch": lambda: (32, 20 * 30),
            "one side": lambda: (20 + 30, 64),
        },
    ),
    hints=(
        "How many numbers is one image? The batch only repeats it.",
        "Each output has a weight for each of the 20·30 pixels.",
        "Keras writes inputs first, outputs second; the biases stand apart.",
    ),
    solution="600 inputs and 64 outputs: (600, 64), for any batch. PyTorch keeps (64, 600).",
)

OWN = Exercise(
    name="own-shuffle",
    chapter=CHAPTER,
    section="Scrambled pixels",
    rung="explain",
    goal="Say what a dense layer needs in order to learn from scrambled images.",
    minutes=3,
    difficulty=2,
    prompt=(
        "Now *each* image is shuffled in a way of its own, in training and in test. Which "
        "sentence holds for the layer of means?"
    ),
    answer=Choice(
        options=(
            "Nothing changes: the order of the pixels means nothing to it.",
            "All pixels of a mean are nearly alike; only how bright the item is in all can help.",
            "It cannot be better than a blind guess: nothing of an image survives a shuffle.",
            "It does worse on the test images only, whose shuffles it has not seen.",
        ),
        right=own_shuffles,
        because={
            2: "What does a shuffle do to the total of all pixels, or to how many are black?",
            3: "Look at the means first: what is left of the training images themselves?",
        },
        wrong={"one shuffle for all": lambda: 0},
    ),
    hints=(
        "A mean of class pictures: which pixels meet in its first place now?",
        "Any pixel of any image may land there. So how much do two places of a mean differ?",
        "If all weights of a class are about equal, what does its sum tell of an image?",
    ),
    solution=(
        "Each place of a mean collects pixels from everywhere, so its weights are nearly equal, "
        "and the sum tells how bright the item is in all. That alone beats a blind guess here: "
        "`rng.permuted(X, axis=1)` shuffles each row in its own way, so try it. One shuffle for "
        "all keeps the places together."
    ),
)

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

BUDGET = Exercise(
    name="parameter-budget",
    chapter=CHAPTER,
    section="What it costs",
    rung="design",
    goal="Choose layer sizes within a number of parameters.",
    minutes=4,
    difficulty=2,
    prompt=(
        "Design a network of at least two dense layers for images of 28×28×1 that ends in 10 "
        "outputs and has from 20,000 to 25,000 parameters. Write the outputs of each layer, such "
        "as `[64, 10]`."
    ),
    answer=Design(
        accept=widths,
        requirements=(
            ("at least two layers", lambda outputs: len(outputs) > 1),
            ("10 outputs at the end", lambda outputs: outputs[-1] == 10),
            ("20,000 to 25,000 parameters", lambda o: FEWEST <= parameters(o) <= MOST),
        ),
        example=lambda: [28, 10],
        wrong={
            "one layer": lambda: [10],
            "classes forgotten": lambda: [28],
            "one side": lambda: [400, 10],
            "doubled": lambda: [57, 10],
        },
    ),
    hints=(
        "Nearly all parameters stand in the first layer. Why?",
        "Each output of the first layer costs 784 weights, a bias, and the weights it meets next.",
        "With two layers that is 795 for each output of the first, and 10 biases at the end.",
    ),
    solution=(
        "Two layers of n and 10 outputs have 795·n + 10 parameters: n from 26 to 31 will do. "
        "[28, 10] has 22,270. Further layers between are cheap: [25, 30, 10] has 20,715."
    ),
)

EXERCISES = (SUM, COUNT, SHAPE, MEAN, OWN, OUTPUTS, SHUFFLED, BUDGET)
