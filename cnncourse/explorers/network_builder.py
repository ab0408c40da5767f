"""A network as it is put together: its shapes, its cost, and its code in Keras and PyTorch."""

import math

from cnncourse import listings, zoo
from cnncourse.architecture import Architecture
from cnncourse.architecture.network import FLOAT32_BYTES
from cnncourse.explorers import network_steps, svg
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.network_layers import NetworkLayers, read
from cnncourse.explorers.traits import SettingError, Slider

OWN = "my-network"
"""The name of a network that is none of the zoo."""


class NetworkBuilder(Explorer):
    """Layers to add, remove, reorder and change, and the network that they make.

    Every network of the zoo is a place to start from, and a `Residual` holds layers of its own.
    A layer that cannot take what the one before it gives is kept: `problem` names it, what
    comes before it keeps its shapes, and there is no code.

    Parameters
    ----------
    network : str, Architecture or None
        What to start from: a name of the zoo, a tutorial's letter (``"C-cnn"``) or a
        description. It stands for the three settings.
    **settings
        `layers`, `input_size` and `input_channels`.

    Examples
    --------
    >>> builder = NetworkBuilder(network="lenet-5")
    >>> builder.parameters
    61706
    >>> builder.input_size = 32
    >>> builder.network, builder.parameters
    ('my-network', 82826)
    >>> from cnncourse.architecture import Conv2D, Dense, Flatten
    >>> builder.layers = [Conv2D(8, 3), Dense(10)]
    >>> builder.problem  # doctest: +ELLIPSIS
    "layer 2 (dense1, Dense(10)) of 'my-network': Dense needs a vector but receives a map of ...
    >>> builder.layers = [Conv2D(8, 3), Flatten(), Dense(10)]
    >>> print(builder.torch_code, end="")
    from torch import nn
    <BLANKLINE>
    # my-network: 72,090 parameters
    # Images go in as (N, 1, 32, 32): PyTorch puts the channels first.
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3),   # 8 x 30 x 30
        nn.Flatten(),         # 7200
        nn.Linear(7200, 10),  # 10
    )
    """

    title = "Network builder"
    constants = {"own_name": OWN}
    data_files = ("presets",)

    input_size = Slider(28, 1, 256, "Image size", unit="pixels", cure="images are square here")
    input_channels = Slider(1, 1, 16, "Image channels", cure="grey images have 1, colour ones 3")
    layers = NetworkLayers("two-conv")

    def __init__(self, network=None, **settings):
        started = {} if network is None else _settings_of(network)
        super().__init__(**(started | settings))

    @property
    def network(self) -> str:
        """The name of the network in the zoo, or ``"my-network"``; set it to start from one.

        It takes a name, a tutorial's letter or an `Architecture` on square images.
        """
        known = zoo.NETWORKS.get(self.layers) if isinstance(self.layers, str) else None
        return known.name if known and known.input_shape == self.input_shape else OWN

    @network.setter
    def network(self, network):
        changes = _settings_of(network)
        with self.view.hold_sync():
            for name, value in changes.items():
                setattr(self, name, value)

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """(height, width, channels) of the images."""
        return (self.input_size, self.input_size, self.input_channels)

    @property
    def architecture(self) -> Architecture:
        """The network; raises a ValueError that names the mistake where it has one."""
        known = zoo.NETWORKS.get(self.network)
        return known or self._once(
            "architecture", lambda: Architecture(OWN, self.input_shape, self._read())
        )

    @property
    def parameters(self) -> int:
        """How many numbers the network owns; 0 where there is a problem."""
        return self.results["parameters"]

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """The output shape of every layer, those in a residual before its own, up to a mistake."""
        return self.results["shapes"]

    @property
    def keras_code(self) -> str:
        """Source that makes ``model`` in Keras; a comment that says why there is none."""
        return self.results["keras_code"]

    @property
    def torch_code(self) -> str:
        """Source that makes ``model`` in PyTorch; a comment that says why there is none."""
        return self.results["torch_code"]

    def _read(self):
        """Return the layers as descriptions."""
        if isinstance(self.layers, str):
            return zoo.NETWORKS[self.layers].layers
        return self._once("layers", lambda: read(self.layers))

    def compute(self):
        """Compute the shapes and costs of every layer, the network's, and its code.

        All lists are in the order of `Architecture.walk`: the layers in a `Residual` come right
        before it, and its own costs are without theirs. The lists that begin with ``layer_``, and
        ``shapes``, end before the first mistake; ``mistake`` is what is wrong with that layer and
        ``mistake_at`` its place, counted from 0, or -1. ``calls`` are the layers as Python writes
        them. A receptive field is (height, width) in pixels of the image. Where there is a
        problem, totals are 0.
        """
        layers, problem, code = self._read(), "", {}
        fitting = network_steps.follow(layers, self.input_shape)
        named = sorted(network_steps.rows(layers), key=lambda row: row.place)
        try:
            whole = self.architecture
            code = {"keras_code": listings.keras(whole), "torch_code": listings.torch(whole)}
        except ValueError as error:
            whole, problem = None, str(error)
            code = dict.fromkeys(("keras_code", "torch_code"), f"# No code: {problem}\n")
        return {
            "network": self.network,
            "names": [row.name for row in named],
            "calls": [row.layer.brief() for row in named],
            **self._layer_by_layer(fitting),
            **_totals(whole),
            "mistake": fitting.mistake,
            "mistake_at": len(fitting.steps) if fitting.mistake else -1,
            "problem": problem,
            **code,
        }

    def _layer_by_layer(self, fitting):
        """Return what is known of layers that fit each other."""
        shapes = [step.output_shape for step in fitting.steps]
        return {
            "shapes": shapes,
            "layer_parameters": fitting.parameters(),
            "layer_multiply_adds": fitting.multiply_adds(),
            "layer_activation_bytes": [FLOAT32_BYTES * math.prod(shape) for shape in shapes],
            "layer_receptive_field": [
                tuple(map(min, field.size, self.input_shape)) for field in fitting.fields
            ],
        }

    def drawing(self):
        """Draw the layers as rows, each with its shape and its share of the parameters."""
        found, row, rows = self.results, 22, []
        most = max(found["layer_parameters"], default=0) or 1
        short = _short_names(self._read())
        calls = max([86, *(38 + x + 6 * len(name) for _, x, name in short if x)])
        for line, (i, x, name) in enumerate(short):
            y = 66 + row * line
            rows += [svg.text(8 + x, y, name, size=11, anchor="start", font_weight=600)]
            call = _shortened(found["calls"][i], 58 - (calls - 86) // 6)
            rows += [svg.text(calls, y, call, size=10, anchor="start")]
            if i >= len(found["shapes"]):
                words = "does not fit" if i == found["mistake_at"] else "–"
                rows.append(svg.text(420, y, words, size=10))
                continue
            count = found["layer_parameters"][i]
            rows.append(svg.text(420, y, _times(found["shapes"][i]), size=10))
            rows.append(svg.text(640, y, f"{count:,}" if count else "–", size=10, anchor="end"))
            bar = {"x": 490, "y": y + 3, "width": 150 * count / most, "height": 4}
            rows.append(svg.element("rect", **bar, fill=svg.SECOND))
        title = f"{found['network']}: {found['parameters']:,} parameters"
        if found["problem"]:
            title = f"{found['network']} has a mistake"
        heads = [svg.text(8, 18, title, size=13, anchor="start", font_weight=600)]
        heads.append(svg.text(8, 44, f"images {_times(self.input_shape)}", size=10, anchor="start"))
        heads.append(svg.text(420, 44, "output", size=10))
        heads.append(svg.text(640, 44, "parameters", size=10, anchor="end"))
        return svg.drawing(650, 66 + row * len(found["calls"]), *heads, *rows, title=title)


def _settings_of(network):
    """Return the settings that make a network of the zoo or a description."""
    if isinstance(network, str):
        try:
            network = zoo.find(network)
        except KeyError as error:
            raise SettingError(error.args[0]) from None
    if not isinstance(network, Architecture):
        raise SettingError(
            f"network must be a name of the zoo or an Architecture, got {network!r}; "
            "layers takes a list of layers"
        )
    height, width, channels = network.input_shape
    if height != width:
        raise SettingError(
            f"network must take square images, got {network.input_shape}; "
            "one slider sets both sides"
        )
    return {"input_size": height, "input_channels": channels, "layers": network.layers}


def _short_names(layers):
    """Return each layer's place in the results, how far it is indented, and its name there."""
    found = []
    for row in network_steps.rows(layers):
        parts = row.name.split("/")
        own = parts[-2:] if parts[-2:-1] == ["shortcut"] else parts[-1:]
        found.append((row.place, 12 * min(row.depth, 4), "/".join(own)))
    return found


def _totals(whole):
    """Return the costs of a whole network, of which there may be none."""
    if whole is None:
        keys = ("parameters", "trainable", "fixed", "multiply_adds", "activation_bytes")
        return dict.fromkeys(keys, 0)
    counts = whole.parameters()
    return {
        "parameters": counts.total,
        "trainable": counts.trainable,
        "fixed": counts.fixed,
        "multiply_adds": whole.multiply_adds(),
        "activation_bytes": whole.activation_bytes(),
    }


def _times(shape):
    return " × ".join(map(str, shape))


def _shortened(call, most):
    return call if len(call) <= most else call[: most - 1] + "…"
