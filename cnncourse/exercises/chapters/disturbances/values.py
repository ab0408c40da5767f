"""The exercises of "Disturbances" that are answered by a value."""

import numpy as np

from cnncourse.exercises.chapters.disturbances import stepping
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number
from cnncourse.exercises.understood import numbers

CHAPTER = "disturbances"
SLOPES, SIZE = np.array([0.5, -2.0, 0.0, 1.5]), 0.1
LEVELS = 1.4
IMAGE, STEEP, LEAST = np.array([0.0, 1.0, 0.5, 0.95]), np.array([-2.0, 1.0, 0.5, 3.0]), 0.19
EXACT = 1e-9

TOGETHER = Exercise(
    name="all-pixels-together",
    chapter=CHAPTER,
    section="The worst direction",
    rung="pencil",
    goal="Say how far a loss can rise by a step of a given size.",
    minutes=3,
    difficulty=1,
    prompt="In an image of four grey pixels the loss has the slopes 0.5, −2, 0 and 1.5. No pixel "
    "may change by more than 0.1, and all are far from black and white. By how much does the loss "
    "rise at most, by its slopes?",
    answer=Number(
        right=lambda: stepping.rise(SLOPES, SIZE * np.sign(SLOPES)),
        wrong={
            "slopes cancelled": lambda: SIZE * float(SLOPES.sum()),
            "length of the slope": lambda: SIZE * float(np.linalg.norm(SLOPES)),
            "size left out": lambda: float(np.abs(SLOPES).sum()),
            "steepest pixel alone": lambda: SIZE * float(np.abs(SLOPES).max()),
        },
        tolerance=0.001,
    ),
    hints=(
        "Which way should the pixel with slope −2 go, for the loss to rise?",
        "Down by 0.1: that is −0.1 · −2 = 0.2.",
        "0.1 · (0.5 + 2 + 0 + 1.5).",
    ),
    solution="Each pixel goes 0.1 in the direction of its own sign, so each adds 0.1 times the "
    "absolute value of its slope: 0.1 · (0.5 + 2 + 0 + 1.5) = 0.4.",
)

KEPT = Exercise(
    name="what-the-file-keeps",
    chapter=CHAPTER,
    section="What a step of eight means",
    rung="predict",
    goal="Say what saving leaves of a step.",
    minutes=3,
    difficulty=1,
    prompt="An image of whole grey levels, none of them near 0 or 255, is changed by 1.4 levels in "
    "each pixel, up or down, and saved in whole levels, each rounded to the nearest. By how many "
    "levels does each saved pixel differ from the original?",
    answer=Number(
        right=lambda: float(np.rint(100 + LEVELS) - 100),
        wrong={
            "a file of fractions": lambda: LEVELS,
            "next level out": lambda: float(np.ceil(100 + LEVELS) - 100),
            "rounding undoes all": lambda: 0.0,
            "two for up and down": lambda: 2 * LEVELS,
        },
        unit="levels",
    ),
    hints=(
        "Take a pixel of 100. What is it after the step, and in the file?",
        "101.4, saved as 101. And 98.6?",
        "98.6 is saved as 99.",
    ),
    solution="100 becomes 101.4 and is saved as 101, or 98.6 and is saved as 99: one level. A step "
    "of less than half a level would be gone.",
)


def reason():
    """Return which reason holds: 1 if noise never comes near the sum along all signs."""
    return 1 if stepping.share_of_noise() < 0.3 else 0


NOISE = Exercise(
    name="what-noise-taught",
    chapter=CHAPTER,
    section="What helps, and what does not",
    rung="explain",
    goal="Tell a random direction from a chosen one.",
    minutes=4,
    difficulty=2,
    prompt="Noise of 0.2 changes pixels by more than 8 grey levels (0.03), and yet a network that "
    "learned with it hardly stands a chosen step of 8 levels. Why?",
    answer=Choice(
        options=(
            "The noise was too small for the network to notice.",
            "Hardly ever does noise push nearly all pixels the way in which the loss rises.",
            "FGSM changes the weights, and noise does not protect them.",
            "Noise is the same in every epoch, so the network knows it by heart.",
        ),
        right=reason,
        because={
            0: "Is 0.2 less than 0.03? And what did it do to the accuracy under noise?",
            2: "Which array did the four lines change?",
            3: "Where is the noise drawn: before training, or at each step?",
        },
    ),
    hints=(
        "What do the signs of 784 tossed coins have to do with those of the slopes?",
        "About half of them agree, so the sum nearly cancels.",
        "To agree in nearly all pixels, how many coins must fall right?",
    ),
    solution="Of 784 coins about half fall the way the slope points; with the other half they "
    "nearly cancel. That nearly all agree does not happen in any number of epochs. So noise shows "
    "the network the direction of the chosen step practically never.",
)


def step_of(answer):
    """Return an answer as four numbers, or say what is wanted."""
    parts = answer.strip("()[] ").replace(";", ",").split(",") if isinstance(answer, str) else None
    parts = list(answer) if parts is None and hasattr(answer, "__iter__") else parts or [answer]
    readings = [one for one in map(numbers, parts) if one]
    if len(readings) != len(IMAGE):
        raise ValueError("give four numbers, such as (0.1, -0.1, 0, 0.1)")
    return np.array([float(one[0]) for one in readings])


OWN = Exercise(
    name="a-step-of-your-own",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="design",
    goal="Choose a step that the range allows.",
    minutes=5,
    difficulty=2,
    prompt="Four pixels are 0, 1, 0.5 and 0.95, and the loss has there the slopes −2, 1, 0.5 and "
    "3. Choose four changes, none larger than 0.1, so that all pixels stay from 0 to 1 and the "
    "loss rises by at least 0.19 by its slopes.",
    answer=Design(
        accept=step_of,
        requirements=(
            ("no change is larger than 0.1", lambda made: np.abs(made).max() <= SIZE + EXACT),
            (
                "all pixels stay from 0 to 1",
                lambda made: (IMAGE + made).min() >= -EXACT and (IMAGE + made).max() <= 1 + EXACT,
            ),
            (
                "the loss rises by at least 0.19",
                lambda made: stepping.rise(STEEP, made) >= LEAST - EXACT,
            ),
        ),
        example=lambda: (0, 0, 0.1, 0.05),
        wrong={
            "range not looked at": lambda: (-0.1, 0.1, 0.1, 0.1),
            "steepest pixel alone": lambda: (0, 0, 0, 0.05),
            "downhill": lambda: (0.1, -0.1, -0.1, -0.1),
            "one pixel for the others": lambda: (0, 0, 0.2, 0.05),
        },
    ),
    hints=(
        "Which pixels can still go the way in which their loss rises?",
        "The first is black and cannot go down; the second is white and cannot go up.",
        "The last has only 0.05 left: 0.05 · 3.",
    ),
    solution="The first two cannot move the right way. The third gives 0.1 · 0.5 = 0.05 and the "
    "last 0.05 · 3 = 0.15: together 0.2, by (0, 0, 0.1, 0.05). Without the range it would be 0.65.",
)
