"""What a unit of each layer sees of the image."""

from typing import NamedTuple

from cnncourse.architecture.activations import Softmax
from cnncourse.architecture.base import Window
from cnncourse.architecture.layers import Dense
from cnncourse.geometry import extent, window_start


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


class _Sight(NamedTuple):
    """A field, and the (height, width) of the map whose features came of flattening."""

    field: ReceptiveField
    flattened: tuple[int, int]


def receptive_fields(named_layers):
    """Return the `ReceptiveField` of every layer, by name.

    A window that spans e pixels of its input widens the field by (e - 1) of the strides
    so far, and its own stride multiplies them (Araujo, Norris & Sim, 2019). Where paths meet,
    a unit sees what it saw on each of them.
    """
    fields = {}
    _follow(named_layers, _Sight(ReceptiveField((1, 1), (1, 1), (0.0, 0.0)), (1, 1)), fields)
    return fields


def _follow(steps, sight, fields):
    """Keep the field of every layer of a path that begins with ``sight``; return its end's."""
    for step in steps:
        paths = step.paths()
        if paths:
            ends = [_follow(path, sight, fields) for path in paths]
            sight = _united(ends, step.output_shape)
        else:
            sight = _through(step, sight)
        fields[step.name] = sight.field
    return sight


def _through(step, sight):
    """Return what a unit behind a layer sees."""
    (size, stride, centre), flattened = map(list, sight.field), sight.flattened
    window = step.layer.window(step.input_shape)
    if step.layer.flattens and len(step.input_shape) == 3:
        flattened = step.input_shape[:2]
    elif _mixes_features(step):
        # A unit fed by the flattened features sees what all pixels of that map saw.
        window, flattened = Window(flattened, (1, 1), (0, 0, 0, 0), (1, 1)), (1, 1)
    if window is not None:
        for i in range(2):
            reach = extent(window.kernel[i], window.dilation[i]) - 1
            size[i] += reach * stride[i]
            centre[i] += (window_start(0, before=window.sides[2 * i]) + reach / 2) * stride[i]
            stride[i] *= window.stride[i]
    return _Sight(ReceptiveField(tuple(size), tuple(stride), tuple(centre)), flattened)


def _united(ends, shape):
    """Return what a unit sees that adds those of several paths, on a map of ``shape``.

    Where the paths' strides differ, the units differ too: the size is that of the unit that
    sees most, the first or the last, and the stride the longest.
    """
    united = []
    for i in range(2):
        last = shape[i] - 1 if len(shape) == 3 else 0
        spans = []
        for unit in (0, last):
            middles = [field.centre[i] + unit * field.stride[i] for field, _ in ends]
            halves = [(field.size[i] - 1) / 2 for field, _ in ends]
            low = min(m - h for m, h in zip(middles, halves, strict=True))
            spans.append((low, max(m + h for m, h in zip(middles, halves, strict=True))))
        size = max(int(high - low) + 1 for low, high in spans)
        stride = max(field.stride[i] for field, _ in ends)
        # What all flattened features together saw stays what they saw.
        whole = max(field.size[i] + (flat[i] - 1) * field.stride[i] for field, flat in ends)
        united.append((size, stride, sum(spans[0]) / 2, 1 - (size - whole) // stride))
    sizes, strides, centres, flattened = zip(*united, strict=True)
    return _Sight(ReceptiveField(sizes, strides, centres), flattened)


def _mixes_features(step):
    return len(step.input_shape) == 1 and isinstance(step.layer, (Dense, Softmax))
