"""The exercises of "Deeper" that are answered by a value or a choice."""

from cnncourse.architecture import Flatten, GlobalAvgPool2D
from cnncourse.exercises import understood
from cnncourse.exercises.chapters.deeper import blocks
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number

CHAPTER = "deeper"
MAPS = 32  # of the three layers
WINDOW, BEFORE, AFTER = 5, 32, 64
SIDE, LAST, UNITS = 7, 512, 4096  # VGG's head


def shortcut_of(answer):
    """Return an answer as (filters, window, stride), or say what is wanted."""
    row = understood.row(answer)
    if row is None or row.size != 3:
        raise ValueError("give three numbers: filters, window, stride, such as [32, 3, 1]")
    row = [float(one) for one in row.ravel()]
    if not all(one == one and one == int(one) and 0 < one < 1000 for one in row):
        raise ValueError("give three whole numbers, all above 0")
    filters, window, stride = map(int, row)
    if window > blocks.SIDE:
        raise ValueError(f"the window is to fit on maps of {blocks.SIDE}×{blocks.SIDE}")
    return filters, window, stride


THREE = Exercise(
    name="three-for-a-seven",
    chapter=CHAPTER,
    section="Two small windows for a large one",
    rung="pencil",
    goal="Count what a stack of small windows saves.",
    minutes=4,
    difficulty=1,
    prompt="A 7×7 convolution from 32 maps to 32 is replaced by three 3×3 convolutions, also with "
    "32 maps each, that see as many pixels. By how many parameters does the network get smaller? "
    "All have biases.",
    answer=Number(
        right=lambda: blocks.stacked(1, 7, MAPS) - blocks.stacked(3, 3, MAPS),
        wrong={
            "biases forgotten": lambda: (
                blocks.stacked(1, 7, MAPS, biases=False) - blocks.stacked(3, 3, MAPS, biases=False)
            ),
            "one small window": lambda: blocks.stacked(1, 7, MAPS) - blocks.stacked(1, 3, MAPS),
            "two small windows": lambda: blocks.stacked(1, 7, MAPS) - blocks.stacked(2, 3, MAPS),
            "channels forgotten": lambda: (49 + 1) * MAPS - 3 * (9 + 1) * MAPS,
            "what is left": lambda: blocks.stacked(3, 3, MAPS),
        },
        unit="parameters",
    ),
    hints=(
        "A filter has a slice for each map that comes in, and one bias.",
        "7×7: 32 · (49 · 32 + 1). And one of the 3×3?",
        "50,208 less three times 9,248.",
    ),
    solution="32 · (49 · 32 + 1) − 3 · 32 · (9 · 32 + 1) = 50,208 − 27,744 = 22,464.",
)


SPLIT = Exercise(
    name="share-of-a-split",
    chapter=CHAPTER,
    section="An eighth of the products",
    rung="predict",
    goal="Say what a depthwise convolution saves with another window.",
    minutes=4,
    difficulty=1,
    prompt="A full 5×5 convolution goes from 32 maps to 64. Which percentage of its multiply-adds "
    "do a depthwise 5×5 and a 1×1 after it need? One decimal will do.",
    answer=Number(
        right=lambda: blocks.share(BEFORE, AFTER, WINDOW),
        wrong={
            "maps that come in": lambda: 100 * (1 / BEFORE + 1 / WINDOW**2),
            "window of nine": lambda: 100 * (1 / AFTER + 1 / 9),
            "1×1 forgotten": lambda: 100 / AFTER,
            "depthwise forgotten": lambda: 100 / WINDOW**2,
            "share for percent": lambda: blocks.share(BEFORE, AFTER, WINDOW) / 100,
            "what is saved": lambda: 100 - blocks.share(BEFORE, AFTER, WINDOW),
        },
        tolerance=0.06,
        unit="%",
    ),
    hints=(
        "At one place the full layer takes 25 · 32 · 64 products.",
        "Depthwise 25 · 32, and the 1×1 32 · 64.",
        "Divide: 1/64 + 1/25.",
    ),
    solution="1/64 + 1/25 = 0.0156 + 0.04 = 5.6 %. The more maps leave, the nearer it comes to one "
    "over the window's size.",
)


HEAD = Exercise(
    name="head-of-a-giant",
    chapter=CHAPTER,
    section="Cheap mixers and heads",
    rung="pencil",
    goal="See where the parameters of early deep networks were.",
    minutes=4,
    difficulty=1,
    prompt="The last maps of VGG-16 are 7×7×512. They are flattened and enter a dense layer of "
    "4,096 units with biases. How many parameters would that layer have less behind global "
    "average pooling?",
    answer=Number(
        right=lambda: (
            blocks.head(SIDE, LAST, UNITS, Flatten())
            - blocks.head(SIDE, LAST, UNITS, GlobalAvgPool2D())
        ),
        wrong={
            "flattened head": lambda: blocks.head(SIDE, LAST, UNITS, Flatten()),
            "pooled head": lambda: blocks.head(SIDE, LAST, UNITS, GlobalAvgPool2D()),
            "one side of the map": lambda: (SIDE - 1) * LAST * UNITS,
            "all of its weights": lambda: SIDE**2 * LAST * UNITS,
        },
        unit="parameters",
    ),
    hints=(
        "How many numbers enter the dense layer, flattened and pooled?",
        "25,088 and 512. The biases are the same.",
        "(25,088 − 512) · 4,096.",
    ),
    solution="(7 · 7 · 512 − 512) · 4,096 = 48 · 512 · 4,096 = 100,663,296: of the layer's "
    "parameters a forty-ninth is left.",
)


EXCLUDED = Exercise(
    name="not-overfitted",
    chapter=CHAPTER,
    section="Plain and residual, side by side",
    rung="explain",
    goal="Tell bad training from overfitting.",
    minutes=4,
    difficulty=2,
    prompt="A plain network of 32 layers ends at a training loss of 0.49, one of 8 layers at 0.34, "
    "both on the same images. What do these two numbers exclude?",
    answer=Choice(
        options=(
            "That the deep one would have caught up in more epochs.",
            "That the deep one is worse only because it has learned its images by heart.",
            "That the deep one could compute what the shallow one does.",
            "That another learning rate would have suited the deep one.",
        ),
        right=lambda: 1,
        because={
            0: "They were measured after one number of epochs; what comes later they do not say.",
            3: "One rate was tried. A record speaks for its recipe.",
        },
        wrong={"could for does": lambda: 2},
    ),
    hints=(
        "Which images is a training loss measured on?",
        "Who knows images by heart has a low loss on them.",
        "What a network can compute and what its training finds are two things.",
    ),
    solution="**b**. Images learned by heart would give the deep network the *lower* loss on them. "
    "More epochs or another rate may help, the two numbers are silent on that; and it can compute "
    "what the shallow one does, with 24 layers that hand on what they get.",
)


NOTICED = Exercise(
    name="who-notices-the-sum",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="explain",
    goal="Test a block for what it is to do.",
    minutes=3,
    difficulty=2,
    prompt="In your residual block the sum is forgotten, and nothing complains. Which test fails "
    "without the sum and passes with it?",
    answer=Choice(
        options=(
            "What leaves has the shape of what came in.",
            "The block has as many parameters as it should.",
            "With zeros for the block's last weights and biases, what leaves is what came in.",
            "On an image of zeros, what leaves is finite.",
        ),
        right=blocks.noticed,
        because={3: "Zeros stay finite on both ways. What does the sum add to them?"},
        wrong={"shapes agree": lambda: 0, "counts agree": lambda: 1},
    ),
    hints=(
        "What is the same with and without the sum?",
        "A sum has no weights, and it changes no shape.",
        "What is left of x + F(x) when F gives 0?",
    ),
    solution="**c**. With F = 0 the block hands on its input (which is positive after a ReLU), and "
    "without the sum it gives 0. Shapes and parameters are the same either way.",
)


AROUND = Exercise(
    name="shortcut-that-fits",
    chapter=CHAPTER,
    section="What goes wrong in practice",
    rung="design",
    goal="Bring what came in to the shape of what leaves.",
    minutes=5,
    difficulty=2,
    prompt=f"Maps of {blocks.SIDE}×{blocks.SIDE}×{blocks.CHANNELS} enter a residual block. Its "
    f'body is a 3×3 convolution with {blocks.FILTERS} filters, stride 2 and padding "same", then '
    "another with stride 1. Choose `filters, window, stride` of a convolution without padding as "
    "its shortcut, such that the two add up and no weight is spent that is not needed.",
    answer=Design(
        accept=shortcut_of,
        requirements=(
            ("the two shapes are equal", lambda asked: blocks.added(asked) is not None),
            (
                "the window is as small as can be",
                lambda asked: blocks.weights_of(asked) <= blocks.CHANNELS * asked[0],
            ),
        ),
        example=lambda: [blocks.FILTERS, 1, 2],
        wrong={
            "stride forgotten": lambda: [blocks.FILTERS, 1, 1],
            "filters of the input": lambda: [blocks.CHANNELS, 1, 2],
            "body's window": lambda: [blocks.FILTERS, 3, 2],
            "cut to size": lambda: [blocks.FILTERS, 8, 1],
            "nothing changed": lambda: [blocks.CHANNELS, 1, 1],
        },
    ),
    hints=(
        'What shape leaves the body? Padding "same" with stride 2 gives half, rounded up.',
        "8×8×48. A window of 1 needs no padding.",
        "With a window of 1 and stride 2, 15 pixels give (15 − 1) // 2 + 1.",
    ),
    solution="[48, 1, 2]: 1×1 windows at every second pixel of 15 leave 8, and 48 filters make the "
    "maps as many. A window of 8 with stride 1 adds up as well, with 64 times the weights.",
)
