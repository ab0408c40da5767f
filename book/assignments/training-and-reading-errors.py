"""Exercises of the assignment "Training and reading errors", drawn anew for each student."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from cnncourse import datasets, ops
from cnncourse.exercises import understood
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Number
from cnncourse.exercises.verdict import RIGHT, WRONG, Verdict
from cnncourse.grading.assignment import Variant, asked

exercise = partial(asked, "learning", difficulty=2)


def loss(rng):
    """Ask for the cross-entropy of one image's logits."""
    while True:
        logits = rng.integers(-3, 4, 4).astype(float)
        label = int(rng.integers(4))
        if np.unique(logits).size == 4 and label != logits.argmax():
            break

    def right():
        return float(ops.cross_entropy(logits[None], np.array([label])))

    answer = Number(
        right=right,
        wrong={
            "wrong logarithm": lambda: right() / np.log(2),
            "softmax twice": lambda: float(
                ops.cross_entropy(ops.softmax(logits[None]), np.array([label]))
            ),
        },
        tolerance=0.006,
        unit="nats",
    )
    prompt = (
        "A network gives the four logits `logits` for an image whose class is number `label`, "
        "counted from 0. What is its cross-entropy in nats, to two decimals?"
    )
    made = exercise("loss", "pencil", prompt, answer, minutes=6)
    return Variant(made, f"logits, label = {logits.tolist()}, {label}")


def step(rng):
    """Ask for a weight after two steps of gradient descent."""
    x, target = int(rng.integers(2, 5)), int(rng.integers(6, 12))
    start, rate = int(rng.integers(-2, 3)), float(rng.choice([0.01, 0.02]))

    def after(steps, *, sign=-1, factor=2):
        w = float(start)
        for _ in range(steps):
            w += sign * rate * factor * x * (w * x - target)
        return w

    answer = Number(
        right=lambda: after(2),
        wrong={
            "one step only": lambda: after(1),
            "uphill": lambda: after(2, sign=1),
            "factor of the square": lambda: after(2, factor=1),
        },
        share=1e-4,
    )
    prompt = (
        "One weight $w$, one example $x$, the loss $(wx - t)^2$. From `w = start`, do two steps of "
        "gradient descent with the learning rate `rate`. Where is $w$ then?"
    )
    given = f"x, t, start, rate = {x}, {target}, {start}, {rate}"
    return Variant(exercise("step", "pencil", prompt, answer, minutes=8), given)


def confusion(rng):
    """Ask for a confusion matrix from logits."""

    def cases(own):
        found = []
        for images, classes in ((4, 2), (9, 3), (50, 7)):
            logits = own.normal(size=(images, classes))
            found.append({"logits": logits, "labels": own.integers(0, classes, images)})
        return found

    def expected(logits, labels):
        count = np.zeros((logits.shape[1],) * 2, int)
        np.add.at(count, (labels, logits.argmax(axis=1)), 1)
        return count

    answer = Function(
        "confusion(logits, labels)",
        cases=cases,
        expected=expected,
        wrong={
            "transposed": lambda logits, labels: expected(logits, labels).T,
            "right ones alone": lambda logits, labels: np.diag(np.diag(expected(logits, labels))),
        },
    )
    prompt = (
        "Write `confusion(logits, labels)`: from logits `(N, classes)` and labels `(N,)` the array "
        "`(classes, classes)` that counts in row `i` and column `j` the images of class `i` for "
        "which class `j` had the largest logit."
    )
    return exercise("confusion", "write", prompt, answer, minutes=10)


def per_class(rng):
    """Ask for the accuracy of each class from a confusion matrix."""

    def cases(own):
        return [{"counts": own.integers(1, 40, (n, n))} for n in (2, 3, 10)]

    answer = Function(
        "recall(counts)",
        cases=cases,
        expected=lambda counts: np.diag(counts) / counts.sum(axis=1),
        wrong={
            "columns for rows": lambda counts: np.diag(counts) / counts.sum(axis=0),
            "divided by all": lambda counts: np.diag(counts) / counts.sum(),
        },
    )
    prompt = (
        "Write `recall(counts)`: from a confusion matrix whose rows are the true classes, the "
        "share of each class that was labelled rightly."
    )
    return exercise("recall", "write", prompt, answer, minutes=8)


@dataclass(frozen=True, eq=False)
class Trained(Function):
    """A function that trains and labels: right if enough of its labels are.

    Its case is a data set that no one has seen: drawn shapes, of a seed that only the grader has.
    """

    least: float = 0.0

    def judge_outcomes(self, cases, outcomes):
        """Return the verdict on the labels that came back."""
        verdict = super().judge_outcomes(cases, outcomes)
        if verdict.status not in (RIGHT, WRONG):
            return verdict
        shares = []
        for case, (outcome, _) in zip(cases, outcomes, strict=False):
            wanted, found = self.expected(**case), understood.array(outcome.value)
            if found is None or found.shape != wanted.shape:
                return Verdict(WRONG, f"expected {wanted.size} labels in a row")
            shares.append(float(np.mean(found == wanted)))
        words = f"{min(shares):.1%} right; {self.least:.0%} are wanted"
        return Verdict(RIGHT if min(shares) >= self.least else WRONG, words)


def train(rng):
    """Ask for a network that is trained on given images and labels others."""
    held = {}

    def cases(own):
        drawn = datasets.load("shapes", train=2000, test=400, seed=int(own.integers(2**62)))
        case = {
            "images": drawn.train.images,
            "labels": drawn.train.labels,
            "new_images": drawn.test.images,
        }
        held[drawn.test.images.tobytes()] = drawn.test.labels
        return [case]

    answer = Trained(
        "train_and_label(images, labels, new_images)",
        cases=cases,
        expected=lambda images, labels, new_images: held[new_images.tobytes()],
        least=0.4,
    )
    prompt = (
        "Write `train_and_label(images, labels, new_images)`: it trains a convolutional network of "
        "your own on `images`, bytes `(N, 32, 32, 3)` of ten kinds of shapes, and their `labels`, "
        "and returns its labels for `new_images`. Use PyTorch or Keras. It has two minutes on one "
        "processor for 2,000 images; at least 40 % of 400 new ones must be right."
    )
    return exercise("train", "design", prompt, answer, minutes=30, difficulty=3)


EXERCISES = {
    "loss": loss,
    "step": step,
    "confusion": confusion,
    "recall": per_class,
    "train": train,
}
