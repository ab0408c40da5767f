"""The exercises of "Dense heads" on a squashing too many, and what a loss cannot fall below."""

import math

import numpy as np

from cnncourse import ops, zoo
from cnncourse.exercises.chapters.dense_heads.losses import CHAPTER, loss_of, no_opinion
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Number


def squashed_floor(classes):
    """Return the smallest loss behind a sigmoid: the right class at 1, all others at 0."""
    sure = np.full((1, classes), -1e3)
    sure[0, 0] = 1e3
    return float(ops.cross_entropy(ops.sigmoid(sure), [0]))


def nearest_floor(seen=1.58):
    """Return which cause gives a loss that stays near the one that is seen, at 80 % right."""
    classes = zoo.TWO_SMALL_CONV.output_shape[0]
    causes = [
        squashed_floor(classes),
        no_opinion(classes),  # shuffled labels: no image tells anything of its class
        loss_of(1 - 1e-12),  # few images are learned by heart
        loss_of(1 - 1e-12),  # one-hot labels are the same labels
    ]
    return int(np.argmin(np.abs(np.array(causes) - seen)))


FLOOR = Exercise(
    name="squashed-floor",
    chapter=CHAPTER,
    section="A squashing too many",
    rung="predict",
    goal="Find how small a loss can get behind a sigmoid.",
    minutes=5,
    difficulty=2,
    prompt="A network for *four* classes ends in a sigmoid, and the loss applies a softmax to "
    "that. How small can the cross-entropy get, in nats? Two decimals are enough.",
    answer=Number(
        right=lambda: squashed_floor(4),
        wrong={
            "no floor": lambda: 0,
            "share for loss": lambda: math.exp(-squashed_floor(4)),
            "no opinion": lambda: no_opinion(4),
            "ten classes": lambda: squashed_floor(10),
            "wrong logarithm": lambda: squashed_floor(4) / math.log(2),
        },
        tolerance=0.006,
        unit="nats",
    ),
    hints=(
        "Between which two numbers does everything lie that enters the softmax?",
        "Best of all, the right class enters with 1 and the other three with 0.",
        "The share of the right class is then e / (e + 3), with e = 2.718.",
    ),
    solution="At best 1, 0, 0, 0 enter the softmax. The right class gets e/(e + 3) = 0.475, and "
    "−ln 0.475 = 0.744 nats, however sure and right the network is.",
)

STUCK = Exercise(
    name="stuck-loss",
    chapter=CHAPTER,
    section="A squashing too many",
    rung="explain",
    goal="Recognise a squashing too many from the numbers that a training prints.",
    minutes=3,
    difficulty=2,
    prompt="A network for ten classes is right on 80 % of the training images, yet its "
    "cross-entropy on them has stopped at 1.58 nats. What do you look at first?",
    answer=Choice(
        options=(
            "Whether the last layer has a sigmoid or a softmax that the loss has as well.",
            "Whether the labels were shuffled, so that they belong to other images.",
            "Whether there are too few training images.",
            "Whether the labels are whole numbers where they should be one-hot.",
        ),
        right=nearest_floor,
        because={
            1: "Such labels can only be learned by heart, and then the loss on them falls as well.",
            2: "Few images are learned by heart: the loss on them falls towards 0.",
            3: "The two forms of a label give the same loss.",
        },
    ),
    hints=(
        "A network that is right so often ought to have a far lower loss. What keeps it up?",
        "Which numbers can the shares of ten classes not leave, if 0 to 1 enters the softmax?",
        "Compare 1.58 with the smallest loss that ten classes have behind a sigmoid.",
    ),
    solution="The last layer. Numbers from 0 to 1 before a softmax of ten classes leave a loss of "
    "at least −ln(e/(e + 9)) = 1.46 nats: the answers are good and the loss cannot show it.",
)
