"""Cases for the page's arithmetic worked out by hand, and refusals that only it has."""

import numpy as np

from tests import far_out
from tests.test_explorers.oracles import encode


def grey(rows):
    """Return an image of one channel."""
    return np.array(rows, float)[..., None]


def kernel(rows):
    """Return one kernel of one channel."""
    return np.array(rows, float)[..., None, None]


def pixels(*rows_and_columns):
    """Return the winners of a row of windows of one channel."""
    return np.array(rows_and_columns, float)[None, :, None]


NINE = grey([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
SIXTEEN = grey(np.arange(1, 17).reshape(4, 4))
ROW = grey([[1, 2, 3]])
SPREAD = {"image": ROW, "kernels": kernel([[1, 10, 100]]), "dilation": (1, 2), "at": (0, 0)}
SPREAD["padding"] = (0, 0, 2, 2)

FAR = far_out.numbers(float)

# name: (call, settings, what comes out)
WORKED = {
    "same, odd": ("same_padding", dict(size=28, kernel=3, stride=2, dilation=1), (0, 1)),
    "same, even": ("same_padding", dict(size=28, kernel=3, stride=1, dilation=1), (1, 1)),
    "same, even kernel": ("same_padding", dict(size=4, kernel=4, stride=1, dilation=1), (1, 2)),
    "same, dilated": ("same_padding", dict(size=5, kernel=3, stride=1, dilation=2), (2, 2)),
    "same, long stride": ("same_padding", dict(size=5, kernel=1, stride=3, dilation=1), (0, 0)),
    "4 x 4 at stride 2": (
        "conv2d",
        {"image": SIXTEEN, "kernels": kernel(np.ones((3, 3))), "padding": 1, "stride": 2},
        grey([[14, 30], [57, 99]]),
    ),
    "coverage, every place": (
        "coverage",
        dict(size=(3, 3), kernel=(2, 2), stride=(1, 1), sides=(0, 0, 0, 0), dilation=(1, 1)),
        np.array([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]]),
    ),
    "a pixel no window reaches": (
        "coverage",
        dict(size=(1, 4), kernel=(1, 3), stride=(1, 2), sides=(0, 0, 0, 0), dilation=(1, 1)),
        np.array([[1.0, 1, 1, 0]]),
    ),
    "pixels between a kernel's": (
        "coverage",
        dict(size=(1, 5), kernel=(1, 2), stride=(1, 2), sides=(0, 0, 0, 0), dilation=(1, 2)),
        np.array([[1.0, 0, 2, 0, 1]]),
    ),
    "coverage, padded": (
        "coverage",
        dict(size=(1, 2), kernel=(1, 3), stride=(1, 1), sides=(0, 0, 1, 1), dilation=(1, 1)),
        np.array([[2.0, 2]]),
    ),
    "two windows": (
        "winners",
        {"image": grey([[1, 0, 4], [8, 2, 5]]), "size": 2, "stride": 1},
        {"places": pixels([1, 0], [1, 2]), "ties": grey([[1, 1]])},
    ),
    "the first of equal winners": (
        "winners",
        {"image": grey([[0, 7, 7], [7, 7, 7]]), "size": (2, 3)},
        {"places": pixels([0, 1]), "ties": grey([[5]])},
    ),
    "a NaN wins": (
        "winners",
        {"image": grey([[1, np.nan], [np.nan, 2]]), "size": 2},
        {"places": pixels([0, 1]), "ties": grey([[2]])},
    ),
    "padding never wins": (
        "winners",
        {"image": grey([[-np.inf]]), "size": 2, "padding": (1, 0, 1, 0)},
        {"places": pixels([0, 0]), "ties": grey([[1]])},
    ),
    "window's places": (
        "window_places",
        dict(at=(1, 0), kernel=(2, 2), stride=(2, 2), sides=(1, 1, 1, 1), dilation=(1, 3)),
        {"rows": [1, 2], "columns": [-1, 2]},
    ),
    "window's sum": (
        "window_sum",
        {
            "image": NINE,
            "kernels": kernel([[1, 0], [0, -1]]),
            "at": (1, 1),
            "bias": np.array([10.0]),
        },
        {
            "patch": grey([[5, 6], [8, 9]]),
            "products": grey([[5, 0], [0, -9]]),
            "sum": -4,
            "bias": 10,
            "output": 6,
        },
    ),
    "window's sum, zeros": (
        "window_sum",
        {**SPREAD, "mode": "zero"},
        {"patch": grey([[0, 1, 3]]), "sum": 310, "output": 310},
    ),
    "window's sum, reflected": (
        "window_sum",
        {**SPREAD, "mode": "reflect"},
        {"patch": grey([[3, 1, 3]]), "sum": 313, "output": 313},
    ),
    "two orders": ("permutation", {"shape": (1, 2, 2)}, np.array([0.0, 2, 1, 3])),
    "bytes": (
        "decode",
        {"shape": (2,), "dtype": "uint8", "base64": "AP8="},
        np.array([0.0, 255]),
    ),
    "halves": (
        "decode",
        {"shape": (3,), "dtype": "float16", "base64": "ADwAwAEA"},
        np.array([1, -2, 2**-24]),
    ),
    "nested lists": (
        "nested",
        {"nested": [[1, 2, 3], [4, 5, 6]]},
        {"given": np.array([[1.0, 2, 3], [4, 5, 6]]), "nested": [[1, 2, 3], [4, 5, 6]]},
    ),
    "softmax, far apart": (
        "softmax",
        {"logits": FAR[[1, -2, 5]], "temperature": 0.1},
        np.array([0.0, 1, 0]),
    ),
    "log softmax, far out": (
        "log_softmax",
        {"logits": FAR[[-2, -2]]},
        np.array([-np.log(2), -np.log(2)]),
    ),
    **{f"{n}, far out": (n, {"x": FAR}, far_out.values(n, FAR)) for n in far_out.NAMES},
}

CALLED = {"image": NINE, "kernels": kernel([[1, 1]])}
OUTSIDE = "an output pixel is (row, column) within an output of (3, 2), got "

# name: (call, settings, what is said). These have no counterpart in Python, which takes batches.
REFUSED = {
    "no channels": (
        "flatten_channels_first",
        {"image": np.ones((2, 2))},
        "image must have shape (H, W, C), got (2, 2); a grey image has one channel, a batch is "
        "one image after another",
    ),
    "kernels without channels": (
        "conv2d",
        {"image": NINE, "kernels": np.ones((2, 2))},
        "kernels must have shape (kernel height, kernel width, channels in, filters), got (2, 2)",
    ),
    "other channels": (
        "conv2d",
        {"image": NINE, "kernels": np.ones((1, 1, 2, 1))},
        "kernels of shape (1, 1, 2, 1) take 2 channels but the image of shape (3, 3, 1) has 1; "
        "kernels are (kernel height, kernel width, channels in, filters)",
    ),
    "no such pixel": ("window_sum", {**CALLED, "at": (0, 2)}, OUTSIDE + "(0, 2)"),
    "half a pixel": ("window_sum", {**CALLED, "at": (0.5, 0)}, OUTSIDE + "(0.5, 0)"),
    "half a place": ("window_sum", {**CALLED, "at": (1,)}, OUTSIDE + "(1,)"),
    "no such filter": (
        "window_sum",
        {**CALLED, "at": (0, 0), "filter": 1},
        "filter must lie from 0 to 0, got 1",
    ),
    "no pixel": (
        "global_avg_pool2d",
        {"image": np.ones((0, 3, 1))},
        "image needs at least one pixel for a mean, got shape (0, 3, 1)",
    ),
    "no logits": (
        "softmax",
        {"logits": np.ones(0)},
        "logits must have shape (classes,) with at least one class, got (0,)",
    ),
    "temperature 0": (
        "softmax",
        {"logits": np.ones(2), "temperature": 0},
        "temperature must be a number greater than 0, got 0",
    ),
    "maps for features": (
        "dense",
        {"vector": np.ones((2, 2)), "weights": np.ones((4, 1))},
        "vector must have shape (features,), got (2, 2); flatten it",
    ),
    "too few values": (
        "array",
        {"shape": (2, 2), "values": [1, 2, 3]},
        "an array of shape (2, 2) holds 4 values, got 3",
    ),
    "half a length": (
        "array",
        {"shape": (2, 0.5), "values": [1]},
        "shape must hold whole numbers >= 0, got (2, 0.5)",
    ),
    "ragged lists": (
        "nested",
        {"nested": [[1, 2], [3]]},
        "nested lists must hold numbers and be equally long at every level, (2, 2) by the first "
        "of each, got (3,) at level 1",
    ),
    "text in lists": (
        "nested",
        {"nested": [1, "two"]},
        "nested lists must hold numbers and be equally long at every level, (2,) by the first "
        "of each, got 'two' at level 1",
    ),
    "another type": (
        "decode",
        {"shape": (1,), "dtype": "toString", "base64": ""},
        'dtype must be "uint8", "float16" or "float32", got \'toString\'',
    ),
    "too few bytes": (
        "decode",
        {"shape": (2,), "dtype": "float32", "base64": "AP8="},
        "float32 values of shape (2,) take 8 bytes, got 2",
    ),
}


def cases():
    """Return each as a case whose kind is its name."""
    worked = [
        {"kind": name, "call": call, "input": encode(settings), "expected": encode(result)}
        for name, (call, settings, result) in WORKED.items()
    ]
    refused = [
        {"kind": name, "call": call, "input": encode(settings), "error": text}
        for name, (call, settings, text) in REFUSED.items()
    ]
    return worked + refused
