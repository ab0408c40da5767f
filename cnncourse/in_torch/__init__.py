"""The course's networks in PyTorch; `in_keras` has the same names for Keras.

``build`` makes an ``nn.Sequential`` as one would write it by hand, ``train`` trains it as a
recipe says, ``weights`` moves its numbers to and from NumPy and disk.
"""

from cnncourse.installing import need, settle_compilers

need("torch")  # or the error says what is missing
settle_compilers()

# ruff: noqa: E402
from cnncourse.in_torch import device, distributed, weights
from cnncourse.in_torch.building import build
from cnncourse.in_torch.inspection import (
    activations,
    evaluate,
    loss_gradients,
    map_gradients,
    predict,
)
from cnncourse.in_torch.training import lr_range_test, train
from cnncourse.in_torch.transferring import features, freeze, unfreeze

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
