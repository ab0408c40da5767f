"""How much each pixel of a receptive field counts: the gradient of one unit (Luo et al., 2016)."""

import numpy as np

from cnncourse import gradients, ops

RULES = {
    "none": "Not shown",
    "max": "to the pixel that won (max)",
    "mean": "to all in its window (mean)",
}
"""Where a pooling's gradient goes, and what that is called in the page; or no gradient."""

DRAWS = 100  # of all weights, for one map
SEEDS = 99
PIECE = 8192  # numbers of the sequence that belong to one draw


def uniform(start, count) -> np.ndarray:
    """Return numbers from 0 to below 1 of one endless sequence, the page's own.

    The sequence is mulberry32's, which any place can be asked of.

    Parameters
    ----------
    start, count : int
        The first one's place, and how many.

    Returns
    -------
    ndarray (count,)
        float64.

    Examples
    --------
    >>> uniform(0, 3).round(4).tolist()
    [0.2664, 0.0003, 0.2233]
    """
    mixed = np.arange(start + 1, start + 1 + count).astype(np.uint32) * np.uint32(0x6D2B79F5)
    mixed = (mixed ^ (mixed >> 15)) * (mixed | np.uint32(1))
    mixed ^= mixed + (mixed ^ (mixed >> 7)) * (mixed | np.uint32(61))
    return (mixed ^ (mixed >> 14)) / 2.0**32


def drawn(layers, size, number) -> tuple[list[np.ndarray | None], np.ndarray]:
    """Return one draw of all weights and of a picture of noise.

    Parameters
    ----------
    layers : list of tuple
        (kind, size, stride, padding, dilation) each.
    size : int
        The picture's height and width.
    number : int
        Of the draw, from 0.

    Returns
    -------
    kernels : list
        (size, size) each, from -1 to 1; None for a pooling.
    picture : ndarray (size, size)
        From 0 to 1.
    """
    taps = [side**2 if kind == "conv" else 0 for kind, side, *_ in layers]
    numbers = uniform(number * PIECE, sum(taps) + size**2)
    *parts, picture = np.split(numbers, np.cumsum(taps))
    kernels = [
        2 * part.reshape(layer[1], layer[1]) - 1 if layer[0] == "conv" else None
        for layer, part in zip(layers, parts, strict=True)
    ]
    return kernels, picture.reshape(size, size)


def one_gradient(layers, kernels, picture, place, rule) -> np.ndarray:
    """Return the gradient of one unit for the picture, through layers without activations.

    Every map is rounded to float32, as networks compute: so that pixels of one window which are
    equal by arithmetic are equal as numbers, and the first of them wins.

    Parameters
    ----------
    layers : list of tuple
        (kind, size, stride, padding, dilation) each.
    kernels : list
        As `drawn` gives them.
    picture : ndarray (size, size)
    place : tuple of int
        (row, column) of the unit in the last map.
    rule : str
        Where a pooling's gradient goes: ``"max"`` or ``"mean"``.

    Returns
    -------
    ndarray (size, size)
        float64.
    """
    pool = {"max": ops.max_pool2d, "mean": ops.avg_pool2d}[rule]
    back = {"max": gradients.max_pool2d_backward, "mean": gradients.avg_pool2d_backward}[rule]
    maps = [picture[None, ..., None]]
    for (kind, size, stride, padding, dilation), kernel in zip(layers, kernels, strict=True):
        how = {"stride": stride, "padding": padding}
        if kind == "conv":
            made = ops.conv2d(maps[-1], kernel[..., None, None], dilation=dilation, **how)
        else:
            made = pool(maps[-1], size, **how)
        maps.append(made.astype(np.float32).astype(np.float64))
    gradient = np.zeros_like(maps[-1])
    gradient[0, *place, 0] = 1
    for layer, kernel, entering in zip(layers[::-1], kernels[::-1], maps[-2::-1], strict=True):
        kind, size, stride, padding, dilation = layer
        how = {"stride": stride, "padding": padding}
        if kind == "conv":
            how["dilation"] = dilation
            kernel = kernel[..., None, None]
            gradient, *_ = gradients.conv2d_backward(gradient, entering, kernel, **how)
        else:
            gradient = back(gradient, entering, size, **how)
    return gradient[0, ..., 0]


def effective(layers, found, seed, rule) -> dict:
    """Return which pixels can count, and how much they do.

    Parameters
    ----------
    layers : list of tuple
        The explorer's, those that fit.
    found : dict
        The explorer's results: the unit, its field and its paths.
    seed : int
    rule : str
        Where a pooling's gradient goes: ``"max"`` or ``"mean"``.

    Returns
    -------
    dict
        ``"window"``, ``"equal"`` and ``"random"``: each pixel's share of the total, (size, size);
        all alike that can count, with all weights equal, and with weights at random. ``"middle"``
        and ``"spread"`` hold for these three the share in the field's middle half, and the
        standard deviation along rows and columns in pixels.
    """
    layers = layers[: found["layer"]]
    place, paths = (found["row"], found["column"]), found["paths"]
    total = np.zeros_like(paths)
    for number in range(seed * DRAWS, (seed + 1) * DRAWS):
        kernels, picture = drawn(layers, len(paths), number)
        total += abs(one_gradient(layers, kernels, picture, place, rule))
    maps = {"window": paths > 0, "equal": paths, "random": total}
    shares = {name: one / max(one.sum(), np.finfo(float).tiny) for name, one in maps.items()}
    middles = [
        _middle(*ends, len(paths)) for ends in zip(found["first"], found["last"], strict=True)
    ]
    within = np.outer(*middles)
    return {
        **shares,
        "middle": [float((one * within).sum()) for one in shares.values()],
        "spread": [[_spread(one.sum(axis)) for axis in (1, 0)] for one in shares.values()],
    }


def _middle(first, last, size):
    """Return how much of each pixel lies in the middle half of a field, along one direction."""
    centre, reach = (first + last) / 2, (last - first + 1) / 4
    places = np.arange(size)
    inner = np.minimum(places + 0.5, centre + reach) - np.maximum(places - 0.5, centre - reach)
    return inner.clip(0, 1)


def _spread(shares):
    """Return the standard deviation of places, weighted by their shares, in pixels."""
    places = np.arange(len(shares))
    mean = (shares * places).sum()
    return float(np.sqrt((shares * (places - mean) ** 2).sum()))
