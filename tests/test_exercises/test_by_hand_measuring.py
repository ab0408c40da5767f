"""Measuring: what the exercises compute is what a pencil gives, and what `inspection` gives."""

import numpy as np
import pytest

from cnncourse import exercises, inspection, ops
from cnncourse.exercises.chapters.measuring import counting

BY_HAND = {"narrower-interval": 16_000, "one-run-of-a-recipe": 1, "intervals-overlap": 1}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_right_answer_is_the_one_worked_out_by_hand(name):
    assert exercises.find(name).answer.right() == BY_HAND[name]


def test_rare_shirts():
    assert exercises.find("rare-shirts").answer.right() == pytest.approx(100 * 60 / 258)


def test_the_chapters_oracle_is_the_package():
    counts = np.array([[6, 3, 1], [2, 4, 1], [1, 1, 5]])
    found = inspection.by_class(counts)
    np.testing.assert_allclose(counting.recalls(counts), found.recall)
    np.testing.assert_allclose(counting.precisions(counts), found.precision)
    labels, first, second = np.zeros(9, int), np.r_[np.ones(6, int), [0] * 3], np.arange(9) // 8
    paired = inspection.mcnemar(labels, first, second)
    assert counting.fair_coins(paired.first_alone, paired.second_alone) == paired.p_value
    logits = np.random.default_rng(0).normal(size=(200, 4)) * 2
    shares, labels = ops.softmax(logits), np.arange(200) % 4
    right = shares.argmax(axis=1) == labels
    theirs = inspection.reliability(shares, labels, 7).error
    assert counting.calibration_error(shares.max(axis=1), right, 7) == pytest.approx(theirs)


@pytest.mark.parametrize("right", [[880, 11, 1, 108], "849, 11, 1, 139", (939, 11, 1, 49)])
def test_four_counts_that_keep_to_what_is_asked_are_right(right):
    assert exercises.find("ten-images-apart").answer.judge(right).status == "right"


@pytest.mark.parametrize("wrong", [[880, 12, 2, 106], [848, 11, 1, 140], [880, 10, 0, 110]])
def test_four_counts_just_beside_are_wrong(wrong):
    assert exercises.find("ten-images-apart").answer.judge(wrong).status == "wrong"


@pytest.mark.parametrize("odd", [[1, 2, 3], [900, 50.5, 40, 10], "many", 1000])
def test_what_are_no_counts_is_told_what_to_give(odd):
    assert exercises.find("ten-images-apart").answer.judge(odd).status == "cannot be judged"
