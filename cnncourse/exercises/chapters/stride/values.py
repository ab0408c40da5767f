"""The exercises of "Stride and dilation" that are answered by numbers, a choice or a design."""

from cnncourse import geometry
from cnncourse.exercises.chapters.convolution.maps import flipped
from cnncourse.exercises.chapters.stride.fields import (
    CHAPTER,
    RISE,
    ROW,
    along_row,
    dropped,
    field,
    layer_shape,
    pixels_seen,
    steps_counted_late,
    stripes_statement,
    three_dilations,
    with_ceil,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Array, Choice, Design, Number, Shape

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
            "started one late": lambda: along_row()[1::2],
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
            "channels first": lambda: (layer_shape()[2], *layer_shape()[:2]),
        },
    ),
    hints=(
        "Each side by itself: its pixels, plus padding at both ends, minus the kernel.",
        "Divide by the stride, drop the fraction, and count the first window.",
        "3 pixels at each end are 6 a side; and how many maps do the filters make?",
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
            "kernel not taken off": lambda: 35 % 4,
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
        "The first layer adds 2 · 1 pixels, the second 2 · 2. How far do the third one's inputs "
        "lie from each other?",
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
