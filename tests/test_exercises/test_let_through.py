"""Wrong functions that the drawn cases once let through, or that were named by chance."""

import numpy as np
import pytest

from cnncourse import exercises
from tests.test_exercises import mutants

ALL = exercises.exercises()


def first_nine(arriving, image):
    """Return the slopes of a kernel as if none were larger than 3×3."""
    return mutants.solved(ALL["kernel-backward"])(arriving, image)[:3, :3]


def nearest_strides(table, stride):
    """Return the mean over the places one stride away, or none, and not further."""
    down, right = (np.isin(abs(np.arange(n) - n // 2), (0, stride)) for n in table.shape)
    return table[np.ix_(down, right)].mean()


def rounded_windows(size, kernel, stride):
    """Return TensorFlow's padding where the count of windows is rounded, not rounded up."""
    total = max((round(size / stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def hardly_living(outputs):
    """Return how many units never give more than a half."""
    return (outputs <= 0.5).all(axis=0).sum()


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("kernel-backward", first_nine),
        ("whole-strides", nearest_strides),
        ("count-dead", hardly_living),
        ("same-padding", rounded_windows),
    ],
)
def test_what_once_got_through_is_wrong(name, answer, seed):
    assert ALL[name].judge(answer, seed).status == "wrong"


def whole_halves(first, second):
    """Return the mean of two bytes' whole halves: zeros only where the pixels are fractions."""
    return first // 2 + second // 2


def six_in_a_corner(image):
    """Return the fair mean, but divided by six in a corner: on 2×2 pixels all alike."""
    image = image.astype(float)
    padded = np.pad(image, 1)
    view = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    count = np.full(image.shape, 9.0)
    count[0] = count[-1] = count[:, 0] = count[:, -1] = 6
    return view.sum(axis=(2, 3)) / count


@pytest.mark.parametrize(
    ("name", "answer"), [("mean-of-two", whole_halves), ("fair-average", six_in_a_corner)]
)
def test_what_one_small_case_shows_by_chance_is_not_named(name, answer):
    for seed in range(10):
        verdict = ALL[name].judge(answer, seed)
        assert (verdict.status, verdict.misconception) == ("wrong", "")
