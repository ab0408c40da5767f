"""What an architecture says of an input shape, a layer or weights that do not fit."""

from collections.abc import Iterable, Mapping, Set

import numpy as np

from cnncourse.architecture.base import Layer
from cnncourse.arguments import is_whole

IMAGE_CHANNELS = (1, 3, 4)
"""Of grey images, of colour, and of colour with transparency."""


def layer_list(layers, owner: str, field: str = "layers") -> tuple[Layer, ...]:
    """Return ``layers`` as a tuple; raises unless they are layers, in order.

    Parameters
    ----------
    layers : iterable of Layer
    owner : str
        Whose they are, as an error says it: ``"'lenet-5'"``.
    field : str
        What the owner calls them.

    Raises
    ------
    TypeError
        For what has no order, or holds what is no layer.
    """
    unordered = isinstance(layers, (Layer, str, Set, Mapping))
    if unordered or not isinstance(layers, Iterable):
        raise TypeError(
            f"{field} must be a list of layers, in order, got {layers!r}; "
            "write [Flatten(), Dense(10)]"
        )
    layers = tuple(layers)
    for number, layer in enumerate(layers, start=1):
        if not isinstance(layer, Layer) or layer.kind == "layer":
            raise TypeError(
                f"layer {number} of {owner} must be a layer such as Conv2D(32, 3), "
                f"got {layer!r}{layer_cure(layer)}"
            )
    return layers


def projection(shape, out, around) -> str:
    """Return how to make what goes around some layers fit what leaves them.

    Parameters
    ----------
    shape, out, around : tuple of int
        What enters, what leaves the layers, and what goes around them.

    Examples
    --------
    >>> projection((28, 28, 16), (14, 14, 32), (28, 28, 16))
    'project the input with shortcut=[Conv2D(32, 1, stride=2)]'
    """
    if len(shape) == len(out) == 1:
        return f"project the input with shortcut=[Dense({out[0]})]"
    if len(shape) != 3 or len(out) != 3:
        return "let both end in a map, or both in a vector"
    stride = tuple(-(-shape[i] // out[i]) for i in range(2))
    if any(-(-shape[i] // stride[i]) != out[i] for i in range(2)):
        return 'give the layers padding="same", or the shortcut the same windows'
    if out[2:] == around[2:] and stride == (1, 1):
        return "give both the same strides and padding"
    steps = stride[0] if stride[0] == stride[1] else stride
    written = "" if steps == 1 else f", stride={steps}"
    return f"project the input with shortcut=[Conv2D({out[2]}, 1{written})]"


def layer_cure(layer):
    """Return how to mend what stands in the place of a layer, as the end of an error."""
    if isinstance(layer, type) and issubclass(layer, Layer):
        return f"; make one of it: {layer.__name__}(...)"
    if isinstance(layer, (list, tuple)):
        return "; write all layers in one flat list (a star before a list unpacks it)"
    return ""


def image_shape(shape):
    """Return (height, width, channels) as plain numbers; raises if they are not."""
    rule = f"input_shape must be (height, width, channels), whole numbers >= 1, got {shape!r}"
    if not isinstance(shape, (tuple, list)):
        raise TypeError(rule)
    if len(shape) != 3:
        raise ValueError(rule + _shape_cure(shape))
    if not all(map(is_whole, shape)):
        raise TypeError(rule)
    if min(shape) < 1:
        raise ValueError(rule)
    height, width, channels = map(int, shape)
    # As no image is: a few rows, and as many channels as columns.
    if height in IMAGE_CHANNELS and width == channels > max(IMAGE_CHANNELS):
        raise ValueError(f"{rule}; the channels come last: {(width, channels, height)}")
    return height, width, channels


def _shape_cure(shape):
    if len(shape) == 2:
        return f"; grey images have one channel: ({shape[0]!r}, {shape[1]!r}, 1)"
    return "; leave the batch out" if len(shape) == 4 else ""


def channels_first_cure(shape) -> str:
    """Return the end of an error where an image's channels may stand first, else nothing.

    Examples
    --------
    >>> channels_first_cure((3, 48, 64))
    '; if the images are 48 x 64 pixels, their channels come last: (48, 64, 3)'
    """
    if len(shape) == 3 and shape[0] in IMAGE_CHANNELS and min(shape[1:]) > max(IMAGE_CHANNELS):
        channels, height, width = shape
        return (
            f"; if the images are {height} x {width} pixels, their channels come last: "
            f"{(height, width, channels)}"
        )
    return ""


def weight_faults(architecture, arrays: Mapping) -> list[str]:
    """Return a sentence for all that keeps a weight dictionary from fitting an architecture.

    What is missing comes first, then what is not in the architecture, then wrong shapes.

    Examples
    --------
    >>> from cnncourse.zoo import LENET_5
    >>> weight_faults(LENET_5, LENET_5.initial_weights() | {"conv1/bias": np.zeros(5)})
    ['conv1/bias must have shape (6,), got (5,)']
    """
    shapes = architecture.weight_shapes()
    faults = [f"{name} is missing" for name in shapes if name not in arrays]
    faults += [f"{name} is not in the architecture" for name in arrays if name not in shapes]
    return faults + [
        f"{name} must have shape {shape}, got {np.shape(arrays[name])}"
        for name, shape in shapes.items()
        if name in arrays and np.shape(arrays[name]) != shape
    ]
