"""An architecture as JSON, and back."""

import difflib
import json
from dataclasses import MISSING, fields

from cnncourse.architecture import activations, composite, convolutions, layers, pools
from cnncourse.architecture.base import Layer

FORMAT = "cnncourse architecture"
VERSION = 1
FIELDS = ("format", "version", "name", "input_shape", "initializer", "layers")

LAYERS = {
    name: value
    for module in (convolutions, layers, pools, composite, activations)
    for name, value in vars(module).items()
    if isinstance(value, type)
    and issubclass(value, Layer)
    and not name.startswith("_")
    and value.kind != "layer"
    and value.__module__ == module.__name__
}


def as_dict(architecture):
    """Return the description as plain values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": architecture.name,
        "input_shape": list(architecture.input_shape),
        "initializer": architecture.initializer,
        "layers": [_layer_dict(layer) for layer in architecture.layers],
    }


def _layer_dict(layer):
    values = {field.name: getattr(layer, field.name) for field in fields(layer)}
    return {"layer": type(layer).__name__} | {key: _plain(v) for key, v in values.items()}


def _plain(value):
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return _layer_dict(value) if isinstance(value, Layer) else value


def from_text(text):
    """Return the arguments of `Architecture` from JSON text."""
    try:
        data = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"not an architecture: the text is not JSON ({error})") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f'not an architecture: the JSON must say "format": "{FORMAT}"')
    if data.get("version") != VERSION:
        raise ValueError(
            f"architecture version must be {VERSION}, got {data.get('version')!r}; "
            "update cnncourse to read a newer file"
        )
    for key in data:
        if key not in FIELDS:
            raise ValueError(f"unknown field {key!r} in an architecture{_near(key, FIELDS)}")
    for key in ("name", "input_shape", "layers"):
        if key not in data:
            raise ValueError(f"the architecture lacks its field {key!r}")
    if not isinstance(data["layers"], list):
        raise ValueError(f"layers must be a list, got {data['layers']!r}")
    read = [_layer_from(entry, number) for number, entry in enumerate(data["layers"], start=1)]
    given = {key: data[key] for key in ("name", "input_shape", "initializer") if key in data}
    return given | {"layers": read}


def _layer_from(entry, number):
    if not isinstance(entry, dict) or "layer" not in entry:
        raise ValueError(f'layer {number} must be an object with a "layer" name, got {entry!r}')
    kind = entry["layer"]
    if not isinstance(kind, str) or kind not in LAYERS:
        raise ValueError(
            f"layer {number} is an unknown layer {kind!r}{_near(kind, LAYERS)}; known layers: "
            f"{', '.join(LAYERS)}"
        )
    values = {key: value for key, value in entry.items() if key != "layer"}
    _check_fields(values, fields(LAYERS[kind]), f"layer {number}: {kind}")
    plain = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    for key in LAYERS[kind].nested:
        if isinstance(values.get(key), list):
            inside = enumerate(values[key], start=1)
            plain[key] = [_layer_from(one, f"{number}, {key} {place}") for place, one in inside]
    try:
        return LAYERS[kind](**plain)
    except (TypeError, ValueError) as error:
        raise ValueError(f"layer {number}: {error}") from None


def _check_fields(values, wanted, owner):
    names = [field.name for field in wanted]
    for key in values:
        if key not in names:
            raise ValueError(f"{owner} has no field {key!r}{_near(key, names)}")
    for field in wanted:
        if field.default is MISSING and field.name not in values:
            raise ValueError(f"{owner} lacks its field {field.name!r}")


def _near(word, words):
    found = difflib.get_close_matches(str(word), list(words), n=1)
    return f" (did you mean {found[0]!r}?)" if found else ""
