"""Networks with one mistake each, in the plain form that a page could be given."""

import copy
import json

import numpy as np

from cnncourse import zoo

WRONG_VALUES = {
    "filters": (0, -3, 2.5, "8", None, True, [3, 3]),
    "units": (0, 1.5, "a'b", None, False),
    "kernel_size": (0, [3], [3, 3, 3], [3, 0], [2.5, 3], "3", None, True, []),
    "size": (0, [2, -1], [2, 2, 2], "2", 1.5),
    "stride": (0, [1, 0], [1, "a"], 0.5, "same"),
    "dilation": (0, [0, 1], None, [1]),
    "padding": ("full", -1, [1, -1], [1, 2, 3], [0.5, 1], None, True, "", [1, 1, 1, "é\n"]),
    "activation": ("swash", 3, "", ["relu"]),
    "use_bias": (1, 0, None, "no"),
    "rate": (1, -0.25, "half", None, 1.5, True),
    "epsilon": (0, -1, None, "tiny"),
    "momentum": (1, -0.5, None),
}

LAYERS = (
    {"layer": "Conv2D", "filters": 4, "kernel_size": [3, 3]},
    {"layer": "BatchNorm"},
    {"layer": "MaxPool2D", "size": 2},
    {"layer": "Dropout", "rate": 0.5},
    {"layer": "Flatten"},
    {"layer": "Dense", "units": 3},
)


def network(layers, **other):
    """Return a network of plain layers."""
    spec = {"name": "broken", "input_shape": [9, 9, 2], "layers": copy.deepcopy(list(layers))}
    return {"format": "cnncourse architecture", "version": 1, **spec, **other}


def wrong_values():
    """A field with a value that its layer does not take."""
    for number, layer in enumerate(LAYERS):
        for field, values in WRONG_VALUES.items():
            known = field in layer or field in {
                "Conv2D": ("stride", "dilation", "padding", "activation", "use_bias"),
                "MaxPool2D": ("stride", "padding"),
                "Dense": ("activation", "use_bias"),
                "BatchNorm": ("epsilon", "momentum"),
            }.get(layer["layer"], ())
            for value in values if known else ():
                layers = copy.deepcopy(LAYERS)
                layers[number][field] = value
                yield network(layers)


def wrong_places(count):
    """A zoo network with a layer too large, missing or misplaced: its shapes do not fit."""
    rng, networks = np.random.default_rng(5), list(zoo.NETWORKS.values())
    for _ in range(count):
        spec = json.loads(networks[rng.integers(len(networks))].to_json())
        layers, kind = spec["layers"], rng.integers(5)
        ends = ("Flatten", "GlobalAvgPool2D")  # what makes a vector of the maps
        maps = next(i for i, layer in enumerate(layers) if layer["layer"] in ends)
        at, window = int(rng.integers(maps + 1)), [int(n) for n in rng.integers(1, 4, 2)]
        if kind == 0:
            del layers[maps]
        elif kind == 1:
            late = maps + 1 + int(rng.integers(len(layers) - maps))
            layers.insert(late, {"layer": ("GlobalAvgPool2D", "AvgPool2D")[at % 2]})
        elif kind == 2:
            sides = [int(n) for n in rng.integers(0, 6, 4)]
            sides[int(rng.integers(4))] = 6
            layers.insert(at, {"layer": "MaxPool2D", "size": window, "padding": sides})
        elif kind == 3:
            conv = {"layer": "Conv2D", "filters": 2, "kernel_size": [15, window[0]]}
            layers.insert(at, conv | {"dilation": [3, 1], "padding": window})
        else:
            layers[at:at] = [{"layer": "AvgPool2D", "size": [1, 15], "stride": None}] * 2
        yield spec


def wrong_wholes():
    """What is wrong with the network beside its layers."""
    good = LAYERS[-2:]
    yield network([])
    yield network([], name='it\'s "quoted"\t')
    for shape in ([9, 9], [1, 9, 9, 2], [9, 9, 0], [9, 2.5, 1], [], 9, "abc", None, [9, "9", 1]):
        yield network(good, input_shape=shape)
    for initializer in ("glorot", "", 3):
        yield network(good, initializer=initializer)
    for name in ("", None, 3):
        yield network(good, name=name)
    for layers in (None, 3, "Flatten", True):
        yield network(good) | {"layers": layers}


def wrong_residuals():
    """Residuals whose two sides differ, and mistakes in them, in others, and in the shortcut."""
    conv = {"layer": "Conv2D", "filters": 2, "kernel_size": [3, 3], "padding": "same"}
    pool, flat, dense = {"layer": "MaxPool2D"}, {"layer": "Flatten"}, {"layer": "Dense", "units": 3}
    far = {**conv, "padding": "valid", "dilation": 5}
    paths = [
        ([{**conv, "filters": 6}], None),
        ([{**conv, "stride": 2}], None),
        ([{**conv, "stride": [1, 2], "filters": 5}], None),
        ([{**conv, "padding": "valid"}], None),
        ([{**conv, "padding": "valid"}, {**conv, "filters": 3}], [{**conv, "filters": 3}]),
        ([conv], [{**conv, "stride": 2}]),
        ([pool, conv], [conv]),
        ([flat], None),
        ([flat, dense], [flat]),
        ([flat, dense], [flat, {**dense, "units": 4}]),
        ([dense], None),
        ([conv, flat, conv], None),
        ([conv, far], None),
        ([conv], [pool, far]),
        ([conv], [{"layer": "Residual", "layers": [conv, dense]}]),
        ([{"layer": "Residual", "layers": [pool]}], None),
        ([conv, {"layer": "Residual", "layers": [conv], "shortcut": [conv, far]}], None),
    ]
    for body, shortcut in paths:
        residual = {"layer": "Residual", "layers": body, "shortcut": shortcut}
        for before in ([], [conv, {"layer": "Residual", "layers": [conv]}], [pool]):
            yield network([*before, residual, *LAYERS[-2:]])
    for body in ([{"layer": "Dense", "units": 4}], [{"layer": "ReLU"}, dense]):
        yield network([flat, {"layer": "Residual", "layers": body}])
    for body in ([], 3, None, "ReLU", True, [{**conv, "filters": 0}], [{"layer": "Dropout"}]):
        yield network([{"layer": "Residual", "layers": body}])
        yield network([conv, {"layer": "Residual", "layers": [conv], "shortcut": body or []}])
    yield network([{"layer": "Residual"}])
    inside = {"layer": "Residual", "layers": [conv], "shortcut": [conv, {**conv, "stride": 0}]}
    yield network([{"layer": "Residual", "layers": [conv, inside]}])
    yield network(
        [{"layer": "Residual", "layers": 3, "shortcut": [{"layer": "Dense", "units": 0}]}]
    )
