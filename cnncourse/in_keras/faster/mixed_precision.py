"""A float32 model whose layers multiply in bfloat16 for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

import keras

from cnncourse.in_keras.traversal import every_layer


@contextmanager
def computing_in(precision: str, model: keras.Model) -> Iterator[None]:
    """Let every layer compute in ``precision``; the weights stay what they are.

    What is traced or run inside computes so; afterwards the layers are as they were.
    """
    layers = [layer for _, layer in every_layer(model.layers)]
    before = [layer.dtype_policy for layer in layers]
    if precision == "bfloat16":
        for layer in layers:
            layer.dtype_policy = keras.DTypePolicy("mixed_bfloat16")
    try:
        yield
    finally:
        for layer, policy in zip(layers, before, strict=True):
            layer.dtype_policy = policy
