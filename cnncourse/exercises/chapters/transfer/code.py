"""The exercises of "Transfer" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.transfer import bodies
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "transfer"
STUB = """\
def prepared(images):
    scaled = images / 255
    turned = scaled[::-1]
    return (turned - 127) / 128"""


def image_cases(rng):
    """Return batches of coloured images of bytes, of several sizes."""
    return [
        {"images": rng.integers(0, 256, (n, height, width, 3), dtype=np.uint8)}
        for n, height, width in [(2, 2, 3), (3, 3, 2), (4, 5, 3), (2, 6, 7)]
    ]


def at_other_scale(mean, spread):
    """Return a function that scales otherwise and turns the channels round."""
    return lambda images: (images[..., ::-1].astype(float) - mean) / spread


PREPARED = Exercise(
    name="mend-prepared",
    chapter=CHAPTER,
    section="The wrong way in",
    rung="edit",
    goal="Hand a body the images that it was trained with.",
    minutes=5,
    difficulty=2,
    prompt="A body was trained with blue, green, red in this order and $(x-127)/128$ of bytes $x$. "
    "`prepared(images)` takes bytes (N, H, W, 3) in the order red, green, blue. Two lines are "
    "wrong.",
    answer=Function(
        signature="prepared(images)",
        stub=STUB,
        cases=image_cases,
        expected=bodies.prepared,
        wrong={
            "divided before": lambda images: bodies.prepared(images / 255),
            "channels as they came": lambda images: bodies.prepared(images[..., ::-1]),
            "batch turned round": lambda images: bodies.prepared(images[..., ::-1])[::-1],
            "images upside down": lambda images: bodies.prepared(images[..., ::-1])[:, ::-1],
            "images mirrored": lambda images: bodies.prepared(images[..., ::-1])[:, :, ::-1],
            "channels moved on": lambda images: bodies.prepared(
                np.roll(images, 1, axis=3)[..., ::-1]
            ),
            "bytes run over": lambda images: (images[..., ::-1] - np.uint8(127)) / 128,
            "mean left in": at_other_scale(0, 128),
            "another body's scale": at_other_scale(127.5, 255),
            "from 0 to 1": at_other_scale(0, 255),
        },
    ),
    hints=(
        "What do a black and a white pixel come out as, and what should they?",
        "Which axis are the channels on: what does `[::-1]` turn round?",
        "Take the bytes as floats, undivided, and turn the last axis: `[..., ::-1]`.",
    ),
    solution=(
        "```python\n"
        "def prepared(images):\n"
        "    scaled = images.astype(float)\n"
        "    turned = scaled[..., ::-1]\n"
        "    return (turned - 127) / 128\n"
        "```"
    ),
)


def row_cases(rng):
    """Return rows of features around each class's own place, and new ones between them."""
    cases = []
    for classes, each, width, many in [(2, 3, 2, 12), (3, 4, 5, 20), (4, 3, 3, 40), (5, 5, 8, 40)]:
        places = rng.normal(2, 2, (classes, width))
        labels = rng.permutation(np.append(np.repeat(np.arange(classes), each), [0] * 6))
        rows = places[labels] + rng.exponential(2, (len(labels), width))
        new = places[rng.integers(0, classes, many)] + rng.exponential(2, (many, width))
        cases.append({"rows": rows, "labels": labels, "new": new})
    return cases


def by(middle):
    """Return a classifier that takes another middle of each class."""

    def classify(rows, labels, new):
        places = [middle(rows[labels == one], axis=0) for one in range(labels.max() + 1)]
        return bodies.distances(new, np.array(places)).argmin(axis=1)

    return classify


def by_product(rows, labels, new):
    """Take the class whose mean has the largest product with the row."""
    return (new @ bodies.means(rows, labels).T).argmax(axis=1)


def by_sum(rows, labels, new):
    """Add up differences with their signs."""
    apart = new[:, None] - bodies.means(rows, labels)[None]
    return np.abs(apart.sum(axis=2)).argmin(axis=1)


def by_first(rows, labels, new):
    """Look at one feature alone."""
    return np.abs(new[:, :1] - bodies.means(rows, labels)[:, 0]).argmin(axis=1)


NEAREST = Exercise(
    name="nearest-mean",
    chapter=CHAPTER,
    section="Exercises",
    rung="write",
    goal="Write a classifier on features that needs no training.",
    minutes=10,
    difficulty=2,
    prompt="Write `nearest_mean(rows, labels, new)`. `rows` (N, features) have the classes "
    "`labels`, from 0 on, each at least once. Give each row of `new` the class whose *mean row* "
    "lies nearest, by the root of the summed squares.",
    answer=Function(
        signature="nearest_mean(rows, labels, new)",
        cases=row_cases,
        expected=bodies.nearest_mean,
        wrong={
            "farthest": lambda rows, labels, new: bodies.distances(
                new, bodies.means(rows, labels)
            ).argmax(axis=1),
            "nearest row": lambda rows, labels, new: labels[
                bodies.distances(new, rows).argmin(axis=1)
            ],
            "place for class": lambda rows, labels, new: bodies.distances(new, rows).argmin(axis=1),
            "largest product": by_product,
            "sums for means": by(np.sum),
            "signs cancel": by_sum,
            "one feature": by_first,
            "first of each class": by(lambda own, axis: own[0]),
            "distances for classes": lambda rows, labels, new: bodies.distances(
                new, bodies.means(rows, labels)
            ),
        },
    ),
    hints=(
        "First make an array (classes, features): the mean of the rows of each class.",
        "`new[:, None] - means` has the shape (new rows, classes, features).",
        "Square, sum over the last axis, and take the place of the smallest along the classes.",
    ),
    solution=(
        "```python\n"
        "def nearest_mean(rows, labels, new):\n"
        "    means = np.array([rows[labels == one].mean(axis=0)\n"
        "                      for one in range(labels.max() + 1)])\n"
        "    apart = ((new[:, None] - means) ** 2).sum(axis=2)\n"
        "    return apart.argmin(axis=1)\n"
        "```"
    ),
)
