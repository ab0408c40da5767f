"""The exercises of "Data" that prepare images and measure groups."""

import numpy as np

from cnncourse.exercises.chapters.data import looking
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "data"

STANDARD_STUB = """\
def standardised(train, test):
    mean = test.mean(axis=(0, 1, 2))
    std = train.std(axis=0)
    return test - mean / std"""


def float_cases(rng):
    """Return images in floats whose channels and parts differ in mean and spread."""
    cases = []
    for train, test, shape, kind in [
        (2, 2, (2, 2, 1), "float64"),
        (3, 2, (2, 3, 3), "float64"),
        (2, 5, (3, 2, 2), "float32"),
        (6, 4, (4, 3, 3), "float64"),
        (9, 3, (5, 6, 3), "float32"),
    ]:
        scale = 0.2 + 0.2 * np.arange(shape[2])
        known = (rng.random((train, *shape)) * scale).astype(kind)
        asked = (0.3 + rng.random((test, *shape)) * 0.6 * scale).astype(kind)
        cases.append({"train": known, "test": asked})
    return cases


STANDARD = Exercise(
    name="mend-standardised",
    chapter=CHAPTER,
    section="Look before you train",
    rung="edit",
    goal="Prepare test images by the training images' numbers.",
    minutes=6,
    difficulty=2,
    prompt="`standardised(train, test)` takes images (N, H, W, C) in floats. It is to return the "
    "test images, each channel less that channel's mean and divided by its standard deviation, "
    "both of all training images and all their pixels. Three lines are wrong.",
    answer=Function(
        signature="standardised(train, test)",
        stub=STANDARD_STUB,
        cases=float_cases,
        expected=looking.standardised,
        tolerance=1e-4,
        wrong={
            "test images' own numbers": lambda train, test: looking.standardised(test, test),
            "one pair for all channels": lambda train, test: looking.standardised(
                train, test, (0, 1, 2, 3)
            ),
            "a pair for each pixel": lambda train, test: looking.standardised(train, test, 0),
            "variance for spread": lambda train, test: (
                (test - train.mean((0, 1, 2))) / train.var((0, 1, 2))
            ),
            "training images prepared": lambda train, test: looking.standardised(train, train),
            "mean divided alone": lambda train, test: (
                test - train.mean((0, 1, 2)) / train.std((0, 1, 2))
            ),
            "each image by itself": looking.each_by_itself,
            "spread of the test images": lambda train, test: (
                (test - train.mean((0, 1, 2))) / test.std((0, 1, 2))
            ),
        },
    ),
    hints=(
        "Whose numbers prepare the test images, and how many numbers are there for a channel?",
        "Over which axes must the mean and the deviation go, so that one number a channel is left?",
        "Mind what is divided first: parentheses.",
    ),
    solution=(
        "```python\n"
        "def standardised(train, test):\n"
        "    mean = train.mean(axis=(0, 1, 2))\n"
        "    std = train.std(axis=(0, 1, 2))\n"
        "    return (test - mean) / std\n"
        "```"
    ),
)


def group_cases(rng):
    """Return what is right, in groups of unequal sizes of which one does not occur."""
    cases = []
    for classes, backgrounds, count in [(2, 2, 6), (2, 3, 20), (3, 2, 40), (3, 4, 90), (4, 4, 200)]:
        labels, places = rng.integers(0, classes, count), rng.integers(0, backgrounds, count)
        places[(labels == 1) & (places == 1)] = 0
        # Right by the background's leave: more where it has the class's own number.
        chance = np.where(labels == places, 0.9, 0.2 + 0.2 * (places == 0))
        right = rng.random(count) < chance
        labels[:4], places[:4] = [0, 0, 1, 1], [0, 0, 0, 0]
        right[:4] = [True, False, True, True]
        cases.append({"right": right, "labels": labels, "backgrounds": places})
    return cases


def of_each(right, names):
    """Return the share that is right for each name that occurs."""
    return np.array([right[names == name].mean() for name in np.unique(names)])


LOWEST = Exercise(
    name="lowest-group",
    chapter=CHAPTER,
    section="Right for a wrong reason",
    rung="write",
    goal="Write the number that a bias cannot hide from.",
    minutes=10,
    difficulty=3,
    prompt="Write `lowest(right, labels, backgrounds)`: three arrays with a value for each image, "
    "`right` in booleans, the others in whole numbers. Images of one class on one background are a "
    "group. It returns the lowest accuracy of a group, from 0 to 1; groups without images do not "
    "count.",
    answer=Function(
        signature="lowest(right, labels, backgrounds)",
        cases=group_cases,
        expected=looking.lowest,
        wrong={
            "classes alone": lambda right, labels, backgrounds: of_each(right, labels).min(),
            "backgrounds alone": lambda right, labels, backgrounds: of_each(
                right, backgrounds
            ).min(),
            "all images together": lambda right, labels, backgrounds: right.mean(),
            "mean of the groups": lambda right, labels, backgrounds: looking.shares(
                right, labels, backgrounds
            ).mean(),
            "highest for lowest": lambda right, labels, backgrounds: looking.shares(
                right, labels, backgrounds
            ).max(),
            "share that is wrong": lambda right, labels, backgrounds: (
                1 - looking.lowest(right, labels, backgrounds)
            ),
            "own background alone": lambda right, labels, backgrounds: right[
                labels == backgrounds
            ].mean(),
            "exceptions together": lambda right, labels, backgrounds: (
                right[labels != backgrounds].mean() if (labels != backgrounds).any() else 1.0
            ),
        },
    ),
    hints=(
        "Go through every class and every background, and take the images that have both.",
        "here = (labels == c) & (backgrounds == b) picks a group; right[here].mean() is its share.",
        "Pass over a group where here.any() is False, and keep the smallest share.",
    ),
    solution=(
        "```python\n"
        "def lowest(right, labels, backgrounds):\n"
        "    shares = []\n"
        "    for c in np.unique(labels):\n"
        "        for b in np.unique(backgrounds):\n"
        "            here = (labels == c) & (backgrounds == b)\n"
        "            if here.any():\n"
        "                shares.append(right[here].mean())\n"
        "    return min(shares)\n"
        "```"
    ),
)
