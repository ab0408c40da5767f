"""The exercises of "Channels and filters" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.channels.filters import CHAPTER, axes, layer, refilled
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function


def images_of(rng, size, kind):
    """Return random images of a size and kind: bytes, or floats from 0 to 1."""
    drawn = rng.integers(0, 256, size)
    return drawn.astype(kind) if kind == "uint8" else (drawn / 255).astype(kind)


def layers_drawn(rng):
    """Return cases of an image with filters and biases, the smallest first."""
    sizes = [
        ((2, 3, 2), (1, 2), 2, "float64"),
        ((4, 3, 2), (2, 3), 1, "float32"),
        ((4, 5, 3), (3, 2), 2, "uint8"),
        ((6, 4, 3), (1, 1), 4, "float64"),
        ((5, 7, 4), (3, 3), 3, "float32"),
    ]
    return [
        {
            "image": images_of(rng, shape, kind),
            "filters": rng.normal(size=(*size, shape[2], count)),
            "bias": rng.normal(size=count),
        }
        for shape, size, count, kind in sizes
    ]


def batches_drawn(rng):
    """Return cases of images (N, H, W, C) of which no two sides are alike."""
    sizes = [((1, 2, 3, 4), "float64"), ((2, 4, 5, 3), "uint8"), ((5, 4, 2, 3), "float32")]
    sizes += [((4, 6, 7, 3), "uint8"), ((3, 5, 8, 2), "float64")]
    return [{"images": images_of(rng, size, kind)} for size, kind in sizes]


def filters_drawn(rng):
    """Return cases of filters (height, width, in, out) of which no two sides are alike."""
    sizes = [((1, 2, 3, 4), float), ((3, 2, 4, 5), "float32"), ((2, 5, 3, 7), float)]
    sizes += [((5, 3, 4, 2), "float32"), ((3, 4, 8, 5), float)]
    return [{"filters": rng.normal(size=size).astype(kind)} for size, kind in sizes]


def kept_apart(image, filters, bias):
    """Return maps of one slice each, as if the channels were not added up."""
    image, filters = np.asarray(image, np.float64), np.asarray(filters, np.float64)
    slices = [layer(image[:, :, [c]], filters[:, :, [c]], bias) for c in range(image.shape[2])]
    return np.concatenate(slices, axis=2)


FIRST_STUB = """\
def channels_first(images):
    n, h, w, c = images.shape
    return images.reshape(n, c, h, w)"""

FIRST = Exercise(
    name="channels-first",
    chapter=CHAPTER,
    section="Two orders of axes",
    rung="edit",
    goal="Move the channel axis without moving pixels.",
    minutes=3,
    difficulty=1,
    prompt="`channels_first(images)` gives the right shape `(N, C, H, W)` and wrong pictures. "
    "Mend it.",
    answer=Function(
        signature="channels_first(images)",
        stub=FIRST_STUB,
        cases=batches_drawn,
        expected=lambda images: np.moveaxis(images, 3, 1).astype(float),
        wrong={
            "reshape for transpose": refilled(0, 3, 1, 2),
            "height and width swapped": axes(0, 3, 2, 1),
            "channels left last": lambda images: images,
            "axes reversed": axes(3, 2, 1, 0),
            "channels second to last": axes(0, 1, 3, 2),
            "batch moved": axes(3, 0, 1, 2),
            "divided by 255": lambda images: np.moveaxis(images, 3, 1) / 255,
        },
    ),
    hints=(
        "Which of the two moves axes, and which only cuts the numbers anew?",
        "transpose wants to know, for each new axis, which old one it was.",
        "Batch stays first: axis 0. Next comes what was axis 3.",
    ),
    solution=(
        "```python\ndef channels_first(images):\n    return images.transpose(0, 3, 1, 2)\n```"
    ),
)

LAYER = Exercise(
    name="colour-layer",
    chapter=CHAPTER,
    section="Many filters, many maps",
    rung="write",
    goal="Write a convolution with channels, filters and biases.",
    minutes=12,
    difficulty=3,
    prompt=(
        "Write `colour_layer(image, filters, bias)`: an image `(H, W, C)`, filters "
        "`(h, w, C, F)` and a bias for each give maps `(H - h + 1, W - w + 1, F)`."
    ),
    answer=Function(
        signature="colour_layer(image, filters, bias)",
        cases=layers_drawn,
        expected=layer,
        wrong={
            "bias forgotten": lambda image, filters, bias: layer(image, filters, 0 * bias),
            "bias for every slice": lambda image, filters, bias: layer(
                image, filters, image.shape[2] * bias
            ),
            "flipped kernel": lambda image, filters, bias: layer(image, filters[::-1, ::-1], bias),
            "channels swapped": lambda image, filters, bias: layer(
                image, filters[:, :, ::-1], bias
            ),
            "channels forgotten": lambda image, filters, bias: layer(
                image[:, :, :1], filters[:, :, :1], bias
            ),
            "averaged over channels": lambda image, filters, bias: layer(
                image, filters / image.shape[2], bias
            ),
            "channels kept apart": kept_apart,
            "channels first": lambda image, filters, bias: np.moveaxis(
                layer(image, filters, bias), 2, 0
            ),
        },
    ),
    hints=(
        "A window is image[r:r+h, c:c+w], with all its channels.",
        "Window and filters[:, :, :, f] have one shape: multiply, add everything up.",
        "Three loops, over rows, columns and filters; add bias[f] to each number of map f.",
    ),
    solution=(
        "```python\n"
        "def colour_layer(image, filters, bias):\n"
        "    h, w, _, count = filters.shape\n"
        "    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1\n"
        "    maps = np.zeros((rows, columns, count))\n"
        "    for r in range(rows):\n"
        "        for c in range(columns):\n"
        "            window = image[r : r + h, c : c + w]\n"
        "            for f in range(count):\n"
        "                maps[r, c, f] = (window * filters[:, :, :, f]).sum() + bias[f]\n"
        "    return maps\n"
        "```"
    ),
)

FOR_TORCH = Exercise(
    name="filters-for-pytorch",
    chapter=CHAPTER,
    section="Two orders of axes",
    rung="write",
    goal="Carry filters from one framework's order into the other's.",
    minutes=4,
    difficulty=2,
    prompt="Write `filters_for_pytorch(filters)`: from `(height, width, in, out)`, as Keras keeps "
    "them, to `(out, in, height, width)`.",
    answer=Function(
        signature="filters_for_pytorch(filters)",
        cases=filters_drawn,
        expected=axes(3, 2, 0, 1),
        wrong={
            "reshape for transpose": refilled(3, 2, 0, 1),
            "axes reversed": axes(3, 2, 1, 0),
            "channels in and out swapped": axes(2, 3, 0, 1),
            "flipped kernel": lambda filters: axes(3, 2, 0, 1)(filters[::-1, ::-1]),
            "channels left last": lambda filters: filters,
            "one axis moved": axes(3, 0, 1, 2),
        },
    ),
    hints=(
        "Number the four old axes 0 to 3 and say which comes first now.",
        "`out` was axis 3 and `in` was axis 2.",
        "Height and width come last, still in their own order.",
    ),
    solution=(
        "```python\n"
        "def filters_for_pytorch(filters):\n"
        "    return filters.transpose(3, 2, 0, 1)\n"
        "```"
    ),
)
