"""The exercises of "Pooling" that are answered by numbers, a choice or a design."""

import numpy as np

from cnncourse import ops
from cnncourse.exercises.chapters.pooling.pools import (
    CHAPTER,
    TABLE,
    corner_of_nines,
    left_of,
    one_step_more,
    pooled,
    share_left,
    shifted_statement,
    sizes,
    smallest,
    summed,
    thin_line_statement,
    three_windows,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Array, Choice, Design, Number, Shape

TABLE_MAX = Exercise(
    name="pool-table",
    chapter=CHAPTER,
    section="The largest of each window",
    rung="pencil",
    goal="Pool a small map with a pencil.",
    minutes=3,
    difficulty=1,
    prompt=(
        "Max pooling with a 2×2 window and stride 2:\n\n"
        "$$\\begin{matrix}3&1&0&2\\\\4&2&7&3\\\\0&6&5&1\\\\2&4&1&1\\end{matrix}$$\n\n"
        "What comes out? Write two rows, as in [[1, 2], [3, 4]]."
    ),
    answer=Array(
        right=lambda: pooled(TABLE, 2),
        wrong={
            "average for max": lambda: pooled(TABLE, 2, by=ops.avg_pool2d),
            "sum for average": lambda: summed(TABLE, 2),
            "smallest for largest": lambda: smallest(TABLE, 2),
            "windows overlap": lambda: pooled(TABLE, 2, stride=1),
            "transposed": lambda: pooled(TABLE, 2).T,
            "one corner for the largest": lambda: TABLE[::2, ::2],
        },
    ),
    hints=(
        "The first window holds 3, 1, 4 and 2.",
        "The next window starts two columns further right: 0, 2, 7, 3.",
        "Four windows, so two rows of two numbers, each the largest of four.",
    ),
    solution="The four windows' largest numbers are 4 and 7 above, 6 and 5 below.",
)

LEFT = Exercise(
    name="pooled-shape",
    chapter=CHAPTER,
    section="What is left",
    rung="predict",
    goal="Say the shape that a pooling leaves.",
    minutes=3,
    difficulty=1,
    prompt=(
        "Maps of 29 rows, 32 columns and 16 channels are max-pooled with a 3×3 window and "
        "stride 2, without padding. What shape comes out, as rows x columns x channels?"
    ),
    answer=Shape(
        right=left_of,
        wrong={
            "ceil for floor": one_step_more,
            "stride forgotten": lambda: left_of(stride=1),
            "window for stride": lambda: left_of(stride=3),
            "height and width swapped": lambda: left_of((32, 29, 16)),
            "channels pooled too": lambda: (*left_of()[:2], left_of((16, 16, 1))[0]),
            "channels compete": lambda: (*left_of()[:2], 1),
            "channels first": lambda: (left_of()[2], *left_of()[:2]),
            "off by one": lambda: (left_of()[0] - 1, left_of()[1] - 1, left_of()[2]),
        },
    ),
    hints=(
        "Sizes follow the same rule as for a convolution.",
        "floor((n - 3) / 2) + 1 for the rows and for the columns.",
        "Every channel is pooled by itself: what does that say about their number?",
    ),
    solution="Rows: floor(26 / 2) + 1 = 14. Columns: floor(29 / 2) + 1 = 15. Channels stay: "
    "(14, 15, 16).",
)

SHARE = Exercise(
    name="share-of-nine",
    chapter=CHAPTER,
    section="What is left",
    rung="predict",
    goal="Tell sides from numbers.",
    minutes=2,
    difficulty=1,
    prompt=(
        "A 3×3 max pooling with stride 3 goes over a map of 60×60. Which share of the 3,600 "
        "numbers is left? (Write a fraction or a share, such as 1/2.)"
    ),
    answer=Number(
        right=share_left,
        tolerance=0.002,
        wrong={
            "side for numbers": lambda: 1 / 3,
            "count for share": lambda: 3600 * share_left(),
            "a half is left": lambda: 1 / 2,
            "dropped for left": lambda: 1 - share_left(),
            "two sides added": lambda: 1 / 6,
            "the window 2×2": lambda: share_left(2),
        },
    ),
    hints=(
        "How long is each side of the new map?",
        "How many numbers has it, of 3,600?",
        "One number is left for each window. How many numbers has a window?",
    ),
    solution="20×20 = 400 of 3,600 numbers, one for each window of nine: 1/9. Each side has "
    "become a third.",
)

CORNER = Exercise(
    name="corner-average",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="predict",
    goal="Know what an average does at a border.",
    minutes=3,
    difficulty=2,
    prompt=(
        "All pixels are 9. PyTorch's `AvgPool2d(3, stride=1, padding=1)` counts the zeros of the "
        "padding as pixels. What does it give in a corner?"
    ),
    answer=Number(
        right=corner_of_nines,
        wrong={
            "padding not counted": lambda: corner_of_nines(False),
            "border for corner": lambda: pooled(
                np.pad(np.full((6, 6), 9.0), 1), 3, stride=1, by=ops.avg_pool2d
            )[0, 1],
            "sum for average": lambda: 4 * 9,
            "max and padding": lambda: 0,
            "divided by the zeros": lambda: 4 * 9 / 5,
        },
    ),
    hints=(
        "How many of the nine places in a corner's window lie on the image?",
        "The others hold zeros, and they count when the sum is divided.",
        "Add up the real pixels in the window and divide by all nine places.",
    ),
    solution="Four of the nine places lie on the image: 4 · 9 / 9 = 4. At a border it is 6. With "
    "`count_include_pad=False`, and in Keras, it is 9 everywhere.",
)

LIT = Exercise(
    name="lit-pixel-moves",
    chapter=CHAPTER,
    section="A shift of one pixel",
    rung="explain",
    goal="Say what small shifts change after pooling, and why.",
    minutes=4,
    difficulty=2,
    prompt=(
        "One pixel is lit on black. It moves one column to the right, and the map is max-pooled "
        "(2×2, stride 2) before and after. Does the result change?"
    ),
    answer=Choice(
        options=(
            "Never: pooling does not see a shift by one pixel.",
            "When the pixel leaves its window, which it does from every second column.",
            "Always: another pixel is lit, so another number comes out.",
            "Only at the border of the image.",
        ),
        right=shifted_statement,
        because={
            0: "Windows have borders. What if the pixel steps over one?",
            2: "Which window is the pixel in before, and which after?",
            3: "A window's border is as good as the image's.",
        },
    ),
    hints=(
        "Windows begin at the columns 0, 2, 4.",
        "A pixel in column 4 moves to column 5. In which windows are the two?",
        "Do the same from column 5.",
    ),
    solution=(
        "From an even column it stays in its window and nothing changes. From an odd one it "
        "moves into the next window, and the result moves by one place."
    ),
)

LINE = Exercise(
    name="thin-dark-line",
    chapter=CHAPTER,
    section="The largest or the mean",
    rung="explain",
    goal="Choose between maximum and average by what is to be kept.",
    minutes=4,
    difficulty=2,
    prompt=(
        "A dark line, one pixel wide, runs down a white page. Which poolings of it with a 2×2 "
        "window still show that there was a line?"
    ),
    answer=Choice(
        options=(
            "Maximum and average: neither throws a whole column away.",
            "The maximum alone: it keeps what stands out.",
            "The average alone: in every window a white pixel wins against the line.",
        ),
        right=thin_line_statement,
        because={
            0: "What is the largest of two white and two black pixels?",
            1: "The line stands out by being dark. What is the largest number in its windows?",
        },
    ),
    hints=(
        "White is 1 and the line is 0. Write down one window on the line.",
        "What is its largest number, and what its mean?",
        "Compare both with a window that has no line in it.",
    ),
    solution=(
        "A window on the line holds 1, 0, 1, 0: its maximum is 1, as everywhere, and its mean is "
        "0.5. The maximum keeps bright things. Turn black and white around, and it keeps the line."
    ),
)

DESIGN = Exercise(
    name="pools-that-fit",
    chapter=CHAPTER,
    section="What is left",
    rung="design",
    goal="Choose windows that drop no pixel.",
    minutes=5,
    difficulty=2,
    prompt=(
        "Three poolings, one after the other, each with its window as its stride and no padding. "
        "Give the three windows, so that a side of 60 pixels becomes 2 and no pooling drops a "
        "pixel."
    ),
    answer=Design(
        accept=three_windows,
        requirements=(
            ("60 becomes 2", lambda windows: sizes(windows)[0][-1] == 2),
            ("no pixel is dropped", lambda windows: sizes(windows)[1] == 0),
        ),
        example=lambda: [2, 3, 5],
        wrong={
            "pixels dropped": lambda: [3, 3, 3],
            "the window 2×2": lambda: [2, 2, 2],
            "windows added up": lambda: [10, 10, 10],
        },
    ),
    hints=(
        "Each pooling divides the side by its window, if that goes without a remainder.",
        "By how much must the three together divide 60?",
        "Write 30 as a product of three whole numbers.",
    ),
    solution="Any three windows whose product is 30: 2, 3, 5 in any order, or 1, 5, 6. Windows 3, "
    "3, 3 end at 2 as well, and drop two pixels of 20 on the way.",
)
