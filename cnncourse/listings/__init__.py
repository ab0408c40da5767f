"""An architecture as calls of Keras or PyTorch: the source one would write by hand.

``keras`` and ``torch`` each return the text of a module that runs by itself: its imports and
``model = ...``. What they print are values, the `Call` that `keras_plan` and `torch_plan`
return, and `in_keras.build` and `in_torch.build` carry out the same ones: the printed model and
the built one have the same layers with the same arguments. Neither framework is imported to
write it; the classes that a listing brings along stand in ``keras_classes`` and
``torch_classes``, and `helper_sources` reads their text.
"""

from cnncourse.listings.calls import Call
from cnncourse.listings.for_keras import keras
from cnncourse.listings.for_keras import plan as keras_plan
from cnncourse.listings.for_torch import plan as torch_plan
from cnncourse.listings.for_torch import torch
from cnncourse.listings.helpers import helper_sources

__all__ = ["Call", "helper_sources", "keras", "keras_plan", "torch", "torch_plan"]
