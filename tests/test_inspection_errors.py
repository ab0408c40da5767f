"""Losses, margins, doubted labels and shared mistakes: by hand, by drawing, and in words."""

import numpy as np
import pytest
import torch

from cnncourse import exercises, inspection, ops
from cnncourse.datasets import Split
from cnncourse.exercises.chapters.errors import code

Z = np.array([[2.0, 0, 1], [0, 1, 5], [3, 3, 0]])


def test_losses_are_those_of_which_the_cross_entropy_is_the_mean():
    found = inspection.losses(Z, [0, 1, 2])
    assert found.mean() == pytest.approx(ops.cross_entropy(Z, [0, 1, 2]))
    np.testing.assert_allclose(found, -np.log(ops.softmax(Z)[range(3), range(3)]))


def test_margins_by_hand():
    assert inspection.margins(Z, [0, 1, 2]).tolist() == [1, -4, -3]
    assert inspection.margins(Z, [2, 2, 0]).tolist() == [-1, 4, 0]
    np.testing.assert_allclose(code.margins(Z, np.arange(3)), inspection.margins(Z, [0, 1, 2]))


def test_no_image_is_asked_of_a_network_that_learned_from_it():
    images = np.arange(23, dtype=np.uint8).reshape(23, 1, 1, 1)
    sizes = []

    def taught(split):
        known = set(split.images.ravel().tolist())
        sizes.append(len(split))
        return lambda asked: np.array([[p in known, p] for p in asked.ravel().tolist()], float)

    found = inspection.cross_validated(taught, Split(images, np.zeros(23, int)), folds=4)
    assert not found[:, 0].any()
    assert found[:, 1].tolist() == list(range(23))  # each at its own place
    assert sorted(sizes) == [17, 17, 17, 18]


def test_planted_labels_are_wrong_where_it_says_and_nowhere_else():
    labels = np.arange(1000) % 10
    noisy, places = inspection.plant_noise(labels, 0.05, 10, seed=3)
    assert np.flatnonzero(noisy != labels).tolist() == places.tolist()
    assert len(places) == 50
    assert len(set((noisy - labels)[places] % 10)) > 5  # every other class may come
    assert (labels == np.arange(1000) % 10).all()


def test_shared_mistakes_by_hand_and_by_drawing():
    labels = np.repeat([0, 1], [4, 6])
    first = np.array([1, 1, 0, 0, 0, 1, 1, 1, 1, 1])
    second = np.array([1, 0, 1, 0, 0, 0, 1, 1, 1, 1])
    assert inspection.shared(labels, first, second) == inspection.Shared(2, 2 * 2 / 4 + 1 * 2 / 6)
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 30_000)
    wrong = rng.random((2, 30_000)) < np.array([0.1, 0.3, 0.5])[labels]
    found = inspection.shared(labels, *((labels + one) % 3 for one in wrong))
    assert found.both == pytest.approx(found.by_chance, rel=0.05)


def test_planted_labels_hold_classes_that_bytes_do_not():
    """A byte would wrap 280 round to 24, which need not even be wrong."""
    labels = np.arange(200, dtype=np.uint8)
    noisy, places = inspection.plant_noise(labels, 0.99, 300)
    assert (noisy != labels).sum() == len(places) == 198
    assert noisy.max() > 255
    assert labels.tolist() == list(range(200))


SPLIT = Split(np.zeros((3, 1, 1, 1), np.uint8), np.zeros(3, int))
REMEMBERS = torch.ones((1, 2), requires_grad=True)


def gives(shape):
    """Return what learns nothing and gives zeros of a shape."""
    return lambda split: lambda images: np.zeros(shape)


def growing():
    """Return what gives a class more from fold to fold."""
    widths = iter([1, 2, 3])

    def taught(split):
        width = next(widths)
        return lambda images: np.zeros((len(images), width))

    return taught


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: inspection.margins([[1.0]], [0]), ValueError, "two classes or more"),
        (lambda: inspection.cross_validated(None, SPLIT, 4), ValueError, "3 images .* 4 folds"),
        (lambda: inspection.cross_validated(None, SPLIT, 1), ValueError, "folds.*at least 2"),
        (lambda: inspection.plant_noise([0, 1], 5, 2), ValueError, "share.*got 5.*0.05 for 5 %"),
        (lambda: inspection.plant_noise([0, 2], 0.5, 2), ValueError, "0..1, got 2"),
        (lambda: inspection.shared([0, 1], [0, 1], [0]), ValueError, "second"),
        (lambda: inspection.shared([], [], []), ValueError, "at least one, got none"),
        (lambda: inspection.plant_noise([], 0.5, 2), ValueError, "at least one, got none"),
        (lambda: inspection.plant_noise([0, 1], 0.5, 2, -1), ValueError, "seed must be at least 0"),
        (lambda: inspection.losses([[np.nan, 1]], [0]), ValueError, "logits must be finite"),
        (lambda: inspection.losses([[1, 2], [1]], [0, 1]), ValueError, "lists of several lengths"),
        (lambda: inspection.losses([["a", "b"]], [0]), TypeError, "real numbers, got <U1"),
        (lambda: inspection.losses(REMEMBERS, [0]), TypeError, r"logits.detach\(\).cpu\(\).numpy"),
        (lambda: inspection.margins([1.0, 2], [0]), ValueError, r"\(N, classes\), got \(2,\)"),
        (lambda: inspection.margins(np.ones((0, 3)), []), ValueError, r"got \(0, 3\)"),
        (lambda: inspection.margins([[1, 2]], [2]), ValueError, "0..1, got 2"),
        (
            lambda: inspection.cross_validated(None, SPLIT, 2),
            TypeError,
            "taught must be a function",
        ),
        (lambda: inspection.cross_validated(len, SPLIT, 2), TypeError, "what taught returns"),
        (lambda: inspection.cross_validated(list, SPLIT.images, 2), TypeError, "must be a Split"),
        (
            lambda: inspection.cross_validated(gives((1, 2)), SPLIT, 2),
            ValueError,
            "of the 2 images",
        ),
        (lambda: inspection.cross_validated(gives((2,)), SPLIT, 2), ValueError, r"got \(2,\)"),
        (
            lambda: inspection.cross_validated(growing(), SPLIT, 3),
            ValueError,
            r"every fold.*\[1, 2,",
        ),
    ],
)
def test_what_is_wrong_is_said(call, error, said):
    with pytest.raises(error, match=said):
        call()


def test_the_exercises_answers_by_hand():
    by_hand = {"found-by-chance": 10, "own-loss-is-blind": 1, "shared-by-chance": 4}
    for name, right in (by_hand | {"what-to-do-next": 1}).items():
        assert exercises.find(name).answer.right() == right
