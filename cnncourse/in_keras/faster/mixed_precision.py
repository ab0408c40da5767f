"""A float32 model whose layers multiply in bfloat16 for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

import keras


@contextmanager
def computing_in(precision: str, model: keras.Model) -> Iterator[None]:
    """Let every layer compute in ``precision``; the weights stay what they are.

    What is traced or run inside computes so; afterwards the layers are as they were.
    """
    before = [layer.dtype_policy for layer in model.layers]
    if precision == "bfloat16":
        for layer in model.layers:
            layer.dtype_policy = keras.DTypePolicy("mixed_bfloat16")
    try:
        yield
    finally:
        for layer, policy in zip(model.layers, before, strict=True):
            layer.dtype_policy = policy
