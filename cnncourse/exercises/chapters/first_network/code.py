"""The exercises of "A first network" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.first_network import training
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "first_network"
ROWS = [  # validation losses, epoch by epoch, and a patience
    ((2, 3, 1), 1),
    ((5, 3, 4, 6, 1, 2), 2),  # the lowest of all comes after the stop
    ((5, 3, 3, 3, 1, 0), 2),  # equal is not lower
    ((5, 3, 4, 2, 6, 3, 1), 3),  # a new lowest one in time: nothing stops
    ((5, 2, 4, 3, 6, 4, 1), 3),  # lower than the one before, and not the lowest
    ((5, 6, 4, 7, 3, 5, 2, 4), 2),  # patience begins anew with each lowest one
    ((9, 8, 10, 7, 8, 6, 9, 7, 8, 10, 5, 4), 4),
]


def stopping_cases(rng):
    """Return losses, drawn so that their order stays, and patiences."""
    cases = []
    for number, (ranks, patience) in enumerate(ROWS):
        losses = np.array(ranks, float)
        if number != 2:  # where nothing is equal a drawn part changes no order
            losses = losses + rng.uniform(0, 0.4, len(ranks))
        losses = rng.uniform(0.2, 0.5) * losses + rng.uniform(0, 0.2)
        kind = ("float64", "float32")[number % 2]
        cases.append({"losses": losses.astype(kind), "patience": patience})
    whole = np.array([9, 7, 8, 5, 6, 6, 7, 4, 3]) + int(rng.integers(0, 5))
    return [*cases, {"losses": whole, "patience": 3}]


def training_cases(rng):
    """Return weights, what each epoch adds to them, and the loss after it."""
    cases = []
    for shape, epochs, kind in [
        ((2,), 3, "float64"),
        ((3,), 4, "float32"),
        ((2, 3), 4, "float64"),
        ((3, 2, 1, 2), 5, "float32"),
        ((4, 5), 6, "float64"),
    ]:
        losses = rng.permutation(epochs) + rng.uniform(0.1, 0.9, epochs)
        # The lowest stands neither first nor last, nor is the first the highest.
        lowest, middle = int(losses.argmin()), int(rng.integers(1, epochs - 1))
        losses[[lowest, middle]] = losses[[middle, lowest]]
        changes = rng.normal(size=(epochs, *shape)).astype(kind)
        weights = rng.normal(size=shape).astype(kind)
        cases.append({"weights": weights, "changes": changes, "losses": losses.astype(kind)})
    return cases


def waited(losses, patience, misses):
    """Return what comes of another way to count epochs without a new lowest loss."""
    best, count = 0, 0
    for n, loss in enumerate(losses):
        if loss < losses[best]:
            best = n
        count = misses(losses, n, best, count)
        if count >= patience:
            return n + 1, best + 1
    return len(losses), best + 1


def against_the_one_before(losses, patience):
    """Count epochs in a row that are no lower than their neighbour."""
    return waited(
        losses,
        patience,
        lambda all_, n, best, count: count + 1 if n and all_[n] >= all_[n - 1] else 0,
    )


def added_up(losses, patience):
    """Count all epochs without a new lowest loss, in a row or not."""
    return waited(losses, patience, lambda all_, n, best, count: count + (n > 0 and n != best))


def equal_is_lower(losses, patience):
    """Take a loss as low as the lowest for a new lowest one."""
    best = 0
    for n, loss in enumerate(losses):
        if loss <= losses[best]:
            best = n
        elif n - best >= patience:
            return n + 1, best + 1
    return len(losses), best + 1


def shifted(run=0, best=0):
    """Return a function that is off by so many epochs."""

    def wrong(losses, patience):
        epochs, kept = training.stop_epoch(losses, patience)
        return epochs + run, kept + best

    return wrong


STOP = Exercise(
    name="stop-epoch",
    chapter=CHAPTER,
    section="Too few images",
    rung="write",
    goal="Write early stopping.",
    minutes=10,
    difficulty=2,
    prompt="Write `stop_epoch(losses, patience)`. It takes the validation loss after each epoch "
    "and returns two numbers counted from 1: how many epochs are run, and the best epoch among "
    "them. Training ends as soon as `patience` epochs in a row have brought no loss *below* the "
    "lowest so far, or at the end of the list.",
    answer=Function(
        signature="stop_epoch(losses, patience)",
        cases=stopping_cases,
        expected=training.stop_epoch,
        wrong={
            "against the epoch before": against_the_one_before,
            "patience added up": added_up,
            "one epoch late": lambda losses, patience: training.stop_epoch(losses, patience + 1),
            "looked ahead": lambda losses, patience: (
                training.stop_epoch(losses, patience)[0],
                int(np.argmin(losses)) + 1,
            ),
            "never stops": lambda losses, patience: (len(losses), int(np.argmin(losses)) + 1),
            "equal for lower": equal_is_lower,
            "counted from zero": shifted(-1, -1),
            "last for best": lambda losses, patience: (
                (training.stop_epoch(losses, patience)[0],) * 2
            ),
            "two numbers swapped": lambda losses, patience: training.stop_epoch(losses, patience)[
                ::-1
            ],
        },
    ),
    hints=(
        "Keep one thing on the way: in which epoch the lowest loss so far was.",
        "How many epochs have gone by since then? Compare that with the patience.",
        "A loop with an index: if the loss is lower, remember the index; else see if it is time.",
    ),
    solution=(
        "```python\n"
        "def stop_epoch(losses, patience):\n"
        "    best = 0\n"
        "    for n, loss in enumerate(losses):\n"
        "        if loss < losses[best]:\n"
        "            best = n\n"
        "        elif n - best >= patience:\n"
        "            return n + 1, best + 1\n"
        "    return len(losses), best + 1\n"
        "```"
    ),
)


STUB = """\
def best_weights(weights, changes, losses):
    lowest, kept = 0.0, None
    for n in range(len(losses)):
        weights += changes[n]
        if losses[n] > lowest:
            lowest, kept = losses[n], weights
    return kept"""


def at(place):
    """Return a function that gives the weights after another epoch than the best one."""
    return lambda weights, changes, losses: training.after(
        weights, changes, place(np.asarray(losses))
    )


BEST_WEIGHTS = Exercise(
    name="keep-the-best",
    chapter=CHAPTER,
    section="The best of fifteen epochs",
    rung="edit",
    goal="Mend a checkpoint that keeps the wrong weights.",
    minutes=6,
    difficulty=2,
    prompt="Epoch `n` adds `changes[n]` to the weights and ends with the validation loss "
    "`losses[n]`. `best_weights` is to return the weights after the epoch with the lowest loss, "
    "and to leave what it was given as it is. Three lines are wrong.",
    answer=Function(
        signature="best_weights(weights, changes, losses)",
        stub=STUB,
        cases=training_cases,
        expected=training.best_weights,
        wrong={
            "last epoch's weights": at(lambda losses: len(losses) - 1),
            "highest for lowest": at(lambda losses: int(losses.argmax())),
            "own change forgotten": at(lambda losses: int(losses.argmin()) - 1),
            "one epoch too far": at(lambda losses: int(losses.argmin()) + 1),
            "first epoch's weights": at(lambda losses: 0),
            "start for best": at(lambda losses: -1),
            "other changes forgotten": lambda weights, changes, losses: (
                weights + changes[int(np.argmin(losses))]
            ),
            "changes alone": lambda weights, changes, losses: training.best_weights(
                0 * weights, changes, losses
            ),
        },
    ),
    hints=(
        "Follow three epochs with one weight and a pencil. What is `lowest` before the first?",
        "With += the array that was kept is the one that goes on changing.",
        "Begin with an infinite loss, make a new array in each epoch, and compare the other way.",
    ),
    solution=(
        "```python\n"
        "def best_weights(weights, changes, losses):\n"
        '    lowest, kept = float("inf"), None\n'
        "    for n in range(len(losses)):\n"
        "        weights = weights + changes[n]\n"
        "        if losses[n] < lowest:\n"
        "            lowest, kept = losses[n], weights\n"
        "    return kept\n"
        "```"
    ),
)
