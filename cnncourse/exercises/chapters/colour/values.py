"""The exercises of "Colour" that are answered by a value, a choice or a design."""

from cnncourse.exercises import understood
from cnncourse.exercises.chapters.colour import layers
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number

CHAPTER = "colour"
CHANNELS = (16, 32, 24)
START, SEEN, KEPT, STEPS = 1.0, 0.04, 0.9, 20
FEATURES, BUDGET, NARROWEST = 8 * 8 * 128, 300_000, 16


def widths_of(answer):
    """Return an answer as three widths, or say what is wanted."""
    widths = understood.row(answer)
    if widths is None or widths.size != 3:
        raise ValueError("give three numbers of units, such as [128, 64, 32]")
    widths = [float(one) for one in widths.ravel()]
    if not all(one == one and 0 < one < 1e9 and one == int(one) for one in widths):
        raise ValueError("give three whole numbers of units, all above 0")
    return tuple(map(int, widths))


NOT_TRAINED = Exercise(
    name="not-trained",
    chapter=CHAPTER,
    section="Afterwards",
    rung="pencil",
    goal="Count what normalisation keeps beside what it learns.",
    minutes=3,
    difficulty=1,
    prompt="Three layers give 16, 32 and 24 channels, and batch normalisation stands after each. "
    "How many of its numbers are *not* trained?",
    answer=Number(
        right=lambda: layers.not_trained(CHANNELS),
        wrong={
            "trained ones counted too": lambda: 2 * layers.not_trained(CHANNELS),
            "one number a channel": lambda: sum(CHANNELS),
            "layers for channels": lambda: 2 * len(CHANNELS),
            "last layer alone": lambda: layers.not_trained(CHANNELS[-1:]),
        },
        unit="numbers",
    ),
    hints=(
        "Which four numbers does it have for each channel?",
        "Scale and shift are trained. What is left?",
        "A running mean and a running variance for each of 16 + 32 + 24 channels.",
    ),
    solution="A running mean and a running variance for each channel: 2 · (16 + 32 + 24) = 144. "
    "Source D has 640 of them.",
)


LINGERS = Exercise(
    name="what-lingers",
    chapter=CHAPTER,
    section="Afterwards",
    rung="predict",
    goal="Say when running statistics can be used.",
    minutes=5,
    difficulty=2,
    prompt="A running variance starts at 1 and keeps the share 0.9 at each step. Every batch has "
    "the variance 0.04. What is it after 20 steps? Three decimals are enough.",
    answer=Number(
        right=lambda: layers.running(START, SEEN, KEPT, STEPS),
        wrong={
            "already there": lambda: SEEN,
            "start alone": lambda: KEPT**STEPS,
            "one step taken": lambda: layers.running(START, SEEN, KEPT, 1),
            "all steps in one": lambda: START - STEPS * (1 - KEPT) * (START - SEEN),
        },
        tolerance=1e-3,
    ),
    hints=(
        "What part of the 1 is left after one step, and after two?",
        "0.9 to the power 20 is 0.122. The rest is of what the batches said.",
        "0.122 of 1 and 0.878 of 0.04.",
    ),
    solution="0.122 · 1 + 0.878 · 0.04 = 0.157, four times what every batch said.",
)


COMPANY = Exercise(
    name="in-company",
    chapter=CHAPTER,
    section="Left in the wrong mode",
    rung="explain",
    goal="Say what an image's logits depend on in training mode.",
    minutes=4,
    difficulty=2,
    prompt="A network with batch normalisation was left in training mode. A batch holds an image "
    "and three others. What changes the image's logits? Name all.",
    answer=Choice(
        options=(
            "One of the three is replaced.",
            "The three change places.",
            "The running statistics are other ones.",
            "Every image of the batch stands in it twice.",
            "The image is alone.",
        ),
        right=layers.in_company,
        because={
            1: "Does a mean depend on the order of what is added up?",
            2: "In training mode, whose mean is subtracted?",
            3: "What becomes of a mean when every number is counted twice?",
        },
        wrong={
            "order counted": lambda: (0, 1, 4),
            "running ones used in training": lambda: (0, 2, 4),
            "alone is safe": lambda: (0,),
            "only more images matter": lambda: (0, 3, 4),
        },
    ),
    hints=(
        "Training mode takes mean and variance over all images of the batch.",
        "Ask of each change: does it move these means?",
        "Order and doubling leave a mean alone; another image does not.",
    ),
    solution="a and e: the mean and the variance are those of other pixels. Another order or each "
    "image twice leaves both as they were, and running statistics are not used in training mode.",
)


AHEAD = Exercise(
    name="ahead-of-training",
    chapter=CHAPTER,
    section="Why training looks worse",
    rung="explain",
    goal="Read a validation accuracy that lies above the training accuracy.",
    minutes=3,
    difficulty=1,
    prompt="A network with dropout ends its first epoch with 47 % on training and 58 % on "
    "validation images. What can be said?",
    answer=Choice(
        options=(
            "It overfits: the two figures differ.",
            "The two figures were not taken alike: one with numbers dropped, and while the "
            "weights were still changing.",
            "The validation images must be easier ones.",
            "Dropout was left on for the validation images.",
        ),
        right=lambda: 1,
        because={
            2: "They may be, but does one need that to explain the figures?",
            3: "Which of the two figures would that lower?",
        },
        wrong={"any gap overfits": lambda: 0},
    ),
    hints=(
        "When is each of the figures taken?",
        "What is dropped while the first is taken, and while the second is?",
        "Overfitting would put the training images ahead.",
    ),
    solution="b. To compare, measure the training images after the epoch too, without dropout.",
)


HEAD = Exercise(
    name="head-within",
    chapter=CHAPTER,
    section="Three networks for photographs",
    rung="design",
    goal="Choose a head by what it costs.",
    minutes=6,
    difficulty=2,
    prompt="D's convolutions leave 8,192 features. Choose the units of *three* hidden dense "
    "layers, each followed by dropout and batch normalisation, before the ten logits: none wider "
    "than the one before, each of 16 units or more, and at most 300,000 parameters in all of the "
    "head, normalisation's four a channel included.",
    answer=Design(
        accept=widths_of,
        requirements=(
            (f"each has {NARROWEST} units or more", lambda widths: min(widths) >= NARROWEST),
            (
                "none is wider than the one before",
                lambda widths: list(widths) == sorted(widths, reverse=True),
            ),
            (
                f"the head has at most {BUDGET:,} parameters",
                lambda widths: layers.head_parameters(widths, FEATURES) <= BUDGET,
            ),
        ),
        example=lambda: (32, 32, 16),
        wrong={
            "the source's widths": lambda: (128, 64, 32),
            "one unit too many": lambda: (37, 16, 16),
            "grows again": lambda: (32, 16, 32),
            "too narrow at the end": lambda: (32, 32, 10),
        },
    ),
    hints=(
        "Which of the three layers has nearly all of the weights?",
        "A unit of the first layer costs 8,192 weights, a bias and four numbers more.",
        "36 units there cost 295,092.",
    ),
    solution="A unit of the first layer costs 8,197 parameters, so it has 36 at most; the other "
    "two cost little. (32, 32, 16) makes 264,250.",
)
