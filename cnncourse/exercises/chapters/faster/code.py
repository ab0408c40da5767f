"""The exercises of "Faster" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.faster import costs
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "faster"

ALIKE = """\
def joined(gradients, sizes):
    total = gradients.sum(axis=0)
    return total / len(gradients)"""


def mean_cases(rng):
    """Return gradients of two to five shares of different sizes, a row each."""
    return [
        {
            "gradients": rng.normal(size=(len(sizes), numbers)).astype(kind),
            "sizes": np.array(sizes),
        }
        for sizes, numbers, kind in [
            ((3, 1), 2, "float64"),
            ((43, 42, 40), 4, "float32"),
            ((16, 2, 64), 5, "float64"),
            ((5, 4, 20, 9), 7, "float32"),
            ((100, 28, 64, 12, 7), 6, "float64"),
        ]
    ]


MEAN = Exercise(
    name="mend-a-shared-mean",
    chapter=CHAPTER,
    section="A second process",
    rung="edit",
    goal="Join the gradients of shares that are not equally large.",
    minutes=4,
    difficulty=1,
    prompt="`joined(gradients, sizes)` is to give the gradient of a whole batch. Row i of "
    "`gradients` is the mean over the images of share i, and `sizes[i]` tells how many these are. "
    "As given, it is right for equal shares alone. Mend it.",
    answer=Function(
        signature="joined(gradients, sizes)",
        stub=ALIKE,
        cases=mean_cases,
        expected=costs.joined,
        wrong={
            "shares count alike": lambda gradients, sizes: gradients.mean(axis=0),
            "sum of all images": lambda gradients, sizes: sizes @ gradients,
            "divided by the shares": lambda gradients, sizes: sizes @ gradients / len(sizes),
            "divided by the images": lambda gradients, sizes: gradients.sum(axis=0) / sizes.sum(),
            "small shares count more": lambda gradients, sizes: costs.joined(gradients, 1 / sizes),
            "sizes squared": lambda gradients, sizes: costs.joined(gradients, sizes**2),
            "sizes in the wrong order": lambda gradients, sizes: costs.joined(
                gradients, sizes[::-1]
            ),
            "largest share alone": lambda gradients, sizes: gradients[sizes.argmax()],
            "last share forgotten": lambda gradients, sizes: costs.joined(
                gradients[:-1], sizes[:-1]
            ),
        },
    ),
    hints=(
        "One process has 3 images and the other 1. How much should the 1 count?",
        "Undo each mean first: the size times the mean is the sum over the share's images.",
        "`sizes[:, None] * gradients` are these sums. How many images do they come from?",
    ),
    solution=(
        "```python\n"
        "def joined(gradients, sizes):\n"
        "    total = (sizes[:, None] * gradients).sum(axis=0)\n"
        "    return total / sizes.sum()\n"
        "```"
    ),
)


def rounded_cases(rng):
    """Return numbers of many sizes and both signs; some lie halfway between two that are kept."""
    cases = []
    for shape, kept, kind in [
        ((3,), 1, "float64"),
        ((5,), 3, "float32"),
        ((2, 4), 7, "float64"),
        ((3, 4), 10, "float64"),
    ]:
        x = rng.uniform(0.51, 0.99, shape) * rng.choice([-1, 1], shape)
        x = (x * 2.0 ** rng.integers(-4, 9, shape)).astype(kind)
        x.flat[0] = 4 * (1 + 0.5 * 2.0**-kept)  # as near to 4 as to the next number: to 4
        x.flat[1] = -(1 + 1.5 * 2.0**-kept)
        cases.append({"x": x, "kept": kept})
    return cases


ROUNDED = Exercise(
    name="round-to-binary-digits",
    chapter=CHAPTER,
    section="A shorter number",
    rung="write",
    goal="Write the rounding of any short format.",
    minutes=9,
    difficulty=3,
    prompt="bfloat16 keeps 7 binary digits behind the first one, float16 and NVIDIA's TF32 keep "
    "10. Write `rounded(x, kept)`: the numbers of an array, none of them 0, each rounded to the "
    "nearest that has `kept` binary digits behind its first; ties to the one whose last digit is "
    "0. Powers of two are not bounded. (See `np.frexp` and `np.ldexp`.)",
    answer=Function(
        signature="rounded(x, kept)",
        cases=rounded_cases,
        expected=costs.digits_kept,
        tolerance=1e-8,
        wrong={
            "cut for rounded": lambda x, kept: costs.digits_kept(x, kept, np.trunc),
            "always rounded up": lambda x, kept: costs.digits_kept(x, kept, np.ceil),
            "always rounded down": lambda x, kept: costs.digits_kept(x, kept, np.floor),
            "ties away from zero": lambda x, kept: costs.digits_kept(x, kept, costs.half_away),
            "first digit counted": lambda x, kept: costs.digits_kept(x, kept, more=-1),
            "one digit too many": lambda x, kept: costs.digits_kept(x, kept, more=1),
            "equal spacing": lambda x, kept: np.rint(x * 2.0**kept) / 2.0**kept,
            "decimal digits": lambda x, kept: np.round(x, kept),
            "powers forgotten": lambda x, kept: costs.digits_kept(np.frexp(x)[0], kept),
            "sign forgotten": lambda x, kept: costs.digits_kept(np.abs(x), kept),
        },
    ),
    hints=(
        "`parts, powers = np.frexp(x)`: the first digit of each part is worth a half.",
        "The part times 2 ** (kept + 1) has its last kept digit at the ones: `np.rint` rounds "
        "there, ties to even.",
        "Put back what was multiplied: `np.ldexp(whole, powers - (kept + 1))`.",
    ),
    solution=(
        "```python\n"
        "def rounded(x, kept):\n"
        "    parts, powers = np.frexp(x)\n"
        "    whole = np.rint(np.ldexp(parts, kept + 1))\n"
        "    return np.ldexp(whole, powers - (kept + 1))\n"
        "```"
    ),
)
