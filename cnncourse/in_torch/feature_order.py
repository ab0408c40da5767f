"""The features of a flattened map where nothing reads them: a network that ends in them."""

from torch import nn

from cnncourse.architecture import NamedLayer
from cnncourse.architecture.base import Shape

ORDER = "_order"
"""What the name of a `ChannelsLast` ends in."""


def flattened_after(step: NamedLayer) -> Shape | None:
    """Return the (height, width, channels) of the flattened map that leaves a layer, if any."""
    if step.layer.kind == "dense":
        return None
    if step.layer.kind == "flatten" and len(step.input_shape) == 3:
        return step.input_shape
    return step.flattened_from


class ChannelsLast(nn.Module):
    """Features of a flattened map, from PyTorch's order to (height, width, channel).

    A dense layer takes features in any order, and `weights` reorders its rows. Where a
    network *ends* in a flattened map, feature k is class k, and the order is the answer's.

    Parameters
    ----------
    shape : (int, int, int)
        (height, width, channels) of the map.
    """

    def __init__(self, shape):
        super().__init__()
        self.shape = shape

    def forward(self, features):
        """Reorder ``(N, channels * height * width)`` features."""
        height, width, channels = self.shape
        maps = features.unflatten(1, (channels, height, width))
        return maps.permute(0, 2, 3, 1).flatten(1)

    def extra_repr(self):
        """Show the map's shape in the module's printout."""
        return f"shape={self.shape}"
