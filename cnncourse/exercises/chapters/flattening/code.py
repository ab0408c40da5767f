"""Exercises of "Flattening": functions to write and to mend."""

import numpy as np

from cnncourse import ops
from cnncourse.exercises.chapters.flattening.arithmetic import (
    CHAPTER,
    back,
    places,
    stack_of,
    there,
    to_torch,
    torch_row,
)
from cnncourse.exercises.exercise import Exercise
from cnncourse.exercises.functions import Function

CARRY_STUB = """\
def to_torch(weights, shape):
    height, width, channels = shape
    places = np.arange(height * width * channels)
    return weights[places].T"""

CARRY = Exercise(
    name="carry-dense",
    chapter=CHAPTER,
    section="The list between the two",
    rung="edit",
    goal="Carry a dense layer from Keras to PyTorch.",
    minutes=6,
    difficulty=2,
    prompt=(
        "`weights` `(H·W·C, units)` are those of Keras's dense layer behind flattened maps of "
        "`shape` `(H, W, C)`. `to_torch` is to give PyTorch's `(units, C·H·W)`. The shape of what "
        "it returns is right, the order is not: change the line that makes `places`."
    ),
    answer=Function(
        signature="to_torch(weights, shape)",
        stub=CARRY_STUB,
        cases=lambda rng: [
            {"weights": rng.normal(size=(np.prod(shape), units)).astype(kind), "shape": shape}
            for shape, units, kind in [
                ((1, 3, 2), 2, "float64"),
                ((2, 3, 2), 3, "float32"),
                ((3, 2, 4), 2, "float64"),
                ((4, 3, 2), 5, "float64"),
                ((3, 5, 3), 4, "float32"),
            ]
        ],
        expected=to_torch,
        wrong={
            "only transposed": lambda weights, shape: weights.T,
            "not transposed": lambda weights, shape: weights[there(shape)],
            "the way back": lambda weights, shape: weights[back(shape)].T,
            "height and width swapped": lambda weights, shape: (
                weights[places(shape).transpose(2, 1, 0).ravel()].T
            ),
            "rows and columns exchanged": lambda weights, shape: (
                weights[places(shape).transpose(1, 0, 2).ravel()].T
            ),
            "units sorted": lambda weights, shape: weights[there(shape)].T[::-1],
        },
    ),
    hints=(
        "Lay the places 0, 1, 2 … out as a stack (height, width, channels) first.",
        "PyTorch reads the stack with its channels in front: move that axis.",
        "After reshape and transpose, ravel reads the places in PyTorch's order.",
    ),
    solution=(
        "```python\n"
        "def to_torch(weights, shape):\n"
        "    height, width, channels = shape\n"
        "    places = np.arange(height * width * channels)\n"
        "    places = places.reshape(shape).transpose(2, 0, 1).ravel()\n"
        "    return weights[places].T\n"
        "```"
    ),
)

FLATTEN = Exercise(
    name="flatten-as-torch",
    chapter=CHAPTER,
    section="From maps to a row",
    rung="write",
    goal="Lay maps out as PyTorch does.",
    minutes=5,
    difficulty=2,
    prompt=(
        "Write `flatten(images)`: from maps `(N, H, W, C)` it makes one row for each image, in "
        "PyTorch's order: `(N, C·H·W)`."
    ),
    answer=Function(
        signature="flatten(images)",
        cases=lambda rng: [
            {"images": rng.integers(0, 256, shape).astype(kind)}
            for shape, kind in [
                ((1, 2, 3, 2), "uint8"),
                ((2, 2, 3, 2), "float32"),
                ((2, 4, 2, 3), "float64"),
                ((3, 1, 5, 4), "int64"),
                ((4, 3, 5, 2), "float32"),
            ]
        ],
        expected=torch_row,
        wrong={
            "Keras's order": lambda images: ops.flatten(images),
            "height and width swapped": lambda images: ops.flatten(images.transpose(0, 3, 2, 1)),
            "batch flattened": lambda images: images.transpose(0, 3, 1, 2).ravel(),
            "not flattened": lambda images: images.transpose(0, 3, 1, 2),
            "reshape for transpose": lambda images: images.reshape(
                len(images), images.shape[3], -1
            ).reshape(len(images), -1)[:, ::-1],
            "images mixed": lambda images: images.transpose(3, 1, 2, 0).reshape(len(images), -1),
            "one channel": lambda images: ops.flatten(images[..., :1]),
        },
    ),
    hints=(
        "PyTorch would hold these maps as (N, C, H, W).",
        "Move the last axis with transpose; a reshape does not move it.",
        "The axis of the images stays in front; what follows it becomes one axis.",
    ),
    solution=(
        "```python\n"
        "def flatten(images):\n"
        "    first = images.transpose(0, 3, 1, 2)\n"
        "    return first.reshape(len(images), -1)\n"
        "```"
    ),
)

UNFLATTEN = Exercise(
    name="unflatten-torch",
    chapter=CHAPTER,
    section="The list between the two",
    rung="write",
    goal="Get the maps back from a row.",
    minutes=6,
    difficulty=3,
    prompt=(
        "Write `unflatten(row, shape)`: `row` is one image in PyTorch's order, `shape` is "
        "`(H, W, C)`. It returns the stack with the channels last."
    ),
    answer=Function(
        signature="unflatten(row, shape)",
        cases=lambda rng: [
            {"row": rng.integers(0, 256, np.prod(shape)).astype(kind), "shape": shape}
            for shape, kind in [
                ((1, 3, 2), "uint8"),
                ((2, 3, 2), "float64"),
                ((4, 2, 3), "float32"),
                ((3, 5, 2), "int64"),
                ((5, 3, 4), "float64"),
            ]
        ],
        expected=stack_of,
        wrong={
            "reshape for transpose": lambda row, shape: row.reshape(shape),
            "channels first": lambda row, shape: row.reshape(shape[2], *shape[:2]),
            "height and width swapped": lambda row, shape: row.reshape(
                shape[2], shape[1], shape[0]
            ).transpose(2, 1, 0),
            "the way back": lambda row, shape: row[there(shape)].reshape(shape),
            "mirrored": lambda row, shape: stack_of(row, shape)[::-1],
            "channels reversed": lambda row, shape: stack_of(row, shape)[..., ::-1],
        },
    ),
    hints=(
        "In which shape does PyTorch hold the image that it lays out?",
        "Reshape the row to (C, H, W): that only cuts it into maps and rows.",
        "A reshape does not move an axis: which call does, and where must the channels go?",
    ),
    solution=(
        "```python\n"
        "def unflatten(row, shape):\n"
        "    height, width, channels = shape\n"
        "    maps = row.reshape(channels, height, width)\n"
        "    return maps.transpose(1, 2, 0)\n"
        "```"
    ),
)
