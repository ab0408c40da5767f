"""The layers a network is described with: frozen, checked, and free of any framework.

A layer knows the shape that leaves it, the arrays it owns and the multiplications it
costs. It holds no numbers that are learned: those are in a weight dictionary.

Shapes are ``(height, width, channels)`` for maps and ``(features,)`` for vectors, without
the batch. Sizes are kept as (height, width) pairs, paddings as a name or as
(top, bottom, left, right).
"""

import math
from dataclasses import dataclass
from typing import ClassVar

from cnncourse import arguments
from cnncourse.architecture.activations import check_activation
from cnncourse.architecture.base import Layer


@dataclass(frozen=True, repr=False)
class Weighted(Layer):
    """What convolutions and dense layers share: an activation and an optional bias."""

    def _check_weighted(self, name):
        self._whole(name)
        check_activation(type(self).__name__, self.activation)
        arguments.switch(self.use_bias, f"{type(self).__name__}: use_bias")


@dataclass(frozen=True, repr=False)
class BatchNorm(Layer):
    """Normalise each channel over the batch, then scale and shift it (Ioffe, 2015).

    Parameters
    ----------
    epsilon : float
        Added to the variance under the root. Keras's default is 1e-3, PyTorch's 1e-5.
    momentum : float
        The share of the old running mean that is *kept* at each step, Keras's meaning;
        PyTorch's momentum is one minus this.
    """

    kind: ClassVar[str] = "norm"
    fixed: ClassVar[tuple[str, ...]] = ("mean", "variance")

    epsilon: float = 1e-3
    momentum: float = 0.99

    def __post_init__(self):
        self._number("epsilon", 0, low_open=True)
        self._number("momentum", 0, 1)

    def weight_shapes(self, shape):
        """Learned scale and shift, running mean and variance, each (channels,)."""
        return dict.fromkeys(("scale", "shift", "mean", "variance"), shape[-1:])


@dataclass(frozen=True, repr=False)
class Dropout(Layer):
    """In training, set each number to zero with probability ``rate`` and scale the rest up.

    Parameters
    ----------
    rate : float
        The share dropped, in [0, 1).
    """

    kind: ClassVar[str] = "dropout"

    rate: float

    def __post_init__(self):
        self._number("rate", 0, 1, cure="it is the share dropped: 0.25 drops a quarter")


@dataclass(frozen=True, repr=False)
class Flatten(Layer):
    """A map laid out as one vector, in the order height, width, channel."""

    kind: ClassVar[str] = "flatten"
    flattens: ClassVar[bool] = True

    def output_shape(self, shape):
        """Return (height * width * channels,)."""
        return (math.prod(shape),)


@dataclass(frozen=True, repr=False)
class Dense(Weighted):
    """A fully connected layer: every output is a weighted sum of every input.

    Parameters
    ----------
    units : int
        Features that leave the layer.
    activation : str or None
        One of `ACTIVATIONS`. The last layer of a classifier has none: it gives logits.
    use_bias : bool
        Whether each unit adds a learned number.
    """

    kind: ClassVar[str] = "dense"
    mixes: ClassVar[bool] = True

    units: int
    activation: str | None = None
    use_bias: bool = True

    def __post_init__(self):
        self._check_weighted("units")

    def output_shape(self, shape):
        """Return (units,); raises on a map."""
        if len(shape) != 1:
            raise ValueError(
                f"Dense needs a vector but receives a map of {_times(shape)}; "
                "put Flatten() or GlobalAvgPool2D() before it"
            )
        return (self.units,)

    def weight_shapes(self, shape):
        """Weights ``(features in, units)`` and bias."""
        shapes = {"weights": (shape[0], self.units)}
        return shapes | ({"bias": (self.units,)} if self.use_bias else {})

    def fan_in(self, shape):
        """Every feature enters every unit."""
        return shape[0]

    def multiply_adds(self, shape):
        """One for every weight."""
        return shape[0] * self.units


def _times(shape):
    return " x ".join(map(str, shape))
