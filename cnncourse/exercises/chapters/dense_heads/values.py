"""The exercises of "Dense heads" that are answered by a value, a choice or a design."""

import math

import numpy as np

from cnncourse.exercises import understood
from cnncourse.exercises.chapters.dense_heads.losses import (
    CHAPTER,
    WIDTHS,
    head,
    loss_of,
    no_opinion,
    selected,
    shares,
    what_a_temperature_changes,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Array, Choice, Design, Number

SCORES = np.log([1.0, 2.0, 5.0])
SHARE = 1 / 8


def logits_of(answer):
    """Return an answer as ten logits, or say what is wanted."""
    logits = understood.row(answer)
    if logits is None or logits.size != 10 or not np.isfinite(logits.astype(float)).all():
        raise ValueError("give ten numbers, such as [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]")
    return logits.astype(float).reshape(10).round(2) + 0.0  # 2.2 and 2.197 are one answer


def halved(top):
    """Return ten logits, 0 but for class 3."""
    logits = np.zeros(10)
    logits[3] = top
    return logits


SOFTMAX = Exercise(
    name="softmax-shares",
    chapter=CHAPTER,
    section="From logits to probabilities",
    rung="pencil",
    goal="Turn logits into probabilities with a pencil.",
    minutes=3,
    difficulty=1,
    prompt="Three classes have the logits 0, $\\ln 2$ and $\\ln 5$. Which probabilities does the "
    "softmax give them? Write three numbers in this order, such as `0.2, 0.3, 0.5`.",
    answer=Array(
        right=lambda: shares(SCORES),
        wrong={
            "selected": lambda: selected(SCORES),
            "softmax forgotten": lambda: SCORES,
            "scores divided": lambda: SCORES / SCORES.sum(),
            "softmax twice": lambda: shares(shares(SCORES)),
            "not divided": lambda: np.exp(SCORES),
        },
        tolerance=0.006,
    ),
    hints=(
        "First raise e to each logit. What is e to the power of ln 2?",
        "The three powers are 1, 2 and 5. The probabilities have to add up to 1.",
        "Divide each power by the total of the three.",
    ),
    solution="The powers are 1, 2 and 5, their total is 8, and the probabilities 1/8, 2/8 and "
    "5/8: 0.125, 0.25 and 0.625.",
)

LOSS = Exercise(
    name="loss-of-a-share",
    chapter=CHAPTER,
    section="One number for how wrong",
    rung="pencil",
    goal="Compute the cross-entropy of one image.",
    minutes=2,
    difficulty=1,
    prompt="A network gives the right class of an image the probability 1/8. What is its "
    "cross-entropy, in nats? ($\\ln 2 = 0.693$; one decimal is enough.)",
    answer=Number(
        right=lambda: loss_of(SHARE),
        wrong={
            "wrong logarithm": lambda: -math.log2(SHARE),
            "logarithm to base ten": lambda: -math.log10(SHARE),
            "whole share": lambda: 0,
            "share for loss": lambda: SHARE,
            "sign forgotten": lambda: math.log(SHARE),
            "share that is missing": lambda: 1 - SHARE,
            "odds for probability": lambda: -math.log(SHARE / (1 - SHARE)),
        },
        tolerance=0.025,
        unit="nats",
    ),
    hints=(
        "The loss is a logarithm of the probability. Which one, and with which sign?",
        "Minus the natural logarithm of 1/8 is the natural logarithm of 8.",
        "8 is 2 · 2 · 2, and the logarithm of a product is a sum.",
    ),
    solution="−ln(1/8) = ln 8 = 3 · 0.693 = 2.079 nats. (With the logarithm to base 2 it would be "
    "3 bits.)",
)

NO_OPINION = Exercise(
    name="no-opinion",
    chapter=CHAPTER,
    section="One number for how wrong",
    rung="predict",
    goal="Know the loss of a network that has learned nothing.",
    minutes=3,
    difficulty=1,
    prompt="A network for 100 classes gives every class the logit 7, whatever it sees. What is "
    "its cross-entropy, in nats? ($\\ln 10 = 2.303$.)",
    answer=Number(
        right=lambda: no_opinion(100),
        wrong={
            "logarithm to base ten": lambda: math.log10(100),
            "wrong logarithm": lambda: math.log2(100),
            "whole share": lambda: 0,
            "share for loss": lambda: 1 / 100,
            "softmax forgotten": lambda: 7,
            "ten classes": lambda: no_opinion(10),
            "sign forgotten": lambda: -no_opinion(100),
        },
        tolerance=0.008,
        unit="nats",
    ),
    hints=(
        "Does it matter that the logits are 7 and not 0?",
        "Equal logits share the whole equally. How much is left for the right class?",
        "Take minus the natural logarithm of one in a hundred; 100 is 10 · 10.",
    ),
    solution="Each class gets 1/100, and −ln(1/100) = 2 · 2.303 = 4.605 nats. If a fresh network "
    "starts far above that, its first weights or its inputs are too large.",
)

TEMPERATURE = Exercise(
    name="cooler-or-warmer",
    chapter=CHAPTER,
    section="Temperature",
    rung="explain",
    goal="Say what dividing the logits changes.",
    minutes=3,
    difficulty=2,
    prompt="All logits of a trained network are divided by 5 before the softmax. What becomes of "
    "its accuracy and its cross-entropy on the test images?",
    answer=Choice(
        options=(
            "Both change.",
            "The accuracy stays; the cross-entropy changes.",
            "Neither changes: the softmax divides the 5 out.",
            "The accuracy changes; the cross-entropy stays.",
        ),
        right=what_a_temperature_changes,
        because={
            0: "Which class has the largest logit after the division?",
            2: "A number added to all logits cancels. Does one that divides them?",
            3: "Which class has the largest logit after the division, and how much is its share?",
        },
        wrong={},
    ),
    hints=(
        "Try it with two logits, 5 and 0.",
        "Is the largest logit still the largest? And how large is its share now?",
        "The order stays, the shares come nearer to each other. Which measure sees the shares?",
    ),
    solution="The order of the logits stays, so each image gets the same answer as before. The "
    "shares come nearer to each other, and the cross-entropy is computed from them.",
)

HEAD = Exercise(
    name="head-parameters",
    chapter=CHAPTER,
    section="Where the parameters sit",
    rung="pencil",
    goal="Count the parameters of a head.",
    minutes=4,
    difficulty=2,
    prompt="Maps of 8×8 pixels and 128 channels are flattened and go through dense layers of 128, "
    "64, 32 and 10 outputs, all with biases. How many parameters has this head, exactly?",
    answer=Number(
        right=head,
        wrong={
            "bias forgotten": lambda: head() - sum(WIDTHS),
            "channels forgotten": lambda: head((8, 8, 1)),
            "pixels forgotten": lambda: head((1, 1, 128)),
            "first layer only": lambda: head(widths=WIDTHS[:1]),
            "last layer forgotten": lambda: head(widths=WIDTHS[:-1]),
        },
        unit="parameters",
    ),
    hints=(
        "How many numbers come out of the flattening?",
        "A dense layer has a weight for each pair of input and output, and a bias an output.",
        "Add up 8,192 · 128 + 128, then 128 · 64 + 64, and go on like this.",
    ),
    solution="8,192·128 + 128 = 1,048,704; 128·64 + 64 = 8,256; 64·32 + 32 = 2,080; 32·10 + 10 = "
    "330. Together 1,059,370, of which the first layer has 99 %.",
)

DESIGN = Exercise(
    name="half-the-share",
    chapter=CHAPTER,
    section="From logits to probabilities",
    rung="design",
    goal="Choose logits for wanted probabilities.",
    minutes=5,
    difficulty=2,
    prompt="Choose ten logits so that class 3 (counted from 0) gets the probability one half and "
    "the other nine share the rest equally.",
    answer=Design(
        accept=logits_of,
        requirements=(
            ("class 3 has one half", lambda z: abs(shares(z)[3] - 0.5) < 0.01),
            ("the other nine are equal", lambda z: np.ptp(np.delete(shares(z), 3)) < 0.002),
        ),
        example=lambda: halved(math.log(9)),
        wrong={
            "softmax forgotten": lambda: np.where(np.arange(10) == 3, 0.5, 0.5 / 9),
            "ratio for logarithm": lambda: halved(9.0),
            "counted from one": lambda: np.roll(halved(math.log(9)), -1),
            "itself counted": lambda: halved(math.log(10)),
        },
    ),
    hints=(
        "Let the other nine logits be 0. What is the total of their nine powers?",
        "Class 3 gets one half if its power is as large as the nine others together.",
        "Which logit has the power 9? A logarithm gives it.",
    ),
    solution="Nine zeros have the powers 1, together 9. Class 3 needs the power 9 as well, so its "
    "logit is ln 9 = 2.197. Any number may be added to all ten.",
)
