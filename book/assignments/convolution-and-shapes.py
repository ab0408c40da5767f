"""Exercises of the assignment "Convolution and shapes", drawn anew for each student."""

from functools import partial

import numpy as np

from cnncourse import geometry, ops
from cnncourse.architecture import Architecture, Conv2D
from cnncourse.exercises.functions import Function
from cnncourse.exercises.kinds import Array, Number, Shape
from cnncourse.grading.assignment import Variant, asked

exercise = partial(asked, "convolution")


def one_map(image, kernel, **how):
    """Return the map of a grey image (H, W) under one kernel (h, w)."""
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    return ops.conv2d(image[None, :, :, None], kernel[:, :, None, None], **how)[0, :, :, 0]


def drawn_kernel(rng):
    """Return a 3×3 kernel of small whole numbers that no turn leaves as it is."""
    while True:
        kernel = rng.integers(-2, 3, (3, 3))
        turns = [kernel[::-1, ::-1], kernel.T, -kernel]
        if np.count_nonzero(kernel) == 6 and all((kernel != turn).any() for turn in turns):
            return kernel


def small_map(rng):
    """Ask for the 2×2 map of a 4×4 image under the student's kernel, with a pencil."""
    while True:
        image, kernel = rng.integers(0, 6, (4, 4)), drawn_kernel(rng)
        right = one_map(image, kernel)
        turned = one_map(image, kernel[::-1, ::-1])
        if np.unique(right).size == 4 and not np.array_equal(right, turned):
            break
    answer = Array(
        right=lambda: right,
        wrong={
            "flipped kernel": lambda: turned,
            "transposed": lambda: right.T,
            "divided": lambda: right / 9,
        },
    )
    given = f"image = {image.tolist()}\nkernel = {kernel.tolist()}"
    prompt = (
        "With a pencil: the map of `image` under `kernel`, one pixel at a time, no padding. "
        "Give its four numbers in two rows, such as `[[1, 2], [3, 4]]`."
    )
    return Variant(exercise("small-map", "pencil", prompt, answer, minutes=8), given)


def output_shape(rng):
    """Ask for the shape behind a convolution of the student's own size, stride and padding."""
    height, width = (int(n) for n in rng.choice(np.arange(21, 40, 2), 2, replace=False))
    kernel, stride, filters = (
        int(rng.choice([3, 5])),
        int(rng.choice([2, 3])),
        int(rng.choice([6, 8, 12])),
    )
    padding = int(rng.integers(1, kernel // 2 + 1))

    def shape(**changed):
        layer = {"filters": filters, "kernel_size": kernel, "stride": stride, "padding": padding}
        layer = Conv2D(**layer | changed)
        return Architecture("asked", (height, width, 3), [layer]).output_shape

    answer = Shape(
        right=shape,
        wrong={
            "padding forgotten": lambda: shape(padding="valid"),
            "stride forgotten": lambda: shape(stride=1),
            "height and width swapped": lambda: tuple(shape()[i] for i in (1, 0, 2)),
            "channels first": lambda: tuple(shape()[i] for i in (2, 0, 1)),
        },
    )
    prompt = (
        f"A colour image of {height} rows and {width} columns goes through {filters} filters of "
        f"{kernel}×{kernel}, stride {stride}, with {padding} row"
        f"{'s' if padding > 1 else ''} or column{'s' if padding > 1 else ''} of zeros on each "
        "side. Which shape comes out, channels last?"
    )
    given = (
        f"height, width, filters = {height}, {width}, {filters}\n"
        f"kernel_side, stride, padding = {kernel}, {stride}, {padding}"
    )
    return Variant(exercise("output-shape", "predict", prompt, answer, minutes=4), given)


def parameters(rng):
    """Ask for the parameters of two convolutions of the student's own."""
    first, second = (int(n) for n in rng.choice([4, 6, 8, 10, 12], 2, replace=False))
    kernel = int(rng.choice([3, 5]))

    def count(channels=first, bias=1):
        return (kernel**2 * 3 + bias) * first + (kernel**2 * channels + bias) * second

    answer = Number(
        right=count,
        wrong={
            "bias forgotten": lambda: count(bias=0),
            "channels forgotten": lambda: (kernel**2 + 1) * (first + second),
        },
        unit="parameters",
    )
    prompt = (
        f"A colour image goes through {first} filters of {kernel}×{kernel}, and their maps "
        f"through {second} filters of {kernel}×{kernel}, all with a bias. How many parameters "
        "do the two layers have?"
    )
    given = f"first, second, side = {first}, {second}, {kernel}"
    return Variant(exercise("two-layers", "pencil", prompt, answer, minutes=4), given)


def convolve(rng):
    """Ask for a convolution with padding and a stride, written in NumPy."""

    def cases(own):
        sizes = [((3, 3), (3, 3), 1, 0), ((5, 6), (3, 3), 1, 1), ((6, 9), (2, 3), 2, 0)]
        sizes += [((7, 8), (3, 3), 3, 1), ((9, 5), (3, 1), 2, 2)]
        return [
            {
                "image": own.normal(size=image).astype(dtype),
                "kernel": own.normal(size=kernel),
                "stride": stride,
                "padding": padding,
            }
            for (image, kernel, stride, padding), dtype in zip(
                sizes, ("f8", "f4", "f8", "f8", "f4"), strict=True
            )
        ]

    def expected(image, kernel, stride, padding):
        return one_map(image, kernel, stride=stride, padding=padding)

    answer = Function(
        "convolve(image, kernel, stride, padding)",
        cases=cases,
        expected=expected,
        wrong={
            "flipped kernel": lambda image, kernel, stride, padding: expected(
                image, kernel[::-1, ::-1], stride, padding
            ),
            "padding forgotten": lambda image, kernel, stride, padding: expected(
                image, kernel, stride, 0
            ),
            "stride forgotten": lambda image, kernel, stride, padding: expected(
                image, kernel, 1, padding
            ),
        },
    )
    prompt = (
        "Write `convolve(image, kernel, stride, padding)` in NumPy: the map of one grey image "
        "`(H, W)` under one kernel `(h, w)`, with `padding` rows and columns of zeros on each "
        "side. The kernel is laid on as it is. Neither needs to be square, and neither may be "
        "changed."
    )
    return exercise("convolve", "write", prompt, answer, minutes=20, difficulty=2)


def places(rng):
    """Ask how often a side has room for a window, for any numbers."""

    def cases(own):
        drawn = [(5, 3, 1, 0), (28, 5, 2, 0), (7, 3, 3, 1)]
        drawn += [
            tuple(int(n) for n in own.integers((9, 1, 1, 0), (60, 8, 5, 4))) for _ in range(6)
        ]
        names = ("side", "kernel", "stride", "padding")
        return [dict(zip(names, one, strict=True)) for one in drawn]

    def expected(side, kernel, stride, padding):
        return geometry.output_size(side, kernel, stride=stride, padding=padding)

    answer = Function(
        "places(side, kernel, stride, padding)",
        cases=cases,
        expected=expected,
        wrong={
            "ceil for floor": lambda side, kernel, stride, padding: (
                -(-(side + 2 * padding - kernel) // stride) + 1
            ),
            "off by one": lambda side, kernel, stride, padding: (
                expected(side, kernel, stride, padding) - 1
            ),
            "padding on one side": lambda side, kernel, stride, padding: (
                (side + padding - kernel) // stride + 1
            ),
            "padding forgotten": lambda side, kernel, stride, padding: expected(
                side, kernel, stride, 0
            ),
        },
    )
    prompt = (
        "Write `places(side, kernel, stride, padding)`: at how many places does a window of "
        "`kernel` pixels stand along a side of `side` pixels, with `padding` zeros at each end?"
    )
    return exercise("places", "write", prompt, answer, minutes=8)


EXERCISES = {
    "small-map": small_map,
    "output-shape": output_shape,
    "two-layers": parameters,
    "places": places,
    "convolve": convolve,
}
