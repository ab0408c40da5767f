"""Layers whose padding a framework finds hard to say, one network each."""

from itertools import product

from cnncourse.architecture import Architecture, AvgPool2D, Conv2D, MaxPool2D

SIZES = ((9, 8), (7, 7), (6, 6))
"""Odd and even, (height, width) in pixels."""

POOL_PADDINGS = ("valid", "same", 1, (1, 0), (0, 1, 0, 1), (1, 0, 1, 0), (1, 1, 0, 0))
CONV_PADDINGS = (*POOL_PADDINGS[1:], 2, (2, 1, 0, 3), (0, 0, 0, 2))


def probes() -> list[Architecture]:
    """Every form of padding with strides of 1 to 3, even and odd windows, and dilations."""
    found = []
    for size, window, stride, padding in product(SIZES, (2, 3), (1, 2, 3), POOL_PADDINGS):
        for kind in (MaxPool2D, AvgPool2D):
            found.append(_network(size, kind(window, stride, padding)))
    for size, stride, padding in product(SIZES[:2], (1, 2, 3), CONV_PADDINGS):
        found.append(_network(size, Conv2D(3, 3, stride, padding)))
        found.append(_network(size, Conv2D(3, (2, 3), stride, padding, (2, 1))))
    found += [_network((9, 8), layer) for layer in _WIDE]
    return found


# More than half a window; a stride that leaves the last pixels out; pairs that differ.
_WIDE = (
    MaxPool2D(3, 2, 2),
    AvgPool2D(3, 2, 2),
    AvgPool2D(5, 3, (4, 0, 0, 4)),
    MaxPool2D((2, 5), (3, 1), "same"),
    AvgPool2D((2, 5), (3, 1), "same"),
    AvgPool2D((5, 2), (2, 3), (2, 0, 1, 0)),
    MaxPool2D((5, 2), (2, 3), (2, 0, 1, 0)),
    MaxPool2D(1, 3, "same"),
    Conv2D(2, 5, 1, 9),
    Conv2D(2, 1, 4, (3, 0, 0, 3)),
    Conv2D(2, 3, 1, "same", 3),
    Conv2D(2, 3, 3, "same", 2, "leaky_relu"),
    Conv2D(2, 2, (1, 2), 1, (2, 1), "softmax", use_bias=False),
)


def _network(size, layer):
    return Architecture(f"{size[0]} x {size[1]}, {layer!r}", (*size, 2), [layer])
