"""The exercises of "The claims" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.claims import checking
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "claims"
STUB = """\
def short(percent, decimals, shares):
    lowest = percent - 1 / 10**decimals
    reached = max(shares)
    return abs(lowest - 100 * reached)"""


def claim_cases(rng):
    """Return claims and shares: some reached, some by rounding alone, some not."""
    cases = []
    for size, decimals, off in [
        (2, 0, 0.8), (2, 1, -0.2), (3, 0, 0.3), (3, 2, 0.02), (4, 1, 0.9), (4, 0, 2.5),
        (5, 2, 1.7), (5, 1, -1.5), (6, 0, 1.2), (6, 2, 0.6),
    ]:  # fmt: skip
        percent = float(np.round(rng.uniform(60, 95), decimals))
        scatter = rng.normal(0, 0.4, size)
        middle = (percent - off) / 100
        cases.append(
            {
                "percent": percent,
                "decimals": decimals,
                "shares": middle + (scatter - scatter.mean()) / 100,
            }
        )
    return cases


def below(percent, reached):
    """Return the points below a percentage, or 0."""
    return max(percent - 100 * reached, 0.0)


SHORT = Exercise(
    name="mend-short",
    chapter=CHAPTER,
    section="A figure that was measured",
    rung="edit",
    goal="Turn a rule for a verdict into three lines.",
    minutes=6,
    difficulty=2,
    prompt="A source writes `percent` with so many `decimals`; `shares` are the accuracies of "
    "several runs, as fractions. `short` is to return by how many points their *mean* lies below "
    "the *lowest* percentage that rounds to what is written, and 0 if it does not. Three lines are "
    "wrong.",
    answer=Function(
        signature="short(percent, decimals, shares)",
        stub=STUB,
        cases=claim_cases,
        expected=checking.short,
        wrong={
            "taken as written": lambda percent, decimals, shares: below(percent, np.mean(shares)),
            "a whole last digit": lambda percent, decimals, shares: below(
                percent - 1 / 10**decimals, np.mean(shares)
            ),
            "rounded the other way": lambda percent, decimals, shares: below(
                percent + 0.5 / 10**decimals, np.mean(shares)
            ),
            "half a point always": lambda percent, decimals, shares: below(
                percent - 0.5, np.mean(shares)
            ),
            "best run for the mean": lambda percent, decimals, shares: below(
                checking.lowest(percent, decimals), np.max(shares)
            ),
            "last run for the mean": lambda percent, decimals, shares: below(
                checking.lowest(percent, decimals), shares[-1]
            ),
            "apart for below": lambda percent, decimals, shares: abs(
                checking.lowest(percent, decimals) - 100 * np.mean(shares)
            ),
            "above for below": lambda percent, decimals, shares: max(
                100 * np.mean(shares) - checking.lowest(percent, decimals), 0.0
            ),
            "share for percent": lambda percent, decimals, shares: below(
                checking.lowest(percent, decimals), np.mean(shares) / 100
            ),
        },
    ),
    hints=(
        "Which numbers are written as 88? Which is the lowest of them?",
        "Half a unit of the last decimal lies between. And which of the runs counts?",
        "`percent - 0.5 / 10**decimals`, the mean, and `max(..., 0)` in place of `abs`.",
    ),
    solution=(
        "```python\n"
        "def short(percent, decimals, shares):\n"
        "    lowest = percent - 0.5 / 10**decimals\n"
        "    reached = sum(shares) / len(shares)\n"
        "    return max(lowest - 100 * reached, 0)\n"
        "```"
    ),
)


def memory_cases(rng):
    """Return rows of numbers and the weights of a small recurrent layer."""
    return [
        {
            "x": rng.normal(0, 1, (count, size)),
            "a": rng.normal(0, 0.7, (size, units)),
            "b": rng.normal(0, 0.7, (units, units)),
        }
        for count, size, units in [(3, 2, 2), (3, 3, 2), (4, 2, 3), (5, 4, 3)]
    ]


def one_back(x, a, b):
    """Return states that know the input before, and nothing older."""
    alone = np.tanh(x @ a)
    before = np.vstack([np.zeros_like(alone[:1]), alone[:-1]])
    return np.tanh(x @ a + before @ b)


def late(x, a, b):
    """Return each state one row too late."""
    states = checking.handed_on(x, a, b)
    return np.vstack([np.zeros_like(states[:1]), states[:-1]])


HANDED_ON = Exercise(
    name="handed-on",
    chapter=CHAPTER,
    section="A word that misleads",
    rung="write",
    goal="Write a layer with a memory, and see what attention does without.",
    minutes=8,
    difficulty=2,
    prompt="Write `states(x, a, b)`, a recurrent layer. `x` has a row for each input. The state "
    "starts as zeros; with each row it becomes tanh(row · a + state · b). Return all states, one "
    "row for each input, in their order.",
    answer=Function(
        signature="states(x, a, b)",
        cases=memory_cases,
        expected=checking.handed_on,
        wrong={
            "nothing handed on": lambda x, a, b: np.tanh(x @ a),
            "one step of memory": one_back,
            "last state alone": lambda x, a, b: checking.handed_on(x, a, b)[-1],
            "state starts at one": lambda x, a, b: checking.handed_on(x, a, b, start=1.0),
            "read from the end": lambda x, a, b: checking.handed_on(x[::-1], a, b)[::-1],
            "tanh left out": lambda x, a, b: checking.handed_on(x, a, b, bend=lambda one: one),
            "tanh of the row alone": lambda x, a, b: checking.handed_on(
                x, a, b, mix=lambda row, state: np.tanh(row) + state @ b
            ),
            "state not weighed": lambda x, a, b: checking.handed_on(
                x, a, b, mix=lambda row, state: np.tanh(row + state)
            ),
            "state weights transposed": lambda x, a, b: checking.handed_on(x, a, b.T),
            "one state late": late,
        },
    ),
    hints=(
        "You need a loop: each state is made of the one before.",
        "Start with `state = np.zeros(a.shape[1])` and an empty list.",
        "For each row: `state = np.tanh(row @ a + state @ b)`, and append it.",
    ),
    solution=(
        "```python\n"
        "def states(x, a, b):\n"
        "    state, found = np.zeros(a.shape[1]), []\n"
        "    for row in x:\n"
        "        state = np.tanh(row @ a + state @ b)\n"
        "        found.append(state)\n"
        "    return np.array(found)\n"
        "```"
    ),
)
