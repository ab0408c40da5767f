"""The tables that a page needs as well as Python: layers and their fields, limits, listings.

They are read from the package and generated for the page, so that each is typed once. How a
layer's fields are checked is heard from the layer itself: it is made, and what it asks of its
fields is noted. Arithmetic is not here: it stands in both languages, which check each other.
"""

import math
from dataclasses import MISSING, fields

from cnncourse.architecture import ACTIVATIONS, Residual, base, initial, serial
from cnncourse.explorers import kernels, network_layers, padding_settings
from cnncourse.listings import for_keras, for_torch, helper_sources, strides
from cnncourse.ops import padding

STARTING_VALUES = {
    "filters": 8,
    "kernel_size": 3,
    "units": 10,
    "rate": 0.25,
    "layers": [{"layer": "Conv2D", "filters": 8, "kernel_size": 3, "padding": "same"}],
}
"""What a new layer has where its description asks for a value."""


class _Listening:
    """Mixed into a layer, it notes what the layer asks of each field, which is asked as ever."""

    def _hear(self, name, **facts):
        self.__dict__.setdefault("heard", {})[name] = facts

    def _whole(self, name):
        self._hear(name, type="whole")
        super()._whole(name)

    def _number(self, name, low, high=math.inf, *, low_open=False, cure=""):
        facts = {"type": "number", "low": low, "high": high, "open": low_open, "cure": cure}
        usual = {"high": math.inf, "open": False, "cure": ""}
        self._hear(name, **{key: v for key, v in facts.items() if v != usual.get(key, MISSING)})
        super()._number(name, low, high, low_open=low_open, cure=cure)

    def _set_window(self, **sizes):
        for name in sizes:
            self._hear(name, type="pair")
        self._hear("padding", type="padding")
        super()._set_window(**sizes)


def layers() -> dict:
    """Return every layer that the page has, by name: its kind and its fields with their rules."""
    return {
        "activations": list(ACTIVATIONS),
        "starting": STARTING_VALUES,
        "unnamed": list(base.UNNAMED),
        "layers": {
            name: {"kind": cls.kind, "fields": rules(cls)} for name, cls in serial.LAYERS.items()
        },
    }


def rules(cls) -> dict:
    """Return how each field of a layer is checked, and its default if it has one.

    Examples
    --------
    >>> from cnncourse.architecture import ELU
    >>> rules(ELU)
    {'alpha': {'type': 'number', 'low': 0, 'fallback': 1.0}}
    """
    if cls.nested:
        return {field.name: _rule(cls, field, NESTED) for field in fields(cls)}
    needed = [field.name for field in fields(cls) if field.default is MISSING]
    listening = type(cls.__name__, (_Listening, cls), {"__module__": cls.__module__})
    made = listening(**{name: STARTING_VALUES[name] for name in needed})
    heard = made.__dict__.get("heard", {})
    return {field.name: _rule(cls, field, heard) for field in fields(cls)}


NESTED = {name: {"type": "layers"} for name in Residual.nested}
"""What a layer asks of fields that hold layers."""


def _rule(cls, field, heard):
    other = {"activation": {"type": "activation"}, "use_bias": {"type": "flag"}}
    rule = heard.get(field.name, other.get(field.name))
    if rule is None:
        raise LookupError(f"{cls.__name__} does not say how its field {field.name!r} is checked")
    return rule if field.default is MISSING else rule | {"fallback": field.default}


def networks() -> dict:
    """Return what a network from outside may be: its form, and the largest values."""
    return {
        "format": serial.FORMAT,
        "version": serial.VERSION,
        "fields": list(serial.FIELDS),
        "initializers": list(initial.INITIALIZERS),
        "limits": dict(network_layers.LIMITS),
    }


def listings() -> dict:
    """Return the words of a listing that are not computed: helper classes, notes, names."""
    return {
        "classes": helper_sources(),
        "torch_activations": for_torch.ACTIVATIONS,
        "set_channels_last": for_keras.SET_LAST,
        "stride_note": for_keras.STRIDE_NOTE,
        "uneven_note": for_keras.UNEVEN_NOTE,
        "pixel_note": for_keras.PIXEL_NOTE,
        "single_note": strides.SINGLE_NOTE,
        "answer_note": for_keras.ANSWER_NOTE,
    }


def windows() -> dict:
    """Return the names around windows: paddings and their modes, kernels, slices of colour."""
    return {
        "paddings": padding_settings.KINDS,
        "modes": list(padding.MODES),
        "kernels": list(kernels.KERNELS),
        "slices": {name: list(shares) for name, shares in kernels.SLICES.items()},
    }
