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
        (lambda: inspection.nearest([[1.0]], [[1.0], [np.nan]], 1), "rows must be finite, got NaN"),
        (lambda: inspection.nearest([[1.0]], [[1.0], [0]], 1), r"rows\[1\] is all zeros and poin"),
        (lambda: inspection.nearest([[1.0]], [[1.0], [2]], 3), r"count \(=3\) is more than the 2"),
        (lambda: inspection.precision_at([[0, 5]], [1, 2], [1]), "from 0 to 5, but there are 2 l"),
        (lambda: inspection.precision_at([0, 1], [1, 2], [1]), r"received \(2,\), \(2,\) and"),
        (
            lambda: inspection.recall_at([[0, 1]], [[-1, 1]]),
            "exact must be places from 0 on, got -1",
        ),
        (lambda: inspection.recall_at([[0, 1]], [[1]]), r"received \(1, 2\) and \(1, 1\)"),
        (lambda: inspection.principal_components([[1, 2]]), "two images at least"),
        (lambda: inspection.principal_components([[1, 2], [1, 2]]), "all rows are equal"),
        (lambda: inspection.principal_components([[1, 2], [2, 1]], 2), "differ in no more direct"),
        (lambda: inspection.principal_components([[1, 2], [2, np.inf]]), "NaN or infinity"),
    ],
)
def test_what_cannot_be_compared_is_refused(ask, reason):
    with pytest.raises(ValueError, match=reason):
        ask()


WORDS, COMPLEX = [["a"], ["b"]], np.array([[1j], [2]])


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (lambda: inspection.nearest(WORDS, WORDS, 1), "queries must be real numbers, got <U1"),
        (lambda: inspection.cosine_distances(COMPLEX, COMPLEX), "real numbers, got complex128"),
        (lambda: inspection.principal_components(WORDS), "rows must be real numbers, got <U1"),
        (lambda: inspection.precision_at([[0.0]], [1], [1]), "places must be whole.*float64"),
        (lambda: inspection.precision_at([[True]], [1], [1]), "places must be whole.*bool"),
        (lambda: inspection.precision_at([[0]], [1], ["1"]), "of one kind, got int64 and <U1"),
        (lambda: inspection.recall_at([[0]], [[0.5]]), "exact must be whole.*float64"),
    ],
)
def test_what_holds_no_numbers_is_refused(ask, reason):
    with pytest.raises(TypeError, match=reason):
        ask()


@pytest.mark.parametrize(
    ("dtype", "power"),
    [("float32", -100), ("float32", 100), ("float64", -700), ("float64", 700)],
)
def test_how_large_the_numbers_are_makes_no_difference(dtype, power):
    rows = drawn(12, 7).astype(dtype)
    large = np.ldexp(rows, power)  # by a power of 2, so that the very same digits come out
    many, few = inspection.principal_components(large), inspection.principal_components(rows)
    np.testing.assert_array_equal(many.shares, few.shares)
    assert np.isfinite(many.directions).all()
    apart = inspection.cosine_distances(large, rows)
    np.testing.assert_array_equal(apart, inspection.cosine_distances(rows, rows))
    assert apart.min() >= 0
    assert np.abs(np.diag(apart)).max() < 1e-6


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_equal_rows_are_equal_also_where_their_mean_is_rounded(dtype):
    rows = np.full((7, 3), 0.1, dtype)
    with pytest.raises(ValueError, match="all rows are equal.*dead"):
        inspection.principal_components(rows)


@pytest.mark.parametrize("seed", range(20))
def test_copies_of_a_row_come_in_their_order_whatever_lies_between(seed):
    """A product of matrices rounds the last rows otherwise than those before them."""
    rows = drawn(997, 128, seed).astype("float32")
    rows[[401, 500, 995, 996]] = rows[3]
    places, apart = inspection.nearest(rows[[3, 3]] + np.float32(0.1), rows, 5)
    assert places.tolist() == [[3, 401, 500, 995, 996]] * 2
    assert len({*apart.ravel()}) == 1
    few, _ = inspection.nearest(rows[[3]], rows, 2)
    assert few.tolist() == [[3, 401]]


def test_views_of_memory_give_what_copies_give():
    rows = drawn(40, 20)[::-2, ::3]
    for ask in (
        lambda x: inspection.nearest(x, x, 3)[0],
        lambda x: inspection.principal_components(x).shares,
    ):
        np.testing.assert_array_equal(ask(rows), ask(np.ascontiguousarray(rows)))


def test_new_rows_are_of_the_same_features():
    found = inspection.principal_components(drawn(9, 4))
    with pytest.raises(ValueError, match=r"4 features.*got \(9, 3\)"):
        found.project(drawn(9, 3))
    with pytest.raises(ValueError, match="finite"):
        found.project(np.full((1, 4), np.nan))


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
