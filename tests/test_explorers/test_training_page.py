"""What the training explorer shows and hands on: its slider, curves, tables, pictures and words."""

from pathlib import Path

import numpy as np
import pytest

from cnncourse.architecture import Architecture, Dense, Flatten
from cnncourse.recipe.augmentation import move
from tests.test_explorers.training import node, plain

RUNNER = Path(__file__).with_name("training_page.mjs")
SMALL = Architecture("small", (8, 8, 1), [Flatten(), Dense(6), Dense(10)], "fan_in_uniform")


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What every scene of the runner came to."""
    found = node(tmp_path_factory.mktemp("page"), RUNNER, architecture=plain(SMALL))
    return {
        name: pytest.fail(one["failed"], pytrace=False) if "failed" in one else one
        for name, one in found.items()
    }


def test_the_right_end_of_the_slider_is_now_and_goes_nowhere(seen):
    assert seen["slider"]["right"] == 63


def test_who_goes_back_may_look_and_come_forward_again(seen):
    found = seen["slider"]
    assert found["points"] == [0, 10, 20, 30, 40, 50, 60, 63]
    assert found["full"] == [62.5, 63]
    assert found["home"] == [0, 7, [None, 0]]  # all points are still there, no curve is
    assert found["arrow"] == 10
    step, ends, equal = found["forward"]
    assert (step, ends) == (63, [62.5, 63])
    assert equal, "the weights are those that were left"


def test_the_next_step_takes_another_way(seen):
    found = seen["slider"]
    assert found["two"] == [20, [0, 10, 20, 30, 40, 50, 60, 63]]
    points, ends = found["other"]  # a curve was kept there before, which forgot nothing
    assert points == [0, 10, 20, 21]
    assert ends == [20.5, 21]


def test_while_it_runs_the_points_are_told_and_going_back_pauses(seen):
    found = seen["slider"]
    points, step = found["running"]
    assert points[:5] == [0, 10, 20, 21, 30]
    assert step >= points[-1]
    assert found["stopped"] == [10, False, None]
    late, point = found["late"]
    assert late == point >= step, "where it stood can be gone back to"


def test_keys_that_come_faster_than_answers_go_on_from_one_another(seen):
    assert seen["hasty"]["asked"] == [30, 20, 10]
    assert seen["hasty"]["shown"] == "step 10"


def test_after_going_back_curve_and_points_are_as_fine_as_in_a_new_run(seen):
    found = seen["fineness"]
    assert 150 <= found["coarse"] <= 300
    assert found["fine"] == [step + 0.5 for step in range(300)]
    points = found["points"]
    assert len(points) <= 26
    assert points[0] == 0
    assert points[-1] == 300
    assert np.diff(points).max() <= 20  # as after the first 300 steps of a run
    assert 150 <= found["late"] <= 300
    assert 2580 < found["end"] < 2600


def test_moved_validation_images_are_shown_as_they_are_judged(seen):
    found = seen["shifted"]
    assert found["right"] == 3
    image = np.reshape(found["image"], (1, 8, 8, 1)).astype(np.uint8)
    expected = move(image, np.array([[0, 3, 0]])).ravel().tolist()
    assert found["levels"] == expected != found["image"]
    assert found["painted"] == pytest.approx(expected, abs=1)
    assert found["words"][0] == "Most wrong of the validation images, moved by 3 pixels"


def test_numbers_that_are_not_finite_are_said_in_words(seen):
    found = seen["diverged"]
    assert found["predicted"] == -1
    assert found["says"] == "It says nothing: its numbers are not finite any more."
    assert found["ranges"][-1] == "not finite any more"
    assert found["kernels"] == "not finite any more"


def test_python_is_told_where_it_was_measured_and_whether_it_diverged(seen):
    ended, back = seen["diverged"]["progress"]
    assert (ended["measured"], ended["diverged"]) == (0, True)
    assert ended["step"] > 0
    assert (back["step"], back["measured"], back["diverged"]) == (0, 0, False)


def test_a_kept_curve_has_all_that_distinguishes_it_in_its_name(seen):
    usual, whole, adam = seen["kept"]["names"]
    assert usual == "B, rate 0.04, 5,000 images, seed 0"
    assert whole == (
        "B, rate 0.04, 5,000 images, seed 0, momentum 0.9, batches of 500, "
        "training images moved by up to 4 pixels, weight decay 0.05, dropout 0.5, "
        "validation images moved by one pixel"
    )
    assert adam == "B, Adam, rate 0.04, 5,000 images, seed 0"  # Adam has a momentum of its own


def test_the_end_of_a_kept_curve_is_told_in_words(seen):
    found = seen["kept"]
    assert found["label"] == (
        "Loss (cross-entropy). Nothing yet. Kept, the one before: training from 2.000 to 1.000 at "
        "step 50, validation from 2.500 to 1.500 at step 50"
    )
    assert found["without"] == "Loss (cross-entropy). Nothing yet"


def test_a_range_test_goes_on_whatever_else_is_asked_and_says_when_it_is_stopped(seen):
    found = seen["range"]
    assert found["lengths"] == sorted(found["lengths"]), "it began anew"
    assert found["on"] == [True, False, False]
    trying, stopped, done = found["words"]
    assert trying.startswith("Trying one rate after the other")
    assert stopped == "Stopped before its end."
    assert done == found["verdict"]
    assert found["step"] == 0


def test_the_table_of_gradients_is_empty_where_no_step_has_led(seen):
    assert seen["table"]["full"][:3] == ["0.5", "25.00 %", "50 %"]
    assert seen["table"]["back"] == ["", "", "", "scaleX(0)"]


def test_a_curve_leaves_its_chart_and_is_cut_off_there(seen):
    found = seen["chart"]
    low, beyond, high = found["up"]
    assert low > high == 8  # the frame's upper edge
    assert beyond < -1000
    clip = found["clip"]
    assert (clip["tag"], clip["overflow"]) == ("svg", "hidden")
    assert 0 < clip["top"] < 8
    assert clip["height"] == 200


def test_a_range_test_is_offered_where_an_optimizer_is_chosen(seen):
    offers = seen["offers"]
    assert [name for name, hidden in offers.items() if not hidden] == [
        "optimizer learning_rate",
        "",
    ]
