"""The drawn set: what each class looks like, and that a seed is enough to get it again."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import datasets
from cnncourse.datasets import registry, shapes

DRAW = dict(zip(registry.SHAPE_CLASSES, shapes.DISTANCES, strict=True))


def at(name, x, y):
    return float(DRAW[name](np.float32([x]), np.float32([y]))[0])


@pytest.mark.parametrize(
    ("name", "x", "y", "distance"),
    [
        ("disc", 0, 0, -0.9),
        ("disc", 3, 4, 4.1),
        ("ring", 0, 0, 0.5),
        ("ring", 0.72, 0, -0.22),
        ("square", 0, 0, -0.7),
        ("square", 1.0, 1.1, 0.5),
        ("square", 1.7, 0, 1.0),
        ("triangle", 0, 0, -0.5),
        ("triangle", 0, 2, 1.0),
        ("cross", 0, 0, -0.28),
        ("cross", 1.92, 0, 1.0),
        ("cross", 0.58, 0.68, 0.3),
        ("star", 0, 2, 1.0),
        ("crescent", 0.5, 0, 0.78),
        ("arrow", 1.95, 0, 1.0),
        ("stripes", 0, 0, -0.15),
        ("stripes", 0, 0.28, 0.13),
    ],
)
def test_distances_worked_out_by_hand(name, x, y, distance):
    assert at(name, x, y) == pytest.approx(distance, abs=1e-6)


def test_hearts_have_a_point_below_and_a_notch_above():
    assert at("heart", 0, -0.9) < 0 < at("heart", 0, -0.95)
    assert at("heart", 0.4, 0.7) < 0 < at("heart", 0, 0.7)


@pytest.mark.parametrize("name", registry.SHAPE_CLASSES)
def test_every_class_fits_its_circle_and_fills_part_of_it(name):
    x, y = np.meshgrid(*[np.linspace(-1.5, 1.5, 301, dtype=np.float32)] * 2)
    inside = DRAW[name](x, y) < 0
    assert np.hypot(x, y)[inside].max() <= 1
    assert np.hypot(x, y)[inside].max() > 0.85
    assert 0.25 < inside.sum() * 0.01**2 / np.pi < 0.85


def test_equal_seeds_give_equal_bytes_on_every_machine():
    dataset = datasets.load("shapes", train=60, test=20, seed=7)
    digest = hashlib.sha256(dataset.train.images.tobytes() + dataset.train.labels.tobytes())
    assert digest.hexdigest() == "adf27d6cf89b28501f5dfafcd1de73bd57593704ab9a26fc4f9b19e738720333"


def test_the_seed_draws_everything():
    first, again, other = (
        datasets.load("shapes", train=50, test=50, seed=seed) for seed in (1, 1, 2)
    )
    assert (first.train.images == again.train.images).all()
    assert (first.test.images == again.test.images).all()
    assert (first.train.images != other.train.images).any()
    assert (first.train.images != first.test.images).any()


def test_the_test_images_do_not_depend_on_how_many_train():
    few = datasets.load("shapes", train=1, test=30).test
    many = datasets.load("shapes", train=200, test=30).test
    assert (few.images == many.images).all()


@settings(max_examples=15, deadline=None)
@given(train=st.integers(1, 700), seed=st.integers(0, 2**40))
def test_counts_are_as_asked_and_balanced(train, seed):
    dataset = datasets.load("shapes", train=train, test=1, seed=seed)
    assert dataset.train.images.shape == (train, 32, 32, 3)
    counts = np.bincount(dataset.train.labels, minlength=10)
    assert counts.max() - counts.min() <= 1


def test_every_shape_stands_out_from_its_background():
    first, second, ink = shapes._draw_colours(5000, np.random.default_rng(3))
    apart = np.abs(ink - (first + second) / 2).sum(axis=1)
    assert apart.min() > 0.35  # of 3: one channel by a third, or all a little
    assert np.median(apart) > 1


def test_colour_says_nothing_about_the_class():
    split = datasets.load("shapes", train=5000, test=1).train
    means = split.images.reshape(5000, -1, 3).mean(axis=1)
    by_class = np.stack([means[split.labels == label].mean(axis=0) for label in range(10)])
    # 500 images a class, each with a standard deviation of about 60: 2.7 for a mean.
    assert (np.abs(by_class - means.mean(axis=0)) < 11).all()


def test_classes_cover_their_pixels_as_often_on_the_left_as_on_the_right():
    labels = np.zeros(2000, int)
    distances = shapes._distances(labels, np.full(2000, 8.0), np.random.default_rng(0))
    share = (distances < 0).mean(axis=0)
    assert abs(share[:, :16].mean() - share[:, 16:].mean()) < 0.02
    assert abs(share[:16].mean() - share[16:].mean()) < 0.02


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"train": 0}, ValueError, "train must be at least 1, got 0"),
        ({"test": -5}, ValueError, "test must be at least 1, got -5"),
        ({"train": 2.5}, TypeError, "train must be a whole number, got 2.5"),
        ({"test": True}, TypeError, "test must be a whole number, got True"),
        ({"seed": -1}, ValueError, "seed must be at least 0, got -1"),
    ],
)
def test_wrong_counts_are_named(arguments, error, message):
    with pytest.raises(error, match=message):
        datasets.load("shapes", **arguments)


def test_shapes_take_a_validation_split_too():
    dataset = datasets.load("shapes", train=100, test=10, validation=20, stratified=True)
    assert (np.bincount(dataset.validation.labels) == 2).all()
