"""Exercises of "Learning": a step by hand, learning rates, what a loss asks for, Adam."""

import math

import numpy as np

from cnncourse.exercises import descending as descent
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function
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


def kernel_cases(rng):
    """Return small images, maps that were shown and guesses."""
    cases = []
    for image, kernel, kind in [
        ((2, 3), (1, 2), "float64"),
        ((3, 4), (2, 2), "float64"),
        ((4, 3), (2, 3), "uint8"),
        ((5, 4), (3, 2), "float32"),
        ((6, 7), (3, 3), "float64"),
    ]:
        places = np.array(image) - kernel + 1
        cases.append(
            {
                "image": rng.integers(0, 5, image).astype(kind),
                "shown": rng.normal(size=places),
                "kernel": rng.normal(size=kernel),
            }
        )
    return cases


def adam_cases(rng):
    """Return weights, running means and gradients at several steps."""
    cases = []
    for shape, t, rate, eps, kind in [
        ((2,), 1, 0.5, 0.01, "float64"),
        ((3,), 2, 0.5, 0.05, "float64"),
        ((2, 3), 3, 1.0, 0.01, "float32"),
        ((3, 3, 1, 2), 7, 0.5, 0.02, "float64"),
    ]:
        w, m, g = rng.normal(size=(3, *shape)).astype(kind)
        m, v = (m * (t > 1)).astype(kind), rng.uniform(0.1, 1, shape).astype(kind) * (t > 1)
        cases.append(
            {"w": w, "m": m, "v": v.astype(kind), "g": g, "t": t, "rate": rate, "eps": eps}
        )
    return cases


def adam_otherwise(change):
    """Return an Adam whose step is ``change`` of the right means and the arguments."""

    def wrong(w, m, v, g, t, rate, eps):
        _, new_m, new_v = descent.adam(w, m, v, g, t, rate, eps)
        return w - rate * change(new_m, new_v, t, eps), new_m, new_v

    return wrong


def old_means(w, m, v, g, t, rate, eps):
    """Return a step by the means from before the gradient."""
    _, new_m, new_v = descent.adam(w, m, v, g, t, rate, eps)
    below = np.sqrt(descent.corrected(v, 0.999, t)) + eps
    return w - rate * descent.corrected(m, 0.9, t) / below, new_m, new_v


def of_gradient(w, m, v, g, t, rate, eps):
    """Return a step whose second mean is one of sizes."""
    new_m, new_v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * np.abs(g)
    below = np.sqrt(descent.corrected(new_v, 0.999, t)) + eps
    return w - rate * descent.corrected(new_m, 0.9, t) / below, new_m, new_v


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
            "rate forgotten": lambda: descent.with_momentum([2, 3], rate=1),
        },
        tolerance=0.001,
    ),
    hints=(
        "The first velocity is the first slope: where is the weight then?",
        "The second velocity is 0.9 of the first and the whole second slope.",
        "The velocities are 2 and 4.8; both steps count, each times the rate.",
    ),
    solution="v = 2 and w = 1 − 0.2 = 0.8; then v = 0.9·2 + 3 = 4.8 and w = 0.8 − 0.48 = 0.32.",
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

STEP_STUB = """\
def step(weights, gradients, rate):
    weights += rate * gradients
    return weights"""

STEP = Exercise(
    name="take-a-step",
    chapter=CHAPTER,
    section="One weight, one curve",
    rung="edit",
    goal="Write the line that all training repeats.",
    minutes=4,
    difficulty=1,
    prompt="`step` is to return the weights after one step of gradient descent, and to leave the "
    "weights that it was given as they are. Two things are wrong with it.",
    answer=Function(
        signature="step(weights, gradients, rate)",
        stub=STEP_STUB,
        cases=lambda rng: [
            {
                "weights": (3 * rng.normal(size=shape)).astype(kind),
                "gradients": rng.normal(size=shape),
                "rate": float(rng.uniform(0.1, 0.9)),
            }
            for shape, kind in [
                ((2,), "float64"),
                ((3, 2), "float32"),
                ((3, 3), "int64"),
                ((3, 3, 2, 4), "float64"),
            ]
        ],
        expected=lambda weights, gradients, rate: weights - rate * gradients,
        wrong={
            "uphill": lambda weights, gradients, rate: weights + rate * gradients,
            "rate forgotten": lambda weights, gradients, rate: weights - gradients,
            "step for weight": lambda weights, gradients, rate: -rate * gradients,
            "signs lost": lambda weights, gradients, rate: weights - rate * np.abs(gradients),
            "size forgotten": lambda weights, gradients, rate: weights - rate * np.sign(gradients),
            "slope for weight": lambda weights, gradients, rate: gradients,
        },
    ),
    hints=(
        "A positive slope means that the loss rises with the weight. Which way is down?",
        "The sign += changes the array that was given, and whoever holds it sees that.",
        "Compute a new array: the old weights less the rate times the gradients.",
    ),
    solution=(
        "```python\ndef step(weights, gradients, rate):\n    return weights - rate * gradients\n```"
    ),
)

SLOPES = Exercise(
    name="slopes-of-a-kernel",
    chapter=CHAPTER,
    section="Nine weights",
    rung="write",
    goal="Write the gradient of the guessing game.",
    minutes=12,
    difficulty=2,
    prompt="Write `slopes(image, shown, kernel)`: the gradient of the mean of (map − shown)² for "
    "each weight of a kernel `(h, w)`. The image `(H, W)` is grey, the map has no padding, and "
    "nothing need be square.",
    answer=Function(
        signature="slopes(image, shown, kernel)",
        cases=kernel_cases,
        expected=descent.slopes,
        wrong={
            "summed for mean": lambda image, shown, kernel: (
                descent.slopes(image, shown, kernel) * shown.size
            ),
            "factor forgotten": lambda image, shown, kernel: (
                descent.slopes(image, shown, kernel) / 2
            ),
            "uphill": lambda image, shown, kernel: -descent.slopes(image, shown, kernel),
            "flipped kernel": lambda image, shown, kernel: descent.slopes(
                image, shown, kernel[::-1, ::-1]
            ),
            "shown forgotten": lambda image, shown, kernel: descent.slopes(
                image, 0 * shown, kernel
            ),
            "input forgotten": lambda image, shown, kernel: np.full(
                kernel.shape, 2 * descent.error(image, shown, kernel).mean()
            ),
            "error squared": lambda image, shown, kernel: descent.slopes_for(
                descent.error(image, shown, kernel) ** 2 / shown.size, image, kernel
            ),
        },
    ),
    hints=(
        "First the map, then its error; `slide` of the chapter on convolution gives the map.",
        "A weight's slope is the mean of 2 · error · the pixel that this weight saw.",
        "Weight (i, j) saw image[i : i + rows, j : j + columns], as large as the map.",
    ),
    solution=(
        "```python\n"
        "def slopes(image, shown, kernel):\n"
        "    rows, columns = shown.shape\n"
        "    places = list(np.ndindex(kernel.shape))\n"
        "    seen = [image[i : i + rows, j : j + columns] * 1.0 for i, j in places]\n"
        "    error = sum(kernel[p] * s for p, s in zip(places, seen)) - shown\n"
        "    return np.reshape([(2 * error * s).mean() for s in seen], kernel.shape)\n"
        "```"
    ),
)

ADAM = Exercise(
    name="adam-by-hand",
    chapter=CHAPTER,
    section="Batches, momentum and Adam",
    rung="write",
    goal="Write an optimiser from its formula.",
    minutes=12,
    difficulty=3,
    prompt="Write `adam(w, m, v, g, t, rate, eps)`: one step in PyTorch's formula, with "
    "$\\beta_1 = 0.9$ and $\\beta_2 = 0.999$. It takes weights, both running means, the gradient "
    "and the step's number (from 1), and returns the new `w, m, v`.",
    answer=Function(
        signature="adam(w, m, v, g, t, rate, eps)",
        cases=adam_cases,
        expected=descent.adam,
        wrong={
            "correction forgotten": adam_otherwise(lambda m, v, t, eps: m / (np.sqrt(v) + eps)),
            "epsilon before the correction": adam_otherwise(
                lambda m, v, t, eps: (
                    descent.corrected(m, 0.9, t) * np.sqrt(1 - 0.999**t) / (np.sqrt(v) + eps)
                )
            ),
            "epsilon under the root": adam_otherwise(
                lambda m, v, t, eps: (
                    descent.corrected(m, 0.9, t) / np.sqrt(descent.corrected(v, 0.999, t) + eps)
                )
            ),
            "root forgotten": adam_otherwise(
                lambda m, v, t, eps: (
                    descent.corrected(m, 0.9, t) / (descent.corrected(v, 0.999, t) + eps)
                )
            ),
            "uphill": adam_otherwise(
                lambda m, v, t, eps: (
                    -descent.corrected(m, 0.9, t) / (np.sqrt(descent.corrected(v, 0.999, t)) + eps)
                )
            ),
            "decays swapped": lambda **case: descent.adam(**case, kept=(0.999, 0.9)),
            "square forgotten": of_gradient,
            "old means": old_means,
        },
    ),
    hints=(
        "Four lines: each running mean, the weights, and what to return.",
        "m keeps 0.9 of itself and takes 0.1 of the gradient; v does it with 0.999 and squares.",
        "Divide m by 1 - 0.9**t and v by 1 - 0.999**t before the root; eps comes after the root.",
    ),
    solution=(
        "```python\n"
        "def adam(w, m, v, g, t, rate, eps):\n"
        "    m = 0.9 * m + 0.1 * g\n"
        "    v = 0.999 * v + 0.001 * g**2\n"
        "    root = np.sqrt(v / (1 - 0.999**t))\n"
        "    w = w - rate * m / (1 - 0.9**t) / (root + eps)\n"
        "    return w, m, v\n"
        "```"
    ),
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

EXERCISES = (
    FIRST_STEP,
    WHICH_RATE,
    STEP,
    STEPS,
    VELOCITY,
    FLAT,
    MIRRORED,
    DESIGN,
    SLOPES,
    ADAM,
)
