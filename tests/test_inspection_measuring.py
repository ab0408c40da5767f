"""Measures of a trained network: by hand, then against SciPy, then what they say when wrong."""

import numpy as np
import pytest
from scipy import optimize, stats

from cnncourse import inspection, ops

NAN = float("nan")


def test_a_confusion_matrix_by_hand():
    counts = inspection.confusion_matrix([0, 0, 0, 1, 2, 2], [0, 1, 1, 1, 0, 2], 4)
    assert counts.tolist() == [[1, 2, 0, 0], [0, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0]]


def test_precision_recall_and_f1_by_hand():
    found = inspection.by_class([[6, 3, 0], [2, 4, 0], [0, 1, 0]])
    np.testing.assert_allclose(found.precision, [6 / 8, 4 / 8, NAN])
    np.testing.assert_allclose(found.recall, [6 / 9, 4 / 6, 0])
    np.testing.assert_allclose(found.f1, [12 / 17, 8 / 14, 0])
    precision, recall = found.precision[:2], found.recall[:2]
    np.testing.assert_allclose(found.f1[:2], 2 * precision * recall / (precision + recall))


@pytest.mark.parametrize(("right", "images"), [(0, 7), (1, 7), (917, 1000), (1000, 1000)])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.99])
def test_an_interval_is_scipys(right, images, level):
    theirs = stats.binomtest(right, images).proportion_ci(level, method="wilson")
    np.testing.assert_allclose(inspection.accuracy_interval(right, images, level), theirs, 1e-12)


@pytest.mark.parametrize(
    ("one", "other"), [(0, 0), (5, 5), (1, 9), (47, 42), (34, 65), (900, 1100)]
)
def test_mcnemar_is_scipys_test_of_fair_coins(one, other):
    labels = np.zeros(one + other + 3, int)
    first = np.r_[np.zeros(one, int), np.ones(other, int), [0, 0, 1]]
    second = np.r_[np.ones(one, int), np.zeros(other, int), [0, 0, 1]]
    found = inspection.mcnemar(labels, first, second)
    assert (found.both, found.first_alone, found.second_alone, found.neither) == (2, one, other, 1)
    theirs = stats.binomtest(one, one + other).pvalue if one + other else 1.0
    assert found.p_value == pytest.approx(theirs, rel=1e-9)


def test_reliability_by_hand():
    sure = np.array([0.5, 0.55, 0.95, 1.0])
    found = inspection.reliability(np.stack([sure, 1 - sure], axis=1), [0, 1, 0, 1], bins=4)
    assert found.counts.tolist() == [0, 0, 2, 2]
    np.testing.assert_allclose(found.confidence, [NAN, NAN, 0.525, 0.975])
    np.testing.assert_allclose(found.accuracy, [NAN, NAN, 0.5, 0.5])
    assert found.error == pytest.approx((0.025 + 0.475) / 2)


def test_answers_drawn_by_their_own_shares_are_calibrated():
    rng = np.random.default_rng(0)
    shares = ops.softmax(3 * rng.normal(size=(100_000, 5)))
    labels = (shares.cumsum(axis=1) > rng.random((100_000, 1))).argmax(axis=1)
    assert inspection.reliability(shares, labels).error < 0.005
    assert inspection.reliability(shares**2 / (shares**2).sum(1)[:, None], labels).error > 0.05


@pytest.mark.parametrize("hotter", [0.3, 1.0, 2.5])
def test_a_temperature_is_scipys_and_undoes_what_was_done(hotter):
    rng = np.random.default_rng(1)
    logits = 2 * rng.normal(size=(20_000, 4))
    labels = (ops.softmax(logits).cumsum(axis=1) > rng.random((20_000, 1))).argmax(axis=1)
    found = inspection.fit_temperature(hotter * logits, labels)
    assert found == pytest.approx(hotter, rel=0.03)
    theirs = optimize.minimize_scalar(
        lambda inverse: ops.cross_entropy(inverse * hotter * logits, labels),
        bounds=(0.01, 10),
        method="bounded",
        options={"xatol": 1e-8},
    )
    assert found == pytest.approx(1 / theirs.x, rel=1e-4)


SHARES = [[0.9, 0.1], [0.2, 0.8]]


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: inspection.confusion_matrix([0, 2], [0, 1], 2), ValueError, "0..1, got 2"),
        (lambda: inspection.confusion_matrix([0, 1], SHARES, 2), ValueError, "argmax"),
        (lambda: inspection.confusion_matrix([0, 1], [0], 2), ValueError, "predictions"),
        (lambda: inspection.by_class([[1, 2]]), ValueError, r"square.*\(1, 2\).*confusion"),
        (lambda: inspection.by_class(SHARES), TypeError, "float64.*not shares"),
        (lambda: inspection.accuracy_interval(1000, 917), ValueError, "at most.*917, got 1000"),
        (lambda: inspection.accuracy_interval(0.9, 10), TypeError, "right.*0.9"),
        (lambda: inspection.accuracy_interval(9, 10, 95), ValueError, "95.*0.95 for 95 %"),
        (lambda: inspection.mcnemar([0, 1], [0, 1], SHARES), ValueError, "second.*argmax"),
        (lambda: inspection.reliability([0.9, 0.1], [0]), ValueError, r"got \(2,\)"),
        (lambda: inspection.reliability([[3.0, 2.0]], [0]), ValueError, "ops.softmax"),
        (lambda: inspection.fit_temperature(SHARES, [0, 1]), ValueError, "all of the 2 are right"),
        (lambda: inspection.fit_temperature(SHARES, [1, 0]), ValueError, "same order"),
    ],
)
def test_what_is_wrong_is_said(call, error, said):
    with pytest.raises(error, match=said):
        call()
