"""The exercises of "The corner" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.the_corner.fields import CHAPTER, whole
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function


def by_ring(table, stride):
    """Return the mean over the rings at whole strides, counted along the longer way."""
    table = np.asarray(table, float)
    down, right = (abs(np.arange(n) - n // 2) for n in table.shape)
    far = np.maximum(down[:, None], right[None, :])
    return float(table[far % stride == 0].mean())


def down_only(table, stride):
    """Return the mean over all places of the rows that are whole strides away."""
    table = np.asarray(table, float)
    return float(table[abs(np.arange(len(table)) - len(table) // 2) % stride == 0].mean())


def middle_left_out(table, stride):
    """Return the mean over the others alone."""
    table = np.asarray(table, float).copy()
    table[table.shape[0] // 2, table.shape[1] // 2] = np.nan
    down, right = (abs(np.arange(n) - n // 2) % stride == 0 for n in table.shape)
    chosen = table[np.ix_(down, right)]
    return float(np.nanmean(chosen)) if np.isfinite(chosen).any() else 0.0


WHOLE = Exercise(
    name="whole-strides",
    chapter=CHAPTER,
    section="Cure two: do not ask where",
    rung="write",
    goal="Pick the places of a table that an average should be taken over.",
    minutes=10,
    difficulty=3,
    prompt="A table of accuracies `(rows, columns)`, both odd, has the unmoved item in its middle. "
    "Write `whole_strides(table, stride)`: the mean over the places whose distance from the middle "
    "is a whole number of strides, down *and* across, the middle among them.",
    answer=Function(
        signature="whole_strides(table, stride)",
        cases=lambda rng: [
            {"table": rng.random((rows, columns)).astype(kind), "stride": stride}
            for rows, columns, stride, kind in [
                (3, 5, 2, "float64"),
                (5, 7, 2, "float32"),
                (7, 9, 3, "float64"),
                (13, 13, 4, "float64"),
                (9, 15, 4, "float32"),
                (7, 13, 2, "float64"),
                (9, 15, 3, "float64"),
            ]
        ],
        expected=whole,
        wrong={
            "rings for places": by_ring,
            "counted from the corner": lambda table, stride: float(
                np.asarray(table, float)[::stride, ::stride].mean()
            ),
            "one way only": down_only,
            "stride forgotten": lambda table, stride: float(np.asarray(table, float).mean()),
            "middle left out": middle_left_out,
            "middle alone": lambda table, stride: float(
                table[table.shape[0] // 2, table.shape[1] // 2]
            ),
            "transposed": lambda table, stride: down_only(np.asarray(table).T, stride),
        },
    ),
    hints=(
        "Which rows are whole strides away from the middle row, rows // 2?",
        "Those r with (r - rows // 2) % stride == 0; and the columns alike.",
        "The first of them is (rows // 2) % stride: a slice from there in steps of the stride.",
    ),
    solution=(
        "```python\n"
        "def whole_strides(table, stride):\n"
        "    top = table.shape[0] // 2 % stride\n"
        "    left = table.shape[1] // 2 % stride\n"
        "    return table[top::stride, left::stride].mean()\n"
        "```\n"
        "The ring four pixels away has 32 places, and only 8 of them are whole strides both ways: "
        "a mean over the ring mixes them."
    ),
)
