"""Exercises of the assignment "One network in both frameworks", drawn anew for each student."""

from functools import partial

import numpy as np

from cnncourse import reference, zoo
from cnncourse.architecture import Architecture, Conv2D, Dense, Flatten, MaxPool2D
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Design, Number, Shape
from cnncourse.grading.assignment import Variant, asked

exercise = partial(asked, "two_frameworks", difficulty=2)


def drawn_network(rng):
    """Return a small network of a student's own."""
    filters, units = int(rng.choice([4, 6, 8])), int(rng.choice([12, 16, 20]))
    kernel, side = int(rng.choice([3, 5])), int(rng.choice([12, 16, 20]))
    layers = [
        Conv2D(filters, kernel, activation="relu"),
        MaxPool2D(2),
        Flatten(),
        Dense(units, activation="relu"),
        Dense(5),
    ]
    return Architecture("own", (side, side, 2), layers)


def in_words(network):
    """Return a network in words."""
    convolution, _, _, hidden, last = network.layers
    height, width, channels = network.input_shape
    kernel = convolution.kernel_size[0]
    return (
        f"images of {height}×{width} with {channels} channels; {convolution.filters} filters of "
        f"{kernel}×{kernel} without padding, ReLU; 2×2 max pooling; flattening; a dense layer of "
        f"{hidden.units} units, ReLU; a dense layer of {last.units} logits"
    )


def given(network):
    """Return the numbers of a network as code."""
    convolution, _, _, hidden, _ = network.layers
    numbers = network.input_shape[0], convolution.filters, convolution.kernel_size[0], hidden.units
    return "side, filters, kernel, units = " + ", ".join(map(str, numbers))


def describe(rng):
    """Ask for the description of a network."""
    wanted = drawn_network(rng)

    def accept(answer):
        if not isinstance(answer, Architecture):
            raise ValueError("give an Architecture, as cnncourse.architecture has it")
        return answer

    answer = Design(
        accept=accept,
        requirements=(
            ("the input shape", lambda made: made.input_shape == wanted.input_shape),
            (
                "every layer's shape",
                lambda made: (
                    [tuple(s) for s in made.shapes()] == [tuple(s) for s in wanted.shapes()]
                ),
            ),
            (
                "the layers themselves",
                lambda made: [repr(one) for one in made.layers] == [repr(o) for o in wanted.layers],
            ),
        ),
        example=lambda: wanted,
        wrong={
            "channels first": lambda: Architecture(
                "own", tuple(wanted.input_shape[i] for i in (2, 0, 1)), [Flatten(), Dense(5)]
            ),
        },
    )
    prompt = f"Describe this network as an `Architecture`: {in_words(wanted)}."
    return Variant(exercise("describe", "design", prompt, answer, minutes=10), given(wanted))


def rows(rng):
    """Ask for the shape of PyTorch's first dense weights."""
    network = drawn_network(rng)
    shapes = network.weight_shapes()
    inputs, units = shapes["dense1/weights"]
    answer = Shape(
        right=lambda: (units, inputs),
        wrong={
            "the other framework": lambda: (inputs, units),
            "channels forgotten": lambda: (units, inputs // network.layers[0].filters),
        },
    )
    prompt = (
        f"A network: {in_words(network)}. Which shape has the weight of its first dense layer in "
        "PyTorch?"
    )
    return Variant(exercise("dense-rows", "predict", prompt, answer, minutes=6), given(network))


def count(rng):
    """Ask for a network's parameters."""
    network = drawn_network(rng)
    weights = [n for n in network.weight_shapes() if "bias" not in n]
    answer = Number(
        right=lambda: network.parameters().total,
        wrong={
            "bias forgotten": lambda: sum(
                int(np.prod(network.weight_shapes()[name])) for name in weights
            ),
        },
        unit="parameters",
    )
    prompt = f"A network: {in_words(network)}. How many parameters does it have?"
    return Variant(exercise("count", "pencil", prompt, answer, minutes=8), given(network))


def both(rng):
    """Ask for the logits of PyTorch from Keras's arrays."""
    network = zoo.TWO_SMALL_CONV

    def cases(own):
        return [
            {
                "weights": network.initial_weights(seed=int(own.integers(10_000))),
                "images": own.integers(0, 256, (n, 28, 28, 1)).astype(np.uint8),
            }
            for n in (1, 3)
        ]

    def expected(weights, images):
        return reference.forward(network, weights, images)

    def unsorted_rows(weights, images):
        rows = weights["dense1/weights"].reshape(10, 4, 4, -1).transpose(1, 2, 0, 3)
        return expected(weights | {"dense1/weights": rows.reshape(160, -1)}, images)

    answer = Function(
        "logits(weights, images)",
        cases=cases,
        expected=expected,
        wrong={
            "wrong flatten order": unsorted_rows,
            "divided twice": lambda weights, images: expected(
                weights, (images / 255).astype(np.float32) / 255
            ),
        },
        tolerance=1e-3,
    )
    prompt = (
        "Network B of the course is `zoo.TWO_SMALL_CONV`. Write `logits(weights, images)` with "
        "PyTorch: `weights` is a dictionary of arrays in the course's layout, `images` an array "
        "`(N, 28, 28, 1)` of bytes. It gives the network's logits as an array `(N, 10)`. You may "
        "build the model with `in_torch` or with your own `nn.Sequential`."
    )
    return exercise("logits", "write", prompt, answer, minutes=25, difficulty=3)


EXERCISES = {"describe": describe, "dense-rows": rows, "count": count, "logits": both}
