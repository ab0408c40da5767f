"""The exercises of "Measuring" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.measuring import counting
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "measuring"

RECALLS_STUB = """\
def recalls(counts):
    right = np.diag(counts)
    return right // counts.sum(axis=0)"""


def table_cases(rng):
    """Return confusion matrices of several sizes whose rows and columns differ in their sums."""
    cases = []
    for classes in (2, 3, 4, 5, 10):
        counts = rng.integers(1, 9, (classes, classes))
        counts[np.arange(classes), np.arange(classes)] += rng.integers(5, 30, classes)
        counts[:, 0] += 1 + np.arange(classes)
        cases.append({"counts": counts})
    return cases


def both(counts):
    """Return the harmonic mean of precision and recall."""
    return 2 * np.diag(counts) / (counts.sum(0) + counts.sum(1))


RECALLS = Exercise(
    name="mend-recalls",
    chapter=CHAPTER,
    section="Which classes",
    rung="edit",
    goal="Read a confusion matrix along the right axis.",
    minutes=4,
    difficulty=1,
    prompt="`recalls(counts)` takes a confusion matrix with the true classes as rows. It is to "
    "return the recall of each class, an array of shares. Two things are wrong in its last line.",
    answer=Function(
        signature="recalls(counts)",
        stub=RECALLS_STUB,
        cases=table_cases,
        expected=counting.recalls,
        wrong={
            "precision for recall": counting.precisions,
            "whole division": lambda counts: np.diag(counts) // counts.sum(axis=1),
            "both in one": both,
            "share of all images": lambda counts: np.diag(counts) / counts.sum(),
            "share that is wrong": lambda counts: 1 - counting.recalls(counts),
            "mean over the classes": lambda counts: counting.recalls(counts).mean(),
            "accuracy for each class": lambda counts: np.full(
                len(counts), np.trace(counts) / counts.sum()
            ),
            "right by wrong": lambda counts: (
                np.diag(counts) / (counts.sum(axis=1) - np.diag(counts))
            ),
        },
    ),
    hints=(
        "All images of a class stand in one row; which axis does the sum go along?",
        "counts.sum(axis=1) adds up along each row.",
        "Two strokes divide and cut off what stands behind the point; one stroke keeps it.",
    ),
    solution=(
        "```python\n"
        "def recalls(counts):\n"
        "    right = np.diag(counts)\n"
        "    return right / counts.sum(axis=1)\n"
        "```"
    ),
)


def pair_cases(rng):
    """Return how many images each of two networks alone has right, uneven and even."""
    few = [(0, 3), (4, 4), (1, 6)]
    fewer, more = rng.integers(2, 9), rng.integers(12, 25)
    drawn = [(more, fewer), (fewer + 3, more + 5), tuple(rng.integers(20, 40, 2))]
    return [{"one": int(a), "other": int(b)} for a, b in (*few, *drawn)]


COINS = Exercise(
    name="fair-coins",
    chapter=CHAPTER,
    section="Two networks, the same images",
    rung="write",
    goal="Write McNemar's test.",
    minutes=10,
    difficulty=3,
    prompt="Write `fair_coins(one, other)`: `one` images only the first network has right, `other` "
    "only the second. It returns the p-value: how often `one + other` fair coins show at most "
    "`min(one, other)` heads, times 2 for both sides, and 1 at most. `math.comb(n, k)` says in how "
    "many ways n coins show k heads.",
    answer=Function(
        signature="fair_coins(one, other)",
        cases=pair_cases,
        expected=counting.fair_coins,
        wrong={
            "one side alone": counting.tail,
            "that outcome alone": lambda one, other: min(
                1.0, 2 * (counting.tail(one, other) - counting.tail(one, other, 1))
            ),
            "outcome itself left out": lambda one, other: 2 * counting.tail(one, other, 1),
            "above certainty": lambda one, other: 2 * counting.tail(one, other),
            "share of the first": lambda one, other: one / (one + other),
            "the other outcomes": lambda one, other: 1 - counting.fair_coins(one, other),
            "first side counted": lambda one, other: min(
                1.0,
                2 * sum(counting.comb(one + other, k) for k in range(one + 1)) / 2 ** (one + other),
            ),
            "ways not divided": lambda one, other: (
                2 * counting.tail(one, other) * 2 ** (one + other)
            ),
        },
    ),
    hints=(
        "In how many ways can n coins fall altogether? Each has two sides.",
        "Add comb(n, k) for every k from 0 to the smaller of the two numbers, itself included.",
        "Divide by 2**n, double, and let min(1, …) cut off what is above 1.",
    ),
    solution=(
        "```python\n"
        "from math import comb\n\n\n"
        "def fair_coins(one, other):\n"
        "    n = one + other\n"
        "    ways = sum(comb(n, k) for k in range(min(one, other) + 1))\n"
        "    return min(1, 2 * ways / 2**n)\n"
        "```"
    ),
)


def sure_cases(rng):
    """Return how sure a network was, too sure in some parts and not enough in others."""
    cases = []
    for count, bins in [(6, 2), (12, 4), (30, 5), (80, 10), (200, 8)]:
        sure = 0.3 + 0.69 * rng.random(count)
        chance = np.where(sure > 0.65, sure - 0.35, sure + 0.3)
        right = rng.random(count) < chance
        sure[:4], right[:4] = (0.35, 0.45, 0.9, 0.95), (True, True, False, True)
        cases.append({"sure": sure, "right": right, "bins": bins})
    return cases


def of_parts(combine):
    """Return a function that makes one number of what is found in each part."""
    return lambda sure, right, bins: combine(*counting.parts(sure, right, bins))


SURE = Exercise(
    name="calibration-error",
    chapter=CHAPTER,
    section="How sure it is",
    rung="write",
    goal="Write the expected calibration error.",
    minutes=12,
    difficulty=3,
    prompt="Write `calibration_error(sure, right, bins)`. `sure` holds each image's largest "
    "probability, `right` booleans. Part the images into `bins` equal parts of the way from 0 to 1 "
    "(image i belongs to part `int(sure[i] * bins)`; none is exactly 1). In each part take the "
    "mean of `sure` and the share that is right, and by how much the two differ. Return the mean "
    "of these differences, each counted by the part's images.",
    answer=Function(
        signature="calibration_error(sure, right, bins)",
        cases=sure_cases,
        expected=counting.calibration_error,
        wrong={
            "parts count alike": of_parts(lambda n, a, b: np.abs(a - b).mean()),
            "too sure and too little cancel": lambda sure, right, bins: abs(
                sure.mean() - right.mean()
            ),
            "largest gap": of_parts(lambda n, a, b: np.abs(a - b).max()),
            "gaps squared": of_parts(lambda n, a, b: (n * (a - b) ** 2).sum() / n.sum()),
            "every image by itself": lambda sure, right, bins: np.abs(sure - right).mean(),
            "gaps added up": of_parts(lambda n, a, b: np.abs(a - b).sum()),
            "empty parts counted": lambda sure, right, bins: (
                np.abs(np.subtract(*counting.parts(sure, right, bins)[1:])).sum() / bins
            ),
            "accuracy for the gap": lambda sure, right, bins: right.mean(),
        },
    ),
    hints=(
        "How do you pick the images of part k? (sure * bins).astype(int) == k.",
        "Pass over a part without images; its mean is no number.",
        "A part with n of all N images adds n / N times its difference, without its sign.",
    ),
    solution=(
        "```python\n"
        "def calibration_error(sure, right, bins):\n"
        "    part = (sure * bins).astype(int)\n"
        "    total = 0\n"
        "    for k in range(bins):\n"
        "        here = part == k\n"
        "        if here.any():\n"
        "            gap = abs(sure[here].mean() - right[here].mean())\n"
        "            total += here.sum() * gap\n"
        "    return total / len(sure)\n"
        "```"
    ),
)
