"""Neighbours and principal components: by hand, then against SciPy and scikit-learn."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

from cnncourse import inspection
from cnncourse.inspection import neighbours


def drawn(count, features, seed=0):
    return np.random.default_rng(seed).normal(1, 2, (count, features))


def test_cosine_distances_by_hand():
    found = inspection.cosine_distances([[3, 4], [0, 2]], [[4, 3], [30, 40], [0, -5], [-8, 6]])
    np.testing.assert_allclose(found, [[0.04, 0, 1.8, 1], [0.4, 0.2, 2, 0.4]], atol=1e-15)


def test_cosine_distances_are_scipys():
    queries, rows = drawn(7, 12), drawn(20, 12, 1)
    found = inspection.cosine_distances(queries, rows)
    np.testing.assert_allclose(found, cdist(queries, rows, "cosine"), atol=1e-14)


@pytest.mark.parametrize("block", [1, 50, 2**24])
def test_the_nearest_are_scikit_learns(block, monkeypatch):
    monkeypatch.setattr(neighbours, "BLOCK", block)
    queries, rows = drawn(9, 6), drawn(30, 6, 1)
    theirs = NearestNeighbors(metric="cosine", algorithm="brute").fit(rows)
    distances, places = theirs.kneighbors(queries, 4)
    found = inspection.nearest(queries, rows, 4)
    assert found[0].tolist() == places.tolist()
    np.testing.assert_allclose(found[1], distances, atol=1e-12)


def test_of_equals_the_first_comes_first():
    places, _ = inspection.nearest([[1, 1]], [[1, 0], [0, 1], [4, 4], [2, 2]], 4)
    assert places.tolist() == [[2, 3, 0, 1]]


def test_bytes_do_not_run_over():
    found = inspection.cosine_distances(
        np.array([[200, 200]], np.uint8), np.array([[250, 250], [255, 0]], np.uint8)
    )
    np.testing.assert_allclose(found, [[0, 1 - np.sqrt(0.5)]], atol=1e-6)


def test_precision_and_recall_by_hand():
    labels = [0, 0, 1, 2, 1]
    assert inspection.precision_at([[0, 1, 2], [4, 3, 2]], labels, [0, 1]) == pytest.approx(4 / 6)
    assert inspection.precision_at([[0, 1, 2]], labels, [2]) == 0
    assert inspection.recall_at([[9, 8, 7], [1, 2, 3]], [[7, 8, 9], [3, 4, 5]]) == 4 / 6
    assert inspection.recall_at([[1, 1]], [[1, 2]]) == 0.5  # one place twice is one found


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (lambda: inspection.nearest(np.ones((2, 3, 3)), np.ones((4, 9)), 1), "maps.reshape"),
        (lambda: inspection.nearest([[1.0, 2]], [[1.0, 2, 3]], 1), "equally many features"),
        (lambda: inspection.nearest([[1.0]], [[1.0], [np.nan]], 1), "rows have numbers that are"),
        (lambda: inspection.nearest([[1.0]], [[1.0], [0]], 1), r"rows\[1\] is all zeros and poin"),
        (lambda: inspection.nearest([[1.0]], [[1.0], [2]], 3), r"count \(=3\) is more than the 2"),
        (lambda: inspection.precision_at([[0, 5]], [1, 2], [1]), "from 0 to 5, but there are 2 l"),
        (lambda: inspection.precision_at([0, 1], [1, 2], [1]), r"received \(2,\), \(2,\) and"),
        (lambda: inspection.recall_at([[0, 1]], [[1]]), r"received \(1, 2\) and \(1, 1\)"),
        (lambda: inspection.principal_components([[1, 2]]), "two images at least"),
        (lambda: inspection.principal_components([[1, 2], [1, 2]]), "all rows are equal"),
        (lambda: inspection.principal_components([[1, 2], [2, 1]], 2), "differ in no more direct"),
        (lambda: inspection.principal_components([[1, 2], [2, np.inf]]), "NaN or infinite"),
    ],
)
def test_what_cannot_be_compared_is_refused(ask, reason):
    with pytest.raises(ValueError, match=reason):
        ask()


def test_components_by_hand():
    # The corners of a flat rectangle, 4 wide and 2 high, moved and turned by a right angle.
    rows = np.array([[1, 4], [3, 4], [1, 0], [3, 0]])
    found = inspection.principal_components(rows)
    np.testing.assert_allclose(found.middle, [2, 2])
    np.testing.assert_allclose(found.directions, [[0, 1], [1, 0]], atol=1e-15)
    np.testing.assert_allclose(found.shares, [0.8, 0.2])
    np.testing.assert_allclose(found.project([[5, 3]]), [[1, 3]])


@pytest.mark.parametrize(("count", "features"), [(40, 5), (6, 20), (5, 5)])
def test_components_are_scikit_learns(count, features):
    rows = drawn(count, features)
    most = min(count - 1, features)
    theirs = PCA(most, svd_solver="full").fit(rows)
    found = inspection.principal_components(rows)
    np.testing.assert_allclose(found.shares, theirs.explained_variance_ratio_, atol=1e-12)
    np.testing.assert_allclose(np.abs(found.directions), np.abs(theirs.components_), atol=1e-9)
    new = drawn(3, features, 1)
    np.testing.assert_allclose(np.abs(found.project(new)), np.abs(theirs.transform(new)), atol=1e-9)


def test_all_directions_keep_the_lengths_and_few_lose_their_share():
    rows = drawn(30, 8)
    whole = np.sum((rows - rows.mean(axis=0)) ** 2)
    found = inspection.principal_components(rows)
    assert np.sum(found.project(rows) ** 2) == pytest.approx(whole)
    few = inspection.principal_components(rows, 3)
    assert np.sum(few.project(rows) ** 2) / whole == pytest.approx(few.shares.sum())
