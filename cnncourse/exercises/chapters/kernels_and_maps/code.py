"""The exercises of "Kernels and maps" that are answered by a function."""

import numpy as np

from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "kernels_and_maps"
STUB = """\
def climb(window, kernel, rate, steps):
    window = window.copy()
    for _ in range(steps):
        window = window - rate * window
    return window"""


def window_cases(rng):
    """Return windows of brightnesses and kernels of the same shape."""
    return [
        {
            "window": rng.uniform(0.2, 0.8, shape),
            "kernel": rng.normal(size=shape),
            "rate": float(rng.uniform(0.1, 0.3)),
            "steps": steps,
        }
        for shape, steps in [((3, 3), 4), ((5, 5), 6), ((2, 4), 9), ((3, 5), 7)]
    ]


def climbed(window, kernel, rate, steps, *, low=0.0, high=1.0):
    """Return the window after steps up the weighted sum, held among the brightnesses."""
    for _ in range(steps):
        window = np.clip(window + rate * kernel, low, high)
    return window


def by_sign(window, kernel, rate, steps):
    """Take equal steps in all pixels."""
    return climbed(window, np.sign(kernel), rate, steps)


def by_products(window, kernel, rate, steps):
    """Take the products for the slopes."""
    for _ in range(steps):
        window = np.clip(window + rate * kernel * window, 0, 1)
    return window


CLIMB = Exercise(
    name="mend-the-climb",
    chapter=CHAPTER,
    section="By climbing",
    rung="edit",
    goal="Take a step of gradient ascent on an image.",
    minutes=5,
    difficulty=2,
    prompt="A filter's output is the weighted sum of `window` with `kernel`, of the same shape. "
    "`climb` is to go *up* its gradient with respect to the window, `steps` times by `rate` times "
    "the gradient (not scaled to length 1 here), and to keep every pixel from 0 to 1 after each "
    "step. One line is wrong, and what it lacks is easy to forget.",
    answer=Function(
        signature="climb(window, kernel, rate, steps)",
        stub=STUB,
        cases=window_cases,
        expected=climbed,
        wrong={
            "climbs-down": lambda window, kernel, rate, steps: climbed(
                window, -kernel, rate, steps
            ),
            "no bounds": lambda window, kernel, rate, steps: window + rate * steps * kernel,
            "one step for all": lambda window, kernel, rate, steps: climbed(
                window, kernel, rate, 1
            ),
            "one step too many": lambda window, kernel, rate, steps: climbed(
                window, kernel, rate, steps + 1
            ),
            "equal steps": by_sign,
            "products for slopes": by_products,
            "kernel turned round": lambda window, kernel, rate, steps: climbed(
                window, kernel[::-1, ::-1], rate, steps
            ),
            "bounds of signed pixels": lambda window, kernel, rate, steps: climbed(
                window, kernel, rate, steps, low=-1.0
            ),
            "white unbounded": lambda window, kernel, rate, steps: climbed(
                window, kernel, rate, steps, high=np.inf
            ),
            "climb from the dark": lambda window, kernel, rate, steps: climbed(
                np.zeros_like(window), kernel, rate, steps
            ),
        },
    ),
    hints=(
        "By how much does the weighted sum grow if one pixel grows by a little?",
        "The slope in each pixel is its weight; up means plus.",
        "`np.clip(..., 0, 1)` around the new window, in every step.",
    ),
    solution=(
        "```python\n"
        "def climb(window, kernel, rate, steps):\n"
        "    window = window.copy()\n"
        "    for _ in range(steps):\n"
        "        window = np.clip(window + rate * kernel, 0, 1)\n"
        "    return window\n"
        "```"
    ),
)


def map_cases(rng):
    """Return maps after ReLU, of which some filters are 0 everywhere and some nearly so."""
    cases = []
    for shape in [(3, 4, 5, 6), (2, 3, 3, 9), (4, 2, 6, 7), (5, 3, 2, 8)]:
        maps = np.maximum(rng.normal(size=shape), 0) + 0.01
        order = rng.permutation(shape[3])
        maps[..., order[:2]] = 0  # dead
        maps[..., order[2]] = 0  # fires once, in the last image, and little
        maps[-1, -1, -1, order[2]] = 0.001
        maps[0, ..., order[3]] = 0  # silent in the first image alone
        maps[:, 0, 0, order[4]] = 0  # silent at one place
        maps[..., order[5]] *= maps[..., order[5]] > 0.8  # mostly 0
        maps[0, 0, 0, order[5]] = 2
        cases.append({"maps": maps})
    return cases


def dead(maps):
    """Return the filters that are 0 in all places of all images."""
    return np.flatnonzero(maps.max(axis=(0, 1, 2)) == 0)


SILENT = Exercise(
    name="list-the-dead",
    chapter=CHAPTER,
    section="Dead and twice",
    rung="write",
    goal="Find the filters that never fire.",
    minutes=5,
    difficulty=1,
    prompt="`maps` (N, H, W, filters) is what leaves a layer with ReLU. Write `dead(maps)`: the "
    "numbers of the filters, from 0 on and in order, that are 0 in every place of every image.",
    answer=Function(
        signature="dead(maps)",
        cases=map_cases,
        expected=dead,
        wrong={
            "living listed": lambda maps: np.flatnonzero(maps.max(axis=(0, 1, 2)) > 0),
            "zero somewhere": lambda maps: np.flatnonzero(maps.min(axis=(0, 1, 2)) == 0),
            "first maps alone": lambda maps: np.flatnonzero(maps[0].max(axis=(0, 1)) == 0),
            "first place alone": lambda maps: np.flatnonzero(maps[:, 0, 0].max(axis=0) == 0),
            "nearly silent": lambda maps: np.flatnonzero(maps.max(axis=(0, 1, 2)) < 0.01),
            "counted, not listed": lambda maps: int((maps.max(axis=(0, 1, 2)) == 0).sum()),
            "mask for numbers": lambda maps: maps.max(axis=(0, 1, 2)) == 0,
            "filters from one": lambda maps: dead(maps) + 1,
            "largest first": lambda maps: dead(maps)[::-1],
        },
    ),
    hints=(
        "What is the largest number in the maps of a dead filter?",
        "Take the maximum over images, rows and columns at once: `axis=(0, 1, 2)`.",
        "`np.flatnonzero(condition)` gives the places where it holds.",
    ),
    solution=(
        "```python\ndef dead(maps):\n    return np.flatnonzero(maps.max(axis=(0, 1, 2)) == 0)\n```"
    ),
)
