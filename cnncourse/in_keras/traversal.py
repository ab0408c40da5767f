"""The way through a built model, layer by layer, those inside a residual too.

Layers are named from the description's side: ``"conv1"``, ``"conv1_pad"``,
``"residual1/conv1"`` or ``"residual1/shortcut/conv1"``.
"""

from collections.abc import Generator, Iterator, Sequence

import keras

from cnncourse.listings.keras_classes import Residual


def every_layer(
    chain: Sequence[keras.layers.Layer], before: str = ""
) -> Iterator[tuple[str, keras.layers.Layer]]:
    """Yield (name, layer) along a chain, the layers inside a residual right before it."""
    for layer in chain:
        full = f"{before}{layer.name}"
        if isinstance(layer, Residual):
            yield from every_layer(layer.body, f"{full}/")
            yield from every_layer(layer.shortcut, f"{full}/shortcut/")
        yield full, layer


def head(model: keras.Model) -> str:
    """Return the name of what turns a model's last numbers into probabilities, or nothing."""
    passing = (keras.layers.Dropout, keras.layers.Flatten)
    for layer in reversed(model.layers):
        if not isinstance(layer, passing):
            kind = getattr(getattr(layer, "activation", None), "__name__", "")
            kind = "softmax" if isinstance(layer, keras.layers.Softmax) else kind
            return kind if kind in ("softmax", "sigmoid") else ""
    return ""


def last_name(model: keras.Model, name: str) -> str:
    """Return the name of the last layer that carries out a described one."""
    names = [full for full, _ in every_layer(model.layers)]
    return [n for n in names if n == name or n.startswith(f"{name}_")][-1]


def through(
    chain: Sequence[keras.layers.Layer], x, before: str = ""
) -> Generator[tuple[str, object], None, object]:
    """Send a batch through a chain, to answer; yield (name, what leaves it).

    Returns
    -------
    tensor
        What leaves the chain.
    """
    for layer in chain:
        full = f"{before}{layer.name}"
        if isinstance(layer, Residual):
            body = yield from through(layer.body, x, f"{full}/")
            around = yield from through(layer.shortcut, x, f"{full}/shortcut/")
            x = body + around
        else:
            entered, x = x, layer(x)
            # Some hand on what they are given: a name of its own keeps the two apart, where a
            # residual adds it too.
            x = keras.ops.copy(x) if x is entered else x
        yield full, x
    return x
