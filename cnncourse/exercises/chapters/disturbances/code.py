"""The exercises of "Disturbances" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.disturbances import stepping
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "disturbances"
UNSIGNED = """\
def step_up(image, slope, size):
    moved = image + size * slope
    return moved"""


def step_cases(rng):
    """Return images with pixels near both ends, and slopes of all signs and sizes, also 0."""
    cases = []
    for shape, size, kind in [
        ((2, 3), 0.125, "float64"),
        ((3, 2), 0.25, "float32"),
        ((4, 5), 0.0625, "float64"),
        ((5, 4), 0.2, "float32"),
    ]:
        image = rng.uniform(0.3, 0.7, shape).astype(kind)
        slope = (rng.uniform(0.1, 3, shape) * rng.choice([-1, 1], shape)).astype(kind)
        image[0, 0], slope[0, 0] = 0.01, -2.5
        image[0, 1], slope[0, 1] = 0.99, 0.5
        image[1, 0], slope[1, 0] = 0.5, 0.0
        slope[1, 1] = -0.05
        cases.append({"image": image, "slope": slope, "size": size})
    return cases


STEP = Exercise(
    name="back-into-the-range",
    chapter=CHAPTER,
    section="The worst direction",
    rung="edit",
    goal="Take the sign of the slope and stay between black and white.",
    minutes=4,
    difficulty=1,
    prompt="`step_up(image, slope, size)` is to move each pixel of a grey image (H, W) by `size` "
    "in the direction in which the loss rises, and a pixel whose slope is 0 not at all; all pixels "
    "stay from 0 to 1. As given, a steep pixel goes further than a flat one, and some leave the "
    "range. Mend it.",
    answer=Function(
        signature="step_up(image, slope, size)",
        stub=UNSIGNED,
        cases=step_cases,
        expected=stepping.step,
        wrong={
            "slope for its sign": lambda image, slope, size: np.clip(image + size * slope, 0, 1),
            "out of the range": lambda image, slope, size: image + size * np.sign(slope),
            "downhill": lambda image, slope, size: stepping.step(image, -slope, size),
            "scaled by the steepest": stepping.to_the_steepest,
            "flat pixels moved": stepping.flat_moved,
            "black below zero": lambda image, slope, size: np.clip(
                image + size * np.sign(slope), -1, 1
            ),
            "range of bytes": lambda image, slope, size: np.clip(
                image + size * np.sign(slope), 0, 255
            ),
            "brighter only": lambda image, slope, size: np.clip(
                image + size * np.abs(np.sign(slope)), 0, 1
            ),
            "step for the image": lambda image, slope, size: size * np.sign(slope),
            "left as it was": lambda image, slope, size: image.copy(),
        },
    ),
    hints=(
        "How far does a pixel with slope 2.5 go as given, and how far one with 0.05?",
        "`np.sign` gives −1, 0 or 1.",
        "`np.clip(…, 0, 1)` after the step.",
    ),
    solution=(
        "```python\n"
        "def step_up(image, slope, size):\n"
        "    moved = image + size * np.sign(slope)\n"
        "    return np.clip(moved, 0, 1)\n"
        "```"
    ),
)


def back_cases(rng):
    """Return images and where their pixels went: near, too far, and out of the range."""
    cases = []
    for shape, size, kind in [
        ((2, 3), 0.25, "float64"),
        ((3, 2), 0.125, "float32"),
        ((4, 5), 0.2, "float64"),
        ((5, 4), 0.25, "float32"),
    ]:
        image = rng.uniform(0.3, 0.7, shape).astype(kind)
        moved = image + (rng.uniform(-0.1, 0.1, shape)).astype(kind)
        image[0, 0], moved[0, 0] = 0.05, -0.04
        image[0, 1], moved[0, 1] = 0.96, 1.03
        image[1, 0], moved[1, 0] = 0.5, 0.95
        image[1, 1], moved[1, 1] = 0.6, 0.1
        cases.append({"moved": moved, "image": image, "size": size})
    return cases


BACK = Exercise(
    name="never-too-far",
    chapter=CHAPTER,
    section="What helps, and what does not",
    rung="write",
    goal="Bring an image back that several steps have carried too far.",
    minutes=6,
    difficulty=2,
    prompt="After several steps some pixels are further than allowed from where they started. "
    "Write `brought_back(moved, image, size)`: a new image with each pixel as near to "
    "that of `moved` as it may be, at most `size` from the same pixel of `image`, and from 0 to 1.",
    answer=Function(
        signature="brought_back(moved, image, size)",
        cases=back_cases,
        expected=stepping.back,
        wrong={
            "out of the range": lambda moved, image, size: np.clip(
                moved, image - size, image + size
            ),
            "distance not looked at": lambda moved, image, size: np.clip(moved, 0, 1),
            "all pixels shortened": stepping.all_shortened,
            "bounded from above alone": lambda moved, image, size: np.clip(
                np.minimum(moved, image + size), 0, 1
            ),
            "bounded from below alone": lambda moved, image, size: np.clip(
                np.maximum(moved, image - size), 0, 1
            ),
            "far ones put back": stepping.far_ones_reset,
            "step for the image": lambda moved, image, size: np.clip(moved - image, -size, size),
            "about the middle grey": lambda moved, image, size: np.clip(
                moved, 0.5 - size, 0.5 + size
            ),
            "always the whole size": lambda moved, image, size: np.clip(
                image + size * np.sign(moved - image), 0, 1
            ),
        },
    ),
    hints=(
        "Between which two numbers must a pixel lie that started at 0.5, if size is 0.1?",
        "`np.clip` takes arrays as bounds: `image - size` and `image + size`.",
        "And a second `np.clip` from 0 to 1.",
    ),
    solution=(
        "```python\n"
        "def brought_back(moved, image, size):\n"
        "    near = np.clip(moved, image - size, image + size)\n"
        "    return np.clip(near, 0, 1)\n"
        "```"
    ),
)
