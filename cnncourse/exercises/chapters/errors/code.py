"""The exercises of "Errors" that are answered by a function."""

import numpy as np

from cnncourse import ops
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "errors"
MARGINS_STUB = """\
def margins(scores, labels):
    own = scores[:, labels]
    others = scores.copy()
    best = others.max(axis=0)
    return own - best"""


def scored_cases(rng):
    """Return logits of several sizes and labels of which about half are the largest's."""
    cases = []
    for count, classes in [(3, 2), (4, 3), (7, 4), (12, 5), (40, 10)]:
        scores = rng.normal(0, 3, (count, classes))
        labels = np.where(rng.random(count) < 0.5, scores.argmax(1), scores.argmin(1))
        labels[0], labels[1] = scores[0].argmin(), scores[1].argmax()
        cases.append({"scores": scores, "labels": labels})
    return cases


def own_and_rest(scores, labels):
    """Return the right classes' logits, and all logits without them."""
    at = np.arange(len(labels))
    rest = scores.copy()
    rest[at, labels] = -np.inf
    return scores[at, labels], rest


def margins(scores, labels):
    """Return the right class's lead over the best other."""
    own, rest = own_and_rest(scores, labels)
    return own - rest.max(axis=1)


def first_two(scores):
    """Return by how much the largest logit leads the second."""
    ordered = np.sort(scores, axis=1)
    return ordered[:, -1] - ordered[:, -2]


MARGINS = Exercise(
    name="mend-margins",
    chapter=CHAPTER,
    section="Near misses",
    rung="edit",
    goal="Compute by how much an answer was missed.",
    minutes=7,
    difficulty=2,
    prompt="`margins(scores, labels)` takes logits (N, classes) and labels (N,). For each image it "
    "is to return the right class's logit less the largest logit of the *other* classes. Three "
    "things are wrong.",
    answer=Function(
        signature="margins(scores, labels)",
        stub=MARGINS_STUB,
        cases=scored_cases,
        expected=margins,
        wrong={
            "lead of the answer": lambda scores, labels: first_two(scores),
            "right class among the others": lambda scores, labels: (
                own_and_rest(scores, labels)[0] - scores.max(axis=1)
            ),
            "margin the wrong way": lambda scores, labels: -margins(scores, labels),
            "size of the margin": lambda scores, labels: np.abs(margins(scores, labels)),
            "mean of the others": lambda scores, labels: (
                own_and_rest(scores, labels)[0]
                - (scores.sum(axis=1) - own_and_rest(scores, labels)[0]) / scores.shape[1]
            ),
            "margin of the shares": lambda scores, labels: margins(ops.softmax(scores), labels),
            "own logit alone": lambda scores, labels: own_and_rest(scores, labels)[0],
            "best of all images": lambda scores, labels: (
                own_and_rest(scores, labels)[0] - own_and_rest(scores, labels)[1].max()
            ),
        },
    ),
    hints=(
        "scores[:, labels] takes whole columns; one number of each row is wanted.",
        "scores[np.arange(len(labels)), labels] takes it, and is a place to write to as well.",
        "Put -np.inf in its place in the copy; then the largest of each row is another class's.",
    ),
    solution=(
        "```python\n"
        "def margins(scores, labels):\n"
        "    at = np.arange(len(labels))\n"
        "    own = scores[at, labels]\n"
        "    others = scores.copy()\n"
        "    others[at, labels] = -np.inf\n"
        "    return own - others.max(axis=1)\n"
        "```"
    ),
)


def many_cases(rng):
    """Return logits on which several images are wrong, and how many of them to name."""
    cases = []
    for count, classes, most in [(8, 2, 2), (10, 3, 3), (16, 4, 4), (30, 5, 5), (60, 10, 8)]:
        scores = rng.normal(0, 1.5, (count, classes)) + rng.normal(0, 4, (count, 1))
        labels = scores.argmax(1)
        wrong = np.sort(rng.choice(np.arange(1, count), most + 2, replace=False))
        labels[wrong] = (labels[wrong] + rng.integers(1, classes, len(wrong))) % classes
        cases.append({"scores": scores, "labels": labels, "count": most})
    return cases


def by_sureness(scores, labels, which=None, sign=-1):
    """Return the images of a kind in the order of their largest share."""
    which = scores.argmax(1) != labels if which is None else which
    places = np.flatnonzero(which)
    sure = ops.softmax(scores).max(axis=1)[places]
    return places[np.argsort(sign * sure)]


def by_key(key):
    """Return a function that orders the wrong images by another number."""

    def ordered(scores, labels, count):
        places = np.flatnonzero(scores.argmax(1) != labels)
        return places[np.argsort(-key(scores, labels)[places])][:count]

    return ordered


def within_the_wrong(scores, labels, count):
    """Return places among the wrong images alone."""
    wrong = scores.argmax(1) != labels
    return np.argsort(-ops.softmax(scores)[wrong].max(axis=1))[:count]


SUREST = Exercise(
    name="surest-mistakes",
    chapter=CHAPTER,
    section="The surest mistakes",
    rung="write",
    goal="Find the mistakes that a network is surest of.",
    minutes=8,
    difficulty=2,
    prompt="Write `surest(scores, labels, count)` for logits (N, classes) and labels (N,): the "
    "numbers of the `count` wrong images whose largest *probability* is highest, the surest first. "
    "At least `count` images are wrong. `ops.softmax` may be used.",
    answer=Function(
        signature="surest(scores, labels, count)",
        cases=many_cases,
        expected=lambda scores, labels, count: by_sureness(scores, labels)[:count],
        wrong={
            "right ones too": lambda scores, labels, count: by_sureness(
                scores, labels, np.ones(len(labels), bool)
            )[:count],
            "right images alone": lambda scores, labels, count: by_sureness(
                scores, labels, scores.argmax(1) == labels
            )[:count],
            "least sure first": lambda scores, labels, count: by_sureness(scores, labels, sign=1)[
                :count
            ],
            "surest last": lambda scores, labels, count: by_sureness(scores, labels)[:count][::-1],
            "logit for probability": by_key(lambda scores, labels: scores.max(axis=1)),
            "place among the wrong": within_the_wrong,
            "in the images' order": lambda scores, labels, count: np.sort(
                by_sureness(scores, labels)[:count]
            ),
            "classes for images": lambda scores, labels, count: scores.argmax(1)[
                by_sureness(scores, labels)[:count]
            ],
        },
    ),
    hints=(
        "Two steps: which images are wrong, and in which order of sureness?",
        "np.flatnonzero(scores.argmax(1) != labels) has the numbers of the wrong images.",
        "Sort these numbers by np.argsort of minus their largest share, and keep the first ones.",
    ),
    solution=(
        "```python\n"
        "from cnncourse import ops\n\n\n"
        "def surest(scores, labels, count):\n"
        "    wrong = np.flatnonzero(scores.argmax(1) != labels)\n"
        "    sure = ops.softmax(scores[wrong]).max(axis=1)\n"
        "    return wrong[np.argsort(-sure)][:count]\n"
        "```"
    ),
)
