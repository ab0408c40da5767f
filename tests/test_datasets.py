"""Split, Dataset, validation splits, and the sets by name."""

import gzip
import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import datasets
from cnncourse.datasets import (
    Dataset,
    Split,
    UnknownDatasetError,
    _make_mini,
    fashion_mnist_mini,
    registry,
)


def split_of(labels, dtype=np.uint8):
    images = np.arange(len(labels), dtype=dtype)[:, None, None, None]
    return Split(np.broadcast_to(images, (len(labels), 2, 3, 1)), labels)


def dataset_of(labels, classes="abcdefghij"):
    return Dataset("own", split_of(labels), split_of(labels), list(classes))


def needs(name):
    found = datasets.locate(name) is not None
    return pytest.mark.skipif(not found, reason=f"{name} is not on this machine (CNNCOURSE_DATA)")


def test_split_keeps_arrays_as_the_room_promises():
    split = Split(np.zeros((6, 4, 5, 3), np.uint8)[::2], np.array([1, 0, 2], np.uint8))
    assert split.images.flags.c_contiguous
    assert split.images.dtype == np.uint8
    assert split.labels.dtype == np.int64
    assert len(split) == 3
    assert split.image_shape == (4, 5, 3)


def test_split_copies_nothing_that_is_right_already():
    images, labels = np.zeros((2, 3, 3, 1), np.float32), np.zeros(2, np.int64)
    split = Split(images, labels)
    assert split.images is images
    assert split.labels is labels


def test_split_turns_foreign_byte_order_into_the_machines_own():
    images = np.full((2, 3, 3, 1), 0.5, np.dtype("float32").newbyteorder())
    split = Split(images, np.zeros(2, np.int64))
    assert split.images.dtype.isnative
    assert (split.images == 0.5).all()


NAN = np.zeros((3, 2, 2, 1), np.float32)
NAN[1, 0, 0, 0] = np.nan


@pytest.mark.parametrize(
    ("images", "labels", "error", "message"),
    [
        (
            np.zeros((2, 28, 28), np.uint8),
            [0, 0],
            ValueError,
            r"\(2, 28, 28\).*images\[..., None\]",
        ),
        (np.zeros((2, 784), np.uint8), [0, 0], ValueError, r"\(N, H, W, C\), got \(2, 784\)"),
        (np.zeros((0, 2, 2, 1), np.uint8), [], ValueError, "at least one image"),
        (np.zeros((2, 2, 0, 1), np.uint8), [0, 0], ValueError, "at least one image"),
        (np.zeros((2, 2, 2, 1), np.int64), [0, 0], TypeError, "uint8 in 0..255.*got int64"),
        (NAN, [0, 0, 0], ValueError, r"finite, but image 1 holds NaN or inf.*\(1 of 3 images hold"),
        (np.full((1, 2, 2, 1), 255.0), [0], ValueError, "from 255 to 255; divide by 255"),
        (np.full((1, 2, 2, 1), np.inf), [0], ValueError, "image 0 holds NaN or infinity"),
        (np.full((1, 2, 2, 1), -0.5), [0], ValueError, "from -0.5 to -0.5"),
        (np.zeros((2, 2, 2, 1), np.uint8), [0], ValueError, "got 2 images and 1 labels"),
        (np.zeros((1, 2, 2, 1), np.uint8), [], ValueError, "got 1 images and 0 labels"),
        (np.zeros((1, 2, 2, 1), np.uint8), [0.0], TypeError, "whole numbers, got dtype float64"),
        (np.zeros((1, 2, 2, 1), np.uint8), [True], TypeError, "whole numbers, got dtype bool"),
        (np.zeros((1, 2, 2, 1), np.uint8), [-3], ValueError, "at least 0, got -3"),
        (np.zeros((2, 2, 2, 1), np.uint8), np.eye(2), ValueError, r"labels.argmax\(axis=1\)"),
    ],
)
def test_split_says_what_is_wrong(images, labels, error, message):
    with pytest.raises(error, match=message):
        Split(images, labels)


def test_dataset_says_what_does_not_fit():
    train = split_of([0, 1])
    with pytest.raises(ValueError, match=r"label 7 \(train, index 1\) has no class: 3 classes"):
        Dataset("own", split_of([0, 7]), train, ["a", "b", "c"])
    with pytest.raises(ValueError, match=r"label 9 \(validation, index 0\)"):
        Dataset("own", train, train, ["a", "b"], split_of([9]))
    with pytest.raises(ValueError, match="one shape: train has .2, 3, 1., test has .8, 8, 1."):
        Dataset("own", train, Split(np.zeros((1, 8, 8, 1), np.uint8), [0]), ["a", "b"])
    with pytest.raises(ValueError, match="one dtype: train has uint8, test has float32"):
        Dataset("own", train, Split(np.zeros((1, 2, 3, 1), np.float32), [0]), ["a", "b"])
    with pytest.raises(TypeError, match=r"test must be a Split, got tuple; make one with Split"):
        Dataset("own", train, (train.images, train.labels), ["a", "b"])
    with pytest.raises(ValueError, match="different names"):
        Dataset("own", train, train, ["a", "a"])
    with pytest.raises(TypeError, match="sequence of names"):
        Dataset("own", train, train, "ab")
    with pytest.raises(TypeError, match="non-empty string"):
        Dataset("", train, train, ["a", "b"])


def test_sets_are_frozen_and_show_themselves_without_addresses():
    dataset = dataset_of([0, 1, 2]).with_validation(1)
    with pytest.raises(AttributeError):
        dataset.name = "other"
    with pytest.raises(AttributeError):
        dataset.train.images = None
    assert repr(dataset) == (
        "Dataset 'own'\n  train: 2 images of 2×3×1, uint8\n  validation: 1 image of 2×3×1, uint8\n"
        "  test: 3 images of 2×3×1, uint8\n  10 classes: a, b, c, d, e, f, g, h, i, j"
    )
    assert repr(dataset.test) == "Split(3 images of 2×3×1, uint8, labels 0 to 2)"


@settings(max_examples=60, deadline=None)
@given(
    labels=st.lists(st.integers(0, 9), min_size=2, max_size=60),
    seed=st.integers(0, 2**32),
    stratified=st.booleans(),
    data=st.data(),
)
def test_validation_splits_are_disjoint_complete_and_in_proportion(labels, seed, stratified, data):
    count = data.draw(st.integers(1, len(labels) - 1))
    whole = dataset_of(labels)
    parts = whole.with_validation(count, seed=seed, stratified=stratified)
    assert len(parts.validation) == count
    # An image's value is its number here: together the parts hold each number once, in order.
    held, kept = parts.validation.images[:, 0, 0, 0], parts.train.images[:, 0, 0, 0]
    assert sorted([*held, *kept]) == list(range(len(labels)))
    assert (np.diff(held.astype(int)) > 0).all()
    assert (np.diff(kept.astype(int)) > 0).all()
    for part, numbers in ((parts.validation, held), (parts.train, kept)):
        assert (part.labels == np.array(labels)[numbers]).all()
    assert parts.test is whole.test
    if stratified:
        wanted = np.bincount(labels, minlength=10) * count / len(labels)
        given_ = np.bincount(parts.validation.labels, minlength=10)
        assert (np.abs(given_ - wanted) < 1).all()


def test_validation_depends_on_the_seed_alone():
    whole = dataset_of([0, 1] * 50)
    first, again, other = (whole.with_validation(30, seed=seed) for seed in (5, 5, 6))
    assert (first.validation.images == again.validation.images).all()
    assert (first.validation.images != other.validation.images).any()


def test_validation_takes_a_fraction():
    assert len(datasets.load(validation=0.2).validation) == 1000
    assert len(dataset_of([0] * 10).with_validation(np.float32(0.25)).validation) == 2
    assert len(dataset_of([0] * 10).with_validation(np.int64(3)).validation) == 3


@pytest.mark.parametrize("bad", [0, -1, 5000, 5001, 0.0, 1.0, 1.5, -0.1, 1e-9, 1 - 1e-9, 12000.0])
def test_validation_out_of_range(bad):
    with pytest.raises(ValueError, match="from 1 to 4999, or a fraction between 0 and 1, got"):
        datasets.load(validation=bad)


def test_validation_of_another_kind():
    for bad in (True, "1000", [1], np.nan):
        with pytest.raises((TypeError, ValueError), match="fraction between 0 and 1"):
            datasets.load(validation=bad)
    with pytest.raises(ValueError, match="already has a validation split of 10"):
        datasets.load(validation=10).with_validation(10)
    with pytest.raises(ValueError, match="seed must be at least 0, got -1"):
        datasets.load(validation=10, seed=-1)
    with pytest.raises(TypeError, match="seed must be a whole number, got None"):
        datasets.load(validation=10, seed=None)


def test_take_is_balanced_and_keeps_the_order():
    split = datasets.load().train
    part = split.take(103, seed=4)
    counts = np.bincount(part.labels)
    assert sorted(counts) == [10] * 7 + [11] * 3
    positions = [
        np.flatnonzero((split.images == image).all(axis=(1, 2, 3)))[0] for image in part.images
    ]
    assert (np.diff(positions) > 0).all()
    assert (part.images == split.take(103, seed=4).images).all()
    assert (part.images != split.take(103, seed=5).images).any()


def test_take_says_when_a_class_has_too_few():
    with pytest.raises(ValueError, match="asks for 3 images of label 1, which has 1; take fewer"):
        split_of([0, 0, 0, 0, 1]).take(6)
    with pytest.raises(ValueError, match="count must be at least 1, got 0"):
        split_of([0, 1]).take(0)


def test_select_wants_positions():
    with pytest.raises(TypeError, match="whole numbers, got shape .2,. and dtype bool"):
        split_of([0, 1]).select([True, False])


def test_the_default_set_is_the_one_in_the_package(monkeypatch, tmp_path):
    monkeypatch.setenv("CNNCOURSE_DATA", str(tmp_path))
    dataset = datasets.load()
    assert dataset.name == "fashion-mnist-mini"
    assert dataset.train.images.shape == (5000, 28, 28, 1)
    assert (np.bincount(dataset.train.labels) == 500).all()
    assert (np.bincount(dataset.test.labels) == 100).all()
    assert dataset.classes[9] == "Ankle boot"
    assert dataset.validation is None
    assert not list(tmp_path.iterdir())


def test_the_small_set_keeps_its_licence_and_its_size():
    folder = fashion_mnist_mini.FOLDER
    notice = (folder / "LICENSE.txt").read_text(encoding="utf-8")
    assert "MIT License" in notice
    assert "Zalando SE" in notice
    sizes = [path.stat().st_size for path in folder.glob("*.gz")]
    assert sum(sizes) == registry.FASHION_MNIST_MINI.size < 2_700_000


@needs("fashion-mnist")
def test_the_small_set_is_drawn_again_to_the_byte():
    for name, content in _make_mini.contents().items():
        assert gzip.decompress((fashion_mnist_mini.FOLDER / f"{name}.gz").read_bytes()) == content


@needs("fashion-mnist")
def test_the_small_set_holds_no_test_image_in_its_training_part():
    mini = datasets.load()
    seen = {image.tobytes() for image in mini.train.images}
    assert not any(image.tobytes() in seen for image in mini.test.images)


@needs("fashion-mnist")
def test_the_full_fashion_mnist_splits_as_source_b_does():
    dataset = datasets.load("fashion-mnist", validation=12000, stratified=True, download=False)
    assert [len(dataset.train), len(dataset.validation), len(dataset.test)] == [48000, 12000, 10000]
    assert (np.bincount(dataset.validation.labels) == 1200).all()
    assert dataset.image_shape == (28, 28, 1)


@needs("cifar10")
def test_the_full_cifar10_is_colour_in_the_right_order():
    dataset = datasets.load("cifar10", download=False)
    assert dataset.train.images.shape == (50000, 32, 32, 3)
    assert (np.bincount(dataset.train.labels) == 5000).all()
    assert (np.bincount(dataset.test.labels) == 1000).all()
    # The set's well-known channel means, in red, green, blue.
    means = dataset.train.images.reshape(-1, 3).mean(axis=0) / 255
    np.testing.assert_allclose(means, [0.4914, 0.4822, 0.4465], atol=5e-5)
    # Rows and columns not exchanged: the first image is the frog, its pixels as published.
    assert dataset.classes[dataset.train.labels[0]] == "frog"
    assert dataset.train.images[0, 0, :2].tolist() == [[59, 62, 63], [43, 46, 45]]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("fashion_mnist", "'fashion-mnist'"),
        ("FashionMNIST", "'fashion-mnist'"),
        ("fasion-mnist-mini", "'fashion-mnist-mini'"),
        ("cifar-10", "'cifar10'"),
        ("CIFAR100", "'cifar10'"),
        ("shape", "'shapes'"),
    ],
)
def test_a_wrong_name_suggests_the_near_one(name, near):
    for ask in (datasets.load, datasets.locate, datasets.fetch, datasets.verify):
        with pytest.raises(UnknownDatasetError, match=f"{name!r}: did you mean {near}"):
            ask(name)


def test_a_name_near_nothing_lists_all():
    with pytest.raises(ValueError, match="named 'xyz': choose from fashion-mnist-mini, fashion-mn"):
        datasets.load("xyz")
    with pytest.raises(TypeError, match="must be a string, got 3"):
        datasets.load(3)


def test_only_drawn_sets_take_counts():
    with pytest.raises(ValueError, match=r"5000 and 1000 images are given; use .*take\(count\)"):
        datasets.load(train=100)


def test_available_tells_what_load_gives():
    infos = {info.name: info for info in datasets.available()}
    assert list(infos) == ["fashion-mnist-mini", "fashion-mnist", "cifar10", "shapes"]
    for name in ("fashion-mnist-mini", "shapes"):
        dataset = datasets.load(name)
        assert len(dataset.train) == infos[name].train
        assert len(dataset.test) == infos[name].test
        assert dataset.image_shape == infos[name].image_shape
        assert dataset.classes == infos[name].classes
        assert datasets.locate(name) == datasets.fetch(name)
        assert datasets.verify(name).ok
    assert "generated" in str(datasets.verify("shapes"))


def test_importing_the_room_loads_neither_pooch_nor_a_framework():
    code = (
        "import sys; from cnncourse import datasets; datasets.load(); "
        "print({'pooch', 'requests', 'tqdm', 'torch', 'tensorflow', 'keras'} & set(sys.modules))"
    )
    environment = {**os.environ, "CNNCOURSE_DATA": "anywhere"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.strip() == "set()"


def test_no_hash_is_written_twice_or_mistyped():
    hashes = [file.content_sha256 for file in registry.FASHION_MNIST_FILES]
    hashes += [file.archive_sha256 for file in registry.FASHION_MNIST_FILES]
    hashes += [file.content_sha256 for file in registry.FASHION_MNIST_MINI_FILES]
    hashes += [file.sha256 for file in registry.CIFAR10_FILES]
    assert len(set(hashes)) == 18
    assert all(len(bytes.fromhex(text)) == hashlib.sha256().digest_size for text in hashes)
