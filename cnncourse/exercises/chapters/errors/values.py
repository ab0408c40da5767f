"""The exercises of "Errors" that are answered by a value."""

from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Number

CHAPTER = "errors"
LABELS, WRONG, LOOKED = 6000, 300, 200
"""Labels, wrong ones among them, images looked at."""
IMAGES, ONE, OTHER = 500, 50, 40
"""Test images of one class, those that one network and another has wrong."""

GUESSED = Exercise(
    name="found-by-chance",
    chapter=CHAPTER,
    section="Labels that are wrong",
    rung="predict",
    goal="Know what a search for wrong labels has to beat.",
    minutes=2,
    difficulty=1,
    prompt="300 of 6,000 labels are wrong. Somebody looks at 200 images, drawn at random. How many "
    "wrong labels are among them, on average?",
    answer=Number(
        right=lambda: LOOKED * WRONG / LABELS,
        wrong={
            "all that are looked at": lambda: LOOKED,
            "all that are there": lambda: WRONG,
            "share of the found": lambda: LOOKED / WRONG * 100,
            "percent for number": lambda: 100 * WRONG / LABELS,
        },
        unit="labels",
    ),
    hints=(
        "Which share of all labels is wrong?",
        "300 of 6,000 is one in twenty.",
        "Take that share of the 200 images.",
    ),
    solution="One label in twenty is wrong, so 200 / 20 = 10.",
)


def rank(known_by_heart):
    """Return which statement holds: what a network learned by heart has a low loss."""
    return 1 if known_by_heart else 0


BLIND = Exercise(
    name="own-loss-is-blind",
    chapter=CHAPTER,
    section="Labels that are wrong",
    rung="explain",
    goal="Say why the loss must come from a network that did not learn the label.",
    minutes=3,
    difficulty=2,
    prompt="A network learns from images of which some have a wrong label, for many epochs. Sorted "
    "by the loss that the same network has on these images at the end, the wrong labels hardly "
    "come first. Why?",
    answer=Choice(
        options=(
            "A loss says nothing about labels.",
            "It has learned the wrong labels too, so their loss is low.",
            "Too few epochs: the wrong labels are not learned yet.",
            "Wrong labels have a low loss in any network.",
        ),
        right=lambda: rank(known_by_heart=True),
        because={
            0: "A network that has not seen the label finds most of them by it.",
            2: "As long as they are not learned their loss is high. What do more epochs do?",
            3: "What does a network say that has never seen this image?",
        },
        wrong={"label not learned yet": lambda: 2},
    ),
    hints=(
        "What does training do to the loss of every training image, whatever its label?",
        "Which network can be asked about a label without having learned it?",
        "Think of what overfitting makes of a single odd image.",
    ),
    solution="Training lowers the loss of all labels that it is given. A network that has learned "
    "from other images has no reason to agree with a wrong one.",
)


BY_CHANCE = Exercise(
    name="shared-by-chance",
    chapter=CHAPTER,
    section="Who else is wrong",
    rung="pencil",
    goal="Compute how many mistakes two networks share by chance.",
    minutes=3,
    difficulty=1,
    prompt="Of 500 test images of one class one network has 50 wrong, another 40. How many would "
    "both have wrong if their mistakes had nothing to do with one another?",
    answer=Number(
        right=lambda: ONE * OTHER / IMAGES,
        wrong={
            "as many as can be": lambda: min(ONE, OTHER),
            "mistakes added": lambda: ONE + OTHER,
            "product of the counts": lambda: ONE * OTHER,
            "difference of the counts": lambda: ONE - OTHER,
            "share of the images": lambda: ONE / IMAGES,
        },
        unit="images",
    ),
    hints=(
        "Which share of the images has the first network wrong?",
        "One in ten; of the other network's 40 as well, if the two are independent.",
        "Take a tenth of 40 images.",
    ),
    solution="50 · 40 / 500 = 4.",
)


def what_next(wrong, labels_at_fault, rest):
    """Return which step reaches most of the mistakes."""
    shares = {0: labels_at_fault / wrong, 1: rest["two classes"] / wrong, 2: rest["other"] / wrong}
    return max(shares, key=shares.get)


NEXT = Exercise(
    name="what-to-do-next",
    chapter=CHAPTER,
    section="What to do next",
    rung="explain",
    goal="Decide from counted mistakes.",
    minutes=3,
    difficulty=2,
    prompt="You have looked at all 80 mistakes of a network. 6 have a wrong label; 62 are shirts "
    "and coats taken for one another; 12 are single oddities. Another seed and a larger network "
    "make 55 of the 62 as well. What do you do first?",
    answer=Choice(
        options=(
            "Correct the 6 labels: they are certainly wrong.",
            "See what would tell shirts from coats: sharper or coloured images, or one class for "
            "both.",
            "Collect more of the 12 oddities.",
            "Train longer with more seeds, and keep the best.",
        ),
        right=lambda: what_next(80, 6, {"two classes": 62, "other": 12}),
        because={
            0: "That is quickly done, and how many of the 80 does it reach at most?",
            2: "How many of the 80 are of that kind?",
            3: "What do other seeds make of the 62?",
        },
        wrong={"seeds against shared mistakes": lambda: 3},
    ),
    hints=(
        "Which kind of mistake is the most frequent?",
        "Do these mistakes go away with another start or another size?",
        "If every network makes them, is it the network that is short of something?",
    ),
    solution="62 of 80 are of one kind, and other networks make them too: what is missing is in "
    "the images or in the classes.",
)
