"""The setting that is a stack of layers with windows: convolutions and poolings."""

import json

from cnncourse.architecture import Conv2D, MaxPool2D
from cnncourse.arguments import is_whole
from cnncourse.explorers.traits import Setting

FIELDS = {"size": (1, 7), "stride": (1, 7), "padding": (0, 3), "dilation": (1, 4)}
"""The bounds of each number of a layer, in the order in which they stand behind its kind."""

KINDS = ("conv", "pool")
NAMED = ("valid", "same")
MOST = 8


class WindowLayers(Setting):
    """Up to eight layers, each a tuple (kind, size, stride, padding, dilation).

    The kind is ``"conv"`` or ``"pool"``, the padding ``"valid"``, ``"same"`` or a number of
    pixels on each side; a pooling's dilation is 1. From Python the last entries may be left
    out: a convolution's stride is then 1, a pooling's its size, the padding ``"valid"``.
    """

    kind = "window-layers"

    def checked(self, value):
        """Return the layers as a tuple of whole tuples."""
        if not isinstance(value, (list, tuple)) or len(value) > MOST:
            self.refuse(f"a list of at most {MOST} layers such as ('conv', 3)", value)
        return tuple(self._entry(entry) for entry in value)

    def _entry(self, entry):
        good = isinstance(entry, (list, tuple)) and 2 <= len(entry) <= 5
        if not good or not isinstance(entry[0], str) or entry[0] not in KINDS:
            rule = "a list of layers (kind, size, stride, padding, dilation), the kind 'conv' "
            self.refuse(f"{rule}or 'pool'", entry)
        kind, size, *rest = entry
        defaults = [1 if kind == "conv" else size, "valid", 1]
        numbers = [size, *rest, *defaults[len(rest) :]]
        if isinstance(numbers[2], str) and numbers[2] not in NAMED:
            self.refuse("a list of layers whose padding is 'valid', 'same' or a number", entry)
        for (field, bounds), number in zip(FIELDS.items(), numbers, strict=True):
            low, high = bounds if (kind, field) != ("pool", "dilation") else (1, 1)
            named = field == "padding" and isinstance(number, str)
            if not named and not (is_whole(number) and low <= number <= high):
                span = f"{low} for a pooling" if high == low else f"from {low} to {high}"
                self.refuse(f"a list of layers whose {field} is {span}", entry)
        return (kind, *(n if isinstance(n, str) else int(n) for n in numbers))

    def describe(self):
        """Add what a layer may be."""
        bounds = {field: list(ends) for field, ends in FIELDS.items()}
        return super().describe() | {"most": MOST, "kinds": KINDS, "fields": bounds}

    def to_wire(self, value):
        """Return nested lists."""
        return json.loads(json.dumps(value))


def described(layers):
    """Return the layers as `cnncourse.architecture` describes them, with one filter each."""
    return [
        Conv2D(1, size, stride, padding, dilation)
        if kind == "conv"
        else MaxPool2D(size, stride, padding)
        for kind, size, stride, padding, dilation in layers
    ]
