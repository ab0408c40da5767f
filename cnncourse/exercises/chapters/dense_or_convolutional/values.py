"""The exercises of "Dense or convolutional" that are answered by a value or a choice."""

from cnncourse.exercises import understood
from cnncourse.exercises.chapters.dense_or_convolutional import comparing
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number

CHAPTER = "dense_or_convolutional"
SIDE, CLASSES, BUDGET = 8, 4, 6000
SMALL = comparing.C_SMALL.parameters().total
SLACK = 100  # parameters that may be missing


def fitting(pixels, classes, budget):
    """Return units that fit, by a formula that may be a wrong one."""
    return comparing.units_that_fit(pixels, classes, budget)


def widths_of(answer):
    """Return an answer as two widths, or say what is wanted."""
    widths = understood.row(answer)
    if widths is None or widths.size != 2:
        raise ValueError("give two numbers of units, such as [20, 20]")
    widths = [float(one) for one in widths.ravel()]
    if not all(one == one and abs(one) < 1e9 and one == int(one) and one > 0 for one in widths):
        raise ValueError("give two whole numbers of units, both above 0")
    return tuple(map(int, widths))


def total(widths):
    """Return the parameters of a dense network for 28×28 images and ten classes."""
    return comparing.dense(784, list(widths), 10)


def best_second(first, biases=1):
    """Return the most units of the second layer that still fit, by a count with biases or not."""
    return (SMALL - 10 * biases - (784 + biases) * first) // (first + biases + 10)


UNITS = Exercise(
    name="units-to-match",
    chapter=CHAPTER,
    section="The same epochs, the same parameters",
    rung="pencil",
    goal="Give a dense network the size of another one.",
    minutes=4,
    difficulty=1,
    prompt=f"Images of {SIDE}×{SIDE}, {CLASSES} classes, one hidden dense layer, biases in both "
    f"layers. How many units can the hidden layer have with at most {BUDGET:,} parameters?",
    answer=Number(
        right=lambda: fitting(SIDE**2, CLASSES, BUDGET),
        wrong={
            "rounded up": lambda: fitting(SIDE**2, CLASSES, BUDGET) + 1,
            "first biases forgotten": lambda: fitting(SIDE**2 - 1, CLASSES, BUDGET),
            "last layer forgotten": lambda: BUDGET // (SIDE**2 + 1),
            "ten classes": lambda: fitting(SIDE**2, 10, BUDGET),
            "one side": lambda: fitting(SIDE, CLASSES, BUDGET),
        },
        unit="units",
    ),
    hints=(
        "What does one more unit cost, in the layer itself and in the layer behind it?",
        "A unit has a weight for each pixel and a bias, and each class has a weight for it.",
        "Take the classes' own biases off the budget and divide by what a unit costs.",
    ),
    solution="A unit costs 64 + 1 + 4 = 69 parameters, and the four outputs have a bias each: "
    "(6000 − 4) / 69 = 86.9, so 86 units.",
)


MINDS = Exercise(
    name="who-does-not-mind",
    chapter=CHAPTER,
    section="Scrambled pixels, a control",
    rung="predict",
    goal="Say which networks can tell neighbours from strangers.",
    minutes=5,
    difficulty=2,
    prompt="All images are scrambled in one order. Before their dense head stand the layers "
    "below. Which networks lose nothing by it, since the head gets the same numbers, in an order "
    "that is the same for every image? Name all.",
    answer=Choice(
        options=(
            "Flatten",
            "convolution 1×1 with ReLU, Flatten",
            "convolution 3×3 with ReLU, Flatten",
            "convolution 1×1 with ReLU, max pooling 2×2, Flatten",
            "convolution 1×1 with ReLU, global average pooling",
        ),
        right=comparing.those_that_do_not_mind,
        because={
            2: "A kernel of 3×3 multiplies neighbours, and others are neighbours now.",
            3: "Four other pixels lie in one pooling window now.",
        },
        wrong={
            "all convolutions mind": lambda: (0,),
            "windows for single pixels": lambda: (0, 1, 3, 4),
            "mean forgotten": lambda: (0, 1),
        },
    ),
    hints=(
        "Which of these layers looks at more than one pixel at a time?",
        "A layer that looks at single pixels gives scrambled maps of scrambled images.",
        "Two kinds of window look at several; and a mean over all pixels knows no order.",
    ),
    solution="Flatten alone, the 1×1 convolution, and the 1×1 convolution with a mean over all "
    "places. A kernel of 3×3 and a pooling window put neighbours together.",
)


FAIR = Exercise(
    name="one-difference",
    chapter=CHAPTER,
    section="What else differs",
    rung="explain",
    goal="Find the comparison that answers a question.",
    minutes=3,
    difficulty=1,
    prompt="Does pooling help *C-cnn-small*? Which other run is to be set beside it: with pooling, "
    "8 filters in the first layer, 10 epochs, 60,000 images?",
    answer=Choice(
        options=(
            "Without pooling, 8 filters, 20 epochs, 60,000 images.",
            "Without pooling, 8 filters, 10 epochs, 60,000 images.",
            "Without pooling, 32 filters, 10 epochs, 60,000 images.",
            "Without pooling, 8 filters, 10 epochs, 5,000 images.",
        ),
        right=comparing.differ_only_in_pooling,
        because={
            0: "A better figure could come from the epochs.",
            2: "A better figure could come from the filters.",
            3: "A worse figure could come from the images.",
        },
        wrong={"help for the other side": lambda: 0},
    ),
    hints=(
        "Count the things in which the two runs differ.",
        "What is asked about must differ, and what else?",
        "Whatever differs as well could be the cause; look for the run where nothing does.",
    ),
    solution="The one in which nothing but the pooling differs. (Without pooling the dense layer "
    "behind has more parameters; that cannot be taken from it, so it has to be said.)",
)


GAP = Exercise(
    name="gap-or-fault",
    chapter=CHAPTER,
    section="97 % on training images",
    rung="explain",
    goal="Read a gap without jumping to a verdict.",
    minutes=3,
    difficulty=2,
    prompt="Network P has 97.5 % of its training images right and 91.4 % of the test images, "
    "network Q 92.1 % and 88.6 %. What follows?",
    answer=Choice(
        options=(
            "P has the larger gap, so it does worse on new images.",
            "P has the larger gap and does better on new images all the same.",
            "Both have the same gap.",
            "P would do better on new images, had it been stopped earlier.",
        ),
        right=comparing.what_two_gaps_say,
        because={
            0: "Look at the two test accuracies.",
            2: "Take the second figure from the first, for each network.",
            3: "That may be so; nothing in these four figures was measured earlier.",
        },
        wrong={"gap for fault": lambda: 0},
    ),
    hints=(
        "Four figures and two differences: write them down.",
        "What are new images: those of the first figure or of the second?",
        "A statement about stopping earlier needs a figure from earlier.",
    ),
    solution="The gaps are 6.1 and 3.5 points, and P has more test images right. A gap says that "
    "training images were learned better than others; not that the others suffered.",
)


TWO_LAYERS = Exercise(
    name="match-with-two-layers",
    chapter=CHAPTER,
    section="The same epochs, the same parameters",
    rung="design",
    goal="Design a dense network to be compared with a convolutional one.",
    minutes=7,
    difficulty=3,
    prompt=f"*C-cnn-small* has {SMALL:,} parameters. Design a dense network with **two** hidden "
    f"layers for the same 28×28 images and ten classes that has at most as many, and at most "
    f"{SLACK} fewer. Give the two numbers of units, such as `[20, 20]`.",
    answer=Design(
        accept=widths_of,
        requirements=(
            (f"at most {SMALL:,} parameters", lambda widths: total(widths) <= SMALL),
            (f"at most {SLACK} fewer", lambda widths: total(widths) >= SMALL - SLACK),
        ),
        example=lambda: (32, best_second(32)),
        wrong={
            "biases forgotten": lambda: (32, best_second(32, biases=0)),
            "one layer's units": lambda: (comparing.units_that_fit(784, 10, SMALL),) * 2,
            "half of the units each": lambda: (comparing.units_that_fit(784, 10, SMALL) // 2,) * 2,
        },
    ),
    hints=(
        "Choose the first width so that its layer takes most of the budget, not all.",
        "With the first width fixed, what does one more unit in the second layer cost?",
        "First layer 785 · u; then each unit of the second costs u + 1, and ten for the classes.",
    ),
    solution="With 32 units first: 785 · 32 = 25,120. Each unit of the second layer costs 33 + 10, "
    "and ten biases come last: (26,698 − 25,120 − 10) / 43 = 36.5, so `[32, 36]`, with 26,678.",
)
