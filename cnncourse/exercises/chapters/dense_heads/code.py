"""The exercises of "Dense heads" that are answered by a function."""

import math
from functools import partial

import numpy as np

from cnncourse import ops
from cnncourse.exercises.chapters.dense_heads.losses import CHAPTER, selected
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function


def batches(rng, *, labelled=False):
    """Return logits of several sizes and types, the larger ones beyond what exp can hold."""
    sizes = [(1, 2, 1, "float64"), (2, 3, 2, "float32"), (3, 4, 1, "float64")]
    sizes += [(4, 3, 500, "float32"), (5, 10, 900, "float64"), (3, 7, 4, "int64")]
    found = []
    for n, classes, size, kind in sizes:
        scores = (size * rng.normal(size=(n, classes))).astype(kind)
        scores[0, 0] += 2 * size
        found.append({"scores": scores})
        if labelled:
            found[-1]["labels"] = rng.integers(0, classes, n)
    return found


def naive(scores):
    """Return the softmax by its formula, without anything taken away."""
    powers = np.exp(np.asarray(scores))
    return powers / powers.sum(axis=1, keepdims=True)


def over_everything(scores):
    """Return powers divided by the total of the whole batch."""
    return ops.softmax(np.asarray(scores).reshape(-1)).reshape(np.shape(scores))


def picked(array, labels):
    """Return the number of each row at its label."""
    return np.asarray(array)[np.arange(len(labels)), labels]


def kept_from_zero(scores, labels, by, least):
    """Return the mean cross-entropy of probabilities that a small number keeps from 0."""
    shares = picked(ops.softmax(np.asarray(scores, float)), labels)
    return -np.log(by(shares, least)).mean()


NAIVE = """\
def softmax(scores):
    powers = np.exp(scores)
    return powers / powers.sum()"""

STABLE = Exercise(
    name="safe-softmax",
    chapter=CHAPTER,
    section="A power too large",
    rung="edit",
    goal="Write a softmax that large logits do not break.",
    minutes=6,
    difficulty=2,
    prompt="This softmax is right for one image with small logits. Change it so that it takes a "
    "batch `(N, classes)`, gives each image probabilities of its own, and is right for logits of "
    "a thousand.",
    answer=Function(
        signature="softmax(scores)",
        stub=NAIVE,
        cases=batches,
        expected=lambda scores: ops.softmax(scores),
        wrong={
            "softmax over the wrong axis": lambda scores: ops.softmax(scores, axis=0),
            "over the whole batch": over_everything,
            "overflow": naive,
            "the batch's largest": lambda scores: naive(scores - np.max(scores)),
            "softmax forgotten": lambda scores: scores - scores.max(axis=1, keepdims=True),
            "softmax twice": lambda scores: ops.softmax(ops.softmax(scores)),
            "selected": selected,
            "base two": lambda scores: ops.softmax(math.log(2) * scores),
            "divided by the largest": lambda scores: ops.softmax(
                scores / scores.max(axis=1, keepdims=True)
            ),
        },
    ),
    hints=(
        "Which axis has the classes, and over which does the sum have to go?",
        "`keepdims=True` lets a total for each row divide that row. What else overflows?",
        "Take each row's own largest logit away before exp, with axis=1 and keepdims=True.",
    ),
    solution=(
        "```python\n"
        "def softmax(scores):\n"
        "    powers = np.exp(scores - scores.max(axis=1, keepdims=True))\n"
        "    return powers / powers.sum(axis=1, keepdims=True)\n"
        "```"
    ),
)

ENTROPY = Exercise(
    name="mean-cross-entropy",
    chapter=CHAPTER,
    section="One number for how wrong",
    rung="write",
    goal="Write the loss that most classifiers are trained with.",
    minutes=10,
    difficulty=3,
    prompt="Write `cross_entropy(scores, labels)`: the mean cross-entropy in nats of logits `(N, "
    "classes)` with whole-number labels `(N,)`. It has to stay finite for logits of a thousand.",
    answer=Function(
        signature="cross_entropy(scores, labels)",
        cases=lambda rng: batches(rng, labelled=True),
        expected=lambda scores, labels: ops.cross_entropy(scores, labels),
        wrong={
            "softmax twice": lambda scores, labels: ops.cross_entropy(ops.softmax(scores), labels),
            "sum over the batch": lambda scores, labels: (
                len(labels) * ops.cross_entropy(scores, labels)
            ),
            "wrong logarithm": lambda scores, labels: (
                ops.cross_entropy(scores, labels) / math.log(2)
            ),
            "logarithm to base ten": lambda scores, labels: (
                ops.cross_entropy(scores, labels) / math.log(10)
            ),
            "sign forgotten": lambda scores, labels: -ops.cross_entropy(scores, labels),
            "share for loss": lambda scores, labels: picked(ops.softmax(scores), labels).mean(),
            "softmax forgotten": lambda scores, labels: -picked(scores, labels).mean(),
            "overflow": lambda scores, labels: -np.log(picked(naive(scores), labels)).mean(),
            "softmax over the wrong axis": lambda scores, labels: (
                -picked(ops.log_softmax(scores, axis=0), labels).mean()
            ),
            "mean over the classes too": lambda scores, labels: (
                ops.cross_entropy(scores, labels) / np.shape(scores)[1]
            ),
            "the batch's largest": lambda scores, labels: (
                -np.log(picked(naive(scores - np.max(scores)), labels)).mean()
            ),
            "probability clipped": partial(kept_from_zero, by=np.maximum, least=1e-6),
            "labels crossed": lambda scores, labels: -ops.log_softmax(scores)[:, labels].mean(),
            "log of the mean": lambda scores, labels: (
                -np.log(picked(ops.softmax(scores), labels).mean())
            ),
        },
        also=[
            ("probability clipped", partial(kept_from_zero, by=by, least=least))
            for by in (np.maximum, np.add)
            for least in (1e-5, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)
        ],
    ),
    hints=(
        "Write the logarithm of a softmax as a difference: logit minus something.",
        "That something is the logarithm of the row's sum of powers. Take the largest away first.",
        "Pick each row's number with array[np.arange(len(labels)), labels].",
    ),
    solution=(
        "```python\n"
        "def cross_entropy(scores, labels):\n"
        "    below = scores - scores.max(axis=1, keepdims=True)\n"
        "    logs = below - np.log(np.exp(below).sum(axis=1, keepdims=True))\n"
        "    return -logs[np.arange(len(labels)), labels].mean()\n"
        "```"
    ),
)
