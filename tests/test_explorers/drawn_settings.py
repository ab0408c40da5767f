"""Values at random for the settings that are lists of layers or drawings by hand."""

import base64

import numpy as np

from cnncourse import zoo
from cnncourse.explorers.sketch import LEVELS, SIDE, to_text
from cnncourse.explorers.window_layers import FIELDS, KINDS, MOST


def network_layers(rng):
    """Return layers at random; in about a quarter of the draws they do not fit each other."""
    if rng.integers(4) == 0:
        return str(rng.choice(list(zoo.NETWORKS)))
    maps = [
        _draw_residual(rng) if rng.integers(5) == 0 else _draw_map_layer(rng)
        for _ in range(rng.integers(5))
    ]
    ends = [{"layer": str(rng.choice(["Flatten", "GlobalAvgPool2D"]))}]
    units = {"units": int(rng.integers(1, 40)), "use_bias": bool(rng.integers(2))}
    dense = [{"layer": "Dense", **units}, {"layer": "Dense", "units": 10}]
    drawn = [*maps, *ends[: rng.integers(8)], *dense[: rng.integers(3)]]
    if rng.integers(3) == 0:
        rng.shuffle(drawn)
    return drawn


def _draw_map_layer(rng):
    """Return a layer that a map may enter, its numbers at random."""
    kinds = ["Conv2D", "Conv2D", "MaxPool2D", "AvgPool2D", "BatchNorm", "Dropout", "LeakyReLU"]
    kinds.append("DepthwiseConv2D")
    kind = str(rng.choice(kinds))
    if kind == "BatchNorm":
        return {"layer": kind, "epsilon": float(rng.choice([1e-3, 1e-5])), "momentum": 0.9}
    if kind == "Dropout":
        return {"layer": kind, "rate": float(rng.choice([0, 0.25, 0.5]))}
    if kind == "LeakyReLU":
        return {"layer": kind, "negative_slope": float(rng.choice([0.01, 0.2]))}
    side = int(rng.integers(1, 8))
    window = side if rng.integers(3) else (side, int(rng.integers(1, 8)))
    sides = [int(n) for n in rng.integers(0, 3, 4)]
    padding = ["valid", "same", sides[0], tuple(sides[:2]), tuple(sides)][rng.integers(5)]
    common = {"stride": int(rng.integers(1, 4)), "padding": padding}
    if kind in ("MaxPool2D", "AvgPool2D"):
        return {"layer": kind, "size": window, **common}
    activation = [None, "relu", "leaky_relu", "softmax"][rng.integers(4)]
    filters = {"filters": int(rng.integers(1, 20))}
    if kind == "DepthwiseConv2D":
        filters = {"multiplier": int(rng.integers(1, 4))}
    more = {"dilation": int(rng.integers(1, 3)), "activation": activation}
    return {"layer": kind, "kernel_size": window, **filters, **common, **more}


def _draw_residual(rng):
    """Return layers with a way around them; in about a third of the draws the sum is none."""
    filters, stride = int(rng.integers(1, 9)), int(rng.integers(1, 3))
    conv = {"layer": "Conv2D", "filters": filters, "kernel_size": 3, "padding": "same"}
    around = {"layer": "Conv2D", "filters": filters, "kernel_size": 1, "stride": stride}
    alone = {"layer": "DepthwiseConv2D", "kernel_size": 3, "padding": "same"}
    residual = {"layer": "Residual", "layers": [alone, {"layer": "Residual", "layers": [alone]}]}
    if rng.integers(3):
        body = [conv | {"stride": stride}, {"layer": "BatchNorm"}]
        residual = {"layer": "Residual", "layers": body, "shortcut": [around]}
    if rng.integers(3) == 0:
        residual["layers"] = [*residual["layers"], _draw_map_layer(rng)]
    return residual


def window_layers(rng):
    """Return a stack of convolutions and poolings."""
    return [_window_layer(rng) for _ in range(rng.integers(MOST + 1))]


def _window_layer(rng):
    size, stride, padding, dilation = (
        int(rng.integers(low, high + 1)) for low, high in FIELDS.values()
    )
    kind = str(rng.choice(KINDS))
    padding = [padding, "valid", "same"][rng.integers(3)]
    return [kind, size, stride, padding, dilation if kind == "conv" else 1]


def sketch(rng):
    """Return a drawing: strokes, or any brightness anywhere."""
    levels = rng.integers(0, LEVELS, (SIDE, SIDE))
    return to_text(levels * (rng.random((SIDE, SIDE)) < rng.choice([0.0, 0.1, 1.0])))


def unit(rng):
    """Return the name of a unit, which a network need not have."""
    layer = str(rng.choice(["image", "conv1", "pool2", "dense1", "none9"]))
    place = ",".join(str(n) for n in rng.integers(0, 12, rng.choice([1, 3])))
    return f"{layer}[{place}]"


def picture(rng):
    """Return pixels of the size of a picture of one's own, seldom the chosen one."""
    return base64.b64encode(rng.integers(0, 256, 28 * 28, np.uint8).tobytes()).decode("ascii")


def weight(rng):
    """Return the place of a weight, which a kernel need not have, or none."""
    place = rng.integers(0, [7, 7, 3])
    return ",".join(map(str, place)) if rng.integers(4) else ""


DRAWN = {
    "weight": weight,
    "picture": picture,
    "network-layers": network_layers,
    "window-layers": window_layers,
    "sketch": sketch,
    "unit": unit,
}
"""What draws a value, by the setting's kind."""
