"""The exercises of "Dense or convolutional" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.dense_or_convolutional import comparing
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "dense_or_convolutional"
STUB = """\
def scrambled(images, order):
    rows = images.reshape(len(images), -1)
    mixed = rows.copy()
    mixed[:, order] = rows
    return mixed"""


def image_cases(rng):
    """Return grey images of several sizes and types, and an order of their pixels."""
    cases = []
    for n, height, width, kind in [
        (2, 2, 3, "float64"),
        (3, 3, 2, "uint8"),
        (2, 3, 4, "float32"),
        (4, 5, 3, "float64"),
        (3, 6, 7, "int64"),
    ]:
        pixels = height * width
        images = rng.permutation(n * pixels).reshape(n, height, width).astype(kind)
        order = rng.permutation(pixels)
        while np.array_equal(order[order], np.arange(pixels)):  # its own inverse
            order = rng.permutation(pixels)
        cases.append({"images": images, "order": order})
    return cases


def each_in_its_own(images, order):
    """Return images of which each has an order of its own."""
    turned = [np.roll(order, place) for place in range(len(images))]
    return np.stack(
        [comparing.scrambled(one[None], own)[0] for one, own in zip(images, turned, strict=True)]
    )


def down_the_columns(images, order):
    """Count the pixels column by column."""
    turned = comparing.scrambled(np.swapaxes(images, 1, 2), order)
    return np.swapaxes(turned, 1, 2)


SCRAMBLE = Exercise(
    name="one-order-for-all",
    chapter=CHAPTER,
    section="Scrambled pixels, a control",
    rung="edit",
    goal="Scramble images, all in the same order.",
    minutes=5,
    difficulty=2,
    prompt="`scrambled(images, order)` takes grey images (N, H, W). Counted row by row, pixel `k` "
    "of each new image is to be the old one at place `order[k]`, and the shape is to stay. Two "
    "lines are wrong.",
    answer=Function(
        signature="scrambled(images, order)",
        stub=STUB,
        cases=image_cases,
        expected=comparing.scrambled,
        wrong={
            "sent for fetched": lambda images, order: comparing.scrambled(
                images, np.argsort(order)
            ),
            "left as it was": lambda images, order: images,
            "scrambled twice": lambda images, order: comparing.scrambled(
                comparing.scrambled(images, order), order
            ),
            "each in its own order": each_in_its_own,
            "down the columns": down_the_columns,
            "images for pixels": lambda images, order: comparing.scrambled(images, order)[::-1],
            "still a row": lambda images, order: comparing.scrambled(images, order).reshape(
                len(images), -1
            ),
        },
    ),
    hints=(
        "Try it with one image of two rows and an order of six numbers, on paper.",
        "Is `order` to say where a pixel comes from, or where it goes?",
        "Index the rows by `order` on the right of the sign, and give the images their shape back.",
    ),
    solution=(
        "```python\n"
        "def scrambled(images, order):\n"
        "    rows = images.reshape(len(images), -1)\n"
        "    mixed = rows[:, order]\n"
        "    return mixed.reshape(images.shape)\n"
        "```"
    ),
)


def budget_cases(rng):
    """Return sizes and budgets: exact ones, one too few, and drawn ones."""
    cases = []
    for pixels, classes in ((4, 2), (9, 3), (30, 4), (784, 10)):
        units = int(rng.integers(2 * (pixels + classes), 4 * (pixels + classes)))
        exact = comparing.dense(pixels, [units], classes)
        cases += [
            {"pixels": pixels, "classes": classes, "budget": exact},
            {"pixels": pixels, "classes": classes, "budget": exact - 1},
        ]
    cases.append({"pixels": 49, "classes": 5, "budget": int(rng.integers(10_000, 90_000))})
    return cases


FIT = Exercise(
    name="units-that-fit",
    chapter=CHAPTER,
    section="The same epochs, the same parameters",
    rung="write",
    goal="Match a dense network's size to any budget.",
    minutes=8,
    difficulty=2,
    prompt="Write `units_that_fit(pixels, classes, budget)`: the most units of one hidden dense "
    "layer, as a whole number, with which the network has at most `budget` parameters. Both dense "
    "layers have biases.",
    answer=Function(
        signature="units_that_fit(pixels, classes, budget)",
        cases=budget_cases,
        expected=comparing.units_that_fit,
        wrong={
            "rounded up": lambda pixels, classes, budget: (
                -(-(budget - classes) // (pixels + 1 + classes))
            ),
            "rounded to the nearest": lambda pixels, classes, budget: round(
                (budget - classes) / (pixels + 1 + classes)
            ),
            "first biases forgotten": lambda pixels, classes, budget: (
                (budget - classes) // (pixels + classes)
            ),
            "last biases forgotten": lambda pixels, classes, budget: (
                budget // (pixels + 1 + classes)
            ),
            "last layer forgotten": lambda pixels, classes, budget: budget // (pixels + 1),
            "fraction left": lambda pixels, classes, budget: (
                (budget - classes) / (pixels + 1 + classes)
            ),
            "parameters for units": lambda pixels, classes, budget: comparing.dense(
                pixels, [comparing.units_that_fit(pixels, classes, budget)], classes
            ),
        },
    ),
    hints=(
        "What does one more unit cost, in both layers together?",
        "Some parameters are there whatever the number of units: which?",
        "Take these off the budget, divide by what a unit costs, and leave the fraction out.",
    ),
    solution=(
        "```python\n"
        "def units_that_fit(pixels, classes, budget):\n"
        "    return (budget - classes) // (pixels + 1 + classes)\n"
        "```"
    ),
)
