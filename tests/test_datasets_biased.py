"""Shapes whose background goes with their class: how often, where, and nothing else."""

import hashlib
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import datasets
from cnncourse.datasets import biased, registry, shapes


def border(images):
    """Return each image's mean colour along its edge, shape (N, 3), in bytes."""
    edge = np.ones(images.shape[1:3], bool)
    edge[1:-1, 1:-1] = False
    return images[:, edge].mean(axis=1)


def counts(labels, backgrounds):
    """Return how often each class lies on each background."""
    return np.bincount(4 * labels + backgrounds, minlength=16).reshape(4, 4).tolist()


def test_counts_worked_out_by_hand():
    made = datasets.biased_shapes(0.9, train=160, test=80)
    train = made.dataset.train
    # 40 of each class: 36 on its own, the other 4 on three backgrounds in turn.
    assert counts(train.labels, made.backgrounds["train"]) == [
        [36, 2, 1, 1],
        [1, 36, 2, 1],
        [1, 1, 36, 2],
        [2, 1, 1, 36],
    ]
    found = {name: counts(made.tests[name].labels, made.backgrounds[name]) for name in made.tests}
    assert found["same"] == [[18, 1, 1, 0], [0, 18, 1, 1], [1, 0, 18, 1], [1, 1, 0, 18]]
    assert found["even"] == [[5] * 4] * 4
    assert found["swapped"] == [[0, 20, 0, 0], [0, 0, 20, 0], [0, 0, 0, 20], [20, 0, 0, 0]]


@settings(max_examples=10, deadline=None)
@given(share=st.floats(0.25, 1), train=st.integers(1, 700), seed=st.integers(0, 2**40))
def test_shares_are_as_asked(share, train, seed):
    made = datasets.biased_shapes(share, train=train, test=4, seed=seed)
    labels, own = made.dataset.train.labels, made.backgrounds["train"]
    for label in range(4):
        of_class = own[labels == label]
        assert (of_class == label).sum() == round(share * len(of_class))
    assert np.ptp(np.bincount(labels, minlength=4)) <= 1


def test_the_three_tests_show_the_same_shapes():
    made = datasets.biased_shapes(train=4, test=400)
    same, even, swapped = made.tests.values()
    assert (same.labels == even.labels).all()
    assert (same.labels == swapped.labels).all()
    on_one = made.backgrounds["same"] == made.backgrounds["even"]
    assert 50 < on_one.sum() < 200
    assert (same.images[on_one] == even.images[on_one]).all()
    # Inside a shape nothing tells the backgrounds apart: the darkest and lightest pixels are equal.
    inside = (same.images.max(axis=-1) < 40) | (same.images.min(axis=-1) > 240)
    there = (swapped.images.max(axis=-1) < 40) | (swapped.images.min(axis=-1) > 240)
    assert (inside & there).sum() > 0.97 * inside.sum()


def test_equal_seeds_give_equal_bytes_on_every_machine():
    made = datasets.biased_shapes(0.9, train=60, test=20, seed=7)
    digest = hashlib.sha256()
    for split in (made.dataset.train, *made.tests.values()):
        digest.update(split.images.tobytes() + split.labels.tobytes())
    assert digest.hexdigest() == "c6fecd49c700527b69bb317e1711be39bc4e33a54b347bf620f669d2b48df032"
    other = datasets.biased_shapes(0.9, train=60, test=20, seed=8)
    assert (made.dataset.train.images != other.dataset.train.images).any()


def test_the_share_moves_backgrounds_and_leaves_shapes_and_tests_alone():
    strong, none = (datasets.biased_shapes(share, train=100, test=20) for share in (1, 0.25))
    assert (strong.dataset.train.labels == none.dataset.train.labels).all()
    for name in ("even", "swapped"):
        assert (strong.tests[name].images == none.tests[name].images).all()
    few = datasets.biased_shapes(1, train=4, test=20)
    assert (few.tests["same"].images == strong.tests["same"].images).all()


def test_shapes_are_those_of_the_usual_set():
    made = datasets.biased_shapes(train=8, test=600)
    split, rng = made.tests["even"], np.random.default_rng([0, biased.TESTING])
    kinds = np.array([registry.SHAPE_CLASSES.index(name) for name in biased.CLASSES])
    labels = rng.permutation(np.arange(600) % 4)
    assert (labels == split.labels).all()
    distances = shapes.place(kinds[labels[:500]], rng)
    middle = split.images[:500].astype(int).mean(axis=-1)
    assert (abs(middle[distances < -2] - 127) > 60).all()


def test_the_edge_alone_tells_the_background():
    made = datasets.biased_shapes(train=800, test=400)
    for name, split in {"train": made.dataset.train, **made.tests}.items():
        apart = np.abs(border(split.images)[:, None] - 255 * biased.COLOURS).sum(axis=2)
        assert (apart.argmin(axis=1) == made.backgrounds[name]).mean() > 0.99


def test_mixed_channels_leave_nothing_of_the_background():
    assert {tuple(sorted(colour)) for colour in biased.COLOURS.tolist()} == {(0.25, 0.5, 0.75)}
    assert len(set(map(tuple, biased.COLOURS.tolist()))) == 4


def test_lightness_does_not_tell_the_class():
    made = datasets.biased_shapes(1, train=2000, test=4)
    split = made.dataset.train
    light = border(split.images).mean(axis=1)
    by_class = [light[split.labels == label].mean() for label in range(4)]
    assert np.ptp(by_class) < 4


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            {"share": 0.2},
            ValueError,
            "from 0.25, no bias, to 1, no exception, got 0.2; 0.95",
        ),
        ({"share": 1.5}, ValueError, "got 1.5; 0.95 leaves 1 in 20"),
        ({"share": "high"}, TypeError, "got 'high'"),
        ({"train": 0}, ValueError, "train must be at least 1, got 0"),
        ({"test": 2.5}, TypeError, "test must be a whole number, got 2.5"),
        ({"seed": -1}, ValueError, "seed must be at least 0, got -1"),
    ],
)
def test_wrong_arguments_are_named(arguments, error, message):
    with pytest.raises(error, match=re.escape(message)):
        datasets.biased_shapes(**arguments)


def test_it_says_what_it_is():
    assert str(datasets.biased_shapes(train=8, test=4)) == (
        "BiasedShapes, 95% of training on the class's background\n"
        "  disc: orange, square: green, triangle: violet, star: blue\n"
        "  train: 8 images\n"
        "  same, even, swapped: 4 images each, the same shapes"
    )
