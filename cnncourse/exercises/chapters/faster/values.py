"""The exercises of "Faster" that are answered by a value."""

from cnncourse.exercises.chapters.faster import costs
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.kinds import Choice, Design, Number
from cnncourse.exercises.understood import numbers

CHAPTER = "faster"
FIXED, EACH, BATCH = 3e-3, 0.02e-3, 100
ODD = 515
WHOLE, ALONE, PROCESSES = 10.0, 4.0, 3
LARGEST, MOST, FASTEST = 256, 8, 72_000
COSTS = {"fixed": 1e-3, "each": 0.02e-3, "waiting": 0.2e-3}

SPEED = Exercise(
    name="images-each-second",
    chapter=CHAPTER,
    section="What a step costs before it computes",
    rung="pencil",
    goal="Tell a speed from what a step costs and what an image costs.",
    minutes=2,
    difficulty=1,
    prompt="A step takes 3 milliseconds whatever the batch, and 0.02 milliseconds more for each "
    "image. How many images a second does it learn from in batches of 100?",
    answer=Number(
        right=lambda: costs.speed(BATCH, FIXED, EACH),
        wrong={
            "fixed part forgotten": lambda: 1 / EACH,
            "fixed part for each image": lambda: 1 / (FIXED + EACH),
            "milliseconds for seconds": lambda: costs.speed(BATCH, 1e3 * FIXED, 1e3 * EACH),
            "steps for images": lambda: 1 / costs.step_time(BATCH, FIXED, EACH),
            "arithmetic forgotten": lambda: BATCH / FIXED,
        },
        tolerance=0.5,
        unit="images a second",
    ),
    hints=(
        "How long does one step of 100 images take?",
        "3 ms and 100 · 0.02 ms. How many such steps fit into a second?",
        "5 ms a step: 200 steps a second, of 100 images each.",
    ),
    solution="A step takes 3 + 100 · 0.02 = 5 ms, so 200 steps and 20,000 images a second. Batches "
    "without end would reach 50,000; half of that is reached at 3/0.02 = 150 images, where both "
    "parts of the step are equally long.",
)


KEPT = Exercise(
    name="what-515-becomes",
    chapter=CHAPTER,
    section="A shorter number",
    rung="predict",
    goal="Say what sixteen bits keep of a number.",
    minutes=3,
    difficulty=1,
    prompt="bfloat16 keeps 7 binary digits behind the first one. What becomes of 515?",
    answer=Number(
        right=lambda: float(costs.bfloat16([ODD])[0]),
        wrong={
            "kept as it is": lambda: ODD,
            "last digits cut off": lambda: float(costs.digits_kept(ODD, 7, cut=int)),
            "spacing of the half below": lambda: float(costs.digits_kept(ODD - 1, 8)),
            "next power of two": lambda: 1024,
        },
    ),
    hints=(
        "515 = 512 + 3, and 512 is 2⁹. How far apart are the numbers that are kept from 512 on?",
        "Seven digits behind the first: the last one of them is worth 512/128.",
        "So 512, 516, 520 … are kept. Which of them is nearest?",
    ),
    solution="From 512 to 1,024 every fourth number is kept: 512/2⁷ = 4. 515 lies between 512 and "
    "516, and 516 is nearer.",
)


GAIN = Exercise(
    name="gain-of-three",
    chapter=CHAPTER,
    section="What no second machine shares",
    rung="pencil",
    goal="Say how much faster a step gets of which a part cannot be shared.",
    minutes=3,
    difficulty=2,
    prompt="A step takes 10 ms. Of these, 4 ms are the same however many processes share the "
    "batch; nothing is lost by waiting. How many times as fast is a step of three processes? Two "
    "decimals will do.",
    answer=Number(
        right=lambda: costs.gain(WHOLE, ALONE, PROCESSES),
        wrong={
            "as many times as processes": lambda: PROCESSES,
            "gain of processes without end": lambda: WHOLE / ALONE,
            "shared part of the processes": lambda: PROCESSES * (WHOLE - ALONE) / WHOLE,
            "time for the gain": lambda: WHOLE / costs.gain(WHOLE, ALONE, PROCESSES),
            "share of the time left": lambda: 1 / costs.gain(WHOLE, ALONE, PROCESSES),
        },
        tolerance=0.01,
        unit="times",
    ),
    hints=(
        "How long do three processes take for the 6 ms that can be shared?",
        "2 ms, and the 4 ms stay. How long is the new step?",
        "Divide the old time of a step by the new one, 6 ms.",
    ),
    solution="The new step takes 4 + 6/3 = 6 ms, so it is 10/6 = 1.67 times as fast. No number of "
    "processes makes it more than 10/4 = 2.5 times as fast.",
)


TWO = Exercise(
    name="who-gains-from-two",
    chapter=CHAPTER,
    section="What no second machine shares",
    rung="explain",
    goal="Say when a second process costs more than it brings.",
    minutes=4,
    difficulty=2,
    prompt="In PyTorch a step of 128 images takes C-dense 2.7 ms and C-cnn 82 ms, alone. Two "
    "processes make C-cnn faster and C-dense slower. Which of these explains it?",
    answer=Choice(
        options=(
            "C-dense has more numbers to send.",
            "A wait of a few milliseconds is longer than what C-dense saves, and shorter than "
            "what C-cnn saves.",
            "C-dense's step takes longer, so there is more to wait for.",
            "The gradients of a dense layer cannot be taken in parts.",
        ),
        right=costs.why_dense_loses,
        because={
            0: "C-dense has 101,770 parameters and C-cnn 421,642. Which sends more?",
            2: "Read the two times again. Whose step is longer?",
            3: "The chapter joined the gradients of dense layers. How far off were they?",
        },
        wrong={"bytes decide": lambda: 0},
    ),
    hints=(
        "How many milliseconds does each of the two save if half of its step is taken over?",
        "C-dense saves 1.35 ms at most, C-cnn 41 ms. What does each pay for it?",
        "Each step ends with a wait for the other process, whatever the network is.",
    ),
    solution="Half of 2.7 ms is 1.35 ms, half of 82 ms is 41 ms. Who must wait 4 ms in every step "
    "has lost in the first case and won in the second. C-cnn even sends four times as much.",
)


def plan_of(answer):
    """Return an answer as (batch, processes), or say what is wanted."""
    text = answer.strip("()[] ").replace(";", ",") if isinstance(answer, str) else answer
    parts = text.split(",") if isinstance(text, str) else text
    parts = list(parts) if hasattr(parts, "__iter__") else [parts]
    readings = [one for one in map(numbers, parts) if one]
    if len(readings) != 2:
        raise ValueError("give two whole numbers: batch, processes, such as (128, 2)")
    batch, processes = (float(one[0]) for one in readings)
    if batch != int(batch) or processes != int(processes) or min(batch, processes) < 1:
        raise ValueError("batch and processes are whole numbers of at least 1")
    if batch < processes:
        raise ValueError("each process needs an image: the batch is at least as large")
    return int(batch), int(processes)


DESIGN = Exercise(
    name="batch-and-processes",
    chapter=CHAPTER,
    section="What no second machine shares",
    rung="design",
    goal="Choose a batch and a number of processes under a limit.",
    minutes=6,
    difficulty=2,
    prompt="A step costs 1 ms whatever the batch, 0.02 ms for each image of a process, and 0.2 ms "
    "for each of the 2 (n − 1) rounds in which n processes add up their gradients. At most 256 "
    "images and 8 processes are allowed. Choose `batch, processes` for at least 72,000 images a "
    "second.",
    answer=Design(
        accept=plan_of,
        requirements=(
            (f"the batch has at most {LARGEST} images", lambda made: made[0] <= LARGEST),
            (f"there are at most {MOST} processes", lambda made: made[1] <= MOST),
            (
                f"it learns from at least {FASTEST:,} images a second",
                lambda made: costs.speed(made[0], processes=made[1], **COSTS) >= FASTEST,
            ),
        ),
        example=lambda: (256, 4),
        wrong={
            "one process alone": lambda: (256, 1),
            "every process that there is": lambda: (256, 8),
            "batch without a limit": lambda: (512, 4),
            "batch too small to share": lambda: (64, 4),
        },
    ),
    hints=(
        "How long does a step of 256 images take on one process, and on eight?",
        "On n processes: 1 + 0.02 · 256/n + 0.4 · (n − 1) milliseconds.",
        "Eight wait longer than they save. Try a few less.",
    ),
    solution="On n processes a step of 256 images takes 1 + 5.12/n + 0.4 (n − 1) ms: 6.1, 4.0, "
    "3.5, 3.5 and 3.6 for one to five, and 4.4 for eight. (256, 3) and (256, 4) do more than "
    "72,000 images a second.",
)
