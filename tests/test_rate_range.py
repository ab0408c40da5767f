"""The learning-rate range test: with losses given by hand, and in both twins."""

from dataclasses import replace

import numpy as np
import pytest

from cnncourse import datasets, rate_range, zoo
from cnncourse.loop import TrainingError
from cnncourse.rate_range import RateRange, smooth
from cnncourse.recipe import Recipe
from tests import twins
from tests.test_loop import Counting

DATA = twins.drawn_data(twins.NORMED, 10)
RECIPE = Recipe(batch_size=4)


def run(engine, recipe=RECIPE, **given):
    given = {"low": 1e-3, "high": 1.0, "steps": 4} | given
    return rate_range.run(engine, DATA, recipe, **given)


def test_each_rate_is_the_same_multiple_of_the_last():
    engine = Counting(losses=[4.0, 3.0, 2.0, 1.0])
    found = run(engine)
    assert found.rates == pytest.approx([1e-3, 1e-2, 1e-1, 1.0])
    assert engine.rates == found.rates.astype(np.float32).tolist()
    assert found.losses.tolist() == [4, 3, 2, 1]
    assert found.ended == "finished"


def test_batches_go_on_into_the_next_epochs_and_are_the_recipes():
    engine, recipe = Counting(), replace(RECIPE, seed=5, flip=True)
    run(engine, recipe, steps=8)
    batches = [b.tolist() for epoch in range(3) for b in recipe.batches(10, epoch)]
    assert engine.batches == batches[:8]
    for epoch, moves in enumerate(engine.moves):
        np.testing.assert_array_equal(moves, recipe.moves(10, epoch))
    assert len(set(engine.seeds)) == 3


def test_the_weights_are_put_back():
    engine = Counting()
    run(engine, steps=25)
    assert engine.weights["steps"] == 0

    def broken(batches, rates):
        engine.weights["steps"] = np.ones(1)
        raise RuntimeError("no more memory")

    engine.steps = broken
    with pytest.raises(RuntimeError, match="no more memory"):
        run(engine)
    assert engine.weights["steps"] == 0


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e30])
def test_it_ends_before_the_loss_that_failed(bad):
    engine = Counting(losses=[1.0] * 12 + [bad] + [1.0] * 37)
    found = run(engine, steps=50)
    assert (len(found.rates), found.ended) == (12, "failed")
    assert len(found.losses) == 12
    # An epoch has three batches: nothing is begun after the one that failed.
    assert len(engine.rates) == 15


def test_a_loss_of_four_times_the_lowest_ends_it():
    # With a running mean that keeps nine tenths, a step counts a tenth at most, once many are
    # behind it: 31 times the lowest lifts the mean to four times it.
    for height, ended in ((35.0, "failed"), (25.0, "finished")):
        losses = [1.0] * 48 + [height, 1.0]
        assert run(Counting(losses=losses), steps=50).ended == ended


def test_no_number_at_once_is_told():
    with pytest.raises(
        TrainingError, match=r"was nan at the range test's step 1, .*low \(=0.001\)"
    ):
        run(Counting(losses=[np.nan]))


def test_smoothing_by_hand():
    assert smooth([2.0, 2.0, 2.0]) == pytest.approx([2.0, 2.0, 2.0])
    # (0.1 · 0.9 · 1 + 0.1 · 3) / (1 - 0.81)
    assert smooth([1.0, 3.0]) == pytest.approx([1.0, 0.39 / 0.19])
    with pytest.raises(ValueError, match=r"kept must be a number in \[0, 1\), got 1"):
        smooth([1.0], kept=1)


def test_the_rate_of_the_steepest_fall_lies_before_the_lowest():
    rates = np.geomspace(1e-4, 1, 81)
    steps = np.log10(rates)
    losses = 1.3 - np.tanh(3 * (steps + 2)) + np.exp(8 * (steps + 0.7))
    found = RateRange(rates, losses, "failed")
    # The running mean lags about nine steps of a twentieth of a decade behind.
    assert 1e-2 <= found.steepest <= 10**-1.4
    assert found.steepest < found.lowest
    rising = RateRange(rates, np.linspace(1, 2, 81), "finished")
    assert rising.steepest == rising.lowest == pytest.approx(1e-4)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"low": 0}, r"low must be a number in \(0, inf\), got 0"),
        ({"high": float("inf")}, "high must be a number"),
        ({"low": 2.0}, r"high \(=1.0\) must be above low \(=2.0\); exchange the two"),
        ({"steps": 1}, "steps must be a whole number of at least 2, got 1"),
    ],
)
def test_wrong_ranges_are_told(given, rule):
    engine = Counting()
    with pytest.raises(ValueError, match=rule):
        run(engine, **given)
    assert not engine.batches


@pytest.fixture(scope="module")
def mini():
    return datasets.load("fashion-mnist-mini")


@pytest.mark.parametrize("recipe", [Recipe("sgd", 0.04, batch_size=20), Recipe(batch_size=20)])
def test_both_twins_find_the_same_and_leave_the_model_as_it_was(recipe, mini):
    found, network = {}, zoo.find("B")
    for name in twins.NAMES:
        package = twins.twin(name)
        model = package.build(network, seed=1)
        before = package.weights.get(model)
        found[name] = package.lr_range_test(model, mini, recipe, low=1e-4, high=30, steps=90)
        for key, array in package.weights.get(model).items():
            np.testing.assert_array_equal(array, before[key])
    ours, theirs = found["torch"], found["keras"]
    assert ours.ended == theirs.ended == "failed"
    # Rounding grows with the rate, on some processors within a few steps; before, there is none.
    np.testing.assert_allclose(ours.losses[:25], theirs.losses[:25], atol=1e-5)
    assert np.ptp(ours.losses[:25]) > 1e-3
    assert ours.steepest == theirs.steepest
    assert ours.losses[0] == pytest.approx(np.log(10), abs=0.1)


@pytest.mark.parametrize("name", twins.NAMES)
def test_running_statistics_and_mode_are_put_back(name):
    package, data = twins.twin(name), twins.drawn_data(twins.NORMED, 12)
    model = package.build(twins.NORMED, seed=1)
    before = package.weights.get(model)
    package.lr_range_test(model, data, RECIPE, low=1e-3, high=1e-1, steps=5)
    for key, array in package.weights.get(model).items():
        np.testing.assert_array_equal(array, before[key])
    if name == "torch":
        assert model.training == package.build(twins.NORMED).training


@pytest.mark.parametrize("name", twins.NAMES)
def test_frozen_weights_are_told(name):
    package = twins.twin(name)
    model = package.build(twins.NORMED)
    if name == "torch":
        model.requires_grad_(False)
    else:
        model.trainable = False
    with pytest.raises(TrainingError, match="frozen"):
        package.lr_range_test(model, DATA, RECIPE)
