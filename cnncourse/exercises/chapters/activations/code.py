"""Exercises of "Activations": functions to write and to mend."""

import numpy as np

from cnncourse.exercises.chapters.activations.arithmetic import (
    CHAPTER,
    changed_merge,
    dead,
    merged,
    with_dead,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

DEAD_STUB = """\
def dead_units(outputs):
    silent = outputs == 0
    never = silent.any(axis=0)
    return never.sum()"""

DEAD = Exercise(
    name="count-dead",
    chapter=CHAPTER,
    section="Units that never answer",
    rung="edit",
    goal="Count dead units from a layer's outputs.",
    minutes=4,
    difficulty=1,
    prompt=(
        "`outputs` are those of a layer after its ReLU, `(images, units)`. `dead_units(outputs)` "
        "is to count the units that give 0 for *every* image. It counts too many; change it."
    ),
    answer=Function(
        signature="dead_units(outputs)",
        stub=DEAD_STUB,
        cases=lambda rng: [
            {"outputs": with_dead(rng, images, units, kind)}
            for images, units, kind in [
                (3, 4, "float64"),
                (4, 7, "float32"),
                (9, 5, "float64"),
                (6, 12, "float32"),
                (20, 8, "float64"),
            ]
        ],
        expected=dead,
        wrong={
            "any for all": lambda outputs: (outputs == 0).any(axis=0).sum(),
            "images for units": lambda outputs: (outputs == 0).all(axis=1).sum(),
            "zeros counted": lambda outputs: (outputs == 0).sum(),
            "one image only": lambda outputs: (outputs[0] == 0).sum(),
            "living for dead": lambda outputs: (outputs > 0).any(axis=0).sum(),
            "share for count": lambda outputs: (outputs == 0).all(axis=0).mean(),
            "which for how many": lambda outputs: (outputs == 0).all(axis=0).astype(float),
        },
    ),
    hints=(
        "Which axis is the one of the images, and which that of the units?",
        "`any` asks whether there is one image; the question is about every image.",
        "NumPy has a method that asks whether something holds for all along an axis.",
    ),
    solution=(
        "```python\n"
        "def dead_units(outputs):\n"
        "    silent = outputs == 0\n"
        "    never = silent.all(axis=0)\n"
        "    return never.sum()\n"
        "```"
    ),
)

MERGE = Exercise(
    name="merge-dense",
    chapter=CHAPTER,
    section="Two layers that are one",
    rung="write",
    goal="Merge two dense layers, with their biases.",
    minutes=8,
    difficulty=2,
    prompt=(
        "Write `merge(first, first_bias, second, second_bias)`: it returns the weights "
        "`(in, out)` and the bias `(out,)` of the one dense layer that does what the two do, "
        "with nothing between them."
    ),
    answer=Function(
        signature="merge(first, first_bias, second, second_bias)",
        cases=lambda rng: [
            {
                "first": rng.normal(size=(size, hidden)).astype(kind),
                "first_bias": rng.normal(size=hidden).astype(kind),
                "second": rng.normal(size=(hidden, out)).astype(kind),
                "second_bias": rng.normal(size=out).astype(kind),
            }
            for size, hidden, out, kind in [
                (2, 2, 2, "float64"),
                (3, 2, 2, "float32"),
                (3, 3, 3, "float64"),
                (2, 5, 3, "float64"),
                (6, 4, 5, "float32"),
            ]
        ],
        expected=merged,
        wrong={
            "first bias forgotten": changed_merge(lambda w, b, **case: (w, case["second_bias"])),
            "bias not carried on": changed_merge(
                lambda w, b, **case: (w, case["first_bias"] + case["second_bias"])
            ),
            "second bias forgotten": changed_merge(
                lambda w, b, **case: (w, b - case["second_bias"])
            ),
            "bias forgotten": changed_merge(lambda w, b, **case: (w, np.zeros_like(b))),
            "second table first": changed_merge(
                lambda w, b, **case: (case["second"] @ case["first"], b)
            ),
            "cell by cell": changed_merge(lambda w, b, **case: (case["first"] * case["second"], b)),
            "transposed": changed_merge(lambda w, b, **case: (w.T, b)),
            "tables added": changed_merge(lambda w, b, **case: (case["first"] + case["second"], b)),
        },
    ),
    hints=(
        "Write down what the second layer makes of x W + b, and multiply out.",
        "The first bias is a row of numbers like x: the second layer weighs it as well.",
        "For the bias send a row of zeros through both layers: what comes out at the end?",
    ),
    solution=(
        "(x W₁ + b₁) W₂ + b₂ = x W₁W₂ + b₁W₂ + b₂.\n\n"
        "```python\n"
        "def merge(first, first_bias, second, second_bias):\n"
        "    return first @ second, first_bias @ second + second_bias\n"
        "```"
    ),
)
