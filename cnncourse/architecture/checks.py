"""What an architecture says of an input shape, a layer or weights that do not fit."""

from collections.abc import Mapping

import numpy as np

from cnncourse.architecture.base import Layer
from cnncourse.arguments import is_whole

IMAGE_CHANNELS = (1, 3, 4)
"""Of grey images, of colour, and of colour with transparency."""


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
