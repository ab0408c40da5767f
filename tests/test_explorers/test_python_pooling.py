"""Pooling in Python: by hand, what a shift changes, settings that do not go together."""

import html

import numpy as np
import pytest

from cnncourse import ops
from cnncourse.explorers import Pooling, SettingError
from cnncourse.explorers.pooling import IMAGES, shifted
from cnncourse.explorers.stored import images

# The patch, for reading along:
#   0 0 1 8 7 7
#   0 0 8 8 7 7
#   0 2 8 7 7 7
#   0 5 8 7 7 8
#   0 7 7 7 7 8
#   0 7 8 9 7 9


def test_the_largest_of_each_window_by_hand():
    explorer = Pooling(image="patch")
    assert explorer.output.tolist() == [[0, 8, 7], [5, 8, 8], [7, 9, 9]]
    assert explorer.output_shape == (3, 3)
    assert explorer.winners.tolist() == [
        [[0, 0], [0, 3], [0, 4]],
        [[3, 1], [2, 2], [3, 5]],
        [[4, 1], [5, 3], [5, 5]],
    ]
    assert explorer.results["ties"].tolist() == [[4, 3, 4], [1, 2, 1], [2, 1, 1]]
    assert explorer.results["deciding"] == 9
    assert explorer.results["kept"] == 0.25
    assert explorer.problem == ""


def test_the_average_of_each_window_by_hand():
    explorer = Pooling(image="patch", kind="average", row=0, column=1)
    assert explorer.output.tolist() == [[0, 6.25, 7], [1.75, 7.5, 7.25], [3.5, 7.75, 7.75]]
    assert explorer.value == 6.25
    assert explorer.window.tolist() == [[1, 8], [8, 8]]
    assert explorer.winners.size == explorer.results["winner"].size == 0
    assert explorer.results["deciding"] == 36


def test_the_global_average_takes_the_whole_image_whatever_window_is_set():
    explorer = Pooling(image="tiny", kind="global", size=6, stride=5, padding_kind="number")
    assert explorer.output == pytest.approx(np.array([[0.5]]))
    assert explorer.results["window_shape"] == (4, 4)
    assert explorer.results["sides"] == (0, 0, 0, 0)
    assert explorer.window.shape == (4, 4)
    assert explorer.problem == ""


def test_the_tutorials_window_gives_one_number_of_nine():
    explorer = Pooling(image="pooling-3x3", size=3, stride=3)
    assert explorer.window.tolist() == [[1, 0, 4], [8, 2, 5], [20, 13, 25]]
    assert explorer.output.tolist() == [[25]]
    assert explorer.winners.tolist() == [[[2, 2]]]
    assert explorer.results["kept"] == pytest.approx(1 / 9)


def test_the_chosen_window_may_stand_partly_in_the_padding():
    explorer = Pooling(image="patch", size=3, padding_kind="same", stride=1, row=0, column=5)
    found = explorer.results
    assert found["sides"] == (1, 1, 1, 1)
    assert found["window_start"] == (-1, 4)
    assert explorer.window.tolist() == [[7, 7], [7, 7]]
    assert found["winner"].tolist() == [0, 4]
    assert found["ties"][0, 5] == 4
    assert explorer.value == 7


def test_a_place_outside_the_output_shows_the_nearest_window():
    explorer = Pooling(image="patch", row=32, column=32)
    assert (explorer.row, explorer.column) == (32, 32)
    assert (explorer.results["row"], explorer.results["column"]) == (2, 2)
    explorer.stride = 4
    assert (explorer.results["row"], explorer.results["column"]) == (1, 1)


@pytest.mark.parametrize(
    ("down", "right", "expected"),
    [
        (0, 0, [[1, 2, 3], [4, 5, 6]]),
        (1, 0, [[0, 0, 0], [1, 2, 3]]),
        (-1, 1, [[0, 4, 5], [0, 0, 0]]),
        (0, -2, [[3, 0, 0], [6, 0, 0]]),
        (2, 0, [[0, 0, 0], [0, 0, 0]]),
        (0, 6, [[0, 0, 0], [0, 0, 0]]),
        (-6, -6, [[0, 0, 0], [0, 0, 0]]),
    ],
)
def test_a_shift_moves_pixels_within_the_frame(down, right, expected):
    image = np.array([[1, 2, 3], [4, 5, 6]])
    assert shifted(image, down, right).tolist() == expected
    assert image.tolist() == [[1, 2, 3], [4, 5, 6]]


def test_a_shift_that_max_pooling_absorbs_in_part():
    explorer = Pooling(image="patch", shift_right=1)
    assert explorer.input[0].tolist() == [0, 0, 0, 1, 8, 7]
    assert explorer.output.tolist() == [[0, 8, 8], [0, 8, 7], [0, 8, 9]]
    assert explorer.output_before.tolist() == Pooling(image="patch").output.tolist()
    changed = explorer.output != explorer.output_before
    assert explorer.output_changed == changed.sum() == 5
    assert explorer.input_changed == 19
    assert explorer.results["moved_by"] == ()


def test_a_shift_of_one_stride_moves_the_output_by_one():
    explorer = Pooling(image="boot", shift_right=2, shift_down=-4)
    assert explorer.output[:-2, 1:].tolist() == explorer.output_before[2:, :-1].tolist()
    found = explorer.results
    assert found["moved_by"] == (-2, 1)
    assert found["moved_equal"] == found["moved_compared"] == 12 * 13


def test_zeros_that_come_in_lower_a_mean_at_the_border_though_not_a_maximum():
    settings = dict(image="patch", size=3, stride=1, padding_kind="same", shift_down=1)
    largest, mean = Pooling(**settings), Pooling(kind="average", **settings)
    assert largest.output[1:5].tolist() == largest.output_before[:4].tolist()
    assert mean.output[2:5] == pytest.approx(mean.output_before[1:4])
    # The padding above the first windows is now a row of zeros, and zeros count.
    assert mean.output[1, 0] == mean.output_before[0, 0] == 0
    assert (mean.output[1, 1:] < mean.output_before[0, 1:]).all()
    # Below, a row of the image has left the windows of the last row.
    assert largest.results["moved_equal"] == 26
    assert largest.results["moved_compared"] == mean.results["moved_compared"] == 5 * 6


def test_means_that_differ_by_rounding_alone_have_not_changed():
    explorer = Pooling(image="stroke", kind="global", shift_right=2, shift_down=1)
    assert explorer.input_changed > 0
    assert explorer.output_changed == 0


@pytest.mark.parametrize("image", IMAGES)
@pytest.mark.parametrize("kind", ["max", "average"])
def test_the_winners_and_windows_belong_to_the_output_of_ops(image, kind):
    explorer = Pooling(image=image, kind=kind, size=3, stride=2, padding_kind="same", shift_down=1)
    pool = {"max": ops.max_pool2d, "average": ops.avg_pool2d}[kind]
    pixels = shifted(images()[image].values[..., 0], 1, 0)
    expected = pool(pixels[None, ..., None], 3, stride=2, padding="same")[0, ..., 0]
    assert explorer.output.tolist() == expected.tolist()
    if kind == "max":
        rows, columns = explorer.winners[..., 0], explorer.winners[..., 1]
        assert explorer.input[rows, columns].tolist() == explorer.output.tolist()
    for row, column in [(0, 0), (expected.shape[0] - 1, expected.shape[1] - 1)]:
        explorer.row, explorer.column = row, column
        window = explorer.window
        value = window.max() if kind == "max" else window.mean()
        assert explorer.value == pytest.approx(value)


def test_titles_are_those_of_the_images():
    assert {name: images()[name].title for name in IMAGES} == IMAGES


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        (
            dict(image="pooling-3x3", size=4),
            "size (=4) is larger than the padded input (=3); "
            'use padding="same" or a smaller window',
        ),
        (
            dict(size=2, padding_kind="number", padding=2),
            "padding (=2) must be smaller than the pooling window (=2) in height, "
            "or a window would hold no pixel; use a larger size or less padding",
        ),
    ],
)
def test_settings_that_do_not_go_together_are_kept_and_explained(settings, problem):
    explorer = Pooling(**settings)
    assert explorer.problem == problem
    assert explorer.output.shape == explorer.output_shape == (0, 0)
    assert explorer.value is None
    assert explorer.results.keys() == Pooling().results.keys()
    assert html.escape(problem) in explorer.drawing()
    explorer.padding_kind = "same"
    assert explorer.problem == ""


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("stride", 0, "stride must be a whole number from 1 to 6, got 0; a window that does not"),
        ("size", 7, "size must be a whole number from 1 to 6, got 7"),
        ("shift_right", 7, "shift_right must be a whole number from -6 to 6, got 7"),
        ("kind", "min", "kind must be one of 'max', 'average', 'global', got 'min'"),
        ("image", "landscape", "image must be one of 'patch'"),
    ],
)
def test_impossible_settings_are_refused(name, value, message):
    explorer = Pooling()
    before = getattr(explorer, name)
    with pytest.raises(SettingError, match="^" + message.replace("(", r"\(")):
        setattr(explorer, name, value)
    assert getattr(explorer, name) == before


def test_the_page_gets_what_differs_and_a_small_drawing():
    explorer = Pooling(image="boot", kind="average", shift_right=-1)
    assert repr(explorer) == "Pooling(image='boot', kind='average', shift_right=-1)"
    page = explorer.html()
    assert page.startswith('<cnncourse-explorer name="pooling"')
    assert "the average of each 2 × 2 window, 28 × 28 → 14 × 14" in page
    assert len(page.encode()) < 30_000
    assert page == Pooling(image="boot", kind="average", shift_right=-1).html()
