"""The exercises of "Measuring" that are answered by a value."""

from cnncourse.exercises.chapters.measuring import counting
from cnncourse.exercises.chapters.measuring.counting import OTHERS, RIGHT, SHIRTS, TAKEN
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number
from cnncourse.exercises.understood import numbers

CHAPTER = "measuring"
FIRST, SECOND = 5, 20
"""Images that P alone and that Q alone has right."""


NARROWER = Exercise(
    name="narrower-interval",
    chapter=CHAPTER,
    section="One figure and its interval",
    rung="predict",
    goal="Say what a narrower interval costs.",
    minutes=2,
    difficulty=1,
    prompt="Of 1,000 test images 88 % are right, and the interval is 4 points wide. About how many "
    "images make it 1 point wide?",
    answer=Number(
        right=lambda: counting.images_for(4, 1, 1000),
        wrong={
            "width goes with the images": lambda: 4 * 1000,
            "width goes with the square": lambda: 1000 * 4**0.5,
            "fewer for narrower": lambda: 1000 / 4**2,
            "cubed": lambda: 1000 * 4**3,
        },
        share=0.05,
        unit="images",
    ),
    hints=(
        "Where do the images stand in the interval's formula: under a root or not?",
        "Twice as narrow takes four times the images.",
        "Four times as narrow is twice as narrow, twice.",
    ),
    solution="The width goes with $1/\\sqrt n$, so a quarter of it takes $4^2 = 16$ times as many: "
    "16,000.",
)


def lead_of(seeds, lead, spread):
    """Return which statement holds of a lead between single runs, by how far seeds spread."""
    apart = 2**0.5 * spread  # of a difference between two runs
    return 0 if lead > 3 * apart else 2 if seeds > 1 else 1


SEEDS = Exercise(
    name="one-run-of-a-recipe",
    chapter=CHAPTER,
    section="Another seed",
    rung="explain",
    goal="Compare a lead with what seeds do.",
    minutes=3,
    difficulty=2,
    prompt="A recipe, run with ten seeds, gives 86.8 % on 10,000 test images, with a standard "
    "deviation of 0.7 points from seed to seed. A new recipe, run once, gives 87.9 %. What "
    "follows?",
    answer=Choice(
        options=(
            "The new one is better: 1.1 points are far outside the interval of 10,000 images.",
            "Nothing yet: one run in seventeen or so of the old recipe is as good. Run the new one "
            "with more seeds.",
            "The new one is as good as the old one.",
            "More test images would settle it.",
        ),
        right=lambda: lead_of(1, 1.1, 0.7),
        because={
            0: "The interval says how far other images move this network's figure. What moves it "
            "when the seed is another?",
            2: "That has not been shown either. How many runs of it are there?",
            3: "They would say better how good these eleven networks are. What of a twelfth?",
        },
        wrong={"images for seeds": lambda: 0},
    ),
    hints=(
        "Two things move a figure: which images are asked, and which network came out.",
        "Is 87.9 % a rare figure among runs of the old recipe?",
        "1.1 points are about one and a half of the old recipe's standard deviations.",
    ),
    solution="A standard deviation of 0.7 points puts 1.1 points at 1.6 of them, and about one run "
    "in seventeen lies as high. The seeds are what is to be repeated, not the images.",
)


RARE = Exercise(
    name="rare-shirts",
    chapter=CHAPTER,
    section="Which classes",
    rung="pencil",
    goal="Compute a precision where the class is rare.",
    minutes=4,
    difficulty=2,
    prompt="Of 10,000 images 100 are shirts. A network takes 60 of them for shirts, and 198 of the "
    "9,900 others, which is 2 %. Of all images that it calls shirts, how many percent are shirts?",
    answer=Number(
        right=lambda: 100 * RIGHT / (RIGHT + TAKEN),
        wrong={
            "recall for precision": lambda: 100 * RIGHT / SHIRTS,
            "share that is wrong": lambda: 100 * TAKEN / (RIGHT + TAKEN),
            "shares for counts": lambda: 100 * 0.60 / (0.60 + 0.02),
            "accuracy for precision": lambda: 100 * (RIGHT + OTHERS - TAKEN) / (SHIRTS + OTHERS),
            "both in one": lambda: 100 * 2 * RIGHT / (SHIRTS + RIGHT + TAKEN),
        },
        tolerance=0.5,
        unit="%",
    ),
    hints=(
        "How many images does it call shirts altogether?",
        "60 shirts and 198 others: count them together.",
        "Divide the right ones of these, 60, by all 258.",
    ),
    solution="60 / (60 + 198) = 23.3 %. The recall is 60 % and hardly one other image in fifty is "
    "mistaken; but there are 99 times as many others.",
)


def better_of(one, other, limit=0.05):
    """Return which statement a pair of counts supports."""
    return 1 if counting.fair_coins(one, other) < limit and other > one else 0


BETTER = Exercise(
    name="intervals-overlap",
    chapter=CHAPTER,
    section="Two networks, the same images",
    rung="explain",
    goal="Compare two networks by the images on which they part.",
    minutes=3,
    difficulty=2,
    prompt="On the same 1,000 images network P has 900 right and Q 915. Their intervals, 88.0 to "
    "91.7 % and 89.6 to 93.1 %, overlap. 5 images only P has right, 20 only Q. What follows?",
    answer=Choice(
        options=(
            "Nothing: the intervals overlap.",
            "Q is better on such images: 25 fair coins hardly ever fall 5 to 20.",
            "Nothing: 25 images are too few to say anything.",
            "Q will have 15 of every 1,000 more images right.",
        ),
        right=lambda: better_of(FIRST, SECOND),
        because={
            0: "Each interval allows for hard or easy images. Do the two networks have different "
            "images?",
            2: "How often do 25 coins fall at least as unevenly as 5 to 20?",
            3: "15 is what came out this once. Is the difference without an interval of its own?",
        },
        wrong={"overlap for equality": lambda: 0},
    ),
    hints=(
        "On how many images do the two networks part?",
        "If neither were better, how would these 25 images be spread?",
        "Think of 25 coins. How often are there five heads or fewer, or five tails or fewer?",
    ),
    solution="The p-value is 0.004. The images that both have right or wrong cannot say which is "
    "better, and an interval of each network alone is wide because of them.",
)


def counted(answer):
    """Return an answer as four counts of images, or say what is wanted."""
    pieces = (
        answer.strip("()[] ").replace(";", ",").split(",") if isinstance(answer, str) else answer
    )
    pieces = list(pieces) if hasattr(pieces, "__iter__") else [pieces]
    readings = [one for one in map(numbers, pieces) if one]
    if len(readings) != 4 or len(pieces) != 4:
        raise ValueError("give four numbers of images, such as [800, 60, 40, 100]")
    found = [float(one[0]) for one in readings]
    if any(one != int(one) or one < 0 for one in found):
        raise ValueError("each is a whole number of images, at least 0")
    return tuple(int(one) for one in found)


COUNTS = Exercise(
    name="ten-images-apart",
    chapter=CHAPTER,
    section="Two networks, the same images",
    rung="design",
    goal="Find what makes a small lead certain.",
    minutes=6,
    difficulty=3,
    prompt="Two networks are tried on the same 1,000 images. Choose how many both have right, only "
    "the first, only the second, neither, such as `[800, 60, 40, 100]`: the first has exactly 10 "
    "images more right; each has from 85 to 95 % right; they part on at least 12 images; "
    "and McNemar's p-value is below 0.01.",
    answer=Design(
        accept=counted,
        requirements=(
            ("there are 1,000 images", lambda n: sum(n) == 1000),
            ("the first has 10 images more right", lambda n: n[1] - n[2] == 10),
            (
                "each has from 85 to 95 % right",
                lambda n: all(850 <= n[0] + alone <= 950 for alone in n[1:3]),
            ),
            ("they part on at least 12 images", lambda n: n[1] + n[2] >= 12),
            ("the p-value is below 0.01", lambda n: counting.fair_coins(n[1], n[2]) < 0.01),
        ),
        example=lambda: (880, 11, 1, 108),
        wrong={
            "they part too often": lambda: (840, 60, 50, 50),
            "lead in percent": lambda: (700, 200, 100, 0),
            "they part too seldom": lambda: (890, 10, 0, 100),
            "the second is ahead": lambda: (880, 1, 11, 108),
        },
    ),
    hints=(
        "Which of the four numbers does the p-value depend on?",
        "With a lead of 10, does it fall or rise when both of the middle numbers grow by one?",
        "Let the second alone have as few right as the number of images on which they part allows.",
    ),
    solution="Only the two middle numbers count, and with a fixed lead the smaller they are, the "
    "surer: 11 and 1 give 0.006, and 12 and 2 already 0.013. So `[880, 11, 1, 108]`.",
)
