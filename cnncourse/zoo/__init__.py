"""Every network of the course, each described once.

The letters are the five tutorials the course checks; a network's docstring says what the
tutorial trained and what was changed. Heads give logits unless a name says otherwise.
"""

import difflib

from cnncourse.architecture import (
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    MaxPool2D,
    ReLU,
    Residual,
)
from cnncourse.zoo.efficientnet import EFFICIENTNET_LITE0

THREE_CONV = Architecture(
    "three-conv",
    (32, 32, 3),
    [
        Conv2D(32, 3, activation="relu"),
        MaxPool2D(2),
        Conv2D(64, 3, activation="relu"),
        MaxPool2D(2),
        Conv2D(64, 3, activation="relu"),
        MaxPool2D(2),
        Flatten(),
        Dense(128, activation="relu"),
        Dense(256, activation="relu"),
        Dense(10),
    ],
)
"""Source A: three unpadded convolutions on 32 x 32 colour images; 124,810 parameters.

The tutorial ends in a softmax *and* tells the loss that it receives logits; this one gives
the logits.
"""

_TWO_SMALL_CONV = (
    Conv2D(6, 5),
    MaxPool2D(2),
    Conv2D(10, 5),
    MaxPool2D(2),
    Flatten(),
    Dense(56, activation="relu"),
)

TWO_SMALL_CONV = Architecture(
    "two-small-conv", (28, 28, 1), [*_TWO_SMALL_CONV, Dense(10)], "fan_in_uniform"
)
"""Source B with logits: two 5 x 5 convolutions without activation; 11,252 parameters."""

TWO_SMALL_CONV_SIGMOID = Architecture(
    "two-small-conv-sigmoid",
    (28, 28, 1),
    [*_TWO_SMALL_CONV, Dense(10, activation="sigmoid")],
    "fan_in_uniform",
)
"""Source B as written: a sigmoid stands before a cross-entropy that expects logits."""

DENSE_BASELINE = Architecture(
    "dense-baseline", (28, 28, 1), [Flatten(), Dense(128, activation="relu"), Dense(10)]
)
"""Source C's baseline without any convolution; 101,770 parameters."""

TWO_CONV = Architecture(
    "two-conv",
    (28, 28, 1),
    [
        Conv2D(32, 3, padding="same", activation="relu"),
        MaxPool2D(2),
        Conv2D(64, 3, padding="same", activation="relu"),
        MaxPool2D(2),
        Flatten(),
        Dense(128, activation="relu"),
        Dense(10),
    ],
)
"""Source C's convolutional network; 421,642 parameters."""

REGULARIZED_CONV = Architecture(
    "regularized-conv",
    (32, 32, 3),
    [
        Conv2D(32, 3, padding="same", activation="relu"),
        Dropout(0.2),
        BatchNorm(),
        Conv2D(64, 3, padding="same", activation="relu"),
        MaxPool2D(2),
        Dropout(0.2),
        BatchNorm(),
        Conv2D(64, 3, padding="same", activation="relu"),
        MaxPool2D(2),
        Dropout(0.2),
        BatchNorm(),
        Conv2D(128, 3, padding="same", activation="relu"),
        Dropout(0.2),
        BatchNorm(),
        Flatten(),
        Dropout(0.2),
        Dense(32, activation="relu"),
        Dropout(0.3),
        BatchNorm(),
        Dense(10),
    ],
)
"""Source D: dropout and batch normalisation after every layer.

393,962 parameters, of which 393,322 are trained and 640 are running statistics.
"""

ONE_CONV = Architecture(
    "one-conv",
    (32, 32, 3),
    [
        Conv2D(18, 3, padding=1, activation="relu"),
        MaxPool2D(2),
        Flatten(),
        Dense(64, activation="relu"),
        Dense(10),
    ],
    "fan_in_uniform",
)
"""Source E: one convolution, then almost all parameters in a dense layer; 296,130."""

LENET_5 = Architecture(
    "lenet-5",
    (28, 28, 1),
    [
        Conv2D(6, 5, padding=2, activation="tanh"),
        AvgPool2D(2),
        Conv2D(16, 5, activation="tanh"),
        AvgPool2D(2),
        Flatten(),
        Dense(120, activation="tanh"),
        Dense(84, activation="tanh"),
        Dense(10),
    ],
)
"""LeNet-5 (LeCun et al., 1998) as it is usually built today; 61,706 parameters.

The original's learned subsampling, its partial connections between the second and third
layers and its radial-basis output are replaced by average pooling, a full convolution and
logits; 28 x 28 images are padded to its 32 x 32.
"""


def _stage(filters, *, pooled):
    """Return a convolution, batch normalisation and ReLU; pooled at once where that is asked."""
    convolution = Conv2D(filters, 3, padding="same", use_bias=False)
    return [convolution, *([MaxPool2D(2)] if pooled else []), BatchNorm(momentum=0.9), ReLU()]


SIX_CONV = Architecture(
    "six-conv",
    (32, 32, 3),
    [
        *_stage(32, pooled=True),
        *_stage(64, pooled=False),
        *_stage(128, pooled=True),
        *_stage(128, pooled=False),
        *_stage(192, pooled=True),
        *_stage(192, pooled=False),
        GlobalAvgPool2D(),
        Dense(10),
    ],
)
"""The course's own network for CIFAR-10: six convolutions, no dense layer but the last.

798,314 parameters, 53 million multiply-adds an image. Each convolution is normalised, so that a
high learning rate does not break it; the poolings come right after their convolutions, so that
what follows has a quarter of the work; global average pooling replaces the flattened dense layer
in which sources A and E keep most of their weights.
"""


def _twice(filters):
    """Return two such convolutions, whose sum with what enters them goes on."""
    return Residual([*_stage(filters, pooled=False), *_stage(filters, pooled=False)])


SMALL_RESNET = Architecture(
    "small-resnet",
    (32, 32, 3),
    [
        *_stage(32, pooled=False),
        *_stage(64, pooled=True),
        _twice(64),
        *_stage(128, pooled=True),
        _twice(128),
        *_stage(128, pooled=True),
        _twice(128),
        GlobalAvgPool2D(),
        Dense(10),
    ],
)
"""The course's own small residual network for CIFAR-10: ten convolutions, three sums.

909,290 parameters. It is six-conv deeper: after each pooling stand two convolutions whose result
is added to what entered them.
"""

NETWORKS = {
    network.name: network
    for network in (
        THREE_CONV,
        TWO_SMALL_CONV,
        TWO_SMALL_CONV_SIGMOID,
        DENSE_BASELINE,
        TWO_CONV,
        REGULARIZED_CONV,
        ONE_CONV,
        LENET_5,
        SIX_CONV,
        SMALL_RESNET,
    )
}
"""Every network that the course trains from nothing, by its name."""

LARGE = {EFFICIENTNET_LITE0.name: EFFICIENTNET_LITE0}
"""Networks that are only used with weights that others have trained, by their names."""

SOURCES = {
    "A": THREE_CONV,
    "B": TWO_SMALL_CONV,
    "B-sigmoid": TWO_SMALL_CONV_SIGMOID,
    "C-dense": DENSE_BASELINE,
    "C-cnn": TWO_CONV,
    "D": REGULARIZED_CONV,
    "E": ONE_CONV,
}
"""The tutorials' networks by the course's letters."""


def find(name: str) -> Architecture:
    """Return a network by its name or by its tutorial's letter.

    Raises
    ------
    KeyError
        For an unknown name; the message suggests the nearest.

    Examples
    --------
    >>> find("C-cnn").name
    'two-conv'
    """
    known = NETWORKS | LARGE | SOURCES
    names = {key.lower(): key for key in known}
    asked = str(name).lower()
    if asked in names:
        return known[names[asked]]
    near = difflib.get_close_matches(asked, names, n=1)
    hint = f"did you mean {names[near[0]]!r}? " if near else ""
    raise KeyError(f"no network {name!r}; {hint}known: {', '.join(names.values())}")
