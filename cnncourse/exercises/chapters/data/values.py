"""The exercises of "Data" that are answered by a value."""

from cnncourse.exercises.chapters.data import looking
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number
from cnncourse.exercises.understood import numbers

CHAPTER = "data"
ROW, COLUMN, GREEN_CHANNEL = 2, 5, 1
FOLDERS = range(1, 11)
THERE = (380, 20, 30, 370)
"""Cats on grass, cats indoors, dogs on grass, dogs indoors."""
FEWEST, TIMES = 400, 5


GREEN = Exercise(
    name="green-in-a-record",
    chapter=CHAPTER,
    section="Find, check, unpack",
    rung="pencil",
    goal="Find a value in a file whose channels come first.",
    minutes=3,
    difficulty=1,
    prompt="A record holds a label, then 32×32 red values row by row, then the green ones, then "
    "the blue ones. Everything is counted from 0: bytes, rows, columns. At which byte stands the "
    "green value of the pixel in row 2, column 5?",
    answer=Number(
        right=lambda: looking.place(ROW, COLUMN, GREEN_CHANNEL),
        wrong={
            "label byte forgotten": lambda: looking.place(ROW, COLUMN, GREEN_CHANNEL) - 1,
            "channels side by side": lambda: 1 + 3 * (ROW * looking.SIDE + COLUMN) + GREEN_CHANNEL,
            "red for green": lambda: looking.place(ROW, COLUMN, 0),
            "column after column": lambda: looking.place(COLUMN, ROW, GREEN_CHANNEL),
            "blue for green": lambda: looking.place(ROW, COLUMN, 2),
        },
    ),
    hints=(
        "How many bytes stand before the first green one?",
        "The label is one byte, the red plane has 32·32.",
        "Before row 2 stand two whole rows of the green plane.",
    ),
    solution="1 + 1,024 + 2·32 + 5 = 1,094.",
)


NAMES = Exercise(
    name="folder-named-ten",
    chapter=CHAPTER,
    section="A folder of your own",
    rung="predict",
    goal="Know which label a folder gets.",
    minutes=2,
    difficulty=1,
    prompt="Ten folders are called 1, 2, … 10. A program sorts the names as *text* and numbers "
    "them from 0. Which label do the pictures in folder 10 get?",
    answer=Number(
        right=lambda: looking.as_text(FOLDERS).index(10),
        wrong={
            "sorted as numbers": lambda: sorted(FOLDERS).index(10),
            "name for label": lambda: 10,
            "labels from one": lambda: looking.as_text(FOLDERS).index(10) + 1,
            "longest name first": lambda: 0,
        },
    ),
    hints=(
        "Text is compared letter by letter, as in a dictionary.",
        'Which of "10" and "2" comes first there?',
        'Only "1" comes before "10".',
    ),
    solution='1: as text the order is "1", "10", "2", … "9". `from_folder` orders names that are '
    "all numbers by their value, so there it is 9; whoever mixes both mixes up nine classes.",
)


def read_from(share=0.95):
    """Return which statement gives the three accuracies 95, 25 and 0 %."""
    told = (share, 0.25, 0.0)
    statements = [
        (share, 0.85, 0.7),  # shapes known, colours in the way
        looking.named_by_background(share),
        (0.25, 0.25, 0.25),  # guesses
        (0.25, 0.25, 0.25),  # known by heart, and nothing of new images
    ]
    return statements.index(told)


READ = Exercise(
    name="what-it-goes-by",
    chapter=CHAPTER,
    section="Right for a wrong reason",
    rung="explain",
    goal="Read three accuracies as evidence.",
    minutes=3,
    difficulty=2,
    prompt="Of four kinds of shapes on coloured backgrounds a network has 95 % right where the "
    "backgrounds go with the classes as in training, 25 % where every class has every background "
    "equally often, and 0 % where each class has another's background. All images are new. What "
    "does it do?",
    answer=Choice(
        options=(
            "It knows the shapes, and unusual colours irritate it now and then.",
            "It answers with the class that the background belongs to.",
            "It guesses.",
            "It knows its training images by heart and nothing of others.",
        ),
        right=read_from,
        because={
            0: "Then some of the last test would be right. How many are?",
            2: "Who guesses among four is right on a quarter, on every test.",
            3: "All three tests have new images, and one of them goes well.",
        },
        wrong={"known by heart": lambda: 3},
    ),
    hints=(
        "What would somebody score on the three tests who sees no shape at all?",
        "With the backgrounds evenly spread, how often is the background's own class right?",
        "And where each class has another's background?",
    ),
    solution="Who answers with the background's class is right as often as the two go together: "
    "95 %, a quarter, never. It learned something that holds in its images and not in the world.",
)


def drawn(answer):
    """Return an answer as four whole numbers, or say what is wanted."""
    parts = (
        answer.strip("()[] ").replace(";", ",").split(",") if isinstance(answer, str) else answer
    )
    parts = list(parts) if hasattr(parts, "__iter__") else [parts]
    readings = [one for one in map(numbers, parts) if one]
    if len(readings) != 4 or len(parts) != 4:
        raise ValueError("give four numbers of draws, such as [50, 50, 50, 50]")
    found = [float(one[0]) for one in readings]
    if any(one != int(one) or one < 1 for one in found):
        raise ValueError("each is a whole number of draws, at least 1")
    return tuple(int(one) for one in found)


DRAWS = Exercise(
    name="balanced-draws",
    chapter=CHAPTER,
    section="What a cure is worth",
    rung="design",
    goal="Choose draws that take a bias away and do not wear out the exceptions.",
    minutes=6,
    difficulty=2,
    prompt="There are 380 photographs of cats on grass, 20 of cats indoors, 30 of dogs on grass, "
    "370 of dogs indoors. From each group you draw with repetition. Choose the four numbers of "
    "draws, such as `[50, 50, 50, 50]`: cats as often as dogs; grass as large a share of the cats "
    "as of the dogs; at least 400 draws in all; on average no photograph more than 5 times.",
    answer=Design(
        accept=drawn,
        requirements=(
            ("cats are drawn as often as dogs", lambda n: n[0] + n[1] == n[2] + n[3]),
            (
                "grass is as large a share of the cats as of the dogs",
                lambda n: n[0] * (n[2] + n[3]) == n[2] * (n[0] + n[1]),
            ),
            ("there are at least 400 draws", lambda n: sum(n) >= FEWEST),
            (
                "on average no photograph is drawn more than 5 times",
                lambda n: all(a <= TIMES * b for a, b in zip(n, THERE, strict=True)),
            ),
        ),
        example=lambda: (100, 100, 100, 100),
        wrong={
            "drawn as they are": lambda: THERE,
            "exceptions worn out": lambda: (200, 200, 200, 200),
            "as few as the smallest": lambda: (20, 20, 20, 20),
            "background still tells": lambda: (150, 100, 100, 150),
        },
    ),
    hints=(
        "What must hold between the first and the third number, and the second and the fourth?",
        "Cats and dogs equally often and on equal shares of grass: the pairs are equal.",
        "20 photographs allow 100 draws, and 30 allow 150.",
    ),
    solution="The first and the third number must be equal, and the second and the fourth. The "
    "second is at most 5·20 = 100, the third at most 5·30 = 150, so `[100, 100, 100, 100]` will "
    "do, and `[150, 100, 150, 100]` is the most.",
)
