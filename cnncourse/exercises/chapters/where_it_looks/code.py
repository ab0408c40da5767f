"""The exercises of "Where does it look?" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.where_it_looks import mapping
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "where_it_looks"
STUB = """\
def grad_cam(maps, gradients):
    weights = np.abs(gradients).max(axis=(0, 1))
    total = np.maximum(maps * weights, 0)
    return total.sum(axis=2)"""


def cases(rng):
    """Return maps after ReLU and gradients of both signs, of several sizes and types."""
    made = []
    for shape, kind in [
        ((2, 3, 2), "float64"),
        ((3, 2, 4), "float64"),
        ((4, 5, 3), "float32"),
        ((5, 4, 6), "float64"),
        ((7, 6, 3), "float32"),
    ]:
        maps = np.maximum(rng.normal(0.3, 1, shape), 0)
        slopes = rng.normal(0.1, 1, shape) * (rng.random(shape) < 0.8)
        made.append({"maps": maps.astype(kind), "gradients": slopes.astype(kind)})
    return made


def mean(gradients):
    """Return one weight for each map."""
    return gradients.mean(axis=(0, 1))


MEND = Exercise(
    name="mend-grad-cam",
    chapter=CHAPTER,
    section="Weigh the maps",
    rung="edit",
    goal="Weigh maps as Grad-CAM does.",
    minutes=5,
    difficulty=2,
    prompt="`grad_cam(maps, gradients)` takes the maps of one image (h, w, K) and the gradients at "
    "them. Mend it: a map's weight is the *mean* of its gradients, signs kept, and what is "
    "negative is cut off *after* the maps have been added up.",
    answer=Function(
        signature="grad_cam(maps, gradients)",
        stub=STUB,
        cases=cases,
        expected=mapping.grad_cam,
        tolerance=1e-4,
        wrong={
            "signs of gradients lost": lambda maps, gradients: mapping.weighed(
                maps, mean(np.abs(gradients))
            ),
            "largest gradient for the mean": lambda maps, gradients: mapping.weighed(
                maps, gradients.max(axis=(0, 1))
            ),
            "cut before the sum": lambda maps, gradients: np.maximum(maps * mean(gradients), 0).sum(
                axis=2
            ),
            "negative for cut": lambda maps, gradients: mapping.weighed(
                maps, mean(gradients), cut=False
            ),
            "gradients added up": lambda maps, gradients: mapping.weighed(
                maps, gradients.sum(axis=(0, 1))
            ),
            "gradient of the place alone": lambda maps, gradients: np.maximum(
                (maps * gradients).sum(axis=2), 0
            ),
            "mean over the maps": lambda maps, gradients: np.maximum(
                (maps * gradients.mean(axis=2, keepdims=True)).sum(axis=2), 0
            ),
            "maps left apart": lambda maps, gradients: np.maximum(maps * mean(gradients), 0),
        },
    ),
    hints=(
        "How many weights are there, and over which axes is their mean?",
        "gradients.mean(axis=(0, 1)) has one number for each map.",
        "Add up over the last axis first, then np.maximum(total, 0).",
    ),
    solution=(
        "```python\n"
        "def grad_cam(maps, gradients):\n"
        "    weights = gradients.mean(axis=(0, 1))\n"
        "    total = (maps * weights).sum(axis=2)\n"
        "    return np.maximum(total, 0)\n"
        "```"
    ),
)


PLUS = Exercise(
    name="write-plus-plus",
    chapter=CHAPTER,
    section="Two plus signs",
    rung="write",
    goal="Write Grad-CAM++ in its short form.",
    minutes=8,
    difficulty=3,
    prompt="Write `weighed_up(maps, gradients)` for one image: maps (h, w, K), none negative, and "
    "the gradients at them. A map's weight is the sum over its places of p/(2 + p·s), where p is "
    "the gradient there, or 0 if that is negative, and s the sum of that map. Return the weighed "
    "maps added up, shape (h, w).",
    answer=Function(
        signature="weighed_up(maps, gradients)",
        cases=cases,
        expected=mapping.plus_plus,
        tolerance=1e-4,
        wrong={
            "Grad-CAM without the pluses": mapping.grad_cam,
            "sum of all maps": lambda maps, gradients: mapping.weighed(
                maps, mapping.coefficients(maps, gradients, maps.sum()).sum(axis=(0, 1))
            ),
            "mean of the map for its sum": lambda maps, gradients: mapping.weighed(
                maps, mapping.coefficients(maps, gradients, maps.mean((0, 1))).sum(axis=(0, 1))
            ),
            "one for two below": lambda maps, gradients: mapping.weighed(
                maps,
                (np.maximum(gradients, 0) / (1 + np.maximum(gradients, 0) * maps.sum((0, 1)))).sum(
                    axis=(0, 1)
                ),
            ),
            "alpha alone": lambda maps, gradients: mapping.weighed(
                maps, (1 / (2 + np.maximum(gradients, 0) * maps.sum((0, 1)))).sum(axis=(0, 1))
            ),
            "signs of gradients lost": lambda maps, gradients: mapping.plus_plus(
                maps, np.abs(gradients)
            ),
            "coefficients at their places": lambda maps, gradients: (
                maps * mapping.coefficients(maps, gradients)
            ).sum(axis=2),
            "maps left apart": lambda maps, gradients: (
                maps * mapping.coefficients(maps, gradients).sum(axis=(0, 1))
            ),
        },
    ),
    hints=(
        "p = np.maximum(gradients, 0) and s = maps.sum(axis=(0, 1)): what are their shapes?",
        "p / (2 + p * s) has shape (h, w, K). Over which axes do you sum it?",
        "weights = (p / (2 + p * s)).sum(axis=(0, 1)), then maps @ weights.",
    ),
    solution=(
        "```python\n"
        "def weighed_up(maps, gradients):\n"
        "    p = np.maximum(gradients, 0)\n"
        "    s = maps.sum(axis=(0, 1))\n"
        "    weights = (p / (2 + p * s)).sum(axis=(0, 1))\n"
        "    return maps @ weights\n"
        "```"
    ),
)


def share_cases(rng):
    """Return maps and masks, of which none is empty."""
    made = []
    for shape in [(2, 3), (3, 4), (5, 4), (6, 7), (8, 8)]:
        mask = rng.random(shape) < 0.4
        mask[0, 0], mask[-1, -1] = True, False
        made.append({"map": rng.random(shape) ** 2 + 0.01, "mask": mask})
    return made


SHARE = Exercise(
    name="share-on-the-thing",
    chapter=CHAPTER,
    section="Look at the background",
    rung="write",
    goal="Turn a map into a number that can be compared.",
    minutes=4,
    difficulty=1,
    prompt="Write `share(map, mask)`: a map (H, W) without negative numbers, and a mask of "
    "booleans that is True on the thing. It returns the share of the map's sum that lies on the "
    "thing, from 0 to 1.",
    answer=Function(
        signature="share(map, mask)",
        cases=share_cases,
        expected=mapping.share,
        wrong={
            "area for the map": lambda map, mask: mask.mean(),
            "mean on the thing": lambda map, mask: map[mask].mean(),
            "sum without its share": lambda map, mask: map[mask].sum(),
            "background for thing": lambda map, mask: mapping.share(map, ~mask),
            "thing against background": lambda map, mask: map[mask].sum() / map[~mask].sum(),
            "largest place alone": lambda map, mask: float(mask.flat[map.argmax()]),
            "bright places counted": lambda map, mask: mask[map > map.mean()].mean(),
            "squared on the way": lambda map, mask: mapping.share(map**2, mask),
        },
    ),
    hints=(
        "map[mask] picks the numbers on the thing.",
        "A share is a part divided by the whole.",
        "Divide map[mask].sum() by map.sum(), the whole.",
    ),
    solution=("```python\ndef share(map, mask):\n    return map[mask].sum() / map.sum()\n```"),
)
