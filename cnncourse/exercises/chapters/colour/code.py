"""The exercises of "Colour" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.colour import layers
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "colour"

MEND_STUB = """\
def dropout(numbers, draws, rate, training):
    kept = draws < rate
    return numbers * kept / rate"""


def dropout_cases(rng):
    """Return numbers with draws, in training and in use, the smallest first."""
    shapes = [(3,), (4,), (2, 3), (3, 4, 2), (2, 5, 4, 3), (30, 7)]
    rates = [0.25, 0.2, 0.75, 0.3, 0.6, 0.9]
    return [
        {
            "numbers": rng.normal(2, 1, shape).astype(kind),
            "draws": rng.random(shape),
            "rate": rate,
            "training": training,
        }
        for shape, rate in zip(shapes, rates, strict=True)
        for training, kind in [(True, "float64"), (False, "float32")]
    ]


def normalisation_cases(rng):
    """Return small batches of colour images with a scale and a shift for each channel."""
    cases = []
    for shape, kind, epsilon in [
        ((2, 1, 2, 2), "float64", 0.5),
        ((3, 2, 1, 2), "float64", 0.1),
        ((2, 3, 4, 3), "float32", 1e-3),
        ((5, 4, 3, 2), "float64", 1e-2),
        ((4, 5, 5, 3), "float64", 1e-3),
    ]:
        images = rng.normal(1, 1, shape) * rng.uniform(0.5, 2, shape[-1]) + rng.normal(
            0, 1, (shape[0], 1, 1, 1)
        )
        cases.append(
            {
                "images": images.astype(kind),
                "scale": rng.uniform(1.5, 3, shape[-1]),
                "shift": rng.uniform(0.5, 2, shape[-1]),
                "epsilon": epsilon,
            }
        )
    return cases


def line_cases(rng):
    """Return what normalisation keeps for a few channels."""
    return [
        {
            "scale": rng.uniform(1.5, 3, count),
            "shift": rng.uniform(0.5, 2, count),
            "mean": rng.uniform(0.5, 3, count),
            "variance": rng.uniform(0.1, 0.7, count),
            "epsilon": epsilon,
        }
        for count, epsilon in [(1, 0.5), (2, 0.1), (3, 0.01), (5, 0.05), (8, 0.1)]
    ]


MEND = Exercise(
    name="mend-dropout",
    chapter=CHAPTER,
    section="Dropout",
    rung="edit",
    goal="Know what dropout does in training and in use.",
    minutes=6,
    difficulty=1,
    prompt="`draws` holds a number from 0 to 1 for each of `numbers`. In training a number is to "
    "stay where its draw is `rate` or more, scaled so that the mean stays; in use all stay as they "
    "are. Both lines are wrong, and one is missing.",
    answer=Function(
        signature="dropout(numbers, draws, rate, training)",
        stub=MEND_STUB,
        cases=dropout_cases,
        expected=layers.dropped,
        wrong={
            "not scaled": lambda numbers, draws, rate, training: (
                numbers * (draws >= rate) if training else numbers
            ),
            "divided by the rate": lambda numbers, draws, rate, training: (
                numbers * (draws >= rate) / rate if training else numbers
            ),
            "keeps what is to go": lambda numbers, draws, rate, training: (
                numbers * (draws < rate) / (1 - rate) if training else numbers
            ),
            "drops in use too": lambda numbers, draws, rate, training: layers.dropped(
                numbers, draws, rate, True
            ),
            "scaled the wrong way": lambda numbers, draws, rate, training: (
                numbers * (draws >= rate) * (1 - rate) if training else numbers
            ),
            "modes swapped": lambda numbers, draws, rate, training: layers.dropped(
                numbers, draws, rate, not training
            ),
            "scaled in use": lambda numbers, draws, rate, training: (
                numbers * (draws >= rate) if training else numbers * (1 - rate)
            ),
            "never drops": lambda numbers, draws, rate, training: numbers,
        },
    ),
    hints=(
        "With rate 0.2, how many of ten draws lie below it, and how many numbers should go?",
        "A share 1 − rate stays. What must it be divided by for the mean to stay?",
        "Begin with: if not training, return numbers.",
    ),
    solution=(
        "```python\n"
        "def dropout(numbers, draws, rate, training):\n"
        "    if not training:\n"
        "        return numbers\n"
        "    kept = draws >= rate\n"
        "    return numbers * kept / (1 - rate)\n"
        "```"
    ),
)


NORMALISE = Exercise(
    name="normalise-a-batch",
    chapter=CHAPTER,
    section="Batch normalisation",
    rung="write",
    goal="Write batch normalisation as it trains.",
    minutes=8,
    difficulty=2,
    prompt="Write `normalise(images, scale, shift, epsilon)` for images (N, H, W, C): each channel "
    "of the whole batch to mean 0, divided by the root of (variance + `epsilon`), then "
    "scaled and shifted.",
    answer=Function(
        signature="normalise(images, scale, shift, epsilon)",
        cases=normalisation_cases,
        expected=layers.by_ops,
        wrong={
            "each place for itself": lambda **case: layers.normalised(**case, axes=(0,)),
            "each image for itself": lambda **case: layers.normalised(**case, axes=(1, 2)),
            "all channels as one": lambda **case: layers.normalised(**case, axes=(0, 1, 2, 3)),
            "each pixel over its channels": lambda **case: layers.normalised(**case, axes=(3,)),
            "variance divided by n − 1": lambda **case: layers.normalised(**case, ddof=1),
            "epsilon outside the root": lambda images, scale, shift, epsilon: (
                (images - images.mean((0, 1, 2))) / (images.std((0, 1, 2)) + epsilon) * scale
                + shift
            ),
            "divided by the variance": lambda images, scale, shift, epsilon: (
                (images - images.mean((0, 1, 2))) / (images.var((0, 1, 2)) + epsilon) * scale
                + shift
            ),
            "scale forgotten": lambda images, scale, shift, epsilon: layers.normalised(
                images, 1, shift, epsilon
            ),
            "shift forgotten": lambda images, scale, shift, epsilon: layers.normalised(
                images, scale, 0, epsilon
            ),
            "shifted before it is scaled": lambda images, scale, shift, epsilon: (
                (layers.normalised(images, 1, 0, epsilon) + shift) * scale
            ),
        },
    ),
    hints=(
        "How many means are there for images of three channels?",
        "axis=(0, 1, 2) takes images, rows and columns together and leaves the channels.",
        "Epsilon is added to the variance before the root is taken.",
    ),
    solution=(
        "```python\n"
        "def normalise(images, scale, shift, epsilon):\n"
        "    mean = images.mean(axis=(0, 1, 2))\n"
        "    variance = images.var(axis=(0, 1, 2))\n"
        "    return (images - mean) / np.sqrt(variance + epsilon) * scale + shift\n"
        "```"
    ),
)


LINE = Exercise(
    name="as-a-line",
    chapter=CHAPTER,
    section="Afterwards",
    rung="write",
    goal="See that kept statistics leave a line for each channel.",
    minutes=7,
    difficulty=2,
    prompt="With kept statistics normalisation is $y = a\\,x + b$ in each channel. Write "
    "`as_line(scale, shift, mean, variance, epsilon)`: an array of two rows, the $a$ of all "
    "channels and the $b$ of all channels.",
    answer=Function(
        signature="as_line(scale, shift, mean, variance, epsilon)",
        cases=line_cases,
        expected=layers.as_line,
        wrong={
            "epsilon left out": lambda scale, shift, mean, variance, epsilon: layers.as_line(
                scale, shift, mean, variance, 0.0
            ),
            "mean not scaled": lambda scale, shift, mean, variance, epsilon: np.stack(
                [scale / np.sqrt(variance + epsilon), shift - mean]
            ),
            "mean added": lambda scale, shift, mean, variance, epsilon: layers.as_line(
                scale, shift, -mean, variance, epsilon
            ),
            "mean lost": lambda scale, shift, mean, variance, epsilon: layers.as_line(
                scale, shift, 0 * mean, variance, epsilon
            ),
            "shift lost": lambda scale, shift, mean, variance, epsilon: layers.as_line(
                scale, 0 * shift, mean, variance, epsilon
            ),
            "scale lost": lambda scale, shift, mean, variance, epsilon: layers.as_line(
                0 * scale + 1, shift, mean, variance, epsilon
            ),
            "root not taken": lambda scale, shift, mean, variance, epsilon: np.stack(
                [scale / (variance + epsilon), shift - mean * scale / (variance + epsilon)]
            ),
            "rows swapped": lambda **case: layers.as_line(**case)[::-1],
        },
    ),
    hints=(
        "Put x = 0 into the formula: what comes out is b.",
        "What multiplies x is the scale divided by the root.",
        "b is the shift less the mean times a.",
    ),
    solution=(
        "```python\n"
        "def as_line(scale, shift, mean, variance, epsilon):\n"
        "    a = scale / np.sqrt(variance + epsilon)\n"
        "    return np.array([a, shift - mean * a])\n"
        "```"
    ),
)
