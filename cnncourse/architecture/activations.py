"""The activations, each a layer of its own; ``activation="relu"`` names one."""

from dataclasses import dataclass
from typing import ClassVar

from cnncourse.architecture.base import Layer


@dataclass(frozen=True, repr=False)
class Activation(Layer):
    """A function applied to every number by itself (softmax: along the last axis)."""


@dataclass(frozen=True, repr=False)
class ReLU(Activation):
    """max(0, x)."""

    kind: ClassVar[str] = "relu"


@dataclass(frozen=True, repr=False)
class LeakyReLU(Activation):
    """x where positive, ``negative_slope`` * x elsewhere.

    PyTorch's default slope is 0.01, which is taken here; Keras's is 0.3.
    """

    kind: ClassVar[str] = "leaky_relu"

    negative_slope: float = 0.01

    def __post_init__(self):
        self._number("negative_slope", 0)


@dataclass(frozen=True, repr=False)
class ELU(Activation):
    """x where positive, ``alpha`` * (exp(x) - 1) elsewhere."""

    kind: ClassVar[str] = "elu"

    alpha: float = 1.0

    def __post_init__(self):
        self._number("alpha", 0)


@dataclass(frozen=True, repr=False)
class GELU(Activation):
    """x times the normal distribution function of x (the exact form, not tanh's)."""

    kind: ClassVar[str] = "gelu"


@dataclass(frozen=True, repr=False)
class SiLU(Activation):
    """x * sigmoid(x), also known as swish."""

    kind: ClassVar[str] = "silu"


@dataclass(frozen=True, repr=False)
class Softplus(Activation):
    """log(1 + exp(x))."""

    kind: ClassVar[str] = "softplus"


@dataclass(frozen=True, repr=False)
class Sigmoid(Activation):
    """1 / (1 + exp(-x))."""

    kind: ClassVar[str] = "sigmoid"


@dataclass(frozen=True, repr=False)
class Tanh(Activation):
    """The hyperbolic tangent."""

    kind: ClassVar[str] = "tanh"


@dataclass(frozen=True, repr=False)
class Softmax(Activation):
    """exp(x) divided by its sum along the last axis (the channels of a map)."""

    kind: ClassVar[str] = "softmax"


ACTIVATIONS = {
    layer.kind: layer()
    for layer in (ReLU, LeakyReLU, ELU, GELU, SiLU, Softplus, Sigmoid, Tanh, Softmax)
}
"""What ``activation="..."`` means: each name's layer with its defaults."""
