"""What an architecture says of an input shape or a layer that is none."""

from numbers import Integral

from cnncourse.architecture.base import Layer


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
    if not isinstance(shape, (tuple, list)) or len(shape) != 3:
        raise ValueError(rule + _shape_cure(shape))
    for number in shape:
        if isinstance(number, bool) or not isinstance(number, Integral) or number < 1:
            raise ValueError(rule)
    return tuple(int(number) for number in shape)


def _shape_cure(shape):
    count = len(shape) if isinstance(shape, (tuple, list)) else 0
    if count == 2:
        return f"; grey images have one channel: ({shape[0]!r}, {shape[1]!r}, 1)"
    return "; leave the batch out" if count == 4 else ""
