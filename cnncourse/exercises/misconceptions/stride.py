"""The mistakes first met in the chapter "stride"."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "ceil for floor": Misconception(
        "The last, incomplete step was counted. A window that does not fit whole is not taken.",
        "Where does the last window start, and does it still fit?",
    ),
    "dilation forgotten": Misconception(
        "This is the answer without dilation.",
        "How far apart do two neighbouring weights lie?",
    ),
    "counted from the window's start": Misconception(
        "These pixels begin where the last window begins; that window reads some of them.",
        "Which pixels does that last window itself read?",
    ),
    "gap after the last weight": Misconception(
        "A gap was counted behind the last weight, too.",
        "How many gaps lie between three weights?",
    ),
    "gaps one too wide": Misconception(
        "Dilation d means a weight on every d-th pixel, so d - 1 between.",
        "Write the pixels' numbers down: which does the second weight read?",
    ),
    "dilation added once": Misconception(
        "Every step from one weight to the next is a dilation long.",
        "How far is it from the first weight to the last, step by step?",
    ),
    "own stride counted": Misconception(
        "A layer's own stride does not spread its own window; it spreads those of the layers "
        "behind it.",
        "Which windows does a layer's stride move apart: its own or later ones?",
    ),
    "kernels added up": Misconception(
        "Neighbouring windows overlap: a layer adds one less than its kernel.",
        "Draw two windows of three side by side: how many pixels in all?",
    ),
    "kernels multiplied": Misconception(
        "Windows of neighbours overlap, so fields do not multiply.",
        "Draw two windows of three side by side: how many pixels in all?",
    ),
    "picked for averaged": Misconception(
        "One pixel of each block was kept, and the others were not looked at.",
        "Change a pixel that you did not pick: what should happen?",
    ),
    "only along the rows": Misconception(
        "Only the two upper pixels of each block were averaged.",
        "Change a pixel in the block's lower row: what should happen?",
    ),
    "only along the columns": Misconception(
        "Only the two left pixels of each block were averaged.",
        "Change a pixel in the block's right column: what should happen?",
    ),
    "rounded down": Misconception(
        "The fraction was cut off.",
        "Which type has your result, and can it hold a half?",
    ),
    "stride and dilation swapped": Misconception(
        "Stride and dilation changed places: one moves the window, one spreads it.",
        "Which of the two moves the window as a whole?",
    ),
    "size for last pixel": Misconception(
        "This is how many pixels are seen, not which is the last.",
        "The first one is pixel 0. Which is the last, then?",
    ),
    "layers in the wrong order": Misconception(
        "The layers were taken in the reverse order.",
        "Which of the layers meets the image first?",
    ),
    "holes": Misconception(
        "It reaches far enough, and reads only some pixels on the way.",
        "Nudge each pixel on the way: which of them are not felt?",
    ),
    "holes everywhere": Misconception(
        "Every layer leaves gaps that no other layer fills.",
        "Is there a layer that looks at neighbouring pixels?",
    ),
    "counted from one": Misconception(
        "Places count from 0.",
        "Which place has the very first number?",
    ),
    "kernel not taken off": Misconception(
        "A window takes up pixels; take it off the side before you divide.",
        "Where is the last place at which the window can start?",
    ),
    "started one late": Misconception(
        "The first window starts at the first pixel.",
        "At which pixel does the first window start?",
    ),
}
