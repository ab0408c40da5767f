"""The exercises of "The claims" that are answered by a value or a choice."""

from cnncourse.exercises import understood
from cnncourse.exercises.chapters.claims import checking
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Array, Choice, Design, Number

CHAPTER = "claims"
HEIGHT, WIDTH, COLOURS, UNITS = 1080, 1920, 3, 64
PIXELS = 28
MOST_ERROR, FEWEST_RUNS, MOST_MINUTES = 0.3, 3, 60  # points, runs, minutes


def pair_of(answer):
    """Return an answer as (images, runs), or say what is wanted."""
    pair = understood.row(answer)
    if pair is None or pair.size != 2:
        raise ValueError("give two numbers, test images and runs, such as [1000, 2]")
    pair = [float(one) for one in pair.ravel()]
    if not all(one == one and 0 < one < 1e9 and one == int(one) for one in pair):
        raise ValueError("give two whole numbers above 0: test images, and runs")
    return tuple(map(int, pair))


COLOUR = Exercise(
    name="units-on-a-colour-picture",
    chapter=CHAPTER,
    section="A number nobody recomputed",
    rung="pencil",
    goal="Count what a claim leaves out.",
    minutes=3,
    difficulty=1,
    prompt="Source A counts the weights of 64 units on a *grey* picture of 1920×1080 pixels. How "
    "many parameters are there on a picture of that size in three colours, biases counted?",
    answer=Number(
        right=lambda: (HEIGHT * WIDTH * COLOURS + 1) * UNITS,
        wrong={
            "biases forgotten": lambda: HEIGHT * WIDTH * COLOURS * UNITS,
            "grey for colour": lambda: (HEIGHT * WIDTH + 1) * UNITS,
            "bias of one unit": lambda: HEIGHT * WIDTH * COLOURS * UNITS + 1,
            "one unit": lambda: HEIGHT * WIDTH * COLOURS + 1,
        },
        unit="parameters",
    ),
    hints=(
        "How many numbers has such a picture?",
        "Each of the units has a weight for each of them, and one number more.",
        "(1080 · 1920 · 3 + 1) · 64.",
    ),
    solution="1080 · 1920 · 3 = 6,220,800 numbers; (6,220,800 + 1) · 64 = 398,131,264.",
)


def padded():
    """Return the sides as they would be if the convolutions kept them."""
    found, side = [], PIXELS
    for _ in range(3):
        found += [side, side // 2]
        side //= 2
    return tuple(found)


def with_steps(lost, half):
    """Return the sides if a convolution takes ``lost`` pixels and ``half`` does a pooling."""
    found, side = [], PIXELS
    for _ in range(3):
        found += [side - lost, half(side - lost)]
        side = found[-1]
    return tuple(found)


SIDES = Exercise(
    name="sides-of-a-smaller-image",
    chapter=CHAPTER,
    section="A number nobody recomputed",
    rung="predict",
    goal="Recompute a printed row of shapes for another input.",
    minutes=3,
    difficulty=1,
    prompt="Source A's network has three convolutions of 3×3 without padding, each followed by a "
    "pooling of 2×2. From 32 pixels a side it makes 30, 15, 13, 6, 4, 2. Which six numbers does it "
    "make from 28?",
    answer=Array(
        right=lambda: checking.sides(PIXELS),
        wrong={
            "ceil for floor": lambda: with_steps(2, lambda side: -(-side // 2)),
            "as if padded": padded,
            "border on one side": lambda: with_steps(1, lambda side: side // 2),
            "the claim's own row": lambda: checking.sides(32),
        },
    ),
    hints=(
        "What does a window of three lose along each side?",
        "And a pooling of an odd side: what becomes of the last pixel?",
        "28 − 2 = 26, and half of it is 13. Go on in this way.",
    ),
    solution="26, 13, 11, 5, 3, 1. Twice the last row or column of an odd map is dropped.",
)


REFUTES = Exercise(
    name="what-refutes-it",
    chapter=CHAPTER,
    section="A word that misleads",
    rung="explain",
    goal="Find the observation that a claim forbids.",
    minutes=3,
    difficulty=1,
    prompt="*Transformers are based on RNNs.* Which observation cannot be reconciled with it?",
    answer=Choice(
        options=(
            "A transformer trains faster on a graphics card than an RNN.",
            "Its layers have a softmax inside.",
            "Without positions, its inputs in another order give its outputs in that order.",
            "Both are used for translation.",
        ),
        right=checking.forbidden,
        because={
            0: "Something can be based on another thing and be faster.",
            1: "An RNN may have one as well.",
            3: "What two things are used for says nothing of how they are made.",
        },
        wrong={"speed for structure": lambda: 0, "use for structure": lambda: 3},
    ),
    hints=(
        "What does an RNN do that a layer without recurrence cannot?",
        "It hands a state from each input to the next: so order must count.",
        "Look for what happens when the order is changed.",
    ),
    solution="The third. What hands a state from input to input gives other outputs when the order "
    "changes. The other three hold for many pairs of things, based on one another or not.",
)


PLAN = Exercise(
    name="plan-a-check",
    chapter=CHAPTER,
    section="How to check a claim",
    rung="design",
    goal="Plan runs that can decide a claim.",
    minutes=7,
    difficulty=2,
    prompt="A source claims 91 %. Choose how many test images and how many runs decide it. The "
    f"standard error of one accuracy, $\\sqrt{{0.91\\cdot 0.09/n}}$, is to be at most {MOST_ERROR} "
    f"points; at least {FEWEST_RUNS} runs, for seeds differ; a run trains for "
    f"{checking.TRAINING} minutes and is tested at 1,000 images a minute; all together at most "
    f"{MOST_MINUTES} minutes. Give two numbers, such as `[1000, 2]`.",
    answer=Design(
        accept=pair_of,
        requirements=(
            (
                f"a standard error of at most {MOST_ERROR} points",
                lambda pair: checking.error(pair[0]) <= MOST_ERROR,
            ),
            (f"at least {FEWEST_RUNS} runs", lambda pair: pair[1] >= FEWEST_RUNS),
            (
                f"at most {MOST_MINUTES} minutes",
                lambda pair: checking.minutes(*pair) <= MOST_MINUTES,
            ),
        ),
        example=lambda: (9500, FEWEST_RUNS),
        wrong={
            "one run for proof": lambda: (10_000, 1),
            "runs in place of images": lambda: (3000, 4),
            "time of one run": lambda: (10_000, 6),
            "an error of a whole point": lambda: (1000, 3),
        },
    ),
    hints=(
        "First the images: square the error, and solve for n. Points are hundredths.",
        "0.91 · 0.09 / 0.003² = 9,100 images at least.",
        "Three runs have 20 minutes each: 10 for training, and 10 for how many images?",
    ),
    solution="0.91 · 0.09 / 0.003² = 9,100 images at least. Three runs of 10 minutes leave 30, so "
    "at most 10,000 images each: `[9500, 3]` will do. More runs do not make up for fewer images, "
    "because all of them are asked about the same ones.",
)
