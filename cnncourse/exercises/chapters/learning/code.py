"""The exercises of "Learning" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.learning import descending as descent
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "learning"


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


def kept_corrected(w, m, v, g, t, rate, eps):
    """Return a step that hands on the corrected means as the running ones."""
    new_w, new_m, new_v = descent.adam(w, m, v, g, t, rate, eps)
    return new_w, descent.corrected(new_m, 0.9, t), descent.corrected(new_v, 0.999, t)


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
                ((3, 5), "float32"),
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
            "sign forgotten": lambda image, shown, kernel: -descent.slopes(image, shown, kernel),
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
            "rate forgotten": lambda **case: descent.adam(**{**case, "rate": 1.0}),
            "epsilon forgotten": lambda **case: descent.adam(**{**case, "eps": 0.0}),
            "one correction": adam_otherwise(
                lambda m, v, t, eps: descent.corrected(m, 0.9, t) / (np.sqrt(v) + eps)
            ),
            "corrected means kept": kept_corrected,
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
