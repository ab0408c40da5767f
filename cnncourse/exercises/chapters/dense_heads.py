"""Exercises of "Dense heads": softmax, cross-entropy, a squashing too many, parameters."""

import math
from functools import partial

import numpy as np

from cnncourse import ops, zoo
from cnncourse.architecture import Architecture, Dense, Flatten
from cnncourse.exercises import understood
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Array, Choice, Design, Number

CHAPTER = "dense_heads"
SCORES = np.log([1.0, 2.0, 5.0])
SHARE = 1 / 8
MAPS = (8, 8, 128)
WIDTHS = (128, 64, 32, 10)


def shares(scores):
    """Return the softmax of one row of scores."""
    return ops.softmax(np.asarray(scores, float))


def selected(scores):
    """Return 1 for the largest of each row and 0 elsewhere."""
    scores = np.asarray(scores)
    return np.eye(scores.shape[-1])[scores.argmax(axis=-1)]


def loss_of(share):
    """Return the cross-entropy of one image whose right class has a share."""
    return float(ops.cross_entropy(np.log([[share, 1 - share]]), [0]))


def no_opinion(classes):
    """Return the loss where all logits are equal."""
    return float(ops.cross_entropy(np.full((1, classes), 7.0), [0]))


def squashed_floor(classes):
    """Return the smallest loss behind a sigmoid: the right class at 1, all others at 0."""
    sure = np.full((1, classes), -1e3)
    sure[0, 0] = 1e3
    return float(ops.cross_entropy(ops.sigmoid(sure), [0]))


def what_a_temperature_changes():
    """Return which statement holds of logits divided by 5, by trying it on drawn ones."""
    rng = np.random.default_rng(0)
    logits, labels = 5 * rng.normal(size=(200, 10)), rng.integers(0, 10, 200)
    labels[:150] = logits[:150].argmax(axis=1)
    order = np.array_equal(logits.argmax(axis=1), (logits / 5).argmax(axis=1))
    before, after = (ops.cross_entropy(one, labels) for one in (logits, logits / 5))
    return {(False, False): 0, (True, False): 1, (True, True): 2}[order, bool(before == after)]


def head(maps=MAPS, widths=WIDTHS):
    """Return how many parameters the dense layers behind flattened maps have."""
    layers = [Flatten(), *(Dense(width) for width in widths)]
    return Architecture("head", maps, layers).parameters().total


def nearest_floor(seen=1.58):
    """Return which cause gives a loss that stays near the one that is seen, at 80 % right."""
    classes = zoo.TWO_SMALL_CONV.output_shape[0]
    causes = [
        squashed_floor(classes),
        no_opinion(classes),  # shuffled labels: no image tells anything of its class
        loss_of(1 - 1e-12),  # few images are learned by heart
        loss_of(1 - 1e-12),  # one-hot labels are the same labels
    ]
    return int(np.argmin(np.abs(np.array(causes) - seen)))


def logits_of(answer):
    """Return an answer as ten logits, or say what is wanted."""
    logits = understood.row(answer)
    if logits is None or logits.size != 10 or not np.isfinite(logits.astype(float)).all():
        raise ValueError("give ten numbers, such as [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]")
    return logits.astype(float).reshape(10).round(2) + 0.0  # 2.2 and 2.197 are one answer


def halved(top):
    """Return ten logits, 0 but for class 3."""
    logits = np.zeros(10)
    logits[3] = top
    return logits


def batches(rng, *, labelled=False):
    """Return logits of several sizes and types, the larger ones beyond what exp can hold."""
    sizes = [(1, 2, 1, "float64"), (2, 3, 2, "float32"), (3, 4, 1, "float64")]
    sizes += [(4, 3, 500, "float32"), (5, 10, 900, "float64"), (3, 7, 4, "int64")]
    found = []
    for n, classes, size, kind in sizes:
        scores = (size * rng.normal(size=(n, classes))).astype(kind)
        scores[0, 0] += 2 * size
        found.append({"scores": scores})
        if labelled:
            found[-1]["labels"] = rng.integers(0, classes, n)
    return found


def naive(scores):
    """Return the softmax by its formula, without anything taken away."""
    powers = np.exp(np.asarray(scores))
    return powers / powers.sum(axis=1, keepdims=True)


def over_everything(scores):
    """Return powers divided by the total of the whole batch."""
    return ops.softmax(np.asarray(scores).reshape(-1)).reshape(np.shape(scores))


def picked(array, labels):
    """Return the number of each row at its label."""
    return np.asarray(array)[np.arange(len(labels)), labels]


def kept_from_zero(scores, labels, by, least):
    """Return the mean cross-entropy of probabilities that a small number keeps from 0."""
    shares = picked(ops.softmax(np.asarray(scores, float)), labels)
    return -np.log(by(shares, least)).mean()


SOFTMAX = Exercise(
    name="softmax-shares",
    chapter=CHAPTER,
    section="From logits to probabilities",
    rung="pencil",
    goal="Turn logits into probabilities with a pencil.",
    minutes=3,
    difficulty=1,
    prompt="Three classes have the logits 0, $\\ln 2$ and $\\ln 5$. Which probabilities does the "
    "softmax give them? Write three numbers in this order, such as `0.2, 0.3, 0.5`.",
    answer=Array(
        right=lambda: shares(SCORES),
        wrong={
            "selected": lambda: selected(SCORES),
            "softmax forgotten": lambda: SCORES,
            "scores divided": lambda: SCORES / SCORES.sum(),
            "softmax twice": lambda: shares(shares(SCORES)),
            "not divided": lambda: np.exp(SCORES),
        },
        tolerance=0.006,
    ),
    hints=(
        "First raise e to each logit. What is e to the power of ln 2?",
        "The three powers are 1, 2 and 5. The probabilities have to add up to 1.",
        "Divide each power by the total of the three.",
    ),
    solution="The powers are 1, 2 and 5, their total is 8, and the probabilities 1/8, 2/8 and "
    "5/8: 0.125, 0.25 and 0.625.",
)

LOSS = Exercise(
    name="loss-of-a-share",
    chapter=CHAPTER,
    section="One number for how wrong",
    rung="pencil",
    goal="Compute the cross-entropy of one image.",
    minutes=2,
    difficulty=1,
    prompt="A network gives the right class of an image the probability 1/8. What is its "
    "cross-entropy, in nats? ($\\ln 2 = 0.693$; one decimal is enough.)",
    answer=Number(
        right=lambda: loss_of(SHARE),
        wrong={
            "wrong logarithm": lambda: -math.log2(SHARE),
            "logarithm to base ten": lambda: -math.log10(SHARE),
            "whole share": lambda: 0,
            "share for loss": lambda: SHARE,
            "sign forgotten": lambda: math.log(SHARE),
            "share that is missing": lambda: 1 - SHARE,
            "odds for probability": lambda: -math.log(SHARE / (1 - SHARE)),
        },
        tolerance=0.025,
        unit="nats",
    ),
    hints=(
        "The loss is a logarithm of the probability. Which one, and with which sign?",
        "Minus the natural logarithm of 1/8 is the natural logarithm of 8.",
        "8 is 2 · 2 · 2, and the logarithm of a product is a sum.",
    ),
    solution="−ln(1/8) = ln 8 = 3 · 0.693 = 2.079 nats. (With the logarithm to base 2 it would be "
    "3 bits.)",
)

NO_OPINION = Exercise(
    name="no-opinion",
    chapter=CHAPTER,
    section="One number for how wrong",
    rung="predict",
    goal="Know the loss of a network that has learned nothing.",
    minutes=3,
    difficulty=1,
    prompt="A network for 100 classes gives every class the logit 7, whatever it sees. What is "
    "its cross-entropy, in nats? ($\\ln 10 = 2.303$.)",
    answer=Number(
        right=lambda: no_opinion(100),
        wrong={
            "logarithm to base ten": lambda: math.log10(100),
            "wrong logarithm": lambda: math.log2(100),
            "whole share": lambda: 0,
            "share for loss": lambda: 1 / 100,
            "softmax forgotten": lambda: 7,
            "ten classes": lambda: no_opinion(10),
            "sign forgotten": lambda: -no_opinion(100),
        },
        tolerance=0.008,
        unit="nats",
    ),
    hints=(
        "Does it matter that the logits are 7 and not 0?",
        "Equal logits share the whole equally. How much is left for the right class?",
        "Take minus the natural logarithm of one in a hundred; 100 is 10 · 10.",
    ),
    solution="Each class gets 1/100, and −ln(1/100) = 2 · 2.303 = 4.605 nats. If a fresh network "
    "starts far above that, its first weights or its inputs are too large.",
)

TEMPERATURE = Exercise(
    name="cooler-or-warmer",
    chapter=CHAPTER,
    section="Temperature",
    rung="explain",
    goal="Say what dividing the logits changes.",
    minutes=3,
    difficulty=2,
    prompt="All logits of a trained network are divided by 5 before the softmax. What becomes of "
    "its accuracy and its cross-entropy on the test images?",
    answer=Choice(
        options=(
            "Both change.",
            "The accuracy stays; the cross-entropy changes.",
            "Neither changes: the softmax divides the 5 out.",
            "The accuracy changes; the cross-entropy stays.",
        ),
        right=what_a_temperature_changes,
        because={
            0: "Which class has the largest logit after the division?",
            2: "A number added to all logits cancels. Does one that divides them?",
            3: "Which class has the largest logit after the division, and how much is its share?",
        },
        wrong={},
    ),
    hints=(
        "Try it with two logits, 5 and 0.",
        "Is the largest logit still the largest? And how large is its share now?",
        "The order stays, the shares come nearer to each other. Which measure sees the shares?",
    ),
    solution="The order of the logits stays, so each image gets the same answer as before. The "
    "shares come nearer to each other, and the cross-entropy is computed from them.",
)

FLOOR = Exercise(
    name="squashed-floor",
    chapter=CHAPTER,
    section="A squashing too many",
    rung="predict",
    goal="Find how small a loss can get behind a sigmoid.",
    minutes=5,
    difficulty=2,
    prompt="A network for *four* classes ends in a sigmoid, and the loss applies a softmax to "
    "that. How small can the cross-entropy get, in nats? Two decimals are enough.",
    answer=Number(
        right=lambda: squashed_floor(4),
        wrong={
            "no floor": lambda: 0,
            "share for loss": lambda: math.exp(-squashed_floor(4)),
            "no opinion": lambda: no_opinion(4),
            "ten classes": lambda: squashed_floor(10),
            "wrong logarithm": lambda: squashed_floor(4) / math.log(2),
        },
        tolerance=0.006,
        unit="nats",
    ),
    hints=(
        "Between which two numbers does everything lie that enters the softmax?",
        "Best of all, the right class enters with 1 and the other three with 0.",
        "The share of the right class is then e / (e + 3), with e = 2.718.",
    ),
    solution="At best 1, 0, 0, 0 enter the softmax. The right class gets e/(e + 3) = 0.475, and "
    "−ln 0.475 = 0.744 nats, however sure and right the network is.",
)

STUCK = Exercise(
    name="stuck-loss",
    chapter=CHAPTER,
    section="A squashing too many",
    rung="explain",
    goal="Recognise a squashing too many from the numbers that a training prints.",
    minutes=3,
    difficulty=2,
    prompt="A network for ten classes is right on 80 % of the training images, yet its "
    "cross-entropy on them has stopped at 1.58 nats. What do you look at first?",
    answer=Choice(
        options=(
            "Whether the last layer has a sigmoid or a softmax that the loss has as well.",
            "Whether the labels were shuffled, so that they belong to other images.",
            "Whether there are too few training images.",
            "Whether the labels are whole numbers where they should be one-hot.",
        ),
        right=nearest_floor,
        because={
            1: "Such labels can only be learned by heart, and then the loss on them falls as well.",
            2: "Few images are learned by heart: the loss on them falls towards 0.",
            3: "The two forms of a label give the same loss.",
        },
    ),
    hints=(
        "A network that is right so often ought to have a far lower loss. What keeps it up?",
        "Which numbers can the shares of ten classes not leave, if 0 to 1 enters the softmax?",
        "Compare 1.58 with the smallest loss that ten classes have behind a sigmoid.",
    ),
    solution="The last layer. Numbers from 0 to 1 before a softmax of ten classes leave a loss of "
    "at least −ln(e/(e + 9)) = 1.46 nats: the answers are good and the loss cannot show it.",
)

HEAD = Exercise(
    name="head-parameters",
    chapter=CHAPTER,
    section="Where the parameters sit",
    rung="pencil",
    goal="Count the parameters of a head.",
    minutes=4,
    difficulty=2,
    prompt="Maps of 8×8 pixels and 128 channels are flattened and go through dense layers of 128, "
    "64, 32 and 10 outputs, all with biases. How many parameters has this head, exactly?",
    answer=Number(
        right=head,
        wrong={
            "bias forgotten": lambda: head() - sum(WIDTHS),
            "channels forgotten": lambda: head((8, 8, 1)),
            "pixels forgotten": lambda: head((1, 1, 128)),
            "first layer only": lambda: head(widths=WIDTHS[:1]),
            "last layer forgotten": lambda: head(widths=WIDTHS[:-1]),
        },
        unit="parameters",
    ),
    hints=(
        "How many numbers come out of the flattening?",
        "A dense layer has a weight for each pair of input and output, and a bias an output.",
        "Add up 8,192 · 128 + 128, then 128 · 64 + 64, and go on like this.",
    ),
    solution="8,192·128 + 128 = 1,048,704; 128·64 + 64 = 8,256; 64·32 + 32 = 2,080; 32·10 + 10 = "
    "330. Together 1,059,370, of which the first layer has 99 %.",
)

DESIGN = Exercise(
    name="half-the-share",
    chapter=CHAPTER,
    section="From logits to probabilities",
    rung="design",
    goal="Choose logits for wanted probabilities.",
    minutes=5,
    difficulty=2,
    prompt="Choose ten logits so that class 3 (counted from 0) gets the probability one half and "
    "the other nine share the rest equally.",
    answer=Design(
        accept=logits_of,
        requirements=(
            ("class 3 has one half", lambda z: abs(shares(z)[3] - 0.5) < 0.01),
            ("the other nine are equal", lambda z: np.ptp(np.delete(shares(z), 3)) < 0.002),
        ),
        example=lambda: halved(math.log(9)),
        wrong={
            "softmax forgotten": lambda: np.where(np.arange(10) == 3, 0.5, 0.5 / 9),
            "ratio for logarithm": lambda: halved(9.0),
            "counted from one": lambda: np.roll(halved(math.log(9)), -1),
            "itself counted": lambda: halved(math.log(10)),
        },
    ),
    hints=(
        "Let the other nine logits be 0. What is the total of their nine powers?",
        "Class 3 gets one half if its power is as large as the nine others together.",
        "Which logit has the power 9? A logarithm gives it.",
    ),
    solution="Nine zeros have the powers 1, together 9. Class 3 needs the power 9 as well, so its "
    "logit is ln 9 = 2.197. Any number may be added to all ten.",
)

NAIVE = """\
def softmax(scores):
    powers = np.exp(scores)
    return powers / powers.sum()"""

STABLE = Exercise(
    name="safe-softmax",
    chapter=CHAPTER,
    section="A power too large",
    rung="edit",
    goal="Write a softmax that large logits do not break.",
    minutes=6,
    difficulty=2,
    prompt="This softmax is right for one image with small logits. Change it so that it takes a "
    "batch `(N, classes)`, gives each image probabilities of its own, and is right for logits of "
    "a thousand.",
    answer=Function(
        signature="softmax(scores)",
        stub=NAIVE,
        cases=batches,
        expected=lambda scores: ops.softmax(scores),
        wrong={
            "softmax over the wrong axis": lambda scores: ops.softmax(scores, axis=0),
            "over the whole batch": over_everything,
            "overflow": naive,
            "the batch's largest": lambda scores: naive(scores - np.max(scores)),
            "softmax forgotten": lambda scores: scores - scores.max(axis=1, keepdims=True),
            "softmax twice": lambda scores: ops.softmax(ops.softmax(scores)),
            "selected": selected,
            "base two": lambda scores: ops.softmax(math.log(2) * scores),
            "divided by the largest": lambda scores: ops.softmax(
                scores / scores.max(axis=1, keepdims=True)
            ),
        },
    ),
    hints=(
        "Which axis has the classes, and over which does the sum have to go?",
        "`keepdims=True` lets a total for each row divide that row. What else overflows?",
        "Take each row's own largest logit away before exp, with axis=1 and keepdims=True.",
    ),
    solution=(
        "```python\n"
        "def softmax(scores):\n"
        "    powers = np.exp(scores - scores.max(axis=1, keepdims=True))\n"
        "    return powers / powers.sum(axis=1, keepdims=True)\n"
        "```"
    ),
)

ENTROPY = Exercise(
    name="mean-cross-entropy",
    chapter=CHAPTER,
    section="One number for how wrong",
    rung="write",
    goal="Write the loss that most classifiers are trained with.",
    minutes=10,
    difficulty=3,
    prompt="Write `cross_entropy(scores, labels)`: the mean cross-entropy in nats of logits `(N, "
    "classes)` with whole-number labels `(N,)`. It has to stay finite for logits of a thousand.",
    answer=Function(
        signature="cross_entropy(scores, labels)",
        cases=lambda rng: batches(rng, labelled=True),
        expected=lambda scores, labels: ops.cross_entropy(scores, labels),
        wrong={
            "softmax twice": lambda scores, labels: ops.cross_entropy(ops.softmax(scores), labels),
            "sum over the batch": lambda scores, labels: (
                len(labels) * ops.cross_entropy(scores, labels)
            ),
            "wrong logarithm": lambda scores, labels: (
                ops.cross_entropy(scores, labels) / math.log(2)
            ),
            "logarithm to base ten": lambda scores, labels: (
                ops.cross_entropy(scores, labels) / math.log(10)
            ),
            "sign forgotten": lambda scores, labels: -ops.cross_entropy(scores, labels),
            "share for loss": lambda scores, labels: picked(ops.softmax(scores), labels).mean(),
            "softmax forgotten": lambda scores, labels: -picked(scores, labels).mean(),
            "overflow": lambda scores, labels: -np.log(picked(naive(scores), labels)).mean(),
            "softmax over the wrong axis": lambda scores, labels: (
                -picked(ops.log_softmax(scores, axis=0), labels).mean()
            ),
            "mean over the classes too": lambda scores, labels: (
                ops.cross_entropy(scores, labels) / np.shape(scores)[1]
            ),
            "the batch's largest": lambda scores, labels: (
                -np.log(picked(naive(scores - np.max(scores)), labels)).mean()
            ),
            "probability clipped": partial(kept_from_zero, by=np.maximum, least=1e-6),
            "labels crossed": lambda scores, labels: -ops.log_softmax(scores)[:, labels].mean(),
            "log of the mean": lambda scores, labels: (
                -np.log(picked(ops.softmax(scores), labels).mean())
            ),
        },
        also=[
            ("probability clipped", partial(kept_from_zero, by=by, least=least))
            for by in (np.maximum, np.add)
            for least in (1e-5, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)
        ],
    ),
    hints=(
        "Write the logarithm of a softmax as a difference: logit minus something.",
        "That something is the logarithm of the row's sum of powers. Take the largest away first.",
        "Pick each row's number with array[np.arange(len(labels)), labels].",
    ),
    solution=(
        "```python\n"
        "def cross_entropy(scores, labels):\n"
        "    below = scores - scores.max(axis=1, keepdims=True)\n"
        "    logs = below - np.log(np.exp(below).sum(axis=1, keepdims=True))\n"
        "    return -logs[np.arange(len(labels)), labels].mean()\n"
        "```"
    ),
)

EXERCISES = (SOFTMAX, LOSS, NO_OPINION, TEMPERATURE, FLOOR, STUCK, HEAD, DESIGN, STABLE, ENTROPY)
