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


@pytest.mark.parametrize("factor", [1e-200, 1e-6, 1, 1e6, 1e200])
def test_a_temperature_is_in_the_units_of_the_logits(factor):
    """Of logits a million times as large it is a million times as high: ln 9 / ln 3 of these."""
    logits = factor * np.log(9) * np.array([[1, 0]] * 4)
    assert inspection.fit_temperature(logits, [0, 0, 0, 1]) == pytest.approx(2 * factor, rel=1e-9)


def test_a_near_miss_among_good_answers_has_a_temperature():
    """One image of a thousand is wrong by a millionth of the others' lead."""
    logits = np.tile([1.0, 0.0], (1000, 1))
    logits[0] = [0, 1e-6]
    found = inspection.fit_temperature(logits, np.zeros(1000, int))
    theirs = optimize.minimize_scalar(
        lambda log: ops.cross_entropy(logits * np.exp(log), np.zeros(1000, int)),
        bounds=(0, 20),
        method="bounded",
        options={"xatol": 1e-10},
    )
    assert ops.cross_entropy(logits / found, np.zeros(1000, int)) <= theirs.fun + 1e-12


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32", "uint32"])
def test_counts_of_few_bytes_do_not_run_over(dtype):
    most = np.iinfo(dtype).max
    counts = np.array([[most, most - 2], [most - 2, most]], dtype)
    found = inspection.by_class(counts)
    np.testing.assert_array_equal(found.f1, inspection.by_class(counts.astype("int64")).f1)
    assert found.f1[0] == pytest.approx(0.5, abs=0.01)


def test_a_probability_on_a_border_belongs_to_the_part_above():
    for part in range(51, 100):  # 0.58 · 100 is a little less than 58
        shares = [[part / 100, 1 - part / 100]]
        assert np.flatnonzero(inspection.reliability(shares, [0], 100).counts).tolist() == [part]
    assert inspection.reliability([[1.0, 0.0]], [0], 100).counts[99] == 1


def test_an_interval_of_nearly_every_sample_has_ends():
    low, high = inspection.accuracy_interval(9, 10, 1 - 2**-53)
    assert 0 < low < 0.2
    assert 0.99 < high < 1


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
        (lambda: inspection.confusion_matrix([], [], 2), ValueError, "at least one, got none"),
        (lambda: inspection.mcnemar([], [], []), ValueError, "at least one, got none"),
        (lambda: inspection.by_class([[1, -1], [0, 1]]), ValueError, "from 0 on.*-1"),
        (lambda: inspection.by_class([["a", "b"]] * 2), TypeError, "real numbers, got <U1"),
        (lambda: inspection.reliability([[np.nan, 1]], [0]), ValueError, "finite.*weights"),
        (lambda: inspection.reliability([["a", "b"]], [0]), TypeError, "real numbers, got <U1"),
        (lambda: inspection.reliability([[0.5j, 0.5]], [0]), TypeError, "complex128"),
        (lambda: inspection.reliability([[0.6, 0.6]], [0]), ValueError, "add up to 1.*0.2"),
        (lambda: inspection.fit_temperature([[np.inf, 1]], [1]), ValueError, "logits.*finite"),
        (lambda: inspection.fit_temperature(np.ones((4, 3)), [0, 1, 2, 0]), ValueError, "alike"),
        (lambda: inspection.fit_temperature(SHARES, [0, 2]), ValueError, r"0..1, got 2 \(image 1"),
        (lambda: inspection.fit_temperature([], []), ValueError, r"\(N, classes\), got \(0,\)"),
    ],
)
def test_what_is_wrong_is_said(call, error, said):
    with pytest.raises(error, match=said):
        call()
