"""A whole network, described once: its shapes, its cost and what each unit sees."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from cnncourse.architecture import checks, initial, serial, table
from cnncourse.architecture.base import Layer, Shape
from cnncourse.architecture.layers import Dense, Flatten
from cnncourse.architecture.receptive import ReceptiveField, receptive_fields
from cnncourse.arguments import whole

FLOAT32_BYTES = 4


class NamedLayer(NamedTuple):
    """A layer in its place.

    ``flattened_from`` is the (height, width, channels) of the map whose flattened features
    enter the layer, and None where a map or a mixed vector enters. The frameworks lay such
    features out in different orders.
    """

    name: str
    layer: Layer
    input_shape: Shape
    output_shape: Shape
    flattened_from: Shape | None


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
        unordered = isinstance(self.layers, (Layer, str, Set, Mapping))
        if unordered or not isinstance(self.layers, Iterable):
            raise TypeError(
                f"layers must be a list of layers, in order, got {self.layers!r}; "
                "write [Flatten(), Dense(10)]"
            )
        object.__setattr__(self, "layers", tuple(self.layers))
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
        named, shape, flattened, counts = [], self.input_shape, None, Counter()
        for number, layer in enumerate(self.layers, start=1):
            if not isinstance(layer, Layer) or layer.kind == "layer":
                raise TypeError(
                    f"layer {number} of {self.name!r} must be a layer such as Conv2D(32, 3), "
                    f"got {layer!r}{checks.layer_cure(layer)}"
                )
            counts[layer.kind] += 1
            name = f"{layer.kind}{counts[layer.kind]}"
            try:
                out = layer.output_shape(shape)
            except ValueError as error:
                cure = checks.channels_first_cure(self.input_shape)
                raise ValueError(
                    f"layer {number} ({name}, {layer!r}) of {self.name!r}: {error}{cure}"
                ) from None
            named.append(NamedLayer(name, layer, shape, out, flattened))
            if isinstance(layer, Flatten):
                flattened = shape if len(shape) == 3 else flattened
            elif isinstance(layer, Dense):
                flattened = None
            shape = out
        return tuple(named)

    def named_layers(self) -> tuple[NamedLayer, ...]:
        """Return each layer with its name (``conv1``, ``pool1``, …) and its shapes."""
        return self._named

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
            for step in self._named
            for key, shape in step.layer.weight_shapes(step.input_shape).items()
        }

    def trainable_names(self) -> list[str]:
        """Return the names of the arrays that gradients change, in layer order."""
        return [
            f"{step.name}/{key}"
            for step in self._named
            for key in step.layer.weight_shapes(step.input_shape)
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
        """Count the numbers the network owns: in total and per layer."""
        layers = {}
        for step in self._named:
            trainable = fixed = 0
            for key, shape in step.layer.weight_shapes(step.input_shape).items():
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
        shapes = [self.input_shape, *self.shapes()]
        return FLOAT32_BYTES * count * sum(math.prod(shape) for shape in shapes)

    def receptive_field(self) -> dict[str, ReceptiveField]:
        """Return what one unit of each layer sees of the input, by layer name.

        After flattening, a unit sees what its pixel saw; a dense unit sees all of that.
        """
        return receptive_fields(self._named)

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
