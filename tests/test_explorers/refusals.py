"""Settings that Python refuses, each in every call that takes them."""

from itertools import product

import numpy as np

PADDINGS = ("full", "", "it's", -1, 1.5, 5e-5, True, None, (), (1,), (1, 2, 3), (1, -1), (1, 0.5))
STEPS = (0, -2, 1.5, "2", 'say "2"', False, (1, 0), (2.5, 1), (1,), (1, 2, 3), (None, 1))
MODES = ("mirror", "", "Zero", "it's", "both's \"", "new\nline")

IMAGE = np.ones((6, 5, 2))
NO_ROWS = {"image": np.ones((0, 3, 1)), "padding": 1}
KERNELS = np.ones((3, 2, 2, 1))
LOGITS = np.arange(3.0)
CONVOLVE = ("conv2d", {"image": IMAGE, "kernels": KERNELS})
POOLS = tuple((call, {"image": IMAGE}) for call in ("max_pool2d", "avg_pool2d", "winners"))
GRID = ("window_grid", {"size": (6, 5), "kernel": (3, 2), "stride": (1, 1), "padding": "valid"})
LINE = ("output_size", {"size": 9, "kernel": 3})


def varied(calls, name, values):
    """Return each call with each value under this name."""
    return [(call, {**settings, name: value}) for (call, settings), value in product(calls, values)]


def too_large():
    """Kernels, dilated or not, and pooling windows larger than what they slide over."""
    kernels = [np.ones((*shape, 2, 1)) for shape in ((7, 1), (1, 6), (9, 9))]
    yield from varied([CONVOLVE], "kernels", kernels)
    yield from varied([CONVOLVE], "dilation", (3, 5, (1, 9), (4, 1)))
    yield from varied(POOLS, "size", (7, (1, 6), (7, 1)))
    for size, kernel, padding, dilation in product((1, 4), (6, 9), (0, (1, 0)), (1, 2)):
        grid = {"kernel": kernel, "padding": padding, "dilation": dilation}
        yield from varied([("output_size", {"size": size, **grid})], "what", ("kernel", "window"))
    for kernel, dilation in product(((5, 9), (8, 1)), ((1, 1), (2, 2))):
        yield "window_grid", {**GRID[1], "kernel": kernel, "dilation": dilation}
        yield "window_grid", {**GRID[1], "kernel": kernel, "what": "window"}
        yield "coverage", {**COVERED, "kernel": kernel, "dilation": dilation}


COVERED = {"size": (5, 5), "kernel": (3, 3), "stride": (1, 1), "sides": (0, 0, 0, 0)}


def of_features():
    """Shapes and labels that do not fit, where the text names no batch."""
    for vector, weights, bias in ((3, (2, 4), 4), (3, (2, 3), 3), (2, (2, 3), 2), (1, (1, 4), 3)):
        arrays = np.ones(vector), np.ones(weights), np.ones(bias)
        yield "dense", dict(zip(("vector", "weights", "bias"), arrays, strict=True))
    right = dict.fromkeys(("scale", "shift", "mean", "variance"), np.ones(2))
    for name in right:
        yield "batch_norm", {"image": IMAGE, **right, name: np.ones(3)}
    yield "conv2d", {**CONVOLVE[1], "bias": np.ones(2)}
    yield from varied([("cross_entropy", {"logits": LOGITS})], "label", (-1, 3, 10))


REFUSED = [
    *varied([("check_padding", {}), CONVOLVE, *POOLS, GRID], "padding", PADDINGS),
    *varied([("pad2d", {"image": IMAGE, "mode": "zero"})], "padding", (*PADDINGS, "same", "SAME")),
    *varied([LINE], "padding", ("full", 2.5, -1, (1,), (1, 2, 3), (-1, 0), (0, "1"))),
    *varied([CONVOLVE], "stride", (*STEPS, None)),
    *varied([CONVOLVE], "dilation", (*STEPS, None)),
    *varied(POOLS, "stride", STEPS),
    *varied(POOLS, "size", (*STEPS, None)),
    *(
        refusal
        for name in ("size", "kernel", "stride", "dilation")
        for refusal in varied([LINE], name, (0, -1, 1.5, "3", True, None))
    ),
    *varied([CONVOLVE, ("pad2d", {"image": IMAGE, "padding": 1})], "mode", MODES),
    *varied([("pad2d", NO_ROWS)], "mode", ("reflect", "replicate", "mirror")),
    *varied([("pad2d", {"image": IMAGE, "mode": "reflect"})], "padding", (5, 6, (0, 5), (6, 0))),
    *varied([("conv2d", {**CONVOLVE[1], "mode": "reflect"})], "padding", (5, (0, 0, 0, 7))),
    *varied(POOLS, "padding", (2, 3, (2, 0), (0, 2), (0, 0, 1, 2), (0, 0, 4, 0))),
    *too_large(),
    *of_features(),
]
