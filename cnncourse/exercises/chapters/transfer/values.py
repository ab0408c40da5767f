"""The exercises of "Transfer" that are answered by a value or a choice."""

from cnncourse.exercises import understood
from cnncourse.exercises.chapters.transfer import bodies
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number

CHAPTER = "transfer"
FEATURES, CLASSES, LAYERS = 512, 12, 4
PIXELS, TRAINED, RANDOM = 40, 62, 55  # percent right
FEWEST, SHARPEST, LONGEST, LARGEST = 3000, 128, 60, 20


def pair_of(answer):
    """Return an answer as (side, images), or say what is wanted."""
    pair = understood.row(answer)
    if pair is None or pair.size != 2:
        raise ValueError("give two numbers, pixels a side and images, such as [96, 1000]")
    pair = [float(one) for one in pair.ravel()]
    if not all(one == one and 0 < one < 1e9 and one == int(one) for one in pair):
        raise ValueError("give two whole numbers above 0: pixels a side, and images")
    return tuple(map(int, pair))


HEAD = Exercise(
    name="parameters-of-a-new-head",
    chapter=CHAPTER,
    section="A body and a head",
    rung="pencil",
    goal="Count what is trained on frozen features.",
    minutes=2,
    difficulty=1,
    prompt=f"A body gives {FEATURES} features. How many parameters has a new head for {CLASSES} "
    "classes, with a bias for each?",
    answer=Number(
        right=lambda: (FEATURES + 1) * CLASSES,
        wrong={
            "biases forgotten": lambda: FEATURES * CLASSES,
            "a bias for each feature": lambda: FEATURES * (CLASSES + 1),
            "one bias for all": lambda: FEATURES * CLASSES + 1,
            "features for parameters": lambda: FEATURES,
        },
        unit="parameters",
    ),
    hints=(
        "Each class has a weight for each feature.",
        "And each class has one number more.",
        "(features + 1) times classes.",
    ),
    solution="(512 + 1) · 12 = 6,156.",
)


OFF = Exercise(
    name="pixels-off",
    chapter=CHAPTER,
    section="The wrong way in",
    rung="predict",
    goal="Say how small shifts add up over layers.",
    minutes=4,
    difficulty=2,
    prompt=f"{LAYERS} layers with stride 2 follow each other, and nothing else moves anything. By "
    "a wrong padding each starts one pixel *of its own input* too early. By how many pixels of "
    "the image is the last map off?",
    answer=Number(
        right=lambda: bodies.pixels_off(LAYERS),
        wrong={
            "each counts one": lambda: LAYERS,
            "last shift alone": lambda: 2 ** (LAYERS - 1),
            "doubled throughout": lambda: 2**LAYERS,
            "first layer doubled": lambda: 2 * bodies.pixels_off(LAYERS),
        },
        unit="pixels",
    ),
    hints=(
        "The first layer's input is the image: it is off by one.",
        "One pixel of the second layer's input is two pixels of the image.",
        "1 + 2 + 4 + …",
    ),
    solution="1 + 2 + 4 + 8 = 15 pixels.",
)


MOVES = Exercise(
    name="what-moves-when-frozen",
    chapter=CHAPTER,
    section="Frozen, and what moves all the same",
    rung="explain",
    goal="Tell weights from running statistics.",
    minutes=4,
    difficulty=2,
    prompt="All parameters of a body in PyTorch have `requires_grad` False. `model.train()` is "
    "called, one batch goes through, and no step is taken. What is not what it was? Name all.",
    answer=Choice(
        options=(
            "The kernels of its convolutions.",
            "The scale and shift of its normalising layers.",
            "The running means and variances.",
            "The features that an image has afterwards, in evaluation.",
        ),
        right=bodies.what_moves,
        because={
            0: "No step was taken, so no weight has changed.",
            1: "Scale and shift are weights, and no step was taken.",
        },
        wrong={
            "statistics taken for weights": lambda: (0, 1),
            "statistics without consequence": lambda: (2,),
            "all of it": lambda: (0, 1, 2, 3),
        },
    ),
    hints=(
        "Which numbers change by a step, and which by a batch going through?",
        "Running means are kept while the model is in training, with gradients or without.",
        "What does an image go through in evaluation: what is subtracted from it?",
    ),
    solution="The running means and variances, and with them every later feature. Kernels, scales "
    "and shifts change by steps alone.",
)


TWICE = Exercise(
    name="scaled-twice",
    chapter=CHAPTER,
    section="Exercises",
    rung="predict",
    goal="See what a body gets when images are scaled twice.",
    minutes=3,
    difficulty=1,
    prompt="A body's first layer computes $(x-127)/128$ of bytes $x$. Somebody divides the images "
    "by 255 beforehand. What does a white pixel, byte 255, come out as? Three decimals.",
    answer=Number(
        right=lambda: (1 - bodies.MEAN) / bodies.SPREAD,
        wrong={
            "as it should be": lambda: (255 - bodies.MEAN) / bodies.SPREAD,
            "mean left out": lambda: 1 / bodies.SPREAD,
            "black for white": lambda: -bodies.MEAN / bodies.SPREAD,
            "subtracted backwards": lambda: (bodies.MEAN - 1) / bodies.SPREAD,
        },
        tolerance=1e-3,
    ),
    hints=(
        "What is the pixel after the first division?",
        "255 / 255 is 1. Put 1 in the place of x.",
        "(1 − 127) / 128.",
    ),
    solution="(1 − 127)/128 = −0.984. A black one gives −0.992: to this body all images are black.",
)


CONTROL = Exercise(
    name="worth-of-the-training",
    chapter=CHAPTER,
    section="Exercises",
    rung="explain",
    goal="Read a control.",
    minutes=3,
    difficulty=1,
    prompt=f"The same head is trained on the same images: {PIXELS} % right on pixels, {TRAINED} % "
    f"on the features of a pretrained body, {RANDOM} % on those of the same body with random "
    "weights. How many points did the body's training bring here?",
    answer=Choice(
        options=(
            f"{TRAINED - PIXELS} points: pixels are what one would have without a body.",
            f"{RANDOM - PIXELS} points: that is what a body has over pixels.",
            f"{TRAINED - RANDOM} points: all else is equal in these two.",
            f"{TRAINED} points: without training there would be nothing.",
        ),
        right=lambda: (PIXELS, TRAINED - RANDOM, RANDOM).index(TRAINED - RANDOM) + 1,
        because={
            0: "Between these two, the layers differ as well as their training.",
            1: "In this pair no body was trained.",
            3: "Without training there are 55 %.",
        },
        wrong={"layers for training": lambda: 0, "no control at all": lambda: 3},
    ),
    hints=(
        "Find the two runs that differ in the training of the body and in nothing else.",
        "Pixels and a body differ in two things.",
        "Subtract the random body's figure from the trained one's.",
    ),
    solution="62 − 55 = 7 points. The other 15 come from the layers as they are, without training.",
)


PLAN = Exercise(
    name="plan-the-features",
    chapter=CHAPTER,
    section="Exercises",
    rung="design",
    goal="Choose a size and a number of images within a budget.",
    minutes=7,
    difficulty=2,
    prompt="A body takes 8 ms for an image of 96×96 pixels, and time grows with the *number of "
    f"pixels*. Its {bodies.FEATURES:,} features are kept as float32. Choose pixels a side (at "
    f"least {SHARPEST}) and images (at least {FEWEST:,}) such that computing takes at most "
    f"{LONGEST} seconds and the file has at most {LARGEST} million bytes. Give two numbers, such "
    "as `[96, 1000]`.",
    answer=Design(
        accept=pair_of,
        requirements=(
            (f"at least {SHARPEST} pixels a side", lambda pair: pair[0] >= SHARPEST),
            (f"at least {FEWEST:,} images", lambda pair: pair[1] >= FEWEST),
            (f"at most {LONGEST} seconds", lambda pair: bodies.seconds(*pair) <= LONGEST),
            (
                f"at most {LARGEST} million bytes",
                lambda pair: bodies.megabytes(pair[1]) <= LARGEST,
            ),
        ),
        example=lambda: (SHARPEST, FEWEST),
        wrong={
            "time by the side": lambda: (240, FEWEST),
            "bytes for numbers": lambda: (SHARPEST, 4100),
            "size of the body's own": lambda: (224, FEWEST),
        },
    ),
    hints=(
        "How many times as many pixels has 128×128 as 96×96?",
        "An image of 128×128 takes 8 · (128/96)² ms. How many of them go into 60 seconds?",
        "A row of features has 1,280 numbers of 4 bytes. How many rows go into 20 million?",
    ),
    solution="At 128 pixels an image takes 8 · 16/9 = 14.2 ms: 3,000 of them 43 seconds, and "
    "15.4 million bytes. `[128, 3000]` will do, and so will 150 pixels.",
)
