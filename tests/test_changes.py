"""What augmentation does beyond moving: by hand, against PyTorch and SciPy, and what is drawn."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import datasets, inputs, ops, zoo
from cnncourse.recipe import Recipe
from cnncourse.recipe.augmentation import brighten, cut_out, mix, move, places, sample
from cnncourse.recipe.changes import Changes, change, targets

NINE = np.arange(1, 10, dtype=np.uint8).reshape(1, 3, 3, 1)
ALL = {"rotation": 20, "crop": 0.7, "brightness": 0.4, "cutout": 3, "mixup": 0.3}


def turned(images, angle):
    return sample(images, *places(images.shape, np.full(len(images), float(angle))))


def cropped(images, share, down, right):
    return sample(images, *places(images.shape, windows=np.array([[share, down, right]])))


def flat(images):
    return images[..., 0].tolist()


@pytest.mark.parametrize(
    ("angle", "expected"),
    [
        (0, [[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
        (90, [[3, 6, 9], [2, 5, 8], [1, 4, 7]]),
        (-90, [[7, 4, 1], [8, 5, 2], [9, 6, 3]]),
        (180, [[9, 8, 7], [6, 5, 4], [3, 2, 1]]),
        (360, [[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
    ],
)
def test_turned_by_hand(angle, expected):
    assert flat(turned(NINE, angle))[0] == expected


def test_turned_by_45_degrees_the_corners_are_black():
    white = np.full((1, 3, 3, 1), 200, np.uint8)
    found = turned(white, 45)[0, :, :, 0]
    # A corner lies sqrt(2) from the middle, and is looked up that far straight up: 0.41 outside.
    assert found[0, 0] == round(200 * (2 - np.sqrt(2)))
    # The middle of a side is looked up 0.71 both ways, which is inside.
    assert found[0, 1] == found[1, 1] == 200


@pytest.mark.parametrize(
    ("share", "down", "right", "expected"),
    [
        (1.0, 0.3, 0.9, [[20, 40, 60], [80, 100, 120], [140, 160, 180]]),
        # Half the way between the outer pixels: pixels 0, 0.5 and 1 of each side.
        (0.5, 0, 0, [[20, 30, 40], [50, 60, 70], [80, 90, 100]]),
        (0.5, 1, 1, [[100, 110, 120], [130, 140, 150], [160, 170, 180]]),
        (0.5, 0, 1, [[40, 50, 60], [70, 80, 90], [100, 110, 120]]),
    ],
)
def test_cropped_by_hand(share, down, right, expected):
    assert flat(cropped(20 * NINE, share, down, right))[0] == expected


@pytest.mark.parametrize(
    ("middle", "side", "black"),
    [
        ((0.5, 0.5), 1, [(2, 2)]),
        ((0.0, 0.0), 3, [(0, 0), (0, 1), (1, 0), (1, 1)]),
        ((0.99, 0.99), 3, [(3, 3), (3, 4), (4, 3), (4, 4)]),
        ((0.5, 0.5), 2, [(1, 1), (1, 2), (2, 1), (2, 2)]),
        ((0.0, 0.99), 2, [(0, 3), (0, 4)]),
    ],
)
def test_cut_out_by_hand(middle, side, black):
    images = np.full((1, 5, 5, 2), 7, np.uint8)
    found = cut_out(images, np.array([middle]), side)
    assert [*map(tuple, np.argwhere(found[0, :, :, 0] == 0))] == black
    assert (found[..., 0] == found[..., 1]).all()
    assert (images == 7).all()


def test_brightened_by_hand_and_kept_in_its_range():
    images = np.array([0, 100, 200], np.uint8).reshape(1, 1, 3, 1)
    assert flat(brighten(images, np.array([1.5]))) == [[[0, 150, 255]]]
    assert flat(brighten(images, np.array([0.0]))) == [[[0, 0, 0]]]
    assert flat(brighten(images / np.float32(255), np.array([2.0])))[0][0][2] == 1


def test_mixed_by_hand():
    images, others = NINE, np.full_like(NINE, 101)
    assert flat(mix(images, others, np.array([0.25])))[0][0] == [76, 76, 76]
    assert (mix(images, others, np.array([1.0])) == images).all()
    assert (mix(images, others, np.array([0.0])) == others).all()


def test_the_loss_of_a_mixed_pair_is_the_weighted_sum_of_two():
    rng = np.random.default_rng(0)
    logits, labels = rng.normal(size=(4, 3)), np.array([0, 1, 2, 2])
    pair = Changes(partners=np.array([1, 2, 3, 0]), weights=np.array([0.1, 0.5, 0.9, 1.0]))
    wanted = targets(labels, pair, 3)
    np.testing.assert_allclose(wanted.sum(1), 1)
    logs = np.log(ops.softmax(logits))
    each = -logs[range(4), labels] * pair.weights
    each += -logs[range(4), labels[pair.partners]] * (1 - pair.weights)
    np.testing.assert_allclose(-(wanted * logs).sum(1), each)
    theirs = torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(wanted))
    np.testing.assert_allclose(float(theirs), each.mean())


@given(
    shape=st.tuples(*[st.integers(1, 7)] * 3, st.integers(1, 3)),
    angle=st.floats(-180, 180),
    window=st.tuples(st.floats(0.05, 1), st.floats(0, 1), st.floats(0, 1)),
    seed=st.integers(0, 10**6),
)
@settings(max_examples=150, deadline=None)
def test_sampled_as_by_pytorch_and_scipy(shape, angle, window, seed):
    scipy = pytest.importorskip("scipy.ndimage")
    images = np.random.default_rng(seed).uniform(0, 1, shape)
    windows = np.tile(window, (shape[0], 1))
    rows, columns = places(shape, np.full(shape[0], angle), windows)
    found = sample(images, rows, columns)
    for number in range(shape[0]):
        for channel in range(shape[3]):
            theirs = scipy.map_coordinates(
                images[number, :, :, channel],
                [rows[number], columns[number]],
                order=1,
                mode="grid-constant",
            )
            np.testing.assert_allclose(found[number, :, :, channel], theirs, atol=1e-9)
    # PyTorch's places run from -1 at the first pixel to 1 at the last.
    height, width = shape[1:3]
    if min(height, width) == 1:
        return
    grid = np.stack([2 * columns / (width - 1) - 1, 2 * rows / (height - 1) - 1], -1)
    theirs = torch.nn.functional.grid_sample(
        torch.tensor(images).permute(0, 3, 1, 2), torch.tensor(grid), align_corners=True
    )
    np.testing.assert_allclose(found, theirs.permute(0, 2, 3, 1).numpy(), atol=1e-9)


@given(seed=st.integers(0, 10**6), quarter=st.integers(-2, 4), side=st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_quarter_turns_move_pixels_and_change_none(seed, quarter, side):
    images = np.random.default_rng(seed).integers(0, 256, (2, side, side, 3)).astype(np.uint8)
    assert (turned(images, 90 * quarter) == np.rot90(images, quarter, (1, 2))).all()


def test_what_is_left_out_is_not_drawn_and_changes_no_other_draw():
    assert Recipe(flip=True, shift=2).changes(10, 0) is None
    whole, n = Recipe(seed=3, flip=True, shift=2, **ALL), 500
    changes = whole.changes(n, 1)
    assert (changes.moves == Recipe(seed=3, flip=True, shift=2).moves(n, 1)).all()
    owned = {
        "rotation": ["angles"],
        "crop": ["windows"],
        "brightness": ["factors"],
        "cutout": ["cutouts"],
        "mixup": ["partners", "weights"],
    }
    for kind, names in owned.items():
        alone = Recipe(seed=3, **{kind: ALL[kind]}).changes(n, 1)
        told = {key for key, value in vars(alone).items() if value is not None} - {"side"}
        assert told == set(names)
        for name in names:
            assert (getattr(alone, name) == getattr(changes, name)).all()
            again = replace(whole, seed=4).changes(n, 1), whole.changes(n, 2)
            assert all((getattr(changes, name) != getattr(one, name)).any() for one in again)


def test_draws_fill_their_range():
    changes = Recipe(**ALL).changes(5000, 0)
    for found, low, high in (
        (changes.angles, -20, 20),
        (changes.windows[:, 0], 0.7, 1),
        (changes.windows[:, 1:], 0, 1),
        (changes.factors, 0.6, 1.4),
        (changes.cutouts, 0, 1),
    ):
        span = high - low
        assert low <= found.min() < low + 0.01 * span
        assert high - 0.01 * span < found.max() <= high
        assert abs(found.mean() - (low + high) / 2) < 0.02 * span
    # Of Beta(a, a) the mean is 1/2, the variance 1 / (4 (2a + 1)).
    assert abs(changes.weights.mean() - 0.5) < 0.02
    assert abs(changes.weights.var() - 1 / (4 * 1.6)) < 0.01
    assert {*np.unique(changes.partners)} <= {*range(5000)}
    assert (changes.partners != np.arange(5000)).mean() > 0.99


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_the_order_is_move_turn_crop_brighten_cut_mix(dtype):
    images = np.random.default_rng(0).uniform(0, 1, (300, 6, 5, 2))
    images = np.rint(images * 255).astype(dtype) if dtype == np.uint8 else images.astype(dtype)
    changes = Recipe(seed=1, flip=True, shift=1, **ALL).changes(300, 0)
    found = change(images, changes)
    assert (found.dtype, found.shape) == (images.dtype, images.shape)

    by_hand = move(images, changes.moves)
    by_hand = sample(by_hand, *places(images.shape, changes.angles, changes.windows))
    by_hand = cut_out(brighten(by_hand, changes.factors), changes.cutouts, changes.side)
    by_hand = mix(by_hand, by_hand[changes.partners], changes.weights)
    assert (found == by_hand).all()


def test_a_square_larger_than_the_image_is_refused():
    data = datasets.load("fashion-mnist-mini")
    with pytest.raises(ValueError, match=r"cutout \(=29\) is larger than .* shorter side \(=28\)"):
        inputs.check_data(data, zoo.find("C-cnn"), Recipe(cutout=29))
    inputs.check_data(data, zoo.find("C-cnn"), Recipe(cutout=28))
