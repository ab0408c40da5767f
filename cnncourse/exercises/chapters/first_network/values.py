"""The exercises of "A first network" that are answered by a value or a choice."""

import math

from cnncourse.exercises import understood
from cnncourse.exercises.chapters.first_network import training
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number

CHAPTER = "first_network"
SEEN, SO_FAR, FIFTH = 4, 1.5, 0.5  # batches, their mean, the next loss
JUDGED = (0.62, 0.51, 0.55, 0.53, 0.56, 0.47, 0.49, 0.48)
ALL, RIGHT = 6000, 0.9  # images to split, and the share that is expected to be right
TEST, CHOOSE, LEARN = 0.01, 0.015, 4500  # spreads at most, images at least


def fell_against_the_one_before():
    """Return in how many epochs the loss is lower than in the epoch before."""
    return 1 + sum(now < before for before, now in zip(JUDGED, JUDGED[1:], strict=False))


def split_of(answer):
    """Return an answer as three numbers of images, or say what is wanted."""
    parts = understood.row(answer)
    if parts is None or parts.size != 3:
        raise ValueError("give three numbers: images to learn, to choose, to test")
    parts = [float(one) for one in parts.ravel()]
    if not all(math.isfinite(one) and one == int(one) and one >= 0 for one in parts):
        raise ValueError("give three whole numbers of images, none below 0")
    return tuple(map(int, parts))


def spread_at_most(images, limit):
    """Return whether chance moves an accuracy by no more than a limit."""
    return images > 0 and training.spread(RIGHT, images) <= limit + 1e-12


MEAN = Exercise(
    name="mean-so-far",
    chapter=CHAPTER,
    section="Two loops",
    rung="pencil",
    goal="Take a running mean one step further.",
    minutes=2,
    difficulty=1,
    prompt=f"After {SEEN} batches the running mean of the losses is {SO_FAR}. The next loss is "
    f"{FIFTH}. What is the running mean now?",
    answer=Number(
        right=lambda: training.running_mean([SO_FAR] * SEEN + [FIFTH]),
        wrong={
            "last for mean": lambda: FIFTH,
            "half of the way": lambda: training.running_mean([SO_FAR, FIFTH]),
            "old count": lambda: SO_FAR + (FIFTH - SO_FAR) / SEEN,
            "a tenth of the way": lambda: SO_FAR + (FIFTH - SO_FAR) / 10,
            "away from the loss": lambda: SO_FAR - (FIFTH - SO_FAR) / (SEEN + 1),
            "sum for mean": lambda: SO_FAR * SEEN + FIFTH,
        },
        unit="nats",
    ),
    hints=(
        "How many losses is the new mean a mean of?",
        "The mean goes a part of the way from where it is to the new loss.",
        "That part is one share of as many as there are losses now, the new one included.",
    ),
    solution="Five losses now: the mean goes a fifth of the way from 1.5 to 0.5, to 1.3.",
)


SAVED = Exercise(
    name="times-saved",
    chapter=CHAPTER,
    section="The best of fifteen epochs",
    rung="predict",
    goal="Say when a checkpoint is written.",
    minutes=2,
    difficulty=1,
    prompt="The validation loss after eight epochs: "
    + ", ".join(f"{one:.2f}" for one in JUDGED)
    + ". How often is the checkpoint written?",
    answer=Number(
        right=lambda: len(training.written(JUDGED)),
        wrong={
            "every epoch": lambda: len(JUDGED),
            "against the epoch before": fell_against_the_one_before,
            "first forgotten": lambda: len(training.written(JUDGED)) - 1,
            "the best alone": lambda: len(training.written(JUDGED)[-1:]),
            "epoch for count": lambda: training.written(JUDGED)[-1] + 1,
        },
    ),
    hints=(
        "Nothing is lower than what has not been measured yet: what of the first epoch?",
        "Each loss is compared with the lowest so far, not with its neighbour.",
        "Go along the row and mark each loss that is lower than all on its left.",
    ),
    solution="Three times: after 0.62, 0.51 and 0.47. Neither 0.53 nor 0.48 is the lowest so far.",
)


HOW_SURE = Exercise(
    name="how-sure",
    chapter=CHAPTER,
    section="Why the test set is used once",
    rung="pencil",
    goal="Say how far chance moves an accuracy.",
    minutes=3,
    difficulty=2,
    prompt="On 400 test images 80 % are right. By how many percentage points does chance move "
    "such a figure, as a standard deviation?",
    answer=Number(
        right=lambda: 100 * training.spread(0.8, 400),
        wrong={
            "variance for spread": lambda: 100 * training.spread(0.8, 400) ** 2,
            "images forgotten": lambda: 100 * training.spread(0.8, 1),
            "wrong ones forgotten": lambda: 100 * math.sqrt(0.8 / 400),
            "right ones forgotten": lambda: 100 * math.sqrt(0.2 / 400),
            "share for points": lambda: training.spread(0.8, 400),
            "images for points": lambda: 400 * training.spread(0.8, 400),
        },
        tolerance=0.05,
        unit="points",
    ),
    hints=(
        "Which share is right, which is wrong, and of how many images?",
        "Right share times wrong share, divided by the images, and then a root.",
        "0.8 · 0.2 / 400 is 0.0004; a share times 100 is points.",
    ),
    solution="$\\sqrt{0.8 \\cdot 0.2 / 400} = \\sqrt{0.0004} = 0.02$, which is 2 points.",
)


SURER = Exercise(
    name="loss-without-accuracy",
    chapter=CHAPTER,
    section="Too few images",
    rung="explain",
    goal="Read a loss and an accuracy that disagree.",
    minutes=3,
    difficulty=2,
    prompt="From epoch 20 to 60 a validation loss rises from 0.7 to 1.4. The validation accuracy "
    "is 80 % all the time. What has happened?",
    answer=Choice(
        options=(
            "More validation images are named wrongly than before.",
            "About as many are wrong, and the network is surer where it is wrong.",
            "Nothing: a loss that is twice as large is the same network in other units.",
            "Some validation images got into the training set.",
        ),
        right=training.what_rose,
        because={
            0: "Then the accuracy would have fallen.",
            2: "The unit is the nat all along. What does a loss count that an accuracy does not?",
            3: "Images that taught would be done better and better.",
        },
        wrong={"loss for accuracy": lambda: 0},
    ),
    hints=(
        "The accuracy asks which logit is the largest, and nothing else.",
        "The loss of an image asks how large a share its right class has.",
        "Multiply all logits by 6: what becomes of the largest one, and of a wrong one's loss?",
    ),
    solution="The share that is right is as it was; the loss of an image that is wrong grows "
    "with how sure the network is. That is what overfitting looks like in the loss first.",
)


CHOSEN = Exercise(
    name="best-of-forty",
    chapter=CHAPTER,
    section="Why the test set is used once",
    rung="explain",
    goal="Say what the best of many is worth.",
    minutes=3,
    difficulty=2,
    prompt="Forty networks, some truly a little better than others, are tried on 100 test images. "
    "All together have 82 % right, the best has 90 %. What do you expect of that one on many new "
    "images?",
    answer=Choice(
        options=(
            "90 %, as it has shown.",
            "Less than 90 %, more than 82 %.",
            "82 %, as all of them.",
            "Less than 82 %: luck is paid back.",
        ),
        right=training.of_the_best,
        because={
            0: "It was chosen for this figure, and some of the figure is luck.",
            2: "That would hold if none of them were better than another.",
            3: "New images know nothing of the old ones; nothing is paid back.",
        },
        wrong={"chosen for proven": lambda: 0},
    ),
    hints=(
        "What two things make a network the best of forty on 100 images?",
        "Being better stays with it. What about having been lucky?",
        "Look at both columns under the 24 networks of the chapter, and at the mean of all.",
    ),
    solution="It is among the better ones, so more than 82 %; and it was among the lucky ones, "
    "so less than 90 %. Measure it on images that did not choose it.",
)


SPLIT = Exercise(
    name="plan-a-split",
    chapter=CHAPTER,
    section="Why the test set is used once",
    rung="design",
    goal="Divide images so that each part can do its work.",
    minutes=6,
    difficulty=3,
    prompt=f"You have {ALL:,} images and expect {100 * RIGHT:.0f} % to be right. Divide them into "
    "images to learn, to choose and to test, such as `[2000, 2000, 2000]`: at least "
    f"{LEARN:,} to learn; chance moves the test accuracy by at most {100 * TEST:g} point and the "
    f"validation accuracy by at most {100 * CHOOSE:g} (standard deviations).",
    answer=Design(
        accept=split_of,
        requirements=(
            (f"at most {ALL:,} images", lambda parts: sum(parts) <= ALL),
            (f"{LEARN:,} to learn", lambda parts: parts[0] >= LEARN),
            ("the validation accuracy that sure", lambda parts: spread_at_most(parts[1], CHOOSE)),
            ("the test accuracy that sure", lambda parts: spread_at_most(parts[2], TEST)),
        ),
        example=lambda: [4600, 450, 950],
        wrong={
            "an image in two parts": lambda: [4800, 1200, 1000],
            "no test set": lambda: [4800, 1200, 0],
            "no validation set": lambda: [5000, 0, 1000],
            "too few to measure": lambda: [4800, 600, 600],
            "a third each": lambda: [2000, 2000, 2000],
        },
    ),
    hints=(
        "Begin with the test set: which n makes the root of 0.09 / n equal to 0.01?",
        "For the validation set the same with 0.015; what is left may learn.",
        "0.09 / 0.01² and 0.09 / 0.015² are the fewest images of the two.",
    ),
    solution="The test set needs 0.09 / 0.0001 = 900 images, the validation set 0.09 / 0.000225 "
    "= 400; so 4,500 to 4,700 may learn, as in `[4600, 450, 950]`.",
)
