"""The rules of the page of results, each worked out by hand."""

from math import sqrt

import pytest

from cnncourse.experiments import Claim
from cnncourse.records import verdicts
from tests.recorded import made, runs


def test_a_claim_stands_for_the_lowest_figure_that_rounds_to_it():
    # 88 % as written: 87.5 % is enough, 87.49 % is not.
    assert verdicts.grade(runs(0.875, claimed=0.88))[0] == "holds"
    assert verdicts.grade(runs(0.8749, claimed=0.88, images=10**12))[0] == "does not hold"
    # 82.01 % as written: 82.005 %.
    assert verdicts.grade(runs(0.82006, claimed=0.8201, images=10**12))[0] == "holds"
    assert verdicts.grade(runs(0.82004, claimed=0.8201, images=10**12))[0] == "does not hold"


def test_an_aim_of_the_course_is_not_rounded():
    aim = Claim("this course's own network and recipe", 0.93)
    assert verdicts.grade(runs(0.93, claim=aim))[0] == "holds"
    near = runs(0.9299, images=10**12, claim=aim)
    assert verdicts.grade(near)[0] == "does not hold"
    assert verdicts.verdict({"torch": near}) == "does not hold: 0.01 points below"
    # What the best run reaches by chance is the same as elsewhere.
    assert verdicts.grade(runs(0.929, claim=aim))[0] == "within the spread"


def test_it_is_the_mean_that_counts():
    kind, below = verdicts.grade(runs(0.87, 0.89, claimed=0.88))
    assert kind == "holds"
    assert below == pytest.approx(0)


def test_a_claim_that_the_best_seed_reaches_by_chance_is_within_the_spread():
    # The standard error of 0.87 over 10,000 images is 0.336 points: 87.2 % is enough for 88 %.
    assert verdicts.chance(runs(0.87)) == pytest.approx(sqrt(0.87 * 0.13) / 100)
    kind, below = verdicts.grade(runs(0.868, 0.872, claimed=0.88))
    assert (kind, round(below, 6)) == ("within the spread", 1.0)
    assert verdicts.grade(runs(0.869, 0.871, claimed=0.88))[0] == "does not hold"
    # Of 100 test images one knows less.
    assert verdicts.grade(runs(0.85, claimed=0.88, images=100))[0] == "within the spread"


@pytest.mark.parametrize(
    ("keras", "torch", "claimed", "words"),
    [
        ((0.9,), (0.9,), None, "no figure claimed"),
        ((0.92, 0.91), (0.905,), 0.91, "holds"),
        ((0.86,), (0.8701,), 0.88, "does not hold: 2.0 and 1.0 points below"),
        ((0.873,), (0.872,), 0.88, "within the spread: 0.7 and 0.8 points below"),
        ((0.88,), (0.86,), 0.88, "Keras: holds; PyTorch: does not hold, 2.0 points below"),
        ((0.8,), (), 0.8201, "does not hold: 2.01 points below"),
        ((), (0.82,), 0.8201, "within the spread: 0.01 points below"),
    ],
)
def test_verdicts_in_words(keras, torch, claimed, words):
    groups = {"keras": runs(*keras, claimed=claimed), "torch": runs(*torch, claimed=claimed)}
    assert verdicts.verdict(groups) == words


def test_frameworks_are_compared_by_the_error_of_the_difference():
    # Deviations 1 and 2 points over two runs each: 2 * sqrt(1/2 + 4/2) = 3.162 points.
    root = sqrt(2) / 2 / 100
    keras = runs(0.9 - root, 0.9 + root)
    torch = runs(0.87 - 2 * root, 0.87 + 2 * root)
    apart, allowed = verdicts.agreement({"keras": keras, "torch": torch})
    assert apart == pytest.approx(3)
    assert allowed == pytest.approx(2 * sqrt(2.5))
    assert verdicts.agree({"keras": keras, "torch": torch})
    assert not verdicts.agree({"keras": keras, "torch": runs(0.865 - root, 0.865 + root)})


def test_seeds_that_lie_close_by_luck_do_not_tighten_the_comparison():
    # Two equal runs have no deviation; the binomial one of 0.9 on 10,000 images is 0.3 points.
    pair = {"keras": runs(0.9, 0.9), "torch": runs(0.9, 0.9)}
    assert verdicts.agreement(pair) == pytest.approx((0, 0.6))


@pytest.mark.parametrize("torch", [(), (0.9,)])
def test_single_runs_are_not_compared(torch):
    groups = {"keras": runs(0.8, 0.9), "torch": runs(*torch)}
    assert verdicts.agreement(groups) is None
    assert verdicts.agree(groups) is None
    assert verdicts.agreement({"keras": runs(0.8, 0.9)}) is None


def test_times_are_compared_on_one_machine_only():
    theirs = [made(seconds=s) for s in (100, 200, 900)]
    assert verdicts.time_share([made(seconds=50)], theirs) == 0.25
    other = made(seconds=1, hardware={"kind": "cuda", "name": "H100", "cores": 16})
    assert verdicts.time_share([other], theirs) is None
    assert verdicts.time_share([other, made(seconds=20), made(seconds=40)], theirs) == 0.15
    assert verdicts.time_share([made(seconds=50)], []) is None


def test_on_a_processor_the_time_of_its_cores_is_compared():
    # The clock of a machine that others use as well tells little.
    theirs, ours = made(seconds=900, processor_seconds=100), made(seconds=800, processor_seconds=20)
    assert verdicts.time_share([ours], [theirs]) == 0.2
    assert verdicts.time_share([ours], [made(processor_seconds=None)]) is None
    old = made(processor_seconds=None)  # as records in the first format are
    assert verdicts.time_share([ours, old], [old, theirs]) == 0.2
    card = {"kind": "cuda", "name": "H100", "cores": 16}
    pair = [made(seconds=s, processor_seconds=1, hardware=card) for s in (10, 100)]
    assert verdicts.time_share(pair[:1], pair[1:]) == 0.1


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ({"keras": 0.25, "torch": 0.1}, "in a quarter of the time: kept"),
        ({"keras": 0.26, "torch": None}, "in a quarter of the time: missed"),
        (
            {"keras": 0.2, "torch": 0.3},
            "in a quarter of the time: kept in Keras, missed in PyTorch",
        ),
        ({"keras": None}, ""),
    ],
)
def test_a_quarter_of_the_time(shares, words):
    assert verdicts.time_verdict(shares, 0.25) == words


def test_the_same_time():
    assert verdicts.time_verdict({"keras": 0.9, "torch": 1.0}, 1) == "in the same time: kept"
    assert verdicts.time_verdict({"torch": 1.1}, 1) == "in the same time: missed"
