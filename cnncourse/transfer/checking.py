"""What is asked for features, held against the network."""

import numpy as np

from cnncourse.architecture import Architecture
from cnncourse.checks.layers import check_layer
from cnncourse.transfer.networks import feature_layer, head_name, layers_before


def checked(architecture: Architecture, images: np.ndarray, layer: str | None) -> str:
    """Return the layer whose features are meant, if images and layer fit the network.

    Raises
    ------
    TypeError, ValueError
        For images that are no batch of bytes with the network's channels, and for a layer that
        is none or gives a map.
    """
    images, channels = np.asarray(images), architecture.input_shape[2]
    if images.dtype != np.uint8:
        raise TypeError(f"images must be bytes (uint8, 0 to 255), got {images.dtype}")
    if images.ndim != 4 or images.shape[3] != channels or not images.size:
        raise ValueError(
            f"{architecture.name!r} makes features of images (N, height, width, {channels}), "
            f"got shape {images.shape}"
        )
    if layer is None:
        layer = feature_layer(architecture)
    name = check_layer(layer, architecture)
    shapes = {step.name: step.output_shape for step in architecture.walk()}
    if len(shapes.get(name, architecture.input_shape)) != 1:
        raise ValueError(
            f"{name} of {architecture.name!r} gives a map, not a vector of features; take "
            f"{feature_layer(architecture)}, or a layer from there on"
        )
    return name


def freezing(architecture: Architecture, before: str | None) -> tuple[str, ...]:
    """Return the names of the layers that are frozen: all before one, or before the head.

    Raises
    ------
    ValueError
        If no layer has the name, or nothing stands before it.
    """
    before = head_name(architecture) if before is None else before
    return layers_before(architecture, before)
