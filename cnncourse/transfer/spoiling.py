"""What people do wrong with a pretrained network, done on purpose."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from cnncourse.architecture import Architecture, Layer, Residual

MISTAKES = {
    "scaling": "images from 0 to 1 where the network learned from -1 to 1",
    "bytes": "images from 0 to 255 where the network learned from -1 to 1",
    "channels": "blue, green, red where the network learned red, green, blue",
    "padding": "as many pixels on both sides where the network learned with TensorFlow's rule",
}
"""Each mistake in words."""


def spoiled(
    mistake: str, architecture: Architecture, arrays: Mapping[str, np.ndarray]
) -> tuple[Architecture, dict[str, np.ndarray]]:
    """Return the network and the weights that do what a mistake does with the right ones.

    Parameters
    ----------
    mistake : str
        One of `MISTAKES`.
    architecture : Architecture
        `zoo.EFFICIENTNET_LITE0` on images of any size; its first layer scales the images.
    arrays : mapping of str to ndarray
        Its weights.

    Raises
    ------
    ValueError
        For another mistake.
    """
    if mistake not in MISTAKES:
        raise ValueError(f"mistake must be one of {', '.join(MISTAKES)}, got {mistake!r}")
    made = dict(arrays)
    if mistake == "padding":
        return replace(architecture, layers=[*map(_evenly, architecture.layers)]), made
    if mistake == "channels":
        # To turn the images' channels round is to turn round what the kernels expect.
        made["conv1/kernels"] = np.ascontiguousarray(made["conv1/kernels"][:, :, ::-1])
        return architecture, made
    factor = {"scaling": 1, "bytes": 255}[mistake]
    made["depthwise1/kernels"] = np.full_like(made["depthwise1/kernels"], factor)
    made["depthwise1/bias"] = np.zeros_like(made["depthwise1/bias"])
    return architecture, made


def _evenly(layer: Layer) -> Layer:
    """Return a layer that pads both sides alike, as PyTorch's modules do."""
    if isinstance(layer, Residual):
        return replace(layer, layers=[*map(_evenly, layer.layers)])
    if getattr(layer, "padding", None) == "same":
        return replace(layer, padding=tuple((size - 1) // 2 for size in layer.kernel_size))
    return layer
