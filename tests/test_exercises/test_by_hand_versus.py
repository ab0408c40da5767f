"""Dense or convolutional: what the exercises compute is what a pencil gives."""

import numpy as np
import pytest

from cnncourse import exercises, experiments, zoo
from cnncourse.exercises.chapters.dense_or_convolutional import comparing

BY_HAND = {"units-to-match": 86, "one-difference": 1, "gap-or-fault": 1}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_right_answer_is_the_one_worked_out_by_hand(name):
    assert exercises.find(name).answer.right() == BY_HAND[name]


def test_who_does_not_mind():
    assert exercises.find("who-does-not-mind").answer.right() == (0, 1, 4)


def test_the_small_network_is_that_of_the_experiments():
    assert comparing.C_SMALL == experiments.C_SMALL


def test_dense_networks_are_counted_as_the_architecture_counts():
    assert comparing.dense(784, [128], 10) == zoo.DENSE_BASELINE.parameters().total
    assert comparing.units_that_fit(784, 10, zoo.DENSE_BASELINE.parameters().total) == 128
    assert comparing.units_that_fit(784, 10, zoo.TWO_CONV.parameters().total) == 530


def test_pixels_are_fetched_row_by_row():
    images = np.arange(6).reshape(1, 2, 3)
    found = comparing.scrambled(images, [5, 0, 1, 2, 3, 4])
    assert found.tolist() == [[[5, 0, 1], [2, 3, 4]]]


@pytest.mark.parametrize("right", [[32, 36], "33, 17", (28, 120)])
def test_two_widths_that_fit_are_right(right):
    widths = [int(one) for one in right.split(",")] if isinstance(right, str) else right
    total = comparing.dense(784, list(widths), 10)
    assert 26_598 <= total <= 26_698
    assert exercises.find("match-with-two-layers").judge(right).status == "right"


@pytest.mark.parametrize("wrong", [[32, 37], [32, 20], [26, 26]])
def test_two_widths_that_do_not_fit_are_wrong(wrong):
    assert exercises.find("match-with-two-layers").judge(wrong).status == "wrong"


@pytest.mark.parametrize("odd", [[32], [32.5, 36], [0, 36], "two"])
def test_what_are_no_two_widths_is_told_what_to_give(odd):
    verdict = exercises.find("match-with-two-layers").judge(odd)
    assert verdict.status == "cannot be judged"
    assert "two" in str(verdict)
