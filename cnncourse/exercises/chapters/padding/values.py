"""The exercises of "Padding" that are answered by numbers, a shape or a choice."""

from cnncourse.exercises.chapters.padding.frames import (
    CORNER_KERNEL,
    corner_sum,
    full_size,
    grown,
    keeping,
    kernel_and_padding,
    layers_left,
    map_size,
    other_end,
    padded_row,
    same_sides,
    shown_at_zero,
    swapped,
    unframed_sum,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Array, Choice, Design, Number, Shape

CHAPTER = "padding"

KEEP = Exercise(
    name="keep-size",
    chapter=CHAPTER,
    section="A frame of zeros",
    rung="predict",
    goal="Choose the padding that keeps an image's size.",
    minutes=2,
    difficulty=1,
    prompt=(
        "A 7×7 kernel moves one pixel at a time. How many pixels of padding on *each* side keep "
        "the size of the image?"
    ),
    answer=Number(
        right=lambda: keeping(7),
        wrong={
            "both ends together": lambda: 7 - 1,
            "as for a 3×3 kernel": lambda: keeping(3),
            "kernel for padding": lambda: 7,
            "off by one": lambda: keeping(7) + 1,
        },
        unit="pixels",
    ),
    hints=(
        "How many pixels does the map lose without padding?",
        "A window of k pixels takes k - 1 from a side; the padding has to give them back.",
        "It gives them back at two ends, half at each.",
    ),
    solution=(
        "Without padding the map is smaller by 7 − 1 = 6. Two ends give back 3 each. For an odd "
        "kernel of $k$ pixels it is $(k-1)/2$."
    ),
)

FULL = Exercise(
    name="full-size",
    chapter=CHAPTER,
    section="A frame of zeros",
    rung="predict",
    goal="Say how large a full map is.",
    minutes=3,
    difficulty=1,
    prompt=(
        "An image has 5 rows and 9 columns, a kernel 3 rows and 4 columns. What size has the "
        "*full* map, as rows x columns?"
    ),
    answer=Shape(
        right=lambda: full_size((5, 9), (3, 4)),
        wrong={
            "padding forgotten": lambda: map_size((5, 9), (3, 4)),
            "same for full": lambda: (5, 9),
            "height and width swapped": lambda: full_size((5, 9), (3, 4))[::-1],
            "kernel's sides swapped": lambda: full_size((5, 9), (4, 3)),
            "off by one": lambda: tuple(n + 1 for n in full_size((5, 9), (3, 4))),
        },
    ),
    hints=(
        "The first window that counts overlaps the image with its last row and column alone.",
        "So the padding is the kernel's side less one, at each end.",
        "A side becomes n + 2(k - 1) - (k - 1) long.",
    ),
    solution=(
        "A side of $n$ pixels becomes $n + k - 1$ long: 5 + 3 − 1 = 7 rows and 9 + 4 − 1 = 12 "
        "columns."
    ),
)

CORNER = Exercise(
    name="corner-sum",
    chapter=CHAPTER,
    section="A frame of zeros",
    rung="pencil",
    goal="Compute a number of the map at the border of an image.",
    minutes=4,
    difficulty=1,
    prompt=(
        "The image and the kernel are\n\n"
        "$$\\begin{matrix}3&1&2\\\\2&4&0\\\\1&0&5\\end{matrix}\\qquad"
        "\\begin{matrix}1&2&1\\\\0&1&2\\\\1&0&-1\\end{matrix}$$\n\n"
        "and a frame of zeros, one pixel wide, is put around the image. Which number stands at "
        "the top left of the map?"
    ),
    answer=Number(
        right=corner_sum,
        wrong={
            "padding forgotten": unframed_sum,
            "flipped kernel": lambda: corner_sum(kernel=CORNER_KERNEL[::-1, ::-1]),
            "border repeated": lambda: corner_sum("replicate"),
            "zeros wanted": lambda: corner_sum("reflect"),
            "transposed": lambda: corner_sum(kernel=CORNER_KERNEL.T),
        },
    ),
    hints=(
        "The window's centre lies on the image's first pixel.",
        "Five of its nine pixels are zeros of the frame: its first row and its first column.",
        "What is left is the kernel's lower right 2×2 on the image's upper left 2×2.",
    ),
    solution="1·3 + 2·1 + 0·2 − 1·4 = 1. The other five weights meet zeros.",
)

LAYERS = Exercise(
    name="layers-left",
    chapter=CHAPTER,
    section="What a border loses",
    rung="pencil",
    goal="Count how many layers an image lasts without padding.",
    minutes=3,
    difficulty=2,
    prompt=(
        "An image of 32×32 pixels goes through one 5×5 kernel after another, without padding. "
        "After how many is what is left too small for the next?"
    ),
    answer=Number(
        right=lambda: layers_left(32, 5),
        wrong={
            "as for a 3×3 kernel": lambda: layers_left(32, 3),
            "kernel for border": lambda: layers_left(32, 5, lost=5),
            "border on one side": lambda: layers_left(32, 5, lost=2),
            "one layer too many": lambda: layers_left(32, 5) + 1,
        },
    ),
    hints=(
        "How many pixels does one layer take from a side?",
        "Write the sizes down, one after the other, as long as five pixels fit.",
        "Each takes 4 pixels: 32, 28, 24 and so on. Count the arrows, not the numbers.",
    ),
    solution=(
        "Each takes 5 − 1 = 4 pixels: 32 → 28 → 24 → 20 → 16 → 12 → 8 → 4. After 7 of them a "
        "5×5 window no longer fits."
    ),
)

MIRROR = Exercise(
    name="mirrored-row",
    chapter=CHAPTER,
    section="What stands in the frame",
    rung="pencil",
    goal="Write down what reflect puts at the ends of a row.",
    minutes=3,
    difficulty=1,
    prompt=(
        "The row 2, 7, 1, 8, 4 gets two pixels of *reflect* padding at both ends. Write down all "
        "nine numbers."
    ),
    answer=Array(
        right=lambda: padded_row("reflect"),
        wrong={
            "border pixel twice": lambda: padded_row("symmetric"),
            "border repeated": lambda: padded_row("edge"),
            "zeros in the frame": lambda: padded_row("constant"),
            "wrapped round": lambda: padded_row("wrap"),
        },
    ),
    hints=(
        "The mirror stands *on* the first pixel, not before it.",
        "So the first pixel is not repeated: what comes before it is its neighbour on the right.",
        "Going left from the 2, one meets the pixels that one meets going right from it.",
    ),
    solution="1, 7, **2, 7, 1, 8, 4**, 8, 1: outwards from an end as inwards from it.",
)

SAME = Exercise(
    name="same-numbers",
    chapter=CHAPTER,
    section="Same shape, other pixels",
    rung="predict",
    goal="Work out the four numbers that Keras's same stands for.",
    minutes=5,
    difficulty=2,
    prompt=(
        "An image of 5 rows and 8 columns goes through a 3×3 kernel that moves two pixels at a "
        'time, with Keras\'s `"same"`. What is added, as top, bottom, left, right?'
    ),
    answer=Array(
        right=lambda: same_sides((5, 8), 3, 2),
        wrong={
            "symmetric padding": lambda: (1, 1, 1, 1),
            "other end": lambda: other_end(same_sides((5, 8), 3, 2)),
            "height and width swapped": lambda: swapped(same_sides((5, 8), 3, 2)),
            "padding forgotten": lambda: (0, 0, 0, 0),
        },
    ),
    hints=(
        "How many windows come out in each direction? Half of the side, rounded up.",
        "From the first window's start to the last one's end: how many pixels? Less the side.",
        "An even total goes to both ends alike; of an odd one, the larger half goes to the end.",
    ),
    solution=(
        "Rows: 3 windows reach over 2·2 + 3 = 7 pixels, so 2 are added, one at each end. "
        "Columns: 4 windows reach over 3·2 + 3 = 9 pixels, so 1 is added, and it goes to the "
        "right: (1, 1, 0, 1)."
    ),
)

GREY = Exercise(
    name="grey-frame",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="explain",
    goal="Say what a frame of zeros looks like after images were scaled.",
    minutes=3,
    difficulty=2,
    prompt=(
        "Images are scaled so that black is −1 and white is 1, and padded with zeros. What does a "
        "kernel see around the black background of a boot?"
    ),
    answer=Choice(
        options=(
            "a black frame, as the background",
            "a grey frame, halfway between black and white",
            "a white frame",
            "nothing: zeros add nothing to any sum",
        ),
        right=shown_at_zero,
        because={
            0: "Which number is black after this scaling?",
            2: "Which number is white after this scaling?",
            3: "Zeros add nothing, but the −1 of the background beside them do.",
        },
    ),
    hints=(
        "Which grey has the number 0 after this scaling?",
        "Take an upright-edge kernel at the left border: frame on its left, background beside.",
        "0 lies between −1 and 1. Where exactly?",
    ),
    solution=(
        "0 lies halfway between −1 and 1, so the frame is grey. An upright-edge kernel finds a "
        "border between it and the background all the way down. Pad with the number of black, or "
        "replicate."
    ),
)

GROW = Exercise(
    name="larger-map",
    chapter=CHAPTER,
    section="A frame of zeros",
    rung="design",
    goal="Choose kernel and padding for a size that is asked for.",
    minutes=5,
    difficulty=2,
    prompt=(
        "Make a 28×28 image's map 32×32. Give the kernel's side and the padding on each side, as "
        "(kernel, padding). No window may lie on the frame alone, and it moves one pixel at a "
        "time."
    ),
    answer=Design(
        accept=kernel_and_padding,
        requirements=(
            ("the map is 32×32", lambda pair: grown(pair) == 32),
            ("every window sees a pixel of the image", lambda pair: pair[1] < pair[0]),
            ("the window fits into the padded image", lambda pair: grown(pair) >= 1),
        ),
        example=lambda: (5, 4),
        wrong={
            "padding on one side": lambda: (5, 8),
            "frame alone": lambda: (3, 3),
            "map smaller": lambda: (5, 0),
            "same for full": lambda: (5, 2),
        },
    ),
    hints=(
        "The map has 28 + 2p - k + 1 numbers along each side.",
        "So 2p - k is to be 3. Several pairs do it.",
        "The corner window still sees one pixel of the image if p is at most k - 1.",
    ),
    solution=(
        "28 + 2p − k + 1 = 32 wants 2p = k + 3, and p ≤ k − 1 keeps the corner window on the "
        "image: (5, 4), the full map of a 5×5 kernel, or (7, 5), (9, 6) and so on. (3, 3) gives "
        "the size too, but its corner windows see zeros alone."
    ),
)
