"""A first network: what the exercises compute is what a pencil gives, and what training does."""

import numpy as np
import pytest

from cnncourse import exercises, loop
from cnncourse.exercises.chapters.first_network import training
from cnncourse.recipe import History, Recipe

BY_HAND = {
    "mean-so-far": 1.3,
    "times-saved": 3,
    "how-sure": 2.0,
    "loss-without-accuracy": 1,
    "best-of-forty": 1,
}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_right_answer_is_the_one_worked_out_by_hand(name):
    assert exercises.find(name).answer.right() == pytest.approx(BY_HAND[name])


def stopped_by_the_course(losses, patience):
    """Return what the course's own training does with these validation losses."""
    recipe, history = Recipe(epochs=len(losses), patience=patience), History()
    while not history.stopped:
        loss = losses[history.epochs]
        history.loss.append(0.0)
        if loss < min(history.validation_loss, default=np.inf):
            history.best_epoch = len(history.validation_loss)
        history.validation_loss.append(loss)
        history.stopped = loop._why_stop(history, recipe, asked=False)
    return history.epochs, history.best_epoch + 1


def test_a_patience_ends_where_the_courses_own_training_ends():
    rng = np.random.default_rng(0)
    for _ in range(300):
        losses = rng.integers(0, 12, rng.integers(1, 20)).astype(float)
        patience = int(rng.integers(1, 6))
        assert training.stop_epoch(losses, patience) == stopped_by_the_course(losses, patience)


def test_the_best_weights_are_those_of_a_run_that_is_followed_by_hand():
    weights, changes = np.array([1.0]), np.array([[1.0], [2.0], [4.0]])
    assert training.best_weights(weights, changes, [3, 1, 2]).tolist() == [4.0]
    assert training.best_weights(weights, changes, [1, 2, 3]).tolist() == [2.0]
    assert weights.tolist() == [1.0]


def test_the_spread_is_that_of_drawn_samples():
    rights = np.random.default_rng(0).binomial(400, 0.8, 20_000) / 400
    assert rights.std() == pytest.approx(training.spread(0.8, 400), rel=0.02)


@pytest.mark.parametrize("right", [[4600, 450, 950], "4700, 400, 900", (4500, 600, 900)])
def test_a_split_that_keeps_to_what_is_asked_is_right(right):
    assert exercises.find("plan-a-split").judge(right).status == "right"


@pytest.mark.parametrize("wrong", [[4701, 399, 900], [4701, 400, 899], [4499, 601, 900]])
def test_a_split_one_image_short_is_wrong(wrong):
    assert exercises.find("plan-a-split").judge(wrong).status == "wrong"


@pytest.mark.parametrize("odd", [[4600, 450], [4600.5, 450, 900], [5000, -10, 1000], "most"])
def test_what_is_no_split_is_told_what_to_give(odd):
    verdict = exercises.find("plan-a-split").judge(odd)
    assert verdict.status == "cannot be judged"
    assert "three" in str(verdict)
