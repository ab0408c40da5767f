"""The exercises of "Similar images" that are answered by a function."""

import numpy as np

from cnncourse.exercises.chapters.similar_images import searches
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CHAPTER = "similar_images"
STUB = """\
def nearest(query, rows, count):
    lengths = rows.sum(axis=1)
    near = rows @ query / lengths
    return near.argsort()[:count]"""


def query_cases(rng):
    """Return one query each, and rows of several lengths in all directions."""
    cases = []
    for count, width, wanted in [(12, 2, 3), (20, 3, 4), (30, 5, 5), (15, 4, 2)]:
        rows = rng.normal(0, 1, (count, width)) * rng.uniform(0.2, 5, (count, 1))
        cases.append({"query": rng.normal(0, 1, width), "rows": rows, "count": wanted})
    return cases


def by(key):
    """Return a search that sorts by another key, smallest first."""
    return lambda query, rows, count: key(query, rows).argsort()[:count]


def lengths(rows):
    """Return the length of each row."""
    return np.linalg.norm(rows, axis=1)


NEAREST = Exercise(
    name="mend-nearest",
    chapter=CHAPTER,
    section="Alike in pixels",
    rung="edit",
    goal="Search by direction and not by length.",
    minutes=6,
    difficulty=2,
    prompt="`nearest(query, rows, count)` should give the places of the `count` rows nearest to "
    "the query by *cosine distance*, nearest first. `query` is (features,), `rows` (N, features). "
    "Two lines are wrong.",
    answer=Function(
        signature="nearest(query, rows, count)",
        stub=STUB,
        cases=query_cases,
        expected=searches.nearest,
        wrong={
            "farthest rows": by(lambda query, rows: -searches.cosine_distances(query, rows)),
            "lengths left in": by(lambda query, rows: -(rows @ query)),
            "Euclid for cosine": by(lambda query, rows: lengths(rows - query)),
            "sign of the cosine lost": by(
                lambda query, rows: -np.abs(rows @ query / lengths(rows))
            ),
            "sums for lengths": by(lambda query, rows: -(rows @ query) / rows.sum(axis=1)),
            "length not rooted": by(lambda query, rows: -(rows @ query) / (rows**2).sum(axis=1)),
            "first one skipped": lambda query, rows, count: searches.nearest(
                query, rows, count + 1
            )[1:],
            "one found too few": lambda query, rows, count: searches.nearest(
                query, rows, count - 1
            ),
            "farthest of the nearest first": lambda query, rows, count: searches.nearest(
                query, rows, count
            )[::-1],
            "distances for places": lambda query, rows, count: np.sort(
                searches.cosine_distances(query, rows)
            )[:count],
        },
    ),
    hints=(
        "What is the length of the row (3, 4)?",
        "`argsort` puts the smallest first. Is a large cosine near or far?",
        "`np.linalg.norm(rows, axis=1)`, and `(-near).argsort()`.",
    ),
    solution=(
        "```python\n"
        "def nearest(query, rows, count):\n"
        "    lengths = np.linalg.norm(rows, axis=1)\n"
        "    near = rows @ query / lengths\n"
        "    return (-near).argsort()[:count]\n"
        "```\n"
        "The query's own length divides all alike and changes no order."
    ),
)


def found_cases(rng):
    """Return what searches found of classes that are not equally large."""
    cases = []
    for queries, count, rows, classes in [
        (4, 5, 20, 2),
        (6, 3, 30, 3),
        (5, 4, 25, 3),
        (8, 2, 30, 4),
    ]:
        labels = rng.permutation(np.arange(rows) % classes)
        labels = np.where(rng.random(rows) < 0.3, 0, labels)
        wanted = rng.integers(0, classes, queries)
        places = np.array([rng.choice(rows, count, replace=False) for _ in range(queries)])
        # As in a real search, most of what is found is right.
        for row, label in zip(places, wanted, strict=True):
            own = np.flatnonzero(labels == label)[: count - 1]
            row[: len(own)] = own
            rng.shuffle(row)
        cases.append({"places": places, "labels": labels, "wanted": wanted})
    return cases


def votes(places, labels, wanted):
    """Return the share of the queries most of whose finds are right."""
    return (searches.hits(places, labels, wanted).mean(axis=1) > 0.5).mean()


def of_all(places, labels, wanted):
    """Return the share of each query's class that was found."""
    found = searches.hits(places, labels, wanted).sum(axis=1)
    return np.mean(found / [max(1, np.sum(labels == one)) for one in wanted])


PRECISION = Exercise(
    name="precision-at-k",
    chapter=CHAPTER,
    section="Alike in pixels",
    rung="write",
    goal="Say how good a search is.",
    minutes=8,
    difficulty=2,
    prompt="Write `precision_at(places, labels, wanted)`. `places` (queries, count) says which "
    "images each query found, `labels` (N,) their classes, `wanted` (queries,) those of the "
    "queries. Return the share of *all* images found that have their query's class.",
    answer=Function(
        signature="precision_at(places, labels, wanted)",
        cases=found_cases,
        expected=searches.precision_at,
        wrong={
            "places for labels": lambda places, labels, wanted: np.mean(places == wanted[:, None]),
            "first find alone": lambda places, labels, wanted: searches.hits(
                places, labels, wanted
            )[:, 0].mean(),
            "any find will do": lambda places, labels, wanted: (
                searches.hits(places, labels, wanted).any(axis=1).mean()
            ),
            "all finds must be": lambda places, labels, wanted: (
                searches.hits(places, labels, wanted).all(axis=1).mean()
            ),
            "vote of the finds": votes,
            "share of the class found": of_all,
            "wrong finds counted": lambda places, labels, wanted: (
                1 - searches.precision_at(places, labels, wanted)
            ),
            "finds counted, not shared": lambda places, labels, wanted: searches.hits(
                places, labels, wanted
            ).sum(),
            "percent for share": lambda places, labels, wanted: (
                100 * searches.precision_at(places, labels, wanted)
            ),
            "a share for each query": lambda places, labels, wanted: searches.hits(
                places, labels, wanted
            ).mean(axis=1),
        },
    ),
    hints=(
        "`labels[places]` has the shape of `places`: the class of each image found.",
        "`wanted[:, None]` has one row for each query, so that it can be compared with that.",
        "The mean of an array of True and False is the share of True.",
    ),
    solution=(
        "```python\n"
        "def precision_at(places, labels, wanted):\n"
        "    return np.mean(labels[places] == wanted[:, None])\n"
        "```"
    ),
)
