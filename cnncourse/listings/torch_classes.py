"""What PyTorch has no module for: built by `in_torch`, printed by `listings.torch`."""

# A listing prints the classes as they stand: short, and lines of at most 88 columns.
# ruff: noqa: D102

import torch
from torch import nn


class PaddedAvgPool2d(nn.AvgPool2d):
    """The mean of each window's pixels; the padding on the sides is not counted."""

    def __init__(self, kernel_size, stride, sides):
        super().__init__(kernel_size, stride)
        self.sides = sides

    def forward(self, images):
        sums = super().forward(nn.functional.pad(images, self.sides))
        inside = torch.ones_like(images[:1, :1])
        return sums / super().forward(nn.functional.pad(inside, self.sides))

    def extra_repr(self):
        return f"{super().extra_repr()}, sides={self.sides}"


class ChannelsLast(nn.Module):
    """The features of a flattened map in the order height, width, channel."""

    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, features):
        maps = features.unflatten(1, self.shape)
        return maps.permute(0, 2, 3, 1).flatten(1)

    def extra_repr(self):
        return f"shape={self.shape}"


class Residual(nn.Module):
    """Adds what enters a body, or what a shortcut makes of it, to what leaves."""

    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body, self.shortcut = body, shortcut or nn.Identity()

    def forward(self, images):
        return self.body(images) + self.shortcut(images)
