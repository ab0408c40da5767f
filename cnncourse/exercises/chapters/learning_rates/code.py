"""The exercises of "Learning rates" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.learning_rates import rates
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "learning_rates"

WARM_STUB = """\
def rate(step, total, peak, rising):
    if step < rising:
        return peak * step / rising
    return peak * (total - step) / total"""


def warm_cases(rng):
    """Return steps on the way up, at the top and on the way down."""
    cases = [
        {"step": step, "total": total, "peak": float(rng.uniform(0.01, 2)), "rising": rising}
        for step, total, rising in [
            (0, 8, 4),
            (3, 8, 4),
            (4, 8, 4),
            (7, 8, 4),
            (1, 20, 5),
            (12, 20, 5),
            (0, 5, 0),
            (30, 64, 16),
        ]
    ]
    return cases


WARM = Exercise(
    name="mend-a-warmup",
    chapter=CHAPTER,
    section="Why a rate should fall",
    rung="edit",
    goal="Find what is wrong with a schedule by its first and last steps.",
    minutes=6,
    difficulty=2,
    prompt="`rate` is to rise in equal parts over the first `rising` steps, reach `peak` in the "
    "last of them, take `peak` once more and fall in a line to 0, which the step after the last "
    "would have. Steps count from 0. Two lines are wrong: try `rising` 4 of 8 steps.",
    answer=Function(
        signature="rate(step, total, peak, rising)",
        stub=WARM_STUB,
        cases=warm_cases,
        expected=rates.warmed,
        wrong={
            "first step stands still": lambda step, total, peak, rising: (
                peak * step / rising if step < rising else rates.warmed(step, total, peak, rising)
            ),
            "falls from the start": lambda step, total, peak, rising: (
                peak * (step + 1) / rising if step < rising else peak * (total - step) / total
            ),
            "never falls": lambda step, total, peak, rising: (
                peak * (step + 1) / rising if step < rising else peak
            ),
            "no warm-up": lambda step, total, peak, rising: peak * (total - step) / total,
            "peak forgotten": lambda **case: rates.warmed(**{**case, "peak": 1.0}),
            "ends one early": lambda step, total, peak, rising: (
                peak * (step + 1) / rising
                if step < rising
                else peak * (total - step - 1) / (total - rising)
            ),
        },
    ),
    hints=(
        "What rate does the very first step get? It should already be a part of the peak.",
        "At step = rising the rate should be the peak: what is (total − step) / total there?",
        "The way down has total − rising steps.",
    ),
    solution=(
        "```python\n"
        "def rate(step, total, peak, rising):\n"
        "    if step < rising:\n"
        "        return peak * (step + 1) / rising\n"
        "    return peak * (total - step) / (total - rising)\n"
        "```"
    ),
)


LADDER = Exercise(
    name="ladder-of-rates",
    chapter=CHAPTER,
    section="Raise it until it fails",
    rung="write",
    goal="Write the rates of a range test.",
    minutes=6,
    difficulty=1,
    prompt="Write `ladder(low, high, steps)`: an array of rates from `low` to `high`, both "
    "included, each the same multiple of the one before. There are at least two.",
    answer=Function(
        signature="ladder(low, high, steps)",
        cases=lambda rng: [
            {"low": low, "high": low * 10 ** float(rng.uniform(0.5, 4)), "steps": steps}
            for low, steps in [(0.5, 2), (1e-3, 3), (0.01, 5), (1e-4, 9), (2.0, 40)]
        ],
        expected=rates.ladder,
        wrong={
            "equal differences": lambda low, high, steps: np.linspace(low, high, steps),
            "end left out": lambda low, high, steps: (
                low * (high / low) ** (np.arange(steps) / steps)
            ),
            "one too many": lambda low, high, steps: rates.ladder(low, high, steps + 1),
            "powers for rates": lambda low, high, steps: np.linspace(
                np.log10(low), np.log10(high), steps
            ),
            "from high to low": lambda low, high, steps: rates.ladder(low, high, steps)[::-1],
            "starts at one": lambda low, high, steps: (
                (high / low) ** (np.arange(steps) / (steps - 1))
            ),
            "start left out": lambda low, high, steps: rates.ladder(low, high, steps + 1)[1:],
        },
    ),
    hints=(
        "With n rates there are n − 1 factors, all alike; together they are high / low.",
        "The factor is (high / low) ** (1 / (steps − 1)).",
        "low times the factor to the powers 0, 1, 2 … steps − 1.",
    ),
    solution=(
        "```python\n"
        "def ladder(low, high, steps):\n"
        "    factor = (high / low) ** (1 / (steps - 1))\n"
        "    return low * factor ** np.arange(steps)\n"
        "```"
    ),
)


SMOOTH = Exercise(
    name="smooth-losses",
    chapter=CHAPTER,
    section="Raise it until it fails",
    rung="write",
    goal="Write the running mean that makes a range test legible.",
    minutes=8,
    difficulty=2,
    prompt="Write `smooth(losses, kept)`: after each loss the running mean $m$ keeps the share "
    "`kept` and takes the rest of the loss; it starts at 0, and what is returned is $m$ divided by "
    "$1 - \\mathrm{kept}^n$ after $n$ losses.",
    answer=Function(
        signature="smooth(losses, kept)",
        cases=lambda rng: [
            {"losses": rng.uniform(0.5, 3, length).astype(kind), "kept": kept}
            for length, kept, kind in [
                (1, 0.5, "float64"),
                (2, 0.5, "float64"),
                (3, 0.8, "float64"),
                (12, 0.9, "float32"),
                (40, 0.75, "float64"),
            ]
        ],
        expected=rates.running,
        wrong={
            "correction forgotten": lambda losses, kept: rates.running(
                losses, kept, corrected=False
            ),
            "shares swapped": lambda losses, kept: rates.running(losses, 1 - kept),
            "started at the first": rates.started_at_first,
            "corrected by one power": rates.divided_once,
            "mean of all so far": lambda losses, kept: (
                np.cumsum(losses, dtype=float) / np.arange(1, len(losses) + 1)
            ),
            "mean of the last few": rates.of_window,
            "losses as they are": lambda losses, kept: np.asarray(losses, float),
        },
    ),
    hints=(
        "One number, m, goes through the loop; a list takes what is returned.",
        "m = kept * m + (1 − kept) * loss: after one loss it is only a small part of it.",
        "Divide a copy by 1 − kept ** n; the m that goes on stays undivided.",
    ),
    solution=(
        "```python\n"
        "def smooth(losses, kept):\n"
        "    m, means = 0.0, []\n"
        "    for n, loss in enumerate(losses, 1):\n"
        "        m = kept * m + (1 - kept) * loss\n"
        "        means.append(m / (1 - kept**n))\n"
        "    return np.array(means)\n"
        "```"
    ),
)
