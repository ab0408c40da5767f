"""The exercises of "The corner" that are answered by a value or a choice."""

from cnncourse.exercises.chapters.the_corner.fields import (
    C_CNN,
    CHAPTER,
    ITEM,
    SIDE,
    UNITS,
    B,
    blind_one,
    field,
    last_maps,
    period,
    places,
    unpooled_field,
    windows_over,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Number, Shape

MARGIN = Exercise(
    name="never-trained",
    chapter=CHAPTER,
    section="Why",
    rung="pencil",
    goal="Count the weights that no picture ever reaches.",
    minutes=5,
    difficulty=1,
    prompt="C-dense takes a frame of 40×40 pixels, in whose middle the items of 28×28 stand; all "
    "else is black in every training picture. Each of its 128 units has a weight for every pixel. "
    "How many of these weights belong to a pixel outside the items, and so never change?",
    answer=Number(
        right=lambda: (SIDE**2 - ITEM**2) * UNITS,
        wrong={
            "one unit": lambda: SIDE**2 - ITEM**2,
            "bias counted": lambda: (SIDE**2 - ITEM**2 + 1) * UNITS,
            "the other pixels": lambda: ITEM**2 * UNITS,
            "every pixel": lambda: SIDE**2 * UNITS,
            "side for area": lambda: (SIDE - ITEM) ** 2 * UNITS,
        },
    ),
    hints=(
        "How many pixels has the frame, and how many of them does an item cover?",
        "A frame of 40·40 pixels without a square of 28·28: that many are always black.",
        "Each of these pixels has a weight to each of the 128 units.",
    ),
    solution="1,600 − 784 = 816 pixels are always black, and 816 · 128 = 104,448: half of all "
    "206,218 parameters keep the random numbers they were drawn as. (A few more do, if some pixel "
    "of the items is always black, or if a unit never wakes.) With items that move by up to six "
    "pixels in training, every pixel of the frame is lit now and then.",
)

LAST = Exercise(
    name="last-maps",
    chapter=CHAPTER,
    section="Why",
    rung="predict",
    goal="Follow a larger picture through a network.",
    minutes=4,
    difficulty=1,
    prompt="B has a 5×5 convolution with 6 filters, a 2×2 max pooling, a 5×5 convolution with 10 "
    "filters and a 2×2 max pooling; nothing is padded. For items of 28×28 its last maps are "
    "4×4×10. Which shape have they for the frame of 40×40, as rows x columns x channels?",
    answer=Shape(
        right=last_maps,
        wrong={
            "border forgotten": lambda: (SIDE // 4, SIDE // 4, 10),
            "frame forgotten": lambda: last_maps(ITEM),
            "channels first": lambda: (last_maps()[2], *last_maps()[:2]),
            "one filter": lambda: (*last_maps()[:2], 1),
            "last pooling forgotten": lambda: B.shapes()[2],
        },
    ),
    hints=(
        "A kernel of five leaves four places fewer along a side; a pooling of two halves them.",
        "40 becomes 36 and then 18. Go on like this.",
        "18 becomes 14, which is halved once more; the filters of the last layer are the channels.",
    ),
    solution="40 → 36 → 18 → 14 → 7: (7, 7, 10). Flattened that is 490 numbers, and the dense "
    "layer of 56 units behind them has 490 · 56 = 27,440 weights. The convolutions have what they "
    "had before: their size does not depend on the picture's.",
)

SEEN = Exercise(
    name="seen-by-one-number",
    chapter=CHAPTER,
    section="Why",
    rung="pencil",
    goal="Say how much of an item one number of the last maps has seen.",
    minutes=6,
    difficulty=2,
    prompt="C-cnn has a 3×3 convolution, a 2×2 pooling with stride 2, a 3×3 convolution and a 2×2 "
    "pooling with stride 2. How many pixels of the picture, along a side, does one number of its "
    "last maps see?",
    answer=Number(
        right=field,
        wrong={
            "last pooling forgotten": lambda: field(layer="conv2"),
            "step for field": lambda: C_CNN.receptive_field()["pool2"].stride[0],
            "stride forgotten": lambda: 1 + 2 + 1 + 2 + 1,
            "poolings forgotten": unpooled_field,
        },
        unit="pixels",
    ),
    hints=(
        "Begin with the first layer: a number of its maps sees three pixels.",
        "A window of k adds k − 1 steps, and a step is as long as all strides so far make it.",
        "3, then one step of one pixel more, then two steps of two pixels; one window is left.",
    ),
    solution="3, then 3 + 1 = 4, then 4 + 2·2 = 8, then 8 + 2 = 10. Ten pixels of an item of 28: "
    "a heel, a collar, a piece of a leg. In B it is 16.",
)

PERIOD = Exercise(
    name="poolings-of-three",
    chapter=CHAPTER,
    section="Cure two: do not ask where",
    rung="predict",
    goal="Say after how many pixels a network with averages sees the same again.",
    minutes=3,
    difficulty=1,
    prompt="In C-cnn with averages, a step of the last maps is four pixels long. A colleague "
    "replaces both 2×2 poolings by poolings of 3×3 with stride 3. By how many pixels must an item "
    "move now, at least, to give the same maps one place further?",
    answer=Number(
        right=period,
        wrong={
            "steps added": lambda: 3 + 3,
            "one step only": lambda: 3,
            "poolings of two": lambda: period(2),
            "step for field": lambda: 1 + 2 + 2 + 6 + 6,
        },
        unit="pixels",
    ),
    hints=(
        "How many pixels further does the next number of the first pooled map look?",
        "Three. And a step of the second pooling is three steps of the first.",
        "Strides of layers that follow one another are multiplied.",
    ),
    solution="3 · 3 = 9 pixels. Of the shifts from 1 to 8 each falls differently into the windows "
    "of a pooling.",
)

CORNER_WINDOWS = Exercise(
    name="windows-over-the-middle",
    chapter=CHAPTER,
    section="Cure two: do not ask where",
    rung="pencil",
    goal="Count how often a pixel is looked at, and see why a mean is not fair.",
    minutes=6,
    difficulty=3,
    prompt="A number of B's last maps sees 16×16 pixels, the next one 16×16 pixels four further, "
    "and there is no padding. A pixel in the corner of the frame is seen by one number of each "
    "map. By how many numbers of each map is a pixel in the middle of the frame seen?",
    answer=Number(
        right=lambda: windows_over(SIDE // 2) ** 2,
        wrong={
            "one way only": lambda: windows_over(SIDE // 2),
            "every place": lambda: last_maps()[0] * last_maps()[1],
            "pixels of the window": lambda: field(B) ** 2,
            "both ways added": lambda: 2 * windows_over(SIDE // 2),
            "every map": lambda: windows_over(SIDE // 2) ** 2 * last_maps()[2],
        },
    ),
    hints=(
        "Along one side first: windows of 16 pixels begin every 4 pixels. How many hold a pixel?",
        "The first that holds it begins up to 15 pixels before it, the last at the pixel itself.",
        "Along a side it is 16 / 4; the other side has as many for each of them.",
    ),
    solution="Four along each side: 4 · 4 = 16, against 1 in the corner. The mean over the map "
    "adds up what the windows found, so what lies in the middle counts up to 16 times.",
)

EVERY = Exercise(
    name="every-place-once",
    chapter=CHAPTER,
    section="Cure one: move the items in training",
    rung="pencil",
    goal="See how little of all shifts a training run can show.",
    minutes=3,
    difficulty=1,
    prompt="Items of 28×28 pixels lie on a frame of 40×40, and stay whole. How many pictures would "
    "show each of the 60,000 training items once at every place?",
    answer=Number(
        right=lambda: 60_000 * places(),
        wrong={
            "off by one": lambda: 60_000 * (SIDE - ITEM) ** 2,
            "one way only": lambda: 60_000 * (SIDE - ITEM + 1),
            "half of the shifts": lambda: 60_000 * ((SIDE - ITEM) // 2) ** 2,
            "places alone": places,
        },
        unit="pictures",
    ),
    hints=(
        "At how many rows of the frame can an item's first row lie?",
        "From row 0 to row 12; and at as many columns for each of them.",
        "13 rows times 13 columns, for each of the items.",
    ),
    solution="13 · 13 = 169 places, and 60,000 · 169 = 10,140,000 pictures. Five epochs show "
    "300,000, three in a hundred, and one certain boot at five places at most. What a boot looks "
    "like elsewhere the network has learned from other boots.",
)

BLIND_TO_PLACE = Exercise(
    name="blind-to-place",
    chapter=CHAPTER,
    section="Cure two: do not ask where",
    rung="explain",
    goal="Say which part of a network makes it blind to place.",
    minutes=5,
    difficulty=2,
    prompt="A small spot in the middle of a wide black picture moves four pixels down and four to "
    "the right, far from every border. Which of these networks, with *any* weights, gives exactly "
    "the same answer? All convolutions are 3×3 and padded; all poolings are 2×2 with stride 2.",
    answer=Choice(
        options=(
            "Flatten, dense layer with ReLU, dense layer",
            "convolution, pooling, convolution, pooling, flatten, dense layer",
            "convolution, pooling, convolution, pooling, mean of each map, dense layer",
        ),
        right=blind_one,
        because={
            0: "Each pixel has weights of its own, and the spot now meets others.",
            1: "The maps are the same, one place further. What reads them after flattening?",
        },
    ),
    hints=(
        "Which layers share their weights between places, and which do not?",
        "Four pixels are one whole step of the last maps: they hold the same, one place further.",
        "What is left of a place when all places of a map are added up?",
    ),
    solution="The one with the means. Behind two poolings of two, four pixels are one place of the "
    "maps, so they hold the same numbers one place further, and their means are equal. Flattened, "
    "each place has weights of its own. With a move of two pixels none of the three answers alike: "
    "the windows of the second pooling would hold other numbers.",
)
