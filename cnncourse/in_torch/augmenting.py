"""Images moved and mirrored on the device, as `cnncourse.recipe.augmentation` describes it."""

import torch


def move(images: torch.Tensor, moves: torch.Tensor) -> torch.Tensor:
    """Return images (N, H, W, C) mirrored, then moved; black comes in.

    Parameters
    ----------
    images : Tensor, (N, H, W, C)
    moves : Tensor of int64, (N, 3), on the same device
        Pixels downwards, pixels to the right, and 1 to mirror left to right first.
    """
    height, width = images.shape[1:3]
    down, right, mirrored = moves[:, :, None].unbind(1)
    rows = torch.arange(height, device=images.device) - down
    columns = torch.arange(width, device=images.device) - right
    inside = _within(rows, height)[:, :, None] & _within(columns, width)[:, None, :]
    columns = torch.where(mirrored == 1, width - 1 - columns, columns)
    number = torch.arange(len(images), device=images.device)[:, None, None]
    rows, columns = rows.clamp(0, height - 1), columns.clamp(0, width - 1)
    return images[number, rows[:, :, None], columns[:, None, :]] * inside[..., None]


def _within(places, size):
    return (places >= 0) & (places < size)
