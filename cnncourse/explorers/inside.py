"""How one number inside a network comes about: its window, weights, products and sum.

A *unit* is one number that leaves a layer, or one pixel of the image. It is named as NumPy would
index it: ``"conv2[3,4,7]"`` is row 3, column 4 of map 7, ``"dense1[12]"`` one of a vector, and
``"image[5,9,0]"`` a pixel. Everything counts from 0.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from cnncourse import geometry
from cnncourse.architecture import Architecture
from cnncourse.reference import activations

LEFT_OUT = ("Residual", "DepthwiseConv2D")
IMAGE = "image"  # what the network is given, as a unit's layer
_UNIT = re.compile(
    r"([a-z][a-z0-9_]{0,29})\[((?:0|[1-9][0-9]{0,4})(?:,(?:0|[1-9][0-9]{0,4})){0,2})\]"
)


class Unit(NamedTuple):
    """One number of a layer: the layer's name, and the place in what leaves it."""

    layer: str
    place: tuple[int, ...]

    def __str__(self):
        return f"{self.layer}[{','.join(map(str, self.place))}]"


def parse(text: str) -> Unit:
    """Return the unit that a text names.

    Raises
    ------
    ValueError
        If it names none.

    Examples
    --------
    >>> parse("conv2[3, 4, 7]")
    Unit(layer='conv2', place=(3, 4, 7))
    """
    found = _UNIT.fullmatch(str(text).replace(" ", ""))
    if not found:
        raise ValueError(f"a unit is named as conv2[3,4,7] or dense1[12], got {text!r}")
    return Unit(found[1], tuple(map(int, found[2].split(","))))


def explain(architecture: Architecture, weights: Mapping, image: np.ndarray, name: str) -> dict:
    """Return what makes up one number inside a network.

    Parameters
    ----------
    architecture : Architecture
        A single path of layers.
    weights : mapping of str to ndarray
    image : ndarray (H, W, C)
        In [0, 1].
    name : str
        The unit's name.

    Returns
    -------
    dict
        ``problem`` says that there is no such unit, and nothing else is there then. ``unit``,
        ``layer`` (its description), ``value`` and ``before``, the name of what it is made of,
        are always there; ``value`` and ``inputs`` come from a run of the whole network.
        ``inputs`` is what the unit reads. Where they are weighted, ``weights`` and ``products``
        have their shape, ``sum`` is that of the products, ``bias`` what is added (None where
        there is none) and ``total`` the sum with it, before the ``activation`` (None or its
        name). ``rows`` and ``columns`` are those of ``before`` that a window reads; outside of
        it they mean padding. ``winner`` is the (row, column) in ``before`` of the largest
        number, ``source`` the place in ``before`` of a number that is passed on or changed by
        itself, and ``statistics`` what `BatchNorm` keeps for it.

    Examples
    --------
    >>> from cnncourse.architecture import Architecture, Dense, Flatten
    >>> tiny = Architecture("tiny", (1, 2, 1), [Flatten(), Dense(1)])
    >>> own = {"dense1/weights": np.array([[1.0], [10.0]]), "dense1/bias": np.array([0.5])}
    >>> found = explain(tiny, own, np.array([[[0.25], [0.5]]]), "dense1[0]")
    >>> found["products"].tolist(), found["sum"], found["bias"], found["value"]
    ([0.25, 5.0], 5.25, 0.5, 5.75)
    """
    unit = parse(name)
    check_layers(architecture)
    outputs = {IMAGE: image}
    run = activations(architecture, weights, image[None])
    outputs |= {layer: output[0] for layer, output in run.items()}
    fault = missing(unit, architecture.name, {key: one.shape for key, one in outputs.items()})
    if fault:
        return {"problem": fault}
    value = float(outputs[unit.layer][unit.place])
    if unit.layer == IMAGE:
        return {"problem": "", "unit": str(unit), "layer": IMAGE, "value": value}
    names = list(outputs)
    before = names[names.index(unit.layer) - 1]
    layer = next(s.layer for s in architecture.named_layers() if s.name == unit.layer)
    own = {k.rpartition("/")[2]: a for k, a in weights.items() if k.startswith(f"{unit.layer}/")}
    made = _MADE.get(type(layer).__name__, _changed)(layer, outputs[before], own, unit.place)
    known = {"unit": str(unit), "layer": repr(layer), "before": before, "value": value}
    return {"problem": "", **known, **made}


def check_layers(architecture: Architecture) -> None:
    """Raise ValueError where a layer is none that can be taken apart here."""
    for step in architecture.walk():
        if type(step.layer).__name__ in LEFT_OUT:
            raise ValueError(
                f"{architecture.name!r} has {step.name}, a {type(step.layer).__name__}, which "
                "cannot be looked into here; a network without it can"
            )


def missing(unit: Unit, network: str, shapes: Mapping[str, tuple[int, ...]]) -> str:
    """Return the words for a unit that a network has not, or an empty string.

    Examples
    --------
    >>> missing(Unit("conv1", (9, 0, 0)), "tiny", {"image": (4, 4, 1), "conv1": (2, 2, 3)})
    "'tiny' has no unit conv1[9,0,0]: conv1 is 2 × 2 × 3, counted from 0"
    """
    shape = shapes.get(unit.layer)
    if shape is None:
        return f"{network!r} has no layer {unit.layer}; it has {', '.join(shapes)}"
    fits = len(shape) == len(unit.place) and all(
        i < n for i, n in zip(unit.place, shape, strict=True)
    )
    size = " × ".join(map(str, shape))
    return "" if fits else f"{network!r} has no unit {unit}: {unit.layer} is {size}, counted from 0"


def _summed(inputs, weights, bias, activation):
    """Return a weighted sum in its parts."""
    products = inputs * weights
    total = products.sum() + (0 if bias is None else bias)
    return {
        "inputs": inputs,
        "weights": weights,
        "products": products,
        "sum": float(products.sum()),
        "bias": None if bias is None else float(bias),
        "total": float(total),
        "activation": activation,
    }


def _windows(layer, before, place):
    """Return the rows and columns of ``before`` that one window reads, padding included."""
    window = layer.window(before.shape)
    starts = [
        geometry.window_start(place[axis], window.stride[axis], window.sides[2 * axis])
        for axis in (0, 1)
    ]
    return [
        np.array(geometry.window_taps(starts[axis], window.kernel[axis], window.dilation[axis]))
        for axis in (0, 1)
    ]


def _conv(layer, before, own, place):
    channel = place[2]
    rows, columns = _windows(layer, before, place)
    inputs = np.zeros((len(rows), len(columns), before.shape[2]))
    for i, r in enumerate(rows):
        for j, c in enumerate(columns):
            if 0 <= r < before.shape[0] and 0 <= c < before.shape[1]:
                inputs[i, j] = before[r, c]
    bias = own["bias"][channel] if layer.use_bias else None
    summed = _summed(inputs, own["kernels"][..., channel], bias, layer.activation)
    return {"rows": rows, "columns": columns, **summed}


def _dense(layer, before, own, place):
    bias = own["bias"][place[0]] if layer.use_bias else None
    return _summed(before, own["weights"][:, place[0]], bias, layer.activation)


def _pooled(layer, before, own, place):
    rows, columns = (
        taps[(taps >= 0) & (taps < size)]
        for taps, size in zip(_windows(layer, before, place), before.shape, strict=False)
    )
    inputs = before[np.ix_(rows, columns, [place[2]])][..., 0]
    found = {"rows": rows, "columns": columns}
    if type(layer).__name__ == "MaxPool2D":
        at = np.unravel_index(inputs.argmax(), inputs.shape)
        return found | {"inputs": inputs, "winner": [int(rows[at[0]]), int(columns[at[1]])]}
    return found | _summed(inputs, np.full(inputs.shape, 1 / inputs.size), None, None)


def _averaged(layer, before, own, place):
    inputs = before[..., place[0]]
    rows, columns = np.arange(inputs.shape[0]), np.arange(inputs.shape[1])
    summed = _summed(inputs, np.full(inputs.shape, 1 / inputs.size), None, None)
    return {"rows": rows, "columns": columns, **summed}


def _flattened(layer, before, own, place):
    source = [int(i) for i in np.unravel_index(place[0], before.shape)]
    return {"inputs": before[tuple(source)][None], "source": source}


def _normalised(layer, before, own, place):
    names = ("scale", "shift", "mean", "variance")
    statistics = {name: float(own[name][place[-1]]) for name in names}
    statistics["epsilon"] = float(layer.epsilon)
    return {"inputs": before[place][None], "source": list(place), "statistics": statistics}


def _changed(layer, before, own, place):
    """Return the number that a layer passes on or changes by itself."""
    if layer.kind == "softmax":
        return {"inputs": before[place[:-1]], "source": list(place), "activation": "softmax"}
    activation = None if layer.kind == "dropout" else layer.kind
    return {"inputs": before[place][None], "source": list(place), "activation": activation}


_MADE = {
    "Conv2D": _conv,
    "Dense": _dense,
    "MaxPool2D": _pooled,
    "AvgPool2D": _pooled,
    "GlobalAvgPool2D": _averaged,
    "Flatten": _flattened,
    "BatchNorm": _normalised,
}
