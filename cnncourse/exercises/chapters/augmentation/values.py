"""The exercises of "Augmentation" that are answered by a value."""

import numpy as np

from cnncourse.exercises.chapters.augmentation import changing
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number
from cnncourse.exercises.understood import numbers

CHAPTER = "augmentation"
WIDTH, RIGHT, COLUMN = 28, 3, 5
SYMMETRICAL = {"b": False, "d": False, "o": True, "x": True}
TOP, BOTTOM, LEFT, LAST, PLACES = 6, 21, 3, 24, 60


def column_of(column, mirrored=True, moved=RIGHT):
    """Return from which column the pixels of a mirrored, then moved image come."""
    column = column - moved
    return WIDTH - 1 - column if mirrored else column


def expected_share(letters):
    """Return how much of each letter is right: half where two letters look alike, else all."""
    return 100 * float(np.mean([1.0 if same else 0.5 for same in letters.values()]))


CAME_FROM = Exercise(
    name="where-it-came-from",
    chapter=CHAPTER,
    section="Look back, not forward",
    rung="pencil",
    goal="Follow a pixel back through two changes.",
    minutes=3,
    difficulty=1,
    prompt="An image of 28 columns, numbered from 0, is mirrored left to right and then moved by 3 "
    "pixels to the right. Which column of the image before does column 5 of the new one show?",
    answer=Number(
        right=lambda: column_of(COLUMN),
        wrong={
            "moved the other way": lambda: column_of(COLUMN, moved=-RIGHT),
            "not mirrored": lambda: column_of(COLUMN, mirrored=False),
            "not moved": lambda: column_of(COLUMN, moved=0),
            "counted from one": lambda: column_of(COLUMN) + 1,
        },
    ),
    hints=(
        "Go backwards: the last change is undone first.",
        "Before it was moved by 3, column 5 was column 2.",
        "In a mirror column j shows column 27 − j.",
    ),
    solution="Column 5 was column 5 − 3 = 2 before the move, and that shows column 27 − 2 = 25.",
)


LETTERS = Exercise(
    name="letters-in-the-mirror",
    chapter=CHAPTER,
    section="A flip that ruins digits",
    rung="predict",
    goal="Say which classes a flip makes alike, and what that costs.",
    minutes=3,
    difficulty=1,
    prompt="A network learns to tell b, d, o and x, as many of each, and each training image is "
    "mirrored with probability one half. b and d are each other's mirror image; o and x are their "
    "own. About what percentage of upright test letters will be right?",
    answer=Number(
        right=lambda: expected_share(SYMMETRICAL),
        wrong={
            "all letters suffer": lambda: expected_share(dict.fromkeys(SYMMETRICAL, False)),
            "labels survive": lambda: expected_share(dict.fromkeys(SYMMETRICAL, True)),
            "halved twice": lambda: (
                expected_share(SYMMETRICAL) - expected_share({"b": False}) / len(SYMMETRICAL)
            ),
            "chance among all": lambda: 100 / len(SYMMETRICAL),
        },
        tolerance=2,
        unit="%",
    ),
    hints=(
        "What labels does an image of a b come with in training, mirrored or not?",
        "b and d come with both labels, half the time each. Are o and x ever called anything else?",
        "Half of b and d, all of o and x.",
    ),
    solution="o and x are always called o and x. What looks like a b is called b half the time and "
    "d the other half, so b and d are guessed: (50 + 50 + 100 + 100) / 4 = 75 %.",
)


HANDS = Exercise(
    name="left-hand-right-hand",
    chapter=CHAPTER,
    section="A flip that ruins digits",
    rung="explain",
    goal="Tell the changes that make one class of another.",
    minutes=4,
    difficulty=2,
    prompt="A network is to tell left hands from right hands, in any position. Which change makes "
    "a right hand of a left one, so that its label is wrong?",
    answer=Choice(
        options=(
            "Turned by 180 degrees.",
            "Mirrored top to bottom.",
            "Mirrored left to right and then top to bottom.",
            "Each pixel multiplied by 0.7.",
        ),
        right=changing.makes_the_other_hand,
        because={
            0: "Turn your own left hand upside down. Is it a right hand now?",
            2: "Two mirrors: what does a sheet of paper look like after both?",
            3: "Does light change which side the thumb is on?",
        },
    ),
    hints=(
        "Hold up your left hand and try them.",
        "A turned hand can be turned back. Can a mirrored one?",
        "Mirrored twice is turned by 180 degrees.",
    ),
    solution="A single mirror, whichever way, makes the other hand, in some position. Two of them "
    "are a turn by 180 degrees, and no turn makes a right hand of a left one.",
)


def moves_of(answer):
    """Return an answer as (rows, columns), or say what is wanted."""
    parts = answer.strip("()[] ").replace(";", ",").split(",") if isinstance(answer, str) else None
    parts = list(answer) if parts is None and hasattr(answer, "__iter__") else parts or [answer]
    readings = [one for one in map(numbers, parts) if one]
    if len(readings) != 2:
        raise ValueError("give two numbers: rows, columns, such as (1, 4)")
    rows, columns = (float(one[0]) for one in readings)
    if min(rows, columns) < 0 or (rows, columns) != (int(rows), int(columns)):
        raise ValueError("both are whole numbers of at least 0")
    return int(rows), int(columns)


ROOM = Exercise(
    name="room-to-move",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="design",
    goal="Choose how far images may be moved.",
    minutes=4,
    difficulty=2,
    prompt="In images of 28×28 pixels all objects lie in rows 6 to 21 and columns 3 to 24, counted "
    "from 0. Choose `rows, columns`: by how many pixels an image may at most be moved up or down, "
    "and left or right. No pixel of an object may leave, and an image must have at least 60 "
    "places.",
    answer=Design(
        accept=moves_of,
        requirements=(
            (
                "no object leaves at the top or bottom",
                lambda made: made[0] <= min(TOP, WIDTH - 1 - BOTTOM),
            ),
            (
                "no object leaves at the sides",
                lambda made: made[1] <= min(LEFT, WIDTH - 1 - LAST),
            ),
            (
                f"there are at least {PLACES} places",
                lambda made: (2 * made[0] + 1) * (2 * made[1] + 1) >= PLACES,
            ),
        ),
        example=lambda: (6, 3),
        wrong={
            "one number for both": lambda: (6, 6),
            "too few places": lambda: (3, 3),
            "sides swapped": lambda: (3, 6),
            "one pixel too far": lambda: (7, 4),
        },
    ),
    hints=(
        "How many rows are free above the objects, and how many below?",
        "6 above; below row 21 lie rows 22 to 27. Do the same for the columns.",
        "Up to r rows either way are 2r + 1 places.",
    ),
    solution="Six rows are free on either side and three columns, so (6, 3) loses nothing: 13 · 7 "
    "= 91 places. (5, 3) and, with 9 · 7 = 63 places, (4, 3) will do as well.",
)
