"""Numbers that need no run: what the sources' networks have, counted from their layers."""

from dataclasses import replace

from cnncourse.architecture import Architecture, BatchNorm, Dense, Dropout, Flatten, MaxPool2D
from cnncourse.records.names import pick
from cnncourse.records.registry import number
from cnncourse.zoo import find

D_LEAVES_BEHIND = 0.3  # the dropout that source D puts behind its hidden dense layer


@number("counted")
def counted(name, what="total") -> str:
    """``counted D trainable``: parameters of a network, ``total``, ``trainable`` or ``fixed``."""
    parameters = find(name).parameters()
    parts = {part: getattr(parameters, part) for part in ("total", "trainable", "fixed")}
    return f"{pick('part', what, parts):,}"


@number("sides")
def sides(name) -> str:
    """``sides A``: what convolutions and poolings leave of an image's side, layer after layer."""
    walked = [one for one in find(name).walk() if one.layer.kind in ("conv", "pool")]
    return ", ".join(str(one.output_shape[0]) for one in walked)


@number("row")
def row(name) -> str:
    """``row A``: how many numbers come out of a network's flattening."""
    (length,) = [one.output_shape[0] for one in find(name).walk() if one.layer.kind == "flatten"]
    return f"{length:,}"


@number("dense-on")
def dense_on(height, width, channels, units="1") -> str:
    """``dense-on 1080 1920 1 64``: weights of so many units on an image, biases not counted."""
    count = int(height) * int(width) * int(channels) * int(units)
    return f"{count:,}"


@number("dense-behind-d")
def dense_behind_d(*widths) -> str:
    """``dense-behind-d 128 64 32``: parameters of D's network with these hidden dense layers.

    Each has dropout and batch normalisation behind it, as D's own has.
    """
    return f"{behind_d(*map(int, widths)).parameters().total:,}"


def behind_d(*widths) -> Architecture:
    """Return D's network with other hidden dense layers."""
    network = find("D")
    kinds = [layer.kind for layer in network.layers]
    kept = network.layers[: kinds.index("dense")]
    hidden = [
        layer
        for width in widths
        for layer in (Dense(width, activation="relu"), Dropout(D_LEAVES_BEHIND), BatchNorm())
    ]
    return replace(network, name="other-head", layers=[*kept, *hidden, network.layers[-1]])


@number("pooled-side")
def pooled_side(side, size, stride) -> str:
    """``pooled-side 27 3 3``: the side that a max pooling leaves of an image's side."""
    pooling = MaxPool2D(int(size), stride=int(stride))
    network = Architecture("pooled", (int(side), int(side), 1), [pooling, Flatten(), Dense(1)])
    return str(next(iter(network.walk())).output_shape[0])
