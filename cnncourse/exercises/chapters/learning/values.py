"""The exercises of "Learning" that are answered by a value."""

import math

import numpy as np

from cnncourse.exercises.chapters.learning import descending as descent
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number

CHAPTER = "learning"
INPUTS, TARGETS, START = (1, 3), (5, 7), 2.0
RATES = (0.02, 0.2, 0.38, 0.41)
IMAGES, BATCH, EPOCHS = 5000, 64, 10


def weight_after(slope, rate=0.1):
    """Return the weight after one step down a slope."""
    return START - rate * slope


def slope():
    """Return the slope at the start."""
    return descent.mean_slope(START, INPUTS, TARGETS)


def without_input():
    """Return the slope that forgets what the weight is multiplied by."""
    return float(np.mean(2 * (START * np.array(INPUTS) - TARGETS)))


def arrives(rate):
    """Return whether ten steps end within 0.001 of the lowest place."""
    return bool(abs(descent.path(rate)[-1] - descent.BEST) <= 1e-3)


def stays_on_its_side(rate):
    """Return whether no step goes beyond the lowest place."""
    return bool((descent.path(rate) <= descent.BEST + 1e-9).all())


FIRST_STEP = Exercise(
    name="first-step",
    chapter=CHAPTER,
    section="One weight, one curve",
    rung="pencil",
    goal="Take one step of gradient descent with a pencil.",
    minutes=4,
    difficulty=1,
    prompt="Two examples: input 1 with target 5, input 3 with target 7. The loss is the mean of "
    "$(w x - t)^2$. The weight is 2 and the learning rate 0.1. What is the weight after one step?",
    answer=Number(
        right=lambda: weight_after(slope()),
        wrong={
            "uphill": lambda: weight_after(-slope()),
            "summed for mean": lambda: weight_after(2 * slope()),
            "factor forgotten": lambda: weight_after(slope() / 2),
            "input forgotten": lambda: weight_after(without_input()),
            "rate forgotten": lambda: weight_after(slope(), rate=1),
            "slope for weight": slope,
            "step for weight": lambda: -0.1 * slope(),
        },
        tolerance=0.001,
    ),
    hints=(
        "First the two errors: what the weight makes of each input, less its target.",
        "The errors are -3 and -1. Each is doubled and multiplied by its own input.",
        "The slope is the mean of -6 and -6; go 0.1 times that far, the other way.",
    ),
    solution="The errors are 2·1 − 5 = −3 and 2·3 − 7 = −1. The slope is the mean of 2·(−3)·1 and "
    "2·(−1)·3, which is −6. The new weight is 2 − 0.1·(−6) = 2.6.",
)


WHICH_RATE = Exercise(
    name="which-rate",
    chapter=CHAPTER,
    section="The learning rate",
    rung="predict",
    goal="Tell from a curve which learning rate is too large.",
    minutes=3,
    difficulty=1,
    prompt="A loss has the slope $5\\,(w-3)$, and $w$ starts at 1. With which learning rate does "
    "it end up further from 3 at every step?",
    answer=Choice(
        options=tuple(map(str, RATES)),
        right=lambda: descent.first_that_leaves(RATES),
        because={
            0: "Each step goes a tenth of the way: slow, but nearer every time.",
            1: "How far from 3 does one step of this rate end? Try it from 1.",
            2: "It jumps across, but lands a little nearer on the other side.",
        },
    ),
    hints=(
        "Start 2 to the left of 3, at 1: where does one step go?",
        "A step goes 5·rate times the distance. If that is twice the distance, nothing is gained.",
        "After a step the distance is (1 - 5·rate) times the old one, whatever its sign.",
    ),
    solution="A step takes 5·rate times the distance away, so it leaves (1 − 5·rate) of it: 0.9, "
    "0, −0.9 and −1.05. The last one is larger than 1 in size, so the distance grows.",
)


STEPS = Exercise(
    name="steps-in-all",
    chapter=CHAPTER,
    section="Batches, momentum and Adam",
    rung="pencil",
    goal="Count the steps of a training run.",
    minutes=2,
    difficulty=1,
    prompt="5,000 images, batches of 64, 10 epochs, and every image is used in each epoch. How "
    "many steps is that?",
    answer=Number(
        right=lambda: EPOCHS * math.ceil(IMAGES / BATCH),
        wrong={
            "last batch forgotten": lambda: EPOCHS * (IMAGES // BATCH),
            "one epoch": lambda: math.ceil(IMAGES / BATCH),
            "fraction of a step": lambda: EPOCHS * IMAGES / BATCH,
            "fraction lost": lambda: EPOCHS * IMAGES // BATCH,
            "epochs joined": lambda: math.ceil(EPOCHS * IMAGES / BATCH),
            "epochs for images": lambda: EPOCHS * IMAGES,
        },
    ),
    hints=(
        "How many batches does one epoch take?",
        "78 batches of 64 are 4,992 images. What about the others?",
        "The last 8 images make a batch of their own, in every epoch.",
    ),
    solution="5,000/64 = 78.1: 78 whole batches and one of 8 images, 79 steps an epoch and 790 in "
    "ten.",
)


VELOCITY = Exercise(
    name="second-velocity",
    chapter=CHAPTER,
    section="Batches, momentum and Adam",
    rung="pencil",
    goal="Follow momentum through two steps.",
    minutes=4,
    difficulty=2,
    prompt="Momentum 0.9, learning rate 0.1; the velocity starts at 0 and the weight at 1. The "
    "slopes of two steps are 2 and 3. Where is the weight after both?",
    answer=Number(
        right=lambda: descent.with_momentum([2, 3]),
        wrong={
            "momentum forgotten": lambda: descent.with_momentum([2, 3], kept=0),
            "uphill": lambda: descent.with_momentum([2, 3], rate=-0.1),
            "mean for sum": lambda: descent.with_momentum([2, 3], rate=0.01),
            "first step forgotten": lambda: 1 - 0.1 * (0.9 * 2 + 3),
            "step for weight": lambda: 1 - descent.with_momentum([2, 3]),
            "rate forgotten": lambda: descent.with_momentum([2, 3], rate=1),
        },
        tolerance=0.001,
    ),
    hints=(
        "The first velocity is the first slope: where is the weight then?",
        "The second velocity is 0.9 of the first and the whole second slope.",
        "The velocities are 2 and 4.8; both steps count, each times the rate.",
    ),
    solution="u = 2 and w = 1 − 0.2 = 0.8; then u = 0.9·2 + 3 = 4.8 and w = 0.8 − 0.48 = 0.32.",
)


FLAT = Exercise(
    name="flat-pictures",
    chapter=CHAPTER,
    section="Nine weights",
    rung="explain",
    goal="Say what a loss can teach and what it cannot.",
    minutes=5,
    difficulty=2,
    prompt="The guessing game is played with pictures of one grey each. The hidden kernel adds up "
    "to 0, the guess does not. The loss falls to zero. Which kernel was found?",
    answer=Choice(
        options=(
            "The hidden one.",
            "The guess, with one and the same number taken from each weight.",
            "Nine equal weights.",
            "The guess as it was.",
        ),
        right=descent.on_flat_pictures,
        because={
            2: "The nine weights get equal slopes, but where did they start?",
            3: "Then the loss would have been zero before the first step.",
        },
        wrong={"loss for kernel": lambda: 0},
    ),
    hints=(
        "Write the slope of one weight for a picture in which all pixels are v.",
        "The pixel that a weight sees is v for all nine, so all nine slopes are equal.",
        "Weights that move together keep their differences. What does the loss still ask for?",
    ),
    solution="All nine slopes are equal at every step, so the nine weights move together. The loss "
    "asks for their total and for nothing else: what is found is the guess, less one number from "
    "each weight. A network learns what its images show.",
)


MIRRORED = Exercise(
    name="mirrored-start",
    chapter=CHAPTER,
    section="Labels alone",
    rung="predict",
    goal="Say what the start decides and what the labels decide.",
    minutes=4,
    difficulty=2,
    prompt="The trouser network is trained again. The last weight starts at 1, as at first, and "
    "the kernel starts from the mirror image (left for right) of its first start. What comes out?",
    answer=Choice(
        options=(
            "The same kernel as before.",
            "About the mirror image of that kernel, as accurate as before.",
            "A kernel for level edges.",
            "Nothing: it does not learn.",
        ),
        right=descent.from_a_mirrored_start,
        because={
            2: "That took another last weight: a mean that speaks against standing.",
            3: "Trousers have left borders and right ones; either will do.",
        },
        wrong={"labels name the kernel": lambda: 0},
    ),
    hints=(
        "What do trousers, and their labels, look like in a mirror?",
        "If the pictures are much the same in a mirror, so are the slopes, in the mirror.",
        "Every step of the second run is nearly the mirror image of a step of the first.",
    ),
    solution="Trousers look much the same in a mirror, so every step is nearly the mirror image of "
    "the step in the first run: positive on the left, negative on the right, as accurate as "
    "before. Networks that do the same may have other weights.",
)


DESIGN = Exercise(
    name="design-a-rate",
    chapter=CHAPTER,
    section="The learning rate",
    rung="design",
    goal="Choose a learning rate for a curve that you know.",
    minutes=5,
    difficulty=2,
    prompt="A loss has the slope $5\\,(w-3)$. Choose a learning rate with which ten steps from "
    "$w=1$ end within 0.001 of 3 and never go beyond it.",
    answer=Design(
        accept=descent.rate_of,
        requirements=(
            ("ten steps end within 0.001 of 3", arrives),
            ("no step goes beyond 3", stays_on_its_side),
        ),
        example=lambda: 0.15,
        wrong={
            "too small a rate": lambda: 0.02,
            "jumps across": lambda: 0.25,
            "never arrives": lambda: 0.4,
            "uphill": lambda: -0.1,
        },
    ),
    hints=(
        "Each step leaves the same share of the distance. How small must it be after ten?",
        "A step leaves 1 - 5·rate of the distance; beyond 3 it would be negative.",
        "The share must be at least 0, and its tenth power at most a two thousandth.",
    ),
    solution="A step leaves 1 − 5·rate of the distance 2. It must not be negative, so the rate is "
    "at most 0.2; and its tenth power must be at most 0.0005, so it is at most 0.467 and the rate "
    "at least 0.107. Anything between will do, 0.15 for instance.",
)
