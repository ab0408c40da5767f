"""The activations, each a layer of its own; ``activation="relu"`` names one."""

import difflib
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
class ReLU6(Activation):
    """min(max(0, x), 6): a ReLU with an upper end, as in MobileNets and EfficientNet-Lite."""

    kind: ClassVar[str] = "relu6"


@dataclass(frozen=True, repr=False)
class LeakyReLU(Activation):
    """x where positive, ``negative_slope`` * x elsewhere.

    PyTorch's default slope is 0.01, which is taken here; Keras's is 0.3.
    """

    kind: ClassVar[str] = "leaky_relu"
    settings: ClassVar[tuple[str, ...]] = ("negative_slope",)

    negative_slope: float = 0.01

    def __post_init__(self):
        self._number("negative_slope", 0)


@dataclass(frozen=True, repr=False)
class ELU(Activation):
    """x where positive, ``alpha`` * (exp(x) - 1) elsewhere."""

    kind: ClassVar[str] = "elu"
    settings: ClassVar[tuple[str, ...]] = ("alpha",)

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
    for layer in (ReLU, ReLU6, LeakyReLU, ELU, GELU, SiLU, Softplus, Sigmoid, Tanh, Softmax)
}
"""What ``activation="..."`` means: each name's layer with its defaults."""

OTHER_NAMES = {"swish": "silu", "logistic": "sigmoid"}


def check_activation(owner: str, given) -> None:
    """Raise unless ``given`` is None or the name of one of `ACTIVATIONS`.

    Raises
    ------
    ValueError
        For an unknown name; the message suggests the nearest.
    TypeError
        For what is no name, such as a framework's activation; the message says its name.
    """
    if given is None or (isinstance(given, str) and given in ACTIVATIONS):
        return
    rule = f"{owner}: activation must be None or one of {', '.join(ACTIVATIONS)}, got {given!r}"
    if isinstance(given, str):
        near = difflib.get_close_matches(given.lower(), [*ACTIVATIONS, *OTHER_NAMES], n=1)
        meant = OTHER_NAMES.get(near[0], near[0]) if near else ""
        raise ValueError(rule + (f"; did you mean {meant!r}?" if near else ""))
    meant = _named(given)
    cure = f"; write {meant!r}, or add the activation as a layer after it" if meant else ""
    raise TypeError(rule + cure)


def _named(given):
    """Return the name of the activation that an object or a function stands for, or ""."""
    # A layer of the course has a kind, a function a name, PyTorch's and Keras's layers a class.
    said = getattr(given, "kind", None) or getattr(given, "__name__", type(given).__name__)
    plain = str(said).lower().replace("_", "")
    known = {name.replace("_", ""): name for name in ACTIVATIONS} | OTHER_NAMES
    return known.get(plain, "")
