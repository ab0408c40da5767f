"""Exercises of "Stride and dilation": sizes, dropped pixels, false stripes, gaps, fields."""

import numpy as np

from cnncourse import geometry, ops
from cnncourse.architecture import Architecture, Conv2D
from cnncourse.exercises import understood
from cnncourse.exercises.chapters.convolution import flipped, single
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Array, Choice, Design, Number, Shape

CHAPTER = "stride"
ROW = np.array([[3, 1, 4, 1, 5, 9, 2]])
RISE = np.array([[-1, 0, 1]])
MOST = 60  # a dilation that a design may have: beyond it nothing is learned and all is slow


def along_row(**options):
    """Return what the row gives under the kernel."""
    return single(ROW, RISE, **options)[0]


def layer_shape(stride=2, padding=3, size=(224, 160)):
    """Return the shape of the maps of one layer of 64 filters of 7×7."""
    layer = Conv2D(64, 7, stride=stride, padding=padding)
    return Architecture("one layer", (*size, 3), [layer]).output_shape


def with_ceil():
    """Return the same with the last, incomplete step counted."""
    rows, columns = (-(-(n + 2 * 3 - 7) // 2) + 1 for n in (224, 160))
    return rows, columns, 64


def dropped(size=35, kernel=6, stride=4):
    """Return how many pixels lie behind the last window."""
    count = geometry.output_size(size, kernel, stride)
    return size - geometry.window_start(count - 1, stride) - kernel


def field(layers):
    """Return how many pixels along a side one number sees behind (kernel, stride, dilation)s."""
    side = 1 + sum(kernel * dilation * 4**n for n, (kernel, _, dilation) in enumerate(layers))
    return described(layers, (side, side)).size[0]


def described(layers, size):
    """Return the receptive field of the last of some layers."""
    made = [Conv2D(1, k, stride=s, dilation=d, padding="same") for k, s, d in layers]
    network = Architecture("layers", (*size, 1), made)
    return list(network.receptive_field().values())[-1]


def seen(layers, place):
    """Return the first and the last pixel along a side that a number at a place sees."""
    steps = int(np.prod([stride for _, stride, _ in layers]))
    first = geometry.window_start(place, steps)
    return first, first + field(layers) - 1


def plain(layers, dilation=None, stride=None):
    """Return the layers with one number for all of them."""
    return [(k, stride or s, dilation or d) for k, s, d in layers]


def steps_counted_late(layers):
    """Return the field if a layer's own stride spread its own window."""
    size, step = 1, 1
    for kernel, stride, dilation in layers:
        step *= stride
        size += (kernel - 1) * dilation * step
    return size


def pixels_seen(dilations):
    """Return which pixels along a side one number reads through 3-wide layers."""
    reached = np.ones((1, 1))
    for dilation in dilations:
        kernel = np.zeros((1, geometry.extent(3, dilation)))
        kernel[0, ::dilation] = 1
        wide = kernel.shape[1] - 1
        reached = single(np.pad(reached, [(0, 0), (wide, wide)]), kernel)
    return reached[0] > 0


def three_dilations(answer):
    """Return an answer as three dilations, or say what is wanted."""
    found = understood.array(answer)
    whole = found is not None and found.shape == (3,) and (found == np.trunc(found)).all()
    if not whole or found.min() < 1 or found.max() > MOST:
        raise ValueError(f"give three whole numbers from 1 to {MOST}, such as [1, 1, 1]")
    return tuple(int(one) for one in found)


def stripes_statement():
    """Return which statement about moved stripes holds, by moving them."""
    stripes = np.tile([1.0, 0.0], (8, 8))
    kept, moved = stripes[:, ::2], np.roll(stripes, 1, axis=1)[:, ::2]
    holds = [
        np.array_equal(kept, moved),
        np.ptp(kept) == np.ptp(moved) == 0 and (kept != moved).all(),
        np.array_equal(kept, np.roll(moved, 1, axis=1)) and np.ptp(kept) > 0,
        np.allclose(kept, 0.5) and np.allclose(moved, 0.5),
    ]
    return holds.index(True)


def halves(image):
    """Return the means of the 2×2 blocks of an image (H, W)."""
    return ops.avg_pool2d(np.asarray(image, float)[None, :, :, None], 2)[0, :, :, 0]


def wrapped_halves(image):
    """Return the same with sums in the image's own type."""
    image = np.asarray(image)
    return (image[::2, ::2] + image[1::2, ::2] + image[::2, 1::2] + image[1::2, 1::2]) / 4


def padded_end(image, kernel, stride, dilation):
    """Return the map with the last, incomplete step counted."""
    size = np.array(image.shape)
    span = [geometry.extent(side, dilation) for side in kernel.shape]
    more = [-(n - s) % stride for n, s in zip(size, span, strict=True)]
    image = np.pad(np.asarray(image, float), [(0, more[0]), (0, more[1])])
    return single(image, kernel, stride=stride, dilation=dilation)


ROW_SUM = Exercise(
    name="strided-row",
    chapter=CHAPTER,
    section="Longer steps",
    rung="pencil",
    goal="Slide a kernel with a stride, with a pencil.",
    minutes=3,
    difficulty=1,
    prompt=(
        "The row 3, 1, 4, 1, 5, 9, 2 goes under the kernel −1, 0, 1 with stride 2, without "
        "padding. Which numbers come out, from left to right?"
    ),
    answer=Array(
        right=lambda: along_row(stride=2),
        wrong={
            "stride forgotten": along_row,
            "flipped kernel": lambda: flipped(ROW, RISE)[0, ::2],
            "stride on the kernel": lambda: along_row(dilation=2),
            "off by one": lambda: along_row()[1::2],
            "padding on one side": lambda: along_row(stride=2, padding=(0, 0, 1, 0)),
            "ceil for floor": lambda: along_row(stride=2, padding=(0, 0, 0, 2)),
        },
    ),
    hints=(
        "The first window lies over 3, 1, 4.",
        "The next one starts two pixels further right, at 4.",
        "A window's number is its right end minus its left end.",
    ),
    solution=(
        "The windows are 3 1 4, then 4 1 5, then 5 9 2. Right end minus left end: 1, 1, −3. "
        "They are every second number of the map at stride 1, which is 1, 0, 1, 8, −3."
    ),
)

LAYER = Exercise(
    name="strided-layer",
    chapter=CHAPTER,
    section="How many places, and which pixels are dropped",
    rung="predict",
    goal="Say the shape of a layer's maps before running it.",
    minutes=3,
    difficulty=1,
    prompt=(
        "Colour pictures of 224 rows and 160 columns enter a layer of 64 filters of 7×7, with "
        "stride 2 and 3 pixels of padding at each end of a side. What shape has the output, as "
        "rows x columns x channels?"
    ),
    answer=Shape(
        right=layer_shape,
        wrong={
            "ceil for floor": with_ceil,
            "padding forgotten": lambda: layer_shape(padding=0),
            "padding on one side": lambda: layer_shape(padding=(3, 0, 3, 0)),
            "stride forgotten": lambda: layer_shape(stride=1),
            "height and width swapped": lambda: layer_shape(size=(160, 224)),
            "channels kept apart": lambda: (*layer_shape()[:2], 3 * 64),
            "one filter": lambda: (*layer_shape()[:2], 1),
        },
    ),
    hints=(
        "Each side by itself: its pixels, plus padding at both ends, minus the kernel.",
        "Divide by the stride, drop the fraction, and count the first window.",
        "For the rows: floor((224 + 6 - 7) / 2) + 1, and so for the columns.",
    ),
    solution=(
        "Rows: floor(223 / 2) + 1 = 112. Columns: floor(159 / 2) + 1 = 80. Each filter makes one "
        "map: (112, 80, 64)."
    ),
)

DROPPED = Exercise(
    name="dropped-pixels",
    chapter=CHAPTER,
    section="How many places, and which pixels are dropped",
    rung="pencil",
    goal="Find the pixels that no window reads.",
    minutes=4,
    difficulty=2,
    prompt=(
        "A side of 35 pixels, a kernel of 6, stride 4, no padding. How many pixels at the end of "
        "the side are in no window?"
    ),
    answer=Number(
        right=dropped,
        unit="pixels",
        wrong={
            "kernel forgotten": lambda: 35 % 4,
            "off by one": lambda: (35 - 6 + 1) % 4,
            "counted from the window's start": lambda: dropped() + 6,
            "windows for pixels": lambda: geometry.output_size(35, 6, 4),
            "ceil for floor": lambda: 0,
        },
    ),
    hints=(
        "Where does the last window start that fits whole?",
        "Windows start at 0, 4, 8 and so on, and need 6 pixels each.",
        "The last one starts at 28. Which is its last pixel, and which is the side's?",
    ),
    solution=(
        "The last window starts at 28 and reads 28 to 33; the next would start at 32 and need "
        "pixel 37. Pixel 34 is dropped: one, the remainder of (35 − 6) / 4."
    ),
)

SPAN = Exercise(
    name="dilated-span",
    chapter=CHAPTER,
    section="Gaps in the kernel",
    rung="predict",
    goal="Say how far a kernel with gaps reaches.",
    minutes=2,
    difficulty=1,
    prompt=(
        "A kernel is 5 weights wide and has dilation 3. How many pixels lie from the first that "
        "it reads to the last, both counted?"
    ),
    answer=Number(
        right=lambda: geometry.extent(5, 3),
        unit="pixels",
        wrong={
            "dilation forgotten": lambda: geometry.extent(5),
            "gap after the last weight": lambda: 5 * 3,
            "gaps one too wide": lambda: geometry.extent(5, 3 + 1),
            "off by one": lambda: geometry.extent(5, 3) - 1,
            "dilation added once": lambda: 5 + 3,
        },
    ),
    hints=(
        "Write down which pixels it reads, beginning with pixel 0.",
        "Between five weights there are four steps.",
        "Each step is as long as the dilation; the first pixel counts too.",
    ),
    solution="It reads pixels 0, 3, 6, 9 and 12: 3 · (5 − 1) + 1 = 13 pixels from end to end.",
)

FIELD = Exercise(
    name="field-of-three",
    chapter=CHAPTER,
    section="What one number sees",
    rung="pencil",
    goal="Compute a receptive field through strides.",
    minutes=4,
    difficulty=2,
    prompt=(
        "Three layers of 3×3, each with stride 2, one after the other. How many pixels along a "
        "side can change one number of the last map?"
    ),
    answer=Number(
        right=lambda: field([(3, 2, 1)] * 3),
        unit="pixels",
        wrong={
            "stride forgotten": lambda: field([(3, 1, 1)] * 3),
            "own stride counted": lambda: steps_counted_late([(3, 2, 1)] * 3),
            "kernels added up": lambda: 3 * 3,
            "kernels multiplied": lambda: 3**3,
            "off by one": lambda: field([(3, 2, 1)] * 3) - 1,
        },
    ),
    hints=(
        "One number of the first map sees 3 pixels, and its neighbour's window starts 2 further.",
        "A layer adds two steps of the map that it reads. How long are these in pixels?",
        "The three layers add 2 · 1, then 2 · 2, then 2 · 4 pixels to the first one.",
    ),
    solution=(
        "1 + 2·1 + 2·2 + 2·4 = 15. A layer's own stride does not widen its own window: it makes "
        "the steps of the layers after it longer."
    ),
)

STRIPES = Exercise(
    name="moved-stripes",
    chapter=CHAPTER,
    section="Finer than the step",
    rung="explain",
    goal="Say what a stride does to a pattern that is too fine for it.",
    minutes=4,
    difficulty=2,
    prompt=(
        "Columns of a picture are white and black in turn. Every second column is kept, "
        "beginning with the first. Then the picture moves one pixel to the right, and it is done "
        "again. What do the two results show?"
    ),
    answer=Choice(
        options=(
            "The same picture twice: a shift by less than the stride is not seen.",
            "One is all white and one all black: only one of the two colours is ever kept.",
            "Stripes in both, moved by one column: what goes in moves, so what comes out moves.",
            "Grey in both: white and black are averaged.",
        ),
        right=stripes_statement,
        because={
            0: "Which columns are kept after the move, and what colour have they now?",
            2: "Stripes need both colours; look at the numbers of the columns that are kept.",
            3: "Nothing is averaged: a number that is kept is one pixel.",
        },
    ),
    hints=(
        "Number the columns from 0. Which numbers are kept?",
        "What colour have the columns 0, 2, 4 before the move?",
        "After the move, column 2 shows what column 1 showed before.",
    ),
    solution=(
        "Columns 0, 2, 4 are all white; after the move they are all black. A blur first makes "
        "both of them the same grey: the stripes are lost, and nothing false is shown."
    ),
)

SHRINK_STUB = """\
def shrink(image):
    small = image[::2, ::2]
    return small"""

SHRINK = Exercise(
    name="shrink-softly",
    chapter=CHAPTER,
    section="Finer than the step",
    rung="edit",
    goal="Average before you skip.",
    minutes=6,
    difficulty=2,
    prompt=(
        "`shrink(image)` keeps one pixel of each 2×2 block of an image `(H, W)` with even sides. "
        "Change it so that it gives each block's mean: a 2×2 blur, then the stride. Images may "
        "be bytes."
    ),
    answer=Function(
        signature="shrink(image)",
        stub=SHRINK_STUB,
        cases=lambda rng: [
            {"image": rng.integers(0, 256, size).astype(kind)}
            for size, kind in [
                ((2, 2), "float64"),
                ((2, 4), "uint8"),
                ((4, 2), "float32"),
                ((4, 6), "uint8"),
                ((8, 6), "int16"),
            ]
        ],
        expected=halves,
        wrong={
            "integers wrapped": wrapped_halves,
            "sum for average": lambda image: 4 * halves(image),
            "max for average": lambda image: ops.max_pool2d(image[None, :, :, None])[0, :, :, 0],
            "picked for averaged": lambda image: image[::2, ::2] * 1.0,
            "stride forgotten": lambda image: single(image, np.full((2, 2), 0.25)),
            "height and width swapped": lambda image: halves(image.T),
            "only along the rows": lambda image: (
                0.5 * (image[::2, ::2] * 1.0 + image[::2, 1::2] * 1.0)
            ),
            "only along the columns": lambda image: (
                0.5 * (image[::2, ::2] * 1.0 + image[1::2, ::2] * 1.0)
            ),
            "rounded down": lambda image: np.floor(halves(image)),
        },
    ),
    hints=(
        "Four pixels make a block: where do the other three start?",
        "image[1::2, ::2] holds the pixels below those that the code keeps.",
        "Make floats first, add four such slices, divide by their number.",
    ),
    solution=(
        "```python\n"
        "def shrink(image):\n"
        '    image = image.astype("float64")\n'
        "    above = image[::2, ::2] + image[::2, 1::2]\n"
        "    below = image[1::2, ::2] + image[1::2, 1::2]\n"
        "    return (above + below) / 4\n"
        "```"
    ),
)

SLIDE = Exercise(
    name="slide-with-gaps",
    chapter=CHAPTER,
    section="Gaps in the kernel",
    rung="write",
    goal="Write a convolution with stride and dilation.",
    minutes=12,
    difficulty=2,
    prompt=(
        "Write `slide(image, kernel, stride, dilation)` for one grey image `(H, W)` and one "
        "kernel `(h, w)`, without padding. Neither need be square."
    ),
    answer=Function(
        signature="slide(image, kernel, stride, dilation)",
        cases=lambda rng: [
            {
                "image": rng.integers(0, 9, size).astype(kind),
                "kernel": rng.normal(size=kernel),
                "stride": stride,
                "dilation": dilation,
            }
            for size, kernel, stride, dilation, kind in [
                ((3, 4), (2, 2), 1, 1, "float64"),
                ((4, 6), (2, 2), 2, 1, "uint8"),
                ((4, 7), (2, 3), 1, 2, "float32"),
                ((7, 8), (3, 2), 3, 2, "float64"),
                ((9, 8), (3, 3), 2, 3, "uint8"),
                ((10, 12), (2, 3), 2, 2, "int64"),
            ]
        ],
        expected=lambda image, kernel, stride, dilation: single(
            image, kernel, stride=stride, dilation=dilation
        ),
        wrong={
            "flipped kernel": lambda image, kernel, stride, dilation: single(
                image, kernel[::-1, ::-1], stride=stride, dilation=dilation
            ),
            "stride forgotten": lambda image, kernel, stride, dilation: single(
                image, kernel, dilation=dilation
            ),
            "dilation forgotten": lambda image, kernel, stride, dilation: single(
                image, kernel, stride=stride
            ),
            "stride and dilation swapped": lambda image, kernel, stride, dilation: single(
                image, kernel, stride=dilation, dilation=stride
            ),
            "ceil for floor": padded_end,
            "gaps one too wide": lambda image, kernel, stride, dilation: single(
                image, kernel, stride=stride, dilation=dilation + 1
            ),
            "height and width swapped": lambda image, kernel, stride, dilation: single(
                image.T, kernel, stride=stride, dilation=dilation
            ),
            "divided": lambda image, kernel, stride, dilation: (
                single(image, kernel, stride=stride, dilation=dilation) / kernel.size
            ),
        },
    ),
    hints=(
        "How many pixels does the kernel span with its gaps, down and across?",
        "There are (H - span) // stride + 1 rows of windows, and so for columns.",
        "A slice with the dilation as its step reads a window: image[top : top + span : dilation].",
    ),
    solution=(
        "```python\n"
        "def slide(image, kernel, stride, dilation):\n"
        "    spans = [dilation * (side - 1) + 1 for side in kernel.shape]\n"
        "    down, across = spans\n"
        "    rows = (image.shape[0] - down) // stride + 1\n"
        "    columns = (image.shape[1] - across) // stride + 1\n"
        "    output = np.zeros((rows, columns))\n"
        "    for r in range(rows):\n"
        "        for c in range(columns):\n"
        "            top, left = r * stride, c * stride\n"
        "            window = image[top : top + down, left : left + across]\n"
        "            output[r, c] = (window[::dilation, ::dilation] * kernel).sum()\n"
        "    return output\n"
        "```"
    ),
)

SEEN = Exercise(
    name="first-and-last-seen",
    chapter=CHAPTER,
    section="What one number sees",
    rung="write",
    goal="Follow one number of a map back to the pixels behind it.",
    minutes=10,
    difficulty=3,
    prompt=(
        "Write `seen(layers, place)`. `layers` is a list of (kernel, stride, dilation), the "
        "first layer first, none with padding; `place` is a place along a side of the last map, "
        "from 0. It gives the first and the last pixel of the image, along that side, that this "
        "number sees."
    ),
    answer=Function(
        signature="seen(layers, place)",
        cases=lambda rng: [
            {"layers": layers, "place": int(rng.integers(1, 9))}
            for layers in [
                [(3, 1, 1)],
                [(5, 3, 1)],
                [(3, 2, 2)],
                [(3, 1, 1), (3, 2, 1)],
                [(3, 2, 1), (5, 1, 1), (2, 2, 1)],
                [(7, 2, 1), (3, 2, 2), (3, 1, 4)],
            ]
        ],
        expected=seen,
        wrong={
            "dilation forgotten": lambda layers, place: seen(plain(layers, dilation=1), place),
            "stride forgotten": lambda layers, place: seen(plain(layers, stride=1), place),
            "own stride counted": lambda layers, place: (
                seen(layers, place)[0],
                seen(layers, place)[0] + steps_counted_late(layers) - 1,
            ),
            "off by one": lambda layers, place: (
                seen(layers, place)[0],
                seen(layers, place)[1] + 1,
            ),
            "size for last pixel": lambda layers, place: (seen(layers, place)[0], field(layers)),
            "kernels added up": lambda layers, place: (
                seen(layers, place)[0],
                seen(layers, place)[0] + sum(k for k, _, _ in layers) - 1,
            ),
            "counted from one": lambda layers, place: tuple(
                pixel + 1 for pixel in seen(layers, place)
            ),
            "layers in the wrong order": lambda layers, place: seen(layers[::-1], place),
        },
    ),
    hints=(
        "Go backwards: which numbers of the map before does a window of the last layer read?",
        "A number at place p reads p · stride up to p · stride + dilation · (kernel - 1).",
        "Do that for both ends, from the last layer to the first.",
    ),
    solution=(
        "```python\n"
        "def seen(layers, place):\n"
        "    first = last = place\n"
        "    for kernel, stride, dilation in reversed(layers):\n"
        "        first = first * stride\n"
        "        last = last * stride + dilation * (kernel - 1)\n"
        "    return first, last\n"
        "```"
    ),
)

DILATIONS = Exercise(
    name="far-without-holes",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="design",
    goal="Choose dilations that reach far and miss nothing.",
    minutes=6,
    difficulty=3,
    prompt=(
        "Three layers of 3×3, stride 1. Give their three dilations, so that one number of the "
        "last map sees at least 15 pixels along a side and reads every pixel between the first "
        "and the last of them."
    ),
    answer=Design(
        accept=three_dilations,
        requirements=(
            ("at least 15 pixels along a side", lambda d: len(pixels_seen(d)) >= 15),
            ("every pixel in between is read", lambda d: bool(pixels_seen(d).all())),
        ),
        example=lambda: [1, 2, 4],
        wrong={
            "dilation forgotten": lambda: [1, 1, 1],
            "holes": lambda: [4, 4, 4],
            "holes everywhere": lambda: [2, 4, 8],
        },
    ),
    hints=(
        "Three layers without gaps see 7 pixels; a dilation d adds 2d where 1 adds 2.",
        "With the same dilation d in all three, only every d-th pixel is read.",
        "One layer should have no gaps; let the others fill what it leaves.",
    ),
    solution=(
        "For instance 1, 2, 4: 1 + 2 · (1 + 2 + 4) = 15 pixels, each of them read. 1, 3, 9 sees "
        "27 without a hole. 2, 2, 4 sees 17 and reads 9 of them."
    ),
)

EXERCISES = (ROW_SUM, LAYER, SPAN, DROPPED, FIELD, STRIPES, SHRINK, SLIDE, SEEN, DILATIONS)
