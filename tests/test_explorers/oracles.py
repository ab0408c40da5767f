"""What Python makes of the settings that the page's arithmetic is tried with."""

from base64 import b64decode, b64encode

import numpy as np

from cnncourse import geometry, ops
from cnncourse.ops.windows import plan


def conv2d(image, kernels, mode="zero", **settings):
    """`ops.conv2d` of one image, its padding filled as ``mode`` says."""
    if mode == "zero":
        return ops.conv2d(image[None], kernels, **settings)[0]
    names = ("stride", "padding", "dilation")
    stride, padding, dilation = (settings.pop(name, 1) for name in names)
    place = plan(image[None], kernels.shape[:2], stride, padding, dilation)
    padded = ops.pad2d(image[None], place.sides, mode=mode)
    return ops.conv2d(padded, kernels, stride=stride, dilation=dilation, **settings)[0]


def window_sum(image, kernels, at, filter=0, **settings):
    """Cut one window out of the padded image by slices, and multiply."""
    output = conv2d(image, kernels, **settings)[*at, filter]
    names = ("stride", "padding", "dilation")
    place = plan(image[None], kernels.shape[:2], *(settings[name] for name in names))
    padded = ops.pad2d(image[None], place.sides, mode=settings["mode"])[0]
    first = [at[i] * place.stride[i] for i in range(2)]
    ends = [first[i] + geometry.extent(place.kernel[i], place.dilation[i]) for i in range(2)]
    patch = padded[tuple(map(slice, first, ends, place.dilation))]
    products = patch * kernels[..., filter]
    bias = settings["bias"][filter]
    return {
        "patch": patch,
        "products": products,
        "sum": products.sum(),
        "bias": bias,
        "output": output,
    }


def coverage(size, kernel, stride, sides, dilation):
    """Lay a window of ones on a board at every place, and look at the image's part of it."""
    out, _ = geometry.window_grid(size, kernel, stride, sides, dilation)
    top, bottom, left, right = sides
    board = np.zeros((size[0] + top + bottom, size[1] + left + right))
    for row, column in np.ndindex(out):
        down = slice(row * stride[0], None, dilation[0])
        across = slice(column * stride[1], None, dilation[1])
        board[down, across][: kernel[0], : kernel[1]] += 1
    return board[top : top + size[0], left : left + size[1]]


def cooled(logits, temperature=1):
    """Return softmax(logits / temperature) where the quotient itself would overflow, too."""
    with np.errstate(over="ignore"):
        return ops.softmax((logits - logits.max()) / temperature)


def winners(image, size=2, stride=None, padding="valid"):
    """Look for each window's largest number among those of the image itself."""
    pooled = ops.max_pool2d(image[None], size, stride=stride, padding=padding)[0]
    stride = geometry.pair(size if stride is None else stride)
    size = geometry.pair(size)
    top, _, left, _ = geometry.resolve_padding(padding, image.shape[:2], size, stride)
    places, ties = np.zeros((*pooled.shape, 2)), np.zeros(pooled.shape)
    for row, column, channel in np.ndindex(pooled.shape):
        first = row * stride[0] - top, column * stride[1] - left
        start = [max(f, 0) for f in first]
        window = image[start[0] : first[0] + size[0], start[1] : first[1] + size[1], channel]
        won = np.isnan(window) if np.isnan(window).any() else window == window.max()
        places[row, column, channel] = np.argwhere(won)[0] + start
        ties[row, column, channel] = won.sum()
    return {"places": places, "ties": ties}


def channels_first(image):
    return np.moveaxis(image, -1, 0).ravel()


def decode(shape, dtype, base64):
    return np.frombuffer(b64decode(base64), np.dtype(dtype).newbyteorder("<")).reshape(shape)


def pooling(function):
    """Return a pooling of batches as one of a single image."""
    return lambda image, size=2, **settings: function(image[None], size, **settings)[0]


ACTIVATIONS = ("relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "softplus", "sigmoid", "tanh")

ORACLES = {
    "check_padding": geometry.check_padding,
    "extent": geometry.extent,
    "same_padding": geometry.same_padding,
    "resolve_padding": geometry.resolve_padding,
    "output_size": geometry.output_size,
    "window_grid": geometry.window_grid,
    "check_pool_padding": geometry.check_pool_padding,
    "pad2d": lambda image, padding, mode: ops.pad2d(image[None], padding, mode=mode)[0],
    "conv2d": conv2d,
    "window_sum": window_sum,
    "coverage": coverage,
    "max_pool2d": pooling(ops.max_pool2d),
    "avg_pool2d": pooling(ops.avg_pool2d),
    "winners": winners,
    "global_avg_pool2d": lambda image: ops.global_avg_pool2d(image[None])[0],
    "softmax": cooled,
    "log_softmax": lambda logits: ops.log_softmax(logits),
    "cross_entropy": lambda logits, label: ops.cross_entropy(logits[None], [label]),
    "dense": lambda vector, weights, bias: ops.dense(vector[None], weights, bias)[0],
    "flatten": lambda image: ops.flatten(image[None])[0],
    "flatten_channels_first": channels_first,
    "permutation": lambda shape: channels_first(np.arange(np.prod(shape)).reshape(shape)),
    "batch_norm": lambda image, **settings: ops.batch_norm(image, **settings),
    "decode": decode,
    **{name: getattr(ops, name) for name in ACTIVATIONS},
}


def encode(value):
    """Return a value for JSON: every float exactly, NaN and infinity too, as its bytes."""
    if isinstance(value, (np.ndarray, float)):
        numbers = np.asarray(value, "<f8")
        text = b64encode(numbers.tobytes()).decode()
        return {"shape": list(numbers.shape), "float64": text}
    if isinstance(value, dict):
        return {name: encode(item) for name, item in value.items()}
    return [encode(item) for item in value] if isinstance(value, (tuple, list)) else value


def case(call, settings, kind=None):
    """Return the case in which ``call`` is made with ``settings``, and what Python says to it.

    It is ``"expected"``, or ``"error"`` where Python refuses: then the kind is "invalid".
    """
    start = {"kind": kind or call, "call": call, "input": encode(settings)}
    try:
        return {**start, "expected": encode(ORACLES[call](**settings))}
    except (ValueError, TypeError) as error:
        return {**start, "kind": "invalid", "error": str(error)}
