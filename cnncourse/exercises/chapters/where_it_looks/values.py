"""The exercises of "Where does it look?" that are answered by a value."""

import numpy as np

from cnncourse.exercises.chapters.where_it_looks import mapping
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number
from cnncourse.exercises.understood import numbers

CHAPTER = "where_it_looks"
LOGIT, SIZE = 9.5, 4
FEWEST_PIXELS, MOST_PASSES, FINEST = 4, 200, 2


def lower_right(weights):
    """Return the lower right number of the small maps weighed so."""
    return float(mapping.weighed(mapping.MAPS, weights)[1, 1])


BLACK = Exercise(
    name="black-on-black",
    chapter=CHAPTER,
    section="Cover it",
    rung="predict",
    goal="Know what a covering square cannot show.",
    minutes=2,
    difficulty=1,
    prompt="A boot lies on black, and its logit is 9.5. A black square of 4×4 pixels is laid on a "
    "corner of the image where everything is black. What number does occlusion write there?",
    answer=Number(
        right=lambda: mapping.fall(LOGIT, LOGIT),
        wrong={
            "logit for its fall": lambda: LOGIT,
            "fall turned round": lambda: mapping.fall(0, LOGIT),
            "pixels for logits": lambda: SIZE**2,
            "shared among the pixels": lambda: LOGIT / SIZE**2,
        },
        unit="logits",
    ),
    hints=(
        "Occlusion writes the difference of two logits. Of which two images?",
        "In which pixels do the two images differ?",
        "Equal images have equal logits.",
    ),
    solution="0: the covered image is the image itself, so the logit does not fall. A map of zeros "
    "there does not say that the network pays no heed to the background.",
)


PENCIL = Exercise(
    name="two-maps-by-hand",
    chapter=CHAPTER,
    section="Weigh the maps",
    rung="pencil",
    goal="Compute one number of Grad-CAM.",
    minutes=4,
    difficulty=2,
    prompt="A layer gives two maps of 2×2: [[1, 2], [0, 5]] and [[3, 0], [4, 1]]. The gradients of "
    "the class's logit at them are [[2, 0], [4, 2]] and [[-4, 0], [0, 0]]. What number does "
    "Grad-CAM give for the *lower right* place?",
    answer=Number(
        right=lambda: lower_right(mapping.SLOPES.mean((0, 1))),
        wrong={
            "gradients added up": lambda: lower_right(mapping.SLOPES.sum((0, 1))),
            "gradient of the place alone": lambda: float(
                (mapping.MAPS * mapping.SLOPES).sum(2)[1, 1]
            ),
            "signs of gradients lost": lambda: lower_right(np.abs(mapping.SLOPES).mean((0, 1))),
            "largest gradient for the mean": lambda: lower_right(mapping.SLOPES.max((0, 1))),
        },
    ),
    hints=(
        "First one weight for each map: the mean of its four gradients.",
        "The weights are (2 + 0 + 4 + 2)/4 = 2 and −4/4 = −1.",
        "2 times the first map's lower right number, less the second's.",
    ),
    solution="The weights are 2 and −1. Lower right: 2·5 − 1·1 = 9. Before the cut the whole "
    "map is [[−1, 4], [−4, 9]]; afterwards both negative places are 0.",
)


def proven():
    """Return which statement holds of a map that stays when the dense layers are redrawn."""
    return 2


REDRAWN = Exercise(
    name="head-redrawn",
    chapter=CHAPTER,
    section="Make the network forget",
    rung="explain",
    goal="Say what a failed sanity check means.",
    minutes=4,
    difficulty=2,
    prompt="All dense layers get new random weights, so that the network only guesses. A method's "
    "map keeps its order of pixels (rank correlation 0.98). What follows?",
    answer=Choice(
        options=(
            "The convolutional layers alone decide the class.",
            "The map is stable, so it can be trusted.",
            "The map cannot be evidence of why this class was given.",
            "The new weights happen to be like the old ones.",
        ),
        right=proven,
        because={
            0: "With a head that guesses, no class is decided rightly any more.",
            3: "Then the network would still be right. It guesses.",
        },
        wrong={"stable taken for true": lambda: 1},
    ),
    hints=(
        "Which class does the network with the new weights give, and for what reason?",
        "The reasons are gone and the map is there.",
        "What depends on the reasons would have changed.",
    ),
    solution="What the network had learned about classes stood in part in the layers that were "
    "redrawn. A map that does not notice cannot be evidence of it. It may still show what the "
    "convolutional layers found.",
)


def square_of(answer):
    """Return an answer as (size, stride), or say what is wanted."""
    parts = answer.strip("()[] ").replace(";", ",").split(",") if isinstance(answer, str) else None
    parts = list(answer) if parts is None and hasattr(answer, "__iter__") else parts or [answer]
    readings = [one for one in map(numbers, parts) if one]
    if len(readings) != 2:
        raise ValueError("give two numbers: size, stride, such as (7, 7)")
    size, stride = (float(one[0]) for one in readings)
    if not 1 <= size <= 28 or stride < 1 or (size, stride) != (int(size), int(stride)):
        raise ValueError("both are whole numbers of pixels, from 1 to 28")
    return int(size), int(stride)


SQUARES = Exercise(
    name="squares-that-cover",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="design",
    goal="Choose squares that are fine enough and can be paid for.",
    minutes=4,
    difficulty=2,
    prompt="Occlusion of images of 28×28 pixels. Choose the square's `size, stride`, in pixels: at "
    "least 4 a side, moved by at most 2; the last square ends exactly at the edge; at most 200 "
    "squares.",
    answer=Design(
        accept=square_of,
        requirements=(
            (f"the side is at least {FEWEST_PIXELS} pixels", lambda n: n[0] >= FEWEST_PIXELS),
            (f"it moves by at most {FINEST} pixels", lambda n: n[1] <= FINEST),
            ("the last square ends at the edge", lambda n: (28 - n[0]) % n[1] == 0),
            (f"there are at most {MOST_PASSES} squares", lambda n: mapping.passes(*n) <= 200),
        ),
        example=lambda: (4, 2),
        wrong={
            "a square for each pixel": lambda: (4, 1),
            "squares side by side": lambda: (7, 7),
            "too little hidden": lambda: (2, 2),
            "edge left over": lambda: (5, 2),
        },
    ),
    hints=(
        "Along a side there are (28 − size)/stride + 1 places, and that squared in all.",
        "200 squares are at most 14 along a side.",
        "With stride 2 the size must be even.",
    ),
    solution="With stride 2 and size 4 there are 24/2 + 1 = 13 places a side, 169 squares. Every "
    "even size from 4 on will do. Stride 1 needs 28 − size + 1 ≤ 14, so a size from 15 on: few "
    "squares, and hardly anything left to see.",
)
