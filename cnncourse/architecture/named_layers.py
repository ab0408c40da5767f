"""Layers one after the other, each with its name and its shapes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cnncourse.architecture.base import Layer, Shape


class NamedLayer(NamedTuple):
    """A layer of a network, with its name there and its shapes.

    ``flattened_from`` is the (height, width, channels) of the map whose flattened features
    enter the layer, and None where a map or a mixed vector enters. The frameworks lay such
    features out in different orders; what enters and leaves a `Residual` is in ours.
    """

    name: str
    layer: Layer
    input_shape: Shape
    output_shape: Shape
    flattened_from: Shape | None

    @property
    def flattened_to(self) -> Shape | None:
        """What ``flattened_from`` is for the layer that comes next."""
        if self.layer.flattens and len(self.input_shape) == 3:
            return self.input_shape
        return None if self.layer.mixes else self.flattened_from

    def paths(self) -> tuple[tuple["NamedLayer", ...], ...]:
        """Return the paths inside a composite layer, whose ends are added; () for any other.

        An empty path is the input itself.
        """
        return self.layer.paths(self.name, self.input_shape)

    def arrays(self) -> dict[str, Shape]:
        """Return the arrays of the layer itself, by key; those inside a composite are theirs."""
        return {} if self.layer.nested else self.layer.weight_shapes(self.input_shape)


def follow(
    layers: Iterable[Layer], shape: Shape, owner: str, prefix: str = ""
) -> tuple[NamedLayer, ...]:
    """Return layers one after the other, with names (``conv1``, ``pool1``, …) and shapes.

    Parameters
    ----------
    layers : iterable of layers
    shape : tuple of int
        What enters the first.
    owner : str
        Whose layers they are, for errors.
    prefix : str
        What every name begins with.

    Raises
    ------
    ValueError
        If a layer cannot take what the layer before gives; the message names it.
    """
    named, flattened, counts = [], None, Counter()
    for number, layer in enumerate(layers, start=1):
        counts[layer.stem] += 1
        name = f"{prefix}{layer.stem}{counts[layer.stem]}"
        try:
            out = layer.output_shape(shape)
        except ValueError as error:
            short = name.rpartition("/")[2]
            raise ValueError(
                f"layer {number} ({short}, {layer.brief()}) of {owner}: {error}"
            ) from None
        named.append(NamedLayer(name, layer, shape, out, flattened))
        shape, flattened = out, named[-1].flattened_to
    return tuple(named)


def walk(steps: Iterable[NamedLayer]) -> Iterator[NamedLayer]:
    """Yield every layer in the order of computation, those inside a composite right before it."""
    for step in steps:
        for path in step.paths():
            yield from walk(path)
        yield step
