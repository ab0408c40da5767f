"""The dense head in Python: by hand, its bounds, its errors."""

import math

import numpy as np
import pytest

from cnncourse import ops
from cnncourse.explorers import DenseHead, SettingError
from cnncourse.explorers.dense_head import CLASSES, FEATURES

NOTHING = dict.fromkeys(FEATURES, 0.0)


def at(logits, **settings):
    """Return a head with exactly these logits."""
    return DenseHead(**NOTHING, bias=logits, **settings)


def test_logits_are_the_weighted_sum_of_the_features():
    head = DenseHead(sleeves=2, length=1, sole=-1, handle=0.5, bias=[0, 0, 0, 0, 1])
    # Shirt: 0.9 · 2 + 0.1 · 1 − 0.2 · (−1) − 0.3 · 0.5
    assert head.logits[2] == pytest.approx(1.8 + 0.1 + 0.2 - 0.15)
    assert head.logits[4] == pytest.approx(-0.8 - 0.5 + 0.2 + 0.45 + 1)
    assert head.results["products"].shape == (4, 5)
    assert head.logits == pytest.approx(head.results["products"].sum(axis=0) + head.bias)


def test_probabilities_and_loss_by_hand():
    head = at([math.log(5), 0, math.log(2), 0, 0], label="shirt")
    assert head.probabilities == pytest.approx([0.5, 0.1, 0.2, 0.1, 0.1])
    assert head.cross_entropy == pytest.approx(-math.log(0.2))
    assert head.prediction == "trouser"
    assert head.gradient == pytest.approx([0.5, 0.1, -0.8, 0.1, 0.1])


def test_temperature_divides_what_enters():
    assert at([math.log(4), 0, 0, 0, 0], temperature=2.0).probabilities == pytest.approx(
        [1 / 3, *[1 / 6] * 4]
    )
    logits = [3, 1, 2, -1, 0]
    for temperature in (0.1, 1.0, 10.0):
        shares = at(logits, temperature=temperature).probabilities
        assert shares.argsort().tolist() == np.argsort(logits).tolist()
        assert (shares > 0).all()


def test_a_shift_of_all_logits_changes_nothing_but_behind_a_sigmoid():
    low, high = [2, 0, -1, 1, 0], [3, 1, 0, 2, 1]
    assert at(low).probabilities == pytest.approx(at(high).probabilities)
    assert at(low, sigmoid=True).probabilities != pytest.approx(
        at(high, sigmoid=True).probabilities, abs=1e-3
    )


def test_with_the_sigmoid_by_hand():
    head = at([math.log(3), 0, 0, 0, 0], label="trouser", sigmoid=True)
    assert head.results["entering"] == pytest.approx([0.75, 0.5, 0.5, 0.5, 0.5])
    share = math.exp(0.25) / (math.exp(0.25) + 4)
    assert head.probabilities[0] == pytest.approx(share)
    assert head.gradient[0] == pytest.approx((share - 1) * 0.75 * 0.25)


def test_the_sigmoids_bounds_for_five_and_for_ten_classes():
    head = DenseHead(sigmoid=True)
    assert head.ceiling == pytest.approx(math.e / (math.e + 4))
    assert head.floor == pytest.approx(math.log(1 + 4 / math.e))
    assert head.results["ceiling_of_ten"] == pytest.approx(0.232, abs=5e-4)
    assert head.results["floor_of_ten"] == pytest.approx(1.461, abs=5e-4)
    assert DenseHead(temperature=0.1).ceiling > 0.999


@pytest.mark.parametrize("seed", range(20))
def test_no_logits_get_beyond_the_bounds(seed):
    logits = np.random.default_rng(seed).uniform(-50, 50, 5)
    head = at(logits, sigmoid=True, label="bag", temperature=0.5 + seed / 10)
    assert head.probabilities.max() <= head.ceiling
    assert head.cross_entropy >= head.floor


@pytest.mark.parametrize("sigmoid", [False, True])
@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_gradient_is_the_slope_of_the_loss(sigmoid, temperature):
    logits, tiny = np.array([1.5, -0.5, 0.2, 2.0, -3.0]), 1e-5
    settings = {"sigmoid": sigmoid, "temperature": temperature, "label": "dress"}
    for i, slope in enumerate(at(logits, **settings).gradient):
        step = tiny * np.eye(5)[i]
        rise = [at(logits + way * step, **settings).cross_entropy for way in (1, -1)]
        assert slope == pytest.approx((rise[0] - rise[1]) / (2 * tiny), abs=1e-8)


def test_behind_the_sigmoid_the_gradient_vanishes():
    logits = [10, -10, 10, 10, 10]  # the label's is the smallest: as wrong as can be
    right, wrong = (at(logits, label="dress", sigmoid=on) for on in (False, True))
    assert right.gradient[1] == pytest.approx(-1)
    assert abs(wrong.gradient[1]) < 1e-4


def test_both_ways_are_told_whichever_is_chosen():
    plain, through = (
        at([1, 2, 3, 4, 5], label="bag"),
        at([1, 2, 3, 4, 5], label="bag", sigmoid=True),
    )
    for key in ("without_sigmoid", "with_sigmoid"):
        assert plain.results[key] == through.results[key]
    assert plain.results["without_sigmoid"]["cross_entropy"] == plain.cross_entropy
    assert plain.results["with_sigmoid"]["cross_entropy"] == through.cross_entropy
    loss = ops.cross_entropy(ops.sigmoid(np.array([[1.0, 2, 3, 4, 5]])), [4])
    assert through.cross_entropy == pytest.approx(float(loss))


def test_logits_can_be_assigned():
    head = DenseHead(sleeves=1.5)
    head.logits = (1, 2, 3, 4, 5)
    assert head.logits == pytest.approx([1, 2, 3, 4, 5])
    assert head.sleeves == 1.5
    assert head.bias != (0.0,) * 5


@pytest.mark.parametrize("wanted", [[1, 2], [0, 0, 0, 0, 11], "high", [float("nan")] * 5, None])
def test_other_logits_are_refused(wanted):
    head = DenseHead()
    with pytest.raises(SettingError, match=r"logits must be 5 numbers from -10 to 10, got"):
        head.logits = wanted
    assert head.bias == (0.0,) * 5


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("sleeves", 3.5, "sleeves must be a number from -3.0 to 3.0, got 3.5"),
        ("temperature", 0, "temperature must be a number from 0.1 to 10.0, got 0; it divides"),
        ("label", "coat", "label must be one of 'trouser', 'dress'"),
        ("sigmoid", 1, "sigmoid must be True or False, got 1"),
        ("bias", [0, 0], r"bias must be numbers of shape \(5,\), got"),
        ("weights", [[4] * 5] * 4, "weights must be numbers from -3 to 3, got"),
    ],
)
def test_settings_are_checked(name, value, words):
    with pytest.raises(SettingError, match=words):
        setattr(DenseHead(), name, value)


def test_how_it_shows_itself():
    head = DenseHead(label="bag", sigmoid=True)
    assert repr(head) == "DenseHead(label='bag', sigmoid=True)"
    assert head.problem == ""
    words = head.html()
    assert 'name="dense-head"' in words
    assert "cross-entropy" in words
    assert "sigmoid, then softmax" in words
    assert all(name in words for name in CLASSES.values())
    assert len(words) < 10_000
    assert {"sleeves", "temperature", "label", "sigmoid"} < head.sliders.keys()
