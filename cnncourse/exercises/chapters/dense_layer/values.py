"""The exercises of "What a dense layer sees" that are answered by a value, a choice or a design."""

import numpy as np

from cnncourse.exercises import understood
from cnncourse.exercises.chapters.dense_layer.sums import (
    BIAS,
    CHAPTER,
    PIXELS,
    WEIGHTS,
    one_sum,
    own_shuffles,
    parameters,
    weight_shape,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number, Shape

FEWEST, MOST = 20_000, 25_000


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
