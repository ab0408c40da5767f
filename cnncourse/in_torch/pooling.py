"""Average pooling with padding that PyTorch's own module cannot express."""

import torch
from torch import nn
from torch.nn import functional


class PaddedAvgPool2d(nn.Module):
    """The mean of each window's pixels, padding on any side and never counted.

    Parameters
    ----------
    size, stride : (int, int)
        Window and step, (height, width) in pixels.
    sides : (int, int, int, int)
        Padding (top, bottom, left, right) in pixels, smaller than the window.
    """

    def __init__(self, size, stride, sides):
        super().__init__()
        self.size, self.stride, self.sides = size, stride, sides

    def forward(self, images):
        """Pool ``(N, C, H, W)`` images: the windows' sums over the pixels they hold."""
        top, bottom, left, right = self.sides
        border = (left, right, top, bottom)
        inside = torch.ones_like(images[:1, :1])
        sums, pixels = (
            functional.avg_pool2d(functional.pad(x, border), self.size, self.stride)
            for x in (images, inside)
        )
        return sums / pixels

    def extra_repr(self):
        """Show the window in the module's printout."""
        return f"kernel_size={self.size}, stride={self.stride}, sides={self.sides}"
