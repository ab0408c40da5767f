"""The exercises of "Features as a map" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.features_map import components
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "features_map"
STUB = """\
def first_share(rows):
    centred = rows - rows.mean()
    values = np.linalg.svd(centred, compute_uv=False)
    return values[0] / values.sum()"""


def row_cases(rng):
    """Return rows far from 0 that differ more in some features than in others."""
    return [
        {"rows": rng.uniform(2, 9, width) + rng.normal(0, 1, (count, width)) * spread}
        for count, width in [(6, 2), (9, 4), (5, 7), (20, 3)]
        for spread in [rng.uniform(0.3, 3, width)]
    ]


def by(centred, square=True):
    """Return the first share of rows that were made ready in another way."""

    def first(rows):
        values = np.linalg.svd(centred(rows), compute_uv=False)
        values = values**2 if square else values
        return values[0] / values.sum()

    return first


def around(rows):
    """Return rows around their mean."""
    return rows - rows.mean(axis=0)


DIRECTIONS = Exercise(
    name="mend-first-share",
    chapter=CHAPTER,
    section="Five lines",
    rung="edit",
    goal="Compute explained variance.",
    minutes=6,
    difficulty=2,
    prompt="`first_share(rows)` should give the share of the variance of `rows` (N, features) that "
    "lies along the first principal component. Two lines are wrong.",
    answer=Function(
        signature="first_share(rows)",
        stub=STUB,
        cases=row_cases,
        expected=components.first_share,
        wrong={
            "mean not subtracted": by(lambda rows: rows),
            "one mean for all": by(lambda rows: rows - rows.mean()),
            "each row's own mean": by(lambda rows: rows - rows.mean(axis=1, keepdims=True)),
            "values not squared": by(around, square=False),
            "features set to one spread": by(lambda rows: around(rows) / rows.std(axis=0)),
            "widest feature alone": lambda rows: rows.var(axis=0).max() / rows.var(axis=0).sum(),
            "last component": lambda rows: components.shares(
                np.linalg.svd(around(rows), compute_uv=False)
            )[-1],
            "share of what is left": lambda rows: 1 - components.first_share(rows),
            "all shares": lambda rows: components.shares(
                np.linalg.svd(around(rows), compute_uv=False)
            ),
            "percent for share": lambda rows: 100 * components.first_share(rows),
        },
    ),
    hints=(
        "The mean row has as many numbers as there are features. How many has `rows.mean()`?",
        "A variance is a mean of squares. A singular value is a length.",
        "Take away `rows.mean(axis=0)`, and share out `values**2` instead of `values`.",
    ),
    solution=(
        "```python\n"
        "def first_share(rows):\n"
        "    centred = rows - rows.mean(axis=0)\n"
        "    values = np.linalg.svd(centred, compute_uv=False)\n"
        "    return values[0] ** 2 / (values**2).sum()\n"
        "```"
    ),
)


def share_cases(rng):
    """Return shares from the largest down, and what part of the variance is wanted."""
    cases = []
    for count, wanted in [(5, 0.5), (8, 0.7), (12, 0.9), (20, 0.8), (30, 0.6)]:
        parts = np.sort(rng.exponential(1, count))[::-1]
        cases.append({"shares": parts / parts.sum(), "wanted": wanted})
    return cases


COUNTED = Exercise(
    name="directions-needed",
    chapter=CHAPTER,
    section="Layer by layer",
    rung="write",
    goal="Say how many directions rows need.",
    minutes=7,
    difficulty=2,
    prompt="Write `directions_needed(shares, wanted)`. `shares` are the explained variances of all "
    "directions, from the largest, with the sum 1. Return the smallest number of directions, from "
    "the first on, that have at least the share `wanted` together.",
    answer=Function(
        signature="directions_needed(shares, wanted)",
        cases=share_cases,
        expected=lambda shares, wanted: components.needed(shares, wanted),
        wrong={
            "place for number": lambda shares, wanted: components.needed(shares, wanted) - 1,
            "one direction more": lambda shares, wanted: components.needed(shares, wanted) + 1,
            "smallest first": lambda shares, wanted: components.needed(shares[::-1], wanted),
            "what is left counted": lambda shares, wanted: components.needed(shares, 1 - wanted),
            "shares one by one": lambda shares, wanted: int(np.sum(shares >= wanted)),
            "part of the count": lambda shares, wanted: int(np.ceil(wanted * len(shares))),
            "relative to the first": lambda shares, wanted: int(
                np.sum(shares >= (1 - wanted) * shares[0])
            ),
            "those not needed": lambda shares, wanted: (
                len(shares) - components.needed(shares, wanted)
            ),
            "share for number": lambda shares, wanted: np.cumsum(shares)[
                components.needed(shares, wanted) - 1
            ],
        },
    ),
    hints=(
        "`np.cumsum(shares)` has the share of the first, of the first two, and so on.",
        "How many of these sums are still too small?",
        "One more than the number of sums below `wanted`.",
    ),
    solution=(
        "```python\n"
        "def directions_needed(shares, wanted):\n"
        "    return int(np.sum(np.cumsum(shares) < wanted)) + 1\n"
        "```"
    ),
)
