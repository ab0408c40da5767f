"""The exercises of "Features as a map" that are answered by a value or a choice."""

import numpy as np

from cnncourse.exercises import understood
from cnncourse.exercises.chapters.features_map import components
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number

CHAPTER = "features_map"
VALUES = (6, 3, 2)
IMAGES, PIXELS = 20, 784
LEAST, LARGEST = 0.95, 300


def count_of(answer):
    """Return an answer as a whole number, or say what is wanted."""
    row = understood.row(answer)
    if row is None or row.size != 1:
        raise ValueError("give one number, how many directions are kept, such as 3")
    (count,) = (float(one) for one in row.ravel())
    if not (count == count and 0 < count < 1e6 and count == int(count)):
        raise ValueError("give a whole number above 0: how many directions are kept")
    return int(count)


SHARE = Exercise(
    name="explained-by-the-first",
    chapter=CHAPTER,
    section="Five lines",
    rung="pencil",
    goal="Turn singular values into shares.",
    minutes=3,
    difficulty=1,
    prompt="Rows around their mean have the singular values 6, 3 and 2. Which share of the "
    "variance lies along the first direction? Three decimals, or a fraction.",
    answer=Number(
        right=lambda: components.shares(VALUES)[0],
        wrong={
            "values not squared": lambda: VALUES[0] / sum(VALUES),
            "rooted for squared": lambda: np.sqrt(VALUES[0]) / np.sqrt(VALUES).sum(),
            "share of what is left": lambda: 1 - components.shares(VALUES)[0],
            "last component": lambda: components.shares(VALUES)[-1],
            "first against the second": lambda: VALUES[1] / VALUES[0],
        },
        tolerance=1e-3,
    ),
    hints=(
        "A variance grows with the square of a length.",
        "The squares are 36, 9 and 4.",
        "36 / (36 + 9 + 4).",
    ),
    solution="36/49 = 0.735.",
)


MOST = Exercise(
    name="most-directions",
    chapter=CHAPTER,
    section="Five lines",
    rung="predict",
    goal="Say how many directions rows can differ in.",
    minutes=3,
    difficulty=2,
    prompt=f"{IMAGES} images of {PIXELS} pixels. In how many directions can they differ from their "
    "mean, at most?",
    answer=Number(
        right=lambda: min(IMAGES - 1, PIXELS),
        wrong={
            "mean takes none": lambda: IMAGES,
            "a direction for each pixel": lambda: PIXELS,
            "a direction for each pair": lambda: IMAGES * (IMAGES - 1) // 2,
            "mean takes two": lambda: IMAGES - 2,
        },
        unit="directions",
    ),
    hints=(
        "In how many directions can two points differ from their middle?",
        "And three points? Think of a line and of a plane.",
        "One less than there are images, unless there are fewer pixels.",
    ),
    solution="19. Two points lie on a line, three in a plane: the mean takes one direction away.",
)


FEWER = Exercise(
    name="same-share-other-worth",
    chapter=CHAPTER,
    section="Layer by layer",
    rung="explain",
    goal="Tell explained variance from use.",
    minutes=3,
    difficulty=2,
    prompt="Two directions have 55 % of the variance of an untrained network's features, and "
    "36 % of those of the same network trained. On the map of the trained one more neighbours "
    "are of one class. What does the explained variance tell?",
    answer=Choice(
        options=(
            "How well the two directions part the classes.",
            "How much of the rows' differences the map shows, whatever they are about.",
            "How good the network is.",
            "How many of the features are needed.",
        ),
        right=lambda: 1,
        because={
            0: "The map with the larger share parts them worse here.",
            2: "The untrained one has the larger share.",
            3: "Each direction is made of all the features.",
        },
        wrong={"variance for worth": lambda: 0, "variance for skill": lambda: 2},
    ),
    hints=(
        "Does the computation of a principal component look at the classes?",
        "What would happen to the share if every image were also given a random brightness?",
        "It counts differences between rows, of any kind.",
    ),
    solution="How much of the differences between rows the map shows. Whether those are "
    "differences of class, of light or of size is not asked.",
)


READ = Exercise(
    name="read-off-a-map",
    chapter=CHAPTER,
    section="Exercises",
    rung="explain",
    goal="Read a map by t-SNE as far as it goes.",
    minutes=4,
    difficulty=2,
    prompt="On a map by t-SNE two groups lie far apart, and one is twice as wide as the other. "
    "What may be said without looking at the features themselves?",
    answer=Choice(
        options=(
            "The two groups are farther apart than others that lie closer.",
            "The features of the wider group differ more among themselves.",
            "The groups exist in the features.",
            "None of these.",
        ),
        right=lambda: 3,
        because={
            0: "Groups ten and fifty apart came out about equally far.",
            1: "A group ten times as wide came out equally wide.",
            2: "A map of noise could be cut into groups as well.",
        },
        wrong={
            "distances believed": lambda: 0,
            "sizes believed": lambda: 1,
            "groups believed": lambda: 2,
        },
    ),
    hints=(
        "What came of three groups at 0, 10 and 60?",
        "What came of a group ten times as wide as another?",
        "What came of noise?",
    ),
    solution="None. A map suggests what to measure in the features themselves.",
)


PLAN = Exercise(
    name="plan-the-directions",
    chapter=CHAPTER,
    section="Exercises",
    rung="design",
    goal="Keep as many directions as are needed, and no more than fit.",
    minutes=6,
    difficulty=2,
    prompt=f"{components.ROWS:,} rows of {components.FEATURES} features are kept as their places "
    "along the first k principal components, with these directions and the mean row, all "
    "as "
    "float32 (4 bytes). The first direction has half of the variance, each further one half of "
    f"what is left. Choose k so that at least {LEAST:.0%} of the variance is kept in at most "
    f"{LARGEST} thousand bytes.",
    answer=Design(
        accept=count_of,
        requirements=(
            (
                f"at least {LEAST:.0%} of the variance",
                lambda count: components.halving(count) >= LEAST,
            ),
            (
                f"at most {LARGEST} thousand bytes",
                lambda count: components.kilobytes(count) <= LARGEST,
            ),
        ),
        example=lambda: 6,
        wrong={
            "too few directions": lambda: 3,
            "bytes taken for numbers": lambda: 25,
            "all that there are": lambda: components.FEATURES,
        },
    ),
    hints=(
        "How much is left after one direction, after two, after three?",
        "One direction more costs 10,000 numbers for the rows, and 128 for itself.",
        "1 − 0.5⁵ = 0.969. And 300,000 bytes are 75,000 numbers.",
    ),
    solution="5, 6 or 7: five keep 96.9 %, and seven need 284 thousand bytes.",
)
