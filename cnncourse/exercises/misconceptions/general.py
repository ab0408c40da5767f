"""The mistakes that any answer may show, and those of the assignments."""

from cnncourse.exercises.misconceptions.mistake import Misconception

NAMED = {
    "divided twice": Misconception(
        "The bytes were divided by 255, and what comes of it once more.",
        "What range do the pixels have after the first division?",
    ),
    "factor of the square": Misconception(
        "The square's own factor is missing from its slope.",
        "What is the slope of a square at 3?",
    ),
    "right ones alone": Misconception(
        "Only what was labelled rightly is counted.",
        "How many were there of this class, right or wrong?",
    ),
    "columns for rows": Misconception(
        "Divided by what was chosen, not by what there was.",
        "Of what is this the share: of the answers or of the items?",
    ),
    "divided by all": Misconception(
        "Each class was divided by all images; it has a number of its own.",
        "How many images has this class?",
    ),
    "input changed in place": Misconception(
        "The function changed what it was given; work on a copy.",
        "Print the input before and after the call.",
    ),
    "a constant away": Misconception(
        "Every number is off by the same amount.",
        "Subtract the right numbers from yours: what is the same everywhere?",
    ),
    "not a number": Misconception(
        "NaN or infinity came back.",
        "At which step does the first inf or nan appear? Print them.",
    ),
}
