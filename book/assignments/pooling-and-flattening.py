"""Exercises of the assignment "Pooling and flattening", drawn anew for each student."""

from functools import partial

import numpy as np

from cnncourse import ops
from cnncourse.architecture import Architecture, Conv2D, Flatten, MaxPool2D
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Array, Number
from cnncourse.grading.assignment import Variant, asked

exercise = partial(asked, "pooling")


def pooled(image, size, stride, pool=ops.max_pool2d):
    """Return the pooled map of a grey image (H, W)."""
    return pool(np.asarray(image, float)[None, :, :, None], size, stride=stride)[0, :, :, 0]


def windows(rng):
    """Ask for a map pooled with a pencil."""
    while True:
        image = rng.integers(-9, 10, (4, 6))
        largest, mean = pooled(image, 2, 2), pooled(image, 2, 2, ops.avg_pool2d)
        if np.unique(largest).size > 4 and (np.abs(image).max() > largest).any():
            break
    answer = Array(
        right=lambda: largest,
        wrong={
            "average for max": lambda: mean,
            "sum for average": lambda: 4 * mean,
            "stride forgotten": lambda: pooled(image, 2, 1),
        },
    )
    prompt = (
        "With a pencil: `image` after max pooling with 2×2 windows, two pixels apart. Give its "
        "numbers in rows, such as `[[1, 2, 3], [4, 5, 6]]`."
    )
    made = exercise("windows", "pencil", prompt, answer, minutes=5)
    return Variant(made, f"image = {image.tolist()}")


def features(rng):
    """Ask for the length of a flattened map behind two convolutions and poolings."""
    side, first = int(rng.choice(np.arange(30, 50, 2))), int(rng.choice([4, 6, 8]))
    second = int(rng.choice([10, 12, 16]))

    def length(*, kernel=3, layers=2, filters=None):
        made = []
        for number in (first, second):
            made += [Conv2D(number, kernel), MaxPool2D(2)]
        network = Architecture("asked", (side, side, 1), [*made[: 2 * layers], Flatten()])
        found = network.output_shape[0]
        return found if filters is None else found // second * filters

    answer = Number(
        right=length,
        wrong={
            "last pooling forgotten": lambda: length() * 4,
            "channels forgotten": lambda: length(filters=1),
            "border forgotten": lambda: length(kernel=1),
        },
        unit="features",
    )
    prompt = (
        f"A grey image of {side}×{side} goes through {first} filters of 3×3, 2×2 max pooling, "
        f"{second} filters of 3×3 and 2×2 max pooling, all without padding. How many numbers are "
        "there after flattening?"
    )
    given = f"side, first, second = {side}, {first}, {second}"
    return Variant(exercise("features", "predict", prompt, answer, minutes=5), given)


def place(rng):
    """Ask where a number of a map lies in PyTorch's flattened order."""
    height, width, channels = (int(n) for n in rng.choice([3, 4, 5, 6, 7, 8], 3, replace=False))
    row, column = int(rng.integers(1, height)), int(rng.integers(1, width))
    channel = int(rng.integers(1, channels))

    def first():
        return (channel * height + row) * width + column

    answer = Number(
        right=first,
        wrong={
            "Keras's order": lambda: (row * width + column) * channels + channel,
            "height and width swapped": lambda: (channel * width + column) * height + row,
            "counted from one": lambda: first() + 1,
        },
    )
    prompt = (
        f"A map has {height} rows, {width} columns and {channels} channels. At which place "
        f"(counted from 0) of PyTorch's flattened row does the number in row {row}, column "
        f"{column}, channel {channel} stand? All three are counted from 0."
    )
    given = (
        f"height, width, channels = {height}, {width}, {channels}\n"
        f"row, column, channel = {row}, {column}, {channel}"
    )
    return Variant(exercise("place", "predict", prompt, answer, minutes=5), given)


def max_pool(rng):
    """Ask for max pooling, written in NumPy."""

    def cases(own):
        sizes = [((2, 2), 2, 2), ((5, 7), 2, 2), ((6, 9), 3, 3), ((7, 5), 3, 2), ((8, 6), 2, 1)]
        dtypes = ("f8", "f4", "f8", "i4", "f8")
        return [
            # Mostly below zero: a frame of zeros would win.
            {"image": (10 * own.normal(-2, 1, shape)).astype(dtype), "size": size, "stride": stride}
            for (shape, size, stride), dtype in zip(sizes, dtypes, strict=True)
        ]

    answer = Function(
        "max_pool(image, size, stride)",
        cases=cases,
        expected=lambda image, size, stride: pooled(image, size, stride),
        wrong={
            "average for max": lambda image, size, stride: pooled(
                image, size, stride, ops.avg_pool2d
            ),
            "stride forgotten": lambda image, size, stride: pooled(image, size, size),
            "signs lost": lambda image, size, stride: pooled(np.abs(image), size, stride),
        },
    )
    prompt = (
        "Write `max_pool(image, size, stride)` in NumPy: one grey image `(H, W)` after max pooling "
        "with windows of `size` × `size`, `stride` pixels apart. A window that does not fit whole "
        "is not taken."
    )
    return exercise("max-pool", "write", prompt, answer, minutes=15, difficulty=2)


def to_pytorch(rng):
    """Ask for flattened features sorted from Keras's order into PyTorch's."""

    def cases(own):
        shapes = [(1, 1, 2), (2, 3, 1), (2, 3, 4), (5, 4, 3)]
        return [
            {"features": own.normal(size=(n, int(np.prod(shape)))), "shape": shape}
            for n, shape in enumerate(shapes, start=1)
        ]

    def expected(features, shape):
        maps = features.reshape(len(features), *shape)
        return maps.transpose(0, 3, 1, 2).reshape(len(features), -1)

    answer = Function(
        "to_pytorch(features, shape)",
        cases=cases,
        expected=expected,
        wrong={
            "wrong flatten order": lambda features, shape: features,
            "reshape for transpose": lambda features, shape: features.reshape(
                len(features), shape[2], *shape[:2]
            ).reshape(len(features), -1),
            "height and width swapped": lambda features, shape: (
                features.reshape(len(features), *shape)
                .transpose(0, 3, 2, 1)
                .reshape(len(features), -1)
            ),
        },
    )
    prompt = (
        "Write `to_pytorch(features, shape)`: `features` is an array `(N, n)` of maps that Keras "
        "flattened, `shape` their height, width and channels. Give the same numbers in the order "
        "in which PyTorch would have flattened them."
    )
    return exercise("to-pytorch", "write", prompt, answer, minutes=10, difficulty=2)


EXERCISES = {
    "windows": windows,
    "features": features,
    "place": place,
    "max-pool": max_pool,
    "to-pytorch": to_pytorch,
}
