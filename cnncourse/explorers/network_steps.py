"""What is known of the layers of a network that may have a mistake, up to it."""

from collections import Counter
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

from cnncourse.architecture import Architecture, Layer, NamedLayer, ReceptiveField
from cnncourse.architecture.base import Shape


class Named(NamedTuple):
    """A layer with the name that an architecture gives it; those in a `Residual` are ``inside``.

    ``depth`` is how many residuals it is in, and ``place`` its place among all layers in the order
    of `Architecture.walk`: the layers in a residual come right before it.
    """

    name: str
    layer: Layer
    depth: int
    place: int


def rows(layers, prefix="", depth=0, start=0) -> list[Named]:
    """Return all layers as one reads them: a residual, then what is in it.

    Examples
    --------
    >>> from cnncourse.architecture import Conv2D, Residual
    >>> [(row.name, row.place) for row in rows([Residual([Conv2D(2, 1)], [Conv2D(2, 1)])])]
    [('residual1', 2), ('residual1/conv1', 0), ('residual1/shortcut/conv1', 1)]
    """
    counts, found = Counter(), []
    for layer in layers:
        counts[layer.stem] += 1
        name, inside = f"{prefix}{layer.stem}{counts[layer.stem]}", []
        for prefixed, path in paths(layer, name):
            inside += rows(path, prefixed, depth + 1, start + len(found) + len(inside))
        place = start + len(found) + len(inside)
        found += [Named(name, layer, depth, place), *inside]
    return found


def paths(layer: Layer, name: str) -> list[tuple[str, tuple[Layer, ...]]]:
    """Return the paths in a layer, each with what its layers' names begin with."""
    return [
        (f"{name}/" if field == "layers" else f"{name}/{field}/", getattr(layer, field) or ())
        for field in layer.nested
    ]


@dataclass
class Followed:
    """Layers that fit, in the order of `Architecture.walk`, and what is wrong with the next."""

    steps: list[NamedLayer]
    fields: list[ReceptiveField]
    mistake: str = ""

    def parameters(self) -> list[int]:
        """Return how many numbers each layer itself owns; those in a residual are not its own."""
        return [sum(map(prod, step.arrays().values())) for step in self.steps]

    def multiply_adds(self) -> list[int]:
        """Return what each layer itself multiplies and adds."""
        return [
            0 if step.layer.nested else step.layer.multiply_adds(step.input_shape)
            for step in self.steps
        ]


def follow(layers, image: Shape) -> Followed:
    """Follow layers from an image of a shape to their end or to the first mistake."""
    found = Followed([], [])
    _follow([], layers, image, image, "", found)
    return found


def _follow(before, path, image, shape, prefix, found):
    """Follow a path behind the layers ``before``; keep what is found, and the end's field."""
    counts, own, places = Counter(), [], []
    for layer in path:
        counts[layer.stem] += 1
        name = f"{prefix}{layer.stem}{counts[layer.stem]}"
        for prefixed, inner in paths(layer, name):
            if not found.mistake:
                _follow([*before, *own], inner, image, shape, prefixed, found)
        if found.mistake:
            break
        try:
            out = layer.output_shape(shape)
        except ValueError as error:
            found.mistake = str(error)
            break
        places.append(len(found.steps))
        found.steps.append(NamedLayer(name, layer, shape, out, None))
        found.fields.append(None)
        own.append(layer)
        shape = out
    if own:
        # A path in a residual sees what it would see as the end of the network.
        fields = list(_sights(Architecture("path", image, [*before, *own])))
        for place, field in zip(places, fields[len(before) :], strict=True):
            found.fields[place] = field


def _sights(network):
    fields = network.receptive_field()
    return [fields[step.name] for step in network.named_layers()]
