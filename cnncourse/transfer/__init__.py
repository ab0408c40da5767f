"""What a network learned on one set of images, used on another: without a framework.

A pretrained network is cut before its head. Its features are computed once and kept
(`kept_features`, which the twins' ``features`` call); a `linear` classifier is trained on them, or
`with_head` gives the same body another head, and `start` the weights to train the whole from.
`resize` makes small images as large as the body wants them; `spoiled` makes the mistakes that
people make.
"""

from cnncourse.transfer.keeping import kept_features
from cnncourse.transfer.networks import (
    as_images,
    feature_layer,
    head_name,
    layers_before,
    linear,
    start,
    with_head,
)
from cnncourse.transfer.plan import Transfer
from cnncourse.transfer.resizing import resize
from cnncourse.transfer.spoiling import MISTAKES, spoiled

__all__ = [
    "MISTAKES",
    "Transfer",
    "as_images",
    "feature_layer",
    "head_name",
    "kept_features",
    "layers_before",
    "linear",
    "resize",
    "spoiled",
    "start",
    "with_head",
]
