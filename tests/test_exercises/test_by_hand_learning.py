"""Learning and backpropagation: what the exercises compute is what a pencil gives."""

import numpy as np
import pytest
import torch

from cnncourse import exercises
from cnncourse.exercises.chapters.backpropagation import backwards
from cnncourse.exercises.chapters.learning import descending

BY_HAND = {
    "first-step": 2.6,
    "which-rate": 3,
    "steps-in-all": 790,
    "second-velocity": 0.32,
    "flat-pictures": 1,
    "mirrored-start": 1,
    "two-paths": -48,
    "slope-of-a-weight": 13,
    "shape-of-slopes": (5, 3, 4, 8),
    "pixels-without-slope": 15,
    "why-nudging-fails": 1,
}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_right_answer_is_the_one_worked_out_by_hand(name):
    assert exercises.find(name).answer.right() == pytest.approx(BY_HAND[name])


def test_the_winners_are_those_a_pencil_finds():
    wanted = [[0, 0, 0, 0], [0, 2, -1, 0], [1, 0, 0, 0], [0, 0, 3, 0]]
    np.testing.assert_array_equal(exercises.find("who-won").answer.right(), wanted)


@pytest.mark.parametrize("rate", [0.107, 0.11, 0.2, "0.15", "3/20"])
def test_a_rate_that_arrives_without_going_beyond_is_right(rate):
    assert exercises.find("design-a-rate").judge(rate).status == "right"


@pytest.mark.parametrize("rate", [0, 0.1, 0.106, 0.201, 0.3, 0.4, 0.5, -0.15, 15])
def test_a_rate_that_creeps_or_jumps_is_wrong(rate):
    assert exercises.find("design-a-rate").judge(rate).status == "wrong"


def test_adam_is_pytorchs():
    rng = np.random.default_rng(0)
    w, m, v = rng.normal(size=(2, 3)), np.zeros((2, 3)), np.zeros((2, 3))
    theirs = torch.nn.Parameter(torch.tensor(w))
    optimizer = torch.optim.Adam([theirs], lr=0.3, eps=0.05)
    for t in range(1, 6):
        g = rng.normal(size=(2, 3))
        w, m, v = descending.adam(w, m, v, g, t, 0.3, 0.05)
        theirs.grad = torch.tensor(g)
        optimizer.step()
        np.testing.assert_allclose(w, theirs.detach().numpy(), rtol=1e-12)


def test_slopes_of_the_guessing_game_by_nudging():
    rng = np.random.default_rng(0)
    image, kernel = rng.normal(size=(4, 5)), rng.normal(size=(2, 3))
    shown = rng.normal(size=(3, 3))
    slopes = descending.slopes(image, shown, kernel)
    for place in np.ndindex(kernel.shape):
        up, down = kernel.copy(), kernel.copy()
        up[place] += 1e-6
        down[place] -= 1e-6
        losses = [(descending.error(image, shown, k) ** 2).mean() for k in (up, down)]
        assert slopes[place] == pytest.approx((losses[0] - losses[1]) / 2e-6, abs=1e-7)


def test_slopes_of_a_convolution_are_pytorchs():
    rng = np.random.default_rng(0)
    image, kernel, arriving = (rng.normal(size=s) for s in ((7, 6), (3, 2), (3, 3)))
    x, k = (torch.tensor(one[None, None], requires_grad=True) for one in (image, kernel))
    (torch.conv2d(x, k, stride=2)[0, 0] * torch.tensor(arriving)).sum().backward()
    for_image, for_kernel = backwards.both(arriving, image, kernel, stride=2)
    np.testing.assert_allclose(for_image, x.grad[0, 0].numpy(), atol=1e-12)
    np.testing.assert_allclose(for_kernel, k.grad[0, 0].numpy(), atol=1e-12)


@pytest.mark.parametrize(
    ("window", "status"),
    [([[0, 2], [1, 0]], "right"), ([[0, 1], [2, 0]], "right"), ([[-5, -1], [-2, -3]], "right")]
    + [([[2, 2], [1, 0]], "wrong"), ([[0, 1], [1, 0]], "wrong"), ([[3, 2], [1, 0]], "wrong")],
)
def test_a_design_is_judged_by_where_the_slopes_arrive(window, status):
    design = exercises.find("winners-on-a-diagonal")
    assert design.judge(np.tile(window, (2, 2))).status == status
    assert design.judge(np.tile(window, (2, 2)).tolist()).status == status
