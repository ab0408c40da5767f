"""What the exercises of "Similar images" compute their answers with."""

from functools import cache

import numpy as np

FIVE = 5


def cosine_distance(one, other):
    """Return 1 less the cosine of the angle between two rows."""
    one, other = (np.asarray(row, float) for row in (one, other))
    return 1 - one @ other / (np.linalg.norm(one) * np.linalg.norm(other))


def cosine_distances(query, rows):
    """Return the cosine distance of one query to each row."""
    return np.array([cosine_distance(query, row) for row in rows])


def nearest(query, rows, count):
    """Return the places of the rows nearest to one query, nearest first."""
    return np.argsort(cosine_distances(query, rows), kind="stable")[:count]


def hits(places, labels, wanted):
    """Return which of the images found have the class of their query."""
    return labels[places] == wanted[:, None]


def precision_at(places, labels, wanted):
    """Return the share of the images found that have the class of their query."""
    return hits(places, labels, wanted).mean()


def without_itself(precision, count):
    """Return the precision of what else was found, where the query found itself."""
    return (precision * count - 1) / (count - 1)


@cache
def what_a_factor_leaves():
    """Return what stays as it is when a query's features are all multiplied by 3.

    0: the order by cosine distance; 1: the order by Euclidean distance; 2: the cosine distances;
    3: the Euclidean distances.
    """
    rng = np.random.default_rng(0)
    query, rows = rng.uniform(0, 1, 6), rng.uniform(0, 3, (40, 6))

    def told(query):
        cosine = cosine_distances(query, rows)
        euclidean = np.linalg.norm(rows - query, axis=1)
        return cosine.argsort(), euclidean.argsort(), cosine, euclidean

    pairs = zip(told(query), told(3 * query), strict=True)
    return tuple(place for place, (one, other) in enumerate(pairs) if np.allclose(one, other))


def comparisons(rows, cells, probed):
    """Return how many distances one search of cells computes: to the centres, then to rows."""
    return cells + probed * rows / cells
