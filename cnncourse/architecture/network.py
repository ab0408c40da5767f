"""A whole network, described once: its shapes, its cost and what each unit sees."""

import json
import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from cnncourse.architecture import checks, initial, serial, table
from cnncourse.architecture.base import Layer, Shape
from cnncourse.architecture.named_layers import NamedLayer, follow, walk
from cnncourse.architecture.receptive import ReceptiveField, receptive_fields
from cnncourse.arguments import whole

FLOAT32_BYTES = 4


class Parameters(NamedTuple):
    """Numbers a network or a layer owns: ``trainable`` by gradients, ``fixed`` otherwise."""

    total: int
    trainable: int
    fixed: int
    layers: dict[str, "Parameters"] | None = None


@dataclass(frozen=True, repr=False)
class Architecture:
    """A network as a list of layers on an input shape, checked when it is made.

    Parameters
    ----------
    name : str
        A short name, such as ``"lenet-5"``.
    input_shape : (int, int, int)
        (height, width, channels) of one image.
    layers : sequence of layers
        In order; a single path, each layer fed by the one before.
    initializer : str
        How initial weights are drawn: ``"glorot_uniform"`` (Keras's default),
        ``"fan_in_uniform"`` (PyTorch's) or ``"he_normal"``.

    Raises
    ------
    ValueError, TypeError
        If a layer cannot take what the layer before gives; the message names it.

    Examples
    --------
    >>> from cnncourse.architecture import Architecture, Conv2D, Dense, Flatten, MaxPool2D
    >>> small = Architecture(
    ...     "small", (28, 28, 1), [Conv2D(6, 5), MaxPool2D(2), Flatten(), Dense(10)]
    ... )
    >>> small.shapes()
    [(24, 24, 6), (12, 12, 6), (864,), (10,)]
    >>> small.parameters().total
    8806
    """

    name: str
    input_shape: Shape
    layers: tuple[Layer, ...]
    initializer: str = "glorot_uniform"

    def __post_init__(self):
        if not isinstance(self.name, str):
            raise TypeError(f"name must be a non-empty string, got {self.name!r}")
        if not self.name:
            raise ValueError(f"name must be a non-empty string, got {self.name!r}")
        object.__setattr__(self, "layers", checks.layer_list(self.layers, repr(self.name)))
        object.__setattr__(self, "input_shape", checks.image_shape(self.input_shape))
        initial.check(self.initializer)
        if not self.layers:
            raise ValueError(
                f"architecture {self.name!r} needs at least one layer, got none; "
                "the smallest classifier is [Flatten(), Dense(10)]"
            )
        self._named  # noqa: B018  (walks the layers, which is the check)

    @cached_property
    def _named(self):
        try:
            return follow(self.layers, self.input_shape, repr(self.name))
        except ValueError as error:
            cure = checks.channels_first_cure(self.input_shape)
            raise ValueError(f"{error}{cure}") from None

    def named_layers(self) -> tuple[NamedLayer, ...]:
        """Return each layer with its name (``conv1``, ``pool1``, …) and its shapes."""
        return self._named

    def walk(self) -> tuple[NamedLayer, ...]:
        """Return every layer, those inside a `Residual` (``residual1/conv1``) right before it.

        Examples
        --------
        >>> from cnncourse.architecture import Architecture, Conv2D, Residual
        >>> same = Conv2D(2, 3, padding="same")
        >>> tiny = Architecture("tiny", (4, 4, 2), [same, Residual([same])])
        >>> [step.name for step in tiny.walk()]
        ['conv1', 'residual1/conv1', 'residual1']
        """
        return self._walked

    @cached_property
    def _walked(self):
        return tuple(walk(self._named))

    def with_input(self, input_shape: Shape, name: str | None = None) -> "Architecture":
        """Return the same layers on images of another size; dense weights may be more or fewer.

        Parameters
        ----------
        input_shape : (int, int, int)
            (height, width, channels) of one image.
        name : str, optional
            The new network's name, where it should not keep this one's.

        Raises
        ------
        ValueError, TypeError
            If a layer does not fit the smaller or larger maps; the message names it.
        """
        return replace(self, input_shape=input_shape, name=self.name if name is None else name)

    @property
    def output_shape(self) -> Shape:
        """What leaves the last layer, for one image."""
        return self._named[-1].output_shape

    def shapes(self) -> list[Shape]:
        """Return the output shape of every layer, without the batch."""
        return [step.output_shape for step in self._named]

    def weight_shapes(self) -> dict[str, Shape]:
        """Return name (``"conv1/kernels"``) and shape of every array, in layer order."""
        return {
            f"{step.name}/{key}": shape
            for step in self.walk()
            for key, shape in step.arrays().items()
        }

    def trainable_names(self) -> list[str]:
        """Return the names of the arrays that gradients change, in layer order."""
        return [
            f"{step.name}/{key}"
            for step in self.walk()
            for key in step.arrays()
            if key not in step.layer.fixed
        ]

    def initial_weights(self, seed: int = 0, dtype: str = "float32") -> dict[str, np.ndarray]:
        """Draw the weight dictionary that both frameworks start from.

        Parameters
        ----------
        seed : int
            The same seed gives the same numbers on every machine.
            A whole number of at least 0.
        dtype : str or numpy.dtype
            A floating type, of the arrays; the draws themselves are float64.

        Raises
        ------
        TypeError, ValueError
            For any other seed or dtype.
        """
        return initial.draw(self, seed, dtype)

    def parameters(self) -> Parameters:
        """Count the numbers the network owns: in total and per layer.

        Layers inside a `Residual` are counted under their own names; itself owns none.
        """
        layers = {}
        for step in self.walk():
            trainable = fixed = 0
            for key, shape in step.arrays().items():
                count = math.prod(shape)
                fixed += count if key in step.layer.fixed else 0
                trainable += count if key not in step.layer.fixed else 0
            layers[step.name] = Parameters(trainable + fixed, trainable, fixed)
        trainable = sum(p.trainable for p in layers.values())
        fixed = sum(p.fixed for p in layers.values())
        return Parameters(trainable + fixed, trainable, fixed, layers)

    def multiply_adds(self) -> int:
        """Return the multiply-add operations of one image's forward pass.

        Convolutions (padding included) and dense layers are counted; biases, pooling,
        normalisation and activations are not, being small beside them.
        """
        return sum(step.layer.multiply_adds(step.input_shape) for step in self._named)

    def activation_bytes(self, batch_size: int = 1) -> int:
        """Return the bytes of all layers' float32 outputs for a batch, input included.

        It is a measure of what training keeps for the backward pass besides the weights:
        a framework may share some of it (flattening copies nothing) and keep more.

        Parameters
        ----------
        batch_size : int
            Images in the batch.

        Raises
        ------
        TypeError, ValueError
            If it is not a whole number of at least 1.
        """
        count = whole(batch_size, "batch_size", 1)
        shapes = [self.input_shape, *(step.output_shape for step in self.walk())]
        return FLOAT32_BYTES * count * sum(math.prod(shape) for shape in shapes)

    def receptive_field(self) -> dict[str, ReceptiveField]:
        """Return what one unit of each layer sees of the input, by layer name.

        After flattening, a unit sees what its pixel saw; a dense unit sees all of that; and
        after a `Residual`, what it saw on either path.
        """
        return receptive_fields(self._named)

    def norms_of_vectors(self) -> list[str]:
        """Return the names of each `BatchNorm` that one image gives one number a channel.

        One number has no variance: in training such a layer needs two images at once.
        """
        return [
            step.name
            for step in self.walk()
            if step.layer.kind == "norm" and math.prod(step.input_shape[:-1]) == 1
        ]

    def __str__(self):
        return table.as_text(self)

    def _repr_html_(self):
        return table.as_html(self)

    def __repr__(self):
        layers = ", ".join(map(repr, self.layers))
        given = "" if self.initializer == "glorot_uniform" else f", {self.initializer!r}"
        return f"Architecture({self.name!r}, {self.input_shape}, [{layers}]{given})"

    def to_json(self) -> str:
        """Return the description as JSON text, which `from_json` reads back."""
        return json.dumps(serial.as_dict(self), indent=2)

    @classmethod
    def from_json(cls, text: str) -> "Architecture":
        """Read a description written by `to_json`.

        Raises
        ------
        ValueError
            For text that is not such a description, or names an unknown layer or field.
        """
        try:
            return cls(**serial.from_text(text))
        except TypeError as error:
            raise ValueError(str(error)) from None
