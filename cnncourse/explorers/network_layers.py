"""The list of layers as a setting: the name of a network of the zoo, or layers in plain form."""

import difflib
import json
from collections.abc import Iterator
from dataclasses import MISSING, fields
from functools import cache
from types import MappingProxyType

from cnncourse import zoo
from cnncourse.architecture import Layer, Residual, serial
from cnncourse.explorers.traits import Setting

LIMITS = MappingProxyType(
    {
        "name": 30,
        "layers": 40,
        "input_side": 256,
        "input_channels": 16,
        "filters": 512,
        "kernel_size": 15,
        "size": 15,
        "stride": 15,
        "padding": 15,
        "dilation": 15,
        "multiplier": 16,
        "units": 4096,
        "epsilon": 100,
        "negative_slope": 100,
        "alpha": 100,
    }
)
"""The largest values that the explorers take, by the name of a layer's or a network's field."""

FORMS = "the name of a network of the zoo or a list of layers"


@cache
def presets() -> MappingProxyType:
    """Return the layers of every network of the zoo in plain form, by the network's name."""
    return MappingProxyType(
        {name: tuple(map(plain, network.layers)) for name, network in zoo.NETWORKS.items()}
    )


def plain(layer: Layer) -> dict:
    """Return a layer as values of JSON, what is at its default left out.

    Examples
    --------
    >>> from cnncourse.architecture import Conv2D, MaxPool2D, Residual
    >>> plain(Conv2D(8, (3, 3), padding=(0, 0, 1, 1)))
    {'layer': 'Conv2D', 'filters': 8, 'kernel_size': 3, 'padding': (0, 1)}
    >>> plain(MaxPool2D(3, stride=3))
    {'layer': 'MaxPool2D', 'size': 3}
    >>> plain(Residual([MaxPool2D(3, stride=1, padding="same")]))["layers"]
    [{'layer': 'MaxPool2D', 'size': 3, 'stride': 1, 'padding': 'same'}]
    """
    entry = {"layer": type(layer).__name__}
    for field in fields(layer):
        value, default = getattr(layer, field.name), field.default
        if field.name in layer.nested:
            if value is not None:
                entry[field.name] = [plain(one) for one in value]
            continue
        if default is None and field.name == "stride":
            default = layer.size
        if default is MISSING or _short(value) != _short(default):
            entry[field.name] = _short(value)
    return entry


def _short(value):
    """Return (3, 3) as 3, and (1, 1, 2, 2) as (1, 2)."""
    if not isinstance(value, tuple):
        return value
    if len(set(value)) == 1:
        return value[0]
    if len(value) == 4 and value[::2] == value[1::2]:
        return value[::2]
    return value


def read(entries) -> tuple[Layer, ...]:
    """Return the layers of a list in plain form.

    Raises
    ------
    ValueError
        If an entry is no layer, or has a field or a value that its layer does not have.
    """
    wrapped = {"format": serial.FORMAT, "version": serial.VERSION, "name": "layers"}
    wrapped |= {"input_shape": [1, 1, 1], "layers": list(entries)}
    return tuple(serial.from_text(json.dumps(wrapped))["layers"])


def every(layers) -> Iterator[Layer]:
    """Yield each layer and then the layers that are in it."""
    for layer in layers:
        yield layer
        for field in layer.nested:
            yield from every(getattr(layer, field) or ())


def to_start_from() -> list[dict]:
    """Return the zoo's networks for a page: name, label, input shape and layers of each."""
    letters = {network.name: letter for letter, network in zoo.SOURCES.items()}
    found = []
    for name, network in zoo.NETWORKS.items():
        label = f"{name} (source {letters[name]})" if name in letters else name
        shape = {"input_shape": list(network.input_shape)}
        found.append({"name": name, "label": label, **shape, "layers": presets()[name]})
    return found


class NetworkLayers(Setting):
    """The layers of a network, in order.

    Kept as the name of a network of the zoo where it has these very layers, else as a tuple
    of layers in plain form; a `Residual` holds lists of them. A layer alone must be possible and
    within the page's limits; that the layers fit each other is not asked.
    """

    kind = "network-layers"

    def checked(self, value):
        """Return a name, or a tuple of dictionaries."""
        if isinstance(value, str):
            if value not in zoo.NETWORKS:
                near = difflib.get_close_matches(value, zoo.NETWORKS, n=1)
                hint = f" (did you mean {near[0]!r}?)" if near else ""
                self.refuse(f"{FORMS}: {', '.join(zoo.NETWORKS)}{hint}", value)
            return value
        if not isinstance(value, (list, tuple)):
            self.refuse(FORMS, value)
        try:
            layers = read([self._entry(one) for one in value])
        except (TypeError, ValueError) as error:
            self.refuse(f"{FORMS}, each possible ({error})", value)
        self._check_limits(layers)
        entries = tuple(map(plain, layers))
        same = (name for name, layers in presets().items() if layers == entries)
        return next(same, entries)

    def _entry(self, one, depth=1):
        """Return a layer as a dictionary, layers in it as well."""
        if depth > LIMITS["layers"]:
            raise ValueError(f"layers are nested more than {LIMITS['layers']} deep")
        if isinstance(one, Layer):
            for layer in every([one]):
                if type(layer) not in serial.LAYERS.values():
                    raise TypeError(f"{layer!r} is not a layer of the course")
            return plain(one)
        if not isinstance(one, dict):
            return one
        entry = dict(one)
        for field in Residual.nested:
            if isinstance(entry.get(field), (list, tuple)):
                entry[field] = [self._entry(inner, depth + 1) for inner in entry[field]]
        return entry

    def _check_limits(self, layers):
        count = len(list(every(layers)))
        if count > LIMITS["layers"]:
            self.refuse(f"at most {LIMITS['layers']} layers", f"{count} layers")
        for layer in every(layers):
            for field in fields(layer):
                value, most = getattr(layer, field.name), LIMITS.get(field.name)
                numbers = value if isinstance(value, tuple) else (value,)
                if most and any(isinstance(n, (int, float)) and n > most for n in numbers):
                    self.refuse(f"layers whose {field.name} is at most {most}", layer)

    def describe(self):
        """Add the names that it takes."""
        return super().describe() | {"names": list(zoo.NETWORKS)}

    def to_wire(self, value):
        """Return a name, or a list of plain objects."""
        return json.loads(json.dumps(value))
