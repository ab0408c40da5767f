"""The networks that learn in the page: those of sources B and C, and two to set beside them."""

from dataclasses import replace

from cnncourse import zoo
from cnncourse.architecture import Architecture, Conv2D, Dense, GlobalAvgPool2D, MaxPool2D

B_RELU = replace(
    zoo.TWO_SMALL_CONV,
    name="two-small-conv-relu",
    layers=[
        replace(layer, activation="relu") if layer.kind == "conv" else layer
        for layer in zoo.TWO_SMALL_CONV.layers
    ],
)
"""Source B's network with a ReLU behind each convolution."""

GLOBAL_POOLING = Architecture(
    "global-pooling",
    (28, 28, 1),
    [
        Conv2D(6, 5, activation="relu"),
        MaxPool2D(2),
        Conv2D(32, 5, activation="relu"),
        GlobalAvgPool2D(),
        Dense(10),
    ],
    "fan_in_uniform",
)
"""Two convolutions and the mean of each of the last maps; where something is seen, it forgets."""

NETWORKS = {
    "dense": (zoo.DENSE_BASELINE, "Dense baseline"),
    "B": (zoo.TWO_SMALL_CONV, "B"),
    "B-relu": (B_RELU, "B with ReLU"),
    "B-sigmoid": (zoo.TWO_SMALL_CONV_SIGMOID, "B as the source wrote it (sigmoid)"),
    "global": (GLOBAL_POOLING, "Global pooling"),
}
"""Every network by its name in the explorer, and what it is called there."""
