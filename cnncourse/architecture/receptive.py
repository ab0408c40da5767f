"""What a unit of each layer sees of the image."""

from typing import NamedTuple

from cnncourse.architecture.activations import Softmax
from cnncourse.architecture.base import Window
from cnncourse.architecture.layers import Dense, Flatten
from cnncourse.geometry import extent


class ReceptiveField(NamedTuple):
    """What one unit sees, in input pixels, each entry (vertical, horizontal).

    ``size`` is the field's extent (padding included where it reaches over the edge),
    ``stride`` the step between neighbouring units' fields, ``centre`` the position of
    the first unit's field, 0 being the centre of the first pixel. Where only one unit is
    left, as after a dense layer, ``stride`` stays that of the last map.
    """

    size: tuple[int, int]
    stride: tuple[int, int]
    centre: tuple[float, float]


def receptive_fields(named_layers):
    """Return the `ReceptiveField` of every layer, by name.

    A window that spans e pixels of its input widens the field by (e - 1) of the strides
    so far, and its own stride multiplies them (Araujo, Norris & Sim, 2019).
    """
    size, stride, centre = [1, 1], [1, 1], [0.0, 0.0]
    fields, flattened = {}, (1, 1)
    for step in named_layers:
        window = step.layer.window(step.input_shape)
        if isinstance(step.layer, Flatten) and len(step.input_shape) == 3:
            flattened = step.input_shape[:2]
        elif _mixes_features(step):
            # A unit fed by the flattened features sees what all pixels of that map saw.
            window, flattened = Window(flattened, (1, 1), (0, 0, 0, 0), (1, 1)), (1, 1)
        if window is not None:
            for i in range(2):
                reach = extent(window.kernel[i], window.dilation[i]) - 1
                size[i] += reach * stride[i]
                centre[i] += (reach / 2 - window.sides[2 * i]) * stride[i]
                stride[i] *= window.stride[i]
        fields[step.name] = ReceptiveField(tuple(size), tuple(stride), tuple(centre))
    return fields


def _mixes_features(step):
    return len(step.input_shape) == 1 and isinstance(step.layer, (Dense, Softmax))
