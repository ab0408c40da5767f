"""Exercises of "Channels and filters": slices, many filters, 1×1, the order of axes."""

import numpy as np

from cnncourse import ops
from cnncourse.architecture import Architecture, Conv2D
from cnncourse.exercises import understood
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Choice, Design, Number, Shape

CHAPTER = "channels"
# Two channels of a window of 2×2, and the two slices of a filter.
WINDOW = np.stack([[[4, 1], [0, 2]], [[3, 5], [1, 0]]], axis=2)
SLICES = np.stack([[[1, 2], [-3, 1]], [[-1, 1], [2, 4]]], axis=2)
BIAS = 1
BATCH = (2, 3, 4, 3)


def one_sum(window=WINDOW, slices=SLICES, bias=BIAS):
    """Return the number that one filter makes of one window."""
    images, filters = np.asarray(window)[None], np.asarray(slices)[..., None]
    return ops.conv2d(images.astype(float), filters.astype(float), np.array([bias])).item()


def parameters(shape, *layers):
    """Return how many parameters convolutions have, one after another."""
    return Architecture("counted", shape, [*layers]).parameters().total


def maps_shape(shape, filters, size):
    """Return the shape of what so many filters of a size make of an image."""
    return Architecture("mapped", shape, [Conv2D(filters, size)]).output_shape


def layer(image, filters, bias):
    """Return the maps (H, W, F) of one image (H, W, C)."""
    floats = [np.asarray(one, np.float64) for one in (image, filters, bias)]
    return ops.conv2d(floats[0][None], *floats[1:])[0]


def kept_apart(image, filters, bias):
    """Return maps of one slice each, as if the channels were not added up."""
    image, filters = np.asarray(image, np.float64), np.asarray(filters, np.float64)
    slices = [layer(image[:, :, [c]], filters[:, :, [c]], bias) for c in range(image.shape[2])]
    return np.concatenate(slices, axis=2)


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


def axes(*order):
    """Return a function of one array that takes its axes in an order."""
    return lambda *given, **case: np.transpose(*given, *case.values(), axes=order)


def refilled(*order):
    """Return a function of one array that fills the same shape with the numbers as they lie."""

    def wrong(*given, **case):
        (array,) = (*given, *case.values())
        return np.reshape(array, np.transpose(array, order).shape)

    return wrong


def protected():
    """Return which property of the boots makes reshape and transpose agree, by trying each."""
    agree = {}
    for shape in [(3, 4, 4, 3), (3, 4, 4, 1), (3, 4, 5, 1), (1, 4, 4, 3)]:
        images = np.arange(np.prod(shape)).reshape(shape)
        agree[shape] = np.array_equal(axes(0, 3, 1, 2)(images), refilled(0, 3, 1, 2)(images))
    one_channel = agree[3, 4, 4, 1] and agree[3, 4, 5, 1] and not agree[3, 4, 4, 3]
    return 1 if one_channel and not agree[1, 4, 4, 3] else 0


def mixing(answer):
    """Return an answer as the three weights of a 1×1 filter, or say what is wanted."""
    weights = understood.row(answer)
    if weights is None or weights.size != 3:
        raise ValueError("give three weights, for red, green and blue, such as [1, 2, 3]")
    return weights.reshape(1, 1, 3, 1).astype(float)


def seen(filters, *pixel):
    """Return what a 1×1 filter makes of one pixel."""
    return ops.conv2d(np.array(pixel, float).reshape(1, 1, 1, 3), filters).item()


COLOUR_WINDOW = Exercise(
    name="two-slices",
    chapter=CHAPTER,
    section="A slice for each channel",
    rung="pencil",
    goal="Compute one number of a map from several channels.",
    minutes=3,
    difficulty=1,
    prompt=(
        "A window of two channels, and below it the slices of a filter with bias 1:\n\n"
        "$$\\begin{matrix}4&1\\\\0&2\\end{matrix}\\qquad\\begin{matrix}3&5\\\\1&0\\end{matrix}$$\n\n"
        "$$\\begin{matrix}1&2\\\\-3&1\\end{matrix}\\qquad"
        "\\begin{matrix}-1&1\\\\2&4\\end{matrix}$$\n\n"
        "Which number stands in the map?"
    ),
    answer=Number(
        right=one_sum,
        wrong={
            "bias forgotten": lambda: one_sum(bias=0),
            "bias for every slice": lambda: one_sum(bias=2 * BIAS),
            "channels forgotten": lambda: one_sum(WINDOW[:, :, :1], SLICES[:, :, :1]),
            "flipped kernel": lambda: one_sum(slices=SLICES[::-1, ::-1]),
            "channels swapped": lambda: one_sum(slices=SLICES[:, :, ::-1]),
            "averaged over channels": lambda: one_sum(bias=0) / 2 + BIAS,
        },
    ),
    hints=(
        "Each channel meets its own slice, as in a grey image.",
        "The first channel gives 4·1 + 1·2 + 0·(−3) + 2·1.",
        "Add what the second channel gives, and then the bias, once for the filter.",
    ),
    solution="The first slice gives 4 + 2 + 0 + 2 = 8, the second −3 + 5 + 2 + 0 = 4. With the "
    "bias that is 13.",
)

COUNT = Exercise(
    name="filter-parameters",
    chapter=CHAPTER,
    section="Many filters, many maps",
    rung="pencil",
    goal="Count the parameters of a convolution on several channels.",
    minutes=3,
    difficulty=1,
    prompt="A layer has 16 filters of 5×5, with biases, and reads colour images. How many "
    "parameters are that?",
    answer=Number(
        right=lambda: parameters((32, 32, 3), Conv2D(16, 5)),
        wrong={
            "bias forgotten": lambda: parameters((32, 32, 3), Conv2D(16, 5, use_bias=False)),
            "channels forgotten": lambda: parameters((32, 32, 1), Conv2D(16, 5)),
            "one filter": lambda: parameters((32, 32, 3), Conv2D(1, 5)),
            "bias for every slice": lambda: (
                parameters((32, 32, 3), Conv2D(16, 5, use_bias=False)) + 16 * 3
            ),
            "bias for every weight": lambda: (
                2 * parameters((32, 32, 3), Conv2D(16, 5, use_bias=False))
            ),
        },
    ),
    hints=(
        "How many weights has one filter, if each channel has a slice?",
        "One filter has 5·5·3 weights. How many biases?",
        "Multiply what one filter has, its bias included, by the number of filters.",
    ),
    solution="One filter has 5·5·3 + 1 = 76, and 16 have 1,216, whatever the images' size.",
)

MAPS = Exercise(
    name="shape-of-maps",
    chapter=CHAPTER,
    section="Many filters, many maps",
    rung="predict",
    goal="Say the shape that a layer gives.",
    minutes=2,
    difficulty=1,
    prompt="A colour image `(20, 24, 3)` goes through 10 filters of 3 rows and 5 columns. The "
    "window never leaves the image. What shape has the result, channels last?",
    answer=Shape(
        right=lambda: maps_shape((20, 24, 3), 10, (3, 5)),
        wrong={
            "channels first": lambda: np.roll(maps_shape((20, 24, 3), 10, (3, 5)), 1).tolist(),
            "channels kept apart": lambda: (*maps_shape((20, 24, 3), 1, (3, 5))[:2], 30),
            "border forgotten": lambda: (20, 24, 10),
            "kernel's sides swapped": lambda: maps_shape((20, 24, 3), 10, (5, 3)),
            "filters forgotten": lambda: (*maps_shape((20, 24, 3), 1, (3, 5))[:2], 3),
        },
    ),
    hints=(
        "Sides first: how many places has a window of 3 rows in 20?",
        "The channels that go in are used up in the sums.",
        "One filter makes one map, so the last number counts the filters.",
    ),
    solution="20 − 3 + 1 = 18 rows, 24 − 5 + 1 = 20 columns, one map a filter: (18, 20, 10).",
)

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

RESHAPE = Exercise(
    name="it-worked-on-boots",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="explain",
    goal="Say when a reshape does no harm.",
    minutes=3,
    difficulty=2,
    prompt=(
        "A colleague turns `(N, H, W, C)` into `(N, C, H, W)` by `reshape`. On Fashion-MNIST all "
        "is well for months; colour pictures give poor results. What protected the boots?"
    ),
    answer=Choice(
        options=(
            "They are square, so height and width cannot be mistaken for each other.",
            "They have one channel: the pixels lie in the same order with the axis first or last.",
            "They are grey, and the network would have learned colours in any order as well.",
            "They are small: all numbers of an image lie side by side in memory.",
        ),
        right=protected,
        because={
            2: "The order of channels is not the trouble: a pixel's own numbers are torn apart.",
            3: "So do those of a colour picture. In which order?",
        },
        wrong={"square for grey": lambda: 0},
    ),
    hints=(
        "Write down in which order the numbers of a 2×2 image lie, with one channel and with two.",
        "reshape keeps that order; transpose may change it. When do the two agree?",
        "Try both on np.arange: images that are square or not, with one channel or three.",
    ),
    solution=(
        "With one channel, the numbers lie in the same order whether its axis stands first or "
        "last. With three, memory holds red, green and blue of the first pixel, then of the "
        "second, and `reshape` fills the “red” plane with all three colours of the first third "
        "of the picture."
    ),
)

MIXING = Exercise(
    name="blind-to-grey",
    chapter=CHAPTER,
    section="A window of one pixel",
    rung="design",
    goal="Choose the weights of a 1×1 filter.",
    minutes=4,
    difficulty=2,
    prompt=(
        "Choose the three weights (red, green, blue) of a 1×1 filter without bias that gives 0 for "
        "every grey pixel, a positive number for blue (0, 0, 1), and the same for red as for green."
    ),
    answer=Design(
        accept=mixing,
        requirements=(
            ("0 for grey", lambda f: abs(seen(f, 1, 1, 1)) < 1e-6),
            ("positive for blue", lambda f: seen(f, 0, 0, 1) > 1e-6),
            (
                "the same for red and green",
                lambda f: abs(seen(f, 1, 0, 0) - seen(f, 0, 1, 0)) < 1e-6,
            ),
        ),
        example=lambda: [-1, -1, 2],
        wrong={
            "grey comes through": lambda: [0, 0, 1],
            "average of the channels": lambda: [1, 1, 1],
            "sign forgotten": lambda: [1, 1, -2],
            "one channel left out": lambda: [-1, 0, 1],
        },
    ),
    hints=(
        "A grey pixel has three equal numbers. What does the total of the weights do to it?",
        "Red and green alone show their own weight, so these two must be equal.",
        "If red and green have -a each, what must blue have for a total of 0?",
    ),
    solution="The weights add up to 0, and those of red and green are equal: −a, −a, 2a with a "
    "above 0, such as [−1, −1, 2].",
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

EXERCISES = (COLOUR_WINDOW, COUNT, MAPS, FIRST, RESHAPE, MIXING, FOR_TORCH, LAYER)
