"""An architecture as the source code one would write by hand, in Keras or in PyTorch.

``keras`` and ``torch`` each return the text of a module that runs by itself: its imports and
``model = ...``. The model has the parameters and shapes of the architecture and, given the
same weights, the outputs of `in_keras.build` and `in_torch.build`; its initial weights are the
framework's own. Neither framework is imported to write it.
"""

from cnncourse.listings.for_keras import keras
from cnncourse.listings.for_torch import torch

__all__ = ["keras", "torch"]
