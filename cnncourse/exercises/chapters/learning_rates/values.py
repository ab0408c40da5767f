"""The exercises of "Learning rates" that are answered by a value."""

from cnncourse.exercises.chapters.learning_rates import rates
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number
from cnncourse.exercises.understood import numbers

CHAPTER = "learning_rates"
PEAK, TOTAL, DONE = 0.02, 400, 300
SMALL, LARGE, RATE = 20, 80, 0.04
WIDEST, MOST = 1.15, 100


def range_of(answer):
    """Return an answer as (low, high, steps), or say what is wanted."""
    readings = [one for one in (numbers(part) for part in _parts(answer)) if one]
    if len(readings) != 3:
        raise ValueError("give three numbers: low, high, steps, such as (0.001, 2, 30)")
    low, high, steps = (float(one[0]) for one in readings)
    if not 0 < low < high or steps != int(steps) or steps < 2:
        raise ValueError("0 < low < high, and steps is a whole number of at least 2")
    return low, high, int(steps)


def _parts(answer):
    if isinstance(answer, str):
        return answer.strip("()[] ").replace(";", ",").split(",")
    return list(answer) if hasattr(answer, "__iter__") else [answer]


def multiple(asked):
    """Return how many times as large each rate is as the one before."""
    low, high, steps = asked
    return (high / low) ** (1 / (steps - 1))


DOWN = Exercise(
    name="rate-on-the-way-down",
    chapter=CHAPTER,
    section="Why a rate should fall",
    rung="pencil",
    goal="Read a rate off a schedule.",
    minutes=2,
    difficulty=1,
    prompt="A linear schedule without warm-up starts at 0.02 and has 400 steps. What is the rate "
    "of the step before which 300 were taken?",
    answer=Number(
        right=lambda: rates.linear(DONE, TOTAL, PEAK),
        wrong={
            "what was taken off": lambda: PEAK * DONE / TOTAL,
            "half a cosine": lambda: rates.cosine(DONE, TOTAL, PEAK),
            "rate kept": lambda: PEAK,
            "share for rate": lambda: 1 - DONE / TOTAL,
        },
        tolerance=1e-5,
    ),
    hints=(
        "What share of the way is behind it?",
        "Three quarters are behind it. The rate is 0.02 at the start and 0 at the end.",
        "A quarter of the first rate is left.",
    ),
    solution="0.02 · (1 − 300/400) = 0.005.",
)


SAME_WAY = Exercise(
    name="four-times-the-batch",
    chapter=CHAPTER,
    section="Batch and rate together",
    rung="predict",
    goal="Change the batch and know what to do with the rate.",
    minutes=3,
    difficulty=1,
    prompt="SGD with batches of 20 and rate 0.04 is changed to batches of 80. At which rate do its "
    "steps add up to about the same way in an epoch?",
    answer=Number(
        right=lambda: RATE * LARGE / SMALL,
        wrong={
            "rate kept": lambda: RATE,
            "root of the batch": lambda: RATE * (LARGE / SMALL) ** 0.5,
            "rate divided": lambda: RATE * SMALL / LARGE,
            "squared": lambda: RATE * (LARGE / SMALL) ** 2,
        },
        tolerance=1e-4,
    ),
    hints=(
        "How many steps does an epoch have now, compared with before?",
        "One step stands in for four. Each of the four went 0.04 times its slope.",
        "If the four slopes are about alike, their steps add up.",
    ),
    solution="An epoch has a quarter of the steps, so each goes four times as far: 0.04 · 80/20 = "
    "0.16. It holds while the four slopes are much alike, which at high rates they are not.",
)


NOISE = Exercise(
    name="as-near-as-the-rate",
    chapter=CHAPTER,
    section="Why a rate should fall",
    rung="explain",
    goal="Say what a falling rate is for.",
    minutes=4,
    difficulty=2,
    prompt="A weight descends by slopes with noise, at a rate of 0.4 that is kept, and hovers "
    "about the lowest place. What brings it nearer?",
    answer=Choice(
        options=(
            "More steps at that rate.",
            "A lower rate, and steps enough to get there.",
            "Nothing that has to do with the rate: the noise decides alone.",
            "Nothing: it would stay as far away without noise.",
        ),
        right=rates.on_noise,
        because={
            2: "What multiplies the noise in each step?",
            3: "Without noise each step leaves 0.6 of the distance. How much is that after 50?",
        },
        wrong={"steps cure noise": lambda: 0},
    ),
    hints=(
        "Write a step: the weight, less the rate times slope plus noise.",
        "The rate multiplies the noise as well: a step throws the weight that far off.",
        "Run the chapter's noisy descent at 0.4 with 200 steps and with 400.",
    ),
    solution="Each step brings the weight nearer and throws it off by rate times noise; where both "
    "balance it hovers, however long. A lower rate throws less and needs more steps to arrive. So "
    "one begins high and ends low.",
)


DESIGN = Exercise(
    name="design-a-range-test",
    chapter=CHAPTER,
    section="Raise it until it fails",
    rung="design",
    goal="Choose where a range test starts, ends and how finely it goes.",
    minutes=5,
    difficulty=2,
    prompt="Choose `low, high, steps` of a range test that reaches from 0.0001 or less to 1 or "
    "more, in at most 100 steps, each rate at most 1.15 times the one before.",
    answer=Design(
        accept=range_of,
        requirements=(
            ("it starts at 0.0001 or below", lambda asked: asked[0] <= 1e-4 * (1 + 1e-9)),
            ("it reaches 1", lambda asked: asked[1] >= 1 - 1e-9),
            (f"it has at most {MOST} steps", lambda asked: asked[2] <= MOST),
            (
                f"each rate is at most {WIDEST} times the last",
                lambda asked: multiple(asked) <= WIDEST * (1 + 1e-9),
            ),
        ),
        example=lambda: (1e-4, 1.0, 80),
        wrong={
            "too coarse": lambda: (1e-4, 1.0, 50),
            "starts too high": lambda: (1e-3, 1.0, 80),
            "ends too low": lambda: (1e-4, 0.1, 80),
            "too many steps": lambda: (1e-4, 1.0, 200),
        },
    ),
    hints=(
        "From 0.0001 to 1 is a factor of 10,000, made of equal factors.",
        "With n steps there are n − 1 of them: 10,000 ** (1 / (n − 1)).",
        "Try 60 and 70 steps.",
    ),
    solution="10,000 to the power 1/(steps − 1) is at most 1.15 from 67 steps on, so (0.0001, 1, "
    "80) will do, with a factor of 1.12.",
)
