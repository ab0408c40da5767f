"""Explorers: drawings that answer to sliders, in a page, in Jupyter and on Colab.

Each is a class: its settings are checked attributes, its results are computed by
`cnncourse.ops`, its sliders are ``ipywidgets``. At the end of a notebook's cell it shows its
sliders and its drawing; in the book's pages it is the same drawing with the page's own
controls, and needs no kernel.

The map:

``Convolution``, ``OutputSize``, ``Pooling``
    A window over an image: its products and their sum, where windows fall, which pixel wins.
``Flatten``, ``DenseHead``
    From a map to a vector, from features to probabilities.
``ReceptiveField``, ``NetworkBuilder``, ``LiveNetwork``, ``Training``
    What a unit sees, a network as it is put together, a trained one at work, one that learns.
``FeatureMap``
    Images as points on a map, by what a network makes of them.
"""

from cnncourse.explorers.base import Explorer
from cnncourse.explorers.convolution import Convolution
from cnncourse.explorers.dense_head import DenseHead
from cnncourse.explorers.feature_map import FeatureMap
from cnncourse.explorers.flatten import Flatten
from cnncourse.explorers.live_network import LiveNetwork
from cnncourse.explorers.network_builder import NetworkBuilder
from cnncourse.explorers.output_size import OutputSize
from cnncourse.explorers.pooling import Pooling
from cnncourse.explorers.receptive_field import ReceptiveField
from cnncourse.explorers.training import Training
from cnncourse.explorers.traits import SettingError

EXPLORERS = {
    explorer.slug: explorer
    for explorer in (
        Convolution,
        OutputSize,
        Pooling,
        Flatten,
        DenseHead,
        ReceptiveField,
        LiveNetwork,
        NetworkBuilder,
        Training,
        FeatureMap,
    )
}
"""Every explorer's class by its name in a page."""

__all__ = [
    "EXPLORERS",
    "Convolution",
    "DenseHead",
    "Explorer",
    "FeatureMap",
    "Flatten",
    "LiveNetwork",
    "NetworkBuilder",
    "OutputSize",
    "Pooling",
    "ReceptiveField",
    "SettingError",
    "Training",
]
