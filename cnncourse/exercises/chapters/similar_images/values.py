"""The exercises of "Similar images" that are answered by a value or a choice."""

import math

from cnncourse.exercises import understood
from cnncourse.exercises.chapters.similar_images import searches
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number

CHAPTER = "similar_images"
ONE, OTHER = (2, 1, 2), (1, 2, 2)
TOLD, FOUND = 0.68, 5
RIGHT, CLASSES = 82, 10  # percent
ROWS, LONGEST, LEAST_SHARE, FEWEST = 40_000, 2000, 0.02, 4


def pair_of(answer):
    """Return an answer as (cells, probed), or say what is wanted."""
    pair = understood.row(answer)
    if pair is None or pair.size != 2:
        raise ValueError("give two numbers, cells and how many are looked into, such as [100, 2]")
    pair = [float(one) for one in pair.ravel()]
    if not all(one == one and 0 < one < 1e9 and one == int(one) for one in pair):
        raise ValueError("give two whole numbers above 0: cells, and how many are looked into")
    return tuple(map(int, pair))


COSINE = Exercise(
    name="cosine-distance-by-hand",
    chapter=CHAPTER,
    section="Alike in pixels",
    rung="pencil",
    goal="Compute a cosine distance.",
    minutes=4,
    difficulty=1,
    prompt=f"What is the cosine distance of {ONE} and {OTHER}? Three decimals, or a fraction.",
    answer=Number(
        right=lambda: searches.cosine_distance(ONE, OTHER),
        wrong={
            "cosine for distance": lambda: 1 - searches.cosine_distance(ONE, OTHER),
            "product not divided": lambda: 1 - sum(map(math.prod, zip(ONE, OTHER, strict=True))),
            "Euclid for cosine": lambda: math.dist(ONE, OTHER),
            "angle for cosine": lambda: math.acos(1 - searches.cosine_distance(ONE, OTHER)),
            "divided by one length": lambda: 1 - 8 / 3,
        },
        tolerance=1e-3,
    ),
    hints=(
        "The product: multiply place by place and add up.",
        "Both have the length 3, since 4 + 1 + 4 = 9.",
        "1 − 8 / (3 · 3).",
    ),
    solution="The product is 2 + 2 + 4 = 8, both lengths are 3: 1 − 8/9 = 1/9 = 0.111.",
)


SCALED = Exercise(
    name="what-a-factor-leaves",
    chapter=CHAPTER,
    section="Alike in pixels",
    rung="explain",
    goal="Tell direction from length.",
    minutes=4,
    difficulty=2,
    prompt="All features of a query are multiplied by 3, those of the shelf are not. What is sure "
    "to stay as it is? Name all.",
    answer=Choice(
        options=(
            "The order of the shelf by cosine distance.",
            "The order of the shelf by Euclidean distance.",
            "The cosine distances themselves.",
            "The Euclidean distances themselves.",
        ),
        right=searches.what_a_factor_leaves,
        because={
            1: "A query three times as long moves away from short rows and towards long ones.",
            3: "The query is somewhere else now.",
        },
        wrong={
            "order without distances": lambda: (0,),
            "all orders kept": lambda: (0, 1, 2),
            "lengths trusted": lambda: (1, 3),
        },
    ),
    hints=(
        "Draw the query and two rows as arrows in a plane, one short, one long.",
        "What does the division by the query's length do to a factor of 3?",
        "An angle does not change when an arrow gets longer. The distance of its end from another "
        "arrow's does.",
    ),
    solution="The cosine distances, since the factor is divided away, and so their order too. "
    "Euclidean distances change, each by another amount, and with them the order may.",
)


ITSELF = Exercise(
    name="itself-among-the-five",
    chapter=CHAPTER,
    section="Whose features?",
    rung="predict",
    goal="Take the query out of what it found.",
    minutes=4,
    difficulty=2,
    prompt=f"Each image of a shelf is searched for on that same shelf, finds itself first, and "
    f"four others. The precision at {FOUND} is told as {TOLD}. What is it among the four others?",
    answer=Number(
        right=lambda: searches.without_itself(TOLD, FOUND),
        wrong={
            "query still counted": lambda: TOLD,
            "taken from the top alone": lambda: (TOLD * FOUND - 1) / FOUND,
            "taken from below alone": lambda: TOLD * FOUND / (FOUND - 1),
            "one whole share taken off": lambda: TOLD - 1 / (FOUND - 1),
        },
        tolerance=1e-3,
    ),
    hints=(
        f"How many of the {FOUND} are right, on average?",
        "One of them is the query itself, and it is always right.",
        "(3.4 − 1) of the 4 others.",
    ),
    solution="0.68 · 5 = 3.4 are right, one of them the query: 2.4 of 4 others, 0.60.",
)


NAMED_CLASS = Exercise(
    name="any-five-of-the-class",
    chapter=CHAPTER,
    section="What the figure rewards",
    rung="predict",
    goal="See what precision by class does not ask.",
    minutes=3,
    difficulty=1,
    prompt=f"A network names the right one of {CLASSES} classes for {RIGHT} % of the queries. A "
    "search gives back *any* five images of the class that the network names, drawn by lot. What "
    "is its precision at 5, in percent?",
    answer=Number(
        right=lambda: RIGHT,
        wrong={
            "five must all be right": lambda: 100 * (RIGHT / 100) ** 5,
            "as if by lot from all": lambda: 100 / CLASSES,
            "a fifth of it": lambda: RIGHT / 5,
            "errors for hits": lambda: 100 - RIGHT,
        },
        unit="percent",
        tolerance=0.05,
    ),
    hints=(
        "How many of the five are right when the class is, and how many when it is not?",
        "It is five out of five, or none.",
        "The mean of 100 % for 82 % of the queries and 0 % for the others.",
    ),
    solution="82 %. It does not look at the images on the shelf at all, and the figure does not "
    "tell.",
)


CELLS = Exercise(
    name="plan-the-cells",
    chapter=CHAPTER,
    section="Sixty thousand",
    rung="design",
    goal="Choose cells for a search within a budget.",
    minutes=7,
    difficulty=2,
    prompt=f"A shelf has {ROWS:,} rows, equally many in each cell. A search compares the query "
    "with every centre, then with all rows of the cells looked into. Choose the number of cells "
    f"and how many are looked into, such that at most {LONGEST:,} comparisons are made, at least "
    f"{LEAST_SHARE:.0%} of the rows are compared, and at least {FEWEST} cells are looked into. "
    "Give two numbers, such as `[100, 2]`.",
    answer=Design(
        accept=pair_of,
        requirements=(
            (
                f"at most {LONGEST:,} comparisons",
                lambda pair: searches.comparisons(ROWS, *pair) <= LONGEST,
            ),
            (
                f"at least {LEAST_SHARE:.0%} of the rows",
                lambda pair: LEAST_SHARE <= pair[1] / pair[0] <= 1,
            ),
            (f"at least {FEWEST} cells looked into", lambda pair: pair[1] >= FEWEST),
        ),
        example=lambda: (200, 4),
        wrong={
            "centres not counted": lambda: (1600, 40),
            "cells too large": lambda: (50, 4),
            "one cell will do": lambda: (50, 1),
        },
    ),
    hints=(
        "With c cells a cell has 40,000 / c rows. Looking into p of them compares p times as many.",
        "Comparisons: c + 40,000 · p / c. Rows compared: the share p / c.",
        "Keep p / c at one fiftieth: 800 rows. How many centres are then left to compare?",
    ),
    solution="With p / c = 1/50, 800 rows are compared and 1,200 comparisons are left for centres: "
    "`[200, 4]` makes 1,000.",
)
