"""The course's networks in Keras; `in_torch` has the same names for PyTorch.

``build`` makes a ``keras.Sequential`` as one would write it by hand, ``train`` trains it as
a recipe says, ``weights`` moves its numbers to and from NumPy and disk.
"""

from cnncourse.installing import need, settle_compilers

settle_compilers()
need("keras")  # or the error says what is missing

# ruff: noqa: E402
from cnncourse.in_keras import device, distributed, weights
from cnncourse.in_keras.building import build
from cnncourse.in_keras.inspection import (
    activations,
    evaluate,
    loss_gradients,
    map_gradients,
    predict,
)
from cnncourse.in_keras.training import lr_range_test, train
from cnncourse.in_keras.transferring import features, freeze, unfreeze

__all__ = [
    "activations",
    "build",
    "device",
    "distributed",
    "evaluate",
    "features",
    "freeze",
    "loss_gradients",
    "lr_range_test",
    "map_gradients",
    "predict",
    "train",
    "unfreeze",
    "weights",
]
