"""What a layer says of an argument it does not have: Keras and PyTorch have other names."""

import difflib
from dataclasses import MISSING, fields

MEANT = {
    "strides": ("stride",),
    "kernel": ("kernel_size", "size"),
    "kernel_size": ("size",),
    "size": ("kernel_size",),
    "pool_size": ("size",),
    "window": ("size", "kernel_size"),
    "out_channels": ("filters",),
    "channels": ("filters",),
    "out_features": ("units",),
    "features": ("units",),
    "filters": ("units",),
    "units": ("filters",),
    "pad": ("padding",),
    "pads": ("padding",),
    "dilation_rate": ("dilation",),
    "dilations": ("dilation",),
    "depth_multiplier": ("multiplier",),
    "bias": ("use_bias",),
    "nonlinearity": ("activation",),
    "eps": ("epsilon",),
    "p": ("rate",),
    "alpha": ("negative_slope",),
    "negative_slope": ("alpha",),
    "body": ("layers",),
    "downsample": ("shortcut",),
}
"""Keras's, PyTorch's and other layers' names, and what a layer of the course calls them."""

LEFT_OUT = {
    "in_channels": "the layer before it says how many channels enter",
    "in_features": "the layer before it says how many features enter",
    "num_features": "the layer before it says how many channels enter",
    "input_shape": "Architecture takes the input_shape",
    "input_dim": "Architecture takes the input_shape",
    "name": "an Architecture names its layers conv1, pool1, ...",
    "groups": "DepthwiseConv2D convolves each channel by itself",
    "seed": "a recipe's seed decides what is dropped",
    "kernel_initializer": "Architecture takes the initializer",
    "data_format": "channels come last",
    "dtype": "build takes the dtype",
}
"""What the frameworks' layers take and a description does not need."""


def check_names(layer: type, values: tuple, named: dict) -> None:
    """Raise a TypeError unless a layer's arguments are those it has, with none missing.

    Parameters
    ----------
    layer : type
        The kind of layer.
    values, named
        What it was called with.
    """
    known, owner = fields(layer), layer.__name__
    names = [field.name for field in known]
    for name, value in named.items():
        if name not in names:
            cure = _cure(name, value, names)
            raise TypeError(f"{owner} has no argument {name!r}; {cure}")
    if len(values) > len(names):
        takes = f"takes {', '.join(names)}" if names else "takes no argument"
        raise TypeError(f"{owner} {takes}, got {len(values)} values; leave the last out")
    for name in names[: len(values)]:
        if name in named:
            raise TypeError(f"{owner} is given {name} twice, by its place and by its name")
    for field in known[len(values) :]:
        if field.default is MISSING and field.name not in named:
            missing = [f.name for f in known if f.default is MISSING]
            raise TypeError(
                f"{owner} needs its {field.name}; write {owner}({', '.join(missing)}, ...)"
            )


def _cure(name, value, names):
    """Return what to write in the place of an argument that is unknown."""
    meant = [own for own in MEANT.get(name.lower(), ()) if own in names]
    meant += difflib.get_close_matches(name.lower(), names, n=1)
    if meant:
        return f"write {meant[0]}={value!r}"
    if name.lower() in ("filters", "out_channels", "channels") and "multiplier" in names:
        return "leave it out: as many channels leave as enter, times the multiplier"
    if name in LEFT_OUT:
        return f"leave it out: {LEFT_OUT[name]}"
    return f"it takes {', '.join(names)}" if names else "it takes none"
